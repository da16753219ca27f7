"""Days that people chose to share: how they are written, and when they come round."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from store.errors import UsageError
from store.records import Milestone, Snapshot
from store.rules.dates import read_day
from store.text import clean
from store.when import day_of

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
LEAP: Final = 2028
"""Any year that has a 29 February."""

_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? +([^\W\d]{3,9})\.?")
_MONTH_DAY = re.compile(r"([^\W\d]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?")
_NUMBERS = re.compile(r"(?:--)?(\d{1,2})-(\d{1,2})")


class SharedDay(NamedTuple):
    """A day of every year, or of one if `year` is set."""

    month: int
    day: int
    year: int | None = None


def read_shared_day(text: str, today: date) -> SharedDay:
    """A day to share: "24 May", "May 24", "05-24", or any that `read_day` knows. Raises `UsageError`.

    A date in a year to come is that day alone; the year of one gone by is nobody's business and falls away.
    """
    wanted = text.strip().casefold()
    number = _NUMBERS.fullmatch(wanted)
    if number is not None:
        return checked_day(int(number[1]), int(number[2]))
    if (found := _DAY_MONTH.fullmatch(wanted)) is not None and (month := _month(found[2])) is not None:
        return checked_day(month, int(found[1]))
    if (found := _MONTH_DAY.fullmatch(wanted)) is not None and (month := _month(found[1])) is not None:
        return checked_day(month, int(found[2]))
    try:
        day = read_day(wanted, today)
    except UsageError:
        raise UsageError(
            f"“{clean(text, 60)}” is no day; write 24 May, 05-24, or 2027-05-24 for that year alone."
        ) from None
    return SharedDay(day.month, day.day, day.year if day > today else None)


def checked_day(month: int, day: int, year: int | None = None) -> SharedDay:
    """That day if the calendar has it. Raises `UsageError`."""
    try:
        date(LEAP if year is None else year, month, day)
    except (ValueError, OverflowError):
        raise UsageError("There is no such day in the calendar; write one such as 24 May.") from None
    return SharedDay(month, day, year)


def _month(word: str) -> int | None:
    return next((n for n, name in enumerate(MONTHS, 1) if word in (name, name[:3])), None)


def next_time(milestone: Milestone, today: date) -> date | None:
    """The next day on which it is that day, today included; None for one that is over."""
    years = (today.year, today.year + 1) if milestone.year is None else (milestone.year,)
    days = (_in_year(milestone, year) for year in years)
    return next((day for day in days if day is not None and day >= today), None)


def _in_year(milestone: Milestone, year: int) -> date | None:
    """Its day in that year; None if the calendar has none."""
    last = 28 if milestone.month == 2 and not isleap(year) else 31
    try:
        return date(year, milestone.month, min(milestone.day, last))
    except ValueError:
        return None


def coming(snapshot: Snapshot, member: str, today: date, days: int = 366) -> list[tuple[date, Milestone]]:
    """The milestones of a member within so many days, with their next day, the nearest first."""

    def ahead() -> Iterator[tuple[date, Milestone]]:
        for milestone in snapshot.milestones:
            if milestone.member == member:
                day = next_time(milestone, today)
                if day is not None and (day - today).days <= days:
                    yield day, milestone

    return sorted(ahead(), key=lambda found: (found[0], found[1].id))


def shared_day_words(day: SharedDay | Milestone) -> str:
    """A shared day as one says it: "24 May", with the year if it is one day alone."""
    try:
        return day_of(date(day.year or 2000, day.month, day.day), year=day.year is not None)
    except ValueError:  # the file may name a day that no year has
        return f"{day.day} {MONTHS[day.month - 1].capitalize()}{f' {day.year}' if day.year else ''}"
