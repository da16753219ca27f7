"""The doctor looks at everything, says one thing to do for each trouble, and changes nothing."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from os import terminal_size
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from store.clock import Clock
from store.doctor import Check, examine, shared
from store.doctor.kinds import family, product_by_marker, product_by_path
from store.settings import Home
from store.sync.document import META, NOTEBOOK_NAME, decode, encode, new_state
from store.sync.generations import day_folder
from store.sync.mounts import linux_kind, mac_kind, windows_kind
from store.sync.replica import Edit
from store.team import Team
from tui.doctor import look_at_all
from tui.terminal import terminal_checks

NOTES = encode(new_state("n-1", NOTEBOOK_NAME, "amity", "20261124T091200.000-0000-aaaaaa"))


def everything(*roots: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """All that is there: rights, times, sizes and bytes."""
    return {
        str(path): (
            (seen := path.lstat()).st_mode,
            seen.st_mtime_ns,
            seen.st_ino,
            path.read_bytes() if path.is_file() else b"",
        )
        for root in roots
        for path in (root, *root.rglob("*"))
        if path.exists()
    }


@pytest.fixture
def home(team: Team, make_home: Callable[[str], Home]) -> Home:
    """The home of a team that is in step, with an earlier file or two."""
    assert team.sync().status.condition == "in step"
    return make_home("ana")


def checks(home: Home, clock: Clock, folder: Path | None = None, **environment: str) -> dict[str, Check]:
    """What the doctor says, by name, while nothing changes."""
    roots = [home.config, home.data, *([folder] if folder else [])]
    before = everything(*roots)
    found = list(examine(home, clock, environment, folder, "linux"))
    assert everything(*roots) == before
    assert all(check.ok == (not check.fix) and check.detail for check in found)
    assert len({check.name for check in found}) == len(found)
    return {check.name: check for check in found}


def ails(found: Mapping[str, Check]) -> set[str]:
    return {check.name for check in found.values() if not check.ok}


def test_all_is_well(home: Home, clock: Clock, folder: Path) -> None:
    found = checks(home, clock, folder)
    assert ails(found) == set()
    assert {
        "settings",
        "private files",
        "notebook",
        "folder",
        "team file",
        "own copy",
        "versions",
    } <= found.keys()


def test_nothing_is_made_where_nothing_is(tmp_path: Path, clock: Clock) -> None:
    home = Home(tmp_path / "none" / "config", tmp_path / "none" / "data")
    assert ails(checks(home, clock)) == {"team"}
    assert ails(checks(home, clock, tmp_path / "nowhere")) == {"folder", "own copy"}
    assert list(tmp_path.iterdir()) == []


def _settings(text: str | bytes) -> Callable[[Home, Path, Team], Any]:
    data = text.encode() if isinstance(text, str) else text
    return lambda home, _folder, _team: (home.config / "settings.toml").write_bytes(data)


def _file(make: Callable[[bytes], bytes]) -> Callable[[Home, Path, Team], Any]:
    def spoil(_home: Home, folder: Path, _team: Team) -> None:
        file = folder / "amity.json"
        file.write_bytes(make(file.read_bytes()))

    return spoil


def _meta(**fields: Any) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        state = decode(data).state
        return encode({**state, META: {"1": {**state[META]["1"], **fields}}})

    return change


def _odd(_home: Home, _folder: Path, team: Team) -> None:
    team.replica.apply(lambda _: [Edit("members", "m-odd", {"name": 7})])
    team.sync()


def _behind(_home: Home, _folder: Path, team: Team) -> None:
    team.add_member("Nia", timezone="Europe/Berlin")


def _case(_home: Home, folder: Path, _team: Team) -> None:
    (folder / "amity.json").rename(folder / "Amity.JSON")


def _replica(data: bytes | None) -> Callable[[Home, Path, Team], Any]:
    def spoil(_home: Home, _folder: Path, team: Team) -> None:
        if data is None:
            team.replica.path.unlink()
        else:
            team.replica.path.write_bytes(data)

    return spoil


def _day(_home: Home, _folder: Path, team: Team) -> None:
    (day_folder(team.replica.path) / "2026-11-30.json").write_bytes(b"\0")


def _copies(_home: Home, folder: Path, _team: Team) -> None:
    for number in range(21):
        shutil.copy(folder / "amity.json", folder / f"amity (conflicted copy 2026-11-{number:02}).json")


TROUBLES: tuple[tuple[str, Callable[[Home, Path, Team], Any], set[str], str], ...] = (
    ("no TOML", _settings("theme = ["), {"settings", "team"}, "settings.toml"),
    ("no text", _settings(b"\xff\xfe"), {"settings", "team"}, "settings.toml"),
    ("an unknown table", _settings("[colours]\nx = 1\n"), {"settings", "team"}, "colours"),
    ("no table", _settings("preferences = 7\n"), {"settings", "team"}, "preferences is no table"),
    ("an odd preference", lambda h, f, t: _preferring(h), {"settings"}, "reduced_motion is 7"),
    ("half a team", _settings('[[team]]\nid = "t-1"\n'), {"settings", "team"}, "join"),
    ("notes for all", lambda h, f, t: (_readable(h.config)), {"private files"}, "chmod"),
    ("no folder", lambda h, f, t: f.rename(f.with_name("gone")), {"folder"}, "Connect"),
    ("no file", lambda h, f, t: (f / "amity.json").unlink(), {"team file"}, "amity sync"),
    ("another case (macOS, Windows)", _case, {"team file"}, "Rename it to amity.json"),
    ("a folder for a file", lambda h, f, t: _folder_for_file(f), {"team file"}, "Move it"),
    ("half a file", _file(lambda data: data[: len(data) // 2]), {"team file"}, "Move it"),
    ("zeros", _file(lambda data: bytes(len(data))), {"team file"}, "Move it"),
    ("no team", _file(lambda _: b'{"a": {}}'), {"team file"}, "Move it"),
    ("another team", _file(_meta(team="t-other")), {"team file"}, "folder of its own"),
    ("a notebook", _file(lambda _: NOTES), {"team file"}, "at once"),
    ("a newer format", _file(_meta(min_reader=9, format=9)), {"team file"}, "Update amity"),
    ("odd entries", _odd, {"entries"}, "Update amity"),
    ("something waits", _behind, {"in step"}, "amity sync"),
    ("many copies", _copies, {"copies"}, "amity sync"),
    ("a torn copy here", _replica(b"\0\0\0"), {"own copy"}, "Open amity"),
    ("no copy here", _replica(None), {"own copy"}, "amity sync"),
    ("a torn backup", _day, {"backups"}, "amity backup"),
    ("a clock ahead", lambda h, f, t: _ahead(t), {"clock"}, "clocks"),
)  # fmt: skip


def _preferring(home: Home) -> None:
    path = home.config / "settings.toml"
    text = path.read_text("utf-8")
    assert "[preferences]" in text
    path.write_text(text.replace("[preferences]", "[preferences]\nreduced_motion = 7"), "utf-8")


def _readable(config: Path) -> None:
    config.chmod(0o755)
    (config / "settings.toml").chmod(0o644)


def _folder_for_file(folder: Path) -> None:
    (folder / "amity.json").unlink()
    (folder / "amity.json").mkdir()


def _ahead(team: Team) -> None:
    team.replica.stamper.clock = Clock(team.clock.now() + timedelta(days=2))
    team.replica.apply(lambda _: [Edit("members", team.me, {"pronouns": "she"})])
    team.sync()


@pytest.mark.parametrize(
    ("spoil", "names", "words"), [case[1:] for case in TROUBLES], ids=[case[0] for case in TROUBLES]
)
def test_each_trouble_is_named_with_one_thing_to_do(
    home: Home,
    clock: Clock,
    folder: Path,
    team: Team,
    spoil: Callable[[Home, Path, Team], Any],
    names: set[str],
    words: str,
) -> None:
    spoil(home, folder, team)
    found = checks(home, clock)
    assert ails(found) == names
    assert any(words in f"{check.detail} {check.fix}" for check in found.values() if not check.ok)


def test_it_answers_whatever_the_settings_say(home: Home, clock: Clock) -> None:
    """A folder of a name that no system takes."""
    team = '[[team]]\nid = "t-1"\nname = "x"\nfolder = "/tmp/\\u0000"\nme = "m"\n'
    (home.config / "settings.toml").write_text(team, "utf-8")
    found = checks(home, clock)
    assert {"settings", "team", "versions"} <= found.keys()
    assert not found["settings"].ok
    assert not found["team"].ok


def test_a_notebook_inside_the_shared_folder(clock: Clock, folder: Path, team: Team) -> None:
    inside = Home(folder / "ana" / "config", folder / "ana" / "data")
    inside.config.mkdir(parents=True, mode=0o700)
    (inside.config / "settings.toml").write_text("")
    assert "notebook" in ails(checks(inside, clock))


def test_what_the_folder_holds_is_told(home: Home, clock: Clock, folder: Path) -> None:
    shutil.copy(folder / "amity.json", folder / "amity 2.json")
    (folder / "someone else's.json").write_text("{}")
    assert "1 beside the team file" in checks(home, clock)["copies"].detail
    (folder / ".stfolder").mkdir()
    assert "Syncthing" in checks(home, clock)["sync program"].detail


def test_a_folder_that_hangs_is_not_waited_for(
    home: Home, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands for a share whose every question hangs: the system's own call does not return."""
    held, real = threading.Event(), os.scandir
    folder = str(home.data.parents[1] / "shared")

    def scandir(path: Any = ".") -> Any:
        if str(path) == folder:
            held.wait(20)
        return real(path)

    monkeypatch.setattr(shared, "SECONDS", 0.05)
    monkeypatch.setattr(os, "scandir", scandir)
    found = {check.name: check for check in examine(home, clock, {}, None, "linux")}
    held.set()
    assert ails(found) == {"folder"}
    assert "does not answer" in found["folder"].detail
    assert "own copy" in found
    assert "versions" in found


