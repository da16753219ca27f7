"""Fair turns: who has which role in the meetings of a series, why, and how fair it has been.

The plan is a pure function of the recorded meetings. Whoever served least is asked first, after them whoever
waited longest; being away keeps a turn, but never more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from store.records import Meeting, Member, OccurrenceState, Snapshot
from store.rules.rotation.ledger import LONG_AWAY
from store.rules.rotation.reasons import reason
from store.rules.rotation.series import Series, Sitting


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in one meeting: who has it (None: nobody yet), why, and who accompanies them to learn it.

    `role` is a role id, `member` and `shadow` are member ids.
    """

    role: str
    member: str | None
    why: str
    shadow: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what in one meeting: `free` come without a role, `away` do not come; member ids by name."""

    meeting: str
    day: date
    state: OccurrenceState
    seats: tuple[Seat, ...]
    free: tuple[str, ...]
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    """Turns served by role and member, and by role the spread: most minus fewest.

    The spread is taken among those whom the role is for: who belongs to the meeting now and did so at each
    of the counted ones, whether there or away, and takes the role.
    """

    counts: Mapping[str, Mapping[str, int]]
    spread: Mapping[str, int]


def plans(snapshot: Snapshot, meeting: Meeting, days: Sequence[date], today: date) -> tuple[Plan, ...]:
    """The plans of those days of a series, in the order in which they are held.

    Held, pinned and skipped meetings are as recorded, the seats of late absentees given to others; planned
    ones are computed, each assuming that the ones before it, from `today` on, are held as planned.
    """
    if not days:
        return ()
    series, wanted = Series(snapshot, meeting, today), frozenset(days)
    held = [series.held_on(day) for day in wanted]
    walk = series.walk(wanted, min(held), max(held))
    return tuple(_plan(series, sitting) for sitting in walk if sitting.day in wanted)


def _plan(series: Series, sitting: Sitting) -> Plan:
    """A sitting as people see it."""
    known = series.snapshot.members
    seats = tuple(
        Seat(role, person, reason(series, sitting, role), sitting.shadows.get(role))
        for role, person in sitting.seats.items()
    )
    return Plan(
        meeting=series.meeting.id,
        day=sitting.day,
        state=sitting.state,
        seats=seats,
        free=_by_name(known, sitting.present.difference(sitting.seats.values())),
        away=_by_name(known, [person for person in sitting.members if person not in sitting.present]),
    )


def _by_name(members: Mapping[str, Member], people: Collection[str]) -> tuple[str, ...]:
    """People's ids in order of their names."""
    return tuple(sorted(people, key=lambda person: (members[person].name.casefold(), person)))


def fairness(snapshot: Snapshot, meeting: Meeting, since: date, until: date) -> Fairness:
    """How often each member served in each role of the meetings held from `since` to `until`.

    `until` is taken for today: a meeting pinned for that day counts only if it was confirmed.
    """
    series = Series(snapshot, meeting, until)
    here = {member.id for member in snapshot.members_of(meeting, until)}
    counts = {role.id: dict.fromkeys(sorted(here), 0) for role in series.roles}
    throughout = set(here)
    for sitting in series.walk((), since, until):
        if sitting.state == "held":
            throughout.intersection_update(sitting.members)
            for seat, person in sitting.seats.items():
                if seat in counts and person is not None:
                    counts[seat][person] = counts[seat].get(person, 0) + 1
    spread = {}
    for kind in series.roles:
        served = [counts[kind.id][p] for p in throughout if series.ledger.standing(p, kind) == "in"]
        spread[kind.id] = max(served, default=0) - min(served, default=0)
    return Fairness(counts, spread)


def within_one_turn(snapshot: Snapshot, meeting: Meeting, today: date) -> bool:
    """Whether in every role nobody is more than one turn ahead of anyone else who takes it.

    A turn of someone who works half time counts double, so with them it is one of their turns. People who
    have not come yet, or not for a long time, are not behind: they join at the others' level.
    """
    series = Series(snapshot, meeting, today)
    for _ in series.walk((), today, today):
        pass
    ledger = series.ledger
    for role in series.roles:
        people = [
            member
            for member in snapshot.members_of(meeting, today)
            if ledger.missed.get(member.id, LONG_AWAY) < LONG_AWAY
            and ledger.standing(member.id, role) == "in"
        ]
        turns = [ledger.turns[role.id][member.id] for member in people]
        if turns and max(turns) - min(turns) > max(1, *(member.share for member in people)):
            return False
    return True
