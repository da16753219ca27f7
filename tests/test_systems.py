"""What the three systems do differently, each stood in for where the system itself would answer.

The gate runs on Linux. What Windows and macOS would say is said here by the calls of `os` (docs/systems.md).
"""

from __future__ import annotations

import ast
import errno
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from store.clock import Clock
from store.errors import StoreError
from store.settings import Home, Settings
from store.sync import files
from store.sync import folder as folder_module
from store.sync.aside import Aside, host_name
from store.sync.copies import named_by_engine
from store.sync.generations import day_folder
from store.sync.replica import Edit
from store.sync.timing import Timing
from store.team import Team
from tests.cli.machine import Machine

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (files, folder_module):
        monkeypatch.setattr(module, "RETRY_PAUSES", (0.0,) * 5)


def held_open(code: int = 32) -> PermissionError:
    """What Windows says while another program has a file open: WinError 32, "used by another process"."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = code  # type: ignore[attr-defined]
    return error


def refusing(
    times: int, real: Callable[..., Any], error: Callable[[], OSError], only: str = ""
) -> Callable[..., Any]:
    """The system's call, which fails so often before it does what it is asked to."""
    left = [times]

    def call(*arguments: Any, **more: Any) -> Any:
        if left[0] and only in str(arguments[-1]):
            left[0] -= 1
            raise error()
        return real(*arguments, **more)

    return call


WRITES: Final[dict[str, Callable[[Team, Home], object]]] = {
    "replica": lambda team, _: team.add_member("Nia", timezone="UTC"),
    "settings": lambda _, home: Settings(home).prefer("theme", "amity-light"),
    "folder": lambda team, _: team.sync().error,
}


