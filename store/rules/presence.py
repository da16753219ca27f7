"""Who is here, until when someone is away, and what the clock says where they are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from store.errors import UsageError
from store.records import Member, Snapshot
from store.rules import calendar
from store.rules.dates import read_day, weekday
from store.rules.hours import (
    is_within_hours,
    next_within_hours,
    read_hours,
    working_hours,
    working_span,
)
from store.when import day_of, time_of
from store.zones import zone

State = Literal["here", "later", "not today", "away", "left"]


class Presence(NamedTuple):
    """Whether someone is there, and the same in a few words, such as "here until 17:00"."""

    state: State
    words: str


class Outside(NamedTuple):
    """That someone is not at work now, and what could be done about it; when they are there again, in UTC."""

    words: str
    moment: datetime


def is_away(snapshot: Snapshot, member: Member, day: date) -> bool:
    """Whether that day of theirs is one on which they are away, or have a holiday."""
    return snapshot.away(member.id, day) is not None or day in snapshot.holidays_of(member)


def away_until(snapshot: Snapshot, member: Member, day: date) -> date | None:
    """The last day away of someone who is away on `day`, over all absences that follow on each other.

    None while that is not known.
    """
    last = day
    for absence in sorted((a for a in snapshot.absences if a.member == member.id), key=lambda a: a.first):
        if absence.first.toordinal() > last.toordinal() + 1:
            break
        if absence.last is None:
            return None
        last = max(last, absence.last)
    return last


def presence(snapshot: Snapshot, member: Member, now: datetime) -> Presence:
    """How it is with someone at this moment, by the clock where they are."""
    local = now.astimezone(zone(member.timezone))
    today = local.date()
    if member.left is not None and member.left <= today:
        return Presence("left", "has left the team")
    if snapshot.away(member.id, today) is not None:
        last = away_until(snapshot, member, today)
        if last is None:
            return Presence("away", "away")
        return Presence("away", "away today" if last == today else f"away until {day_words(last, today)}")
    said = read_hours(member.hours) is not None
    if is_within_hours(snapshot, member, now):
        return Presence("here", f"here until {time_of(working_hours(member)[1])}" if said else "here today")
    if today in snapshot.holidays_of(member):
        return Presence("not today", "has a holiday today")
    if not calendar.works_on(snapshot, member, today):
        return Presence("not today", "has a day off today")
    if now < working_span(member, today)[0]:
        return Presence("later", f"from {time_of(working_hours(member)[0])}" if said else "later today")
    return Presence("not today", "done for today")


def local_time(member: Member, now: datetime, here: str) -> str:
    """The clock where someone is, as told in the zone `here`: "21:40 for Li", "06:10 for Li (Tuesday)"."""
    there = now.astimezone(zone(member.timezone))
    day = "" if there.date() == now.astimezone(zone(here)).date() else f" ({there:%A})"
    return f"{time_of(there)} for {member.name}{day}"


def outside_hours(snapshot: Snapshot, member: Member, now: datetime) -> Outside | None:
    """What to know before one turns to a teammate now, if they are not at work: "It is 21:40 for Li: remind
    me at 09:00 their time", with that moment. None if they are, or if nobody knows when they will be.
    """
    moment = next_within_hours(snapshot, member, now)
    if member.left is not None or moment <= now or not is_within_hours(snapshot, member, moment):
        return None
    there = zone(member.timezone)
    local = now.astimezone(there)
    when = again_words(member, moment, now)
    if snapshot.away(member.id, local.date()) is not None:
        return Outside(f"{member.name} is away: remind me at {when} their time", moment)
    return Outside(f"It is {time_of(local)} for {member.name}: remind me at {when} their time", moment)


def again_words(member: Member, moment: datetime, now: datetime) -> str:
    """A moment to come by the clock where they are: "09:00", with the day if it is more than a day away."""
    then = moment.astimezone(zone(member.timezone))
    if moment - now < timedelta(days=1):
        return time_of(then)
    return f"{time_of(then)} on {f'{then:%A}' if moment - now < timedelta(days=6) else day_of(then)}"


def read_days_away(first: str, last: str, today: date) -> tuple[date, date | None]:
    """The first and the last day away as people write them; an empty last one is not known yet.

    A weekday that would lie before the first day is the next one after it, and a while such as `+1w` begins
    with the first day. Raises `UsageError`.
    """
    begin = read_day(first, today)
    if not last.strip():
        return begin, None
    end = read_day(last, begin if last.strip().startswith("+") else today)
    if end < begin and weekday(last.strip().casefold()) is not None:
        end = read_day(last, begin)
    if end < begin:
        raise UsageError("The last day away is before the first.")
    return begin, end


def day_words(day: date, today: date) -> str:
    """A day as one says it: "today", "tomorrow", "Thursday" within a week, else "3 December"."""
    ahead = day.toordinal() - today.toordinal()
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    if 1 < ahead < 7:
        return f"{day:%A}"
    return day_of(day, year=day.year != today.year)
