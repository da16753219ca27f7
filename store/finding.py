"""Finding kudos: whose, about whom, for what, when, and with which words, whatever their case and accents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from store.records import Kudos, Member
from store.text import fold
from store.wall import Facts, facts, receivers_of, select, theme_of
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


def between(wall: Sequence[Kudos], first: datetime, end: datetime | None = None) -> Sequence[Kudos]:
    """Those given from `first` on and before `end`, from a wall that is newest first."""

    def at(moment: datetime) -> int:
        return bisect_left(range(len(wall)), True, key=lambda n: wall[n].given < moment)

    return wall[at(end) if end else 0 : at(first)]


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


class Finder:
    """Finds what a view wants, and remembers the folded texts.

    To look for words on a long wall for the first time may take longer than a key stroke: `walk` it
    beforehand, on another thread, when `is_quick` says no.
    """

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}
        self._walked = 0
        self._last: tuple[tuple[object, ...], tuple[str, ...], Sequence[Kudos]] | None = None

    def is_quick(self, wall: Sequence[Kudos]) -> bool:
        """Whether finding words on this wall takes no longer than a key stroke may."""
        return len(wall) - self._walked < FEW

    def walk(self, wall: Sequence[Kudos]) -> None:
        """Looks at the words of every kudos once."""
        for says in facts(wall):
            self._fold(says["text"])
        self._walked = len(wall)

    def _fold(self, text: str) -> str:
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold(text)
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
        asked = (wall, members, me, today, timezone, replace(view, words=()))
        narrowed = self._narrowed(asked, view.words)
        if narrowed is None:
            narrowed = self._fitting(wall, view, me, members, today, timezone)
        found = self.telling(narrowed, view.words, members)
        self._last = (asked, view.words, found)
        return found

    def _narrowed(self, asked: tuple[object, ...], words: Collection[str]) -> Sequence[Kudos] | None:
        """What was found the last time, where all that is wanted now is among it: one typed on."""
        if self._last is None:
            return None
        before, known, found = self._last
        same = asked[0] is before[0] and asked[1] is before[1] and asked[2:] == before[2:]
        return found if same and all(any(old in new for new in words) for old in known) else None

    def _fitting(
        self,
        wall: Sequence[Kudos],
        view: View,
        me: str,
        members: Mapping[str, Member],
        today: date,
        timezone: str,
    ) -> Sequence[Kudos]:
        """Those that fit all but the words."""
        if view.period:
            start = members[me].week_start if me in members else 1
            first, end = (
                datetime.combine(day, time(), zone(timezone)) for day in days(view.period, today, start)
            )
            wall = between(wall, first, end)
        for wanted in self._filters(view, me):
            wall = select(wall, wanted)
        return wall

    def telling(
        self, wall: Sequence[Kudos], words: Iterable[str], members: Mapping[str, Member]
    ) -> Sequence[Kudos]:
        """Those that have all of these folded words in their text, their theme or their people's names."""
        for word in words:
            wall = select(wall, self._has(word, members))
        return wall

    def _filters(self, view: View, me: str) -> Iterator[Callable[[Facts], bool]]:
        person, theme = view.person, view.theme
        if view.who == "for_me":
            yield lambda says: me in receivers_of(says)
        elif view.who == "from_me":
            yield lambda says: bool(says["from"] == me)
        if person:
            yield lambda says: person == says["from"] or person in receivers_of(says)
        if theme:
            yield lambda says: theme_of(says) == theme

    def _has(self, word: str, members: Mapping[str, Member]) -> Callable[[Facts], bool]:
        people = {m.id for m in members.values() if word in fold(f"{m.name}\n{m.handle}")}

        def has(says: Facts) -> bool:
            if (
                word in self._fold(says["text"])
                or says["from"] in people
                or not people.isdisjoint(receivers_of(says))
            ):
                return True
            theme = theme_of(says)
            return bool(theme) and word in self._fold(theme)

        return has


def themes_on(wall: Sequence[Kudos]) -> tuple[str, ...]:
    """The themes that occur, by name."""
    return tuple(sorted({theme_of(says) for says in facts(wall)} - {""}, key=fold))
