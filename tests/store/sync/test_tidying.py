"""Files beside the team file: copies are merged, some are tidied away, what is not ours is left alone."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import Clock
from store.settings import Home
from store.sync.engine import Engine
from store.sync.folder import Folder
from store.sync.timing import Timing
from store.team import Team
from tests.store.sync.test_copies import GIVEN, PEOPLES, RESILIO

SYNCTHING = "amity.sync-conflict-20261123-211858-LLDRYUI.json"


def hurry(team: Team, tidy: float = 0.0) -> Team:
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), tidy=tidy)
    return team


def texts(team: Team) -> set[str]:
    return {kudos.text for kudos in team.snapshot().kudos}


def conflict(team: Team, ben: Team, name: str, words: str) -> Path:
    """A file in the folder under that name that holds Ben's words, which the team file does not."""
    shared = team.engine.folder.file
    before = shared.read_bytes()
    ben.give_kudos([ben.find_member("ana").id], words)
    ben.sync()
    copy = shared.with_name(name)
    shared.rename(copy)
    shared.write_bytes(before)
    return copy


@pytest.mark.parametrize("name", GIVEN)
def test_what_an_engine_named_is_merged_then_tidied_away(team: Team, ben: Team, name: str) -> None:
    copy = conflict(team, ben, name, "From the copy")
    data = copy.read_bytes()
    report = hurry(team).sync()
    assert report.merged_copies == (name,)
    assert "From the copy" in texts(team)
    assert b"From the copy" in team.engine.folder.file.read_bytes()
    assert not copy.exists()
    (kept,) = report.set_aside
    assert kept.read_bytes() == data
    assert kept.is_relative_to(team.engine.aside.folder)


@pytest.mark.parametrize("name", [*(n for n in PEOPLES if n != "amity.json"), *RESILIO, "日記 — who knows"])
def test_under_any_other_name_it_is_merged_and_stays(team: Team, ben: Team, name: str) -> None:
    copy = conflict(team, ben, name, "From the copy")
    data = copy.read_bytes()
    report = hurry(team).sync()
    assert report.merged_copies == (name,)
    assert "From the copy" in texts(team)
    assert copy.read_bytes() == data
    assert hurry(team).sync().merged_copies == ()
    assert copy.read_bytes() == data


def test_a_copy_is_not_tidied_before_its_time(team: Team, ben: Team) -> None:
    copy = conflict(team, ben, SYNCTHING, "Early")
    assert hurry(team, tidy=3600).sync().merged_copies == (copy.name,)
    team.sync()
    assert copy.exists()
    # Both have lain there for long, as far as the files' own times tell: no need to have watched.
    for path in (copy, team.engine.folder.file):
        os.utime(path, (1, 1))
    team.sync()
    assert copy.exists()  # the system's own note of the change (ctime) cannot be set back
    hurry(team).sync()
    assert not copy.exists()


def test_a_copy_stays_until_the_team_file_holds_what_it_brought(team: Team, ben: Team) -> None:
    hurry(team)
    ben.give_kudos([team.me], "Only in the copy")
    copy = team.folder / "amity.sync-conflict-20261123-211858-LLDRYUI.json"
    copy.write_bytes(ben.replica.data)
    for _ in range(3):
        assert team.pull().status.condition == "waiting"  # merged here, and not yet brought to the folder
    assert "Only in the copy" in {k.text for k in team.snapshot().kudos}
    assert copy.exists()
    for _ in range(2):
        team.sync()
    assert b"Only in the copy" in team.engine.folder.file.read_bytes()
    assert not copy.exists()


