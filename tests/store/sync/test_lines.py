"""Reading and writing by lines says byte for byte what reading and writing as a whole says."""

from __future__ import annotations

import copy
import random

import orjson
import pytest

from store.errors import StoreError
from store.sync import lines as lines_module
from store.sync.document import State, decode, encode, new_state
from store.sync.lines import Lines
from store.sync.merge import edited, merge

STAMP = "20261123T0812{:02}.000-0000-3ce33d"


def team(documents: int = 30) -> State:
    state = new_state("t-1", "Harbour", "amity 0.1", STAMP.format(0))
    for table in ("kudos", "members", "Ünknown {table}\n"):
        state[table] = {
            str(n * 7919 + 1): {
                **edited(None, {"text": f"thanks {n} ❤️", "n": n}, STAMP.format(n % 60)),
                "id": f"k-{n}",
            }
            for n in range(documents)
        }
    return state


def changed(state: State, number: int) -> State:
    key = sorted(state["kudos"])[number]
    doc = {**edited(state["kudos"][key], {"text": f"changed {number}"}, STAMP.format(59)), "id": "k-x"}
    fresh = {**state["kudos"], key: doc, "5": {"id": "k-5", "_t": {"": STAMP.format(1)}, "text": "new"}}
    return {**state, "kudos": fresh}


def test_what_is_written_is_the_same() -> None:
    lines, state = Lines(), team()
    assert lines.encode(state) == encode(state)
    for number in range(5):
        state = changed(state, number)
        assert lines.encode(state) == encode(state)
    del state["members"]
    assert lines.encode(state) == encode(state)


@pytest.mark.parametrize("large", [0, 10**9])
def test_what_is_read_is_the_same_and_known_documents_are_the_very_same(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "_LARGE", large)
    lines, mine = Lines(), encode(team())
    state = lines.decode_own(mine)
    assert state == decode(mine).state
    theirs = encode(changed(team(), 3))
    read = lines.decode(theirs)
    assert read == decode(theirs)
    same = [key for key, doc in read.state["kudos"].items() if state["kudos"].get(key) is doc]
    assert len(same) == 29
    union = merge(state, read.state)
    assert lines.encode(union) == encode(union) == theirs


def test_a_document_is_taken_as_known_only_if_its_line_is() -> None:
    lines, state = Lines(), team()
    lines.encode(state)
    other = copy.deepcopy(state)
    key = min(other["kudos"])
    other["kudos"][key]["n"] = True  # 1 == True, but it is another value
    assert lines.decode(encode(other)).state["kudos"][key]["n"] is True


def test_what_another_program_wrote_is_read_as_a_whole() -> None:
    lines, state = Lines(), team()
    lines.encode(state)
    pretty = orjson.dumps(orjson.loads(encode(state)), option=orjson.OPT_INDENT_2)
    assert lines.decode(pretty) == decode(pretty)
    assert not lines.decode(pretty).sound


def test_cuts_and_changed_bytes_are_noticed_alike() -> None:
    chance, lines = random.Random(7), Lines()
    whole = lines.encode(team(8))
    for number in range(400):
        data = bytearray(whole)
        if number % 2:
            del data[chance.randrange(len(data)) :]
        else:
            data[chance.randrange(len(data))] = chance.randrange(256)
        said: list[object] = []
        for read in (decode, lines.decode):
            try:
                said.append(read(bytes(data)))
            except StoreError as error:
                said.append((type(error), str(error)))
        assert said[0] == said[1]


def test_a_file_laid_out_otherwise_but_with_a_matching_sum_is_read_as_a_whole() -> None:
    """Lines swapped, doubled or in the wrong place: whoever made the sum for it is no amity."""
    lines = Lines()
    whole = lines.encode(team(4))
    rows = whole.split(b"\n")
    for swap in ((3, 4), (2, 3), (6, 7), (len(rows) - 2, len(rows) - 3)):
        data = list(rows)
        data[swap[0]], data[swap[1]] = data[swap[1]], data[swap[0]]
        for candidate in (b"\n".join(data), b"\n".join([*rows[:4], rows[3], *rows[4:]])):
            said: list[object] = []
            for read in (decode, lines.decode):
                try:
                    said.append(read(_summed(candidate)))
                except StoreError as error:
                    said.append(str(error))
            assert said[0] == said[1]


def _summed(data: bytes) -> bytes:
    """The file with the checksum that fits it."""
    from hashlib import blake2b

    at = data.index(b'"sum":"')
    rest = data[:at] + data[at + len(b'"sum":"",') + 24 :]
    return data[: at + 7] + blake2b(rest, digest_size=12).hexdigest().encode() + data[at + 31 :]
