"""Whom one can pick on the Roles screen."""

from __future__ import annotations

from store.records import Meeting, Snapshot
from store.rules import calendar
from store.rules.rotation import Plan, Seat
from tui.screens.pick_person import Choice
from tui.screens.roles.words import people_words, role_name


def takers(snapshot: Snapshot, plan: Plan, seat: Seat, me: str) -> list[Choice]:
    """Who can take a role: those without one first, then those who would trade theirs."""
    notes = dict.fromkeys(plan.free, "free")
    for other in plan.seats:
        if other.member is not None and other.member != seat.member:
            notes.setdefault(other.member, f"{role_name(snapshot, other.role)} now, and would trade")
    return _choices(snapshot, notes, me)


def attendees(snapshot: Snapshot, meeting: Meeting, plan: Plan, me: str) -> list[Choice]:
    """Who is expected, me first, then those with a role; last those who said that they cannot come."""
    roles = {s.member: role_name(snapshot, s.role) for s in plan.seats if s.member}
    absent = absent_on(snapshot, meeting, plan)
    here = [member.id for member in snapshot.members_of(meeting, calendar.when(meeting, plan.day)[0])]
    notes = {member: roles.get(member, "") for member in here if member not in plan.away}
    notes |= {member: "cannot come; choose to take that back" for member in here if member in absent}
    order = sorted(notes, key=lambda member: (member in absent, member != me, member not in roles))
    return _choices(snapshot, {member: notes[member] for member in order}, me)


def absent_on(snapshot: Snapshot, meeting: Meeting, plan: Plan) -> tuple[str, ...]:
    """Who said that they cannot come to the occurrence of a plan."""
    known = snapshot.occurrences.get(f"{meeting.id}:{plan.day.isoformat()}")
    return known.absent if known is not None else ()


def _choices(snapshot: Snapshot, notes: dict[str, str], me: str) -> list[Choice]:
    names = people_words(snapshot, me)
    return [Choice(m, names[m], note, snapshot.members[m].handle) for m, note in notes.items()]
