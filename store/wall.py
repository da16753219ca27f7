"""The wall of thanks as a sequence that makes each record only when somebody looks at it.

A wall only grows, and a screen shows a dozen of its cards: what is worked out for all of them is their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, overload

from store.fields import Unfit, identities, identity, mapping, moment
from store.records import Kudos, Reaction
from store.sync.document import Doc, Table
from store.text import NAME_LIMIT, TEXT_LIMIT, clean

RECEIVERS_LIMIT = 50


_Place = tuple[float, str, str]
"""Where a document stands: seconds since the epoch, its id, its key in the table. Sorts oldest first."""


class Wall(Sequence[Kudos]):
    """All thanks of a table, newest first, read-only. `odd` counts documents that are none.

    `before` is an earlier wall of the same team: what stands in both is taken from it.
    """

    __hash__ = None  # type: ignore[assignment]  # as costly as the wall is long

    def __init__(self, table: Table, before: Wall | None = None) -> None:
        self._table = table
        self._made: dict[str, tuple[Doc, Kudos]] = {} if before is None else before._made
        self._places: dict[str, _Place] = {}
        self.odd = 0
        known, places = ({}, {}) if before is None else (before._table, before._places)
        for key, doc in table.items():
            place = places.get(key) if known.get(key) is doc else None
            if place is None:
                if doc.get("deleted") or ("text" not in doc and doc.keys() <= {"_t", "id"}):
                    continue
                try:
                    place = _place(key, doc)
                except (Unfit, ValueError, TypeError, KeyError, OverflowError):
                    self.odd += 1
                    continue
            self._places[key] = place
        self._order = sorted(self._places.values(), reverse=True)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Kudos: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Kudos, ...]: ...
    def __getitem__(self, index: int | slice) -> Kudos | tuple[Kudos, ...]:
        if isinstance(index, slice):
            return tuple(map(self._record, self._order[index]))
        return self._record(self._order[index])

    def __iter__(self) -> Iterator[Kudos]:
        return map(self._record, self._order)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Wall):
            return self._table is other._table or self._table == other._table
        return tuple(self) == other

    def _record(self, place: _Place) -> Kudos:
        key = place[2]
        doc = self._table[key]
        made = self._made.get(key)
        if made is None or made[0] is not doc:
            made = self._made[key] = (doc, _kudos(doc))
        return made[1]


def _place(key: str, doc: Doc) -> _Place:
    """Checks what no thanks can be without. Raises `Unfit`, ValueError and the like."""
    text = doc["text"]
    if not isinstance(text, str) or not (text[:1].isalnum() or clean(text, TEXT_LIMIT, lines=True)):
        raise Unfit
    identity(doc["from"])
    identities(doc["to"], RECEIVERS_LIMIT)
    return moment(doc["given"]).timestamp(), identity(doc["id"]), key


def _kudos(doc: Doc) -> Kudos:
    """The record of a document that has its place; a detail that does not fit is left out."""
    theme, link, edited = doc.get("theme"), doc.get("link"), doc.get("edited")
    return Kudos(
        id=doc["id"],
        giver=doc["from"],
        to=tuple(dict.fromkeys(doc["to"])),
        text=clean(doc["text"], TEXT_LIMIT, lines=True),
        given=moment(doc["given"]),
        theme=clean(theme, NAME_LIMIT) if isinstance(theme, str) else "",
        link=clean(link, 400) if isinstance(link, str) else "",
        edited=_or_none(edited),
        reactions=tuple(_reactions(doc.get("reactions"))),
    )


def _or_none(value: object) -> datetime | None:
    try:
        return None if value is None else moment(value)
    except (Unfit, ValueError, OverflowError):
        return None


def _reactions(value: Any) -> Iterator[Reaction]:
    """The reactions of a map of "member:emoji" to true, in the order of its keys."""
    try:
        marks = mapping(value or {})
    except Unfit:
        return
    for mark in sorted(key for key, on in marks.items() if on is True):
        member, _, emoji = mark.partition(":")
        shown = clean(emoji, 16)
        try:
            if shown:
                yield Reaction(shown, identity(member))
        except Unfit:
            continue
