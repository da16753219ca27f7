"""The hours that people work, in their own zone, and when someone far away is there again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from store.records import Member, Snapshot
from store.rules import calendar
from store.zones import zone

USUAL = (time(9), time(17))
"""The hours of someone who said nothing, or nothing that can be read as hours."""

_HOURS = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:-|–|—|to|bis)\s*(\d{1,2})(?:[:.h]?(\d{2}))?")


def read_hours(text: str) -> tuple[time, time] | None:
    """The first span of hours in a text such as `9-17`, `09:30 – 18:00` or `9 to 5`; None without one.

    `9-5` ends in the afternoon. A span whose end is not after its beginning goes on past midnight.
    """
    found = _HOURS.search(text)
    if found is None:
        return None
    first, first_minute, last, last_minute = (int(part or 0) for part in found.groups())
    if last <= first <= 12 and last + 12 < 24:
        last += 12
    if (last, last_minute) == (24, 0):
        last = 0
    if max(first, last) > 23 or max(first_minute, last_minute) > 59:
        return None
    return time(first, first_minute), time(last, last_minute)


def working_hours(member: Member) -> tuple[time, time]:
    """When this person's working day begins and ends, in their own zone."""
    return read_hours(member.hours) or USUAL


def working_span(member: Member, day: date) -> tuple[datetime, datetime]:
    """The hours of one day of theirs, as moments in UTC, whether they work on it or not."""
    first, last = working_hours(member)
    there = zone(member.timezone)
    end = day if last > first else day + timedelta(days=1)
    return (
        datetime.combine(day, first, there).astimezone(UTC),
        datetime.combine(end, last, there).astimezone(UTC),
    )


def is_within_hours(snapshot: Snapshot, member: Member, moment: datetime) -> bool:
    """Whether that moment lies in a working day of theirs, and in their hours."""
    there = moment.astimezone(zone(member.timezone)).date()
    for day in (there, there - timedelta(days=1)):  # a shift of yesterday may go on past midnight
        begin, end = working_span(member, day)
        if begin <= moment < end and calendar.works_on(snapshot, member, day):
            return True
    return False


def next_within_hours(snapshot: Snapshot, member: Member, moment: datetime) -> datetime:
    """That moment if they are at work then, else when their next working day begins, in UTC."""
    if is_within_hours(snapshot, member, moment):
        return moment.astimezone(UTC)
    day = moment.astimezone(zone(member.timezone)).date()
    begin = working_span(member, day)[0]
    if begin <= moment or not calendar.works_on(snapshot, member, day):
        day = calendar.next_working_day(snapshot, member, day)
        begin = working_span(member, day)[0]
    return begin
