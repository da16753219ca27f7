"""Reminders that I set myself: which are due, and the moment that someone means."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from store.errors import UsageError
from store.records import Member, Private, Reminder, Snapshot
from store.rules import calendar
from store.rules.dates import read_day
from store.rules.hours import is_within_hours, next_within_hours, working_span
from store.text import clean
from store.when import day_of, time_of
from store.zones import zone

_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")


def reminders_due(private: Private, now: datetime) -> tuple[Reminder, ...]:
    """The reminders whose moment has come and that are not done, the oldest first."""
    return tuple(r for r in open_reminders(private) if r.at <= now)


def open_reminders(private: Private, member: str | None = None) -> tuple[Reminder, ...]:
    """The reminders that are not done, of one member or all, the first to come first."""
    return tuple(
        r
        for r in sorted(private.reminders, key=lambda r: (r.at, r.id))
        if r.done is None and member in (None, r.member)
    )


def next_morning(snapshot: Snapshot, member: Member, now: datetime) -> datetime:
    """When their next working day begins, in UTC; for someone at work now that is another day."""
    if not is_within_hours(snapshot, member, now):
        return next_within_hours(snapshot, member, now)
    day = now.astimezone(zone(member.timezone)).date()
    begin = working_span(member, day)[0]
    if begin > now:  # a shift of yesterday goes on past midnight
        return next_within_hours(snapshot, member, working_span(member, day - timedelta(days=1))[1])
    return working_span(member, calendar.next_working_day(snapshot, member, day))[0]


def read_moment(text: str, snapshot: Snapshot, member: Member, now: datetime) -> datetime:
    """The moment, in UTC, of "09:00", "fri", "fri 09:00" or a date, by the clock where that member is.

    A time alone is the next such one on a working day of theirs; a day alone is when their hours begin;
    nothing is their next working day. Raises `UsageError` for what is none of these, and for what is over.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return next_morning(snapshot, member, now)
    there = zone(member.timezone)
    today = now.astimezone(there).date()
    words, _, last = wanted.rpartition(" ")
    clock = _clock(last)
    words = "" if words == "at" else words.removesuffix(" at")
    if clock is not None and words:
        moment = _at(read_day(words, today), clock, member)
    elif clock is not None:
        moment, day = _at(today, clock, member), today
        if moment <= now or not calendar.works_on(snapshot, member, today):
            day = calendar.next_working_day(snapshot, member, today)
            moment = _at(day, clock, member)
    else:
        try:
            day = read_day(wanted, today)
        except UsageError:
            raise UsageError(
                f"“{clean(text, 60)}” is no time; write 09:00, fri, fri 09:00 or 2026-11-30: "
                f"by the clock of {member.name}."
            ) from None
        moment = working_span(member, day)[0]
        if day == today and moment <= now:
            raise UsageError(
                f"Today the day of {member.name} has begun already; write a time or another day."
            )
    if moment <= now:
        raise UsageError("That moment is over; choose one to come.")
    return moment


def _clock(word: str) -> time | None:
    found = _CLOCK.fullmatch(word)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _at(day: date, clock: time, member: Member) -> datetime:
    return datetime.combine(day, clock, zone(member.timezone)).astimezone(UTC)


def their_time(moment: datetime, member: Member, now: datetime) -> str:
    """A moment by their clock: "09:00 their time", with the day if it is not their today."""
    there = zone(member.timezone)
    then, today = moment.astimezone(there), now.astimezone(there).date()
    ahead = (then.date() - today).days
    if ahead == 0:
        return f"{time_of(then)} their time"
    day = f"{then:%A}" if 0 < ahead < 7 else day_of(then)
    return f"{time_of(then)} on {day}, their time"
