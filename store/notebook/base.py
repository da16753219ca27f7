"""What every part of the notebook stands on: one private file, and one way to change it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from store.clock import Clock, Stamper
from store.errors import StoreError, UsageError
from store.notebook.reading import private_of
from store.records import Private
from store.settings import Home
from store.sync.document import State, key_of, new_state
from store.sync.replica import Edit, Purge, Replica
from store.text import clean


class NotebookBase:
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
            self._last = (state, private_of(state))
        return self._last[1]

    def _write(self, table: str, identity: str, fields: Mapping[str, Any]) -> None:
        self._apply(lambda _: [Edit(table, identity, fields)])

    def _apply(self, make: Callable[[State], Iterable[Edit | Purge]]) -> None:
        if not self.replica.state():
            self.replica.absorb(
                new_state(self.team, "private notebook", "amity", self.replica.stamper.next())
            )
        self.replica.apply(make)

    def _known(self, table: str, identity: str, what: str) -> str:
        if key_of(identity) not in self.replica.state().get(table, {}):
            raise UsageError(f"There is no {what} “{clean(identity, 60)}”.")
        return identity

    def _scrub(self) -> None:
        """Takes drafts that are gone out of earlier files; what cannot be done now is done the next time."""
        with contextlib.suppress(StoreError):
            self.replica.scrub()

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")
