"""What is mine alone: notes, promises, what was suggested and done, drafts. Never in the shared folder.

The same file form and the same safety as the team's replica, readable by its owner only (mode 0600).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from store.clock import Clock, Stamper
from store.errors import StoreError, UsageError
from store.records import Answer, Note, Private, Promise
from store.settings import Home
from store.sync.document import Doc, State, key_of, new_state
from store.sync.merge import Keys
from store.sync.replica import Edit, Replica
from store.team.base import new_id
from store.text import TEXT_LIMIT, check_text, clean

R = TypeVar("R")

DRAFT_LIMIT = 8 * TEXT_LIMIT
"""Characters of an unfinished text, with all that a screen keeps beside it."""

TICK_LIMIT = 200
"""Characters of a checklist's line that tell it from the others."""

TICKED_MEETINGS = 8
"""Meetings of a series for which the ticks of a role are kept."""

TICKED_LINES = 60
"""Ticks that are kept for one role in one meeting."""

_PREFERENCES = "preferences"
_SCREENS = "screens"


class Notebook:
    """My private notebook for one team. Methods block on the disk: never call them on an event loop."""

    def __init__(self, replica: Replica, clock: Clock, team: str) -> None:
        self.replica = replica
        self.clock = clock
        self.team = team
        self._last: tuple[State, Private] | None = None

    @classmethod
    def open(cls, home: Home, clock: Clock, team: str, folder: Path) -> Self:
        """The notebook for that team. Raises `StoreError` if it would lie inside the shared folder."""
        path = home.notebook_file(team)
        if folder in path.resolve().parents:  # as it was found when it was joined: it may hang now
            raise StoreError(
                f"Your private notebook would lie in the shared folder ({path}). "
                "Set AMITY_HOME to a place that is yours alone."
            )
        notebook = cls(Replica(path, Stamper(clock)), clock, team)
        notebook._scrub()  # where a kill came between
        return notebook

    def private(self) -> Private:
        """All of it as records; the very same object while nothing changed."""
        state = self.replica.state()
        if self._last is None or self._last[0] != state:
            self._last = (state, _private(state))
        return self._last[1]

    def _write(self, table: str, identity: str, fields: Mapping[str, Any]) -> None:
        self._apply(lambda _: [Edit(table, identity, fields)])

    def _apply(self, make: Callable[[State], Iterable[Edit]]) -> None:
        if not self.replica.state():
            self.replica.absorb(
                new_state(self.team, "private notebook", "amity", self.replica.stamper.next())
            )
        self.replica.apply(make)

    # Notes and promises

    def add_note(self, member: str, text: str, follow_up: date | None = None) -> Note:
        """Notes something about a member, to come back to on a day."""
        identity = new_id("n")
        words = check_text(text, "The note", TEXT_LIMIT, lines=True)
        fields = {"member": member, "text": words, "written": self._now()}
        if follow_up is not None:
            fields["follow_up"] = follow_up.isoformat()
        self._write("notes", identity, fields)
        return next(n for n in self.private().notes if n.id == identity)

    def finish_note(self, note: str, day: date) -> None:
        """Marks a follow-up as done."""
        self._write("notes", self._known("notes", note, "note"), {"done": day.isoformat()})

    def postpone_note(self, note: str, day: date) -> None:
        """Moves a follow-up to another day."""
        self._write("notes", self._known("notes", note, "note"), {"follow_up": day.isoformat()})

    def add_promise(self, text: str, to: str = "", by: date | None = None) -> Promise:
        """Keeps something that I said I would do."""
        identity = new_id("p")
        fields = {"text": check_text(text, "The promise", TEXT_LIMIT), "to": to, "made": self._now()}
        if by is not None:
            fields["by"] = by.isoformat()
        self._write("promises", identity, fields)
        return next(p for p in self.private().promises if p.id == identity)

    def finish_promise(self, promise: str, day: date) -> None:
        """Marks a promise as kept."""
        self._write("promises", self._known("promises", promise, "promise"), {"done": day.isoformat()})

    def _known(self, table: str, identity: str, what: str) -> str:
        if key_of(identity) not in self.replica.state().get(table, {}):
            raise UsageError(f"There is no {what} “{clean(identity, 60)}”.")
        return identity

    # The suggestion

    def answer(self, answer: Answer) -> None:
        """Logs what happened to a suggestion."""
        fields = {
            "day": answer.day.isoformat(),
            "at": answer.at.isoformat(timespec="milliseconds"),
            "kind": answer.kind,
            "action": answer.action,
            "principle": answer.principle,
            "member": answer.member,
            "trigger": answer.trigger,
        }
        self._write("answers", new_id("w"), fields)

    def forget_answer(self, day: date, kind: str) -> bool:
        """Takes back the last answer of that kind on that day; False when there is none."""
        found = [
            (doc.get("at", ""), doc["id"])
            for doc in self.replica.state().get("answers", {}).values()
            if doc.get("day") == day.isoformat() and doc.get("kind") == kind and not doc.get("deleted")
        ]
        if found:
            self._write("answers", max(found)[1], {"deleted": True})
        return bool(found)

    def pinned(self, day: date) -> Doc | None:
        """What was suggested on that day, as `pin` kept it."""
        doc = self.replica.state().get("days", {}).get(key_of(_day_id(day)))
        pick = doc.get("pick") if doc else None
        return pick if isinstance(pick, dict) else None

    def pin(self, day: date, pick: Mapping[str, Any] | None) -> None:
        """Keeps what is suggested on that day, so that it stays the same after a restart or a late sync."""
        self._write("days", _day_id(day), {"pick": None if pick is None else dict(pick)})

    def mute(self, kind: str, identity: str, on: bool = True) -> None:
        """Never suggests that action, principle or member again (`kind` is one of these words)."""
        self._write(_PREFERENCES, _PREFERENCES, {f"muted_{kind}s": Keys({identity: True if on else None})})

    def silence(self, until: date | None) -> None:
        """No suggestion up to and including that day; None ends the silence."""
        value = None if until is None else until.isoformat()
        self._write(_PREFERENCES, _PREFERENCES, {"silent_until": value})

    def prefer_wall(self, on: bool) -> None:
        """Shows me the kudos tab and what nudges towards it, or puts both away for me alone."""
        self._write(_PREFERENCES, _PREFERENCES, {"wall": None if on else False})

    # Checklists

    def tick(self, meeting: str, day: date, role: str, item: str, on: bool = True) -> None:
        """Ticks a line of a role's checklist for one meeting, or takes the tick back.

        The ticks of the latest few meetings are kept; those of older ones go.
        """
        identity, line = f"{meeting}:{role}", clean(item, TICK_LIMIT)

        def edits(state: State) -> Iterable[Edit]:
            days = dict(_ticked(state.get("ticks", {}).get(key_of(identity), {})))
            before = days.get(day, frozenset())
            days[day] = before | {line} if on else before - {line}
            kept = sorted((d for d, lines in days.items() if lines), reverse=True)[:TICKED_MEETINGS]
            ticks = {d.isoformat(): sorted(days[d])[:TICKED_LINES] for d in kept}
            yield Edit("ticks", identity, {"meeting": meeting, "role": role, "days": ticks})

        self._apply(edits)

    # The screens

    def set_draft(self, place: str, text: str | None) -> None:
        """Keeps an unfinished text; None or nothing throws it away."""
        value = clean(text, DRAFT_LIMIT, lines=True) if text else None  # not yet cut to what may be sent
        self._write(_SCREENS, _SCREENS, {"drafts": Keys({place: value or None})})
        if not value:
            self._scrub()

    def _scrub(self) -> None:
        """Takes drafts that are gone out of earlier files; what cannot be done now is done the next time."""
        with contextlib.suppress(StoreError):
            self.replica.scrub()

    def see(self, place: str, value: str) -> None:
        """Keeps when, or up to what, a screen was last looked at."""
        self._write(_SCREENS, _SCREENS, {"seen": Keys({place: value})})

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")


