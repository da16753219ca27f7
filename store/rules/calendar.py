"""When meetings happen, and when people work.

A series is an RFC 5545 recurrence rule over local days; its clock time is applied afterwards in the meeting's
own zone, so that a stand-up at 09:30 stays at 09:30 when the clocks change. Rules come from a shared file and
may be anything: one that cannot be read has no days, and every search ends after ten years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

from store.errors import UsageError
from store.records import WEEKDAYS, Meeting, Member, Snapshot
from store.text import listed
from store.when import DAY_NAMES, day_of
from store.zones import zone

Every = Literal["weekday", "day", "week", "2weeks", "month"]

HORIZON = timedelta(days=3653)
"""How far a search for the next occurrence goes: ten years."""

LONGEST = 500
"""Characters of a rule that anyone needs; RFC 5545 examples stay under 100."""

OLDEST = timedelta(days=366 * 100)
"""A counted rule has to be walked from its first day; one older than this has no days."""

CYCLE_YEARS, CYCLE = 400, timedelta(days=146_097)
"""The Gregorian calendar repeats after so many years, which are whole weeks."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
NUMBERS = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS")
ORDER = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", *NUMBERS, "WKST")


# Rules as text


def _parts(rule: str) -> dict[str, str]:
    """A rule's parts in their standard order; raises UsageError for what is no rule of whole days."""
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    if not text or len(text) > LONGEST or not text.isascii():
        raise UsageError("A recurrence rule looks like FREQ=WEEKLY;BYDAY=MO,WE.")
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or name in found or name not in (*ORDER, *TIMES):
            raise UsageError(f"The recurrence rule has a part that nobody knows: {part[:40]!r}.")
        found[name] = value
    if found.get("FREQ") in SUB_DAILY or any("," in found.get(name, "") for name in TIMES):
        raise UsageError("A meeting happens at most once a day; give a rule of days, weeks, months or years.")
    if found.get("FREQ") not in UNITS:
        raise UsageError("A recurrence rule needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    for name in ("INTERVAL", "COUNT"):
        if name in found and not (found[name].isdigit() and 1 <= int(found[name]) <= 10_000):
            raise UsageError(f"{name} in a recurrence rule is a number from 1 to 10000.")
    # The time of day is the meeting's own; a single BYHOUR in a calendar file only repeats it.
    wanted = (name for name in ORDER if name in found and (name, found[name]) != ("INTERVAL", "1"))
    return {name: found[name] for name in wanted}


def _until(text: str) -> datetime:
    """The moment that an UNTIL names: naive for a local one, the end of that day for a date."""
    try:
        if "T" not in text:
            return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max)  # noqa: DTZ007
        moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise UsageError(
            f"UNTIL in a recurrence rule is a day such as 20261231, not {text[:20]!r}."
        ) from None
    return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment


def _clock_time(text: str) -> time:
    """The local time of an `HH:MM`; midnight for what is none."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return time()


def _last_day(parts: Mapping[str, str], clock_time: str, timezone: str) -> date:
    """The last day that a rule's UNTIL leaves to a meeting at that local time."""
    if "UNTIL" not in parts:
        return date.max
    until = _until(parts["UNTIL"])
    if until.tzinfo is not None:
        until = until.astimezone(zone(timezone)).replace(tzinfo=None)
    starts_in_time = _clock_time(clock_time) <= until.time()
    return until.date() if starts_in_time else until.date() - timedelta(days=1)


# Days of a series


