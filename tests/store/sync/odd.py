"""Team files of every odd kind, generated: what versions to come, other programs and people may put there.

Few names, ids and stamps, so that copies meet in the same cells; values that Python holds equal and the file
does not; stamps that are none, of the other kind, or of something that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any, Final

from hypothesis import strategies as st

from store.sync.document import META, STAMPS, TOMBSTONES, Doc, State, key_of

ABSENT: Final[Any] = object()

TIMES: Final = tuple(
    f"{moment}-000{counter}-{node}"
    for moment in ("20261123T091200.000", "20261123T091200.001", "29991231T235959.999")
    for counter, node in ((0, "aaaaaa"), (0, "bbbbbbbbbbbb"), (1, "aaaaaa"))
)


def nested(depth: int) -> Any:
    """A value of that depth."""
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"x": value}
    return value


VALUES: Final[tuple[Any, ...]] = (
    *(
        1,
        True,
        1.0,
        0,
        False,
        0.0,
        -0.0,
        None,
        "",
        "a",
        "A",
        "é",
        "\x00\u202e",
        2**53 - 1,
        -(2**53) + 1,
        1e308,
    ),
    *([], {}, ["a"], [1], [True], [1.0], {"x": 1}, {"x": True}, {"x": 1.0}, {"x": None}, {"x": 1, "y": "b"}),
    *({"y": ["a"], "": 0}, {"x": {"y": {"z": [1, {"x": True}]}}}, nested(200), "long " * 400, "2026-02-31"),
)

_FIELD_STAMPS: Final[tuple[Any, ...]] = (
    *TIMES,
    *TIMES[:4],
    *("", "not a stamp", "20261123T091200.000-0000-AAAAAA", 7, True, None, [], [TIMES[0]], {}),
    *({key: stamp} for key in ("x", "y", "z") for stamp in TIMES[:4]),
    *({"x": TIMES[1], "y": TIMES[3]}, {"x": 7, "": TIMES[0]}, {"x": {"x": TIMES[0]}}, {"z": "not a stamp"}),
)

IDS: Final = ("k-1", "k-2", "ü")

# A file is made of a few numbers, each of which stands for several choices: drawing costs more than merging.
# None goes beyond 2**24, from where on Hypothesis prefers small numbers.
_CELLS: Final = (
    *[(ABSENT, ABSENT)] * 200,
    *product((ABSENT, ABSENT, *VALUES), (ABSENT, ABSENT, *TIMES[:4], *_FIELD_STAMPS)),
)
_HEADS: Final = tuple(
    product((1, 1, 1, 2, 3, ABSENT, True, 2.0, "2", None, -5), (*[ABSENT] * 4, *_FIELD_STAMPS))
)
_BASES: Final = (*TIMES[:4], *TIMES[:4], ABSENT, "", 7, {"x": TIMES[0]})
_BROKEN: Final[tuple[Any, ...]] = (ABSENT, None, 7, "", [], TIMES[0], True)
_FRAMES: Final = (*((base, ABSENT) for base in _BASES), *((ABSENT, broken) for broken in _BROKEN))
_ODD_IDS: Final = (ABSENT, None, 7, "", "k-2", {"x": 1})
_STONES: Final = (
    *[{}] * 6,
    *({key_of(i): {"id": i, "table": "kudos", "at": at}} for i in IDS for at in (*TIMES[:2], "", 7)),
)
_NAMES: Final = (("kudos", "unknown"), ("kudos", ""), ("unknown", "kudos"))


def _numbers(*choices: Sequence[Any]) -> st.SearchStrategy[int]:
    """One number for one of each of these."""
    return st.integers(0, prod(map(len, choices)) - 1)


def _chosen(number: int, *choices: Sequence[Any]) -> tuple[Any, ...]:
    found = []
    for choice in choices:
        number, at = divmod(number, len(choice))
        found.append(choice[at])
    return tuple(found)


def _document(cells: dict[str, tuple[Any, Any]], identity: Any, base: Any, broken: Any) -> Doc:
    doc = {name: value for name, (value, _) in cells.items() if value is not ABSENT}
    stamps = {name: stamp for name, (_, stamp) in cells.items() if stamp is not ABSENT}
    if base is not ABSENT:
        stamps[""] = base
    if broken is not ABSENT:
        doc[STAMPS] = broken
    elif stamps:
        doc[STAMPS] = stamps
    if identity is not ABSENT:
        doc["id"] = identity
    return doc


_TWO_CELLS: Final = (_CELLS, _CELLS)
_REST: Final = (_CELLS, _FRAMES, range(20))
_document_numbers = (_numbers(*_TWO_CELLS), _numbers(*_REST))


def _document_of(identity: str, numbers: tuple[int, ...]) -> Doc:
    first, second = numbers
    (f, g), (odd, frame, which) = _chosen(first, *_TWO_CELLS), _chosen(second, *_REST)
    odd_id = which < len(_ODD_IDS)
    return _document({"f": f, "g": g, "_odd": odd}, _ODD_IDS[which] if odd_id else identity, *frame)


def documents(identity: str) -> st.SearchStrategy[Doc]:
    """Documents that have this id; some have an odd one, or none."""
    return st.tuples(*_document_numbers).map(partial(_document_of, identity))


_META: Final = (_HEADS, _HEADS, _BASES)
_LAYOUT: Final = (_CELLS, _NAMES, _STONES, range(16))


def _state(numbers: tuple[int, ...]) -> State:
    reader, form, base = _chosen(numbers[0], *_META)
    name, tables, stones, present = _chosen(numbers[1], *_LAYOUT)
    head = _document({"min_reader": reader, "format": form, "name": name}, ABSENT, base, ABSENT)
    head.update({"app": "amity 0.1", "team": "t-1"})
    state: State = {META: {"1": head}, TOMBSTONES: stones}
    for place, identity in enumerate((*IDS, IDS[0])):
        if present >> place & 1:
            doc = _document_of(identity, numbers[2 + 2 * place : 4 + 2 * place])
            state.setdefault(tables[place == len(IDS)], {})[key_of(identity)] = doc
    return {title: table for title, table in state.items() if table}


def states() -> st.SearchStrategy[State]:
    """What any file of the team might decode to."""
    numbers = (_numbers(*_META), _numbers(*_LAYOUT), *_document_numbers * (len(IDS) + 1))
    return st.tuples(*numbers).map(_state)
