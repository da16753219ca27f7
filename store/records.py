"""The team as immutable records, and `Snapshot`: all of it at one moment.

Records hold no behaviour beyond reading themselves. A person is always the random id of a `Member`, never a
handle, since handles change. Days are local dates; moments are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

Place = Literal["office", "remote"]
ThanksWish = Literal["wall", "private", "ask"]
SuggestWish = Literal["yes", "rarely", "light", "no"]
RoleWish = Literal["in", "out", "learn"]
Condition = Literal["in step", "reading", "waiting", "unreachable", "unreadable", "read only"]
OccurrenceState = Literal["planned", "pinned", "held", "skipped"]

WEEKDAYS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Status:
    """How this machine and the shared folder stand. `waiting` counts documents that the folder lacks.

    `aside` says that a torn team file was set aside and nobody has looked at that yet.
    """

    condition: Condition = "reading"
    waiting: int = 0
    detail: str = ""
    aside: bool = False


SyncEventKind = Literal["received", "sent", "merged", "tidied", "set aside"]


@dataclass(frozen=True, slots=True)
class SyncEvent:
    """Something that happened between this machine and the shared folder.

    `count` are documents ("received", "sent") or files; `name` is the file in the folder, `path` where its
    bytes were kept. A copy of the team file is "merged" and later "tidied" away, a torn one "set aside".
    """

    at: datetime
    kind: SyncEventKind
    count: int = 1
    name: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class FolderNews:
    """What there is to say about the shared folder: where things are, what happened, what was set aside.

    `file`, `own` and `log` are paths: the team file, this machine's copy, the log. `waiting` counts what the
    folder lacks by table. `events` are
    those of this run, `kept` the names of the files set aside in `kept_in`; both the newest first. `ahead` is
    how far the latest change is dated ahead of this machine's clock, if one of the clocks is wrong.
    """

    file: str
    own: str
    log: str
    waiting: Mapping[str, int] = field(default_factory=dict)
    events: tuple[SyncEvent, ...] = ()
    kept_in: str = ""
    kept: tuple[str, ...] = ()
    ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team. `left` is the day from which they are no longer in it.

    `week` holds the ISO weekdays worked (1 Monday … 7 Sunday), `week_start` the ISO weekday on which their
    week begins, `places` where they are on each weekday, Monday first. `roles` maps a role id to their wish
    for it (absent means "in"). `share` is 2 for half time: each turn counts double.
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
class Reaction:
    """One person's emoji on a kudos."""

    emoji: str
    member: str


@dataclass(frozen=True, slots=True)
class Kudos:
    """Thanks from `giver` to one or more people, on the wall. `edited` is when the text last changed."""

    id: str
    giver: str
    to: tuple[str, ...]
    text: str
    given: datetime
    theme: str = ""
    link: str = ""
    edited: datetime | None = None
    reactions: tuple[Reaction, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpFlag:
    """ "I could use a hand", raised by its owner. `to` empty means everyone. Over after `until`."""

    id: str
    member: str
    text: str
    since: date
    until: date
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that a member chose to share: month and day, or one date when `year` is set."""

    id: str
    member: str
    month: int
    day: int
    text: str
    year: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether the milestone is on that day."""
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


@dataclass(frozen=True, slots=True)
class CoffeeRound:
    """One draw of coffee chats. `groups` are pairs and at most one trio; `missed` those that did not meet."""

    id: str
    monday: date
    groups: tuple[tuple[str, ...], ...]
    met: tuple[tuple[str, ...], ...] = ()
    missed: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole team at one moment; what screens and rules see. Never changed, always replaced.

    `members` includes those who left, `kudos` is newest first. `holidays` are the whole team's,
    `public_holidays` those of a region such as "DE-BE", which members name on their card. `editable` is False
    when a newer version of amity asked this one not to edit. `unfit` counts documents of other kinds than
    thanks that do not fit.
    """

    team: str
    name: str
    members: Mapping[str, Member] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    occurrences: Mapping[str, Occurrence] = field(default_factory=dict)
    kudos: Sequence[Kudos] = ()
    help_flags: tuple[HelpFlag, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    coffee: tuple[CoffeeRound, ...] = ()
    holidays: frozenset[date] = frozenset()
    public_holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Note:
    """A private note about a member, with the day on which to come back to it and when that was done."""

    id: str
    member: str
    text: str
    written: datetime
    follow_up: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Something I said I would do: private."""

    id: str
    text: str
    made: datetime
    to: str = ""
    by: date | None = None
    done: date | None = None


AnswerKind = Literal["shown", "done", "another", "later"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What happened to a suggestion on a day.

    "shown" is recorded when it was pinned in the morning or came up by "another".
    """

    day: date
    at: datetime
    kind: AnswerKind
    action: str
    principle: str
    member: str = ""
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Private:
    """All that is mine alone: what the notebook holds, as the suggestion rule needs it.

    `silent_until` is the last day without a suggestion. `muted_*` are ids of actions, principles and members
    never to be suggested. `ticks` are the lines of checklists that I ticked, by meeting, day and role.
    `drafts` and `seen` belong to the screens: unfinished texts by place, and when each screen was last looked
    at.
    """

    notes: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    answers: tuple[Answer, ...] = ()
    muted_actions: frozenset[str] = frozenset()
    muted_principles: frozenset[str] = frozenset()
    muted_members: frozenset[str] = frozenset()
    silent_until: date | None = None
    max_minutes: int = 15
    ticks: Mapping[tuple[str, date, str], frozenset[str]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
