"""Two entries for one person, who joined twice: what the file says of the second counts as the first's.

A member's field `same_as` names the entry that stays. Nothing else in the documents changes, so that every
machine and version merges them as ever, and taking the field away again parts the two. It is resolved here,
where records are built.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.fields import Unfit, is_identity
from store.snapshot.people import member
from store.sync.document import META, STAMPS, TOMBSTONES, Doc, State, Table, key_of
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge

NOBODY: Mapping[str, str] = {}


def same_people(members: Mapping[str, Doc]) -> Mapping[str, str]:
    """The ids that stand for another, each with the id that it stands for.

    Chains lead to their end. In a circle the smallest id stays, so that all machines agree whatever came
    first; whoever is named but is not there counts for nothing.
    """
    edges = {_id(doc): doc["same_as"] for doc in members.values() if is_identity(doc.get("same_as"))}
    if edges:
        there = {_id(doc) for doc in members.values() if _stands(doc)}
        edges = {one: other for one, other in edges.items() if {one, other} <= there}
    return _ends(edges) if edges else NOBODY


def _ends(edges: Mapping[str, str]) -> Mapping[str, str]:
    """Where each chain ends; every edge is walked once."""
    ends: dict[str, str] = {}
    for one in edges:
        path: dict[str, None] = {}
        while one in edges and one not in ends and one not in path:
            path[one] = None
            one = edges[one]
        if one in path:
            ring = list(path)
            end = min(ring[ring.index(one) :])
        else:
            end = ends.get(one, one)
        ends.update(dict.fromkeys(path, end))
    return {one: end for one, end in ends.items() if one != end}


class SamePeople:
    """Shows states with each person once. What a state has in common with the last one is the same object."""

    def __init__(self) -> None:
        self._members: Table | None = None
        self._tables: dict[str, tuple[Table, Table]] = {}
        self.same: Mapping[str, str] = NOBODY
        """The ids that stood for another in the last state."""

    def resolve(self, state: State) -> State:
        """The state as it would be if nobody had joined twice."""
        members = state.get("members", {})
        if members is not self._members:
            same = same_people(members)
            if same != self.same:
                self.same, self._tables = same, {}
            self._members = members
        return resolved(state, self.same, self._tables) if self.same else state


def resolved(
    state: State, same: Mapping[str, str], known: dict[str, tuple[Table, Table]] | None = None
) -> State:
    """The state with those ids renamed; `known` has the tables of last time, before and after."""
    known = {} if known is None else known
    shown: State = {}
    for name, table in state.items():
        if name in (META, TOMBSTONES):
            shown[name] = table
            continue
        before, after = known.get(name, ({}, {}))
        if table is not before:
            fresh = {}
            for key, doc in table.items():
                if before.get(key) is doc and name != "members":
                    fresh[key] = after[key]
                else:
                    fresh[key] = _renamed(doc, same) if _mentions(doc, same) else doc
            after = _members(fresh, same) if name == "members" else fresh
            known[name] = (table, after)
        shown[name] = after
    return shown


def _mentions(value: object, same: Mapping[str, str]) -> bool:
    """Whether a value names one of those ids, at whatever depth; quickly, since nearly none does."""
    if isinstance(value, str):
        return value in same
    if isinstance(value, list):
        return any(_mentions(each, same) for each in value)
    if isinstance(value, dict):
        return any(
            (field != STAMPS and _mentions(inner, same)) or _key(field, same) != field
            for field, inner in value.items()
        )
    return False


def _stands(doc: Doc) -> bool:
    """Whether somebody can be seen by this document: neither taken back nor of another shape."""
    try:
        return not doc.get("deleted") and bool(member(doc))
    except (Unfit, ValueError, TypeError, KeyError, OverflowError):
        return False


def _id(doc: Doc) -> str:
    identity = doc.get("id")
    return identity if is_identity(identity) else ""


def _members(table: Table, same: Mapping[str, str]) -> Table:
    """Those who stay, each in the team since the earliest of their entries."""
    joined: dict[str, str] = {}
    for doc in table.values():
        if _stands(doc):
            person = same.get(_id(doc), _id(doc))
            joined[person] = min(doc["joined"], joined.get(person, doc["joined"]))
    shown = {}
    for key, doc in table.items():
        person = _id(doc)
        if person not in same:
            shown[key] = (
                {**doc, "joined": joined[person]} if person in same.values() and person in joined else doc
            )
    return shown


def _renamed(doc: Doc, same: Mapping[str, str]) -> Doc:
    return {field: value if field in ("id", STAMPS) else _value(value, same) for field, value in doc.items()}


def _value(value: Any, same: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return same.get(value, value)
    if isinstance(value, list):
        shown = [_value(each, same) for each in value]
        return shown if shown == value else _once(shown)
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, each in value.items():
            name = _key(key, same)
            if name == key or name not in value:  # what was said as the one who stays counts more
                found[name] = _value(each, same)
        return found
    return value


def _once(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def _key(key: str, same: Mapping[str, str]) -> str:
    """A key that is a member, begins with one (`member:emoji`), or joins several (`member+member`)."""
    if key in same:
        return same[key]
    if "+" in key:
        parts = key.split("+")
        if any(part in same for part in parts):
            return "+".join(sorted({same.get(part, part) for part in parts}))
    head, colon, rest = key.partition(":")
    return f"{same[head]}{colon}{rest}" if colon and head in same else key


def whole_removal(edit: Edit | Purge, state: State, same: Mapping[str, str]) -> Edit | Purge:
    """The edit, which takes keys of a map away also where they were written as the person's other entry."""
    if not same or isinstance(edit, Purge):
        return edit
    doc = state.get(edit.table, {}).get(key_of(edit.id), {})
    fields = dict(edit.fields)
    for field, keys in edit.fields.items():
        there = doc.get(field)
        if isinstance(keys, Keys) and isinstance(there, dict):
            gone = {key for key, value in keys.items() if value is None}
            fields[field] = Keys({**{key: None for key in there if _key(key, same) in gone}, **keys})
    return edit._replace(fields=fields)
