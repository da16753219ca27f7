"""From documents to records: reading a state field by field, and only what changed since the last time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from store import content
from store.records import (
    WEEKDAYS,
    Absence,
    CoffeeRound,
    HelpFlag,
    Kudos,
    Meeting,
    Member,
    Milestone,
    Occurrence,
    Reaction,
    Snapshot,
)
from store.sync.document import FORMAT, Doc, State, Table, meta, min_reader, team_of
from store.text import NAME_LIMIT, TEXT_LIMIT, clean
from store.zones import is_zone

R = TypeVar("R")
_ID = re.compile(r"[\w:.\-]{1,128}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Unfit(Exception):
    """A document that does not have the shape of its table."""


class SnapshotBuilder:
    """Builds snapshots of one team and keeps the records of documents that stay the same."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[Table, dict[str, tuple[Doc, Any]]]] = {}
        self._live: dict[str, dict[str, Any]] = {}
        self._sorted: tuple[object, tuple[Kudos, ...]] = (None, ())
        self._last: tuple[State, Snapshot] | None = None

    def build(self, state: State) -> Snapshot:
        """The snapshot of a state; the very same one when nothing in it changed."""
        if self._last is not None and _same_tables(self._last[0], state):
            return self._last[1]
        snapshot = self._build(state)
        if self._last is not None and snapshot == self._last[1]:
            snapshot = self._last[1]
        self._last = (state, snapshot)
        return snapshot

    def _build(self, state: State) -> Snapshot:
        members = self._records(state, "members", _member)
        meetings = self._records(state, "meetings", _meeting)
        records, odd = self._kudos(state)
        return Snapshot(
            team=team_of(state),
            name=clean(str(meta(state).get("name", "")), NAME_LIMIT),
            members=dict(sorted(((m.id, m) for m in members.values()), key=lambda pair: pair[1].handle)),
            absences=_by_id(self._records(state, "absences", _absence)),
            meetings={m.id: m for m in _by_id(meetings) if not m.ended},
            occurrences={o.id: o for o in _by_id(self._records(state, "occurrences", _occurrence))},
            kudos=records,
            help_flags=_by_id(self._records(state, "help", _help_flag)),
            milestones=_by_id(self._records(state, "milestones", _milestone)),
            coffee=_by_id(self._records(state, "coffee", _coffee_round)),
            holidays=frozenset(self._records(state, "holidays", _holiday).values()),
            roles=content.roles(),
            editable=min_reader(state) <= FORMAT,
            odd=odd + sum(self._odd(name) for name in self._tables if name != "kudos"),
        )

    def _kudos(self, state: State) -> tuple[tuple[Kudos, ...], int]:
        records = self._records(state, "kudos", _kudos)
        if self._sorted[0] is not records:
            newest_first = sorted(records.values(), key=lambda k: (k.given, k.id), reverse=True)
            self._sorted = (records, tuple(newest_first))
        return self._sorted[1], self._odd("kudos")

    def _odd(self, name: str) -> int:
        return (
            sum(record is Unfit for _, record in self._tables[name][1].values())
            if name in self._tables
            else 0
        )

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


# Fields. Each raises `Unfit` (or ValueError) for what it cannot accept.


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Unfit


def _ids(value: object, limit: int = 200) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > limit:
        raise Unfit
    return tuple(dict.fromkeys(_id(v) for v in value))


def _line(value: object, limit: int = NAME_LIMIT) -> str:
    if not isinstance(value, str):
        raise Unfit
    return clean(value, limit)


def _needed(value: object, limit: int = NAME_LIMIT, *, lines: bool = False) -> str:
    text = clean(value, limit, lines=lines) if isinstance(value, str) else ""
    if not text:
        raise Unfit
    return text


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise Unfit
    return date.fromisoformat(value)


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise Unfit
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise Unfit
    return moment.astimezone(UTC)


def _map(value: object, limit: int = 200) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > limit:
        raise Unfit
    return value


def _one_of(value: object, *allowed: Any) -> Any:
    if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
        raise Unfit
    return value


def _member(doc: Doc) -> Member:
    week = tuple(sorted({_one_of(d, *range(1, 8)) for d in doc.get("week", WEEKDAYS)})) or WEEKDAYS
    places = tuple(_one_of(p, "office", "remote") for p in doc.get("places", ("office",) * 7))
    zone = doc.get("timezone", "UTC")
    return Member(
        id=_id(doc["id"]),
        handle=_needed(doc.get("handle")),
        name=_needed(doc.get("name")),
        joined=_day(doc.get("joined")),
        left=_day(doc["left"]) if "left" in doc else None,
        timezone=zone if isinstance(zone, str) and is_zone(zone) else "UTC",
        pronouns=_line(doc.get("pronouns", "")),
        week=week,
        week_start=_one_of(doc.get("week_start", 1), *range(1, 8)),
        places=places if len(places) == 7 else ("office",) * 7,
        hours=_line(doc.get("hours", "")),
        thanks=_one_of(doc.get("thanks", "wall"), "wall", "private", "ask"),
        suggest=_one_of(doc.get("suggest", "yes"), "yes", "rarely", "light", "no"),
        coffee=_one_of(doc.get("coffee", False), True, False),
        share=_one_of(doc.get("share", 1), 1, 2),
        roles={_id(r): _one_of(w, "in", "out", "learn") for r, w in _map(doc.get("roles", {})).items()},
        card={_line(k): clean(str(v), 400) for k, v in _map(doc.get("card", {})).items()},
    )


