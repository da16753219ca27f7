"""Taking words that are gone out of this machine's older files.

Whoever takes a kudos off the wall, or changes its words, wants them gone. The present files lose them at
once; files of before still hold them: earlier generations of this machine's own copy, and what was set
aside. Which documents lost words is noted durably before the change is written (`Leavings`): whatever
happens then, the next cycle or the next start goes on. Nothing is noted, read or written where nothing was
lost.

What a person copied by hand is theirs and stays as it is; nothing comes back from it (docs/format.md).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import orjson

from store.errors import UnreadableError
from store.sync.document import (
    META,
    STAMPS,
    TOMBSTONES,
    Doc,
    State,
    encode,
    is_sound,
    key_of,
    team_of,
    unsigned,
)
from store.sync.files import sync_folder, write_whole
from store.sync.lines import Lines
from store.sync.merge import merge

_WORDS: Final = {
    "kudos": ("text", "link"),
    "cards": ("signatures", "occasion"),
    "members": ("name", "handle", "pronouns", "hours", "card"),
    "occurrences": ("parked",),
    "help": ("text", "offers"),
    "milestones": ("text",),
    "promises": ("text",),
    "notes": ("text",),
    "reminders": ("text",),
    "screens": ("drafts",),
    "days": ("pick",),
}
"""What people say to each other, by table: these fields leave older files once they are changed.

Drafts, notes, reminders and what was suggested are a notebook's; so are promises, until one is shared.
"""

_LINE = re.compile(rb'\n"([0-9]{1,19})": ')
"""How a document begins in a file that amity wrote."""


def words_lost(before: State, after: State) -> set[str]:
    """The keys of documents that lose words from one state to the next: purged, or worded otherwise.

    So are those that come here reworded for the first time: a torn file may hold how they were.
    """
    lost = after.get(TOMBSTONES, {}).keys() - before.get(TOMBSTONES, {}).keys()
    for name, fields in _WORDS.items():
        table, there = after.get(name, {}), before.get(name, {})
        if table is not there:
            lost |= {
                key
                for key, doc in table.items()
                if (old := there.get(key)) is not doc
                and (_loses(old, doc, fields) if old else _reworded(doc, fields))
            }
    return lost


def _reworded(doc: Doc, fields: Collection[str]) -> bool:
    """Whether a document was changed in any of these fields after it was made."""
    stamps = doc.get(STAMPS)
    return isinstance(stamps, dict) and any(isinstance(stamps.get(field), str) for field in fields)


def _loses(old: Doc, new: Doc, fields: Collection[str]) -> bool:
    return any(field in old and not _holds(new.get(field), old[field]) for field in fields)


def _holds(value: Any, old: Any) -> bool:
    """Whether all of an old value is in a new one: the same, or a map with the same at each of its keys."""
    if isinstance(old, dict) and isinstance(value, dict):
        return all(value.get(key) == entry for key, entry in old.items())
    return bool(value == old)


class Leavings:
    """The keys of documents that lost words which older files beside `path` may still hold, kept in a file.

    Used by whoever has this machine's turn to write. Raises `OSError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.with_suffix(".scrub")

    def keys(self) -> frozenset[str]:
        """All that are noted."""
        try:
            return frozenset(self.path.read_text("ascii", "replace").split())
        except FileNotFoundError:
            return frozenset()

    def add(self, keys: Collection[str]) -> None:
        """Notes some more, durably."""
        known = self.keys()
        if not known.issuperset(keys):
            self._write(known.union(keys))

    def settle(self, done: Collection[str], but: Collection[str]) -> None:
        """Strikes out those that no older file holds any more, but for some."""
        self._write(self.keys().difference(done).union(but))

    def _write(self, keys: Collection[str]) -> None:
        if keys:
            write_whole(self.path, "\n".join(sorted(keys)).encode(), 0o600)
        elif self.path.exists():
            self.path.unlink()
            sync_folder(self.path.parent)


class Scrubber:
    """Takes words out of older files: those that documents had, and have no more in `state`.

    `lost` are the keys of the documents that come into question, None for any.
    """

    def __init__(self, state: State, lost: Collection[str] | None = None) -> None:
        self._state = state
        self._stones = state.get(TOMBSTONES, {})
        self._lost = lost
        self._lines = Lines()

    def scrub(self, data: bytes) -> bytes:
        """The file without them; the very same bytes when it holds none, empty when nothing is left of it."""
        if self._lost is not None and is_sound(data) and not self._concerned(data, self._lost):
            return data
        try:
            old, sound = self._lines.decode(data)
        except UnreadableError:
            return self._cut(data)
        if team_of(old) != team_of(self._state):
            return data
        if not sound:  # another program wrote it, and may have numbered the documents
            old = {name: dict(map(_at_home, table.items())) for name, table in old.items()}
        new = merge(old, self._present(old))
        if all(new.get(name) is table for name, table in old.items()) and new.keys() == old.keys():
            return data
        encoded = self._lines.encode(new)
        return encoded if sound else unsigned(encoded)

    @staticmethod
    def _concerned(data: bytes, lost: Collection[str]) -> bool:
        return any(found[1].decode() in lost for found in _LINE.finditer(data))

    def _present(self, old: State) -> State:
        """What is known now of documents in that state that lost words: merged with it, these are gone."""
        stones = {
            key: self._stones[key] for table in old.values() for key in self._stones.keys() & table.keys()
        }
        known = {
            name: {
                key: self._state[name][key]
                for key, doc in old.get(name, {}).items()
                if self._differs(name, key, doc)
            }
            for name in _WORDS
        }
        return {name: table for name, table in {TOMBSTONES: stones, **known}.items() if table}

    def _differs(self, name: str, key: str, doc: Doc) -> bool:
        """Whether that document of a table held other words than it does now."""
        now = self._state.get(name, {}).get(key)
        return now is not None and now is not doc and _loses(doc, now, _WORDS[name])

    # What is left of a torn file

    def _cut(self, data: bytes) -> bytes:
        """The lines of a torn file without those that may hold words that are gone, if any ever went."""
        if self._lost is None and not words_lost({}, self._state):
            return data
        rest = b"\n".join(line for line in data.split(b"\n") if self._may_stay(_bare(line)))
        if rest == data:
            return data
        return rest if b'"id":' in rest else b""

    def _may_stay(self, line: bytes) -> bool:
        """Whether a line is a whole document that lost nothing, or holds nothing but what is there today.

        A piece of a line does not tell whose words it holds.
        """
        file, lines = self._file
        if line in lines:
            return True
        try:
            ((key, doc),) = orjson.loads(b"{%b}" % line).items()
            if key == META:
                return True
            whole = key_of(doc["id"]) == key
        except (ValueError, TypeError, KeyError, AttributeError):
            return line in file
        return whole and key not in self._stones and not any(self._differs(t, key, doc) for t in _WORDS)

    @cached_property
    def _file(self) -> tuple[bytes, frozenset[bytes]]:
        """The present file, as a whole and by lines."""
        file = encode(self._state)
        return file, frozenset(map(_bare, file.split(b"\n")))


def _bare(line: bytes) -> bytes:
    """A line without what stands between lines, or in place of them."""
    return line.strip(b"\0\t\r ,")


def _at_home(entry: tuple[str, Doc]) -> tuple[str, Doc]:
    key, doc = entry
    identity = doc.get("id")
    return (key_of(identity) if isinstance(identity, str) else key), doc
