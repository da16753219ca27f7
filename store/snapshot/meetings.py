"""Meetings and what was recorded of them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from store.fields import PEOPLE_LIMIT, Unfit, day, identities, identity, mapping, moment, needed, one_of
from store.records import Meeting, Move, Occurrence, Parked
from store.sync.document import Doc
from store.text import PARKED_LIMIT
from store.zones import is_zone

RULE_LIMIT = 400
"""Characters of a recurrence rule."""

SKIPS_LIMIT, MOVES_LIMIT = 4000, 1000
"""Days left out and occurrences moved of one series."""

FARTHEST = timedelta(days=366)
"""How far from its own day an occurrence can be moved."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def meeting(doc: Doc) -> Meeting:
    """A series of meetings."""
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


def occurrence(doc: Doc) -> Occurrence:
    """What is recorded of one meeting."""
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
