"""The laws of merge (docs/format.md, invariants 1 to 5, 9 and 15) over documents of every odd kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.sync.document import META, STAMPS, TOMBSTONES, State, decode, encode, key_of, new_state
from store.sync.merge import Keys, edited, merge, merge_documents

STAMPS_USED = [f"20261123T0912{n:02}.000-0000-{node}" for n in (0, 1, 2) for node in ("aaaaaa", "bbbbbb")]
stamp = st.sampled_from([*STAMPS_USED, "", "not a stamp"])
value = st.one_of(
    st.sampled_from([1, True, 1.0, 0, False, None, "", "a", "b"]),
    st.lists(st.sampled_from(["a", 1, True]), max_size=2),
    st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from([1, True, 1.0, "v"]), max_size=2),
)
fields = st.dictionaries(st.sampled_from(["f", "g", "h"]), value, max_size=3)
stamps = st.dictionaries(
    st.sampled_from(["", "f", "g", "h"]),
    st.one_of(stamp, st.dictionaries(st.sampled_from(["x", "y", "z"]), stamp, max_size=3), st.just(7)),
    max_size=4,
)
IDS = ["k-1", "k-2", "k-3"]


@st.composite
def documents(draw: st.DrawFn, identity: str) -> dict[str, Any]:
    doc: dict[str, Any] = {"id": identity, **draw(fields)}
    if draw(st.booleans()) or draw(st.booleans()):
        doc[STAMPS] = draw(stamps)
    return doc


@st.composite
def states(draw: st.DrawFn) -> State:
    state = new_state("t-1", "Harbour", draw(st.sampled_from(["amity 0.1", "amity 0.2"])), STAMPS_USED[0])
    state[META]["1"].update(draw(fields))
    state[META]["1"]["min_reader"] = draw(st.sampled_from([1, 2, 10]))
    for name in ("kudos", "unknown"):
        chosen = draw(st.lists(st.sampled_from(IDS), unique=True))
        state[name] = {key_of(i): draw(documents(i)) for i in chosen}
    dead = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=1))
    state[TOMBSTONES] = {key_of(i): {"id": i, "table": "kudos", "at": draw(stamp)} for i in dead}
    return state


@settings(max_examples=400, deadline=None)
@given(states(), states(), states())
def test_laws(a: State, b: State, c: State) -> None:
    assert encode(merge(a, b)) == encode(merge(b, a))
    assert encode(merge(merge(a, b), c)) == encode(merge(a, merge(b, c)))
    joined = merge(a, b)
    assert encode(merge(joined, joined)) == encode(joined)
    assert encode(merge(joined, a)) == encode(joined)


@settings(max_examples=300, deadline=None)
@given(states(), states())
def test_canonical_and_complete(a: State, b: State) -> None:
    joined = merge(a, b)
    data = encode(joined)
    again = decode(data)
    assert again.sound
    assert encode(again.state) == data
    dead = joined.get(TOMBSTONES, {})
    for source in (a, b):
        for key in source["unknown"]:
            assert key in joined.get("unknown", {}) or key in dead


@pytest.mark.parametrize(("old", "new"), [(1, True), (True, 1.0), (0, False)])
def test_python_equality_is_not_enough(old: object, new: object) -> None:
    one = {"id": "k", "f": old, STAMPS: {"": STAMPS_USED[0]}}
    other = {"id": "k", "f": new, STAMPS: {"": STAMPS_USED[0]}}
    ways = [repr(merge_documents(one, other)["f"]), repr(merge_documents(other, one)["f"])]
    assert ways[0] == ways[1]


def test_later_field_wins_and_others_stay() -> None:
    base = edited(None, {"text": "hi", "to": ["a"]}, STAMPS_USED[0])
    mine = edited(base, {"text": "hello"}, STAMPS_USED[2])
    theirs = edited(base, {"to": ["a", "b"]}, STAMPS_USED[4])
    both = merge_documents(mine, theirs)
    assert (both["text"], both["to"]) == ("hello", ["a", "b"])


def test_keys_of_a_map_merge_one_by_one() -> None:
    base = edited(None, {"reactions": Keys({"a:👏": True})}, STAMPS_USED[0])
    mine = edited(base, {"reactions": Keys({"b:👏": True})}, STAMPS_USED[2])
    theirs = edited(base, {"reactions": Keys({"a:👏": None})}, STAMPS_USED[2])
    assert merge_documents(mine, theirs)["reactions"] == {"b:👏": True}


def test_a_tombstone_is_final() -> None:
    state = new_state("t-1", "Harbour", "amity 0.1", STAMPS_USED[0])
    alive = {**state, "kudos": {key_of("k-1"): edited({"id": "k-1"}, {"text": "x"}, STAMPS_USED[4])}}
    dead = {**state, TOMBSTONES: {key_of("k-1"): {"id": "k-1", "table": "kudos", "at": STAMPS_USED[0]}}}
    assert "kudos" not in merge(alive, dead)
    assert "kudos" not in merge(merge(dead, alive), alive)
