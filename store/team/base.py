"""What every command of a team stands on: the present snapshot, one way to change things, and undo."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store.clock import Clock
from store.errors import NewerFormatError, NoTeamError, UsageError
from store.records import FolderNews, Member, Snapshot, Status
from store.snapshot import SnapshotBuilder
from store.snapshot.same import whole_removal
from store.sync.document import FORMAT, STAMPS, TOMBSTONES, Doc, State, canonical, key_of, min_reader
from store.sync.engine import Engine, Report
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge, Replica
from store.text import NAME_LIMIT, clean

if TYPE_CHECKING:
    from store.sync.background import Background

_FACTS = {"occurrences": ("meeting", "day")}
"""Fields that follow from a document's id: whoever takes a change back leaves them for what others wrote."""

_FLEETING = ("kudos", "cards", "promises", "milestones", "help", "notes", "reminders")
"""Tables whose documents are purged, not emptied, when their making is taken back."""

_REFERENCES = {"kudos": ("reply",)}
"""Fields that name another document of their table, which gets a new id when its removal is taken back."""

UNDO_LIMIT = 50
"""Changes that can be taken back, newest first."""


class Change(NamedTuple):
    """A change that can be taken back: what it was, what it wrote, and what stood there before."""

    title: str
    wrote: tuple[Edit | Purge, ...]
    before: tuple[Edit | Purge, ...]

    def renamed(self, old: str, new: str) -> Change:
        """The same, with another id for a document."""
        wrote, before = (
            tuple(edit._replace(id=new) if edit.id == old else edit for edit in edits)
            for edits in (self.wrote, self.before)
        )
        return Change(self.title, wrote, before)


class TeamBase:
    """One team on this machine. All methods block on the disk: never call them on an event loop."""

    def __init__(
        self, replica: Replica, engine: Engine, clock: Clock, team: str, me: str, machine: str
    ) -> None:
        self.replica = replica
        self.engine = engine
        self.clock = clock
        self.id = team
        self._me = me
        self.machine = machine
        self._builder = SnapshotBuilder()
        self._turn = threading.RLock()
        self._undo: list[Change] = []
        self._background: Background | None = None

    # What there is

    @property
    def me(self) -> str:
        """My member id; of two entries of mine the one that stays."""
        return self._builder.people.same.get(self._me, self._me)

    @me.setter
    def me(self, member: str) -> None:
        self._me = member

    def snapshot(self) -> Snapshot:
        """The team as this machine knows it now; the very same object while nothing changed."""
        with self._turn:
            return self._builder.build(self.replica.state())

    @property
    def status(self) -> Status:
        """How this machine and the shared folder stand."""
        return replace(self.engine.status, aside=self.engine.diary.alert)

    def folder_news(self) -> FolderNews:
        """What happened between this machine and the folder; after that, nothing of it is new."""
        engine = self.engine
        engine.diary.alert = False
        return FolderNews(
            file=str(engine.folder.file),
            own=str(self.replica.path),
            log=str(engine.diary.log or ""),
            waiting=engine.missing(),
            events=engine.diary.recent,
            kept_in=str(engine.aside.folder),
            kept=tuple(path.name for path in engine.aside.contents()),
            ahead=self.replica.ahead(),
        )

    def myself(self, snapshot: Snapshot | None = None) -> Member:
        """My own record. Raises `NoTeamError` when it is not there, such as after leaving elsewhere."""
        known = (snapshot or self.snapshot()).members
        if self.me not in known:
            raise NoTeamError(f"You are not in the team in {self.engine.folder.path} any more.")
        return known[self.me]

    # Changing things

    def _change(
        self, title: str, make: Callable[[Snapshot], Iterable[Edit | Purge]], *, undoable: bool = True
    ) -> Snapshot:
        """Makes, durably, the edits that `make` names for the snapshot of that moment.

        What nobody asked for by name, such as settling the roles when they are looked at, is not `undoable`.

        Raises what `make` raises, `NewerFormatError`, and `StoreError` when this machine's disk refuses.
        """
        with self._turn:
            done: list[Change] = []

            def edits(state: State) -> Iterable[Edit | Purge]:
                check_editable(state)
                snapshot = self._builder.build(state)
                wrote = tuple(whole_removal(edit, state, snapshot.same_as) for edit in make(snapshot))
                done.append(Change(title, wrote, tuple(inverse(edit, state) for edit in wrote)))
                return wrote

            state = self.replica.apply(edits)
            if undoable and done and done[0].wrote:
                change = done[0]._replace(wrote=tuple(dated(edit, state) for edit in done[0].wrote))
                self._undo = [*self._undo, change][-UNDO_LIMIT:]
            self.nudge()
            return self._builder.build(state)

    def undo(self) -> str | None:
        """Takes back my last change, but for what others changed since; says what it was, if any."""
        with self._turn:
            if not self._undo:
                return None
            change = self._undo[-1]

            def edits(state: State) -> Iterable[Edit | Purge]:
                check_editable(state)
                for wrote, before in zip(change.wrote, change.before, strict=True):
                    yield from taken_back(wrote, before, state)

            state = self.replica.apply(edits)
            self._undo.pop()
            for wrote, before in zip(change.wrote, change.before, strict=True):
                if isinstance(wrote, Purge) and key_of(before.id) in state.get(before.table, {}):
                    # What was done to it before can still be taken back.
                    self._undo = [earlier.renamed(wrote.id, before.id) for earlier in self._undo]
            self.nudge()
            return change.title

    # The folder

    def pull(self, seconds: float = 2.0) -> Report:
        """Takes in what the folder holds, for at most that long."""
        report = self.engine.within(seconds, push=False)
        self.engine.scrub()
        return report

    def sync(self, seconds: float = 2.0) -> Report:
        """Brings this machine and the folder in step, for at most that long."""
        report = self.engine.within(seconds)
        self.engine.scrub()
        return report

    def start(self, changed: Callable[[], None]) -> None:
        """Keeps in step in the background; `changed` is called from there when something moved."""
        from store.sync.background import Background  # only the dashboard needs it

        self._background = Background(self.engine, changed)
        self._background.start()

    def nudge(self, urgent: bool = False) -> None:
        """Says that there is something new to bring to the folder: at once if `urgent`, else gathered."""
        if self._background is not None:
            self._background.nudge(urgent)

    def close(self) -> None:
        """Ends the background work; what still waits goes to the folder first, for at most two seconds."""
        if self._background is not None:
            self._background.stop()

    # Finding people

    def find_member(self, name: str, snapshot: Snapshot | None = None) -> Member:
        """The member of that handle, with or without `@`. Raises `UsageError` with the nearest handles."""
        snapshot = snapshot or self.snapshot()
        wanted = clean(name, NAME_LIMIT).lstrip("@").casefold()
        found = [m for m in snapshot.members.values() if m.handle == wanted]
        found = [m for m in found if m.left is None] or found
        if len(found) == 1:
            return found[0]
        everyone = sorted({m.handle for m in snapshot.members.values() if m.left is None})
        from difflib import get_close_matches

        near = get_close_matches(wanted, everyone, n=4, cutoff=0.5) or everyone[:8]
        starting = [h for h in everyone if wanted and h.startswith(wanted)]
        hint = ", ".join(f"@{h}" for h in dict.fromkeys([*starting, *near]))
        what = "more than one person has" if found else "nobody here has"
        raise UsageError(f"{what.capitalize()} the handle @{wanted}. Did you mean {hint}?")


