"""The notebook in a synced folder of one's own: two machines of one person, one notebook."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.clock import Clock
from store.errors import FolderError, SilentFolderError, UsageError
from store.notebook import Notebook
from store.notebook import own_folder as module
from store.notebook.own_folder import OwnFolder, choose, leave
from store.settings import Home, Settings
from store.team import Team

TODAY = date(2026, 11, 23)


class Laptop:
    """One of Ana's machines."""

    def __init__(self, home: Home, clock: Clock, team: Team, own: Path | None) -> None:
        self.home, self.clock, self.team = home, clock, team
        if own is not None:
            choose(home, own)

    def open(self) -> Notebook:
        return Notebook.open(self.home, self.clock, self.team.id, self.team.folder)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


@pytest.fixture
def one(make_home: Callable[[str], Home], clock: Clock, team: Team, own: Path) -> Laptop:
    return Laptop(make_home("ana"), clock, team, own)


@pytest.fixture
def two(make_home: Callable[[str], Home], clock: Clock, team: Team, own: Path) -> Laptop:
    home = make_home("ana at home")
    later = Clock(clock.now() + timedelta(minutes=1))
    return Laptop(home, later, Team.join(home, clock, team.folder, "@ana"), own)


def folder_of(notebook: Notebook) -> OwnFolder:
    assert notebook.own_folder is not None
    return notebook.own_folder


def test_what_one_machine_notes_the_other_shows(one: Laptop, two: Laptop) -> None:
    here, there = one.open(), two.open()
    note = here.add_note("m-1", "likes tea")
    assert folder_of(here).status.condition == "in step"
    promise = there.add_promise("figures", "m-1", TODAY)  # without having seen the note
    for notebook in (one.open(), two.open()):
        assert notebook.private().notes == (note,)
        assert notebook.private().promises == (promise,)
    there.remove_note(note.id)
    assert one.open().private().notes == ()
    folder_of(here).look()
    files = (p for root in (one.home.data, two.home.data, folder_of(here).path) for p in root.rglob("*"))
    assert [p for p in files if p.is_file() and b"likes tea" in p.read_bytes()] == []


def test_a_notebook_that_was_there_before_is_brought_along(
    make_home: Callable[[str], Home], clock: Clock, team: Team, own: Path, two: Laptop
) -> None:
    one = Laptop(make_home("ana"), clock, team, None)
    note = one.open().add_note("m-1", "likes tea")
    other = two.open().add_note("m-2", "likes coffee")
    choose(one.home, own)
    folder_of(one.open()).sync()
    assert set(two.open().private().notes) == set(one.open().private().notes) == {note, other}


def test_conflict_copies_are_merged(one: Laptop, two: Laptop) -> None:
    here = one.open()
    here.add_note("m-1", "here")
    file = folder_of(here).file
    two.open().add_note("m-1", "there")
    losing = file.read_bytes()
    file.write_bytes(here.replica.data)  # as an engine that knew nothing of it
    file.with_name("amity.sync-conflict-20261123-081200-ABCDEFG.json").write_bytes(losing)
    assert {n.text for n in one.open().private().notes} == {"here", "there"}


def test_the_pick_that_was_first_is_shown_on_both(one: Laptop, two: Laptop) -> None:
    here, there = one.open(), two.open()
    here.pin(TODAY, {"action": "first"})
    there.replica.storage.forget()
    there.pin(TODAY, {"action": "second"})  # it had not seen the first one
    assert here.pinned(TODAY) == one.open().pinned(TODAY) == two.open().pinned(TODAY) == {"action": "first"}
    again = two.open()
    again.pin(TODAY, None)
    assert one.open().pinned(TODAY) is None
    again.pin(TODAY, {"action": "third"})
    assert one.open().pinned(TODAY) == {"action": "third"}


def test_a_pick_that_an_earlier_version_kept_stays(one: Laptop) -> None:
    notebook = one.open()
    notebook._write("days", f"day:{TODAY}", {"pick": {"action": "old"}})
    assert notebook.pinned(TODAY) == {"action": "old"}
    notebook.pin(TODAY, None)
    assert notebook.pinned(TODAY) is None


def test_colleagues_who_share_such_a_place_do_not_mix(
    one: Laptop, ben: Team, make_home: Callable[[str], Home], clock: Clock, own: Path
) -> None:
    one.open().add_note("m-1", "Ana's")
    notebook = Laptop(make_home("ben"), clock, ben, own).open()
    notebook.add_note("m-1", "Ben's")
    (mine,) = (path for path in own.iterdir() if path == folder_of(notebook).file.parent)
    mine.joinpath("amity 2.json").write_bytes(folder_of(one.open()).file.read_bytes())
    folder_of(notebook).sync()
    assert [n.text for n in notebook.private().notes] == ["Ben's"]


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_only_i_may_read_it(one: Laptop) -> None:
    old = os.umask(0)
    try:
        notebook = one.open()
        notebook.add_note("m-1", "x")
        notebook.add_note("m-1", "y")
    finally:
        os.umask(old)
    file = folder_of(notebook).file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


