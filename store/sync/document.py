"""The team file as data: decoding, canonical encoding, identities and the checksum (docs/format.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeGuard

import orjson

from store.errors import DamagedFileError, ForeignFileError

Doc = dict[str, Any]
Table = dict[str, Doc]
State = dict[str, Table]
"""TinyDB's own shape: table → document key (a decimal integer as text) → document. Never changed in place."""

META: Final = "_meta"
TOMBSTONES: Final = "_tombstones"
STAMPS: Final = "_t"
FORMAT: Final = 1
"""The format that this version writes, and the highest `min_reader` whose file it may edit."""

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes; a larger file is refused unread."""

NOTEBOOK: Final = "n-"
"""Begins the id of a private notebook; that of a team begins with "t-"."""

NOTEBOOK_NAME: Final = "private notebook"
"""The name of every notebook, in place of a team's."""

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_SUM = re.compile(rb'"sum":"([0-9a-f]{24})",')
_TEAM = re.compile(rb'"team":"([^"\0]*)("?)')
_BEGIN = b'{\n"_meta": {"1": {'
_TEAM_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KEY = re.compile(r"0|[1-9][0-9]{0,18}")


class Decoded(NamedTuple):
    """A team file that was read. `sound`: its checksum matches, so that nobody edited it by other means."""

    state: State
    sound: bool


def tiny_id(identity: str) -> int:
    """TinyDB's integer for a document's text id: 60 bits of blake2b, so that machines never clash."""
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest()) >> 4


def key_of(identity: str) -> str:
    """The key under which a document stands in its table."""
    return str(tiny_id(identity))


def canonical(value: object) -> bytes:
    """The one way to write a value: sorted, no spaces. Raises TypeError for what JSON cannot say safely."""
    return orjson.dumps(value, option=_OPTIONS)


def meta(state: Mapping[str, Table]) -> Doc:
    """The document that says which team this is."""
    return state.get(META, {}).get("1", {})


def team_of(state: Mapping[str, Table]) -> str:
    """The id of the team whose state this is."""
    return str(meta(state).get("team", ""))


def is_notebook(state: Mapping[str, Table]) -> bool:
    """Whether it is somebody's private notebook, also one of a time when these had the id of their team."""
    document = meta(state)
    named = document.get("app") == "amity" and document.get("name") == NOTEBOOK_NAME
    return team_of(state).startswith(NOTEBOOK) or named


def min_reader(state: Mapping[str, Table]) -> int:
    """The oldest format whose readers may edit this team."""
    value = meta(state).get("min_reader")
    return value if isinstance(value, int) else FORMAT


def new_state(team: str, name: str, app: str, stamp: str) -> State:
    """A team of nobody yet."""
    document = {
        "app": app,
        "format": FORMAT,
        "min_reader": 1,
        "name": name,
        "team": team,
        STAMPS: {"": stamp},
    }
    return {META: {"1": document}}


def encode(state: Mapping[str, Table]) -> bytes:
    """The file of a state: a document a line, all sorted, the checksum inside. Equal states, equal bytes."""
    return assemble(state, {name: _lines(table) for name, table in state.items() if name != META})


def assemble(state: Mapping[str, Table], blocks: Mapping[str, bytes]) -> bytes:
    """The file of a state whose tables were already turned into lines, by table."""
    rest: list[bytes] = []
    for name in sorted(name for name, block in blocks.items() if block):
        rest += b",\n%b: {\n" % canonical(name), blocks[name], b"\n}"
    rest.append(b"\n}\n")
    total = _checksum(_head(state, meta(state)), *rest)
    return b"".join((_head(state, {**meta(state), "sum": total}), *rest))


def _lines(table: Table) -> bytes:
    return b",\n".join([b'"%b": %b' % (key.encode(), canonical(table[key])) for key in sorted(table)])


def _head(state: Mapping[str, Table], document: Doc) -> bytes:
    table = {**state.get(META, {}), "1": document}
    return b'{\n"_meta": {%b}' % _lines(table).replace(b",\n", b", ")


