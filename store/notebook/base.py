"""What every part of the notebook stands on: one private file, one way to change it, and undo."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from store.clock import Clock, Stamper
from store.errors import StoreError, UsageError
from store.notebook.place import check_private, make_private, move_here, name_anew, notebook_id
from store.notebook.reading import private_of
from store.records import Private
from store.settings import Home, Settings
from store.snapshot.same import NOBODY, resolved
from store.sync.document import NOTEBOOK_NAME, State, key_of, new_state, team_of
from store.sync.replica import Edit, Purge, Replica
from store.team.base import UNDO_LIMIT, Change, dated, inverse, taken_back
from store.text import clean

if TYPE_CHECKING:
    from store.notebook.own_folder import OwnFolder


class NotebookBase:
    """My private notebook for one team. Methods block on the disk: never call them on an event loop."""

    def __init__(self, replica: Replica, clock: Clock, team: str, identity: str) -> None:
        self.replica = replica
        self.clock = clock
        self.team = team
        self.id = identity
        self.own_folder: OwnFolder | None = None
        """Where my other machines meet this notebook, if I said so."""
        self._last: tuple[State, Mapping[str, str], Private] | None = None
        self._turn = threading.RLock()
        self._undo: list[Change] = []

    @classmethod
    def open(cls, home: Home, clock: Clock, team: str, folder: Path) -> Self:
        """The notebook for that team. Raises `StoreError` if it would lie inside a shared folder."""
        path, settings = home.notebook_file(team), Settings(home)
        mine = settings.memberships
        check_private(home, path, [folder, *(m.folder for m in mine)])
        identity = notebook_id(team, next((m.me for m in mine if m.team == team), ""))
        move_here(path.parent.with_suffix(".json"), path, team)
        notebook = cls(Replica(path, Stamper(clock)), clock, team, identity)
        state = notebook.replica.state()
        if state and team_of(state) != identity:
            name_anew(path, identity)
            notebook.replica.storage.forget()
        notebook._scrub()  # where a kill came between
        if "notebook_folder" in settings.preferences:
            from store.notebook.own_folder import OwnFolder

            notebook._begin()
            notebook.own_folder = OwnFolder(notebook.replica, identity, home, settings, clock)
            notebook.own_folder.look()
        return notebook

    def private(self, same_as: Mapping[str, str] = NOBODY) -> Private:
        """All of it as records; the very same object while nothing changed.

        `same_as` says which ids of members stand for another (`Snapshot.same_as`).
        """
        state = self.replica.state()
        if self._last is None or self._last[0] != state or self._last[1] != same_as:
            shown = resolved(state, same_as) if same_as else state
            self._last = (state, same_as, private_of(shown))
        return self._last[2]

    def undo(self) -> str | None:
        """Takes back my last change of those that can be; says what it was, if any."""
        with self._turn:
            if not self._undo:
                return None
            change = self._undo[-1]

            def edits(state: State) -> Iterable[Edit | Purge]:
                for wrote, before in zip(change.wrote, change.before, strict=True):
                    yield from taken_back(wrote, before, state)

            self._apply(edits)
            self._undo.pop()
            for wrote, before in zip(change.wrote, change.before, strict=True):
                if isinstance(wrote, Purge):  # what was done to it before can still be taken back
                    self._undo = [earlier.renamed(wrote.id, before.id) for earlier in self._undo]
            self._scrub()
            return change.title

    def _alter(self, title: str, *wrote: Edit | Purge) -> None:
        """Makes edits that `undo` takes back, and takes the words that they end out of earlier files."""
        with self._turn:
            before: list[Edit | Purge] = []

            def edits(state: State) -> Iterable[Edit | Purge]:
                before.extend(inverse(edit, state) for edit in wrote)
                return wrote

            state = self._apply(edits)
            change = Change(title, tuple(dated(edit, state) for edit in wrote), tuple(before))
            self._undo = [*self._undo, change][-UNDO_LIMIT:]
            self._scrub()

    def _write(self, table: str, identity: str, fields: Mapping[str, Any]) -> None:
        self._apply(lambda _: [Edit(table, identity, fields)])

    def _apply(self, make: Callable[[State], Iterable[Edit | Purge]]) -> State:
        self._begin()
        state = self.replica.apply(make)
        if self.own_folder is not None:
            self.own_folder.nudge()
        return state

    def _begin(self) -> None:
        if not self.replica.state():
            make_private(self.replica.path.parent)
            self.replica.absorb(new_state(self.id, NOTEBOOK_NAME, "amity", self.replica.stamper.next()))

    def _known(self, table: str, identity: str, what: str) -> str:
        if key_of(identity) not in self.replica.state().get(table, {}):
            raise UsageError(f"There is no {what} “{clean(identity, 60)}”.")
        return identity

    def _scrub(self) -> None:
        """Takes words that are gone out of earlier files; what cannot be done now is done the next time."""
        with contextlib.suppress(StoreError):
            self.replica.scrub()

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")
