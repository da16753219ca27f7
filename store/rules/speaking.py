"""Speaking order: who speaks when in the round of one meeting, the same on every machine."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from store.records import Meeting, Member, Snapshot
from store.rules.calendar import working_days
from store.rules.rotation import Plan

NEW_DAYS = 5
"""Working days in the team up to which someone is a newcomer."""

NEW_MEETINGS = 2
"""Meetings of a series, their first ones, in which someone is a newcomer to it."""


def speaking_order(snapshot: Snapshot, meeting: Meeting, plan: Plan) -> tuple[str, ...]:
    """The ids of those who come, in the order in which they speak.

    Chance decides, and every meeting anew: sha256 of the occurrence and the person. Only who begins is chosen
    with care: a newcomer hears someone else first, unless all are new.
    """
    people = {*plan.free, *(seat.member for seat in plan.seats if seat.member is not None)}
    occurrence = f"{meeting.id}:{plan.day.isoformat()}"
    order = sorted(people, key=lambda person: _draw(occurrence, person))
    new = newcomers(snapshot, meeting, plan.day)
    first = next((person for person in order if person not in new), None)
    if first is not None:
        order.remove(first)
        order.insert(0, first)
    return tuple(order)


def _draw(occurrence: str, person: str) -> tuple[str, str]:
    return sha256(f"{occurrence}|{person}".encode()).hexdigest(), person


def newcomers(snapshot: Snapshot, meeting: Meeting, day: date) -> frozenset[str]:
    """Who is new in the team or in this series: not of its first meeting, and this one of their first."""
    earlier = sorted(
        (o.day, o.id, o.present or o.members)
        for o in snapshot.occurrences.values()
        if o.meeting == meeting.id and o.day < day and o.state in ("pinned", "held")
    )
    founders = frozenset(earlier[0][2]) if earlier else frozenset()

    def is_new(member: Member) -> bool:
        if working_days(snapshot, member, member.joined - timedelta(days=1), day) <= NEW_DAYS:
            return True
        been = sum(member.id in present for _, _, present in earlier)
        return bool(earlier) and member.id not in founders and been < NEW_MEETINGS

    return frozenset(member.id for member in snapshot.members_of(meeting, day) if is_new(member))