def test_a_copy_that_changed_after_it_was_merged_stays(
    team: Team, ben: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = conflict(team, ben, SYNCTHING, "First")
    hurry(team)
    later = copy.read_bytes()[:-1] + b"\n\n"
    remove = Folder.remove

    def meanwhile(folder: Folder, name: str, expected: bytes) -> bool:
        copy.write_bytes(later)
        return remove(folder, name, expected)

    monkeypatch.setattr(Folder, "remove", meanwhile)
    team.sync()
    assert copy.read_bytes() == later


def test_a_copy_stays_when_it_cannot_be_set_aside(team: Team, ben: Team) -> None:
    copy = conflict(team, ben, SYNCTHING, "Kept")
    hurry(team)
    team.engine.aside.folder.parent.mkdir(parents=True, exist_ok=True)
    team.engine.aside.folder.write_text("a file in its place")
    report = team.sync()
    assert "could not be set aside" in report.status.detail
    assert "Kept" in texts(team)
    assert copy.exists()


def test_the_same_bytes_are_set_aside_once_and_old_ones_go(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = team.engine.aside
    monkeypatch.setattr("store.sync.aside.KEPT_FILES", 3)
    first = aside.keep("copy", "amity 1.json", b"one")
    assert aside.keep("copy", "amity 1.json", b"one") == first
    damaged = aside.keep("damaged", "../..\\a/b:c\x1b\n" + "x" * 300, b"half")
    assert damaged.parent == aside.folder
    for number in range(5):
        aside.keep("copy", f"amity {number}.json", b"%d" % number)
    assert len([p for p in aside.contents() if "-copy-" in p.name]) == 3
    assert damaged.exists()
    old = aside.folder / damaged.name.replace(damaged.name[:8], "20200101")
    damaged.rename(old)
    aside.keep("damaged", "amity.json", b"new")
    assert not old.exists()
    if os.name == "posix":
        assert {p.stat().st_mode & 0o077 for p in aside.contents()} == {0}


FOREIGN = {
    "letter.json": b'{"_meta": {"1": {"app": "amity 0.1", "team": "t-elsewhere"}}}',
    "photo.jpg": b"\xff\xd8" * 500,
    "amity notes.txt": b"call the harbour office",
    "empty.json": b"",
    SYNCTHING: b'{"mine": true}',
    "amity (1).json": b'{"_meta": {"1": {',
}


def test_files_that_are_not_ours_are_never_touched(
    team: Team, make_home: Callable[[str], Home], clock: Clock, tmp_path: Path
) -> None:
    other = Team.begin(make_home("eve"), clock, tmp_path / "other", "Elsewhere", "Eve")
    theirs = other.engine.folder.file.read_bytes()
    held = {**FOREIGN, "amity (Ana's conflicted copy 2026-11-23).json": theirs}
    for name, data in held.items():
        (team.folder / name).write_bytes(data)
    (team.folder / "amity 3.json").mkdir()
    os.mkfifo(team.folder / "amity 4.json")
    (team.folder / "amity 5.json").symlink_to(tmp_path / "nowhere")
    for _ in range(3):
        report = hurry(team).sync()
        assert (report.status.condition, report.merged_copies, report.set_aside) == ("in step", (), ())
    assert {name: (team.folder / name).read_bytes() for name in held} == held
    assert {m.handle for m in team.snapshot().members.values()} == {"ana", "ben", "zoe", "李"}


def test_a_linked_copy_is_merged_and_never_removed(team: Team, ben: Team, tmp_path: Path) -> None:
    copy = conflict(team, ben, SYNCTHING, "Through a link")
    real = tmp_path / "elsewhere.json"
    copy.rename(real)
    copy.symlink_to(real)
    hurry(team).sync()
    assert "Through a link" in texts(team)
    assert copy.is_symlink()
    assert real.exists()


def test_a_linked_team_file_is_replaced_where_it_is(team: Team, ben: Team, tmp_path: Path) -> None:
    file, real = team.engine.folder.file, tmp_path / "real" / "team.json"
    real.parent.mkdir()
    file.rename(real)
    file.symlink_to(real)
    team.give_kudos([team.find_member("ben").id], "Through a link")
    assert team.sync().status.condition == "in step"
    assert file.is_symlink()
    assert b"Through a link" in real.read_bytes()


def test_a_copy_whose_half_arrived_is_read_when_it_is_whole(team: Team, ben: Team) -> None:
    copy = conflict(team, ben, "amity 2.json", "In two halves")
    data = copy.read_bytes()
    copy.write_bytes(data[:-100])
    assert hurry(team).sync().merged_copies == ()
    copy.write_bytes(data)
    assert team.sync().merged_copies == (copy.name,)
    assert "In two halves" in texts(team)


def test_very_many_copies_are_worked_off_a_part_at_a_time(
    team: Team, ben: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sync.inbox._COPIES", 7)
    copy = conflict(team, ben, "amity 2.json", "Somewhere in there")
    data = copy.read_bytes()
    for number in range(40):
        (team.folder / f"amity.sync-conflict-20261123-{100000 + number}.json").write_bytes(data)
    hurry(team)
    cycles = 0
    while (report := team.sync()).status.condition == "reading":
        assert "more files" in report.status.detail
        cycles += 1
    assert cycles == 5
    assert report.status.condition == "in step"
    assert "Somewhere in there" in texts(team)
    team.sync()
    assert sorted(p.name for p in team.folder.iterdir()) == ["amity 2.json", "amity.json"]


# A team file that cannot be replaced


class Held(Folder):
    """A folder in which another program holds the team file open, as on SMB."""

    held = True

    def _replace(self, temporary: Path, target: Path) -> None:
        if self.held:
            self.held = False  # the first program asks, and the pauses between tries are not waited for
            raise _held(target)
        super()._replace(temporary, target)


def _held(target: Path) -> Exception:
    from store.sync.folder import ReplaceError

    return ReplaceError(f"Another program holds {target} open, or it may not be changed.")


def held(team: Team) -> Engine:
    engine = team.engine
    folder = Held(engine.folder.path, engine.folder.tag)
    engine.folder = engine.inbox.folder = folder
    return engine


def test_where_the_team_file_is_held_open_a_file_beside_it_takes_the_changes(team: Team, ben: Team) -> None:
    engine = held(hurry(team))
    team.give_kudos([team.find_member("ben").id], "Laid beside")
    report = team.sync()
    assert (report.status.condition, report.status.waiting) == ("waiting", 1)
    assert "holds" in report.status.detail
    beside = team.folder / engine.folder.sidecar
    assert beside.name.startswith("amity (pending ")
    assert b"Laid beside" not in engine.folder.file.read_bytes()
    assert hurry(ben, tidy=3600).sync().merged_copies == (beside.name,)
    assert "Laid beside" in texts(ben)
    assert beside.exists()  # only who laid it there takes it away
    assert team.sync().status.condition == "in step"
    team.sync()
    assert not beside.exists()


def test_what_lies_beside_is_not_written_again_and_again(team: Team) -> None:
    engine = held(hurry(team))
    team.give_kudos([team.find_member("ben").id], "Laid beside")
    team.sync()
    beside = team.folder / engine.folder.sidecar
    first = beside.stat().st_ino
    assert isinstance(engine.folder, Held)
    engine.folder.held = True
    assert team.sync().status.condition == "waiting"
    assert beside.stat().st_ino == first


def test_replacing_is_tried_again_for_a_while(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = Path.replace
    tries: list[Path] = []

    def busy(path: Path, target: Path) -> Path:
        if target == team.engine.folder.file and len(tries) < 3:
            tries.append(path)
            raise PermissionError(errno.EACCES, "held open")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    team.give_kudos([team.find_member("ben").id], "At the fourth try")
    assert team.sync().status.condition == "in step"
    assert len(tries) == 3
    assert sorted(p.name for p in team.folder.iterdir()) == ["amity.json"]


# Drives that are not connected


def test_an_empty_folder_on_another_disk_gets_no_team_file(team: Team, tmp_path: Path) -> None:
    hurry(team)
    team.engine.folder.file.rename(tmp_path / "the real drive.json")
    device = team.engine.place._device
    team.engine.place._device = f"{device}0"
    report = team.sync()
    assert report.status.condition == "unreachable"
    assert "another disk" in report.status.detail
    assert list(team.folder.iterdir()) == []
    (team.folder / "something").touch()
    assert team.sync().status.condition == "in step"


def test_temporary_files_of_a_killed_run_are_swept(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    tag = team.engine.folder.tag
    ours, theirs = team.folder / f"~amity-{tag}0000.tmp", team.folder / f"~amity-{tag[::-1]}x000.tmp"
    local = team.replica.path.with_name("~amity-12345678.tmp")
    for path in (ours, theirs, local):
        path.touch()
    again = Team.open(make_home("ana"), clock)
    again.give_kudos([again.find_member("ben").id], "After the kill")
    again.sync()
    assert not ours.exists()
    assert not local.exists()
    assert theirs.exists()  # another machine may be at work with it


def test_temporary_files_of_a_killed_run_are_swept_without_a_change(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    left = team.folder / f"~amity-{team.engine.folder.tag}0000.tmp"
    left.touch()
    assert Team.open(make_home("ana"), clock).pull().status.condition == "in step"
    assert left.exists()  # who only looks removes nothing
    assert Team.open(make_home("ana"), clock).sync().status.condition == "in step"
    assert not left.exists()


def test_a_copy_edited_by_other_means_counts_once_it_stays_the_same(team: Team, ben: Team) -> None:
    copy = conflict(team, ben, "amity 2.json", "Typed by hand")
    copy.write_bytes(copy.read_bytes().replace(b"Typed by hand", b"Typed, then mended"))
    hurry(team)
    assert team.sync().merged_copies == ()
    assert team.engine.inbox.unsettled
    assert team.sync().merged_copies == (copy.name,)
    assert texts(team) == {"Typed, then mended"}
    assert not team.engine.inbox.unsettled
