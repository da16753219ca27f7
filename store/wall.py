"""The wall of thanks as a sequence that makes each record only when somebody looks at it.

A wall only grows, and a screen shows a dozen of its cards: what is worked out for all of them is their order,
and that only once a screen asks for it. What concerns one person is found without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import takewhile
from typing import Any, overload

from store.fields import Unfit, identities, identity, is_identity, mapping, moment
from store.records import Kudos, Reaction
from store.sync.document import Doc, Table, key_of
from store.text import LINK_LIMIT, NAME_LIMIT, TEXT_LIMIT, clean, is_link

RECEIVERS_LIMIT = 50


_MISSHAPEN = (Unfit, ValueError, TypeError, KeyError, OverflowError)

_Place = tuple[float, str, str]
"""Where a document stands: seconds since the epoch, its id, its key in the table. Sorts oldest first."""


def concerning(wall: Sequence[Kudos], member: str) -> Iterator[Kudos]:
    """Those of a wall that a member gave or got, newest first."""
    if isinstance(wall, Wall):
        return wall.concerning(member)
    return (kudos for kudos in wall if kudos.giver == member or member in kudos.to)


def since(wall: Sequence[Kudos], then: datetime) -> Iterator[Kudos]:
    """Those of a wall that were given after that moment, newest first."""
    return wall.since(then) if isinstance(wall, Wall) else takewhile(lambda kudos: kudos.given > then, wall)


Facts = Mapping[str, Any]
"""What a kudos says, as in the file: `id`, `from`, `to` and `text` fit, what else there is may not.

