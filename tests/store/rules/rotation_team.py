"""Small teams, their meetings and plans, for the tests of the rotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from store.records import Absence, Meeting, Member, Occurrence, Role, Snapshot
from store.rules.rotation import Plan, plans

FIRST = date(2026, 11, 2)  # a Monday
DAYS = [FIRST + timedelta(days=n) for n in range(200)]
ROLES = (Role("F", "F", 1), Role("N", "N", 2), Role("T", "T", 3, required=False))
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def person(handle: str, **fields: Any) -> Member:
    start: dict[str, Any] = {"joined": date(2020, 1, 1), "week": EVERY_DAY, **fields}
    return Member(id=handle, handle=handle, name=handle.upper(), **start)


def team(
    people: Iterable[Member | str],
    *,
    roles: Sequence[Role] = ROLES,
    absences: Iterable[Absence] = (),
    records: Iterable[Occurrence] = (),
    **fields: Any,
) -> Snapshot:
    members = [p if isinstance(p, Member) else person(p) for p in people]
    meeting = Meeting("s", "S", FIRST, "09:30", "UTC", "FREQ=DAILY", tuple(role.id for role in roles))
    return Snapshot(
        team="t",
        name="Team",
        members={member.id: member for member in members},
        absences=tuple(absences),
        meetings={"s": meeting},
        occurrences={record.id: record for record in records},
        roles={role.id: role for role in roles},
        **fields,
    )


def record(number: int, **fields: Any) -> Occurrence:
    """What is recorded of the nth meeting, counted from 1."""
    return Occurrence(id=f"s:{DAYS[number - 1]}", meeting="s", day=DAYS[number - 1], **fields)


def gone(who: str, *numbers: int) -> list[Absence]:
    return [Absence(f"{p}{n}", p, DAYS[n - 1], DAYS[n - 1]) for p in who for n in numbers]


def meetings(snapshot: Snapshot, count: int, today: date = FIRST, start: int = 1) -> tuple[Plan, ...]:
    return plans(snapshot, snapshot.meetings["s"], DAYS[start - 1 : start - 1 + count], today)


def shorthand(plan: Plan) -> str:
    return "".join(seat.member or "-" for seat in plan.seats)


def table(snapshot: Snapshot, count: int) -> str:
    return " ".join(shorthand(plan) for plan in meetings(snapshot, count))


def why(plan: Plan) -> list[str]:
    return [seat.why for seat in plan.seats]