MOUNTS = b"""\
21 1 8:1 / / rw - ext4 /dev/sda1 rw
40 21 0:40 / /mnt/my\\040share rw - cifs //server/share rw
41 21 0:41 / /mnt/ssh rw - fuse.sshfs ana@host: rw
42 41 0:42 / /mnt/ssh/inner rw - vfat /dev/sdb1 rw
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ana@server/share on /Volumes/Our share (smbfs, nodev, nosuid, mounted by ana)
/dev/disk4s1 on /Volumes/STICK (exfat, local, nodev)
"""


def test_which_file_system_a_folder_is_on() -> None:
    """What each of the three systems tells, as it tells it."""
    linux = {
        "/home/ana": ("ext4", "own disk"),
        "/mnt/my share/team": ("cifs", "share"),
        "/mnt/ssh": ("fuse.sshfs", "fuse"),
        "/mnt/ssh/inner/x": ("vfat", "stick"),
        "/mnt/sshx": ("ext4", "own disk"),
    }
    for place, (kind, sort) in linux.items():
        assert linux_kind(Path(place), MOUNTS) == kind
        assert family(kind) == sort
    mac = {"/Users/ana": "apfs", "/Volumes/Our share/team": "smbfs", "/Volumes/STICK": "exfat"}
    assert {place: mac_kind(Path(place), MAC) for place in mac} == mac
    assert windows_kind(Path(r"\\server\share\team")) == "network"
    assert [family(k) for k in ("NTFS", "fuseblk", "network", "tmpfs", "nfs4", "")] == [
        *("own disk", "other", "share", "memory", "share", "other")
    ]


