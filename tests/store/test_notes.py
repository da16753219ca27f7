"""Remembered details: written, changed, found, exported, and deleted for good."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import StoreError, UsageError
from store.exchange.notes import as_json, as_markdown, write_private
from store.notebook import Notebook
from store.rules.remembered import by_person, due, last_spoken_of, saying
from store.settings import Home
from store.sync.document import decode, encode, key_of, new_state, team_of
from store.team import Team
from store.today import today
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 23)


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def notebook(home: Home, clock: Clock, team: Team) -> Notebook:
    return Notebook.open(home, clock, team.id, team.folder)


def holding(root: Path, words: str) -> list[str]:
    """The files below a folder that hold these words."""
    files = (path for path in root.rglob("*") if path.is_file())
    return sorted(path.name for path in files if words.encode() in path.read_bytes())


def test_every_change_can_be_taken_back(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "began to learn the cello", TODAY)
    steps: list[Callable[[], object]] = [
        lambda: notebook.edit_note(note.id, "plays the cello", TODAY + timedelta(7)),
        lambda: notebook.finish_note(note.id, TODAY),
        lambda: notebook.reopen_note(note.id),
        lambda: notebook.postpone_note(note.id, TODAY + timedelta(1)),
        lambda: notebook.postpone_note(note.id, None),
    ]
    states = [notebook.private().notes]
    for step in steps:
        step()
        states.append(notebook.private().notes)
    assert all(one != other for one, other in pairwise(states))
    for state in reversed(states[:-1]):
        assert notebook.undo()
        assert notebook.private().notes == state
    assert notebook.undo() == "a note"
    assert notebook.private().notes == ()
    assert notebook.undo() is None
    assert holding(notebook.replica.path.parent, "cello") == []


def test_moving_a_follow_up_that_was_done_opens_it_again(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "x", TODAY)
    notebook.finish_note(note.id, TODAY)
    notebook.postpone_note(note.id, TODAY + timedelta(1))
    assert notebook.private().notes[0].done is None


def test_a_deleted_note_is_in_no_file_and_undo_brings_it_back(notebook: Notebook) -> None:
    kept = notebook.add_note("m-2", "likes tea")
    note = notebook.add_note("m-1", "worries about the exam", TODAY)
    notebook.finish_note(note.id, TODAY)
    place = notebook.replica.path.parent
    damaged = notebook.replica.aside.keep("damaged", "notebook.json", notebook.replica.data + b"junk")
    assert len(holding(place, "about the exam")) >= 3
    notebook.remove_note(note.id)
    assert holding(place, "about the exam") == []
    assert "likes tea" in damaged.read_text("utf-8")
    assert notebook.private().notes == (kept,)
    assert notebook.undo() == "a note that was deleted"
    (back,) = [n for n in notebook.private().notes if n != kept]
    assert back.id != note.id
    assert (back.text, back.member, back.done) == (note.text, "m-1", TODAY)
    assert notebook.undo() == "a follow-up that was done"  # also what was done to it before
    assert [n.done for n in notebook.private().notes] == [None, None]


def test_what_was_suggested_because_of_a_note_goes_with_it(home: Home, team: Team, clock: Clock) -> None:
    ben, yesterday = team.find_member("ben"), Clock(clock.now() - timedelta(1))
    notebook = Notebook.open(home, yesterday, team.id, team.folder)
    note = notebook.add_note(ben.id, "Asked about\nthe exam.", TODAY)
    pick = today(team, notebook, clock).pick
    assert pick is not None
    assert "the exam" in pick.text
    assert len(holding(notebook.replica.path.parent, "the exam")) >= 1
    notebook.edit_note(note.id, "Asked about the cello", TODAY)
    assert holding(notebook.replica.path.parent, "the exam") == []
    pick = today(team, notebook, clock).pick
    assert pick is not None
    assert "the cello" in pick.text
    notebook.remove_note(note.id)
    assert holding(notebook.replica.path.parent, "the cello") == []
    pick = today(team, notebook, clock).pick
    assert pick is not None
    assert "cello" not in pick.text


def test_words_that_were_changed_are_in_no_file(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "first words")
    notebook.edit_note(note.id, "second words", None)
    assert holding(notebook.replica.path.parent, "first words") == []


def test_what_is_refused(notebook: Notebook) -> None:
    note = notebook.add_note("m-1", "x")
    for words in ("", " \n\x1b", "w" * 5000):
        with pytest.raises(UsageError, match="The note"):
            notebook.add_note("m-1", words)
        with pytest.raises(UsageError, match="The note"):
            notebook.edit_note(note.id, words, None)
    for command in (notebook.remove_note, notebook.reopen_note, notebook.find_note):
        with pytest.raises(UsageError, match="There is no note"):
            command("n-nowhere")
    notebook.add_note("m-1", "y")
    with pytest.raises(UsageError, match="More than one note begins with"):
        notebook.find_note("n-")
    assert notebook.find_note(note.id[:8]) == note


def test_finding(notebook: Notebook, team: Team) -> None:
    members = team.snapshot().members
    zoe, li = (m for m in members.values() if m.name in ("Zoë Krüger", "李 雷"))
    marathon = notebook.add_note(zoe.id, "Trains for a Marathon in Łódź", TODAY)
    school = notebook.add_note(li.id, "The daughter goes to school", TODAY - timedelta(1))
    tea = notebook.add_note(zoe.id, "Likes tea")
    gone = notebook.add_note("m-gone", "moved away")
    notes = notebook.private().notes
    for words, found in {
        "lodz": [marathon],
        "ZOE tea": [tea],
        "kruger": [marathon, tea],
        "@李 school": [school],
        "雷": [school],
        "tea school": [],
        "": [marathon, school, tea, gone],
    }.items():
        assert set(saying(notes, words, members)) == set(found), words
    assert due(notes, TODAY) == (school, marathon)
    assert due(notes, TODAY - timedelta(2)) == ()
    notebook.finish_note(school.id, TODAY)
    assert due(notebook.private().notes, TODAY) == (marathon,)
    assert last_spoken_of(notes, "m-nobody") is None
    assert {n.member for _, found in by_person(notes, members) for n in found} == {zoe.id, li.id, "m-gone"}
    assert "" in {member for member, _ in by_person(notes, members)}


def test_the_last_thing_is_the_newest(make_home: Callable[[str], Home], team: Team) -> None:
    home, now = make_home("ana"), team.clock.now()
    for days, words in ((3, "older"), (0, "newest"), (5, "oldest")):
        Notebook.open(home, Clock(now - timedelta(days)), team.id, team.folder).add_note("m-1", words)
    notes = Notebook.open(home, team.clock, team.id, team.folder).private().notes
    found = last_spoken_of(notes, "m-1")
    assert found is not None
    assert found.text == "newest"
    assert [n.text for n in by_person(notes, {})[0][1]] == ["newest", "older", "oldest"]


# Export


def test_export(notebook: Notebook, team: Team) -> None:
    zoe = team.find_member("zoe")
    for text in HOSTILE:
        notebook.add_note(zoe.id, f"{text[:300]} # [x](y)")
    notebook.add_note(zoe.id, "two\nlines", TODAY)
    notes, snapshot = notebook.private().notes, team.snapshot()
    found = json.loads(as_json(notes, snapshot, "Europe/Berlin"))["notes"]
    assert {n["person"] for n in found} == {"zoe"}
    (one,) = [n for n in found if n["text"] == "two\nlines"]
    assert (one["follow_up"], one["done"], one["written"]) == (
        "2026-11-23",
        None,
        "2026-11-23T09:12:00+01:00",
    )
    page = as_markdown(notes, snapshot, "Europe/Berlin").decode()
    assert "## Zoë Krüger" in page
    assert "2026-11-23 · come back to it on 2026-11-23\n\n> two  \n> lines" in page
    assert "\x1b" not in page
    assert "\n# [x](y)" not in page


@pytest.mark.skipif(os.name != "posix", reason="modes and links")
def test_an_exported_file_is_mine_alone(team: Team, tmp_path: Path) -> None:
    path = write_private(tmp_path / "notes.md", b"private", [team.folder])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "link").symlink_to(team.folder)
    (team.folder / "deep").mkdir()
    unknown = tmp_path / "another team"
    unknown.mkdir()
    unknown.joinpath("amity.json").write_bytes(team.replica.data)
    for place in (team.folder, team.folder / "deep", tmp_path / "link", tmp_path / "link" / "deep", unknown):
        with pytest.raises(UsageError, match="would lie in a folder that a team shares"):
            write_private(place / "notes.md", b"private", [team.folder])
    assert holding(team.folder, "private") == []
    with pytest.raises(StoreError, match="cannot be written"):
        write_private(tmp_path / "nowhere" / "notes.md", b"private", [])


# Where it lies


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("what", ["data", "config"])
def test_a_link_into_the_shared_folder_is_refused(
    team: Team, tmp_path: Path, clock: Clock, what: str
) -> None:
    (team.folder / "deep").mkdir()
    (tmp_path / "ana" / what).rename(tmp_path / "moved")
    (tmp_path / "ana" / what).symlink_to(team.folder / "deep")
    home = Home(tmp_path / "ana" / "config", tmp_path / "ana" / "data")
    with pytest.raises(StoreError, match="would lie in the shared folder"):
        Notebook.open(home, clock, team.id, team.folder)


def test_a_folder_with_any_team_file_is_refused(team: Team, tmp_path: Path, clock: Clock) -> None:
    home = Home(team.folder / "new home" / "config", team.folder / "new home" / "data")
    with pytest.raises(StoreError, match="would lie in the shared folder"):
        Notebook.open(home, clock, "t-other", tmp_path / "elsewhere")


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_all_of_it_is_mine_alone(notebook: Notebook) -> None:
    old = os.umask(0)
    try:
        note = notebook.add_note("m-1", "x")
        notebook.edit_note(note.id, "y", None)
        notebook.remove_note(note.id)
    finally:
        os.umask(old)
    place = notebook.replica.path.parent
    for path in (place.parent, place, *place.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0 or (path.suffix == ".lock" and path.stat().st_size == 0), (path, oct(mode))
    assert len(list(place.rglob("*.json"))) == 3


# Not a team's file


def old_notebook(home: Home, team: str, words: str, clock: Clock) -> Path:
    """A notebook as earlier versions kept it: beside those of other teams, under the id of the team."""
    path = home.data / "notebooks" / f"{team}.json"
    day = path.parent / "days" / "2026-11-20.json"
    day.parent.mkdir(parents=True, exist_ok=True)
    state = new_state(team, "private notebook", "amity", "20261120T080000.000-0000-abcdef")
    doc = {"_t": {"": "20261120T080000.000-0000-abcdef"}, "id": "n-0123", "member": "m-1", "text": words}
    doc["written"] = clock.now().isoformat()
    state["notes"] = {key_of("n-0123"): doc}
    for file in (path, path.with_suffix(".previous.json"), day):
        file.write_bytes(encode(state))
    return path


def test_an_old_notebook_moves_to_a_place_and_an_id_of_its_own(home: Home, clock: Clock, team: Team) -> None:
    other = old_notebook(home, "t-0123", "of another team", clock)
    old = old_notebook(home, team.id, "of this team", clock)
    notebook = Notebook.open(home, clock, team.id, team.folder)
    assert [n.text for n in notebook.private().notes] == ["of this team"]
    assert not old.exists()
    files = list(notebook.replica.path.parent.rglob("*.json"))
    assert len(files) == 3
    assert {team_of(decode(file.read_bytes()).state) for file in files} == {notebook.id}
    assert holding(notebook.replica.path.parent, team.id) == []
    assert other.exists()
    assert holding(notebook.replica.path.parent, "another team") == []
    again = Notebook.open(home, clock, team.id, team.folder)
    assert again.private() == notebook.private()
    (note,) = again.private().notes
    again.remove_note("n-0123")
    assert holding(home.data / "notebooks", note.text) == []


def test_a_damaged_old_notebook_falls_back_on_its_earlier_file(home: Home, clock: Clock, team: Team) -> None:
    old_notebook(home, team.id, "whole", clock).write_bytes(b"{damaged")
    notebook = Notebook.open(home, clock, team.id, team.folder)
    assert [n.text for n in notebook.private().notes] == ["whole"]
    assert notebook.add_note("m-1", "more").text == "more"
    assert team_of(notebook.replica.state()) == notebook.id


@pytest.mark.parametrize("after", range(6))
def test_a_move_that_was_cut_short_is_finished_the_next_time(
    home: Home, clock: Clock, team: Team, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    old_notebook(home, team.id, "kept", clock)
    left, move = [after], Path.replace

    def moving(one: Path, other: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return move(one, other)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", moving)
        with pytest.raises(StoreError):
            Notebook.open(home, clock, team.id, team.folder)
    notebook = Notebook.open(home, clock, team.id, team.folder)
    assert [n.text for n in notebook.private().notes] == ["kept"]
    files = list(notebook.replica.path.parent.rglob("*.json"))
    assert {team_of(decode(file.read_bytes()).state) for file in files} == {notebook.id}


def test_two_machines_agree_and_two_people_do_not(
    make_home: Callable[[str], Home], clock: Clock, team: Team, ben: Team
) -> None:
    second = make_home("ana at home")
    Team.join(second, clock, team.folder, "@ana")
    ids = [
        Notebook.open(home, clock, team.id, team.folder).id
        for home in (make_home("ana"), second, make_home("ben"))
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("age", ["now", "earlier"])
@pytest.mark.parametrize("name", ["notebook.json", "amity (conflicted copy).json", "amity 2.json"])
def test_a_notebook_in_the_shared_folder_is_never_merged(
    notebook: Notebook, home: Home, clock: Clock, team: Team, ben: Team, name: str, age: str
) -> None:
    notebook.add_note(team.me, "between us")
    data = notebook.replica.data
    if age == "earlier":
        data = old_notebook(home, team.id, "between us", clock).read_bytes()
    (team.folder / name).write_bytes(data)
    for one in (team, ben):
        one.add_member("Somebody new")
        assert one.sync().status.condition == "in step"
        assert b"between us" not in one.replica.data
    assert holding(team.folder, "between us") == [name]


@pytest.mark.parametrize("age", ["now", "earlier"])
def test_a_notebook_in_place_of_the_team_file_is_left_alone_and_told(
    notebook: Notebook, home: Home, clock: Clock, team: Team, tmp_path: Path, age: str
) -> None:
    notebook.add_note(team.me, "between us")
    data = notebook.replica.data
    if age == "earlier":
        data = old_notebook(home, team.id, "between us", clock).read_bytes()
    (team.folder / "amity.json").write_bytes(data)
    report = team.sync()
    assert report.status.condition == "unreadable"
    assert "private notebook" in report.status.detail
    assert (team.folder / "amity.json").read_bytes() == data
    assert b"between us" not in team.replica.data
    with pytest.raises(StoreError, match="private notebook"):
        Team.join(Home(tmp_path / "c", tmp_path / "d"), clock, team.folder, "Chi")
