"""The file's form: exact bytes, plain TinyDB, and nothing believed that is not whole."""

from __future__ import annotations

import contextlib
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from store.errors import DamagedFileError, ForeignFileError, UnreadableError
from store.sync.document import State, decode, encode, key_of, looks_torn, new_state
from store.sync.merge import edited

AT = "20261123T081200.000-0000-aaaaaa"


def small() -> State:
    state = new_state("t-1", 'Har"sum":"bour', "amity 0.1", AT)
    state["kudos"] = {key_of(i): edited({"id": i}, {"text": f"Danke {i} 👏"}, AT) for i in ("k-1", "k-2")}
    state["later"] = {key_of("x-1"): {"id": "x-1", "unheard": {"of": [1, 2.5, None]}}}
    return state


def test_one_document_a_line_and_sorted() -> None:
    lines = encode(small()).decode().splitlines()
    assert lines[0] == "{"
    assert lines[1].startswith('"_meta": {"1": {"_t":')
    assert [line[:9] for line in lines if line.endswith("{")] == ["{", '"kudos": ', '"later": ']
    assert all(orjson.loads("{" + line.rstrip(",") + "}") for line in lines if '"id":' in line)


def test_round_trip_is_exact() -> None:
    data = encode(small())
    again = decode(data)
    assert again.sound
    assert again.state == small()
    assert encode(again.state) == data


def test_plain_tinydb_opens_every_table(tmp_path: Path) -> None:
    path = tmp_path / "amity.json"
    path.write_bytes(encode(small()))
    with TinyDB(path) as db:
        assert db.tables() == {"_meta", "kudos", "later"}
        assert {doc["id"] for doc in db.table("kudos").all()} == {"k-1", "k-2"}
        assert db.table("_meta").get(doc_id=1)["team"] == "t-1"


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b" \n", b'{"x":', b"\xff\xfe", b"[" * 5000, b"not json"])
def test_damage_is_named(data: bytes) -> None:
    with pytest.raises(DamagedFileError):
        decode(data)


@pytest.mark.parametrize(
    "data", [b"[]", b"{}", b'{"_default":{"1":{"a":1}}}', b'{"_meta":{"1":{"app":"x"}}}']
)
def test_foreign_files_are_named(data: bytes) -> None:
    with pytest.raises(ForeignFileError):
        decode(data)


def test_every_cut_is_noticed() -> None:
    data = encode(small())
    for length in range(len(data) - 1):
        with pytest.raises(UnreadableError):
            decode(data[:length])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(encode(small())) - 1), st.integers(1, 255))
def test_no_changed_byte_passes_as_sound(position: int, change: int) -> None:
    data = bytearray(encode(small()))
    data[position] ^= change
    with contextlib.suppress(UnreadableError):
        assert not decode(bytes(data)).sound


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_raise_our_own_errors_only(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)


@given(st.integers(0, len(encode(small()))), st.sampled_from([b"", b"\0" * 40]))
def test_every_cut_looks_torn(at: int, rest: bytes) -> None:
    assert looks_torn(encode(small())[:at] + rest, "t-1")


@pytest.mark.parametrize("team", ["t-2", "t-10", "t-"])
def test_what_is_left_of_another_teams_file_is_theirs(team: str) -> None:
    state = new_state(team, "Harbour", "amity 0.1", AT)
    data = encode(state)
    assert not looks_torn(data[: data.index(b'"team":"') + 8 + len(team) + 1], "t-1")
