"""From documents to records: whatever the file holds, the team is shown and nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Kudos, Move, Reaction, Snapshot
from store.snapshot import SnapshotBuilder
from store.sync.document import Doc, State, canonical, decode, encode, key_of, new_state
from store.wall import Wall, concerning, find, since
from tests.fuzz.target import FORMAT_1
from tests.soak import examples
from tests.store.sync.odd import VALUES, states

STAMP = "20261123T091200.000-0000-ana001"
GIVEN = "2026-11-23T08:00:00+00:00"
MEMBER: Doc = {"id": "m-1", "handle": "ana", "name": "Ana", "joined": "2026-11-01", "_t": {"": STAMP}}
THANKS: Doc = {
    "id": "k-1",
    "from": "m-1",
    "to": ["m-2"],
    "text": "Thank you",
    "given": GIVEN,
    "_t": {"": STAMP},
}
MEETING: Doc = {
    "id": "s-1",
    "name": "Standup",
    "first": "2026-11-02",
    "time": "09:30",
    "rule": "FREQ=DAILY",
    "roles": ["facilitator"],
    "_t": {"": STAMP},
}
OCCURRENCE: Doc = {"id": "s-1:2026-11-23", "meeting": "s-1", "day": "2026-11-23", "_t": {"": STAMP}}

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(("2026-02-31", "9999-12-31", "0001-01-01T00:00:00+14:00", "office", "m-1", "\ud7ff")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def state(**tables: list[Doc]) -> State:
    found = new_state("t-1", "Harbour", "amity 0.1", STAMP)
    return {**found, **{name: {key_of(d["id"]): d for d in docs} for name, docs in tables.items()}}


def wall(*docs: Doc, before: Wall | None = None) -> Wall:
    return Wall({key_of(d["id"]): d for d in docs}, before)


WHOLE = decode(FORMAT_1.read_bytes()).state
LIVE = [
    (name, key)
    for name, table in WHOLE.items()
    if not name.startswith("_")
    for key, doc in table.items()
    if not doc.get("deleted") and not doc.get("ended")
]
FIELDS = sorted(
    {f for name, key in LIVE for f in WHOLE[name][key]}
    | {"edited", "year", "left", "ended", "deleted", "moves"}
)
LARGE = (
    ["m-1"] * 3000,
    [1] * 100_000,
    {f"m-{n}": True for n in range(5000)},
    {f"2026-01-{n}": True for n in range(1, 32)},
    "x" * 100_000,
    "\u0301" * 50_000,
    "/".join(["Europe"] * 5000),
)
NEARLY: tuple[Any, ...] = (
    *(
        "2026-02-31",
        "9999-12-31",
        "0001-01-01",
        "2026-W10-1",
        "20261123",
        "24:00",
        "09:30",
        "Europe",
        "../../etc",
    ),
    *(
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-11-23T09:00:00",
        "2026-11-23T25:00:00Z",
    ),
    *(
        "Europe/Berlin",
        "",
        "\x00",
        "m-1",
        "m 1",
        ":",
        "office",
        "held",
        "in",
        "FREQ=",
        0,
        -1,
        1,
        1.0,
        8,
        10**15,
    ),
    *([[]], [["m-1"], 5], [[["m-1"]]], {"": {}}, {"r-1": {}}, {"r-1": {"at": "2026-11-23T09:00:00+00:00"}}),
    *({"r-1": {"at": "0001-01-01T00:00:00+14:00"}}, {"r-1": {"at": "9999-12-31T23:59:59-14:00"}}),
    *({"r-1": {"at": "2026-11-23T09:00:00+00:00", "slots": [], "shadows": 7, "members": {}}},),
    *(
        {"2026-11-23": {"day": "2026-11-24", "time": "14:00"}},
        {"2026-11-23": {"day": "0001-01-01", "time": 5}},
    ),
    *({"m-1:👏": True, ":": True, "a:b:c": True, "m-1:": True, "x" * 300: True, "m-1:\u202e": True},),
)
bent = st.dictionaries(
    st.sampled_from(FIELDS),
    st.sampled_from((*VALUES, *NEARLY)) | st.sampled_from((*NEARLY, *LARGE)) | values,
    min_size=1,
    max_size=3,
)


def seen(snapshot: Snapshot) -> int:
    """How many documents the snapshot shows; every card of the wall is made."""
    assert all(isinstance(kudos, Kudos) for kudos in snapshot.kudos)
    tables = (snapshot.members, snapshot.meetings, snapshot.occurrences, snapshot.absences, snapshot.kudos)
    rest = (snapshot.help_flags, snapshot.milestones, snapshot.coffee, snapshot.holidays)
    return sum(map(len, tables)) + sum(map(len, rest))


@given(st.sampled_from(LIVE), bent, st.sets(st.sampled_from(FIELDS), max_size=2))
@settings(max_examples=examples(3_000), deadline=None)
def test_any_value_in_any_field_is_survived_kept_and_counted(
    place: tuple[str, str], fields: Doc, without: set[str]
) -> None:
    name, key = place
    doc = {field: value for field, value in {**WHOLE[name][key], **fields}.items() if field not in without}
    whole = {**WHOLE, name: {**WHOLE[name], key: doc}}
    snapshot = SnapshotBuilder().build(whole)
    empty = doc.keys() <= {"id", "_t"}
    if not empty and not (fields.keys() | without) & {"id", "deleted", "ended"}:
        assert seen(snapshot) + snapshot.odd == len(LIVE)
    else:
        assert seen(snapshot) + snapshot.odd in (len(LIVE), len(LIVE) - 1)
    assert canonical(decode(encode(whole)).state[name][key]) == canonical(doc)


@given(st.lists(states(), min_size=1, max_size=3))
@settings(max_examples=examples(1_000, 20_000), deadline=None)
def test_whatever_decodes_is_shown(story: list[State]) -> None:
    builder = SnapshotBuilder()
    for one in story:
        for table in ("members", "kudos", "meetings", "occurrences", "help", "coffee", "holidays"):
            snapshot = builder.build({**one, table: one.get("unknown", {})})
            assert seen(snapshot) + snapshot.odd <= 6
            assert snapshot == SnapshotBuilder().build({**one, table: one.get("unknown", {})})


def test_unknown_fields_and_tables_are_kept_and_ignored() -> None:
    later = {"id": "x-1", "_t": {"": STAMP}, "from": "the future"}
    whole = state(members=[{**MEMBER, "mood": "fine"}], moods=[later])
    snapshot = SnapshotBuilder().build(whole)
    assert snapshot.members["m-1"].name == "Ana"
    assert snapshot.odd == 0
    assert decode(encode(whole)).state == whole


def test_the_same_state_is_the_same_snapshot_and_equal_ones_too() -> None:
    builder = SnapshotBuilder()
    whole = state(members=[MEMBER], kudos=[THANKS])
    first = builder.build(whole)
    assert builder.build(whole) is first
    assert builder.build(decode(encode(whole)).state) is first
    assert builder.build(state(members=[MEMBER], kudos=[{**THANKS, "text": "Other"}])) is not first


def test_a_move_that_makes_no_sense_is_left_out_alone() -> None:
    there = {"day": "2026-11-25", "time": "14:00", "room": "from the future"}
    odd: tuple[object, ...] = (
        *(
            None,
            5,
            "2026-11-25",
            [],
            {},
            {"day": "2026-11-25"},
            {"time": "14:00"},
            {"day": 5, "time": "14:00"},
        ),
        *({**there, "day": "soon"}, {**there, "day": "2030-01-01"}, {**there, "time": "25:00"}),
        *({**there, "time": None}, {**there, "day": "9999-12-31"}),
    )
    moves = {f"2026-11-{n:02}": move for n, move in enumerate(odd, 1)}
    whole = state(meetings=[{**MEETING, "moves": {**moves, "2026-11-24": there, "soon": there}}])
    snapshot = SnapshotBuilder().build(whole)
    assert snapshot.meetings["s-1"].moves == {date(2026, 11, 24): Move(date(2026, 11, 25), "14:00")}
    for moves_field in (None, 5, "x", [there], {f"{n}": there for n in range(5000)}):
        whole = state(meetings=[{**MEETING, "moves": moves_field}])
        assert SnapshotBuilder().build(whole).meetings["s-1"].moves == {}


def test_many_people_in_one_pin_are_kept() -> None:
    people = [f"m-{n}" for n in range(400)]
    pin = {"at": GIVEN, "slots": {"facilitator": "m-1"}, "members": people, "present": people}
    whole = state(occurrences=[{**OCCURRENCE, "pins": {"r-1": pin}}])
    assert SnapshotBuilder().build(whole).occurrences["s-1:2026-11-23"].present == tuple(people)


# The wall


def test_newest_first_whatever_the_offset() -> None:
    early = {**THANKS, "id": "k-2", "given": "2026-11-23T09:30:00+02:00"}  # 07:30 in UTC
    late = {**THANKS, "id": "k-3", "given": "2026-11-23T05:00:00-05:00"}  # 10:00 in UTC
    found = wall(early, THANKS, late)
    assert [k.id for k in found] == ["k-3", "k-1", "k-2"]
    assert [k.id for k in found[1:]] == ["k-1", "k-2"]
    assert found[-1].given == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert len(found) == 3


def test_only_what_changed_is_made_anew() -> None:
    other = {**THANKS, "id": "k-2"}
    first = wall(THANKS, other)
    kept, changed = first[1], first[0]
    second = wall(THANKS, {**other, "text": "Thank you, Ben"}, before=first)
    assert second[1] is kept
    assert second[0] is not changed
    assert second[0].text == "Thank you, Ben"
    assert first != second
    assert first == wall(dict(THANKS), dict(other))


def test_what_was_taken_back_is_gone_and_what_is_none_is_counted() -> None:
    gone = {"id": "k-2", "deleted": True, "from": "m-1", "_t": {"": STAMP}}
    found = wall(
        THANKS, gone, {**THANKS, "id": "k-3", "to": "m-2"}, {**THANKS, "id": "k-4", "text": "\u202e\x1b"}
    )
    assert [k.id for k in found] == ["k-1"]
    assert found.odd == 2


def test_a_detail_that_does_not_fit_is_left_out() -> None:
    bent = {
        "theme": 5,
        "link": [],
        "edited": "yesterday",
        "reactions": {"m-2:👏": True, "m 3:👏": True, "m-4:💛": False},
    }
    (kudos,) = wall({**THANKS, **bent})
    assert (kudos.theme, kudos.link, kudos.edited) == ("", "", None)
    assert kudos.reactions == (Reaction("👏", "m-2"),)


@pytest.mark.parametrize("given", ["2026-11-23", "2026-11-23T08:00:00", "soon", None, 5])
def test_thanks_without_a_moment_are_none(given: object) -> None:
    assert wall({**THANKS, "given": given}).odd == 1


@given(st.lists(st.integers(0, 10**6), max_size=30), st.randoms(use_true_random=False))
def test_a_wall_grows_as_if_it_were_made_at_once(minutes: list[int], coin: Any) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    docs = [
        {**THANKS, "id": f"k-{n}", "given": (start + timedelta(minutes=m)).isoformat()}
        for n, m in enumerate(minutes)
    ]
    half = wall(*docs[: len(docs) // 2])
    if coin.random() < 0.7:
        assert len(half) == len(docs) // 2  # puts it in order
    shuffled = coin.sample(docs, len(docs))
    whole = tuple(wall(*docs))
    assert tuple(wall(*shuffled, before=half)) == whole
    assert [k.given for k in whole] == sorted((k.given for k in whole), reverse=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.wall._PIECE", 3)
        assert tuple(wall(*shuffled, before=half)) == whole
    for kudos in whole:
        assert find(wall(*docs), kudos.id) == kudos
    assert find(wall(*docs), "k-none") is None


OFFSETS = [timezone(timedelta(minutes=m)) for m in (0, -719, -480, 60, 345, 840)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["m-1", "m-2", "m-10"]),
            st.lists(st.sampled_from(["m-1", "m-2", "m-10"]), min_size=1, max_size=3),
            st.integers(0, 5000),
            st.sampled_from(OFFSETS),
        ),
        max_size=20,
    ),
    st.integers(0, 5000),
)
def test_what_concerns_someone_or_is_new_is_found_without_the_rest(
    thanks: list[tuple[str, list[str], int, timezone]], then: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    docs: list[Doc] = [
        {**THANKS, "id": f"k-{n}", "from": giver, "to": to, "given": at.astimezone(zone).isoformat()}
        for n, (giver, to, minutes, zone) in enumerate(thanks)
        for at in (start + timedelta(minutes=minutes),)
    ]
    docs += [{**THANKS, "id": "k-98", "deleted": True}, {**THANKS, "id": "k-99", "to": "m-1", "given": None}]
    moment = start + timedelta(minutes=then)
    assert tuple(concerning(wall(*docs), "m-1")) == tuple(concerning(tuple(wall(*docs)), "m-1"))
    assert tuple(since(wall(*docs), moment)) == tuple(since(tuple(wall(*docs)), moment))
