"""The coming meetings with who has which role, for a calendar or a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from store.records import Meeting, Snapshot
from store.rules import calendar, rotation
from store.rules.rotation.series import roles_of
from store.zones import zone

SPAN: Final = timedelta(weeks=8)
"""How far ahead the roles are told; farther away they may still change often."""

VACANT: Final = "any volunteer?"

_MOST = 60
"""Occurrences of one series within `SPAN`: one a day, and some that were moved there."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&]")


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting ahead: its plan, and when it begins in UTC."""

    meeting: Meeting
    plan: rotation.Plan
    starts: datetime


def coming(snapshot: Snapshot, now: datetime) -> list[Coming]:
    """The meetings of all series that run now or start within the next eight weeks."""
    found = []
    for meeting in snapshot.meetings.values():
        ahead = calendar.ahead(meeting, now, _MOST + len(meeting.moves))
        days = [day for day in ahead if calendar.start_of(meeting, day) < now + SPAN]
        today = now.astimezone(zone(meeting.timezone)).date()
        for plan in rotation.plans(snapshot, meeting, days, today):
            found.append(Coming(meeting, plan, calendar.start_of(meeting, plan.day)))
    return sorted(found, key=lambda one: (one.starts, one.meeting.name, one.meeting.id))


def as_calendar(snapshot: Snapshot, meetings: Sequence[Coming], now: datetime) -> bytes:
    """An iCalendar file of the meetings.

    Each is an event of its own in UTC, since roles change from one to the next. Its UID is that of the
    occurrence: reading a later file changes what is there, also if the meeting was moved or is not held.
    """
    from icalendar import Calendar, Event

    file = Calendar()
    file.add("prodid", "-//amity//roles//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for one in meetings:
        event = Event()
        event.add("uid", f"{one.meeting.id}.{one.plan.day.isoformat()}@{snapshot.team}.amity")
        event.add("dtstamp", now)
        event.add("dtstart", one.starts)
        event.add("dtend", one.starts + timedelta(minutes=one.meeting.minutes))
        event.add("summary", one.meeting.name)
        event.add("status", "CANCELLED" if one.plan.state == "skipped" else "CONFIRMED")
        lines = [f"{role}: {who}" for role, who in _seats(snapshot, one)]
        if lines:
            event.add("description", "\n".join(lines))
        file.add_component(event)
    data: bytes = file.to_ical()
    return data


def as_markdown(snapshot: Snapshot, meetings: Sequence[Coming]) -> str:
    """A table of each series in Markdown; times are those of the meeting's own zone."""
    parts = [f"# {_plain(snapshot.name)}"]
    for meeting in snapshot.meetings.values():
        rows = [one for one in meetings if one.meeting.id == meeting.id]
        if not rows:
            continue
        roles = [role.name for role in roles_of(snapshot, meeting)]
        parts.append(f"## {_plain(meeting.name)}")
        table = [(f"When ({meeting.timezone})", *roles), ("---",) * (len(roles) + 1)]
        for one in rows:
            who = dict(_seats(snapshot, one))
            starts = one.starts.astimezone(zone(meeting.timezone))
            cells = ["not held" if one.plan.state == "skipped" else who.get(role, "–") for role in roles]
            table.append((f"{starts:%a} {starts.day} {starts:%b %Y, %H:%M}", *cells))
        parts.append("\n".join(f"| {' | '.join(map(_cell, row))} |" for row in table))
    if len(parts) == 1:
        parts.append("No meetings ahead.")
    return "\n\n".join(parts) + "\n"


def _seats(snapshot: Snapshot, one: Coming) -> Iterator[tuple[str, str]]:
    """Who has which role, in words."""
    roles = {role.id: role.name for role in roles_of(snapshot, one.meeting)}
    called = Counter(member.name for member in snapshot.members.values() if member.left is None)
    for seat in one.plan.seats if one.plan.state != "skipped" else ():
        person = snapshot.members.get(seat.member or "")
        who = VACANT if person is None else person.name
        if person is not None and called[person.name] > 1:
            who += f" @{person.handle}"
        yield roles.get(seat.role, seat.role), who


def _cell(text: str) -> str:
    return text if text == "---" else _plain(text)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\g<0>", text)
