"""From plans to what the widgets of the Roles screen show."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from store.records import Meeting, Snapshot
from store.rules import calendar
from store.rules.rotation import Plan, Seat
from tui.commands import hint
from tui.screens.roles.agenda import Agenda, parked_before
from tui.screens.roles.words import OPEN, back_words, people_words, role_name, short_day
from tui.widgets.ahead import Column, View
from tui.widgets.roster import Row, aside

LINE = 40
"""Cells of a parked line on the card of the meeting."""


def rows(snapshot: Snapshot, plan: Plan, me: str) -> tuple[Row, ...]:
    """The roles of a plan, with what everyone is called."""
    names = people_words(snapshot, me)

    def why(seat: Seat) -> str:
        return f"{seat.why} · {names[seat.shadow]} comes along" if seat.shadow else seat.why

    return tuple(
        Row(
            role_name(snapshot, seat.role),
            names[seat.member] if seat.member else OPEN,
            why(seat),
            mine=seat.member == me,
            vacant=not seat.member,
        )
        for seat in plan.seats
    )


def below(snapshot: Snapshot, meeting: Meeting, plan: Plan, me: str) -> Content:
    """What stands below the roles: who is free and who is away, or why there are no roles."""
    if plan.state == "skipped":
        return Content(
            hint("Not held this time: nobody's turn is used up. Press {roles.skip} to hold it after all.")
        )
    if not snapshot.members_of(meeting, calendar.when(meeting, plan.day)[0]):
        return Content(hint("Nobody is in this meeting now. Press {roles.edit_meeting} to choose people."))
    if not meeting.roles:
        return Content(hint("This meeting has no roles. Press {roles.edit_meeting} to choose some."))
    names = people_words(snapshot, me)
    people = aside(
        [names[member] for member in plan.free],
        [f"{names[member]} ({back_words(snapshot, member, plan, meeting)})" for member in plan.away],
        [
            role_name(snapshot, r)
            for r in meeting.roles
            if plan.seats and r not in {s.role for s in plan.seats}
        ],
    )
    if not plan.seats:
        people = Content.assemble("Nobody is expected on this day.", "\n\n" if people else "", people)
    lines = parked(snapshot, meeting, plan.day)
    return Content.assemble(people, "\n" if people and lines else "", lines)


def parked(snapshot: Snapshot, meeting: Meeting, day: date) -> Content:
    """The latest line in the parking lot of an occurrence or of the one before; a click opens all."""
    known = snapshot.occurrences.get(f"{meeting.id}:{day.isoformat()}")
    before = parked_before(snapshot, meeting.id, day)
    label, shown = ("Parked", known) if known is not None and known.parked else ("Parked last time", before)
    if shown is None:
        return Content("")
    lines = shown.parked
    return Content.from_markup(
        "[@click=screen.parking][$text-muted]$label: [/]$line$more[/]",
        label=label,
        line=Content(lines[-1].text).truncate(LINE, ellipsis=True),
        more=f" and {len(lines) - 1} more" if len(lines) > 1 else "",
    )


def ahead(snapshot: Snapshot, agenda: Agenda, me: str, today: date, *, day: int, role: str) -> View:
    """The table of the meetings ahead. `day` is the column and `role` the id of the role that are chosen."""
    shown = agenda.shown
    if shown is None:
        return View()
    roles, names, count = shown.meeting.roles, people_words(snapshot, me), len(agenda.meetings)
    columns = []
    for plan in agenda.plans[1:]:
        holders = {seat.role: seat.member for seat in plan.seats}
        # With too few people a role is left out, which is not the same as open.
        people = tuple(
            (names[holders[r] or ""] if holders[r] else OPEN) if r in holders else "–" for r in roles
        )
        mine = frozenset(number for number, r in enumerate(roles) if holders.get(r) == me)
        held_on, _ = calendar.when(shown.meeting, plan.day)
        columns.append(Column(short_day(held_on, today), people, mine, plan.state == "skipped"))
    return View(
        roles=tuple(role_name(snapshot, r) for r in roles),
        columns=tuple(columns) if roles else (),
        foot="Everyone is within one turn." if agenda.level and roles and agenda.plans else "",
        before=agenda.meetings[agenda.index - 1].meeting.name if count > 1 else "",
        after=agenda.meetings[(agenda.index + 1) % count].meeting.name if count > 1 else "",
        day=day,
        role=roles.index(role) if role in roles else -1,
    )
