"""Two machines on one folder, and everything that the folder may hold instead of a team file."""

from __future__ import annotations

import errno
import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.clock import Clock, wrong_clock
from store.errors import NewerFormatError
from store.settings import Home
from store.sync.document import decode, encode, key_of
from store.sync.timing import Timing
from store.team import Team
from tests.conftest import NOW

CONFLICT_NAMES = (
    "amity (Ana's conflicted copy 2026-11-23).json",
    "amity.sync-conflict-20261123-211858-LLDRYUI.json",
    "amity (1).json",
    "amity.json..path1",
    "amity-LAPTOP.json",
    "amity 2.json",
)


def texts(team: Team) -> set[str]:
    return {kudos.text for kudos in team.snapshot().kudos}


def id_of(team: Team, handle: str) -> str:
    return team.find_member(handle).id


def test_both_see_what_the_other_did(team: Team, ben: Team) -> None:
    team.give_kudos([id_of(team, "ben")], "Thank you for the calm hand-over")
    ben.give_kudos([id_of(ben, "ana")], "Thank you for asking")
    team.sync()
    ben.sync()
    assert team.sync().received == 1
    assert texts(team) == texts(ben) == {"Thank you for the calm hand-over", "Thank you for asking"}
    assert team.replica.data == ben.replica.data == team.engine.folder.file.read_bytes()


def test_nothing_is_written_when_nothing_changed(team: Team, ben: Team) -> None:
    before = team.engine.folder.file.stat()
    assert team.sync().status.condition == ben.sync().status.condition == "in step"
    assert team.engine.folder.file.stat() == before


@pytest.mark.parametrize("name", CONFLICT_NAMES)
def test_conflict_copies_are_merged_whatever_their_name(team: Team, ben: Team, name: str) -> None:
    shared = team.engine.folder.file
    before = shared.read_bytes()
    ben.give_kudos([id_of(ben, "ana")], "From the copy")
    ben.sync()
    shared.rename(shared.parent / name)
    shared.write_bytes(before)
    report = team.sync()
    assert report.merged_copies == (name,)
    assert "From the copy" in texts(team)
    assert b"From the copy" in shared.read_bytes()


def test_another_teams_copy_is_left_alone(
    team: Team, make_home: Callable[[str], Home], clock: Clock, tmp_path: Path
) -> None:
    other = Team.begin(make_home("eve"), clock, tmp_path / "other", "Elsewhere", "Eve")
    copy = team.folder / "amity (2).json"
    copy.write_bytes(other.engine.folder.file.read_bytes())
    assert team.sync().merged_copies == ()
    assert {m.name for m in team.snapshot().members.values()} == {"Ana", "Ben", "Zoë Krüger", "李 雷"}
    assert copy.read_bytes() == other.engine.folder.file.read_bytes()


def hurry(team: Team, **seconds: Any) -> None:
    """Lets the team's engine wait less."""
    team.engine.inbox.timing = replace(Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0), **seconds)


THEIRS = (b'{"x":', b"hello", b"{}", b"[1]", b'{"tasks": {"1": {"id": "x"}}}')
TORN = (b"", b" \n", b"\0" * 500, b'{\n"_me', b'{\n"_meta": {"1": {"_t":{')


@pytest.mark.parametrize("data", [*THEIRS, *TORN], ids=repr)
def test_what_is_no_team_file_is_left_as_it_is(team: Team, data: bytes) -> None:
    hurry(team, heal=3600)
    team.engine.folder.file.write_bytes(data)
    team.give_kudos([id_of(team, "ben")], "Kept here")
    for _ in range(2):
        report = team.sync()
        assert report.status.condition == "unreadable"
        assert "left as it is" in report.status.detail
        assert report.status.waiting == 1
    assert team.engine.folder.file.read_bytes() == data
    assert "Kept here" in texts(team)


