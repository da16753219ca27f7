"""The signals of a day: what happens in the team or in my own lists that asks for one certain action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from store.records import CoffeeRound, Note, Occurrence
from store.rules import calendar
from store.rules.suggestion.morning import Morning
from store.text import listed

TIERS: Mapping[str, int] = {
    "commitment_due": 5,
    "help_asked": 4,
    "follow_up_due": 3,
    "role_today": 3,
    "back_from_leave": 2,
    "new_joiner": 2,
    "milestone": 2,
    "coffee_open": 1,
}
"""Which signal comes first: higher tiers win over everything in lower ones."""

FOLLOW_UP_LATE = 5
"""So many working days late a follow-up is still suggested; later it stays in its list."""

PUT_OFF = 3
"""Working days by which "not today" moves a follow-up."""

FIRST_TO_HELP = 3
"""So many people are asked for help on the day the flag goes up."""

LONG_LEAVE = 5
"""Working days away after which someone is welcomed back."""

NEW_FOR = 10
"""Working days for which someone is new."""

FIRST_TURNS = 2
"""So many first turns in a role are prepared for."""

LONGEST_ROUND = timedelta(weeks=6)
"""After that a coffee round is over, whatever came of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An active signal: whom it is about, whom else it names, and what fills the placeholders of its actions.

    `ref` is the id of the record that it comes from, `text` says it in the list "Also today".
    """

    trigger: str
    text: str
    member: str | None = None
    also: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    ref: str = ""


def find(
    morning: Morning, roles_today: Sequence[tuple[str, str]], until: datetime | None
) -> tuple[Found, ...]:
    """All active signals, highest tier first; within one the oldest first.

    With `until` only what was recorded before that moment counts, as far as records know their moment.
    """
    return (
        *_commitments(morning, until),
        *_help(morning),
        *_follow_ups(morning, until),
        *_roles(morning, roles_today),
        *_back(morning),
        *_new(morning),
        *_milestones(morning),
        *_coffee(morning),
    )


def _commitments(morning: Morning, until: datetime | None) -> Iterator[Found]:
    due = sorted(
        (p.by, p.made, p.id, p)
        for p in morning.private.promises
        if p.by is not None and p.by <= morning.day and p.done is None and (until is None or p.made < until)
    )
    for by, _, _, promise in due:
        person = morning.team.get(promise.to)
        whom = f", for {person.name}" if person else ""
        when = "is due today" if by == morning.day else "was due before today"
        yield Found(
            "commitment_due",
            f"{promise.text.rstrip('.')}{whom}: {when}",
            person.id if person else None,
            values={"item": promise.text},
            ref=promise.id,
        )


def _help(morning: Morning) -> Iterator[Found]:
    for flag in sorted(morning.snapshot.help_flags, key=lambda f: (f.since, f.id)):
        person = morning.team.get(flag.member)
        if person is None or flag.kind != "swamped" or not flag.is_up(morning.day):
            continue
        if flag.to:
            asked = morning.me.id in flag.to
        else:
            asked = flag.since < morning.day or morning.rank(flag.id, person.id) < FIRST_TO_HELP
        if asked:
            yield Found(
                "help_asked",
                f"{person.name} could use a hand: {flag.text}",
                person.id,
                values={"item": flag.text},
                ref=flag.id,
            )


def _follow_ups(morning: Morning, until: datetime | None) -> Iterator[Found]:
    due = sorted(
        (follow_up, n.id, n)
        for n in morning.private.notes
        if n.done is None
        and n.member in morning.here
        and n.member in morning.team
        and (until is None or n.written < until)
        and (follow_up := _follow_up_day(morning, n)) is not None
        and follow_up <= morning.day
        and morning.since(follow_up) <= FOLLOW_UP_LATE
    )
    for _, _, note in due:
        name = morning.team[note.member].name
        yield Found(
            "follow_up_due", f"{name}: {note.text}", note.member, values={"detail": note.text}, ref=note.id
        )


def _follow_up_day(morning: Morning, note: Note) -> date | None:
    """When a note is due: its own day, or three working days after "not today" was the answer to it."""
    if note.follow_up is None:
        return None
    put_off = [
        a.day
        for a in morning.private.answers
        if a.kind == "later"
        and a.trigger == "follow_up_due"
        and a.member == note.member
        and note.follow_up <= a.day < morning.day
    ]
    if not put_off:
        return note.follow_up
    day = max(put_off)
    for _ in range(PUT_OFF):
        day = calendar.next_working_day(morning.snapshot, morning.me, day)
    return day


def _roles(morning: Morning, roles_today: Sequence[tuple[str, str]]) -> Iterator[Found]:
    for role, meeting in roles_today:
        if _turns(morning, role) < FIRST_TURNS:
            yield Found(
                "role_today",
                f"You are {role} at {meeting} today",
                values={"role": role, "meeting": meeting},
            )


def _turns(morning: Morning, name: str) -> int:
    """How often I had the role of that name in meetings that are over."""
    ids = {name} | {role.id for role in morning.snapshot.roles.values() if role.name == name}
    return sum(
        _over(occurrence, morning.day) and any(occurrence.holder(role) == morning.me.id for role in ids)
        for occurrence in morning.snapshot.occurrences.values()
    )


def _over(occurrence: Occurrence, day: date) -> bool:
    """Whether a meeting counts as held before that day; a pinned one does once its day is over."""
    return occurrence.day < day and occurrence.state in ("held", "pinned")


def _back(morning: Morning) -> Iterator[Found]:
    snapshot, day = morning.snapshot, morning.day
    for person in morning.team.values():
        if person.id not in morning.here or person.suggest == "no":
            continue
        ended = [a.last for a in snapshot.absences if a.member == person.id and a.last and a.last < day]
        last = max(ended, default=None)
        if last is None:
            continue
        day_back = calendar.working_days(snapshot, person, last, day)
        in_turn = (
            day_back in (1, 2) and morning.rank(f"back|{person.id}|{last}", person.id) // 3 + 1 == day_back
        )
        if in_turn and _missed(morning, person.id, last) >= LONG_LEAVE:
            when = "is back today" if day_back == 1 else "is just back"
            yield Found("back_from_leave", f"{person.name} {when}", person.id)


def _missed(morning: Morning, member: str, last: date) -> int:
    """Working days that someone missed in one go up to that day, counted to five."""
    person = morning.team[member]
    missed, holidays = 0, morning.snapshot.holidays_of(person)
    for ordinal in range(last.toordinal(), max(person.joined.toordinal(), last.toordinal() - 365), -1):
        day = date.fromordinal(ordinal)
        if day.isoweekday() not in person.week or day in holidays:
            continue
        if morning.snapshot.away(member, day) is None:
            break
        missed += 1
        if missed == LONG_LEAVE:
            break
    return missed


def _new(morning: Morning) -> Iterator[Found]:
    for person in morning.team.values():
        # Those who founded a team together are not new to each other, nor is who was here before me.
        if person.joined <= morning.me.joined or person.suggest == "no" or person.id not in morning.here:
            continue
        member_day = morning.member_day(person)
        if member_day <= NEW_FOR and morning.rank(f"join|{person.id}", person.id) // 2 + 1 == member_day:
            yield Found("new_joiner", f"{person.name} is new in the team", person.id)


def _milestones(morning: Morning) -> Iterator[Found]:
    for milestone in sorted(morning.snapshot.milestones, key=lambda m: m.id):
        person = morning.team.get(milestone.member)
        if person is None or not milestone.falls_on(morning.day):
            continue
        if morning.rank(f"mile|{person.id}|{morning.day}", person.id) < 3:
            yield Found(
                "milestone",
                f"{person.name}: {milestone.text}",
                person.id,
                values={"detail": milestone.text},
                ref=milestone.id,
            )


def _coffee(morning: Morning) -> Iterator[Found]:
    rounds = [c for c in morning.snapshot.coffee if c.monday <= morning.day]
    current = max(rounds, key=lambda c: (c.monday, c.id), default=None)
    if current is None or morning.day - current.monday >= LONGEST_ROUND:
        return
    for group in current.groups:
        others = sorted((m for m in group if m in morning.team), key=lambda m: (m not in morning.here, m))
        if morning.me.id in group and others and not _answered(current, group):
            names = listed([morning.team[m].name for m in others])
            yield Found(
                "coffee_open",
                f"Coffee with {names}: not met yet",
                others[0],
                also=tuple(others[1:]),
                values={"person": names},
                ref=current.id,
            )


def _answered(current: CoffeeRound, group: tuple[str, ...]) -> bool:
    """Whether someone said that the group met, or that it did not; either ends it."""
    return any(set(group) == set(other) for other in (*current.met, *current.missed))
