"""Building snapshots: reading a state field by field, and only what changed since the last time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from store import content
from store.fields import Unfit
from store.records import Snapshot
from store.snapshot import coffee, help, meetings, people, thanks
from store.snapshot.same import SamePeople
from store.sync.document import FORMAT, Doc, State, Table, meta, min_reader, team_of
from store.text import NAME_LIMIT, clean
from store.wall import Wall

R = TypeVar("R")


class SnapshotBuilder:
    """Builds snapshots of one team and keeps the records of documents that stay the same."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[Table, dict[str, tuple[Doc, Any]]]] = {}
        self._live: dict[str, dict[str, Any]] = {}
        self._wall_of: Table = {}
        self._wall = Wall(self._wall_of)
        self._last: tuple[State, Snapshot] | None = None
        self.people = SamePeople()
        """Who stands for whom."""

    def build(self, state: State) -> Snapshot:
        """The snapshot of a state; the very same one when nothing in it changed."""
        if self._last is not None and _same_tables(self._last[0], state):
            return self._last[1]
        snapshot = self._build(self.people.resolve(state))
        if self._last is not None and snapshot == self._last[1]:
            snapshot = self._last[1]
        self._last = (state, snapshot)
        return snapshot

    def _build(self, state: State) -> Snapshot:
        members = self._records(state, "members", people.member)
        series = self._records(state, "meetings", meetings.meeting)
        ways = self._records(state, "team", thanks.ways)
        regions = self._records(state, "public_holidays", people.public_holiday).values()
        wall = state.get("kudos", {})
        if wall is not self._wall_of:
            self._wall, self._wall_of = Wall(wall, self._wall), wall
        return Snapshot(
            team=team_of(state),
            name=clean(str(meta(state).get("name", "")), NAME_LIMIT),
            members=dict(sorted(((m.id, m) for m in members.values()), key=lambda pair: pair[1].handle)),
            absences=_by_id(self._records(state, "absences", people.absence)),
            meetings={m.id: m for m in _by_id(series) if not m.ended},
            occurrences={o.id: o for o in _by_id(self._records(state, "occurrences", meetings.occurrence))},
            kudos=self._wall,
            kudos_on=not any(team.kudos_off for team in ways.values()),
            themes=next((team.themes for team in ways.values()), content.themes()),
            cards=_by_id(self._records(state, "cards", thanks.group_card)),
            help_flags=_by_id(self._records(state, "help", help.help_flag)),
            promises=_by_id(self._records(state, "promises", help.promise)),
            milestones=_by_id(self._records(state, "milestones", people.milestone)),
            coffee=coffee.rounds(self._records(state, "coffee", coffee.coffee_draw).values()),
            coffee_weeks=next((team.coffee_weeks for team in ways.values()), thanks.COFFEE_WEEKS),
            coffee_size=next((team.coffee_size for team in ways.values()), thanks.COFFEE_SIZE),
            holidays=frozenset(self._records(state, "holidays", people.holiday).values()),
            public_holidays=_by_region(regions),
            roles=content.roles(),
            same_as=self.people.same,
            editable=min_reader(state) <= FORMAT,
            unfit=sum(map(self._unfit, self._tables)),
        )

    def _unfit(self, name: str) -> int:
        return sum(record is Unfit for _, record in self._tables[name][1].values())

    def _records(self, state: State, name: str, read: Callable[[Doc], R]) -> dict[str, R]:
        """The records of a table by document key, without those taken back and those that do not fit."""
        table = state.get(name, {})
        known_table, known = self._tables.get(name, ({}, {}))
        if table is not known_table or name not in self._tables:
            fresh: dict[str, tuple[Doc, Any]] = {}
            for key, doc in table.items():
                before = known.get(key)
                fresh[key] = before if before is not None and before[0] is doc else (doc, _read(doc, read))
            self._tables[name] = (table, fresh)
            known = fresh
            self._live[name] = {k: r for k, (_, r) in fresh.items() if r is not None and r is not Unfit}
        return self._live[name]


def _same_tables(one: State, other: State) -> bool:
    """Whether two states hold the very same tables; those are never changed in place."""
    return one.keys() == other.keys() and all(one[name] is other[name] for name in one)


def _read(doc: Doc, read: Callable[[Doc], R]) -> R | type[Unfit] | None:
    """The record of a document; None for one taken back or empty, `Unfit` for one that does not fit."""
    if doc.get("deleted") or doc.keys() <= {"_t", "id"}:
        return None
    try:
        return read(doc)
    except (Unfit, ValueError, TypeError, KeyError, OverflowError):
        return Unfit


def _by_id(records: Mapping[str, R]) -> tuple[R, ...]:
    return tuple(sorted(records.values(), key=lambda record: str(getattr(record, "id", ""))))


def _by_region(found: Iterable[tuple[str, date]]) -> dict[str, frozenset[date]]:
    regions: dict[str, set[date]] = {}
    for region, when in found:
        regions.setdefault(region, set()).add(when)
    return {region: frozenset(days) for region, days in sorted(regions.items())}
