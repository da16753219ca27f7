"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from store.errors import UsageError

WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_day(text: str, today: date, *, back: bool = False) -> date:
    """A date from ISO, today, tomorrow, a weekday (today included), `3 dec`, or a while such as `+2w`.

    Raises `UsageError`.

    A weekday is the next such day; with `back`, where a beginning is asked for, the last one.
    """
    wanted = text.strip().casefold()
    if wanted in ("today", "tomorrow"):
        return today + timedelta(days=wanted == "tomorrow")
    if (ahead_of := _while(wanted, today)) is not None:
        return ahead_of
    if (number := weekday(wanted)) is not None:
        ahead = (number - today.isoweekday()) % 7
        return today + timedelta(days=ahead - 7 if back and ahead else ahead)
    if (named := _in_month(wanted, today)) is not None:
        return named
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        raise UsageError(
            f"“{text[:60]}” is no date; write 2026-11-30, today, tomorrow, mon to sun, or +2w."
        ) from None
    if not 1900 <= day.year <= 2999:
        raise UsageError(f"{day.isoformat()} is too far away; write a date of this age.")
    return day


MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_IN_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?")


def _in_month(text: str, today: date) -> date | None:
    """The next such day, today included, of `3 dec`, `december 3rd` or `24 May`; None for none."""
    found = _IN_MONTH.fullmatch(text)
    if found is None:
        return None
    number, word = int(found[1] or found[4]), found[2] or found[3]
    month = next((n for n, name in enumerate(MONTH_NAMES, 1) if word in (name, name[:3], name[:4])), None)
    for year in range(today.year, today.year + 9) if month is not None else ():
        try:
            day = date(year, month or 1, number)
        except ValueError:  # no such day in that month, or not in this year
            continue
        if day >= today:
            return day
    return None


_WHILE = re.compile(r"(?:\+|in )\s*(\d{1,3}|an?|one|two|three)\s*(d|w|m|days?|weeks?|months?)")
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


def _while(text: str, today: date) -> date | None:
    """The day after a while: `+3d`, `+2w`, `+1m`, `in two weeks`, `next week` (its Monday); None for none.

    A month from the 31st ends on the last day that the month has.
    """
    if text == "next week":
        return today + timedelta(days=8 - today.isoweekday())
    if text.startswith("next ") and (number := weekday(text[5:])) is not None:
        return today + timedelta(days=8 - today.isoweekday() + number - 1)
    found = _WHILE.fullmatch(text)
    if found is None:
        return None
    count = _COUNTS.get(found[1]) or int(found[1])
    if found[2].startswith("m"):
        from dateutil.relativedelta import relativedelta

        return today + relativedelta(months=count)
    return today + timedelta(days=count * (7 if found[2].startswith("w") else 1))


def weekday(text: str) -> int | None:
    """The ISO number of a day of the week, whole or its first three letters; None if it is none."""
    return next((n for n, day in enumerate(WEEKDAY_NAMES, 1) if text in (day, day[:3])), None)
