"""The laws of merge (docs/format.md) over team files of every odd kind, and examples of each rule."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.sync.document import (
    META,
    STAMPS,
    TOMBSTONES,
    Doc,
    State,
    canonical,
    decode,
    encode,
    key_of,
    min_reader,
    new_state,
)
from store.sync.merge import Keys, edited, merge, merge_documents
from tests.soak import examples
from tests.store.sync.odd import TIMES, documents, states

LAW = settings(max_examples=examples(), deadline=None)
same_id = documents("k-1")


def equal(one: State, other: State) -> bool:
    """Whether two states are the same file. Python's equality holds 1 == True == 1.0."""
    return encode(one) == encode(other)


@LAW
@given(states(), states())
def test_invariant_1_commutative(a: State, b: State) -> None:
    assert equal(merge(a, b), merge(b, a))


@LAW
@given(states(), states(), states())
def test_invariant_2_associative(a: State, b: State, c: State) -> None:
    assert equal(merge(merge(a, b), c), merge(a, merge(b, c)))


@LAW
@given(states(), states())
def test_invariants_3_and_4_idempotent_and_absorbing(a: State, b: State) -> None:
    """And whoever takes in what is known already keeps the very same tables, so that nothing is written."""
    joined = merge(a, b)
    for known in (joined, a, b):
        again = merge(joined, known)
        assert equal(again, joined)
        assert again.keys() == joined.keys()
        assert all(again[name] is joined[name] for name in joined)


@LAW
@given(same_id, same_id, same_id)
def test_invariants_1_to_4_for_documents(a: Doc, b: Doc, c: Doc) -> None:
    joined = merge_documents(a, b)
    assert canonical(joined) == canonical(merge_documents(b, a))
    assert canonical(merge_documents(joined, c)) == canonical(merge_documents(a, merge_documents(b, c)))
    for known in (joined, a, b):
        assert merge_documents(joined, known) is joined


@LAW
@given(states(), states(), st.randoms(use_true_random=False))
def test_invariant_5_canonical(a: State, b: State, chance: random.Random) -> None:
    """What decodes can be merged, what was merged can be written, and order is no matter."""
    before = encode(a), encode(b)
    joined = merge(decode(before[0]).state, decode(before[1]).state)
    data = encode(joined)
    again = decode(data)
    assert again.sound
    assert encode(again.state) == data == encode(_shuffled(joined, chance)) == encode(merge(a, b))
    assert (encode(a), encode(b)) == before  # neither was changed in place


def _shuffled(state: State, chance: random.Random) -> State:
    tables = {
        name: dict(chance.sample(sorted(table.items(), key=str), len(table))) for name, table in state.items()
    }
    return dict(chance.sample(sorted(tables.items(), key=str), len(tables)))


@LAW
@given(states(), states())
def test_invariant_9_unknown_parts_are_kept(a: State, b: State) -> None:
    joined = merge(a, b)
    dead = joined.get(TOMBSTONES, {})
    for mine, theirs in ((a, b), (b, a)):
        for name, table in mine.items():
            for key, doc in table.items():
                if name not in (META, TOMBSTONES) and key in dead:
                    continue
                if key in theirs.get(name, {}):
                    _check_kept(doc, theirs[name][key], joined[name][key])
                elif name != TOMBSTONES:
                    assert joined[name][key] is doc


def _check_kept(mine: Doc, theirs: Doc, joined: Doc) -> None:
    stamps, others, both = (
        d[STAMPS] if isinstance(d.get(STAMPS), dict) else {} for d in (mine, theirs, joined)
    )
    for field in {*mine, *stamps} - {STAMPS, "id", "", "format", "min_reader"}:
        assert field in joined or field in both
        if (
            field in mine
            and field not in theirs
            and field not in others
            and not isinstance(stamps.get(field), dict)
        ):
            assert canonical(joined[field]) == canonical(mine[field])


