"""Bytes: what we write is read as it was, by us and by others; what else is there raises only our errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from store.sync import lines as lines_module
from store.sync.document import Decoded, State, canonical, decode, encode
from store.sync.lines import Lines
from store.sync.merge import merge
from tests.fuzz.target import FORMAT_1, FOUND, said, summed, take_in
from tests.soak import examples
from tests.store.sync.odd import nested, states
from tests.store.sync.test_upgrade import from_the_future

SOME = settings(max_examples=examples(1_000, 20_000), deadline=None)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@SOME
@given(st.lists(states(), min_size=1, max_size=4), st.booleans())
def test_invariant_5_by_lines_is_byte_for_byte_as_a_whole(story: list[State], large: bool) -> None:
    """Writing and reading one state after the other, each of which knows the lines of the one before."""
    writer, reader, own = Lines(), Lines(), Lines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "_LARGE", 0 if large else 10**9)
        union: State = {}
        for state in story:
            union = merge(union, state)
            for each in (state, union):
                data = encode(each)
                assert writer.encode(each) == data
                assert reader.decode(data) == decode(data)
                assert encode(reader.decode(data).state) == data
                assert reader.encode(each) == data
                read = own.decode_own(data)
                assert encode(read) == data == own.encode(read)


@SOME
@given(states())
def test_invariant_16_plain_tinydb_opens_every_file_that_we_write(state: State) -> None:
    """With the standard library's reader, in the form that TinyDB keeps."""
    data = encode(state)
    db = TinyDB(storage=MemoryStorage)
    db.storage.write(json.loads(data))
    assert db.tables() == state.keys()
    for name, table in state.items():
        found = {str(doc.doc_id): dict(doc) for doc in db.table(name).all()}
        if name == "_meta":
            found["1"].pop("sum")
        assert canonical(found) == canonical(table)


def test_invariant_16_plain_tinydb_opens_the_deepest_file(tmp_path: Path) -> None:
    state: State = {"_meta": {"1": {"app": "amity", "team": "t-1"}}, "later": {"7": {"x": nested(251)}}}
    path = tmp_path / "amity.json"
    path.write_bytes(encode(state))
    with TinyDB(path) as db:
        assert db.table("later").get(doc_id=7) == state["later"]["7"]


@SOME
@given(values)
def test_invariant_5_the_canonical_form_is_the_standard_librarys(value: Any) -> None:
    """But for how floats are written, which read as the same number."""
    data = canonical(value)
    assert canonical(orjson.loads(data)) == data == canonical(json.loads(data))
    if b"." not in data and b"e" not in data and b"\x7f" not in data:
        plain = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
        assert data == plain.encode()


def _sorted(value: Any) -> Any:
    """Keys in the order of their UTF-8 bytes."""
    if isinstance(value, dict):
        return {k: _sorted(value[k]) for k in sorted(value, key=str.encode)}
    return [_sorted(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), 2**64, "\ud800", {1: 2}, nested(255)], ids=lambda v: repr(v)[:9]
)
def test_what_json_cannot_say_safely_is_refused_at_the_door(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


# Anything else that may be there instead of a file

FILES = (FORMAT_1.read_bytes(), encode(from_the_future(1)))


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """A real file after some mishaps: cuts, changed bytes, parts of another, zeros, moved lines."""
    data = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 3))):
        a, b = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        match draw(st.sampled_from(MISHAPS)):
            case "cut":
                data = data[:a]
            case "flip":
                data = (
                    data[:a]
                    + bytes(c ^ draw(st.sampled_from((1, 4, 32, 128))) for c in data[a : a + 1])
                    + data[a + 1 :]
                )
            case "insert":
                data = data[:a] + draw(st.sampled_from(PARTS) | st.binary(max_size=4)) + data[a:]
            case "splice":
                data = data[:a] + draw(st.sampled_from(FILES))[b:]
            case "zeros":
                data = data[:a] + b"\0" * (b - a) + data[b:]
            case "drop":
                data = data[:a] + data[b:]
            case "lines" | "swap" as how:
                rows = data.split(b"\n")
                row = a % len(rows)
                if how == "lines":
                    rows.insert(b % len(rows), rows[row])
                else:
                    rows[row], rows[b % len(rows)] = rows[b % len(rows)], rows[row]
                data = b"\n".join(rows)
            case _:
                data = summed(data)
    return data


MISHAPS = ("cut", "flip", "insert", "splice", "zeros", "drop", "lines", "swap", "sum")
PARTS = (
    *(
        b'{"a":',
        b"[",
        b"]",
        b"}",
        b",",
        b'"',
        b"\\",
        b"\\ud800",
        b"1e999",
        b"NaN",
        b"-0.0",
        b"9" * 17,
        b"9" * 400,
    ),
    *(
        b"null",
        b"true",
        b'"_t":7,',
        b'"id":null,',
        b'"_t":{"":[]},',
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"[" * 300,
    ),
)


@settings(max_examples=examples(2_000, 50_000), deadline=None)
@given(bent() | st.binary(max_size=300))
def test_invariant_8_whatever_is_there_raises_our_errors_only(data: bytes) -> None:
    """And what does decode is the same by lines, can be merged, written, and shown."""
    take_in(data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_fuzzing_found_is_taken_in(path: Path) -> None:
    take_in(path.read_bytes())
    take_in(summed(path.read_bytes()))


@pytest.mark.parametrize("depth", range(248, 258))
@pytest.mark.parametrize("place", ["document", "meta"])
def test_invariant_8_deep_values_are_read_by_all_or_by_none(depth: int, place: str) -> None:
    """Else one machine writes what another cannot open."""
    text = orjson.dumps(nested(100)).replace(b"1", b"[" * (depth - 100) + b"1" + b"]" * (depth - 100))
    data = FILES[0].replace(
        b'"text":"birthday"' if place == "document" else b'"name":"Harbour"', b'"text":' + text
    )
    data = summed(data)
    known = Lines()
    known.decode_own(FILES[0])
    whole = said(decode, data)
    assert said(known.decode, data) == whole
    if isinstance(whole, Decoded):
        assert whole.sound
        assert encode(whole.state) == known.encode(whole.state)
        assert decode(encode(merge(whole.state, decode(FILES[0]).state))).sound
