"""A whole team as a file and back: all of it, nothing else, and whatever stands in the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import fastjsonschema
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import Clock
from store.demo import build_demo
from store.errors import UsageError
from store.exchange.whole_team import as_json, edits, read_team, schema
from store.settings import Home
from store.sync.document import META, STAMPS, State, key_of
from store.sync.merge import edited
from store.sync.replica import Edit
from store.team import Team
from tests.conftest import NOW
from tests.hostile import HOSTILE
from tests.store.sync.odd import VALUES
from tests.store.sync.odd import states as odd_states

Homes = Callable[[str], Home]


@pytest.fixture
def demo(make_home: Homes, folder: Path, clock: Clock) -> Team:
    build_demo(make_home("ana"), folder, clock)
    return Team.open(make_home("ana"), clock)


def exported(team: Team) -> Any:
    return orjson.loads(as_json(team.replica.state(), team.clock.now()).data)


def imported(data: bytes, home: Home, clock: Clock, folder: Path, me: str = "@ana") -> Team:
    whole = read_team(data)
    return Team.begin_with(home, clock, folder, whole.name, edits(whole), me)


def test_a_team_moves_whole(demo: Team, make_home: Homes, clock: Clock, tmp_path: Path) -> None:
    everything = as_json(demo.replica.state(), clock.now())
    assert everything.left_out == 0
    CHECK(orjson.loads(everything.data))
    again = imported(everything.data, make_home("new"), clock, tmp_path / "shared 2")
    assert again.id != demo.id
    assert again.me == demo.me
    now, then = again.snapshot(), demo.snapshot()
    assert list(now.kudos) == list(then.kudos)
    assert replace(now, team=demo.id, kudos=()) == replace(then, kudos=())
    maps = [d[STAMPS]["reactions"] for d in again.replica.state()["kudos"].values() if "reactions" in d]
    assert maps
    assert all(isinstance(stamps, dict) for stamps in maps)  # merged key by key, as before
    before, after = exported(demo), exported(again)
    assert after["team"].pop("id") != before["team"].pop("id")
    assert after == before


def test_a_newcomer_may_begin_it(demo: Team, make_home: Homes, clock: Clock, tmp_path: Path) -> None:
    data = as_json(demo.replica.state(), clock.now()).data
    again = imported(data, make_home("new"), clock, tmp_path / "shared 2", "Somebody New")
    assert again.myself().name == "Somebody New"
    assert len(again.snapshot().members) == len(demo.snapshot().members) + 1


def test_what_was_taken_back_and_what_is_private_stays_out(demo: Team, clock: Clock) -> None:
    kudos = demo.give_kudos(["m-ben"], "words that go again")
    assert kudos.text.encode() in as_json(demo.replica.state(), clock.now()).data
    demo.remove_kudos(kudos.id)
    data = as_json(demo.replica.state(), clock.now()).data
    assert kudos.id.encode() not in data
    assert kudos.text.encode() not in data
    assert not {"notes", "reminders", "preferences"} & exported(demo)["tables"].keys()


def test_hostile_words_are_made_safe_on_the_way_out(team: Team, clock: Clock) -> None:
    def hostile(state: State) -> list[Edit]:
        del state
        return [
            Edit(
                "kudos",
                f"k-{n}",
                {"from": team.me, "to": ["m-x"], "text": f"a{text}", "given": "2026-11-23T08:00:00Z"},
            )
            for n, text in enumerate(HOSTILE)
        ]

    team.replica.apply(hostile)
    found = exported(team)["tables"]["kudos"]
    assert len(found) == len(HOSTILE)
    for kudos in found:
        assert all(c == "\n" or c.isprintable() or c in "\u200d\ufe0f" for c in kudos["text"]), kudos["text"]


@pytest.mark.parametrize("field", ["pronouns", "week", "card", "roles", "coffee"])
def test_of_what_does_not_fit_the_least_is_left_out(team: Team, field: str) -> None:
    odd = {"card": {"a.b": 7, "fine": "yes"}, "roles": {"x": "in", "y": "boss"}}.get(field, {"x": 1})
    doc = next(d for d in team.replica.state()["members"].values() if d["id"] == team.me)
    table = {"1": {**doc, field: odd}}
    (entry,) = orjson.loads(as_json({"members": table}, team.clock.now()).data)["tables"]["members"]
    assert entry["name"] == "Ana"
    assert entry.get(field) == {"roles": {"x": "in"}}.get(field)


CHECK = fastjsonschema.compile(schema())
TABLES = sorted(schema()["properties"]["tables"]["properties"])
FIELDS = sorted({f for t in TABLES for f in schema()["definitions"][t]["properties"]} | {"id", "new field"})


STAMP = "20261123T081200.000-0000-aaaaaa"


def state_of(data: bytes) -> State:
    """The state that the edits of a file make."""
    state: State = {}
    for edit in edits(read_team(data)):
        assert isinstance(edit, Edit)
        doc = {**edited(None, edit.fields, STAMP), "id": edit.id}
        state.setdefault(edit.table, {})[key_of(edit.id)] = doc
    return state


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Some documents of each table of a team."""
    root = tmp_path_factory.mktemp("usual")
    home, clock = Home(root / "c", root / "d"), Clock(datetime.fromisoformat(NOW))
    build_demo(home, root / "f", clock, kudos=12)
    state = Team.open(home, clock).replica.state()
    return {name: dict(sorted(table.items())[:12]) for name, table in state.items()}