def _absence(doc: Doc) -> Absence:
    last = _day(doc["last"]) if "last" in doc else None
    return Absence(_id(doc["id"]), _id(doc.get("member")), _day(doc.get("first")), last)


def _meeting(doc: Doc) -> Meeting:
    time, zone = doc.get("time"), doc.get("timezone", "UTC")
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        raise Unfit
    minutes = doc.get("minutes", 15)
    return Meeting(
        id=_id(doc["id"]),
        name=_needed(doc.get("name")),
        first=_day(doc.get("first")),
        time=time,
        timezone=zone if isinstance(zone, str) and is_zone(zone) else "UTC",
        rule=_needed(doc.get("rule"), 400),
        roles=_ids(doc.get("roles", []), 12),
        members=_ids(doc.get("members", [])),
        minutes=minutes if type(minutes) is int and 0 < minutes <= 24 * 60 else 15,
        skips=tuple(sorted(_day(d) for d in _map(doc.get("skips", {}), 4000))),
        ended=bool(doc.get("ended", False)),
    )


def _occurrence(doc: Doc) -> Occurrence:
    pins = [(_moment(p.get("at")), _id(r), p) for r, p in _map(doc.get("pins", {}), 1000).items()]
    at, by, pin = min(pins, key=lambda p: p[:2]) if pins else (None, "", {})
    state = doc.get("state", "pinned" if pins else "planned")
    return Occurrence(
        id=_id(doc["id"]),
        meeting=_id(doc.get("meeting")),
        day=_day(doc.get("day")),
        state=_one_of(state, "planned", "pinned", "held", "skipped"),
        slots=_slots(pin.get("slots", {})),
        changes=_slots(doc.get("changes", {})),
        members=_ids(pin.get("members", [])),
        present=_ids(pin.get("present", [])),
        absent=tuple(sorted(_id(m) for m, on in _map(doc.get("absent", {})).items() if on is True)),
        shadows={_id(r): _id(m) for r, m in _map(pin.get("shadows", {})).items()},
        pinned_at=at,
        pinned_by=by,
    )


def _slots(value: object) -> dict[str, str | None]:
    """Roles with their holders; an empty text stands for "nobody"."""
    return {_id(r): _id(m) if m else None for r, m in _map(value).items()}


def _kudos(doc: Doc) -> Kudos:
    reactions = sorted(
        k.partition(":")[::2] for k, on in _map(doc.get("reactions", {}), 2000).items() if on is True
    )
    return Kudos(
        id=_id(doc["id"]),
        giver=_id(doc.get("from")),
        to=_ids(doc.get("to"), 50),
        text=_needed(doc.get("text"), TEXT_LIMIT, lines=True),
        given=_moment(doc.get("given")),
        theme=_line(doc.get("theme", "")),
        link=_line(doc.get("link", ""), 400),
        edited=_moment(doc["edited"]) if "edited" in doc else None,
        reactions=tuple(
            Reaction(clean(emoji, 16), _id(member)) for member, emoji in reactions if clean(emoji, 16)
        ),
    )


def _help_flag(doc: Doc) -> HelpFlag:
    return HelpFlag(
        id=_id(doc["id"]),
        member=_id(doc.get("member")),
        text=_line(doc.get("text", ""), 400),
        since=_day(doc.get("since")),
        until=_day(doc.get("until")),
        to=_ids(doc.get("to", [])),
    )


def _milestone(doc: Doc) -> Milestone:
    year = doc.get("year")
    return Milestone(
        id=_id(doc["id"]),
        member=_id(doc.get("member")),
        month=_one_of(doc.get("month"), *range(1, 13)),
        day=_one_of(doc.get("day"), *range(1, 32)),
        text=_needed(doc.get("text"), 400),
        year=year if type(year) is int else None,
    )


def _coffee_round(doc: Doc) -> CoffeeRound:
    groups = tuple(_ids(g, 4) for g in doc.get("groups", []))
    marks = _map(doc.get("met", {}))
    by_key = {"+".join(sorted(g)): g for g in groups}
    return CoffeeRound(
        id=_id(doc["id"]),
        monday=_day(doc.get("monday")),
        groups=groups,
        met=tuple(by_key[k] for k, v in sorted(marks.items()) if v is True and k in by_key),
        missed=tuple(by_key[k] for k, v in sorted(marks.items()) if v is False and k in by_key),
    )


def _holiday(doc: Doc) -> date:
    return _day(doc.get("day"))
