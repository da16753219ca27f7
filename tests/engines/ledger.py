"""What people were told is safe, and what became of it: every cell, every copy, every second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from store.clock import Clock
from store.sync.document import TOMBSTONES, State, key_of
from store.sync.replica import Edit, Purge
from tests.store.sync.test_convergence import Cell, cells

Held = dict[Cell, tuple[str, bytes]]
"""Cells with their stamp and the bytes of their value; a removed one has none."""


class Change(NamedTuple):
    """One acknowledged change: the documents that it touched, its cells, what it purged, and when."""

    documents: tuple[tuple[str, str], ...]
    cells: Held
    purged: frozenset[str]
    when: float

    def is_in(self, state: State) -> bool:
        """Whether that state holds all of it, or something later in its place."""
        held, stones = cells_of(state, self.documents), state.get(TOMBSTONES, {})
        return all(key_of(identity) in stones for identity in self.purged) and all(
            key_of(cell[0]) in stones or (cell in held and held[cell] >= found)
            for cell, found in self.cells.items()
        )


def cells_of(state: State, documents: Iterable[tuple[str, str]]) -> Held:
    """The cells of some documents, each given by its table and its id."""
    found: Held = {}
    for table, identity in documents:
        document = state.get(table, {}).get(key_of(identity))
        if document is not None:
            found |= cells({table: {key_of(identity): document}})
    return found


class Ledger:
    """The account of one test. Safe to use from any thread."""

    def __init__(self) -> None:
        self.title = ""
        self.in_turns = False
        """Whether people and engine take turns without a pause, so that seconds say nothing."""
        self.expected: Held = {}
        """What every machine must hold in the end: for each cell the latest that anybody was told is safe."""
        self.purged: set[str] = set()
        """Documents that must be nowhere in the end."""
        self.acknowledged = 0
        self.lost: int | None = None
        """Cells that were acknowledged and are not everywhere in the end; None until it was looked."""
        self.reads = 0
        self.torn = 0
        self.copies: set[tuple[Path, int]] = set()
        """Conflict copies that were seen, each in each folder; the time tells those of one name apart."""
        self.seconds: list[float] = []
        """From each acknowledgement until another machine's snapshot held the change, for each machine."""
        self._turn = threading.Lock()

    def begin(self, state: State) -> None:
        """Takes down what was there before anybody began."""
        self._expect(cells(state))

    def acknowledge(self, edits: Iterable[Edit | Purge], state: State) -> Change:
        """Takes down what these edits wrote, as it stands in the state that was acknowledged."""
        edits = tuple(edits)
        purged = frozenset(edit.id for edit in edits if isinstance(edit, Purge))
        fields = {(edit.table, edit.id): edit.fields for edit in edits if isinstance(edit, Edit)}
        found = {
            cell: value
            for cell, value in cells_of(state, fields).items()
            if any(cell[:2] == (identity, field) for (_, identity), f in fields.items() for field in f)
        }
        self._expect(found)
        with self._turn:
            self.acknowledged += 1
            self.purged |= purged
        return Change(tuple(fields), found, purged, Clock.monotonic())

    def _expect(self, found: Held) -> None:
        with self._turn:
            for cell, value in found.items():
                self.expected[cell] = max(self.expected.get(cell, value), value)

    def arrived(self, changes: Iterable[Change]) -> None:
        """Another machine's snapshot holds these now."""
        now = Clock.monotonic()
        with self._turn:
            self.seconds += [now - change.when for change in changes]

    def saw_read(self, torn: bool) -> None:
        """Somebody read the team file, whole or torn."""
        with self._turn:
            self.reads += 1
            self.torn += torn

    def saw_copies(self, copies: Iterable[tuple[Path, int]]) -> None:
        """These conflict copies lie somewhere, each with the time at which it was written."""
        with self._turn:
            self.copies.update(copies)

    def settle(self, *states: State) -> None:
        """The account at the end: each of these states holds all that was acknowledged, and nothing else."""
        nothing = ("", b"")
        held = [cells(state) for state in states]
        expected = {cell: value for cell, value in self.expected.items() if cell[0] not in self.purged}
        missing = {c for c, value in expected.items() if any(h.get(c, nothing) < value for h in held)}
        self.lost = len(missing)
        assert not missing
        for one in held:
            assert one == expected  # a torn file that was believed would be an edit that nobody made

    @property
    def figures(self) -> dict[str, Any]:
        """What is worth telling, in the words of docs/sync.md."""
        return {
            "engine": self.title,
            "acknowledged": self.acknowledged,
            "lost": "?" if self.lost is None else self.lost,
            "torn reads": f"{self.torn} of {self.reads}",
            "conflict copies": len(self.copies),
            "median s": self._seconds(median),
            "max s": self._seconds(max),
        }

    def _seconds(self, of: Callable[[list[float]], float]) -> str:
        return "–" if self.in_turns or not self.seconds else f"{of(self.seconds):.1f}"