@pytest.mark.parametrize("data", THEIRS, ids=repr)
def test_what_was_never_ours_is_never_overwritten(team: Team, data: bytes) -> None:
    hurry(team)
    team.engine.folder.file.write_bytes(data)
    assert team.sync().status.condition == team.sync().status.condition == "unreadable"
    assert team.engine.folder.file.read_bytes() == data


@pytest.mark.parametrize("data", TORN, ids=repr)
def test_a_team_file_that_stays_torn_is_set_aside_and_written_anew(team: Team, data: bytes) -> None:
    whole = team.engine.folder.file.read_bytes()
    team.engine.folder.file.write_bytes(data)
    team.give_kudos([id_of(team, "ben")], "Kept here")
    assert team.pull().status.condition == "unreadable"  # whoever only reads mends nothing
    hurry(team)
    report = team.sync()
    assert report.status.condition == "in step"
    (kept,) = report.set_aside
    assert kept.read_bytes() == data
    assert kept.is_relative_to(team.engine.aside.folder)
    assert b"Kept here" in team.engine.folder.file.read_bytes() != whole


def test_another_teams_torn_file_is_not_ours(
    team: Team, make_home: Callable[[str], Home], clock: Clock, tmp_path: Path
) -> None:
    other = Team.begin(make_home("eve"), clock, tmp_path / "other", "Elsewhere", "Eve")
    torn = other.engine.folder.file.read_bytes()[:-40]
    hurry(team)
    team.engine.folder.file.write_bytes(torn)
    assert team.sync().status.condition == "unreadable"
    assert team.engine.folder.file.read_bytes() == torn


def test_a_newer_format_is_read_and_not_written(team: Team, ben: Team) -> None:
    file = team.engine.folder.file
    state = decode(file.read_bytes()).state
    state["_meta"]["1"].update({"format": 2, "min_reader": 2, "novelty": "kept"})
    file.write_bytes(encode(state))
    written = file.read_bytes()
    assert ben.sync().status.condition == "read only"
    assert file.read_bytes() == written
    assert not ben.snapshot().editable


def test_nothing_is_taken_back_once_a_newer_amity_keeps_the_file(team: Team) -> None:
    team.give_kudos([id_of(team, "ben")], "Said before")
    team.sync()
    file = team.engine.folder.file
    state = decode(file.read_bytes()).state
    state["_meta"]["1"].update({"format": 2, "min_reader": 2})
    file.write_bytes(encode(state))
    team.sync()
    with pytest.raises(NewerFormatError):
        team.undo()
    assert texts(team) == {"Said before"}


def test_a_missing_folder_keeps_changes_until_it_is_back(team: Team, ben: Team, tmp_path: Path) -> None:
    team.folder.rename(tmp_path / "unplugged")
    team.give_kudos([id_of(team, "ben")], "Said offline")
    report = team.sync()
    assert (report.status.condition, report.status.waiting) == ("unreachable", 1)
    (tmp_path / "unplugged").rename(team.folder)
    assert team.sync().status.condition == "in step"
    ben.sync()
    assert "Said offline" in texts(ben)


