"""The words on the Roles screen: when a meeting is, who is away, and the roster for a chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from store.records import Meeting, Snapshot
from store.rules import calendar
from store.rules.presence import away_until
from store.when import clock_words, day_of, time_of
from store.zones import zone
from tui.screens.roles.agenda import ends_of

if TYPE_CHECKING:
    from store.rules.rotation import Plan

OPEN = "open"
"""Stands where nobody is left for a role."""


def day_words(day: date, today: date) -> str:
    """A day as people say it: today, tomorrow, Thursday, Thu 3 December."""
    match (day - today).days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case ahead if 1 < ahead < 7:
            return f"{day:%A}"
    return day_of(day, "%a", year=day.year != today.year)


def short_day(day: date, today: date) -> str:
    """A day as the head of a column: Tue 24, or Tue 1 Dec in another month."""
    if (day.year, day.month) == (today.year, today.month):
        return f"{day:%a} {day.day}"
    return day_of(day, "%a", "%b")


def start_words(meeting: Meeting, day: date, now: datetime, timezone: str) -> str:
    """When an occurrence starts, on the clock of that zone: "today 09:30"."""
    here = zone(timezone)
    start = calendar.start_of(meeting, day).astimezone(here)
    return f"{day_words(start.date(), now.astimezone(here).date())} {time_of(start)}"


def countdown(meeting: Meeting, day: date, now: datetime) -> str:
    """How far off an occurrence is, in whole minutes of the clock: "in 18 minutes", "11 minutes left"."""
    import arrow

    # The header shows whole minutes; 09:12:40 is 18 minutes before 09:30, as 09:12 is.
    minute = now.replace(second=0, microsecond=0)
    start, end = calendar.start_of(meeting, day), ends_of(meeting, day)
    if minute < start:
        return arrow.get(start).humanize(minute)
    if minute == start:
        return "now"
    if minute < end:
        return f"{arrow.get(end).humanize(minute, only_distance=True)} left"
    return "over"


def exact_words(meeting: Meeting, day: date, timezone: str) -> str:
    """The exact time in the meeting's zone and, if that is another time, on the clock of `timezone`."""
    times = []
    for name in dict.fromkeys((meeting.timezone, timezone)):
        start, end = (
            t.astimezone(zone(name)) for t in (calendar.start_of(meeting, day), ends_of(meeting, day))
        )
        times.append((f"{day_of(start, '%A', year=True)}, {time_of(start)}–{time_of(end)}", name))
    kept = times[:1] if len({time for time, _ in times}) == 1 else times
    return "\n".join([*(f"{time} {name}" for time, name in kept), calendar.describe(meeting.rule)])


def people_words(snapshot: Snapshot, me: str = "") -> dict[str, str]:
    """What everyone is called here, by id: "you", the name, and the handle too where two share a name."""
    called = Counter(m.name for m in snapshot.members.values() if m.left is None)
    return {
        m.id: "you" if m.id == me else m.name if called[m.name] < 2 else f"{m.name} @{m.handle}"
        for m in snapshot.members.values()
    }


def role_name(snapshot: Snapshot, role: str) -> str:
    """What a role is called; a name made from its id when nobody has described it."""
    return snapshot.roles[role].name if role in snapshot.roles else role.replace("_", " ").capitalize()


def back_words(snapshot: Snapshot, member: str, plan: Plan, meeting: Meeting) -> str:
    """When someone who is away on the day of a plan is back: "back Thursday"."""
    known = snapshot.occurrences.get(f"{meeting.id}:{plan.day.isoformat()}")
    if known is not None and member in known.absent:
        return "cannot come"
    day, _ = calendar.when(meeting, plan.day)
    person = snapshot.members[member]
    if snapshot.away(member, day) is not None and away_until(snapshot, person, day) is None:
        return "no date yet"
    back = calendar.next_working_day(snapshot, person, day)
    return f"back {back:%A}" if (back - day).days < 7 else f"back {day_of(back, month='%b')}"


def chat_roster(snapshot: Snapshot, meeting: Meeting, plan: Plan) -> str:
    """Who has which role, as lines that read well in a chat."""
    names = people_words(snapshot)
    day, time = calendar.when(meeting, plan.day)
    head = f"{meeting.name} · {day_of(day, '%a')}, {clock_words(time)} ({meeting.timezone})"
    if plan.state == "skipped":
        return f"{head}\nNot held this time."
    lines = [head]
    for seat in plan.seats:
        person = names[seat.member] if seat.member else "any volunteer?"
        with_them = f" (with {names[seat.shadow]})" if seat.shadow else ""
        lines.append(f"{role_name(snapshot, seat.role)}: {person}{with_them}")
    if plan.away:
        lines.append("Away: " + ", ".join(names[m] for m in plan.away))
    return "\n".join(lines)


def chat_order(snapshot: Snapshot, meeting: Meeting, day: date, order: Sequence[str]) -> str:
    """Who speaks when, as lines that read well in a chat."""
    names = people_words(snapshot)
    head = f"{meeting.name} · {day_of(day, '%a')}, speaking order"
    return "\n".join([head, *(f"{place}. {names[member]}" for place, member in enumerate(order, 1))])


def chat_notes(snapshot: Snapshot, meeting: Meeting, day: date) -> str:
    """What was parked on an occurrence, as lines that read well in a chat; "" if nothing was."""
    known = snapshot.occurrences.get(f"{meeting.id}:{day.isoformat()}")
    if known is None or not known.parked:
        return ""
    names = people_words(snapshot)
    head = f"{meeting.name} · {day_of(day, '%a')}, parked"
    return "\n".join([head, *(f"- {line.text} ({names.get(line.by, 'someone')})" for line in known.parked)])


def last_day(meeting: Meeting, today: date) -> date | None:
    """The last day of a series that is over, if it had any within the last ten years."""
    found = calendar.between(meeting, max(meeting.first, today - timedelta(days=3650)), today)
    return calendar.when(meeting, found[-1])[0] if found else None
