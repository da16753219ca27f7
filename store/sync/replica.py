"""This machine's own copy of a team: what is acknowledged is here, on disk (docs/format.md).

The replica is a TinyDB database over a storage of our own (`store.sync.storage`).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from store.clock import AHEAD, NO_STAMP, Stamper, stamp_time
from store.errors import StoreError, UnreadableError
from store.sync.adoption import adopt
from store.sync.aside import Aside, Kind
from store.sync.document import SIZE_LIMIT, TOMBSTONES, Decoded, Doc, State, decode, encode, key_of
from store.sync.files import read_whole, sweep, sync_folder, write_whole
from store.sync.generations import day_folder, generations, keep_moment
from store.sync.merge import edited, merge, stamps_in
from store.sync.scrub import Scrubber, words_lost
from store.sync.storage import TeamDB, TeamStorage, TeamTable

if TYPE_CHECKING:
    from filelock import BaseFileLock


REPLICA_NAME = "amity.json"


def left_mark(path: Path) -> Path:
    """The mark beside the folder of a replica that nobody is to write there any more."""
    return path.parent.with_name(f"{path.parent.name}.left")


class Edit(NamedTuple):
    """A change to one document: fields by name; None removes one, a `Keys` value changes keys of a map."""

    table: str
    id: str
    fields: Mapping[str, Any]


class Purge(NamedTuple):
    """The end of a document: no copy of it brings it back. `at` is the stamp of its tombstone, once made."""

    table: str
    id: str
    at: str = ""


class Replica:
    """One team's copy on this machine, shared by all its processes, safe to use from any thread."""

    def __init__(
        self, path: Path, stamper: Stamper, mode: int | None = 0o600, aside: Aside | None = None
    ) -> None:
        self.path = path
        self.stamper = stamper
        self.aside = aside or Aside(path.parent / "aside", stamper.clock)
        self.storage = TeamStorage(path, mode)
        self.db = TeamDB(storage=lambda: self.storage)
        self._turn = threading.RLock()
        self._process_lock: BaseFileLock | None = None
        self._settled = False
        self._witnessed: State = {}
        """The state up to which the stamper knows what was made."""
        self.set_aside: Path | None = None
        """Where the bytes of a damaged replica went when it was opened."""

    def state(self) -> State:
        """All tables as they are on disk now; empty when there are none yet. Never change what it returns.

        Raises `StoreError` when the disk refuses.
        """
        with self._turn, self._refusing("read"):
            try:
                found = self.storage.read()
            except UnreadableError:
                found = None
            if found is None and (self.path.exists() or any(generations(self.path))):
                self._recover()
                found = self.storage.read()
            return found or {}

    def now(self) -> tuple[State, bytes]:
        """The state, and the digest of its file, of one moment."""
        with self._turn:
            return self.state(), self.storage.fingerprint

    def encoded(self) -> tuple[State, bytes]:
        """The state, and the bytes of its file, of one moment."""
        with self._turn:
            state = self.state()
            return state, self.storage.lines.encode(state)

    def ahead(self) -> timedelta:
        """How far the latest change is dated ahead of this machine's clock, if by more than five minutes.

        Then one of the clocks is wrong, here or there.
        """
        stamps = (
            stamp for table in self.state().values() for doc in table.values() for stamp in stamps_in(doc)
        )
        latest = stamp_time(max(stamps, default=NO_STAMP))
        distance = latest - self.stamper.clock.now() if latest else timedelta()
        return distance if distance > AHEAD else timedelta()

    @property
    def data(self) -> bytes:
        """The bytes of the file as it is now."""
        return self.encoded()[1]

    def decode(self, data: bytes) -> Decoded:
        """The state that a copy of the team file holds; documents that are known here are the very same."""
        with self._turn:
            return self.storage.lines.decode(data)

    def apply(self, make: Callable[[State], Iterable[Edit | Purge]]) -> State:
        """Makes edits and returns the new state when they are safely on disk.

        `make` sees the state as it is once it is our turn; what it raises leaves everything as it was. Each
        edit gets a stamp later than all that the document has; a document that was purged takes none.
        Raises `StoreError` when the disk refuses.
        """
        with self._writing() as state:
            changed: dict[str, dict[str, Doc]] = {}
            stones: dict[str, Doc] = {}
            for edit in make(state):
                documents = changed.setdefault(edit.table, {})
                if edit.id in stones or key_of(edit.id) in state.get(TOMBSTONES, {}):
                    continue
                known = documents.get(edit.id) or state.get(edit.table, {}).get(key_of(edit.id))
                if known is None and isinstance(edit, Edit) and not edit.fields:
                    continue
                stamp = self.stamper.next(*(stamps_in(known) if known else (NO_STAMP,)))
                if isinstance(edit, Purge):
                    documents.pop(edit.id, None)
                    stones[edit.id] = {"at": stamp, "id": edit.id, "table": edit.table}
                else:
                    documents[edit.id] = {**edited(known, edit.fields, stamp), "id": edit.id}
            with self.storage.one_write():
                for name, documents in changed.items():
                    if documents:
                        self._table(name).put(documents.values())
                for name in {stone["table"] for stone in stones.values()}:
                    self._table(name).take_out(stones)
                if stones:
                    self._table(TOMBSTONES).put(stones.values())
            self._witnessed = self.storage.last
            return self._witnessed

    def absorb(self, *others: State) -> State:
        """Takes in what other copies hold and returns the union, on disk when it is new."""
        with self._writing() as state:
            union = state
            for other in others:
                union = merge(union, other)
            if any(union.get(name) is not state.get(name) for name in {*union, *state}):
                self.storage.write(union)
                self._witness(union)
            return union

    def keep_now(self) -> Path:
        """Keeps the file as it is now among those of earlier days, and says where. Raises `StoreError`."""
        with self._writing() as state:
            return keep_moment(self.path, self.storage.lines.encode(state), self.stamper.clock.now())

    def adopt(self, edit: State) -> State:
        """The state of a file edited with other means, with stamps that make its changes ones of now."""
        with self._turn:
            known = self.state()
            self._witness(known)
            return adopt(edit, known, self.stamper)

    def scrub(self) -> None:
        """Takes words that are gone out of the older files here; nothing is read when none were lost.

        Ends where it was when it is killed, and goes on the next time. Raises `StoreError`.
        """
        with self._refusing("scrubbed"):
            lost = self.storage.leavings.keys()
            if not lost:
                return
            with self._writing() as state:
                for folder in (self.path.parent, day_folder(self.path), self.aside.folder):
                    if folder.is_dir():
                        sweep(folder)
            scrubber = Scrubber(state, lost)
            for path in (*generations(self.path), *self.aside.contents()):
                self._scrub(path, scrubber)
            with self._writing() as now:
                self.storage.leavings.settle(lost, words_lost(state, now))

    def _scrub(self, path: Path, scrubber: Scrubber) -> None:
        """One file. It is read without holding up those who write, and looked at again before it changes."""
        with contextlib.suppress(FileNotFoundError):
            seen, data = path.stat(), read_whole(path, SIZE_LIMIT * 2)
            clean = scrubber.scrub(data)
            if clean is data:
                return
            with self._writing():
                now = path.stat()
                if (now.st_ino, now.st_mtime_ns, now.st_size) != (
                    seen.st_ino,
                    seen.st_mtime_ns,
                    seen.st_size,
                ):
                    clean = scrubber.scrub(read_whole(path, SIZE_LIMIT * 2))
                if clean:
                    write_whole(path, clean, 0o600)
                else:
                    path.unlink()
                    sync_folder(path.parent)

    def is_stained(self, data: bytes) -> bool:
        """Whether a file of the team may hold words that are gone."""
        return Scrubber(self.state()).scrub(data) is not data

    def keep_aside(self, kind: Kind, name: str, data: bytes) -> Path:
        """Sets bytes aside without the words that are gone. Raises `StoreError`."""
        with self._writing() as state:
            try:
                return self.aside.keep(kind, name, Scrubber(state).scrub(data))
            except OSError as error:
                raise StoreError(
                    f"{name} could not be set aside in {self.aside.folder} ({error.strerror}); "
                    "it was left as it is."
                ) from error

    def _witness(self, state: State) -> None:
        """Takes note of stamps: what others made, and this machine in earlier runs and other processes."""
        known, self._witnessed = self._witnessed, state
        self.stamper.witness(
            stamp
            for name, table in state.items()
            for there in (known.get(name, {}),)
            if table is not there
            for key, doc in table.items()
            if there.get(key) is not doc
            for stamp in stamps_in(doc)
        )

    def _table(self, name: str) -> TeamTable:
        table = self.db.table(name)
        if not isinstance(table, TeamTable):
            raise TypeError(f"{name} is no table of ours")
        return table

    @contextlib.contextmanager
    def _writing(self) -> Iterator[State]:
        """This machine's turn to write: one thread of one process at a time."""
        with self._turn, self._refusing():
            self._check_left()  # before a lock makes the folder anew
            with self._lock():
                self._check_left()
                if not self._settled:
                    sweep(
                        self.path.parent
                    )  # what a kill left: nobody else writes here while we hold the lock
                    self._settled = True
                state = self.state()
                self._witness(state)
                yield state

    def _check_left(self) -> None:
        """Raises `StoreError` once another process took these files away, so that none comes back."""
        if left_mark(self.path).exists():
            raise StoreError("You have left this team on this machine; nothing of it is written here now.")

    def _lock(self) -> BaseFileLock:
        if self._process_lock is None:
            from filelock import FileLock  # 20 ms to import, and only those who write need it

            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._process_lock = FileLock(self.path.with_suffix(".lock"), timeout=30)
        return self._process_lock

    @contextlib.contextmanager
    def _refusing(self, verb: str = "written") -> Iterator[None]:
        """Turns what the disk refuses into a sentence."""
        try:
            yield
        except (OSError, TimeoutError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            raise StoreError(
                f"This machine's own copy of the team could not be {verb} ({reason}); nothing was changed. "
                f"Make room or give rights in {self.path.parent} and try again."
            ) from error

    def _recover(self) -> None:
        """After a damaged or vanished file: its bytes are set aside, the newest whole one takes its place.

        Where none is whole, the newest that makes sense does: anything is better than an empty start.
        """
        with self._refusing(), self._lock():
            with contextlib.suppress(FileNotFoundError):
                data = read_whole(self.path, SIZE_LIMIT * 2)
                self.set_aside = self.aside.keep("damaged", self.path.name, data)
            self.storage.forget()
            found: list[Decoded] = []
            for path in (self.path, *generations(self.path)):
                with contextlib.suppress(OSError, UnreadableError):
                    found.append(decode(read_whole(path, SIZE_LIMIT)))
                    if found[-1].sound:
                        break
            if found:
                best = found[-1] if found[-1].sound else found[0]
                write_whole(self.path, encode(best.state), self.storage.mode)
            else:
                self.path.unlink(missing_ok=True)