def test_what_could_not_be_kept_here_is_not_taken_for_known(
    team: Team, ben: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    ben.give_kudos([team.me], "Said while your disk was full")
    ben.sync()
    before = team.engine.folder.file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("store.sync.storage.write_whole", full)
        report = team.sync()
        assert report.status.condition == "waiting"
        assert "No space left" in report.status.detail
    assert team.engine.folder.file.read_bytes() == before
    assert team.sync().status.condition == "in step"
    assert "Said while your disk was full" in texts(team)
    assert team.engine.folder.file.read_bytes() == before


def test_a_deleted_file_comes_back(team: Team) -> None:
    team.engine.folder.file.unlink()
    assert team.sync().status.condition == "in step"
    assert decode(team.engine.folder.file.read_bytes()).sound


def test_an_edit_by_plain_tinydb_is_an_edit(team: Team, ben: Team) -> None:
    with TinyDB(team.engine.folder.file) as db:
        db.table("members").update({"name": "Benjamin"}, lambda doc: doc["handle"] == "ben")
        db.table("later").insert({"by": "hand"})
    team.sync()
    ben.sync()
    assert ben.myself().name == "Benjamin"
    assert decode(team.engine.folder.file.read_bytes()).sound
    assert b'"by":"hand"' in team.engine.folder.file.read_bytes()


def test_the_name_of_the_team_edited_by_hand_is_an_edit(team: Team, ben: Team) -> None:
    for name in ("Aardvark", "Zebra"):  # in the order of bytes before and after what it was
        with TinyDB(team.engine.folder.file) as db:
            db.table("_meta").update({"name": name}, doc_ids=[1])
        team.sync()
        ben.sync()
        assert team.snapshot().name == ben.snapshot().name == name


def test_a_file_that_is_only_online_is_not_written_anew(team: Team) -> None:
    file = team.engine.folder.file
    whole = file.read_bytes()
    file.rename(file.with_name(".amity.json.icloud"))
    team.give_kudos([id_of(team, "ben")], "Said meanwhile")
    report = team.sync()
    assert report.status.condition == "unreachable"
    assert "only online" in report.status.detail
    assert not file.exists()
    file.with_name(".amity.json.icloud").rename(file)
    assert file.read_bytes() == whole
    assert team.sync().status.condition == "in step"


def test_a_clock_that_is_ahead_is_told_and_does_no_harm(
    team: Team, make_home: Callable[[str], Home], folder: Path
) -> None:
    assert not team.folder_news().ahead
    ahead = Team.join(
        make_home("ben"), Clock(datetime.fromisoformat("2031-01-01T00:00:00+00:00")), folder, "@ben"
    )
    ahead.set_profile({"name": "Benjamin"})
    ahead.sync()
    team.sync()
    assert team.folder_news().ahead.days == 1499
    assert "1499 days ahead" in wrong_clock(team.folder_news().ahead)
    mine = team.give_kudos([id_of(team, "ben")], "Said today")
    assert team.replica.state()["kudos"][key_of(mine.id)]["_t"][""] < "2027"


def test_removed_words_are_in_no_file(team: Team, ben: Team) -> None:
    kudos = team.give_kudos([id_of(team, "ben")], "Unsayable words")
    team.sync()
    ben.sync()
    team.remove_kudos(kudos.id)
    team.sync()
    ben.sync()
    assert b"Unsayable" not in team.engine.folder.file.read_bytes()
    for one in (team, ben):
        assert b"Unsayable" not in one.replica.path.read_bytes()
        assert texts(one) == set()


def test_the_background_takes_in_what_others_bring(team: Team, ben: Team) -> None:
    moved = threading.Event()
    team.start(moved.set)
    try:
        ben.give_kudos([id_of(ben, "ana")], "While you were looking")
        ben.sync()
        while "While you were looking" not in texts(team):
            assert moved.wait(20)
            moved.clear()
    finally:
        team.close()


def _write(home: Home, count: int) -> None:
    team = Team.open(home, Clock(datetime.fromisoformat(NOW)))
    other = next(m for m in team.snapshot().members if m != team.me)
    for number in range(count):
        team.give_kudos([other], f"{team.myself().handle} {number}")
        team.sync(30)


def test_processes_of_three_machines_lose_nothing(
    team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    zoe = Team.join(make_home("zoe"), clock, folder, "@zoe")
    context = multiprocessing.get_context("spawn")
    # Two of them on one machine: they share a replica.
    homes = [make_home(name) for name in ("ana", "ana", "ben", "zoe")]
    processes = [context.Process(target=_write, args=(home, 8)) for home in homes]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    for one in (team, ben, zoe, team, ben, zoe):
        assert one.sync(30).status.condition == "in step"
    expected = {f"{who} {n}" for who in ("ana", "ben", "zoe") for n in range(8)}
    assert texts(team) == expected
    assert len(team.snapshot().kudos) == 32
    assert team.replica.data == ben.replica.data == zoe.replica.data == team.engine.folder.file.read_bytes()
