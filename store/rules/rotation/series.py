"""A meeting series walked day by day: what is recorded, what is computed, and what counts.

What the held meetings make of everyone's turns is remembered, so that another one costs the same after two
thousand as after twenty. It is remembered with all that it was made from, and made anew when any of that is
another: the answer never depends on what was asked before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, is_

from store.records import Meeting, Member, Occurrence, OccurrenceState, Role, Snapshot
from store.rules.calendar import at_work, when
from store.rules.rotation.ledger import Ledger, Person

LOOK_BACK = 8
"""Meetings before the first one asked for in which turns that people kept are looked for."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a series with its seats; roles and people are ids.

    `planned` are the seats as pinned or computed, `changes` what people decided afterwards, `stands_in` for
    whom a role was given to someone else because of a late absence. `wished` are the seats of people who are
    missing this once, had they come. `counts` if the meeting was held or, ahead, is taken to be.
    """

    day: date
    state: OccurrenceState
    members: tuple[Person, ...]
    present: frozenset[Person]
    planned: Mapping[str, Person | None]
    changes: Mapping[str, Person | None]
    seats: Mapping[str, Person | None]
    stands_in: Mapping[str, Person]
    wished: Mapping[str, Person]
    shadows: Mapping[str, Person]
    counts: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """What the first `held` meetings of a series came to, and all that this was made from.

    `records` are all up to the last of them, which was held on the day `last`, also those of meetings that
    were not held.
    """

    made_from: tuple[object, ...]
    records: tuple[Occurrence, ...]
    last: date
    held: int
    ledger: Ledger
    kept: Mapping[tuple[str, Person], date]

    def begins(self, records: Collection[Occurrence]) -> bool:
        """Whether those records begin with the very same ones."""
        return len(self.records) <= len(records) and all(map(is_, self.records, records))


FOLDS: dict[str, Fold] = {}
"""The last fold of each series, by meeting id."""

_REMEMBERED = 64
"""Series of which one is kept."""

_STEP = 16
"""Folds are kept at every so many meetings, and so many before the end, where most questions begin."""


class Series:
    """The meetings of a series in order of their days: `ledger` and `kept` are as far as `walk` has come.

    `kept` holds turns that people did not take because they were away or handed them over: the day by role
    and person.
    """

    def __init__(self, snapshot: Snapshot, meeting: Meeting, today: date) -> None:
        self.snapshot, self.meeting, self.today = snapshot, meeting, today
        self.roles = roles_of(snapshot, meeting)
        self.order = [role.id for role in self.roles]
        self.recorded: dict[date, Occurrence] = {}
        own = [o for o in snapshot.occurrences.values() if o.meeting == meeting.id]
        for occurrence in sorted(own, key=attrgetter("day", "id")):
            self.recorded.setdefault(occurrence.day, occurrence)
        if meeting.moves:
            self.recorded = dict(sorted(self.recorded.items(), key=lambda item: self._place(item[0])))
        self.ledger = Ledger(snapshot.members, self.roles, ())
        self.kept: dict[tuple[str, Person], date] = {}

    def state(self, day: date) -> OccurrenceState:
        """What a day is: as recorded, but "held" for a pinned one that is over."""
        record = self.recorded.get(day)
        if record is None:
            return "planned"
        return "held" if record.state == "pinned" and self.held_on(day) < self.today else record.state

    def held_on(self, day: date) -> date:
        """The day on which the occurrence of that day is held: another one if it was moved."""
        return when(self.meeting, day)[0]

    def _place(self, day: date) -> tuple[date, str, date]:
        """What puts the meetings in the order in which they are held."""
        return (*when(self.meeting, day), day)

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Who belongs to the meeting on that day, as recorded at its pin, or by the dates in the records."""
        record, known = self.recorded.get(day), self.snapshot.members
        if record is not None and record.members:
            return tuple(known[person] for person in record.members if person in known)
        return self.snapshot.members_of(self.meeting, self.held_on(day))

    def walk(self, days: Collection[date], since: date, until: date) -> Iterator[Sitting]:
        """The meetings of `days` and all that are held or pinned, from `since` to `until`, in order.

        Those of `days` that lie ahead are taken to be held as planned by the ones after them. `ledger` is
        prepared for the meeting that is yielded, and counts it once the next is asked for; all that were held
        before `since` are counted.
        """
        wanted = {day for day in days if self.held_on(day) <= until}
        fold = self._remembered(wanted, since, until)
        counted, records = (fold.held, len(fold.records)) if fold is not None else (0, 0)
        rest = list(self.recorded)[records:]
        states = {day: self.state(day) for day in {*rest, *wanted} if self.held_on(day) <= until}
        agenda = [day for day in states if day in wanted or states[day] in ("held", "pinned")]
        agenda.sort(key=self._place)
        if fold is not None:
            self.ledger, self.kept = fold.ledger.copy(), dict(fold.kept)
        else:
            begun = [day for day in agenda if states[day] == "held"]
            begun = begun or [day for day in agenda if states[day] != "skipped"]
            founders = [member.id for day in begun[:1] for member in self.members_on(day)]
            self.ledger, self.kept = Ledger(self.snapshot.members, self.roles, founders), {}
        first = min((n - LOOK_BACK for n, day in enumerate(agenda) if day in wanted), default=len(agenda))
        begin = min(max(0, first), sum(self.held_on(day) < since for day in agenda))
        begin = next((n for n, day in enumerate(agenda[:begin]) if states[day] != "held"), begin)
        self._fold(agenda[:begin], counted)
        for number, day in enumerate(agenda[begin:], begin):
            before = self.ledger
            sitting = self._sit(day, closely=number >= first)
            if self.held_on(day) >= since:
                yield sitting
            if sitting.counts:
                self._hold(sitting)
            else:
                self.ledger = before

    def _made_from(self) -> tuple[object, ...]:
        """All but the records that the turns of held meetings depend on."""
        team = self.snapshot
        return (self.meeting, team.members, team.roles, team.absences, team.holidays)

    def _remembered(self, wanted: Collection[date], since: date, until: date) -> Fold | None:
        """A fold to go on from, if all that it counts was held long enough before those days."""
        fold = FOLDS.get(self.meeting.id)
        if fold is None or fold.last >= min(since, self.today) or fold.last > until:
            return None
        if fold.made_from != self._made_from() or not fold.begins(self.recorded.values()):
            return None
        between = list(self.recorded)[len(fold.records) :]
        first = min(map(self._place, wanted), default=None)
        if (
            first
            and sum(self.state(day) == "held" for day in between if self._place(day) < first) < LOOK_BACK
        ):
            return None
        return fold

    def _fold(self, days: Sequence[date], counted: int) -> None:
        """Counts meetings that were held, after `counted` others, and remembers what they came to."""
        keep = (counted + len(days) - _STEP) // _STEP * _STEP
        for number, day in enumerate(days, counted + 1):
            self._hold(self._sit(day, closely=False))
            if number == keep:
                records = tuple(self.recorded.values())[: list(self.recorded).index(day) + 1]
                if self.meeting.id not in FOLDS and len(FOLDS) >= _REMEMBERED:
                    FOLDS.clear()
                FOLDS[self.meeting.id] = Fold(
                    self._made_from(),
                    records,
                    self.held_on(day),
                    number,
                    self.ledger.copy(),
                    dict(self.kept),
                )

    def _sit(self, day: date, *, closely: bool) -> Sitting:
        """The meeting of a day; `closely` also finds out whose turn it would have been."""
        record = self.recorded.get(day) or Occurrence("", self.meeting.id, day)
        state, known = self.state(day), self.snapshot.members
        members = self.members_on(day)
        changes = {
            role: person if person in known else None
            for role, person in record.changes.items()
            if role in self.order or role in record.slots
        }
        pinned = {r: p if p in known else None for r, p in record.slots.items()}
        present = self._present(record, members, {**pinned, **changes}.values())
        ahead = state == "planned" and self.held_on(day) >= self.today
        counts = state in ("held", "pinned") or (ahead and bool(present))
        missing = self._missing(members, present, day) if closely and present and state != "skipped" else ()
        imagined = self.ledger.copy() if missing else None
        if not counts:
            self.ledger = self.ledger.copy()
        self.ledger.prepare(present, len(members))
        planned = pinned or (self.ledger.plan(present) if present and state != "skipped" else {})
        seats = {**planned, **changes}
        if list(seats) != self.order:
            # In order of the roles, those no longer in the series last.
            seats = {role: seats[role] for role in (*self.order, *sorted(seats)) if role in seats}
        vacated = {r: p for r, p in seats.items() if p is not None and p not in present}
        if vacated and state != "skipped":
            seats.update(dict.fromkeys(vacated))
            free = present.difference(seats.values())
            empty = [role for role in self.roles if role.id in vacated]
            seats.update(self.ledger.choose(empty, self.ledger.pool(free, len(empty)), most=1))
        wished: dict[str, Person] = {}
        if imagined is not None:
            everyone = present.union(missing)
            imagined.prepare(everyone, len(members))
            wished = {r: p for r, p in imagined.plan(everyone).items() if p is not None and p in missing}
        return Sitting(
            day=day,
            state=state,
            members=tuple(member.id for member in members),
            present=present,
            planned=planned,
            changes=changes,
            seats=seats,
            stands_in={r: p for r, p in vacated.items() if seats[r] not in (None, p)},
            wished=wished,
            shadows=self._shadows(record, seats, present),
            counts=counts,
        )

    def _present(
        self, record: Occurrence, members: Collection[Member], holders: Collection[Person | None]
    ) -> frozenset[Person]:
        """Who is at a meeting: as recorded, or who works that day; and who took a role, unless they cannot.

        Of a meeting that was held only its own record says who came: an absence may be entered later.
        """
        known = self.snapshot.members
        came = {person for person in record.present if person in known}
        day = self.held_on(record.day)
        came = came or {member.id for member in at_work(self.snapshot, members, day)}
        came.update(person for person in holders if person is not None)
        came.difference_update(record.absent)
        if self.state(record.day) != "held":
            team = {member.id for member in self.snapshot.active(day)}
            away = {absence.member for absence in self.snapshot.absences if absence.covers(day)}
            away |= {p for p in came if day in self.snapshot.holidays_of(known[p])}
            came.intersection_update(team - away)
        return frozenset(came)

    def _missing(
        self, members: Iterable[Member], present: Collection[Person], day: date
    ) -> tuple[Person, ...]:
        """Who came last time and usually would today, but does not."""
        return tuple(
            member.id
            for member in members
            if member.id not in present
            and self.held_on(day).isoweekday() in member.week
            and self.ledger.missed.get(member.id) == 0
        )

    def _shadows(
        self, record: Occurrence, seats: Mapping[str, Person | None], present: Set[Person]
    ) -> dict[str, Person]:
        """Who accompanies whom: as recorded at the pin, or computed."""
        recorded = {r: p for r, p in record.shadows.items() if p in present and seats.get(r) is not None}
        if recorded or self.state(record.day) == "skipped":
            return recorded
        computed = self.ledger.shadows(seats, present)
        if self.state(record.day) != "held":
            return computed
        # A wish to learn may be younger than this meeting.
        return {r: p for r, p in computed.items() if not self.ledger.asked_to_learn(p, r)}

    def _hold(self, sitting: Sitting) -> None:
        """Counts a meeting, and notes whose turn was kept."""
        passed_on = {r: p for r, p in sitting.planned.items() if p is not None and sitting.seats[r] != p}
        for role, person in {**sitting.wished, **passed_on}.items():
            self.kept[role, person] = self.held_on(sitting.day)
        for role, holder in sitting.seats.items():
            if holder is not None:
                self.kept.pop((role, holder), None)
        self.ledger.hold(self.held_on(sitting.day), sitting.seats, sitting.present, sitting.shadows)


def roles_of(snapshot: Snapshot, meeting: Meeting) -> tuple[Role, ...]:
    """The roles of a meeting in its order; one that nobody described gets a name from its id."""
    return tuple(
        snapshot.roles.get(role) or Role(role, role.replace("_", " ").capitalize(), order=number)
        for number, role in enumerate(dict.fromkeys(meeting.roles))
    )
