"""From documents to records: reading a state field by field, and only what changed since the last time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from store import content
from store.fields import PEOPLE_LIMIT, Unfit, day, identities, identity, line, mapping, moment, needed, one_of
from store.records import (
    WEEKDAYS,
    Absence,
    CoffeeRound,
    GroupCard,
    HelpFlag,
    Meeting,
    Member,
    Milestone,
    Move,
    Occurrence,
    Parked,
    Signature,
    Snapshot,
)
from store.sync.document import FORMAT, Doc, State, Table, meta, min_reader, team_of
from store.text import NAME_LIMIT, PARKED_LIMIT, TEXT_LIMIT, clean, fold
from store.wall import Wall
from store.zones import is_zone

R = TypeVar("R")

RULE_LIMIT = 400
"""Characters of a recurrence rule."""

SKIPS_LIMIT, MOVES_LIMIT = 4000, 1000
"""Days left out and occurrences moved of one series."""

WAYS = "team"
"""The id of the one document of the table `team`: what holds for all of it."""

THEMES_LIMIT = 200
"""Themes that a team adds or takes out."""

FARTHEST = timedelta(days=366)
"""How far from its own day an occurrence can be moved."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class SnapshotBuilder:
    """Builds snapshots of one team and keeps the records of documents that stay the same."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[Table, dict[str, tuple[Doc, Any]]]] = {}
        self._live: dict[str, dict[str, Any]] = {}
        self._wall_of: Table = {}
        self._wall = Wall(self._wall_of)
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
        ways = self._records(state, "team", _ways)
        thanks = state.get("kudos", {})
        if thanks is not self._wall_of:
            self._wall, self._wall_of = Wall(thanks, self._wall), thanks
        return Snapshot(
            team=team_of(state),
            name=clean(str(meta(state).get("name", "")), NAME_LIMIT),
            members=dict(sorted(((m.id, m) for m in members.values()), key=lambda pair: pair[1].handle)),
            absences=_by_id(self._records(state, "absences", _absence)),
            meetings={m.id: m for m in _by_id(meetings) if not m.ended},
            occurrences={o.id: o for o in _by_id(self._records(state, "occurrences", _occurrence))},
            kudos=self._wall,
            kudos_on=not any(team.kudos_off for team in ways.values()),
            themes=next((team.themes for team in ways.values()), content.themes()),
            cards=_by_id(self._records(state, "cards", _group_card)),
            help_flags=_by_id(self._records(state, "help", _help_flag)),
            milestones=_by_id(self._records(state, "milestones", _milestone)),
            coffee=_by_id(self._records(state, "coffee", _coffee_round)),
            holidays=frozenset(self._records(state, "holidays", _holiday).values()),
            public_holidays=_by_region(self._records(state, "public_holidays", _public_holiday).values()),
            roles=content.roles(),
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


def _member(doc: Doc) -> Member:
    week = tuple(sorted({one_of(d, *range(1, 8)) for d in doc.get("week", WEEKDAYS)})) or WEEKDAYS
    places = tuple(one_of(p, "office", "remote") for p in doc.get("places", ("office",) * 7))
    zone = doc.get("timezone", "UTC")
    return Member(
        id=identity(doc["id"]),
        handle=needed(doc.get("handle")),
        name=needed(doc.get("name")),
        joined=day(doc.get("joined")),
        left=day(doc["left"]) if "left" in doc else None,
        timezone=zone if isinstance(zone, str) and is_zone(zone) else "UTC",
        pronouns=line(doc.get("pronouns", "")),
        week=week,
        week_start=one_of(doc.get("week_start", 1), *range(1, 8)),
        places=places if len(places) == 7 else ("office",) * 7,
        hours=line(doc.get("hours", "")),
        thanks=one_of(doc.get("thanks", "wall"), "wall", "private", "ask"),
        suggest=one_of(doc.get("suggest", "yes"), "yes", "rarely", "light", "no"),
        coffee=one_of(doc.get("coffee", False), True, False),
        share=one_of(doc.get("share", 1), 1, 2),
        roles={
            identity(r): one_of(w, "in", "out", "learn") for r, w in mapping(doc.get("roles", {})).items()
        },
        card={line(k): clean(str(v), 400) for k, v in mapping(doc.get("card", {})).items()},
    )


def _absence(doc: Doc) -> Absence:
    last = day(doc["last"]) if "last" in doc else None
    return Absence(identity(doc["id"]), identity(doc.get("member")), day(doc.get("first")), last)


def _meeting(doc: Doc) -> Meeting:
    time, zone = doc.get("time"), doc.get("timezone", "UTC")
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        raise Unfit
    minutes = doc.get("minutes", 15)
    return Meeting(
        id=identity(doc["id"]),
        name=needed(doc.get("name")),
        first=day(doc.get("first")),
        time=time,
        timezone=zone if isinstance(zone, str) and is_zone(zone) else "UTC",
        rule=needed(doc.get("rule"), RULE_LIMIT),
        roles=identities(doc.get("roles", []), 12),
        members=identities(doc.get("members", [])),
        minutes=minutes if type(minutes) is int and 0 < minutes <= 24 * 60 else 15,
        skips=tuple(sorted(day(d) for d in mapping(doc.get("skips", {}), SKIPS_LIMIT))),
        moves=_moves(doc.get("moves")),
        ended=bool(doc.get("ended", False)),
    )


def _moves(value: object) -> dict[date, Move]:
    """Moved occurrences by the day that they had; one that makes no sense stays where it was."""
    found = {}
    for text, move in value.items() if isinstance(value, dict) and len(value) <= MOVES_LIMIT else ():
        with suppress(Unfit, ValueError):
            of, to, time = day(text), day(mapping(move).get("day")), mapping(move).get("time")
            if isinstance(time, str) and _TIME.fullmatch(time) and abs(to - of) <= FARTHEST:
                found[of] = Move(to, time)
    return found


def _occurrence(doc: Doc) -> Occurrence:
    pins = [(moment(mapping(p).get("at")), identity(r), p) for r, p in mapping(doc.get("pins", {})).items()]
    at, by, pin = min(pins, key=lambda p: p[:2]) if pins else (None, "", {})
    state = doc.get("state", "pinned" if pins else "planned")
    return Occurrence(
        id=identity(doc["id"]),
        meeting=identity(doc.get("meeting")),
        day=day(doc.get("day")),
        state=one_of(state, "planned", "pinned", "held", "skipped"),
        slots=_slots(pin.get("slots", {})),
        changes=_slots(doc.get("changes", {})),
        members=identities(pin.get("members", [])),
        present=identities(pin.get("present", [])),
        absent=tuple(sorted(identity(m) for m, on in mapping(doc.get("absent", {})).items() if on is True)),
        shadows={identity(r): identity(m) for r, m in mapping(pin.get("shadows", {})).items()},
        pinned_at=at,
        pinned_by=by,
        parked=_parked(doc.get("parked")),
    )


def _parked(value: object) -> tuple[Parked, ...]:
    """The lines of a parking lot; one that does not fit is passed over, since roles do not depend on it."""
    lines = []
    for key, entry in value.items() if isinstance(value, dict) else ():
        with suppress(Unfit, ValueError, TypeError, OverflowError):
            fields = mapping(entry)
            text = needed(fields.get("text"), PARKED_LIMIT)
            lines.append(Parked(identity(key), text, identity(fields.get("by")), moment(fields.get("at"))))
    return tuple(sorted(lines, key=lambda line: (line.at, line.id))[:PEOPLE_LIMIT])


def _slots(value: object) -> dict[str, str | None]:
    """Roles with their holders; an empty text stands for "nobody"."""
    return {identity(r): identity(m) if m else None for r, m in mapping(value).items()}


class _Ways(NamedTuple):
    """What the team decided on for all of it."""

    kudos_off: bool
    themes: tuple[str, ...]


def _ways(doc: Doc) -> _Ways:
    """Themes are a map (true adds one, false takes one of ours out), so that two people can edit at once."""
    if doc["id"] != WAYS:
        raise Unfit
    own = {line(theme): on for theme, on in mapping(doc.get("themes", {}), THEMES_LIMIT).items()}
    usual = [theme for theme in content.themes() if own.get(theme, True) is not False]
    added = sorted((theme for theme, on in own.items() if theme and on is True), key=fold)
    return _Ways(doc.get("kudos") == "off", tuple(dict.fromkeys([*usual, *added])))


def _group_card(doc: Doc) -> GroupCard:
    return GroupCard(
        id=identity(doc["id"]),
        to=identity(doc.get("to")),
        occasion=needed(doc.get("occasion")),
        opens=day(doc.get("opens")),
        by=identity(doc.get("by")),
        signatures=_signatures(doc.get("signatures")),
    )


def _signatures(value: object) -> tuple[Signature, ...]:
    """What was written, by member; what does not fit is passed over."""
    found = []
    for member, entry in value.items() if isinstance(value, dict) else ():
        with suppress(Unfit, ValueError, TypeError, OverflowError):
            fields = mapping(entry)
            text = needed(fields.get("text"), TEXT_LIMIT, lines=True)
            found.append(Signature(identity(member), text, moment(fields.get("at"))))
    return tuple(sorted(found, key=lambda signature: (signature.at, signature.member))[:PEOPLE_LIMIT])


def _help_flag(doc: Doc) -> HelpFlag:
    return HelpFlag(
        id=identity(doc["id"]),
        member=identity(doc.get("member")),
        text=line(doc.get("text", ""), 400),
        since=day(doc.get("since")),
        until=day(doc.get("until")),
        to=identities(doc.get("to", [])),
    )


def _milestone(doc: Doc) -> Milestone:
    year = doc.get("year")
    return Milestone(
        id=identity(doc["id"]),
        member=identity(doc.get("member")),
        month=one_of(doc.get("month"), *range(1, 13)),
        day=one_of(doc.get("day"), *range(1, 32)),
        text=needed(doc.get("text"), 400),
        year=year if type(year) is int else None,
    )


def _coffee_round(doc: Doc) -> CoffeeRound:
    groups = tuple(identities(g, 4) for g in doc.get("groups", []))
    marks = mapping(doc.get("met", {}))
    by_key = {"+".join(sorted(g)): g for g in groups}
    return CoffeeRound(
        id=identity(doc["id"]),
        monday=day(doc.get("monday")),
        groups=groups,
        met=tuple(by_key[k] for k, v in sorted(marks.items()) if v is True and k in by_key),
        missed=tuple(by_key[k] for k, v in sorted(marks.items()) if v is False and k in by_key),
    )


def _holiday(doc: Doc) -> date:
    return day(doc.get("day"))


def _public_holiday(doc: Doc) -> tuple[str, date]:
    return needed(doc.get("region")), day(doc.get("day"))


def _by_region(found: Iterable[tuple[str, date]]) -> dict[str, frozenset[date]]:
    regions: dict[str, set[date]] = {}
    for region, when in found:
        regions.setdefault(region, set()).add(when)
    return {region: frozenset(days) for region, days in sorted(regions.items())}
