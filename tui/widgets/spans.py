"""The headings of the wall: by day, week, month or year, whichever has a few cards for each; else none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from store.when import day_comes_first, day_of
from store.zones import zone
from tui.widgets.masonry import Group

Unit = Literal["day", "week", "month", "year", "ever"]

FEW: Final = 4
"""Cards that a heading has on average."""

_DAY: Final = 86_400


_LENGTHS: Final[dict[Unit, float]] = {"day": 1, "week": 7, "month": 30.5, "year": 365.25}
"""Days in each unit, about."""


def unit_for(times: Sequence[float]) -> Unit:
    """The shortest unit with a few cards each. `times` are seconds since the epoch, newest first."""
    days = (times[0] - times[-1]) / _DAY if times else 0.0
    return next((unit for unit, length in _LENGTHS.items() if len(times) >= FEW * days / length), "ever")


def group(times: Sequence[float], now: datetime, timezone: str, week_start: int = 1) -> Iterator[Group]:
    """The cards of those times under their headings, newest first like `times`.

    Days begin at midnight in `timezone`, weeks on the ISO weekday `week_start`. What a clock that is ahead
    dated to the future counts as of today.
    """
    here, unit = zone(timezone), unit_for(times)
    today = now.astimezone(here).date()
    at = 0
    while at < len(times):
        day = min(datetime.fromtimestamp(times[at], here).date(), today)
        first = begins(day, unit, week_start)
        begin = datetime.combine(first, time(), here).timestamp() if unit != "ever" else times[-1]
        end = bisect_left(times, True, at + 1, key=lambda moment: moment < begin)
        yield Group(heading(first, unit, begins(today, unit, week_start)), end - at)
        at = end


def begins(day: date, unit: Unit, week_start: int = 1) -> date:
    """The first day of the day, week or month that has that day."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=(day.isoweekday() - week_start) % 7)
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "ever":
            return date.min


def heading(first: date, unit: Unit, current: date) -> str:
    """How to call the unit that begins on `first`, while the one that begins on `current` lasts."""
    ago = (current - first).days
    match unit:
        case "day":
            near = {0: "Today", 1: "Yesterday"}.get(ago)
            return near or (f"{first:%A}" if ago < 7 else f"{first:%A} {_day(first, current)}")
        case "week":
            near = {0: "This week", 7: "Last week"}.get(ago)
            return near or _days(first, first + timedelta(days=6), current)
        case "month":
            name = f"{first:%B}" if first.year == current.year else f"{first:%B %Y}"
            return "This month" if ago == 0 else name
        case "year":
            return "This year" if ago == 0 else f"{first.year}"
        case "ever":
            return ""


def _day(day: date, current: date) -> str:
    return day_of(day, year=day.year != current.year)


def _days(first: date, last: date, current: date) -> str:
    """A stretch of days: "9 – 15 November", "30 November – 6 December 2025"."""
    if first.month == last.month and day_comes_first():
        return f"{first.day} – {_day(last, current)}"
    return f"{day_of(first, year=first.year != last.year)} – {_day(last, current)}"
