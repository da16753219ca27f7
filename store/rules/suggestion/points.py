"""Points: which of several candidates serves best today."""

from __future__ import annotations

from collections.abc import Iterable

from store.rules.suggestion.candidates import Candidate, Sieve
from store.rules.suggestion.morning import digest

RHYTHM = (
    ("interest", "remote"),
    ("communicate", "reliable"),
    ("help",),
    ("include", "respect"),
    ("appreciate",),
)
"""What suits the beginning, the middle and the end of a person's own week."""

HABITS = {"thanks": 40, "question": 25, "offer": 20}
FIRST_DAYS = 10
"""Working days in which someone new is led to interest and trust."""


def points(candidate: Candidate, sieve: Sieve, passed: Iterable[str] = ()) -> int:
    """The points of a candidate, to be compared within its tier. `passed` are principles passed today."""
    action, morning, past = candidate.action, sieve.morning, sieve.past
    practised = past.practised.get(action.principle)
    total = 30 if practised is None else min(30, 3 * morning.since(practised))
    if sieve.open_habit(action.start_small):
        total += HABITS[action.start_small]
    total += _for_person(candidate, sieve)
    if sieve.my_day <= FIRST_DAYS and action.principle in ("interest", "trust"):
        total += 15
    if action.principle in rhythm(sieve):
        total += 6
    shown = past.shown.get(action.id)
    if shown is not None and 11 <= morning.since(shown) <= 30:
        total -= 20
    if action.principle in passed:
        total -= 50
    return total


def _for_person(candidate: Candidate, sieve: Sieve) -> int:
    member, past, since = candidate.member, sieve.past, sieve.morning.since
    if member is None:
        return 8
    if candidate.action.trigger == "coffee_open":
        return 0
    if candidate.action.trigger == "kudos_gap":
        return 5 + (min(30, since(past.thanked[member])) if member in past.thanked else 30)
    return min(15, since(past.met[member])) if member in past.met else 15


def rhythm(sieve: Sieve) -> tuple[str, ...]:
    """The principles that suit this day of my own week."""
    week, day = sieve.morning.week, sieve.morning.day
    if day not in week:
        return ()
    return RHYTHM[round(4 * week.index(day) / (len(week) - 1)) if len(week) > 1 else 0]


def best(
    candidates: Iterable[Candidate], sieve: Sieve, passed: Iterable[str]
) -> tuple[Candidate, int] | None:
    """The candidate that wins with its points: tier, points, shown longest ago, then the fair coin."""
    day, passed = sieve.morning.day, frozenset(passed)

    def order(candidate: Candidate) -> tuple[int, int, int]:
        shown = sieve.past.shown.get(candidate.action.id)
        return -candidate.tier, -points(candidate, sieve, passed), shown.toordinal() if shown else 0

    ordered = [(order(c), c) for c in candidates]
    if not ordered:
        return None
    first = min(key for key, _ in ordered)
    equal = (c for key, c in ordered if key == first)
    winner = min(equal, key=lambda c: digest(str(day), sieve.morning.me.id, c.action.id, c.member or ""))
    return winner, -first[1]
