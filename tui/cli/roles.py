"""roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from store.errors import UsageError
from store.records import Meeting
from store.rules import calendar, rotation
from store.zones import zone
from tui.cli.groups import Group
from tui.cli.meetings import starts
from tui.cli.session import Session, answer, columns, handles, meeting_names, session


class RolesGroup(Group):
    """`amity roles Standup` means `amity roles show Standup`."""

    default = "show"


@click.group(cls=RolesGroup)
def roles() -> None:
    """Who has which role."""


def _occurrence(now: Session, meeting: Meeting, plan: rotation.Plan) -> dict[str, Any]:
    return {
        "meeting": meeting.id,
        "name": meeting.name,
        "starts": starts(meeting, plan.day),
        "state": plan.state,
        "roles": [
            {"role": s.role, "person": now.handle(s.member) if s.member else None, "why": s.why}
            for s in plan.seats
        ],
    }


def _words(now: Session, found: list[dict[str, Any]]) -> str:
    names = now.snapshot.roles
    blocks = []
    for entry in found:
        rows = [
            (f"  {names[r['role']].name if r['role'] in names else r['role']}", r["person"] or "—", r["why"])
            for r in entry["roles"]
        ]
        state = "" if entry["state"] == "planned" else f" · {entry['state']}"
        nobody = "  Not held." if entry["state"] == "skipped" else "  Nobody is there to take a role."
        people = columns(rows) or nobody
        blocks.append(f"{entry['name']} · {entry['starts'][:16].replace('T', ' ')}{state}\n{people}")
    return (
        "\n\n".join(blocks)
        or "No meetings ahead. Add one: amity meetings add Standup --at 09:30 --every weekday"
    )


def _picture(now: Session, plans: list[tuple[Meeting, rotation.Plan]]) -> str:
    """The meetings of today, small enough for the start of a shell."""
    here, names = zone(now.me.timezone), now.snapshot.roles
    today = now.clock.today(now.me.timezone)
    rows = []
    for meeting, plan in plans:
        start = calendar.start_of(meeting, plan.day).astimezone(here)
        head = [f"{start:%H:%M}", meeting.name]
        if plan.state == "skipped":
            rows.append((*head, "not held this time", ""))
            continue
        for seat in plan.seats:
            person = "you" if seat.member == now.me.id else now.name(seat.member) if seat.member else "—"
            role = names[seat.role].name if seat.role in names else seat.role
            rows.append((*head, role, person))
            head = ["", ""]
        if not plan.seats:
            rows.append((*head, "", ""))
    title = f"{now.snapshot.name} · {today:%A} {today.day} {today:%B}"
    return f"{title}\n{columns(rows)}" if rows else f"{title}\nNo meetings of the team today."


def _today(now: Session, meeting: Meeting) -> list[date]:
    """Its occurrences that start today, where I am."""
    today, here = now.clock.today(now.me.timezone), zone(now.me.timezone)
    around = calendar.between(meeting, today - timedelta(days=1), today + timedelta(days=1))
    return [d for d in around if calendar.start_of(meeting, d).astimezone(here).date() == today]


@roles.command()
@click.argument("meeting", required=False, shell_complete=meeting_names)
@click.option("--count", type=click.IntRange(1, 60), default=1, help="How many occurrences.")
@click.option("--from", "since", metavar="DATE", help="From that day on, also in the past.")
@click.option("--once", is_flag=True, help="Today's meetings in a few lines, for the start of a shell.")
def show(meeting: str | None, count: int, since: str | None, once: bool) -> None:
    """Show who has which role in the next occurrences of MEETING, or of every meeting."""
    with session() as now:
        snapshot = now.snapshot
        series = [now.team.find_meeting(meeting)] if meeting else list(snapshot.meetings.values())
        found = []
        if once:
            plans = [
                (one, plan)
                for one in series
                for plan in rotation.plans(snapshot, one, _today(now, one), now.clock.today(one.timezone))
            ]
            plans.sort(key=lambda pair: (calendar.start_of(pair[0], pair[1].day), pair[0].name))
            found = [_occurrence(now, one, plan) for one, plan in plans]
            answer({"occurrences": found}, lambda: _picture(now, plans))
            return
        for one in series:
            today = now.clock.today(one.timezone)
            if since:
                days = calendar.days(one, now.day(since), count)
            else:
                days = calendar.ahead(one, now.clock.now(), count)
            found += [_occurrence(now, one, p) for p in rotation.plans(snapshot, one, days, today)]
        found.sort(key=lambda entry: (entry["starts"], entry["name"]))
        answer({"occurrences": found}, lambda: _words(now, found))


def _day(now: Session, meeting: Meeting, text: str | None) -> date:
    """The occurrence held or due on that day, else today's, else the one that comes next."""
    wanted = now.clock.today(meeting.timezone) if text is None else now.day(text)
    there = calendar.between(meeting, wanted, wanted)
    if there:
        return wanted if wanted in there else there[0]
    day = calendar.next_day(meeting, now.clock.now()) if text is None else wanted
    if day is None:
        raise UsageError(f"{meeting.name} has no more dates.")
    return day


