"""What the Roles screen has to show: which meetings come when, and who does what in the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from store.records import Meeting, Occurrence, Snapshot
from store.rules import calendar
from store.rules.rotation import Plan, plans, within_one_turn
from store.zones import zone

PIN_BEFORE = timedelta(minutes=30)
"""From this long before the start the roles are settled, as soon as someone looks at them."""

AHEAD = 4
"""How many meetings after the next one are shown."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A series and its occurrence that is running or comes next; both None when the series is over."""

    meeting: Meeting
    day: date | None
    starts: datetime | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings in the order in which they come, and the plans of the one at `index`.

    `plans` are those of its next occurrence and of up to four after it; none when the series is over. `level`
    says that everyone's turns in it are within one.
    """

    meetings: tuple[Upcoming, ...] = ()
    index: int = 0
    plans: tuple[Plan, ...] = ()
    level: bool = False

    @property
    def shown(self) -> Upcoming | None:
        """The chosen meeting, None when there are no meetings at all."""
        return self.meetings[self.index] if self.meetings else None


def upcoming(snapshot: Snapshot, now: datetime) -> tuple[Upcoming, ...]:
    """All series that were not removed, the one that comes next first, those that are over last."""
    found = []
    for meeting in snapshot.meetings.values():
        if not meeting.ended:
            day = calendar.next_day(meeting, now)
            found.append(Upcoming(meeting, day, calendar.start_of(meeting, day) if day else None))
    return tuple(
        sorted(found, key=lambda u: (u.starts is None, u.starts or now, u.meeting.name, u.meeting.id))
    )


def agenda(snapshot: Snapshot, now: datetime, wanted: str = "") -> Agenda:
    """The agenda at that moment with the meeting of that id chosen, else the one that comes next."""
    meetings = upcoming(snapshot, now)
    index = next((i for i, u in enumerate(meetings) if u.meeting.id == wanted), 0)
    if not meetings or meetings[index].day is None:
        return Agenda(meetings, index)
    meeting = meetings[index].meeting
    today = now.astimezone(zone(meeting.timezone)).date()
    days = calendar.ahead(meeting, now, AHEAD + 1)
    return Agenda(
        meetings, index, plans(snapshot, meeting, days, today), within_one_turn(snapshot, meeting, today)
    )


def ends_of(meeting: Meeting, day: date) -> datetime:
    """The UTC moment at which the occurrence of that day ends."""
    return calendar.start_of(meeting, day) + timedelta(minutes=meeting.minutes)


def is_time_to_pin(meeting: Meeting, day: date, now: datetime) -> bool:
    """Whether the plan of that day is to be written down: from half an hour before the start to the end."""
    return calendar.start_of(meeting, day) - PIN_BEFORE <= now < ends_of(meeting, day)


def phase_of(meeting: Meeting, day: date, now: datetime) -> Literal["before", "during", "after"]:
    """Where that moment lies, seen from the occurrence of a day."""
    if now < calendar.start_of(meeting, day):
        return "before"
    return "during" if now < ends_of(meeting, day) else "after"


def parked_before(snapshot: Snapshot, meeting: str, day: date) -> Occurrence | None:
    """The last occurrence of a series before that day on which something was parked."""
    earlier = (o for o in snapshot.occurrences.values() if o.meeting == meeting and o.day < day and o.parked)
    return max(earlier, key=lambda o: (o.day, o.id), default=None)
