"""Days off: the team's from an .ics file of all-day events, public ones from the holidays package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import UsageError
from store.exchange.calendars import Event, Odd, Skipped, parsed, summary_of, why_unread
from store.exchange.components import Lines, read_components, values
from store.records import Meeting
from store.rules import calendar
from store.text import clean

YEARS: Final = 5
"""This year and the next ones for which holidays are noted."""

LONGEST: Final = 60
"""Days of one holiday; what lasts longer is no day off."""

INSTALL: Final = "pipx inject amity holidays (or: pip install holidays)"

_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class DaysOff(NamedTuple):
    """The days off of a file with their names, and what was left out."""

    days: dict[date, str]
    skipped: list[Skipped]


def read_days_off(path: Path, today: date) -> DaysOff:
    """The all-day events of an .ics file, from this year on. Raises `UsageError` for a file that is none."""
    found = DaysOff({}, [])
    span = date(today.year, 1, 1), date(today.year + YEARS - 1, 12, 31)
    for lines in read_components(path).events:
        try:
            for day in _days(parsed(lines), lines, *span):
                found.days.setdefault(day, summary_of(lines))
        except (Odd, UsageError, OverflowError, ValueError, TypeError, AttributeError, LookupError) as error:
            found.skipped.append(Skipped(summary_of(lines), why_unread(error)))
    return found


def _days(event: Event, lines: Lines, first: date, last: date) -> Iterator[date]:
    """The days of an event. Raises `Odd` for what is no day off."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime) or not isinstance(start, date):
        raise Odd("It does not last all day.")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise Odd("It was cancelled.")
    # Google's calendars of holidays hold days to remember as well, and say so.
    if any(text.startswith("Observance") for text in values(lines, "DESCRIPTION")):
        raise Odd("It is a day to remember, not a day off.")
    end = event["DTEND"].dt if "DTEND" in event else start + timedelta(days=1)
    length = max((end - start).days, 1)
    if length > LONGEST:
        raise Odd(f"It lasts longer than {LONGEST} days.")
    begins = [start]
    if rules := values(lines, "RRULE"):
        rule = calendar.check_rule(rules[0], start)
        begins = calendar.between(Meeting("", "", start, "00:00", "UTC", rule, ()), first, last)
    within = [begin for begin in begins if first - timedelta(days=length) < begin <= last]
    if not within:
        raise Odd("It is not in this year or the next four.")
    for begin in within:
        yield from (day for n in range(length) if first <= (day := begin + timedelta(days=n)) <= last)


def check_region(text: str) -> str:
    """A region as ISO 3166 writes it, such as DE or DE-BE. Raises `UsageError`."""
    region = text.strip().upper()
    if not _REGION.fullmatch(region):
        raise UsageError(
            f"“{clean(text, 60)}” is no region; write a country, such as DE, or a part, such as DE-BE."
        )
    return region


def public_holidays(region: str, year: int) -> dict[date, str] | None:
    """The public holidays of a region from that year on; None where the package for it is missing.

    Raises `UsageError` for a region that it does not know.
    """
    try:
        import holidays
    except ImportError:
        return None
    country, _, part = region.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=range(year, year + YEARS))
    except NotImplementedError:
        raise UsageError(
            f"No public holidays are known for {region}; write a country, such as DE, or DE-BE."
        ) from None
    return dict(found.items())