def check_editable(state: State) -> None:
    """Raises `NewerFormatError` where a newer amity keeps the team."""
    if min_reader(state) > FORMAT:
        raise NewerFormatError(
            "A newer amity keeps this team file: you can read it, not change it. Update amity."
        )


def new_id(kind: str) -> str:
    """A random id, 96 bits, such as `k-4f…`."""
    return f"{kind}-{os.urandom(12).hex()}"


def inverse(edit: Edit | Purge, state: State) -> Edit | Purge:
    """What takes an edit back in that state: what was purged comes back under another id."""
    known = state.get(edit.table, {}).get(key_of(edit.id), {})
    if isinstance(edit, Purge):
        return Edit(edit.table, new_id(edit.id.partition("-")[0]), _fields(known))
    if not known and edit.table in _FLEETING:
        return Purge(edit.table, edit.id)
    before: dict[str, object] = {}
    for field, value in edit.fields.items():
        old = known.get(field)
        if isinstance(value, Keys):
            entries = old if isinstance(old, dict) else {}
            before[field] = Keys({key: entries.get(key) for key in value})
        else:
            before[field] = old
    return Edit(edit.table, edit.id, before)


def _fields(doc: Doc) -> dict[str, object]:
    """All of a document as one change makes it again."""
    stamps = doc.get(STAMPS)
    maps = {field for field, stamp in stamps.items() if isinstance(stamp, dict)} if stamps else set()
    return {
        field: Keys(value) if field in maps else value
        for field, value in doc.items()
        if field not in (STAMPS, "id")
    }


def dated(edit: Edit | Purge, state: State) -> Edit | Purge:
    """A purge with the stamp of its tombstone."""
    if isinstance(edit, Edit):
        return edit
    return edit._replace(at=state[TOMBSTONES][key_of(edit.id)]["at"])


def taken_back(wrote: Edit | Purge, before: Edit | Purge, state: State) -> Iterable[Edit | Purge]:
    """What is still to be done so that `before` holds again, in that state."""
    if isinstance(wrote, Edit):
        yield before if isinstance(before, Purge) else _still_ours(wrote, before, state)
        return
    stone = state.get(TOMBSTONES, {}).get(key_of(wrote.id), {})
    if stone.get("at") == wrote.at:  # else somebody removed it as well
        yield before
        for doc in state.get(wrote.table, {}).values():
            fields = {f: before.id for f in _REFERENCES.get(wrote.table, ()) if doc.get(f) == wrote.id}
            if fields:
                yield Edit(wrote.table, doc["id"], fields)


def _still_ours(wrote: Edit, before: Edit, state: State) -> Edit:
    """The part of `before` whose fields still hold what `wrote` put there."""
    known = state.get(wrote.table, {}).get(key_of(wrote.id), {})
    fields: dict[str, object] = {}
    for field, value in wrote.fields.items():
        if field in _FACTS.get(wrote.table, ()):
            continue
        present = known.get(field)
        if isinstance(value, Keys):
            entries = present if isinstance(present, dict) else {}
            kept = {k: before.fields[field][k] for k, v in value.items() if _same(entries.get(k), v)}
            if kept:
                fields[field] = Keys(kept)
        elif _same(present, value):
            fields[field] = before.fields[field]
    return Edit(wrote.table, wrote.id, fields)


def _same(one: object, other: object) -> bool:
    return canonical(one) == canonical(other)
