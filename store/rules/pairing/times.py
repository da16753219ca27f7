"""Two moments at which everyone in a group could meet, within their hours and zones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from store.records import Member, Snapshot
from store.rules import calendar
from store.rules.hours import read_hours, working_span
from store.zones import zone

LONG: Final = timedelta(minutes=30)
"""How long a chat takes, and the grid on which it begins."""

NOTICE: Final = timedelta(hours=2)
"""Nobody is surprised: the earliest moment lies so far ahead."""

AHEAD: Final = 10
"""Days looked ahead, so that a chat does not end up in the last hours of its round."""

COMFORT: Final = timedelta(hours=2)
"""Further than this from the edges of a working day is not better still."""

LUNCH: Final = (time(12), time(13))


@dataclass(frozen=True, slots=True)
class Times:
    """Up to two moments in UTC, on different days if there are any. `overlap` False: no hours are shared."""

    moments: tuple[datetime, ...]
    overlap: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    begin: datetime
    outside: timedelta
    """The most that it lies outside of anyone's hours; none is best."""
    disturbs: int
    """How many have focus hours or lunch then."""
    comfort: timedelta
    """The least distance from an edge of anyone's working day."""

    @property
    def order(self) -> tuple[timedelta, int, timedelta, datetime]:
        return self.outside, self.disturbs, -self.comfort, self.begin


def suggest_times(
    snapshot: Snapshot, group: Sequence[Member], first: date, last: date, now: datetime
) -> Times:
    """Two moments from `first` to `last` (local days of the first member), both after `now`.

    Only days on which everyone works. Moments within everyone's hours come first, those without a meeting of
    the team, focus hours or lunch; where no hours are shared, those that ask the same of all.
    """
    slots = list(_slots(snapshot, group, first, last, now))
    if not slots:
        return Times((), True)
    shared = [slot for slot in slots if not slot.outside]
    slots = shared or slots
    here = zone(group[0].timezone)
    best: dict[date, _Slot] = {}
    for slot in sorted(slots, key=lambda slot: slot.order):
        best.setdefault(slot.begin.astimezone(here).date(), slot)
    days = sorted(best.values(), key=lambda slot: (slot.outside, slot.disturbs, slot.begin))
    chosen = days[:2] if len(days) > 1 else [*days, *_another(slots, days[0])]
    return Times(tuple(sorted(slot.begin for slot in chosen)), bool(shared))


def _another(slots: Sequence[_Slot], first: _Slot) -> list[_Slot]:
    """A second moment of the one day that there is, not beside the first."""
    rest = [s for s in slots if abs(s.begin - first.begin) >= 2 * LONG and s.outside <= first.outside]
    return sorted(rest, key=lambda slot: slot.order)[:1]


def _slots(
    snapshot: Snapshot, group: Sequence[Member], first: date, last: date, now: datetime
) -> Iterator[_Slot]:
    here = zone(group[0].timezone)
    earliest = max(now + NOTICE, datetime.combine(first, time(), here).astimezone(now.tzinfo))
    start = _rounded_up(earliest)
    end = min(
        start + timedelta(days=AHEAD), datetime.combine(last, time(23, 59), here).astimezone(now.tzinfo)
    )
    busy = list(_meetings(snapshot, group, start.date() - timedelta(days=1), end.date() + timedelta(days=1)))
    spans = {m.id: _spans(snapshot, m, start, end) for m in group}
    while start + LONG <= end:
        stop = start + LONG
        nearest = [_nearest(spans[m.id], start, stop) for m in group]
        if all(edge is not None for edge in nearest) and not any(b < stop and start < e for b, e in busy):
            found = [edge for edge in nearest if edge is not None]
            outside = max(max(-edge, timedelta()) for edge in found)
            comfort = min(min(max(edge, timedelta()), COMFORT) for edge in found)
            yield _Slot(start, outside, sum(_is_disturbed(m, start, stop) for m in group), comfort)
        start += LONG


def _rounded_up(moment: datetime) -> datetime:
    """The next full or half hour."""
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return next(whole + LONG * n for n in range(4) if whole + LONG * n >= moment)


def _spans(
    snapshot: Snapshot, member: Member, start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """Their working days around that time, as moments."""
    there = zone(member.timezone)
    day, last = start.astimezone(there).date() - timedelta(days=1), end.astimezone(there).date()
    days = (day + timedelta(days=n) for n in range((last - day).days + 2))
    return [working_span(member, d) for d in days if calendar.works_on(snapshot, member, d)]


def _nearest(spans: Sequence[tuple[datetime, datetime]], start: datetime, stop: datetime) -> timedelta | None:
    """How far from the edges of a working day that lies, negative outside; None on a day without work."""
    edges = [min(start - begin, end - stop) for begin, end in spans]
    best = max(edges, default=None)
    return best if best is not None and best > -timedelta(hours=12) else None


def _is_disturbed(member: Member, start: datetime, stop: datetime) -> bool:
    there = zone(member.timezone)
    begin, end = start.astimezone(there).time(), stop.astimezone(there).time()
    focus = read_hours(member.card.get("focus", ""))
    return any(b < end and begin < e for b, e in (LUNCH, *([focus] if focus else [])))


def _meetings(
    snapshot: Snapshot, group: Sequence[Member], first: date, last: date
) -> Iterator[tuple[datetime, datetime]]:
    """When anyone of the group is in a meeting of the team."""
    ids = {m.id for m in group}
    for meeting in snapshot.meetings.values():
        if meeting.members and not ids.intersection(meeting.members):
            continue
        for day in calendar.between(meeting, first, last):
            begin = calendar.start_of(meeting, day)
            yield begin, begin + timedelta(minutes=meeting.minutes)