Whom it thanks, `receivers_of` tells; what it is for, `theme_of`.
"""


def facts(wall: Sequence[Kudos]) -> Iterator[Facts]:
    """What those of a wall say, newest first; no record is made for it."""
    if isinstance(wall, Wall | Part):
        return map(wall.document, wall.places)
    return ({"id": k.id, "from": k.giver, "to": k.to, "text": k.text, "theme": k.theme} for k in wall)


def select(wall: Sequence[Kudos], wanted: Callable[[Facts], bool]) -> Sequence[Kudos]:
    """Those of a wall that are wanted, newest first."""
    if isinstance(wall, Wall | Part):
        return Part(wall, [place for place in wall.places if wanted(wall.document(place))])
    return [kudos for kudos, says in zip(wall, facts(wall), strict=True) if wanted(says)]


def times(wall: Sequence[Kudos]) -> list[float]:
    """When those of a wall were given, in seconds since the epoch."""
    if isinstance(wall, Wall | Part):
        return [place[0] for place in wall.places]
    return [kudos.given.timestamp() for kudos in wall]


def find(wall: Sequence[Kudos], kudos: str) -> Kudos | None:
    """The one of that id on a wall."""
    return wall.find(kudos) if isinstance(wall, Wall) else next((k for k in wall if k.id == kudos), None)


class Part(Sequence[Kudos]):
    """Some of the kudos of a wall, in its order; each record is made when somebody looks at it."""

    def __init__(self, wall: Wall | Part, places: list[_Place]) -> None:
        self._wall: Wall = wall._wall if isinstance(wall, Part) else wall
        self.places = places
        """Where their documents stand."""

    def document(self, place: _Place) -> Doc:
        """The document that stands there."""
        return self._wall.document(place)

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Kudos: ...
    @overload
    def __getitem__(self, index: slice) -> Part: ...
    def __getitem__(self, index: int | slice) -> Kudos | Part:
        if isinstance(index, slice):
            return Part(self, self.places[index])
        return self._wall.record(self.places[index])

    def __iter__(self) -> Iterator[Kudos]:
        return map(self._wall.record, self.places)


def abandoned(table: Table) -> list[str]:
    """The ids of kudos that everyone whom they thank took their name off, each at the same time."""
    return [doc["id"] for key, doc in table.items() if "off" in doc and _is_abandoned(key, doc)]


def _is_abandoned(key: str, doc: Doc) -> bool:
    try:
        return _place(key, {**doc, "off": None}) is not None and not receivers_of(doc)
    except _MISSHAPEN:
        return False


def answers(wall: Sequence[Kudos], kudos: str) -> list[Kudos]:
    """Those that reply to the one of that id, oldest first."""
    if isinstance(wall, Wall):
        return wall.answers(kudos)
    return [other for other in reversed(wall) if kudos and other.reply == kudos]


class Wall(Sequence[Kudos]):
    """All thanks of a table, newest first, read-only.

    `before` is an earlier wall of the same team: what stands in both is taken from it.
    """

    __hash__ = None  # type: ignore[assignment]  # as costly as the wall is long

    def __init__(self, table: Table, before: Wall | None = None) -> None:
        self._table = table
        self._made: dict[str, tuple[Doc, Kudos]] = {} if before is None else before._made
        self._places: dict[str, _Place] = {}
        self._concerning: dict[str, list[_Place]] = {}
        self._answers: dict[str, list[_Place]] | None = None
        self._odd = 0
        self._sorted: list[_Place] | None = None
        # One that was never put in order knows no more than the one before it.
        self._before: Wall | None = before if before is None or before._sorted is not None else before._before

    @property
    def odd(self) -> int:
        """How many documents are no thanks, although they should be."""
        self._order()
        return self._odd

    @property
    def places(self) -> list[_Place]:
        """Where the documents of all stand, newest first."""
        return self._order()

    def document(self, place: _Place) -> Doc:
        """The document that stands there."""
        return self._table[place[2]]

    def _order(self) -> list[_Place]:
        if self._sorted is None:
            before = self._before
            known, order = ({}, []) if before is None else (before._places, before._sorted or [])
            self._places, self._odd = self._find(known, {} if before is None else before._table)
            kept = [place for place in order if self._places.get(place[2]) is place]
            fresh = [place for key, place in self._places.items() if known.get(key) is not place]
            self._sorted, self._before = _newest_first(kept, fresh), None
        return self._sorted

    def _find(self, places: dict[str, _Place], known: Table) -> tuple[dict[str, _Place], int]:
        """The places by document key, and how many documents have none although they should.

        `places` are those of the documents in `known`.
        """
        found, odd = {}, 0
        for key, doc in self._table.items():
            place = places.get(key) if known.get(key) is doc else None
            try:
                place = place or _place(key, doc)
            except _MISSHAPEN:
                odd += 1
            if place is not None:
                found[key] = place
        return found, odd

    def find(self, kudos: str) -> Kudos | None:
        """The one of that id."""
        try:
            key = key_of(kudos)
            place = _place(key, self._table[key])
        except _MISSHAPEN:
            return None
        return self.record(place) if place is not None and place[1] == kudos else None

    def concerning(self, member: str) -> Iterator[Kudos]:
        """Those that a member gave or got, newest first."""
        places = self._concerning.get(member)
        if places is None:
            places = self._only(lambda doc: doc["from"] == member or member in receivers_of(doc))
            self._concerning[member] = places
        return map(self.record, places)

    def answers(self, kudos: str) -> list[Kudos]:
        """Those that reply to the one of that id, oldest first. The wall is walked once for all of them."""
        if self._answers is None:
            self._answers = {}
            for place in reversed(self._only(lambda doc: is_identity(doc.get("reply")))):
                self._answers.setdefault(self._table[place[2]]["reply"], []).append(place)
        return list(map(self.record, self._answers.get(kudos, ())))

    def since(self, then: datetime) -> Iterator[Kudos]:
        """Those that were given after that moment, newest first."""
        # As text, moments of one zone sort by time; those of any other are less than a day off.
        near = (then - timedelta(days=1)).isoformat()
        recent = map(self.record, self._only(lambda doc: doc["given"] > near))
        return takewhile(lambda kudos: kudos.given > then, recent)

    def _only(self, wanted: Callable[[Doc], bool]) -> list[_Place]:
        """The places of documents that are wanted, newest first; the others cost next to nothing."""
        found = []
        before = self._before
        known, places = ({}, {}) if before is None else (before._table, before._places)
        for key, doc in self._table.items():
            try:
                if not wanted(doc):
                    continue
                place = places.get(key) if known.get(key) is doc else None
                place = place or _place(key, doc)
            except _MISSHAPEN:
                continue
            if place is not None:
                found.append(place)
        return sorted(found, reverse=True)

    def __len__(self) -> int:
        return len(self._order())

    @overload
    def __getitem__(self, index: int) -> Kudos: ...
    @overload
    def __getitem__(self, index: slice) -> Part: ...
    def __getitem__(self, index: int | slice) -> Kudos | Part:
        if isinstance(index, slice):
            return Part(self, self._order()[index])
        return self.record(self._order()[index])

    def __iter__(self) -> Iterator[Kudos]:
        return map(self.record, self._order())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Wall):
            return self._table is other._table or self._table == other._table
        return tuple(self) == other

    def record(self, place: _Place) -> Kudos:
        """The kudos that stands there."""
        key = place[2]
        doc = self._table[key]
        made = self._made.get(key)
        if made is None or made[0] is not doc:
            made = self._made[key] = (doc, _kudos(doc))
        return made[1]


def _newest_first(kept: list[_Place], fresh: list[_Place]) -> list[_Place]:
    """All of them in order; `kept` is in order already.

    Very many are sorted in pieces: one sort of all would hold up every other thread meanwhile.
    """
    if len(fresh) <= _PIECE:
        return sorted([*kept, *fresh], reverse=True)
    pieces = (sorted(fresh[n : n + _PIECE], reverse=True) for n in range(0, len(fresh), _PIECE))
    return list(merge(kept, *pieces, reverse=True))


_PIECE = 8192


def _place(key: str, doc: Doc) -> _Place | None:
    """Checks what no thanks can be without; None for one taken back. Raises one of `_MISSHAPEN`."""
    if doc.get("deleted") or ("text" not in doc and doc.keys() <= {"_t", "id"}):
        return None
    text = doc["text"]
    if not isinstance(text, str) or not (text[:1].isalnum() or clean(text, TEXT_LIMIT, lines=True)):
        raise Unfit
    identity(doc["from"])
    identities(doc["to"], RECEIVERS_LIMIT)
    if doc.get("off") and not receivers_of(doc):
        return None
    return moment(doc["given"]).timestamp(), identity(doc["id"]), key


def receivers_of(doc: Facts) -> Sequence[str]:
    """Whom it thanks, without those who took their name off it."""
    off = doc.get("off")
    return [m for m in doc["to"] if off.get(m) is not True] if isinstance(off, dict) else doc["to"]


def _kudos(doc: Doc) -> Kudos:
    """The record of a document that has its place; a detail that does not fit is left out."""
    link, edited, reply = doc.get("link"), doc.get("edited"), doc.get("reply")
    return Kudos(
        id=doc["id"],
        giver=doc["from"],
        to=tuple(dict.fromkeys(receivers_of(doc))),
        text=clean(doc["text"], TEXT_LIMIT, lines=True),
        given=moment(doc["given"]),
        theme=theme_of(doc),
        link=_link(link),
        reply=reply if is_identity(reply) else "",
        edited=_or_none(edited),
        reactions=tuple(_reactions(doc.get("reactions"))),
    )


def theme_of(doc: Facts) -> str:
    """What a kudos is for; "" for nothing in particular."""
    theme = doc.get("theme")
    return clean(theme, NAME_LIMIT) if isinstance(theme, str) else ""


def _link(value: object) -> str:
    """An address that may be shown and opened; "" for anything else that stands there."""
    address = clean(value, LINK_LIMIT + 1) if isinstance(value, str) else ""
    return address if is_link(address) else ""


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
