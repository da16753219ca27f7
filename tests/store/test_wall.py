"""The wall as a sequence: what is looked at only when it is asked for, and the same as a plain list of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import wall as walls
from store.records import Kudos
from store.sync.document import Doc, key_of
from store.wall import Facts, Wall, facts, receivers_of, select, theme_of, times

START = datetime(2026, 1, 1, tzinfo=UTC)


def thanks(number: int, **fields: Any) -> Doc:
    given = (START + timedelta(hours=number)).isoformat()
    plain = {"id": f"k-{number}", "from": "m-1", "to": ["m-2"], "text": f"thanks {number}", "given": given}
    return {**plain, **fields}


def wall_of(*docs: Doc) -> Wall:
    return Wall({key_of(doc["id"]): doc for doc in docs})


people = st.sampled_from(["m-1", "m-2", "m-3"])
docs = st.lists(
    st.builds(
        lambda number, giver, to, theme: thanks(number, **{"from": giver, "to": to, "theme": theme}),
        st.integers(0, 500),
        people,
        st.lists(people, min_size=1, max_size=3),
        st.sampled_from(["craft", " craft ", "", 7, None, ["help"]]),
    ),
    max_size=20,
    unique_by=lambda doc: str(doc["id"]),
)
slices = st.builds(slice, st.integers(-25, 25), st.integers(-25, 25), st.sampled_from([None, 1, 2, -1]))


def for_two(says: Facts) -> bool:
    return "m-2" in receivers_of(says) and theme_of(says) != "help"


@given(docs, slices, slices)
def test_a_part_is_what_the_same_part_of_a_list_is(found: list[Doc], one: slice, other: slice) -> None:
    wall = wall_of(*found)
    plain = tuple(wall)
    assert tuple(wall[one]) == plain[one]
    assert tuple(wall[one][other]) == plain[one][other]
    assert len(wall[one]) == len(plain[one])
    assert list(select(wall, for_two)) == select(plain, for_two)
    assert list(select(wall[one], for_two)) == select(plain[one], for_two)
    for part, same in ((wall, plain), (wall[one], plain[one])):
        assert times(part) == times(same)
        assert [says["id"] for says in facts(part)] == [kudos.id for kudos in same]


def test_to_take_a_part_or_to_select_makes_no_records(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = walls._kudos

    def counted(doc: Doc) -> Kudos:
        made.append(doc["id"])
        return make(doc)

    monkeypatch.setattr(walls, "_kudos", counted)
    wall = wall_of(*(thanks(number) for number in range(100)))
    part = select(wall[10:], lambda says: says["text"].endswith("7"))
    assert (len(part), times(part)[0]) == (9, (START + timedelta(hours=87)).timestamp())
    assert made == []
    assert part[0].text == "thanks 87"
    assert made == ["k-87"]
