"""From the notebook's documents to records; what was bent by hand stays in the file and is passed over."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TypeVar

from store.records import Answer, Note, Private, Promise, Reminder
from store.sync.document import Doc, State, key_of
from store.text import TEXT_LIMIT, clean

R = TypeVar("R")

PREFERENCES = "preferences"
SCREENS = "screens"
"""Tables with one document, whose id is the table's name."""

TICK_LIMIT = 200
"""Characters of a checklist's line that tell it from the others."""


def private_of(state: State) -> Private:
    """All of a notebook."""
    preferences = state.get(PREFERENCES, {}).get(key_of(PREFERENCES), {})
    screens = state.get(SCREENS, {}).get(key_of(SCREENS), {})
    minutes = preferences.get("max_minutes", 15)
    return Private(
        notes=tuple(sorted(_records(state, "notes", _note), key=lambda n: (n.written, n.id))),
        promises=tuple(sorted(_records(state, "promises", _promise), key=lambda p: (p.made, p.id))),
        reminders=tuple(sorted(_records(state, "reminders", _reminder), key=lambda r: (r.at, r.id))),
        answers=tuple(sorted(_records(state, "answers", _answer), key=lambda a: (a.at, a.action))),
        muted_actions=frozenset(preferences.get("muted_actions", {})),
        muted_principles=frozenset(preferences.get("muted_principles", {})),
        muted_members=frozenset(preferences.get("muted_members", {})),
        silent_until=_day(preferences.get("silent_until")),
        easy_days=_days(preferences.get("easy_days")),
        max_minutes=minutes if type(minutes) is int else 15,
        questions=dict(_records(state, "questions", _question)),
        hidden_questions=frozenset(preferences.get("hidden_questions", {})),
        wall=preferences.get("wall") is not False,
        ticks={key: lines for found in _records(state, "ticks", _ticks) for key, lines in found},
        drafts=dict(screens.get("drafts", {})),
        seen=dict(screens.get("seen", {})),
    )


def _records(state: State, table: str, read: Callable[[Doc], R]) -> Iterator[R]:
    """The records of a table; what somebody bent by hand stays in the file and is passed over."""
    for doc in state.get(table, {}).values():
        if not doc.get("deleted") and doc.keys() > {"_t", "id"}:
            with contextlib.suppress(KeyError, ValueError, TypeError, AttributeError):
                yield read(doc)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _days(value: object) -> frozenset[date]:
    """The days of a map by day; what is none is passed over."""
    found = set()
    for text, on in value.items() if isinstance(value, dict) else ():
        with contextlib.suppress(ValueError, TypeError):
            if on is True:
                found.add(date.fromisoformat(text))
    return frozenset(found)


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def ticked(doc: Doc) -> Iterator[tuple[date, frozenset[str]]]:
    """The days of one role's document, with the lines that were ticked for each."""
    days = doc.get("days")
    for day, lines in days.items() if isinstance(days, dict) else ():
        with contextlib.suppress(ValueError, TypeError):
            yield date.fromisoformat(day), frozenset(clean(line, TICK_LIMIT) for line in lines)


def _ticks(doc: Doc) -> list[tuple[tuple[str, date, str], frozenset[str]]]:
    return [((doc["meeting"], day, doc["role"]), lines) for day, lines in ticked(doc)]


def _note(doc: Doc) -> Note:
    return Note(
        id=doc["id"],
        member=doc.get("member", ""),
        text=clean(doc.get("text", ""), TEXT_LIMIT, lines=True),
        written=_moment(doc["written"]),
        follow_up=_day(doc.get("follow_up")),
        done=_day(doc.get("done")),
    )


def _promise(doc: Doc) -> Promise:
    return Promise(
        id=doc["id"],
        text=clean(doc.get("text", ""), TEXT_LIMIT),
        made=_moment(doc["made"]),
        to=doc.get("to", ""),
        by=_day(doc.get("by")),
        done=_day(doc.get("done")),
        moved=tuple(sorted(_days(doc.get("moved")))),
    )


def _reminder(doc: Doc) -> Reminder:
    return Reminder(
        id=doc["id"],
        member=doc.get("member", ""),
        text=clean(doc.get("text", ""), TEXT_LIMIT),
        at=_moment(doc["at"]),
        done=_day(doc.get("done")),
    )


def _question(doc: Doc) -> tuple[str, tuple[date, ...]]:
    return doc["id"], tuple(sorted(_days(doc["days"])))


def _answer(doc: Doc) -> Answer:
    return Answer(
        day=date.fromisoformat(doc["day"]),
        at=_moment(doc["at"]),
        kind=doc["kind"],
        action=doc["action"],
        principle=doc["principle"],
        member=doc.get("member", ""),
        trigger=doc.get("trigger", ""),
    )
