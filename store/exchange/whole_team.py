"""A whole team as one JSON document, and such a document as a new team (docs/team-export.md).

The shape is `team.schema.json` beside this module: what goes out fits it, what comes in is held against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import orjson

from store.errors import UsageError
from store.sync.document import META, SIZE_LIMIT, STAMPS, TOMBSTONES, Doc, State, canonical, meta, team_of
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, clean
from store.version import __version__

VERSION: Final = 1
"""The version of the schema."""

DEPTH: Final = 20
"""How deep things lie in one another, at most."""

_WITH_LINES: Final = "text"
"""The only field whose text may have several lines."""

_GIVE: Final = "Give one that was made with: amity export team --format json"


class Export(NamedTuple):
    """The document, as bytes, and how many documents of the team file did not fit and are not in it."""

    data: bytes
    left_out: int


class WholeTeam(NamedTuple):
    """A team that was read: its name, and by table its documents without stamps."""

    name: str
    tables: dict[str, list[Doc]]


def schema() -> dict[str, Any]:
    """The shape of the document: JSON Schema, draft 7; read anew, since who compiles it may change it."""
    found = orjson.loads(files("store.exchange").joinpath("team.schema.json").read_bytes())
    assert isinstance(found, dict)
    return found


@cache
def _check(table: str = "") -> Callable[[object], object]:
    """What raises `JsonSchemaValueException` for an entry of that table; for a whole document with ""."""
    import fastjsonschema

    shape = schema()
    if table:
        known = table if table in shape["definitions"] else "entry"
        shape = {"definitions": shape["definitions"], "$ref": f"#/definitions/{known}"}
    check: Callable[[object], object] = fastjsonschema.compile(shape)
    return check


def as_json(state: State, moment: datetime) -> Export:
    """The team of a state, without what was taken back, each table in the order of the ids."""
    tables: dict[str, list[Doc]] = {"members": []}
    left_out = 0
    for name in sorted(state.keys() - {META, TOMBSTONES}):
        fits = re.fullmatch(schema()["properties"]["tables"]["propertyNames"]["pattern"], name)
        entries = [_entry(name, doc) if fits else None for doc in state[name].values() if _stands(doc)]
        found = {entry["id"]: entry for entry in entries if entry is not None}
        left_out += len(entries) - len(found)
        if found:
            tables[name] = [found[identity] for identity in sorted(found)]
    document = {
        "app": f"amity {__version__.rpartition('.')[0]}",
        "kind": "team",
        "version": VERSION,
        "exported": moment.isoformat(timespec="seconds"),
        "team": {
            "id": team_of(state),
            "name": clean(str(meta(state).get("name", "")), NAME_LIMIT) or "A team",
        },
        "tables": tables,
    }
    return Export(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), left_out)


def _stands(doc: Doc) -> bool:
    return not doc.get("deleted") and not doc.keys() <= {STAMPS, "id"}


def _entry(table: str, doc: Doc) -> Doc | None:
    """What fits of a document, as much as can be; None when something is missing that it needs."""
    from fastjsonschema import JsonSchemaValueException

    entry: Doc = _cleaned({field: value for field, value in sorted(doc.items()) if field[:1] != "_"})
    for _ in range(len(entry) + 100):
        try:
            _check(table)(entry)
        except JsonSchemaValueException as error:
            if not _take_out(entry, error.path[1:]):
                return None
        else:
            return {
                field: value for field, value in entry.items() if value != {}
            }  # a map without keys is none
    return None


def _take_out(entry: Doc, path: list[str]) -> bool:
    """Takes what stands at the path out of the entry; False for all of it.

    The path was made of text: where a key has a dot in it, the field that it stands in goes as a whole.
    """
    if not path or path[0] not in entry:
        return False
    inner: Any = entry
    try:
        for step in path[:-1]:
            inner = inner[int(step) if isinstance(inner, list) else step]
        del inner[int(path[-1]) if isinstance(inner, list) else path[-1]]
    except (KeyError, IndexError, ValueError, TypeError):
        del entry[path[0]]
    return True


def _cleaned(value: Any, field: str = "", depth: int = 0) -> Any:
    """The same with every text in it made safe, and without what is nothing or nested without end."""
    if isinstance(value, str):
        lines = field == _WITH_LINES
        return clean(value, TEXT_LIMIT if lines else LINE_LIMIT, lines=lines)
    if isinstance(value, list | dict) and depth > DEPTH:
        return None
    if isinstance(value, list):
        return [_cleaned(each, field, depth + 1) for each in value]
    if isinstance(value, dict):
        inner = {clean(key, LINE_LIMIT): _cleaned(each, key, depth + 1) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each is not None}
    return value


def read_team(data: bytes) -> WholeTeam:
    """The team that a document holds. Raises `UsageError` with where it does not fit."""
    from fastjsonschema import JsonSchemaValueException

    if len(data) > SIZE_LIMIT:
        raise UsageError("The file is larger than any team; it was not read.")
    try:
        document = orjson.loads(data)
    except ValueError:
        raise UsageError(
            "The file is no JSON. Give one that was made with: amity export team --format json"
        ) from None
    if not isinstance(document, dict) or document.get("kind") != "team":
        raise UsageError(
            "The file holds no team. Give one that was made with: amity export team --format json"
        )
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise UsageError("A newer amity wrote this file; update amity here to read it.")
    document = _cleaned(document, depth=-3)  # so that it counts from each entry, as on the way out
    try:
        _check()(document)
    except JsonSchemaValueException as error:
        raise UsageError(
            f"The file cannot be read as a team: {_sentence(error.message, document)}."
        ) from None
    tables = document["tables"]
    for name, entries in tables.items():
        _check_entries(name, entries)
    return WholeTeam(clean(document["team"]["name"], NAME_LIMIT), tables)


def _check_entries(name: str, entries: list[Doc]) -> None:
    ids: set[str] = set()
    for entry in entries:
        if entry["id"] in ids:
            raise UsageError(f"The file has two of the id {entry['id']} among its {name}.")
        ids.add(entry["id"])
        try:
            canonical(entry)
        except TypeError:
            raise UsageError(f"A number in {entry['id']} is larger than a team file can hold.") from None


def _sentence(message: str, document: dict[str, Any]) -> str:
    """What the check says, about an entry by its id instead of its place."""
    where, _, what = message.partition(" ")
    parts = where.replace("]", "").replace("[", ".").split(".")
    if parts[:2] == ["data", "tables"] and len(parts) > 3 and parts[3].isdecimal():
        identity = document["tables"][parts[2]][int(parts[3])]
        named = identity.get("id") if isinstance(identity, dict) else None
        who = f"{parts[2]}, {named if isinstance(named, str) else f'entry {int(parts[3]) + 1}'}"
        where = ": ".join([who, ".".join(parts[4:])] if parts[4:] else [who])
    else:
        where = where.removeprefix("data.").replace("data", "the whole")
    return clean(f"{where} {what}", LINE_LIMIT)


def edits(team: WholeTeam) -> list[Edit]:
    """What makes that team out of an empty one; a JSON object is a map, merged key by key."""
    return [
        Edit(name, entry["id"], {field: _field(value) for field, value in entry.items() if field != "id"})
        for name, entries in team.tables.items()
        for entry in entries
    ]


def _field(value: Any) -> Any:
    return Keys(value) if isinstance(value, dict) else value