@pytest.mark.parametrize(
    ("path", "product"),
    [
        (PurePosixPath("/home/ana/Dropbox/team"), "Dropbox"),
        (PurePosixPath("/home/ana/Dropbox (Harbour)/team"), "Dropbox"),
        (PureWindowsPath(r"C:\Users\ana\OneDrive - Harbour\team"), "OneDrive"),
        (PurePosixPath("/Users/a/Library/CloudStorage/GoogleDrive-a@b.org/My Drive/t"), "Google Drive"),
        (PurePosixPath("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/t"), "iCloud Drive"),
        (PurePosixPath("/home/ana/megaphone/team"), ""),
        (PurePosixPath("/home/ana/team"), ""),
    ],
)
def test_which_program_carries_a_folder(path: PurePosixPath | PureWindowsPath, product: str) -> None:
    assert product_by_path(path) == product


def test_programs_leave_their_own_files() -> None:
    assert product_by_marker([".sync_4f1c.db", "amity.json"]) == "Nextcloud"
    assert product_by_marker([".stfolder"]) == "Syncthing"
    assert product_by_marker([".gitignore", "amity.json"]) == ""


UTF8 = {"COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "size", "encoding", "told", "ailing", "words"),
    [
        (UTF8, (120, 40), "utf-8", "", set(), "All of them"),
        ({"NO_COLOR": "1", **UTF8}, (80, 24), "utf-8", "", set(), "NO_COLOR"),
        ({"TERM": "dumb"}, (80, 24), "utf-8", "", {"colours"}, "terminal of its own"),
        (UTF8, (79, 24), "utf-8", "", {"size"}, "80 by 24"),
        (UTF8, (80, 24), "cp1252", "", {"characters"}, "PYTHONUTF8"),  # a console of Windows
        ({"TMUX": "x", **UTF8}, (80, 24), "UTF-8", "external", {"clipboard"}, "set-clipboard on"),
        ({"TMUX": "x", **UTF8}, (80, 24), "UTF-8", "on", set(), "passes it on"),
        ({"VTE_VERSION": "7000", **UTF8}, (80, 24), "utf-8", "", set(), "press c twice"),
        ({"WT_SESSION": "1"}, (80, 24), "utf-8", "", set(), "lets programs use it"),
    ],
)
def test_the_terminal(
    environment: dict[str, str],
    size: tuple[int, int],
    encoding: str,
    told: str,
    ailing: set[str],
    words: str,
) -> None:
    found = list(terminal_checks(environment, terminal_size(size), encoding, tmux=lambda: told))
    assert {check.name for check in found if not check.ok} == ailing
    assert any(words in f"{check.detail} {check.fix}" for check in found)


def test_keys_that_were_chosen(home: Home, clock: Clock) -> None:
    def keys() -> Check:
        found = look_at_all(home, clock, UTF8, None, terminal_size((80, 24)), "utf-8")
        return next(check for check in found if check.name == "keys")

    assert keys().ok
    path = home.config / "settings.toml"
    path.write_text(
        path.read_text("utf-8").replace("[keys]", "") + '\n[keys]\n"roles.swap" = "ctrl+c"\n', "utf-8"
    )
    assert "ctrl+c cannot be chosen" in keys().detail
    path.write_text("[", "utf-8")
    assert keys().ok