def _day_id(day: date) -> str:
    return f"day:{day.isoformat()}"


def _private(state: State) -> Private:
    preferences = state.get(_PREFERENCES, {}).get(key_of(_PREFERENCES), {})
    screens = state.get(_SCREENS, {}).get(key_of(_SCREENS), {})
    minutes = preferences.get("max_minutes", 15)
    return Private(
        notes=tuple(sorted(_records(state, "notes", _note), key=lambda n: (n.written, n.id))),
        promises=tuple(sorted(_records(state, "promises", _promise), key=lambda p: (p.made, p.id))),
        answers=tuple(sorted(_records(state, "answers", _answer), key=lambda a: (a.at, a.action))),
        muted_actions=frozenset(preferences.get("muted_actions", {})),
        muted_principles=frozenset(preferences.get("muted_principles", {})),
        muted_members=frozenset(preferences.get("muted_members", {})),
        silent_until=_day(preferences.get("silent_until")),
        max_minutes=minutes if type(minutes) is int else 15,
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


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def _ticked(doc: Doc) -> Iterator[tuple[date, frozenset[str]]]:
    """The days of one role's document, with the lines that were ticked for each."""
    days = doc.get("days")
    for day, lines in days.items() if isinstance(days, dict) else ():
        with contextlib.suppress(ValueError, TypeError):
            yield date.fromisoformat(day), frozenset(clean(line, TICK_LIMIT) for line in lines)


def _ticks(doc: Doc) -> list[tuple[tuple[str, date, str], frozenset[str]]]:
    return [((doc["meeting"], day, doc["role"]), lines) for day, lines in _ticked(doc)]


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
    )


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