@settings(max_examples=examples(1_000, 20_000), deadline=None)
@given(states(), states(), states())
def test_invariant_15_what_was_purged_never_returns(a: State, b: State, c: State) -> None:
    dead = {key for state in (a, b, c) for key in state.get(TOMBSTONES, {})}
    joined = merge(merge(a, b), c)
    assert dead == joined.get(TOMBSTONES, {}).keys()
    assert not any(dead & table.keys() for name, table in joined.items() if name not in (META, TOMBSTONES))


@pytest.mark.parametrize(
    ("mine", "theirs", "least"), [(1, 2, 2), (3, 2, 3), (1, None, 1), ("9", 2, 2), (2, True, 2)]
)
def test_invariant_9_the_oldest_reader_only_grows(mine: object, theirs: object, least: int) -> None:
    """Whoever wrote it last, and even if they took it away."""
    one, other = (new_state("t-1", "Harbour", "amity 0.1", stamp) for stamp in (TIMES[0], TIMES[3]))
    one[META]["1"]["min_reader"] = mine
    if theirs is None:
        del other[META]["1"]["min_reader"]
        other[META]["1"][STAMPS]["min_reader"] = TIMES[3]
    else:
        other[META]["1"]["min_reader"] = theirs
    for joined in (merge(one, other), merge(other, one)):
        assert min_reader(joined) == least
        assert equal(merge(joined, other), joined)


@pytest.mark.parametrize(("old", "new"), [(1, True), (True, 1.0), (0, False)])
def test_python_equality_is_not_enough(old: object, new: object) -> None:
    one = {"id": "k", "f": old, STAMPS: {"": TIMES[0]}}
    other = {"id": "k", "f": new, STAMPS: {"": TIMES[0]}}
    ways = [repr(merge_documents(one, other)["f"]), repr(merge_documents(other, one)["f"])]
    assert ways[0] == ways[1]


def test_later_field_wins_and_others_stay() -> None:
    base = edited(None, {"text": "hi", "to": ["a"]}, TIMES[0])
    mine = edited(base, {"text": "hello"}, TIMES[1])
    theirs = edited(base, {"to": ["a", "b"]}, TIMES[3])
    both = merge_documents(mine, theirs)
    assert (both["text"], both["to"]) == ("hello", ["a", "b"])


def test_the_oldest_stamp_stands_for_all_that_have_none() -> None:
    """There is one form of the stamps only: else the same team would be other bytes."""
    base = edited(None, {"text": "hi", "to": ["a"], "theme": "calm"}, TIMES[0])
    assert base[STAMPS] == {"": TIMES[0]}
    mine = edited(base, {"text": "hello"}, TIMES[1])
    theirs = edited(base, {"to": None}, TIMES[3])
    assert mine[STAMPS] == {"": TIMES[0], "text": TIMES[1]}
    assert merge_documents(mine, theirs)[STAMPS] == {"": TIMES[0], "text": TIMES[1], "to": TIMES[3]}
    assert edited(mine, {"theme": "x", "to": []}, TIMES[3])[STAMPS] == {
        "": TIMES[1],
        "theme": TIMES[3],
        "to": TIMES[3],
    }


def test_keys_of_a_map_merge_one_by_one() -> None:
    base = edited(None, {"reactions": Keys({"a:👏": True})}, TIMES[0])
    mine = edited(base, {"reactions": Keys({"b:👏": True})}, TIMES[1])
    theirs = edited(base, {"reactions": Keys({"a:👏": None})}, TIMES[1])
    assert merge_documents(mine, theirs)["reactions"] == {"b:👏": True}


def test_a_tombstone_is_final() -> None:
    state = new_state("t-1", "Harbour", "amity 0.1", TIMES[0])
    alive = {**state, "kudos": {key_of("k-1"): edited({"id": "k-1"}, {"text": "x"}, TIMES[3])}}
    dead = {**state, TOMBSTONES: {key_of("k-1"): {"id": "k-1", "table": "kudos", "at": TIMES[0]}}}
    assert "kudos" not in merge(alive, dead)
    assert "kudos" not in merge(merge(dead, alive), alive)
