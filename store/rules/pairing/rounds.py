"""Rounds in the calendar: when they begin, and who takes part."""

from __future__ import annotations

from datetime import date, timedelta

from store.records import CoffeeRound, Member, Snapshot
from store.rules import calendar

SETTLED_AFTER = 5
"""Working days in the team after which someone takes part."""


def begins(day: date, weeks: int) -> date:
    """The Monday on which the round of that day begins, for rounds of so many weeks."""
    week = (day.toordinal() - 1) // 7  # ordinal 1 was a Monday
    return date.fromordinal(max(1, (week - week % weeks) * 7 + 1))


def current_round(snapshot: Snapshot, day: date) -> CoffeeRound | None:
    """The round of that day, if it was drawn and is not over."""
    drawn = [c for c in snapshot.coffee if c.groups and c.monday <= day]
    latest = max(drawn, key=lambda c: (c.monday, c.id), default=None)
    lasts = timedelta(weeks=snapshot.coffee_weeks)
    return latest if latest is not None and day - latest.monday < lasts else None


def taking_part(snapshot: Snapshot, monday: date, weeks: int) -> tuple[Member, ...]:
    """Who is drawn for the round that begins on that Monday.

    Those who opted in, do not pause, did not skip it, have been here for a week, and work on some day of it.
    """
    days = [monday + timedelta(days=n) for n in range(7 * weeks)]
    skipped = {member for c in snapshot.coffee if c.monday == monday for member in c.skips}
    return tuple(
        member
        for member in snapshot.active(monday)
        if member.coffee
        and member.id not in skipped
        and (member.coffee_pause is None or member.coffee_pause < monday)
        and _days_here(snapshot, member, monday) >= SETTLED_AFTER
        and any(calendar.works_on(snapshot, member, day) for day in days)
    )


def _days_here(snapshot: Snapshot, member: Member, monday: date) -> int:
    """Working days that a member has been in the team before that day."""
    before = monday - timedelta(days=1)
    return calendar.working_days(snapshot, member, date.min, before)