@given(st.data())
def test_whatever_stands_in_the_file_the_export_fits_and_is_taken_back(
    usual: State, data: st.DataObject
) -> None:
    state = {**usual, **data.draw(odd_states())}
    for table, documents in usual.items():
        if table in TABLES:
            key = data.draw(st.sampled_from(sorted(documents)))
            field, value = data.draw(st.sampled_from(FIELDS)), data.draw(st.sampled_from(VALUES))
            state[table] = {**state.get(table, {}), **documents, key: {**documents[key], field: value}}
    moment = datetime.fromisoformat(NOW)
    first = as_json(state, moment).data
    CHECK(orjson.loads(first))
    again = as_json({META: state[META], **state_of(first)}, moment)
    assert again.left_out == 0
    assert orjson.loads(again.data)["tables"] == orjson.loads(first)["tables"]


def bad(**changes: Any) -> bytes:
    member = {"id": "m-1", "handle": "ana", "name": "Ana", "joined": "2026-11-23"}
    whole = {
        "app": "x",
        "kind": "team",
        "version": 1,
        "team": {"name": "Crew"},
        "tables": {"members": [member]},
    }
    tables = changes.pop("tables", {})
    whole["tables"] = {**whole["tables"], **tables}  # type: ignore[dict-item]
    return orjson.dumps({**whole, **changes})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JSON"),
        (b"[]", "holds no team"),
        (b'{"kudos": []}', "holds no team"),
        (bad(version=2), "newer amity"),
        (bad(version="1"), "version"),
        (bad(extra=1), "must not contain"),
        (bad(team={"name": ""}), "team.name"),
        (bad(tables={"members": {}}), "tables.members"),
        (bad(tables={"kudos": [{"id": "k-1"}]}), "kudos, k-1"),
        (bad(tables={"kudos": [7]}), "kudos, entry 1"),
        (bad(tables={"_tombstones": []}), "tables"),
        (bad(tables={"newer": [{"id": "x", "_t": {}}]}), "newer, x"),
        (bad(tables={"newer": [{"id": "x"}, {"id": "x"}]}), "two of the id x"),
        (bad(tables={"newer": [{"id": "x", "n": 2**60}]}), "larger than"),
        (bad(tables={"absences": [{"id": "a", "member": "m-1", "first": "soon"}]}), "absences, a: first"),
    ],
)
def test_what_is_no_team_is_said_and_nothing_is_made(
    data: bytes, words: str, make_home: Homes, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=words):
        imported(data, make_home("new"), clock, tmp_path / "shared 2")
    assert not (tmp_path / "shared 2").exists()


@pytest.mark.parametrize(("me", "words"), [("@nobody", "has the handle"), (" ", "empty"), ("Zoë", "Several")])
def test_of_a_team_that_nobody_opens_nothing_is_kept(
    me: str, words: str, make_home: Homes, clock: Clock, tmp_path: Path
) -> None:
    twins = [{"id": f"m-{n}", "handle": f"z{n}", "name": "Zoë", "joined": "2026-11-23"} for n in (1, 2)]
    home, before = make_home("new"), sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=words):
        imported(bad(tables={"members": twins}), home, clock, tmp_path / "shared 2", me)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_with_a_team_is_refused(team: Team, make_home: Homes, clock: Clock) -> None:
    before = team.engine.folder.file.read_bytes()
    with pytest.raises(UsageError, match="There is a team"):
        imported(bad(), make_home("new"), clock, team.folder)
    assert team.engine.folder.file.read_bytes() == before
