"""How days and times are written, in the one way that somebody chose. The one place that does so.

As with a language, one way holds for the whole process: the command line has the usual one, the dashboard
the one of its settings. What is stored or exchanged is never written here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final, NamedTuple

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


class Way(NamedTuple):
    """A way to write: a clock of 24 hours or twice 12, and dates as `store.preferences` names them."""

    clock_24h: bool = True
    date_format: str = "23 Nov"


USUAL: Final = Way()
_way: list[Way] = [USUAL]


def write_as(way: Way) -> None:
    """Writes like that from now on."""
    _way[0] = way


def time_of(moment: datetime | time) -> str:
    """The time of a moment: "09:30", or "9:30 am"."""
    if _way[0].clock_24h:
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def time_column(moment: datetime | time) -> str:
    """The same, as wide as every other."""
    return time_of(moment).rjust(5 if _way[0].clock_24h else 8)


def clock_words(clock_time: str) -> str:
    """The time of a meeting as the file has it, "09:30"."""
    return time_of(time.fromisoformat(clock_time))


def day_comes_first() -> bool:
    """Whether the day stands before its month, so that two days can share one: "9 to 15 November"."""
    return _way[0].date_format == "23 Nov"


def day_of(day: date, weekday: str = "", month: str = "%B", *, year: bool = False) -> str:
    """A date: "23 November", with the weekday (`%a` or `%A`) in front, and the year if asked for.

    `month` is how its name is written, `%B` or `%b`; ways without names have none. No locale is asked.
    """
    name = MONTH_NAMES[day.month - 1][: 3 if month == "%b" else None]
    match _way[0].date_format:
        case "2026-11-23":
            written = f"{day.year:04}-{day.month:02}-{day.day:02}"
        case "23/11":
            written = f"{day.day}/{day.month}{f'/{day.year}' if year else ''}"
        case "11/23":
            written = f"{day.month}/{day.day}{f'/{day.year}' if year else ''}"
        case "Nov 23":
            written = f"{name} {day.day}{f', {day.year}' if year else ''}"
        case _:
            written = f"{day.day} {name}{f' {day.year}' if year else ''}"
    named = DAY_NAMES[day.weekday()][: 3 if weekday == "%a" else None]
    return f"{named} {written}" if weekday else written