@pytest.mark.parametrize("what", WRITES)
def test_windows_another_program_has_the_file_open_for_a_moment(
    what: str, team: Team, make_home: Callable[[str], Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    team.replica.apply(lambda _: [Edit("members", team.me, {"pronouns": "she"})])
    monkeypatch.setattr(os, "replace", refusing(3, os.replace, held_open))
    home = make_home("ana")
    assert not isinstance(WRITES[what](team, home), Exception)
    monkeypatch.undo()
    assert team.sync().status.condition == "in step"
    if what == "settings":
        assert Settings(home).preferences["theme"] == "amity-light"
    assert not list(home.data.parent.rglob("~amity-*"))


def test_windows_another_program_keeps_the_file_open(
    team: Team, make_home: Callable[[str], Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file stays as it was, and nobody is told that it was saved."""
    before = team.replica.path.read_bytes()
    monkeypatch.setattr(os, "replace", refusing(99, os.replace, held_open, only="amity.json"))
    with pytest.raises(StoreError, match="nothing was changed"):
        team.add_member("Nia", timezone="UTC")
    assert team.replica.path.read_bytes() == before
    assert "Nia" not in {m.name for m in team.snapshot().members.values()}


def test_windows_a_file_that_is_replaced_cannot_be_opened_for_a_moment(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.replica.storage.forget()
    monkeypatch.setattr(os, "open", refusing(3, os.open, lambda: held_open(5)))
    assert len(team.snapshot().members) == 4


def test_windows_opens_no_folder(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def opened(path: Any, *more: Any, **words: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *more, **words)

    monkeypatch.setattr(os, "open", opened)
    team.add_member("Nia", timezone="UTC")
    assert team.sync().status.condition == "in step"


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_fat_and_network_drives_know_neither_rights_nor_second_names(
    number: int, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three systems: exFAT sticks, WebDAV and SMB shares."""

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(number, "not here")

    monkeypatch.setattr(os, "chmod", refused)
    monkeypatch.setattr(os, "link", refused)
    before = team.replica.path.read_bytes()
    team.add_member("Nia", timezone="UTC")
    assert team.replica.path.with_suffix(".previous.json").read_bytes() == before
    assert team.sync().status.condition == "in step"


def test_windows_network_drives_number_no_files(
    team: Team, make_home: Callable[[str], Home], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`st_ino` and `st_dev` are 0, and the time of a change may be that of the one before."""
    real = os.stat

    def seen(path: Any, **more: Any) -> os.stat_result:
        found = real(path, **more)
        whole = list(found[:10])
        whole[1] = whole[2] = 0
        whole[7:10] = [1_700_000_000] * 3
        nanoseconds = dict.fromkeys(("st_atime_ns", "st_mtime_ns", "st_ctime_ns"), 1_700_000_000 * 10**9)
        return os.stat_result(whole, nanoseconds)

    monkeypatch.setattr(os, "stat", seen)
    second = Team.open(make_home("ana"), clock)
    assert second.snapshot().members[team.me].pronouns == ""
    for words in ("she", "her"):  # the same size, the same time: only the bytes tell them apart
        team.replica.apply(lambda _, words=words: [Edit("members", team.me, {"pronouns": words})])  # type: ignore[misc]
        assert second.snapshot().members[team.me].pronouns == words
    previous = team.replica.path.with_suffix(".previous.json").read_bytes()
    assert b'"she"' in previous
    assert b'"her"' not in previous


@pytest.fixture
def fold_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file system of macOS and Windows below `tmp_path`: capitals and accents make no difference."""

    def same(name: str) -> str:
        return unicodedata.normalize("NFC", name).casefold()

    real_list = os.listdir

    def true(path: Any) -> Any:
        if not isinstance(path, (str, os.PathLike)) or not Path(path).is_relative_to(tmp_path):
            return path
        found = tmp_path
        for part in Path(path).relative_to(tmp_path).parts:
            try:
                names = real_list(found)
            except OSError:
                names = []
            found /= next((name for name in names if same(name) == same(part)), part)
        return str(found)

    def folding(real: Callable[..., Any], paths: int) -> Callable[..., Any]:
        return lambda *words, **more: real(*map(true, words[:paths]), *words[paths:], **more)

    for name, paths in (
        *(
            ("stat", 1),
            ("lstat", 1),
            ("open", 1),
            ("replace", 2),
            ("unlink", 1),
            ("scandir", 1),
            ("mkdir", 1),
        ),
        *(("listdir", 1), ("link", 2), ("chmod", 1), ("access", 1)),
    ):
        monkeypatch.setattr(os, name, folding(getattr(os, name), paths))


@pytest.mark.usefixtures("fold_case")
def test_macos_and_windows_see_no_difference_in_capitals(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    (team.folder / "amity.json").rename(team.folder / "Amity.JSON")
    team.engine.inbox.timing = Timing(tidy=0.0)
    team.add_member("Nia", timezone="UTC")
    assert team.sync().status.condition == "in step"
    assert team.sync().merged_copies == ()
    assert [p.name.casefold() for p in team.folder.iterdir()] == ["amity.json"]
    other = Team.open(make_home("ana"), clock, team.folder.with_name("SHARED"))
    assert other.id == team.id


@pytest.mark.usefixtures("fold_case")
def test_macos_takes_names_apart(make_home: Callable[[str], Home], clock: Clock, tmp_path: Path) -> None:
    """A folder whose name was typed as one sign, and is kept as a letter and its accent."""
    apart, together = (unicodedata.normalize(form, "Zoës Büro") for form in ("NFD", "NFC"))
    (tmp_path / apart).mkdir()
    team = Team.begin(make_home("ana"), clock, tmp_path / together, "Harbour", "Ana", timezone="UTC")
    assert team.sync().status.condition == "in step"
    assert (tmp_path / apart / "amity.json").exists()
    assert Team.open(make_home("ana"), clock, tmp_path / apart).id == team.id


def test_macos_conflict_copies_with_names_taken_apart(team: Team, ben: Team) -> None:
    """Real files of such names, as Dropbox leaves them on a Mac: merged, and tidied away."""
    name = unicodedata.normalize("NFD", "amity (Zoës in Konflikt stehende Kopie 2026-11-23).json")
    assert named_by_engine(name)
    ben.add_member("Nia", timezone="UTC")
    (team.folder / name).write_bytes(ben.replica.data)
    team.engine.inbox.timing = Timing(tidy=0.0)
    assert team.sync().merged_copies == (name,)
    assert "Nia" in {m.name for m in team.snapshot().members.values()}
    assert not (team.folder / name).exists()


@pytest.mark.parametrize(
    "name", ["CON", "nul.json", "amity.json.", "a b ", "x:y", "ünï", 'q"?<>|*', "a" * 300]
)
def test_windows_takes_the_names_that_we_give(name: str, tmp_path: Path, clock: Clock) -> None:
    given = Aside(tmp_path, clock).keep("copy", name, b"x").name
    assert not set(given) & set('<>:"/\\|?*')
    assert given == given.rstrip(". ")
    assert given[:8].isdigit()  # so none is a device, such as CON or NUL
    assert len(given) < 120


def test_windows_host_names_make_good_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPUTERNAME", 'ANA:PC "1"')
    assert host_name() == "ANA-PC--1-"


def test_windows_line_ends(team: Team, make_home: Callable[[str], Home]) -> None:
    """An editor or git may have made two characters of each line's end."""
    home = make_home("ana")
    path = home.config / "settings.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    Settings(home).prefer("theme", "amity-light")
    assert len(Settings(home).memberships) == 1
    file = team.folder / "amity.json"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0))
    before = team.snapshot()
    assert team.sync().status.condition == "in step"
    assert team.snapshot() == before
    assert b"\r" not in file.read_bytes()


def test_windows_consoles_that_lack_signs(tmp_path: Path) -> None:
    """cp1252 has neither “✓” nor “李”: a question mark stands for them, and nothing fails."""
    machine = Machine(tmp_path / "home", tmp_path / "team", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "李 雷", "--handle", "lei")
    command = machine.start("people", encoding="cp1252")
    told, said = command.communicate(timeout=60)
    assert (command.returncode, said) == (0, "")
    assert "@lei" in told
    command = machine.start("doctor", encoding="cp1252")
    told, said = command.communicate(timeout=60)
    assert (command.returncode, said) == (1, "")
    assert "PYTHONUTF8=1" in told


# What only some systems have

_OF_ONE_SYSTEM: Final = {
    *(
        "fork",
        "forkpty",
        "getuid",
        "geteuid",
        "getgid",
        "link",
        "symlink",
        "chown",
        "fchmod",
        "killpg",
        "setsid",
    ),
    *(
        "posix_spawn",
        "statvfs",
        "mkfifo",
        "O_NOFOLLOW",
        "O_DIRECTORY",
        "O_NONBLOCK",
        "O_BINARY",
        "sync",
        "nice",
    ),
    *("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGWINCH", "SIGTSTP", "SIGSTOP", "SIGCONT", "windll"),
}
_MODULES: Final = {"pwd", "grp", "fcntl", "termios", "tty", "pty", "resource", "msvcrt", "winreg", "ctypes"}

KNOWN: Final = {
    ("store/doctor/private.py", "fcntl"): "asked on systems that are not Windows",
    ("store/doctor/private.py", "O_NONBLOCK"): "asked on systems that are not Windows",
    ("store/exchange/history.py", "killpg"): "where os.name is posix",
    ("store/exchange/history.py", "SIGKILL"): "where os.name is posix",
    ("store/exchange/myself.py", "getuid"): "where os.name is posix",
    ("store/exchange/myself.py", "pwd"): "where os.name is posix",
    ("store/sync/generations.py", "link"): "copied where it is refused",
    ("store/sync/knock.py", "posix_spawn"): "on FUSE, which only Linux tells of",
    ("store/sync/mounts.py", "ctypes"): "on Windows",
    ("store/sync/mounts.py", "windll"): "on Windows",
}
"""Everything that only some systems have, and what guards it."""


def of_one_system(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in _OF_ONE_SYSTEM:
            base = node.value
            if isinstance(base, ast.Name) and base.id in ("os", "signal", "ctypes"):
                yield node.attr
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in _MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in _MODULES:
            yield node.module or ""


def test_what_only_some_systems_have_is_guarded() -> None:
    paths = [path for room in ("store", "tui") for path in (ROOT / room).rglob("*.py")]
    found = {(path.relative_to(ROOT).as_posix(), name) for path in paths for name in of_one_system(path)}
    assert found == KNOWN.keys()


def test_days_are_kept_where_the_first_one_cannot_be_linked(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refusing(99, os.link, lambda: OSError(errno.EMLINK, "no")))
    for file in day_folder(team.replica.path).iterdir():
        file.unlink()
    team.add_member("Nia", timezone="UTC")
    assert len(team.backups()) == 1