# Where it may be


def test_a_folder_that_is_slow_is_still_written(one: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    one.open().add_note("m-1", "x")
    check, waited = module.check_own, threading.Event()

    def slow(*words: Any, **more: Any) -> None:
        waited.wait(0.1)
        check(*words, **more)

    monkeypatch.setattr(module, "check_own", slow)
    monkeypatch.setattr(module, "GLANCE", 0.01)
    notebook = one.open()
    assert isinstance(folder_of(notebook).engine.report.error, SilentFolderError)
    notebook.add_note("m-1", "written late")
    assert folder_of(notebook).status.condition == "in step"
    assert b"written late" in folder_of(notebook).file.read_bytes()


@pytest.mark.parametrize("place", ["shared", "shared/deep", ".", "link", "other", "other/deep", "own/amity"])
def test_what_a_team_shares_is_refused(
    make_home: Callable[[str], Home], team: Team, tmp_path: Path, place: str
) -> None:
    for folder in ("shared/deep", "other/deep", "own/amity"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(team.folder)
    for folder in ("other", "own/amity"):
        (tmp_path / folder / "amity.json").write_bytes(team.replica.data)
    home = make_home("ana")
    with pytest.raises(UsageError, match="yours alone"):
        choose(home, tmp_path / place)
    assert "notebook_folder" not in Settings(home).preferences


@pytest.mark.parametrize("place", ["own", "own/deep", "."])
def test_no_team_begins_where_the_notebook_is(one: Laptop, own: Path, place: str) -> None:
    with pytest.raises(UsageError, match="private"):
        Team.begin(one.home, one.clock, own.parent / place, "Second", "Ana")
    assert not [*own.parent.glob("amity.json"), *own.glob("*.json")]


def test_a_folder_that_is_not_there_is_refused(one: Laptop, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        choose(one.home, tmp_path / "nowhere")


def test_comments_in_the_settings_stay_and_it_can_be_ended(one: Laptop, own: Path) -> None:
    text = Settings(one.home).path.read_text("utf-8")
    assert "# theme" in text
    assert f'notebook_folder = "{own}"' in text
    note = one.open().add_note("m-1", "x")
    leave(one.home)
    notebook = one.open()
    assert notebook.own_folder is None
    assert notebook.private().notes == (note,)


@pytest.mark.parametrize("how", ["link above", "link", "team file"])
def test_a_place_that_became_a_shared_one_is_not_used_any_more(
    one: Laptop, team: Team, own: Path, how: str
) -> None:
    notebook = one.open()
    notebook.add_note("m-1", "x")
    mine = folder_of(notebook).file.parent
    for path in (*mine.iterdir(), mine):
        path.unlink() if path.is_file() else path.rmdir()
    if how == "link":
        mine.symlink_to(team.folder)
    elif how == "link above":
        own.rmdir()
        own.symlink_to(team.folder)
    else:
        (own / "amity.json").write_bytes(team.replica.data)
    before = team.folder.joinpath("amity.json").read_bytes()
    for words in ("a secret", "another"):
        notebook.add_note("m-1", words)
    assert isinstance(folder_of(notebook).engine.report.error, UsageError)
    notebook = one.open()
    notebook.add_note("m-1", "a third")
    assert team.folder.joinpath("amity.json").read_bytes() == before
    assert [p.name for p in team.folder.iterdir()] == ["amity.json"]


# What goes wrong


def test_a_folder_that_is_gone_stops_nothing(one: Laptop, own: Path) -> None:
    notebook = one.open()
    notebook.add_note("m-1", "x")
    own.rename(own.with_name("away"))
    notebook.add_note("m-1", "y")
    report = folder_of(notebook).engine.report
    assert report.error is not None
    assert report.status.condition == "unreachable"
    own.with_name("away").rename(own)
    again = one.open()
    folder_of(again).sync()
    assert folder_of(again).status.condition == "in step"
    assert b'"text":"y"' in folder_of(again).file.read_bytes()


def test_a_folder_that_hangs_is_waited_for_once(one: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = one.open()
    answers, asked = threading.Event(), []

    def hang(path: Path, *_: object, **__: object) -> None:
        asked.append(path)
        answers.wait(20)
        raise FolderError("too late")

    monkeypatch.setattr(module, "check_own", hang)
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    for number in range(5):
        notebook.add_note("m-1", f"note {number}")
    assert len(asked) == 1
    assert isinstance(folder_of(notebook).engine.report.error, SilentFolderError)
    assert len(notebook.private().notes) == 5
    answers.set()


def test_the_dashboard_brings_it_in_step_in_the_background(one: Laptop, two: Laptop) -> None:
    here, moved = one.open(), threading.Event()
    folder_of(here).start(moved.set)
    note = two.open().add_note("m-1", "from the other machine")
    for _ in range(50):
        moved.wait(0.2)
        moved.clear()
        if note in here.private().notes:
            break
    assert here.private().notes == (note,)
    here.finish_note(note.id, TODAY)
    folder_of(here).close()  # what waits goes there first
    assert two.open().private().notes[0].done == TODAY
