"""All of a team at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from store.records.help import HelpFlag, SharedPromise
from store.records.meetings import CoffeeRound, Meeting, Occurrence, Role
from store.records.people import Absence, Member, Milestone
from store.records.thanks import GroupCard, Kudos


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole team at one moment; what screens and rules see. Never changed, always replaced.

    `members` includes those who left, `kudos` is newest first; `kudos_on` is False when the team does without
    the wall. `themes` are what thanks can be for, in the team's own words. A round of coffee chats lasts
    `coffee_weeks`, its groups have `coffee_size` people. `holidays` are the whole team's,
    `public_holidays` those of a region such as "DE-BE", which members name on their card. `same_as` has the
    ids of people who joined twice, each with the id of theirs that is in `members`. `editable` is False when
    a newer version of amity asked this one not to edit. `unfit` counts documents of other kinds than thanks
    that do not fit.
    """

    team: str
    name: str
    members: Mapping[str, Member] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    occurrences: Mapping[str, Occurrence] = field(default_factory=dict)
    kudos: Sequence[Kudos] = ()
    kudos_on: bool = True
    themes: tuple[str, ...] = ()
    cards: tuple[GroupCard, ...] = ()
    help_flags: tuple[HelpFlag, ...] = ()
    promises: tuple[SharedPromise, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    coffee: tuple[CoffeeRound, ...] = ()
    coffee_weeks: int = 2
    coffee_size: int = 2
    holidays: frozenset[date] = frozenset()
    public_holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)
    editable: bool = True
    unfit: int = 0

    @property
    def odd(self) -> int:
        """Documents that do not fit, and are kept in the file unseen."""
        return self.unfit + getattr(self.kudos, "odd", 0)

    def active(self, day: date) -> tuple[Member, ...]:
        """The people who are in the team on that day, by handle."""
        here = (m for m in self.members.values() if m.joined <= day and (m.left is None or day < m.left))
        return tuple(sorted(here, key=lambda m: m.handle))

    def away(self, member: str, day: date) -> Absence | None:
        """The absence that covers the member on that day, if any."""
        return next((a for a in self.absences if a.member == member and a.covers(day)), None)

    def holidays_of(self, member: Member) -> frozenset[date]:
        """The days on which the member has a holiday: the team's, and the public ones of their region."""
        own = self.public_holidays.get(member.card.get("holidays", ""))
        return self.holidays | own if own else self.holidays

    def members_of(self, meeting: Meeting, day: date) -> tuple[Member, ...]:
        """Who belongs to a meeting on that day, here or away: those named, or everyone."""
        return tuple(m for m in self.active(day) if not meeting.members or m.id in meeting.members)
