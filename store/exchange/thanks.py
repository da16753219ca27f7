"""Thanks in names and local times, as digests and exports tell them. Names, never numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain, groupby
from urllib.parse import quote, urlsplit

from store.records import Kudos, Member, Snapshot
from store.when import day_comes_first, day_of
from store.zones import zone

NOBODY = "someone"
"""Who thanked or was thanked, where the team file does not know them."""

_HALF_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Thanks:
    """A kudos in names. `given` is in the reader's zone, `link` a safe web address, "" for none.

    `answers` is whether it follows the one that it replies to. `joined` has for each emoji who gave it.
    """

    giver: str
    to: tuple[str, ...]
    text: str
    given: datetime
    theme: str = ""
    link: str = ""
    answers: bool = False
    joined: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def verb(self) -> str:
        """What the giver does."""
        return "answers" if self.answers else "thanks"

    @property
    def all_joined(self) -> tuple[str, ...]:
        """Everyone who joined in, with whichever emoji, each once."""
        return tuple(dict.fromkeys(name for _, names in self.joined for name in names))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some thanks under one heading."""

    heading: str
    thanks: tuple[Thanks, ...]


class Teller:
    """Tells kudos in names. Someone whose name others have too is called by name and handle."""

    def __init__(self, snapshot: Snapshot, timezone: str) -> None:
        called = Counter(member.name for member in snapshot.members.values())
        self._names = {m.id: _name(m, called[m.name] > 1) for m in snapshot.members.values()}
        self._zone = zone(timezone)

    def name(self, member: str) -> str:
        """What a member is called."""
        return self._names.get(member, NOBODY)

    def tell(self, kudos: Kudos, *, answers: bool = False) -> Thanks:
        """The kudos in names."""
        joined = {emoji: [self.name(m) for m in members] for emoji, members in kudos.joined.items()}
        return Thanks(
            self.name(kudos.giver),
            tuple(self.name(member) for member in kudos.to),
            kudos.text,
            kudos.given.astimezone(self._zone),
            kudos.theme,
            web_link(kudos.link),
            answers,
            tuple((emoji, tuple(names)) for emoji, names in joined.items()),
        )


def _name(member: Member, ambiguous: bool) -> str:
    return f"{member.name} @{member.handle}" if ambiguous else member.name


def web_link(link: str) -> str:
    """The address in the form that pages and Markdown take, "" for anything but http and https.

    The host is in ASCII, so that no letter of another script can pass for one of ours.
    """
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return ""
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", host):
        return ""
    path, query, fragment = (
        quote(_HALF_ESCAPED.sub("%25", part), safe="%/:=&?~+$,;.-_")
        for part in (parts.path, parts.query, parts.fragment)
    )
    return f"{parts.scheme}://{host}{port}{path}{query and '?' + query}{fragment and '#' + fragment}"


def days_between(first: date, last: date, *, year: bool = True) -> str:
    """Days in words: "16 to 22 November 2026", "30 November to 6 December 2026"."""
    end = day_of(last, year=year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month) and day_comes_first():
        return f"{first.day} to {end}"
    return f"{day_of(first, year=year and first.year != last.year)} to {end}"


def day_heading(day: date) -> str:
    """A day as a heading: "Monday 16 November"."""
    return day_of(day, "%A")


def week_heading(day: date, week_start: int = 1) -> str:
    """The days of a week that are in the month of that day: "16 to 22 November"."""
    first = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    month = month_of(day)
    return days_between(max(first, month[0]), min(first + timedelta(days=6), month[1]), year=False)


def month_heading(day: date) -> str:
    """A month as a heading: "November 2026"."""
    return f"{day:%B} {day.year}"


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that a day is in."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def chapters(threads: Iterable[Sequence[Thanks]], heading: Callable[[date], str]) -> tuple[Chapter, ...]:
    """The thanks in chapters, in the order in which they come. All of a thread are where its first one is."""
    heading = cache(heading)
    groups = groupby(threads, lambda thread: heading(thread[0].given.date()))
    return tuple(Chapter(words, tuple(chain.from_iterable(group))) for words, group in groups)
