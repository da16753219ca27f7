"""My notes as a file of mine: Markdown to read, JSON for programs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from store.errors import StoreError, UsageError
from store.exchange.markdown import plain, quoted
from store.records import Note, Snapshot
from store.rules.remembered import by_person, newest_first
from store.sync.copies import FILE_NAME
from store.sync.files import write_whole
from store.zones import zone


def documents(notes: Iterable[Note], snapshot: Snapshot, timezone: str) -> list[dict[str, Any]]:
    """The notes in JSON, newest first, with times of that zone."""
    return [
        {
            "id": note.id,
            "person": _handle(note.member, snapshot),
            "text": note.text,
            "written": note.written.astimezone(zone(timezone)).isoformat(timespec="seconds"),
            "follow_up": note.follow_up.isoformat() if note.follow_up else None,
            "done": note.done.isoformat() if note.done else None,
        }
        for note in newest_first(notes)
    ]


def as_json(notes: Iterable[Note], snapshot: Snapshot, timezone: str) -> bytes:
    """The notes as one JSON document."""
    found = {"notes": documents(notes, snapshot, timezone)}
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_markdown(notes: Iterable[Note], snapshot: Snapshot, timezone: str) -> bytes:
    """The notes by person, in which nothing that was written is taken for markup."""
    parts = ["# My notes"]
    for member, found in by_person(notes, snapshot.members):
        parts.append(f"## {plain(snapshot.members[member].name) if member else 'Someone who is gone'}")
        for note in found:
            written = note.written.astimezone(zone(timezone)).date()
            parts += [" · ".join([written.isoformat(), *_follow_up(note)]), quoted(note.text)]
    return ("\n\n".join(parts) + "\n").encode()


def _follow_up(note: Note) -> list[str]:
    if note.follow_up is None:
        return []
    return [f"come back to it on {note.follow_up}" if note.done is None else f"done on {note.done}"]


def _handle(member: str, snapshot: Snapshot) -> str:
    known = snapshot.members.get(member)
    return known.handle if known else member


def save_notes(
    path: Path, notes: Iterable[Note], snapshot: Snapshot, timezone: str, shared: Iterable[Path]
) -> Path:
    """Writes notes as the name of the file wants them, and says where. Raises what `write_private` does."""
    form = as_json if path.suffix.casefold() == ".json" else as_markdown
    return write_private(path, form(notes, snapshot, timezone), shared)


def write_private(path: Path, data: bytes, shared: Iterable[Path]) -> Path:
    """Writes a file that only I may read, and says where it is.

    Raises `UsageError` for a place in a folder that a team shares, links followed, and `StoreError` when the
    disk refuses.
    """
    try:
        whole = path.expanduser().absolute()
        whole = whole.parent.resolve() / whole.name
        folders = set(shared)
        for above in whole.parents:
            if above in folders or (above / FILE_NAME).exists():
                raise UsageError(
                    f"{path} would lie in a folder that a team shares ({above}), and notes are private. "
                    "Choose another place."
                )
        write_whole(whole, data, 0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {os.strerror(error.errno or 0).lower()}.") from error
    return whole