def _tell(now: Session, meeting: Meeting, day: date) -> None:
    document = _occurrence(now, meeting, now.team.plan(meeting, day))
    answer(document, lambda: _words(now, [document]))


@roles.command()
@click.argument("meeting", shell_complete=meeting_names)
@click.argument("day", metavar="[DATE]", required=False)
def confirm(meeting: str, day: str | None) -> None:
    """Record a meeting as held as planned."""
    with session(change=True) as now:
        found = now.team.find_meeting(meeting)
        when = _day(now, found, day)
        now.team.confirm(found.id, when)
        _tell(now, found, when)


@roles.command()
@click.argument("meeting", shell_complete=meeting_names)
@click.argument("day", metavar="[DATE]", required=False)
def skip(meeting: str, day: str | None) -> None:
    """Record a meeting as not held: nobody's turn is used up."""
    with session(change=True) as now:
        found = now.team.find_meeting(meeting)
        when = _day(now, found, day)
        now.team.skip(found.id, when)
        _tell(now, found, when)


@roles.command()
@click.argument("meeting", shell_complete=meeting_names)
@click.argument("day", metavar="DATE")
@click.argument("to", metavar="TO")
@click.option("--at", "time", metavar="HH:MM", help="At which time; else its usual one.")
def move(meeting: str, day: str, to: str, time: str | None) -> None:
    """Hold the one of DATE on the day TO; the roles stay with it."""
    with session(change=True) as now:
        found = now.team.find_meeting(meeting)
        when = _day(now, found, day)
        _tell(now, now.team.move(found.id, when, now.day(to), time), when)


@roles.command()
@click.argument("meeting", shell_complete=meeting_names)
@click.argument("role")
@click.argument("handle", shell_complete=handles)
@click.option("--on", "day", metavar="DATE", help="Which occurrence; else the next.")
def swap(meeting: str, role: str, handle: str, day: str | None) -> None:
    """Give a role to someone else; whoever held it gets theirs."""
    with session(change=True) as now:
        found = now.team.find_meeting(meeting)
        when = _day(now, found, day)
        now.team.swap(found.id, role, now.team.find_member(handle).id, when)
        _tell(now, found, when)


@roles.command()
@click.argument("meeting", shell_complete=meeting_names)
@click.option("--days", type=click.IntRange(1, 3660), default=90, help="How far to look back.")
def fairness(meeting: str, days: int) -> None:
    """Show how evenly the roles went round."""
    with session() as now:
        found = now.team.find_meeting(meeting)
        today = now.clock.today(found.timezone)
        fair = rotation.fairness(now.snapshot, found, today - timedelta(days=days), today)
        counts = {
            role: {now.handle(m): n for m, n in sorted(turns.items(), key=lambda t: now.handle(t[0]))}
            for role, turns in fair.counts.items()
        }
        document = {"meeting": found.id, "days": days, "counts": counts, "spread": dict(fair.spread)}
        within = max(fair.spread.values(), default=0) <= 1

        def text() -> str:
            if within:
                return "Everyone is within one turn."
            return columns([(role, f"{n} turns apart") for role, n in fair.spread.items()])

        answer(document, text)