def _expand(parts: Mapping[str, str], first: date, since: date, last: date) -> Iterator[date]:
    """The days of a rule that began on `first`, from `since` to `last`, both included."""
    from dateutil.rrule import rrulestr

    if since > last:
        return
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    start = first
    if count is None and parts["FREQ"] in ("DAILY", "WEEKLY") and since > first:
        # Years of past days need not be walked: whole intervals do not change the pattern.
        step = int(parts.get("INTERVAL", 1)) * (7 if parts["FREQ"] == "WEEKLY" else 1)
        start += timedelta(days=(since - first).days // step * step)
    elif since - first > OLDEST:
        return
    # dateutil looks for a next day until the year 9999, which for a rule without any takes seconds: moved
    # into the calendar's last cycle, the same search ends soon.
    ahead = CYCLE * ((date.max.year - last.year) // CYCLE_YEARS)
    text = ";".join(
        f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL", "WKST")
    )
    series = rrulestr(
        f"{text};WKST={parts.get('WKST', 'MO')}", dtstart=datetime.combine(start + ahead, time())
    )
    for moment in islice(series, count):
        day = moment.date() - ahead
        if day > last:
            return
        if day >= since:
            yield day


@lru_cache(maxsize=512)
def _days(meeting_rule: tuple[str, date, str, str], since: date, count: int, until: date) -> tuple[date, ...]:
    """As `days`, of a meeting's (rule, first, time, timezone), days left out not regarded."""
    rule, first, clock_time, timezone = meeting_rule
    since = max(since, first)
    try:
        parts = _parts(rule)
        end = since + min(HORIZON, date.max - since)
        last = min(until, end, _last_day(parts, clock_time, timezone))
        return tuple(islice(_expand(parts, first, since, last), count))
    except (UsageError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return ()  # dateutil has many ways of saying that a part makes no sense


def _rule_of(meeting: Meeting) -> tuple[str, date, str, str]:
    return meeting.rule, meeting.first, meeting.time, meeting.timezone


def days(meeting: Meeting, since: date, count: int, until: date | None = None) -> list[date]:
    """The next `count` occurrences of a series held from `since` to `until`, both included, first one first.

    An occurrence is named by its day, a moved one by the day that the rule gave it: `when` tells where it is.
    Looks ten years ahead at most. None for a series that was ended or whose rule cannot be read.
    """
    if meeting.ended or count <= 0:
        return []
    last = until or date.max
    elsewhere = meeting.moves.keys() | meeting.skips
    found = _days(_rule_of(meeting), since, min(count, HORIZON.days + 1) + len(elsewhere), last)
    held = [day for day in found if day not in elsewhere]
    if meeting.moves:
        held = sorted([*held, *_moved(meeting, since, last)], key=lambda day: (*when(meeting, day), day))
    return held[:count]


def _moved(meeting: Meeting, since: date, last: date) -> list[date]:
    """The occurrences that were moved to a day from `since` to `last`."""
    come = {of for of, to in meeting.moves.items() if since <= to.day <= last}.difference(meeting.skips)
    found = _days(_rule_of(meeting), min(come), HORIZON.days + 1, max(come)) if come else ()
    return [day for day in found if day in come]


def between(meeting: Meeting, first: date, last: date) -> list[date]:
    """The occurrences of a series held from `first` to `last`, both included."""
    return days(meeting, first, (last - first).days + 1 + len(meeting.moves), last) if first <= last else []


def has(meeting: Meeting, day: date) -> bool:
    """Whether a series has an occurrence of that day, wherever it was moved."""
    here = not meeting.ended and day not in meeting.skips
    return here and bool(_days(_rule_of(meeting), day, 1, day))


def when(meeting: Meeting, day: date) -> tuple[date, str]:
    """The local day and time at which the occurrence of that day is held."""
    move = meeting.moves.get(day)
    return (day, meeting.time) if move is None else (move.day, move.time)


def start_of(meeting: Meeting, day: date) -> datetime:
    """The UTC moment at which the occurrence of that local day starts, also if it was moved.

    A local time that the clocks skip is read with the offset from before the change, so it moves forward; of
    one that comes twice the first is meant (RFC 5545, section 3.3.5).
    """
    held_on, clock_time = when(meeting, day)
    local = datetime.combine(held_on, _clock_time(clock_time), tzinfo=zone(meeting.timezone))
    return local.astimezone(UTC)


def ahead(meeting: Meeting, now: datetime, count: int) -> list[date]:
    """The occurrence that is running at that moment, if any, and those that come next."""
    length = timedelta(minutes=min(max(meeting.minutes, 0), 24 * 60))
    yesterday = now.astimezone(zone(meeting.timezone)).date() - timedelta(days=1)
    found = days(meeting, yesterday, count + 3 + len(meeting.moves))
    return [day for day in found if now < start_of(meeting, day) + length][:count]


def next_day(meeting: Meeting, now: datetime) -> date | None:
    """The occurrence that is running at that moment or comes next, None if there is none."""
    return next(iter(ahead(meeting, now, 1)), None)


# Rules for people


def check_rule(rule: str, first: date) -> str:
    """A recurrence rule in its standard form; raises UsageError for one that cannot be meant.

    That is a rule that cannot be read, one of less than days, and one without any day in the ten years from
    `first` on.
    """
    parts = _parts(rule)
    if "UNTIL" in parts:
        _until(parts["UNTIL"])
    try:
        found = next(_expand(parts, first, first, min(_last_day(parts, "", "UTC"), first + HORIZON)), None)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise UsageError(f"The recurrence rule {rule[:60]!r} cannot be read.") from None
    if found is None:
        raise UsageError(f"With the recurrence rule {rule[:60]!r} the meeting would never happen.")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def rule_for(every: Every, on: tuple[int, ...], first: date) -> str:
    """The recurrence rule for what people choose; `on` are ISO weekdays, empty for the usual ones.

    "month" is the same nth weekday as `first`, the last one if that is a fifth.
    """
    chosen = tuple(sorted({day for day in on if 1 <= day <= 7}))
    if every == "day" and not chosen:
        return "FREQ=DAILY"
    if every == "month":
        day = first
        while chosen and day.isoweekday() not in chosen:
            day += timedelta(days=1)
        nth = (day.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{DAYS[day.weekday()]}"
    usual = WEEKDAYS if every == "weekday" else (first.isoweekday(),)
    wanted = chosen or usual
    rule = "FREQ=WEEKLY" + (";INTERVAL=2" if every == "2weeks" else "")
    rule += ";BYDAY=" + ",".join(DAYS[day - 1] for day in wanted)
    if every == "2weeks" and max(wanted) < first.isoweekday():
        # All chosen days of the first calendar week are over: let weeks begin with the first day, or the
        # series would start a week late.
        rule += f";WKST={DAYS[first.weekday()]}"
    return rule


def _nth(number: int) -> str:
    """A positive number's ordinal as people write it in dates: 1st, 22nd, 13th."""
    if number < 1:
        raise LookupError(number)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"


def _sentence(parts: dict[str, str]) -> str:
    """Words for a rule's parts without their end; raises LookupError or ValueError where there are none."""
    unit, interval = UNITS[parts.pop("FREQ")], int(parts.pop("INTERVAL", "1"))
    parts.pop("WKST", None)
    each = f"every {ORDINALS.get(interval, _nth(interval))} " if interval > 1 else "every "
    named = parts.pop("BYDAY", "").split(",") if "BYDAY" in parts else []
    if named and (unit == "week" or (unit == "day" and interval == 1)):
        chosen = sorted(DAYS.index(name) for name in named)
        if tuple(day + 1 for day in chosen) == WEEKDAYS:
            words = "every weekday" if interval == 1 else f"{each}week from Monday to Friday"
        else:
            days = listed([DAY_NAMES[day] for day in chosen])
            words = f"{each}{days}" if interval == 1 or len(chosen) == 1 else f"{each}week on {days}"
    elif unit == "month" and named:
        place = int(parts.pop("BYSETPOS", "0"))
        if place and len(named) > 1:
            if set(named) != set(DAYS[:5]):
                raise LookupError(named)
            which = [f"{ORDINALS[place]} weekday"]
        else:
            which = [f"{ORDINALS[int(d[:-2] or place)]} {DAY_NAMES[DAYS.index(d[-2:])]}" for d in named]
        words = f"{'monthly' if interval == 1 else each + 'month'} on the {listed(which)}"
    elif unit == "month" and "BYMONTHDAY" in parts:
        which = [
            "last day" if text == "-1" else _nth(int(text.removeprefix("+")))
            for text in parts.pop("BYMONTHDAY").split(",")
        ]
        words = f"{'monthly' if interval == 1 else each + 'month'} on the {listed(which)}"
    else:
        words = f"{each}{unit}"
        if named:
            raise LookupError(named)
    if parts:
        raise LookupError(*parts)
    return words


def describe(rule: str) -> str:
    """A recurrence rule in words, such as "every second Tuesday"; the rule itself where there are none."""
    try:
        parts = _parts(rule)
        count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
        words = _sentence(parts)
        if until is not None:
            last = _until(until)
            words += f", until {day_of(last, month='%b', year=True)}"
    except (UsageError, LookupError, ValueError):
        return rule
    return words if count is None else f"{words}, {'once' if count == '1' else count + ' times'}"


# Working days


def at_work(snapshot: Snapshot, members: Iterable[Member], day: date) -> tuple[Member, ...]:
    """Those of the members who work on that day: their own weekday, no holiday, not away, in the team."""
    away = {absence.member for absence in snapshot.absences if absence.covers(day)}
    weekday = day.isoweekday()
    return tuple(
        member
        for member in members
        if weekday in member.week
        and member.id not in away
        and day not in snapshot.holidays_of(member)
        and member.joined <= day
        and (member.left is None or day < member.left)
    )


def works_on(snapshot: Snapshot, member: Member, day: date) -> bool:
    """Whether it is a working day of that member: own weekday, no holiday, not away, in the team."""
    return bool(at_work(snapshot, (member,), day))


def _weekdays(week: frozenset[int], after: int, until: int) -> int:
    """How many days with an ISO weekday in `week` lie in (after, until], both day ordinals."""
    weeks, rest = divmod(max(until - after, 0), 7)
    # Ordinal 1 was a Monday.
    return weeks * len(week) + sum((day - 1) % 7 + 1 in week for day in range(until - rest + 1, until + 1))


def working_days(snapshot: Snapshot, member: Member, after: date, until: date) -> int:
    """The working-day distance: how many of the member's working days lie in (after, until].

    Own weekdays, minus holidays, minus own absences; takes as long for a decade as for a week.
    """
    week = frozenset(day for day in member.week if 1 <= day <= 7)
    begin = max(after.toordinal(), member.joined.toordinal() - 1)
    end = min(until.toordinal(), member.left.toordinal() - 1 if member.left else until.toordinal())
    away = sorted(
        (absence.first.toordinal() - 1, min(absence.last.toordinal() if absence.last else end, end))
        for absence in snapshot.absences
        if absence.member == member.id
    )
    worked, reached, holidays = 0, begin, snapshot.holidays_of(member)
    for before, last in (*away, (end, end)):
        pause = min(max(before, reached), end)
        worked += _weekdays(week, reached, pause)
        worked -= sum(reached < day.toordinal() <= pause and day.isoweekday() in week for day in holidays)
        reached = max(pause, last)
    return worked


def next_working_day(snapshot: Snapshot, member: Member, after: date) -> date:
    """The member's first working day after that day.

    For someone who is not expected within a year (an absence without an end, a week without days, gone) it is
    the next day of their week, as if they were there.
    """
    usual = None
    for n in range(1, min(366, (date.max - after).days) + 1):
        day = after + timedelta(days=n)
        if day.isoweekday() in member.week:
            usual = usual or day
            if works_on(snapshot, member, day):
                return day
    return usual or (after if after == date.max else after + timedelta(days=1))
