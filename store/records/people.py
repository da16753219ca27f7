"""The people of a team, when they are here, and what they chose to share."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Place = Literal["office", "remote"]
ThanksWish = Literal["wall", "private", "ask"]
SuggestWish = Literal["yes", "rarely", "light", "no"]
RoleWish = Literal["in", "out", "learn"]

WEEKDAYS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team. `left` is the day from which they are no longer in it.

    `week` holds the ISO weekdays worked (1 Monday … 7 Sunday), `week_start` the ISO weekday on which their
    week begins, `places` where they are on each weekday, Monday first. `roles` maps a role id to their wish
    for it (absent means "in"). `share` is 2 for half time: each turn counts double. `coffee` says whether
    they like coffee chats, `coffee_pause` up to and including which day they do without.
    """

    id: str
    handle: str
    name: str
    joined: date
    left: date | None = None
    timezone: str = "UTC"
    pronouns: str = ""
    week: tuple[int, ...] = WEEKDAYS
    week_start: int = 1
    places: tuple[Place, ...] = ("office",) * 7
    hours: str = ""
    thanks: ThanksWish = "wall"
    suggest: SuggestWish = "yes"
    coffee: bool = False
    coffee_pause: date | None = None
    share: int = 1
    roles: Mapping[str, str] = field(default_factory=dict)
    card: Mapping[str, str] = field(default_factory=dict)

    def place_on(self, day: date) -> Place:
        """Where this person works on that day."""
        return self.places[day.isoweekday() - 1]


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a member is away, without a reason; `last` None while it is not known."""

    id: str
    member: str
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the member is away on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that a member chose to share: month and day, or one date when `year` is set.

    29 February is 28 February in a year without one.
    """

    id: str
    member: str
    month: int
    day: int
    text: str
    year: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether the milestone is on that day."""
        last = 28 if self.month == 2 and not isleap(day.year) else 31
        return (self.month, min(self.day, last)) == (day.month, day.day) and self.year in (None, day.year)
