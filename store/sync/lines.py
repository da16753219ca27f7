"""Reading and writing the team file in step with what changed in it, not with how large it is.

The file holds one document a line. Whoever knows the lines of all documents can write a state by putting them
one after the other, and read a file by parsing only lines that are new; documents that stay keep their
identity, so that merging and showing them costs nothing either. What comes out is byte for byte what
`document.encode` and `document.decode` say. It also keeps the interface lively: parsing many megabytes in one
call would hold up every other thread for all of that time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import orjson

from store.errors import UnreadableError
from store.sync import document
from store.sync.document import META, Decoded, Doc, State, Table, canonical

_LARGE: Final = 4 * 1024 * 1024
"""Bytes from which a file is parsed line by line even when no line is known."""

_Known = dict[str, tuple[Doc, bytes]]


class Lines:
    """The lines of the documents that were last written or read. Used by one thread at a time."""

    def __init__(self) -> None:
        self._tables: dict[str, _Known] = {}
        self._unsplit: tuple[bytes, State] | None = None

    def encode(self, state: Mapping[str, Table]) -> bytes:
        """The file of a state: `document.encode`, with only new documents turned into bytes."""
        self._split()
        self._tables = {name: self._learn(name, table) for name, table in state.items() if name != META}
        blocks = {
            name: b",\n".join([known[key][1] for key in sorted(known)])
            for name, known in self._tables.items()
        }
        return document.assemble(state, blocks)

    def _learn(self, name: str, table: Table) -> _Known:
        known, fresh = self._tables.get(name, {}), {}
        for key, doc in table.items():
            entry = known.get(key)
            if entry is None or entry[0] is not doc:
                entry = (doc, b'"%b": %b' % (key.encode(), canonical(doc)))
            fresh[key] = entry
        return fresh

    def decode(self, data: bytes) -> Decoded:
        """The state that somebody's file holds: `document.decode`, with known documents taken as they are."""
        self._split()
        if (self._tables or len(data) > _LARGE) and len(data) <= document.SIZE_LIMIT:
            found = self._parse(data)
            if found is not None:
                return Decoded(found[0], True)
        return document.decode(data)

    def decode_own(self, data: bytes) -> State:
        """The state of a file that only this program writes; its lines are looked at when they are needed."""
        if len(data) > _LARGE:
            found = self._parse(data)
            if found is not None:
                state, self._tables = found
                return state
        state, sound = document.decode(data, own=True)
        self._tables, self._unsplit = {}, (data, state) if sound else None
        return state

    def _split(self) -> None:
        """Learns the lines of a file that was parsed as a whole."""
        if self._unsplit is None:
            return
        (data, state), self._unsplit = self._unsplit, None
        lines = [line.removesuffix(b",") for line in data.split(b"\n")]
        tables: dict[str, _Known] = {}
        at = 2
        for name in state.keys() - {META}:
            table = state[name]
            at = lines.index(b"%b: {" % canonical(name)) + 1
            tables[name] = dict(
                zip(table, zip(table.values(), lines[at : at + len(table)], strict=True), strict=True)
            )
        self._tables = tables

    def _parse(self, data: bytes) -> tuple[State, dict[str, _Known]] | None:
        """A sound file, line by line, with the lines; None for one that is not exactly as amity writes it."""
        if not document.is_sound(data):
            return None
        lines = data.split(b"\n")
        if len(lines) < 4 or lines[0] != b"{" or lines[-2:] != [b"}", b""]:
            return None
        head, body = lines[1], lines[2:-2]
        if (
            body
        ):  # all but the last of several end with a comma; with one, the last table ends like the others
            if not head.endswith(b",") or body.pop() != b"}":
                return None
            head = head[:-1]
            body.append(b"},")
        try:
            state: State = orjson.loads(b"{%b}" % head)
            canonical(state)
            tables: dict[str, _Known] = {}
            rest = iter(body)
            for title in rest:
                name = orjson.loads(title.removesuffix(b": {"))
                if b"%b: {" % canonical(name) != title or name in state:
                    return None
                tables[name] = self._parse_table(self._tables.get(name, {}), rest)
                state[name] = {key: doc for key, (doc, _) in tables[name].items()}
            return document.checked(state), tables
        except (ValueError, TypeError, RecursionError, UnreadableError):
            return None

    @staticmethod
    def _parse_table(known: _Known, lines: Iterator[bytes]) -> _Known:
        """The documents up to the end of a table. Raises ValueError for a line that we would not write."""
        table: _Known = {}
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
                if b'"%b": %b' % (key.encode(), canonical([[doc]])[2:-2]) != text:
                    raise ValueError(key)
                entry = (doc, text)
            table[key] = entry
        raise ValueError(known)
