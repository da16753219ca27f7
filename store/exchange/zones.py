"""Which zone a calendar file means: by its IANA name, by that of Windows, or as the file describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from store.exchange.components import Lines, name_of, value_of
from store.records import Meeting
from store.rules import calendar
from store.zones import is_zone, zone, zone_names

USUAL: Final = (
    *("UTC", "Europe/London", "Europe/Berlin", "Europe/Athens", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai"),
    *("Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"),
)
"""Of several zones with the same clock the one that most people know comes first."""

_SPOKEN = re.compile(r"(?:\((?:UTC|GMT) ?([+-]\d\d)[:.](\d\d)\) )?(.+)")
_SEASONS = (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12))  # noqa: DTZ001
_LONGEST = 255
_MOST_CHANGES = 50


class _Change(NamedTuple):
    """A day on which the clocks of a described zone change, and to which offset."""

    day: date
    offset: timedelta


class ZoneNames:
    """The zones of one file. `near` are names to prefer where several zones have the same clock."""

    def __init__(self, described: Mapping[str, Lines], near: Sequence[str], today: date) -> None:
        self.described = described
        self.near = near
        self.today = today
        self._known: dict[str, str | None] = {}

    def find(self, tzid: str) -> str | None:
        """The IANA name of what a file calls by that TZID; None for a zone that does not exist."""
        if tzid not in self._known:
            self._known[tzid] = self._find(tzid) if len(tzid) <= _LONGEST else None
        return self._known[tzid]

    def _find(self, tzid: str) -> str | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        lines = self.described.get(tzid, [])
        named = [tzid, WINDOWS_TO_OLSON.get(tzid, "")]
        named += [value_of(line).strip() for line in lines if name_of(line) == "X-LIC-LOCATION"]
        # Mozilla, Evolution and others put a path before the name: /example.org/2026/Europe/Berlin.
        parts = tzid.split("/")
        named += ["/".join(parts[-count:]) for count in (3, 2) if tzid.startswith("/")]
        known = next((n for n in named if n and is_zone(n)), None)
        return known or self._with_the_same_clock(lines) or _spoken(tzid)

    def _with_the_same_clock(self, lines: Lines) -> str | None:
        """A zone whose clocks change this year as the file describes it, or stand so in January and July."""
        changes = _changes(lines, self.today.year)
        if not changes:
            return None
        year = self.today.year
        months = [date(year, month, 15) for month in range(1, 13)]
        around = [change.day + timedelta(days=n) for change in changes for n in (-1, 1)]
        for days in ([*months, *(day for day in around if day.year == year)], [months[0], months[6]]):
            wanted = [(datetime.combine(day, time(12)), _offset(changes, day)) for day in days]
            for name in dict.fromkeys((*self.near, *USUAL, *zone_names())):
                if all(zone(name).utcoffset(noon) == offset for noon, offset in wanted):
                    return name
        return None


def _spoken(tzid: str) -> str | None:
    """A zone as Outlook on the web shows it, such as "(UTC+01:00) Amsterdam, Berlin, Bern": by its cities."""
    match = _SPOKEN.fullmatch(tzid)
    if match is None or (match[1] is None and "," not in tzid):
        return None
    cities = {city.strip().replace(" ", "_") for city in match[3].split(",")}
    named = [name for name in zone_names() if name.rpartition("/")[2] in cities]
    named += [
        f"US/{word}" for word in ("Eastern", "Central", "Mountain", "Pacific") if f"{word} Time (US" in tzid
    ]
    if match[1] is not None:
        offset = timedelta(hours=int(match[1]), minutes=int(match[1][0] + match[2]))
        named = [name for name in named if offset in {zone(name).utcoffset(noon) for noon in _SEASONS}]
    return next(iter(named), None)


def _changes(lines: Iterable[str], year: int) -> list[_Change]:
    """When the clocks of a VTIMEZONE change in that year and the one before, in order."""
    found: list[_Change] = []
    fields: dict[str, str] = {}
    for line in lines:
        name, value = name_of(line), value_of(line).strip()
        if name == "BEGIN":
            fields = {}
        elif name == "END" and value.upper() in ("STANDARD", "DAYLIGHT"):
            found += _observance(fields, year)
        else:
            fields.setdefault(name, value)
    return sorted(found)[:_MOST_CHANGES]


def _observance(fields: Mapping[str, str], year: int) -> list[_Change]:
    try:
        first = datetime.strptime(fields["DTSTART"][:8], "%Y%m%d").date()  # noqa: DTZ007
        offset = datetime.strptime(fields["TZOFFSETTO"][:5], "%z").utcoffset()
    except (KeyError, ValueError):
        return []
    assert offset is not None
    if first.year > year:
        return []
    # A rule that began in 1601, as Outlook has it, needs not be walked from there.
    rule = Meeting("", "", max(first, date(year - 1, 1, 1)), "00:00", "UTC", fields.get("RRULE", ""), ())
    days = calendar.between(rule, date(year - 1, 1, 1), date(year, 12, 31)) if rule.rule else [first]
    return [_Change(day, offset) for day in days]


def _offset(changes: Sequence[_Change], day: date) -> timedelta:
    """The offset that holds at noon of a day; before the first change the one of the last."""
    before = [change for change in changes if change.day <= day]
    return (before or changes)[-1].offset
