"""Finding kudos: whose, about whom, for what, when, and with which words, whatever their case and accents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal, get_args

from store.records import Kudos, Member
from store.text import fold
from store.zones import zone

Who = Literal["all", "for_me", "from_me"]
Period = Literal["", "this week", "last week", "this month", "last month", "this year", "last year"]

PERIODS: tuple[Period, ...] = get_args(Period)
"""The times to choose from; "" is any time."""

FEW = 300
"""Kudos that are looked at within one key stroke even when it is for the first time."""


@dataclass(frozen=True, slots=True)
class View:
    """What of the wall is wanted; all of it must hold.

    `person` is a member who gave the kudos or was given it, `theme` its theme as written, `words` are folded
    words of which each must occur in its text, its theme or the names of its people.
    """

    who: Who = "all"
    person: str = ""
    theme: str = ""
    period: Period = ""
    words: tuple[str, ...] = ()


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once, the longest first since it excludes most."""
    return tuple(sorted(dict.fromkeys(fold(query).split()), key=lambda word: (-len(word), word)))


def occurrences(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the folded words stand in the text, as (start, end) in its own characters."""
    words = [word for word in words if word]
    if not words or not text:
        return []
    # One character may fold to several or to none, so each folded one remembers where it came from.
    pieces = [fold(character) for character in text]
    folded = "".join(pieces)
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    found: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    return found


def place_of(wall: Sequence[Kudos], kudos: Kudos) -> int | None:
    """Where that kudos stands on a wall that is newest first, if it does. Looks at a dozen cards only."""
    at = bisect_left(range(len(wall)), True, key=lambda n: _age(wall[n]) <= _age(kudos))
    return at if at < len(wall) and wall[at].id == kudos.id else None


def _age(kudos: Kudos) -> tuple[datetime, str]:
    return kudos.given, kudos.id


def between(wall: Sequence[Kudos], first: datetime, end: datetime) -> Sequence[Kudos]:
    """Those given from `first` on and before `end`, from a wall that is newest first."""

    def at(moment: datetime) -> int:
        return bisect_left(range(len(wall)), True, key=lambda n: wall[n].given < moment)

    return wall[at(end) : at(first)]


def days(period: Period, today: date, week_start: int = 1) -> tuple[date, date]:
    """The first day of a period and the day after its last. `week_start` is an ISO weekday."""
    week = today - timedelta(days=(today.isoweekday() - week_start) % 7)
    month = today.replace(day=1)
    match period:
        case "this week":
            return week, week + timedelta(days=7)
        case "last week":
            return week - timedelta(days=7), week
        case "this month":
            return month, (month + timedelta(days=31)).replace(day=1)
        case "last month":
            return (month - timedelta(days=1)).replace(day=1), month
        case "this year":
            return date(today.year, 1, 1), date(today.year + 1, 1, 1)
        case "last year":
            return date(today.year - 1, 1, 1), date(today.year, 1, 1)
        case _:
            return date.min, date.max


@cache
def _themed(theme: str) -> str:
    return fold(theme)


class Finder:
    """Finds what a view wants, and remembers the folded texts.

    To look at a whole long wall for the first time takes longer than a key stroke may: `walk` it beforehand,
    on another thread, when `is_quick` says no.
    """

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}
        self._walked = 0

    def is_quick(self, wall: Sequence[Kudos]) -> bool:
        """Whether finding something on this wall takes no longer than a key stroke may."""
        return len(wall) - self._walked < FEW

    def walk(self, wall: Sequence[Kudos]) -> None:
        """Looks at every kudos once."""
        for kudos in wall:
            self._text(kudos)
        self._walked = len(wall)

    def _text(self, kudos: Kudos) -> str:
        found = self._folded.get(kudos.text)
        if found is None:
            found = self._folded[kudos.text] = fold(kudos.text)
        return found

    def find(
        self,
        wall: Sequence[Kudos],
        view: View,
        me: str,
        members: Mapping[str, Member],
        today: date,
        timezone: str = "UTC",
    ) -> Sequence[Kudos]:
        """The kudos that the view wants, newest first like `wall`; the wall itself when it wants all.

        `today` is the calendar day in `timezone`, the zone in which periods begin and end.
        """
        found = wall
        if view.period:
            start = members[me].week_start if me in members else 1
            first, end = (
                datetime.combine(day, time(), zone(timezone)) for day in days(view.period, today, start)
            )
            found = between(found, first, end)
        if view.who == "for_me":
            found = [kudos for kudos in found if me in kudos.to]
        elif view.who == "from_me":
            found = [kudos for kudos in found if kudos.giver == me]
        if view.person:
            found = [kudos for kudos in found if view.person == kudos.giver or view.person in kudos.to]
        if view.theme:
            found = [kudos for kudos in found if kudos.theme == view.theme]
        for word in view.words:
            people = {m.id for m in members.values() if word in fold(f"{m.name}\n{m.handle}")}
            found = [
                kudos
                for kudos in found
                if word in self._text(kudos)
                or (kudos.theme and word in _themed(kudos.theme))
                or kudos.giver in people
                or not people.isdisjoint(kudos.to)
            ]
        return found


def themes_on(wall: Iterable[Kudos]) -> tuple[str, ...]:
    """The themes that occur, by name."""
    return tuple(sorted({kudos.theme for kudos in wall if kudos.theme}, key=fold))
