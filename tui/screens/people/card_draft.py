"""What stands in the form of my card: what can be chosen, what each field means, a draft of it as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from store.rules.dates import WEEKDAY_NAMES
from store.rules.hours import read_hours
from store.team.profile import CARD_FIELDS, SUGGEST, THANKS
from store.when import day_of, time_of
from store.zones import is_zone, zone

CHOICES: Final = {
    "thanks": tuple((words, word) for word, words in THANKS.items()),
    "suggest": tuple((words, word) for word, (words, _) in SUGGEST.items()),
    "coffee": (("yes, please", "yes"), ("no, thanks", "no")),
    "share": (("as everyone", "1"), ("half time", "2")),
}
"""The fields in which one chooses: words, and what stands for them in `as_written`."""
TITLES: Final = {"place": "Remote on"}
"""Titles that are others in the form."""
HELP: Final = {field.id: field.help for field in CARD_FIELDS} | {
    "place": "The days on which you are not in the office; space turns one.",
    "share": "With half time each turn of a role counts double.",
    "holidays": "Your region, such as DE or DE-BE: on its holidays you get no role.",
}
"""What each field is for."""


def meaning(field: str, value: str, now: datetime) -> str:
    """What a field means with that in it, else what it is for."""
    if field in ("hours", "focus") and value:
        hours = read_hours(value)
        return f"{time_of(hours[0])} to {time_of(hours[1])}" if hours else "Kept as words; no hours in it."
    if field == "timezone" and is_zone(value):
        return f"{now.astimezone(zone(value)):%A} {time_of(now.astimezone(zone(value)))} there now"
    if field == "suggest":
        return SUGGEST[value][1]
    return HELP[field]


def parsed(draft: str) -> dict[str, str]:
    """The fields of a draft that the form has."""
    found = (line.partition("=") for line in draft.split("\n"))
    known = {field.id for field in CARD_FIELDS}
    return {field: value for field, mark, value in found if mark and field in known}


def remote_days(place: str) -> tuple[int, ...]:
    """The ISO weekdays on which one is remote, of a place as `value_of` writes it."""
    where, _, days = place.partition(":")
    if where != "remote":
        return ()
    if not days:
        return tuple(range(1, 8))
    return tuple(n for n, name in enumerate(WEEKDAY_NAMES, 1) if name[:3] in days.split(","))


def place_words(remote: Iterable[int]) -> str:
    """The same the other way round."""
    names = [WEEKDAY_NAMES[day - 1][:3] for day in sorted(remote)]
    return {0: "office", 7: "remote"}.get(len(names), f"remote:{','.join(names)}")


def range_words(first: date, last: date | None) -> str:
    """Days away as a line of a list."""

    def one(day: date) -> str:
        return day_of(day, "%a")

    if last is None:
        return f"from {one(first)}, until you are back"
    return one(first) if first == last else f"{one(first)} to {one(last)}"
