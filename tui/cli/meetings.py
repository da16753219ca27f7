"""meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from store.content import roles as known_roles
from store.errors import UsageError
from store.records import Meeting
from store.rules import calendar
from store.rules.dates import weekday
from store.zones import zone
from tui.cli.groups import Group
from tui.cli.session import SHOWN, Session, answer, columns, session


def starts(meeting: Meeting, day: date) -> str:
    """When an occurrence starts, in the meeting's own zone."""
    return calendar.start_of(meeting, day).astimezone(zone(meeting.timezone)).isoformat(timespec="seconds")


def _document(now: Session, meeting: Meeting) -> dict[str, Any]:
    day = calendar.next_day(meeting, now.clock.now())
    today = now.clock.today(meeting.timezone)
    return {
        "id": meeting.id,
        "name": meeting.name,
        "rule": meeting.rule,
        "time": meeting.time,
        "timezone": meeting.timezone,
        "roles": list(meeting.roles),
        "members": [m.handle for m in now.snapshot.members_of(meeting, today)],
        "next": starts(meeting, day) if day else None,
    }


@click.group(cls=Group)
def meetings() -> None:
    """The team's meetings."""


@meetings.command("list")
def list_meetings() -> None:
    """List the meetings with their next occurrence."""
    with session() as now:
        series = list(now.snapshot.meetings.values())
        found = [_document(now, m) for m in series]

        def text() -> str:
            if not found:
                return "No meetings yet. Add one: amity meetings add Standup --at 09:30 --every weekday"
            rows = [
                (
                    d["name"],
                    calendar.describe(m.rule),
                    d["time"],
                    d["timezone"],
                    (d["next"] or "no more")[:16],
                )
                for m, d in zip(series, found, strict=True)
            ]
            return columns([tuple(str(cell) for cell in row) for row in rows])

        answer({"meetings": found}, text)


@meetings.command()
@click.argument("name")
@click.option("--at", "time", required=True, metavar="HH:MM", help="When it starts.")
@click.option("--every", type=click.Choice(["weekday", "day", "week", "2weeks", "month"]), help="How often.")
@click.option("--rrule", metavar="RRULE", help="An iCalendar recurrence rule instead of --every.")
@click.option("--on", "on_days", metavar="mon,wed", help="On which days.")
@click.option("--timezone", metavar="TZ", help="The zone of its time; else yours.")
@click.option("--roles", "role_ids", metavar="a,b", help="Its roles in order; else the usual three.")
@click.option("--people", "handles", metavar="@x,@y", help="Who takes part; else everyone.")
@click.option("--minutes", type=click.IntRange(1, 1440), default=15, help="How long it lasts.")
def add(
    name: str,
    time: str,
    every: str | None,
    rrule: str | None,
    on_days: str | None,
    timezone: str | None,
    role_ids: str | None,
    handles: str | None,
    minutes: int,
) -> None:
    """Add a meeting."""
    if (every is None) == (rrule is None):
        raise UsageError(
            "Say how often it takes place: --every weekday (day, week, 2weeks, month) or --rrule."
        )
    with session(change=True) as now:
        where = timezone or now.me.timezone
        first = now.clock.today(where)
        days = tuple(_weekday(d) for d in _parts(on_days))
        rule = rrule or calendar.rule_for(every, days, first)  # type: ignore[arg-type]  # click checked it
        meeting = now.team.add_meeting(
            name,
            time=time,
            timezone=where,
            rule=rule,
            first=first,
            roles=_roles(role_ids),
            members=[now.team.find_member(h).id for h in _parts(handles)],
            minutes=minutes,
        )
        document = _document(now, meeting)
    answer(document, lambda: f"{meeting.name} takes place {calendar.describe(rule)} at {meeting.time}.")


@meetings.command("import")
@click.argument("file", metavar="FILE.ics", type=click.Path(path_type=Path))
@click.option("--roles", "role_ids", metavar="a,b", help="Their roles in order; else the usual three.")
def import_meetings(file: Path, role_ids: str | None) -> None:
    """Add the recurring events of an iCalendar file; none is added twice."""
    from store.exchange.calendars import Skipped, read_calendar

    with session(change=True) as now:
        found = read_calendar(file, now.me.timezone, now.today())
        roles = _roles(role_ids)
        added = now.team.add_series([replace(meeting, roles=roles) for meeting in found.meetings])
        new = {meeting.id for meeting in added}
        known = [Skipped(m.name, "It is in the team already.") for m in found.meetings if m.id not in new]
        skipped = [*known, *found.skipped]
        document = {
            "added": [_document(now, meeting) for meeting in added],
            "skipped": [{"summary": summary, "why": why} for summary, why in skipped],
        }

    def text() -> str:
        rows = [(m.name, calendar.describe(m.rule), m.time, m.timezone) for m in added]
        parts = (f"Added {len(added)}, left out {len(skipped)}.", columns(rows), _left_out(skipped))
        return "\n".join(filter(None, parts))

    answer(document, text)


@meetings.command()
@click.argument("file", metavar="[FILE.ics]", required=False, type=click.Path(path_type=Path))
@click.option("--remove", metavar="DATE", help="Take one back.")
def holidays(file: Path | None, remove: str | None) -> None:
    """The team's days off; add those of an iCalendar file, its all-day events."""
    from store.exchange.calendars import Skipped
    from store.exchange.holidays import read_days_off

    with session(change=file is not None or remove is not None) as now:
        added: list[date] = []
        skipped: list[Skipped] = []
        if remove is not None:
            now.team.remove_holiday(now.day(remove))
        if file is not None:
            days, skipped = read_days_off(file, now.today())
            added = now.team.add_holidays(days)
        coming = [day.isoformat() for day in sorted(now.snapshot.holidays) if day >= now.today()]
        document = {
            "holidays": coming,
            "added": [day.isoformat() for day in added],
            "skipped": [{"summary": summary, "why": why} for summary, why in skipped],
        }

    def text() -> str:
        lines = [f"Added {len(added)}, left out {len(skipped)}."] if file is not None else []
        lines += ["The team's days off:", *coming] if coming else ["The team has no days off ahead."]
        return "\n".join([*lines, _left_out(skipped)]).rstrip()

    answer(document, text)


def _left_out(skipped: Sequence[tuple[str, str]]) -> str:
    """The first of what was left out, and why."""
    more = f"\nand {len(skipped) - SHOWN} more" if len(skipped) > SHOWN else ""
    return columns([(name or "—", why) for name, why in skipped[:SHOWN]]) + more


def _roles(text: str | None) -> tuple[str, ...]:
    """The roles of a list, else the usual ones."""
    if text is None:
        return tuple(role.id for role in known_roles().values() if role.default_on)
    return tuple(dict.fromkeys(_role(part) for part in _parts(text)))


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _weekday(text: str) -> int:
    day = weekday(text.casefold())
    if day is None:
        raise UsageError(f"“{text[:60]}” is no day of the week; write mon to sun.")
    return day


def _role(text: str) -> str:
    wanted = text.casefold().replace(" ", "_").replace("-", "_")
    if not wanted.replace("_", "").isalnum() or len(wanted) > 40:
        raise UsageError(f"“{text[:60]}” cannot be a role; write letters, such as facilitator or note_taker.")
    return wanted
