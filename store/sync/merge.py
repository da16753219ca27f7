"""The union of two copies of a team: pure, total, commutative, associative, idempotent (docs/format.md).

A document is a set of cells. A register cell holds one value with the stamp of its last change; a map cell
holds a value and a stamp for each of its keys. For every cell the later stamp wins, for equal stamps the
larger canonical bytes: a last-writer-wins element map after Shapiro et al., "A comprehensive study of
Convergent and Commutative Replicated Data Types" (2011). Tombstones win over everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from store.clock import NO_STAMP, is_stamp
from store.sync.document import META, STAMPS, TOMBSTONES, Doc, State, Table, canonical

_GONE: Any = object()
"""Stands for the value of a field or key that was removed."""

Cell = tuple[str, Any]
"""A stamp and a value, or `_GONE`."""

_CEILINGS = ("format", "min_reader")
"""Fields of the meta document that only grow, whatever stamps they have."""


def merge(mine: Mapping[str, Table], theirs: Mapping[str, Table]) -> State:
    """All that either copy holds. What comes out as it was in `mine` is the same object."""
    tombstones = _merge_table(mine.get(TOMBSTONES, {}), theirs.get(TOMBSTONES, {}), _later_bytes)
    merged: State = {}
    for name in mine.keys() | theirs.keys():
        one, other = mine.get(name, {}), theirs.get(name, {})
        if name == TOMBSTONES:
            merged[name] = tombstones
        elif name == META:
            merged[name] = _merge_table(one, other, _merge_meta)
        else:
            merged[name] = _merge_table(_alive(one, tombstones), _alive(other, tombstones), merge_documents)
    return {name: table for name, table in merged.items() if table}


def _alive(table: Table, tombstones: Table) -> Table:
    if tombstones.keys().isdisjoint(table.keys()):
        return table
    return {key: doc for key, doc in table.items() if key not in tombstones}


def _merge_table(mine: Table, theirs: Table, join: Any) -> Table:
    if not theirs or mine is theirs:
        return mine
    merged = dict(mine)
    changed = False
    for key, doc in theirs.items():
        known = mine.get(key)
        if known is doc:
            continue
        joined = doc if known is None else join(known, doc)
        if joined is not known:
            merged[key] = joined
            changed = True
    return merged if changed else mine


def _later_bytes(mine: Doc, theirs: Doc) -> Doc:
    return theirs if canonical(theirs) > canonical(mine) else mine


def _merge_meta(mine: Doc, theirs: Doc) -> Doc:
    merged = dict(merge_documents(_without_ceilings(mine), _without_ceilings(theirs)))
    for field in _CEILINGS:
        values = [doc[field] for doc in (mine, theirs) if field in doc]
        if values:
            merged[field] = max(values, key=_height)
    return mine if canonical(merged) == canonical(mine) else merged


def _without_ceilings(doc: Doc) -> Doc:
    rest = {field: value for field, value in doc.items() if field not in _CEILINGS}
    if isinstance(stamps := doc.get(STAMPS), dict):
        rest[STAMPS] = {field: stamp for field, stamp in stamps.items() if field not in _CEILINGS}
    return rest


def _height(value: object) -> tuple[int | float, bytes]:
    return value if type(value) is int else -inf, canonical(value)


def merge_documents(mine: Doc, theirs: Doc) -> Doc:
    """Two versions of one document as one; `mine` itself when nothing in it changes."""
    # Python holds 1 == True == 1.0, so equality alone is not enough.
    if mine == theirs and canonical(mine) == canonical(theirs):
        return mine
    registers, maps = _cells(mine)
    other_registers, other_maps = _cells(theirs)
    for field, cells in other_maps.items():
        known = maps.setdefault(field, {})
        for key, cell in cells.items():
            known[key] = _later(known.get(key), cell)
    for field, cell in other_registers.items():
        registers[field] = _later(registers.get(field), cell)
    for field in maps:
        registers.pop(field, None)
    merged = _document(registers, maps)
    if identities := [doc["id"] for doc in (mine, theirs) if "id" in doc]:
        merged["id"] = max(identities, key=canonical)
    return mine if canonical(merged) == canonical(mine) else merged


def _cells(doc: Doc) -> tuple[dict[str, Cell], dict[str, dict[str, Cell]]]:
    """A document as registers and maps. Stamps that are none count as the oldest there is."""
    stamps = doc.get(STAMPS)
    stamps = stamps if isinstance(stamps, dict) else {}
    base = _stamp(stamps.get(""))
    registers: dict[str, Cell] = {}
    maps: dict[str, dict[str, Cell]] = {}
    for field in {*doc, *stamps} - {STAMPS, "id", ""}:
        stamp = stamps.get(field)
        value = doc.get(field, _GONE)
        if isinstance(stamp, dict):
            entries = value if isinstance(value, dict) else {}
            maps[field] = {k: (_stamp(stamp.get(k)), entries.get(k, _GONE)) for k in {*entries, *stamp}}
        elif field in stamps or value is not _GONE:
            registers[field] = (_stamp(stamp) if field in stamps else base, value)
    return registers, maps


def _stamp(value: object) -> str:
    return value if isinstance(value, str) and is_stamp(value) else NO_STAMP


def _later(mine: Cell | None, theirs: Cell) -> Cell:
    return theirs if mine is None or _age(theirs) > _age(mine) else mine


def _age(cell: Cell) -> tuple[str, bytes]:
    return cell[0], b"" if cell[1] is _GONE else canonical(cell[1])


def _document(registers: Mapping[str, Cell], maps: Mapping[str, Mapping[str, Cell]]) -> Doc:
    """The canonical document of these cells: the oldest register's stamp stands for all that share it."""
    doc: Doc = {}
    stamps: dict[str, Any] = {}
    base = min((stamp for stamp, value in registers.values() if value is not _GONE), default=None)
    if base is not None:
        stamps[""] = base
    for field, (stamp, value) in registers.items():
        if value is not _GONE:
            doc[field] = value
        if value is _GONE or stamp != base:
            stamps[field] = stamp
    for field, cells in maps.items():
        stamps[field] = {key: stamp for key, (stamp, _) in cells.items()}
        present = {key: value for key, (_, value) in cells.items() if value is not _GONE}
        if present:
            doc[field] = present
    doc[STAMPS] = stamps
    return doc


def edited(doc: Doc | None, changes: Mapping[str, Any], stamp: str) -> Doc:
    """The document changed at `stamp`; None removes a field, a `Keys` value changes single keys."""
    registers, maps = _cells(doc or {})
    for field, value in changes.items():
        if isinstance(value, Keys):
            cells = maps.setdefault(field, {})
            cells.update({k: (stamp, _GONE if v is None else v) for k, v in value.items()})
            registers.pop(field, None)
        else:
            registers[field] = (stamp, _GONE if value is None else value)
    result = _document(registers, maps)
    if doc and "id" in doc:
        result["id"] = doc["id"]
    return result


class Keys(dict[str, Any]):
    """A change to single keys of a map field; None removes a key."""


def stamps_in(doc: Doc) -> list[str]:
    """All stamps of a document."""
    stamps = doc.get(STAMPS)
    if not isinstance(stamps, dict):
        return []
    flat = (v for s in stamps.values() for v in (s.values() if isinstance(s, dict) else (s,)))
    return [v for v in flat if is_stamp(v)]
