"""Meetings, their roles, and what was recorded of them; coffee chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

OccurrenceState = Literal["planned", "pinned", "held", "skipped"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a meeting: its words and checklists, from `store/content/roles.toml` or the team's own.

    `order` is its place in the list; with too few people the optional ones with the highest order are left
    out first. `shadow_first`: a newcomer accompanies someone once before taking it alone.
    """

    id: str
    name: str
    order: int
    required: bool = True
    default_on: bool = False
    shadow_first: bool = False
    description: str = ""
    before: tuple[str, ...] = ()
    during: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Where a single occurrence of a series was moved: a local day and time in the zone of the meeting."""

    day: date
    time: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A series of meetings: a recurrence rule (RFC 5545 RRULE) from `first` on, at `time` in `timezone`.

    `members` empty means everyone in the team. `roles` are role ids in order. `skips` are days on which it
    does not happen (EXDATE). `moves` are single occurrences held at another time (RECURRENCE-ID), by the day
    on which they would have been: an occurrence is always known by that day. `minutes` is its length. `ended`
    is set when the series was removed.
    """

    id: str
    name: str
    first: date
    time: str
    timezone: str
    rule: str
    roles: tuple[str, ...]
    members: tuple[str, ...] = ()
    minutes: int = 15
    skips: tuple[date, ...] = ()
    moves: Mapping[date, Move] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """A line in the parking lot of a meeting: a topic to come back to. `by` is a member id."""

    id: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What is recorded of one meeting of a series: the pinned plan, later changes, and whether it happened.

    `slots` is the plan as pinned, by role id, None for a slot nobody could take; empty while not pinned.
    `changes` are later decisions by people, by role id, and win over `slots`. `members` and `present` are as
    they were at the pin. `absent` are people who said afterwards that they cannot come. `state` "planned"
    means that nobody has pinned it: only `changes`, `absent` and `parked` may be set. `parked` is the note
    that everyone shares on it, oldest line first.
    """

    id: str
    meeting: str
    day: date
    state: OccurrenceState = "planned"
    slots: Mapping[str, str | None] = field(default_factory=dict)
    changes: Mapping[str, str | None] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    shadows: Mapping[str, str] = field(default_factory=dict)
    pinned_at: datetime | None = None
    pinned_by: str = ""
    parked: tuple[Parked, ...] = ()

    def holder(self, role: str) -> str | None:
        """Who has the role after all changes, as far as it is recorded."""
        return self.changes[role] if role in self.changes else self.slots.get(role)


@dataclass(frozen=True, slots=True)
class CoffeeRound:
    """One draw of coffee chats: who meets whom in the weeks from `monday` on, after all skips.

    Groups are mostly pairs. `met` are those of which someone said so, `missed` those of which someone said
    that it did not happen. `skips` are members who skip it, in the order they said so; without groups it was
    not drawn yet.
    """

    id: str
    monday: date
    groups: tuple[tuple[str, ...], ...]
    met: tuple[tuple[str, ...], ...] = ()
    missed: tuple[tuple[str, ...], ...] = ()
    skips: tuple[str, ...] = ()
