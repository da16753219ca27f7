"""What the program does with bytes that may be a team file, held against the laws.

The suite does it with bent files and with what fuzzing found before (`found/`), `make soak` with whatever
leads to lines of code that were not reached yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

from store.clock import Clock, Stamper
from store.errors import UnreadableError
from store.snapshot import SnapshotBuilder
from store.sync import lines as lines_module
from store.sync.adoption import adopt
from store.sync.document import Decoded, State, decode, encode, looks_torn, team_of
from store.sync.lines import Lines
from store.sync.merge import merge

FORMAT_1: Final = Path(__file__).parent.parent / "store" / "sync" / "files" / "format-1.json"
FOUND: Final = tuple(sorted((Path(__file__).parent / "found").glob("*.json")))
"""What once broke something, made as small as it can be, and kept."""

KNOWN: Final = decode(FORMAT_1.read_bytes()).state


def said(read: Callable[[bytes], Decoded], data: bytes) -> object:
    """What a reader makes of these bytes: the state, or the kind of error."""
    try:
        return read(data)
    except UnreadableError as error:
        return type(error)


def take_in(data: bytes) -> State | None:
    """Takes in bytes as a machine does that holds a team. Nothing raises or breaks a law."""
    lines, fresh = Lines(), Lines()
    lines.encode(KNOWN)
    whole = said(decode, data)
    assert said(lines.decode, data) == whole
    before, lines_module._LARGE = lines_module._LARGE, 0  # type: ignore[misc]
    try:
        assert said(fresh.decode, data) == whole
    finally:
        lines_module._LARGE = before  # type: ignore[misc]
    looks_torn(data, team_of(KNOWN))
    if not isinstance(whole, Decoded):
        return None
    stamper = Stamper(Clock(datetime(2026, 11, 24, tzinfo=UTC)), machine="cccccc")
    for theirs in (whole.state, adopt(whole.state, KNOWN, stamper)):
        union = merge(KNOWN, theirs)
        written = encode(union)
        assert written == encode(merge(theirs, KNOWN)) == lines.encode(union)
        assert decode(written) == (union, True)
        assert (
            encode(merge(union, theirs))
            == encode(merge(union, KNOWN))
            == encode(merge(union, union))
            == written
        )
        builder = SnapshotBuilder()
        for state in (theirs, union):
            list(builder.build(state).kudos)
    return whole.state


def summed(data: bytes) -> bytes:
    """The file with the checksum that fits it, if it has a place for one."""
    at = data.find(b'"sum":"') + len(b'"sum":"')
    if at < len(b'"sum":"'):
        return data
    rest = data[: at - 7] + data[at + 26 :]
    return data[:at] + blake2b(rest, digest_size=12).hexdigest().encode() + data[at + 24 :]
