"""Reading and writing the team file in step with what changed in it, not with how large it is.

The file holds one document a line. Whoever knows the lines of all documents can write a state by putting them
one after the other, and read a file by parsing only lines that are new; documents that stay keep their
identity, so that merging and showing them costs nothing either. What comes out is byte for byte what
`document.encode` and `document.decode` say. It also keeps the interface lively: parsing many megabytes in one
call would hold up every other thread for all of that time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

import orjson

from store.errors import DamagedFileError, UnreadableError
from store.sync import document
from store.sync.document import META, Decoded, Doc, State, Table, canonical

_LARGE: Final = 4 * 1024 * 1024
"""Bytes from which a file is parsed line by line even when no line is known."""

_FEW: Final = 100
"""New documents up to which each is put in its place; with more, all are sorted."""

_Entries = dict[str, tuple[Doc, bytes]]


class _Known:
    """The documents of a table with their lines; its keys in order, and beside them the lines."""

    def __init__(self, entries: _Entries) -> None:
        self.entries = entries
        self._sort()

    def _sort(self) -> None:
        self._order = sorted(self.entries)
        self._rows = [self.entries[key][1] for key in self._order]

    def follow(self, table: Table, read: _Entries) -> None:
        """Becomes what the table is; documents that were just `read` bring their lines along."""
        known = self.entries
        fresh: _Entries = {}
        for key, doc in table.items():
            if (entry := known.get(key)) is None or entry[0] is not doc:
                entry = read.get(key)
                if entry is None or entry[0] is not doc:
                    entry = (doc, b'"%b": %b' % (key.encode(), canonical(doc)))
                fresh[key] = entry
        # From here on nothing raises, so that entries and rows stay those of one table.
        known.update(fresh)
        if len(known) > len(table):
            for key in known.keys() - table.keys():
                del known[key]
            self._sort()
        elif len(fresh) > _FEW:
            self._sort()
        else:
            for key, (_, row) in fresh.items():
                self._place(key, row)

    def _place(self, key: str, row: bytes) -> None:
        at = bisect_left(self._order, key)
        if at < len(self._order) and self._order[at] == key:
            self._rows[at] = row
        else:
            self._order.insert(at, key)
            self._rows.insert(at, row)

    def block(self) -> bytes:
        """The lines of the table."""
        return b",\n".join(self._rows)


class Lines:
    """The lines of the documents that were last written or read. Used by one thread at a time."""

    def __init__(self) -> None:
        self._tables: dict[str, _Known] = {}
        self._read: dict[str, _Entries] = {}
        self._unsplit: tuple[bytes, State] | None = None

    def encode(self, state: Mapping[str, Table]) -> bytes:
        """The file of a state: `document.encode`, with only new documents turned into bytes."""
        self._split()
        read, self._read = self._read, {}
        self._tables = {name: self._tables.get(name) or _Known({}) for name in state if name != META}
        for name, known in self._tables.items():
            known.follow(state[name], read.get(name, {}))
        return document.assemble(state, {name: known.block() for name, known in self._tables.items()})

    def decode(self, data: bytes) -> Decoded:
        """The state that somebody's file holds: `document.decode`, with known documents taken as they are."""
        self._split()
        if (self._tables or len(data) > _LARGE) and len(data) <= document.SIZE_LIMIT:
            found = self._parse(data)
            if found is not None:
                self._read = found[1]
                return Decoded(found[0], True)
        return document.decode(data)

    def decode_own(self, data: bytes) -> State:
        """The state of a file that only this program writes; its lines are looked at when they are needed.

        Raises `DamagedFileError` also for one whose checksum does not match: nobody else edits it.
        """
        self._read = {}
        if len(data) > _LARGE:
            found = self._parse(data)
            if found is not None:
                self._tables = {name: _Known(rows) for name, rows in found[1].items()}
                return found[0]
        state, sound = document.decode(data, own=True)
        if not sound:
            raise DamagedFileError("A part of it is not what was written.")
        self._tables, self._unsplit = {}, (data, state)
        return state

    def _split(self) -> None:
        """Learns the lines of a file that was parsed as a whole."""
        if self._unsplit is None:
            return
        (data, state), self._unsplit = self._unsplit, None
        lines = [line.removesuffix(b",") for line in data.split(b"\n")]
        for name in state.keys() - {META}:
            table = state[name]
            at = lines.index(b"%b: {" % canonical(name)) + 1
            found = zip(table.values(), lines[at : at + len(table)], strict=True)
            self._tables[name] = _Known(dict(zip(table, found, strict=True)))

    def _parse(self, data: bytes) -> tuple[State, dict[str, _Entries]] | None:
        """A sound file, line by line, with the lines; None for one that is not exactly as amity writes it."""
        if not document.is_sound(data):
            return None
        lines = data.split(b"\n")
        if len(lines) < 4 or lines[0] != b"{" or lines[-2:] != [b"}", b""]:
            return None
        head, body = lines[1], lines[2:-2]
        if body:  # every table but the last ends with a comma: give the last one its own
            if not head.endswith(b",") or body.pop() != b"}":
                return None
            head = head[:-1]
            body.append(b"},")
        try:
            state = document.checked(orjson.loads(b"{%b}" % head))
            canonical(state)
            tables: dict[str, _Entries] = {}
            rest = iter(body)
            for title in rest:
                name = orjson.loads(title.removesuffix(b": {"))
                if b"%b: {" % canonical(name) != title or name in state:
                    return None
                known = self._tables.get(name)
                tables[name] = self._parse_table(known.entries if known else {}, rest)
                state[name] = {key: doc for key, (doc, _) in tables[name].items()}
            return {name: table for name, table in state.items() if table}, tables
        except (ValueError, TypeError, RecursionError, UnreadableError):
            return None

    @staticmethod
    def _parse_table(known: _Entries, lines: Iterator[bytes]) -> _Entries:
        """The documents up to the end of a table. Raises ValueError for a line that we would not write."""
        table: _Entries = {}
        more = True
        for line in lines:
            if line == b"}," and not more:
                return table
            text = line.removesuffix(b",")
            if not more:
                raise ValueError(text)
            more = len(text) < len(line)
            end = text.index(b'"', 1)
            key = text[1:end].decode()
            entry = known.get(key)
            if entry is None or entry[1] != text:
                doc = orjson.loads(text[end + 3 :])
                # As deep as it lies in the file: what is too deep for `document.decode` is so here as well.
                written = b'"%b": %b' % (key.encode(), canonical([[doc]])[2:-2])
                if written != text or not document.is_document(key, doc):
                    raise ValueError(key)
                entry = (doc, text)
            table[key] = entry
        raise ValueError(known)
