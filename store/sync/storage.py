"""TinyDB over the file of this machine's own copy: opened for one operation, written whole and durably.

What was parsed is kept until the file is another one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.errors import StoreError
from store.sync.document import SIZE_LIMIT, Doc, State, key_of
from store.sync.files import digest, read_whole, write_whole
from store.sync.generations import keep_generation, put_back
from store.sync.lines import Lines
from store.sync.scrub import Leavings, words_lost

Mark = tuple[int, int, int]


class TeamStorage(Storage):
    """TinyDB's storage for a team file. Raises `StoreError` kinds for a file that is damaged or foreign.

    Inside `one_write` writes are kept back, so that several tables change in one write.
    """

    def __init__(self, path: Path, mode: int | None = 0o600) -> None:
        self.path = path
        self.mode = mode
        self.lines = Lines()
        self.leavings = Leavings(path)
        self._fingerprint: bytes | None = b""
        self._bytes = b""
        self._state: State | None = None
        self._mark: Mark | None = None
        self._pending: State | None = None
        self._gathering = False

    def read(self) -> State | None:
        """The tables, or None while there is no file."""
        if self._pending is not None:
            return dict(self._pending)
        mark = self.look()
        numbered = mark is None or mark[2] != 0  # else nothing but the bytes tells one file from the next
        if mark != self._mark or self._state is None or not numbered:
            if mark is None:
                self._state = None
                self._take(b"")
            else:
                data = read_whole(self.path, SIZE_LIMIT)
                # What another process of this machine wrote shares most of its documents with what we know.
                found = self.lines.decode(data) if self._state else None
                self._state = found.state if found and found.sound else self.lines.decode_own(data)
                self._take(data)
            self._mark = mark
        return None if self._state is None else dict(self._state)

    @property
    def last(self) -> State:
        """The tables that were last read or written."""
        return dict(self._state or {})

    def write(self, data: State) -> None:
        """Replaces the file by these tables, durably."""
        if self._gathering:
            self._pending = data
            return
        encoded = self.lines.encode(data)
        if len(encoded) > SIZE_LIMIT:
            raise StoreError(
                f"With all that lies in the folder the team would be larger than {SIZE_LIMIT // 2**20} MB, "
                "which no amity reads. Nothing was changed; move copies that are too large away."
            )
        if lost := words_lost(self._state or {}, data):
            self.leavings.add(lost)
        keep_generation(self.path)
        try:
            write_whole(self.path, encoded, self.mode)
        except OSError:
            with contextlib.suppress(OSError):  # it was replaced, and only the folder could not be synced
                put_back(self.path)
            raise
        self._take(encoded)
        self._state, self._mark = data, None
        with contextlib.suppress(OSError):  # it is written, whatever is said now; the next reader looks again
            self._mark = self.look()

    @property
    def fingerprint(self) -> bytes:
        """The digest of the bytes last read or written, made when somebody first asks for it."""
        if self._fingerprint is None:
            self._fingerprint, self._bytes = digest(self._bytes), b""
        return self._fingerprint

    def _take(self, data: bytes) -> None:
        self._fingerprint, self._bytes = (None, data) if data else (b"", b"")

    @contextlib.contextmanager
    def one_write(self) -> Iterator[None]:
        """All that is written inside reaches the disk together, or not at all when it raises."""
        self._gathering = True
        try:
            yield
        except BaseException:
            self._gathering, self._pending = False, None
            raise
        self._gathering = False
        pending, self._pending = self._pending, None
        if pending is not None:
            self.write(pending)

    def forget(self) -> None:
        """Reads the file anew the next time."""
        self._state, self._mark = None, None
        self._take(b"")

    def look(self) -> Mark | None:
        """Modification time, size and inode: they differ after every write, since each makes a new file."""
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            return None
        return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


class TeamTable(Table):
    """A TinyDB table whose documents carry their own identity, so that none is numbered by chance."""

    def put(self, documents: Iterable[Doc]) -> None:
        """Puts documents in their places, in place of earlier versions of them.

        TinyDB's own ways of changing a table copy every document of it, twice.
        """
        tables = self._storage.read() or {}
        fresh = {key_of(document["id"]): document for document in documents}
        self._storage.write({**tables, self.name: {**tables.get(self.name, {}), **fresh}})
        self.clear_cache()

    def take_out(self, identities: Iterable[str]) -> None:
        """Removes documents, and the table with the last one."""
        tables = dict(self._storage.read() or {})
        gone = set(map(key_of, identities))
        rest = {key: doc for key, doc in tables.pop(self.name, {}).items() if key not in gone}
        self._storage.write({**tables, self.name: rest} if rest else tables)
        self.clear_cache()


class TeamDB(TinyDB):
    """A TinyDB of `TeamTable`s."""

    table_class = TeamTable