def unsigned(data: bytes) -> bytes:
    """The file without its checksum, so that it is taken for what it is: edited by other means."""
    return _SUM.sub(b"", data, count=1)


def _checksum(*parts: bytes | memoryview) -> str:
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def decode(data: bytes, *, own: bool = False) -> Decoded:
    """The state that a file holds. Raises `DamagedFileError` and `ForeignFileError`, and nothing else.

    `own` says that only this program on this machine writes the file: then a checksum that matches is proof
    enough that its insides are as they should be.
    """
    if len(data) > SIZE_LIMIT:
        raise DamagedFileError(
            f"The team file is larger than {SIZE_LIMIT // 2**20} MB; that cannot be right."
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip(b"\0 \t\r\n"):
        raise DamagedFileError("The team file is empty; whoever brings it here may not have finished.")
    try:
        state = orjson.loads(data)
    except (ValueError, RecursionError):
        raise DamagedFileError(
            "The team file is damaged: it was cut off, or overwritten by something else."
        ) from None
    sound = is_sound(data)
    if not (own and sound):
        try:
            canonical(state)  # what cannot be written again must not come in
        except (TypeError, RecursionError):
            raise ForeignFileError(
                "The team file holds a number beyond 2^53, or values that lie too deep within each other; "
                "amity writes neither."
            ) from None
    return Decoded(_checked(state) if own and sound else checked(state), sound)


def checked(state: Any) -> State:
    """The state, if plain TinyDB could open it and it says which team it is; else raises as `decode` does."""
    _check_shape(state)
    return _checked(state)


def _checked(state: State) -> State:
    state[META]["1"].pop("sum", None)
    return {name: table for name, table in state.items() if table}


def looks_torn(data: bytes, team: str) -> bool:
    """Whether bytes that are no team file look like what is left of this team's: cut off, zeros, or nothing.

    Anything else was put there by a person or another program, and is theirs.
    """
    begins = data.lstrip(b"\0 \t\r\n")
    if found := _TEAM.search(data):
        named, whole = found.groups()
        if not (named == team.encode() if whole else team.encode().startswith(named)):
            return False
    return not begins or b"\0" in data or begins.startswith(_BEGIN) or _BEGIN.startswith(begins)


def is_sound(data: bytes) -> bool:
    """Whether the checksum in the head of a file is that of the rest of it."""
    head = data[: data.find(b"\n", data.find(b"\n") + 1)]
    found = _SUM.search(head)
    view = memoryview(data)
    return found is not None and found[1].decode() == _checksum(view[: found.start()], view[found.end() :])


def _check_shape(state: object) -> None:
    """Raises unless plain TinyDB could open it and it says which team it is."""
    document = state.get(META, {}) if isinstance(state, dict) else None
    document = document.get("1") if isinstance(document, dict) else None
    if not isinstance(state, dict) or not isinstance(document, dict) or not _is_team(document):
        raise ForeignFileError("This is a JSON file, but no team file of amity.")
    for table in state.values():
        if not isinstance(table, dict):
            raise DamagedFileError("The team file holds something that is no table.")
        if not all(is_document(key, doc) for key, doc in table.items()):
            raise DamagedFileError("The team file holds something that is no document.")


def is_document(key: str, doc: object) -> bool:
    """Whether that can stand in a table of TinyDB."""
    return isinstance(doc, dict) and _KEY.fullmatch(key) is not None


def _is_team(document: Doc) -> bool:
    app, team = document.get("app"), document.get("team")
    return isinstance(app, str) and app.startswith("amity") and is_team_id(team)


def is_team_id(value: object) -> TypeGuard[str]:
    """Whether it is the id of a team or a notebook: files here are called by it, so it is no path.

    No capital letters either, which some systems tell apart and others do not.
    """
    return isinstance(value, str) and _TEAM_ID.fullmatch(value) is not None
