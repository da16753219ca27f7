"""Days as people write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from store.errors import UsageError

WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_day(text: str, today: date, *, back: bool = False) -> date:
    """A date from ISO, today, tomorrow or a weekday, today included. Raises `UsageError`.

    A weekday is the next such day; with `back`, where a beginning is asked for, the last one.
    """
    wanted = text.strip().casefold()
    if wanted in ("today", "tomorrow"):
        return today + timedelta(days=wanted == "tomorrow")
    if (number := weekday(wanted)) is not None:
        ahead = (number - today.isoweekday()) % 7
        return today + timedelta(days=ahead - 7 if back and ahead else ahead)
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        raise UsageError(
            f"“{text[:60]}” is no date; write 2026-11-30, today, tomorrow or mon to sun."
        ) from None
    if not 1900 <= day.year <= 2999:
        raise UsageError(f"{day.isoformat()} is too far away; write a date of this age.")
    return day


def weekday(text: str) -> int | None:
    """The ISO number of a day of the week, whole or its first three letters; None if it is none."""
    return next((n for n, day in enumerate(WEEKDAY_NAMES, 1) if text in (day, day[:3])), None)
