"""A folder or a team file that is not as it should be: a sentence, the exit code, no byte touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from store.sync.document import decode, encode
from tests.cli.machine import Machine

READING = (
    *("people", "profile", "meetings", "roles", "kudos", "roles fairness Standup", "today"),
    *("kudos mine", "cards", "cards show CARD"),
)
CHANGING = (
    *("people add Nia", "people import --csv TABLE", "profile set hours 9", "sync"),
    "meetings import CALENDAR",
    *("away @ben today", "back @ben", "meetings add Retro --at 14:00 --every week", "roles confirm Standup"),
    *(
        "roles skip Standup tomorrow",
        "roles swap Standup facilitator @ben --on wed",
        "roles move Standup fri fri --at 10:00",
        "kudos give @ben Thanks",
    ),
    *("kudos edit ID Anew", "kudos react ID 🎉", "kudos remove ID", "kudos off", "kudos on"),
    *("cards new @ben --for Birthday --opens fri", "cards sign CARD Bye", "cards change CARD --opens mon"),
    *("cards remove CARD", "people remove @ben"),
)


class Harbour:
    """A team and the words of commands about it."""

    def __init__(self, place: Path) -> None:
        self.machine = Machine(place / "home", place / "team")
        self.file = self.machine.folder / "amity.json"
        self.machine.run("init", str(self.machine.folder), "--team", "Harbour", "--me", "Ana")
        self.machine.run("people", "add", "Ben")
        self.machine.run("meetings", "add", "Standup", "--at", "09:30", "--every", "weekday")
        self.kudos = self.machine.json("kudos", "give", "@ben", "Thank you")["id"]
        card = self.machine.json("cards", "new", "@ben", "--for", "Farewell", "--opens", "fri")
        self.card = card["id"]
        self.table = place / "people.csv"
        self.table.write_text("name\nNia\n", "utf-8")
        self.calendar = place / "team.ics"
        event = "UID:u\nSUMMARY:Planning\nDTSTART:20261102T140000Z\nRRULE:FREQ=WEEKLY"
        self.calendar.write_text(
            f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR", "utf-8"
        )
        self.good = self.file.read_bytes()

    def all(
        self, commands: tuple[str, ...], machine: Machine | None = None
    ) -> dict[str, tuple[int, str, str]]:
        """What each command said, a few of them at a time: exit code, stdout, stderr.

        Not all at once: a folder gets two seconds, and with twenty programs on two processors it needs them.
        """
        files = {
            "TABLE": str(self.table),
            "CALENDAR": str(self.calendar),
            "ID": self.kudos,
            "CARD": self.card,
        }

        def said(command: str) -> tuple[int, str, str]:
            words = [files.get(word, word) for word in command.split()]
            program = (machine or self.machine).start(*words)
            out, err = program.communicate(timeout=60)
            return program.returncode, out, err

        with ThreadPoolExecutor(4) as some:
            return dict(zip(commands, some.map(said, commands), strict=True))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    return Harbour(tmp_path_factory.mktemp("bad"))


@pytest.fixture
def harbour(built: Harbour) -> Harbour:
    """The team as it was made, whatever the tests before did to its folder."""
    folder = built.machine.folder
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.unlink(missing_ok=True)
    folder.mkdir()
    built.file.write_bytes(built.good)
    return built


def of_another_team(good: bytes) -> bytes:
    state = decode(good).state
    return encode({**state, "_meta": {"1": {**state["_meta"]["1"], "team": "t-another"}}})


def of_a_newer_format(good: bytes) -> bytes:
    state = decode(good).state
    document = {
        **state["_meta"]["1"],
        "format": 9,
        "min_reader": 9,
        "_t": {"": "20991123T081200.000-0000-3ce33d"},
    }
    return encode({**state, "_meta": {"1": document}})


UNREADABLE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "zeros": lambda good: bytes(len(good)),
    "cut off": lambda good: good[: len(good) // 2],
    "no JSON": lambda good: b"Dear team, this file is mine now.\n",
    "no UTF-8": lambda good: good.replace(b"Ana", b"An\xe4"),
    "a list": lambda good: b"[1, 2]",
    "no team file": lambda good: b'{"_default": {"1": {"colour": "blue"}}}',
    "a table that is none": lambda good: good.replace(b'"kudos": {', b'"kudos": 1, "x": {'),
    "another team's": of_another_team,
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_is_left_as_it_is(harbour: Harbour, kind: str, tmp_path: Path) -> None:
    data = UNREADABLE[kind](harbour.good)
    assert data != harbour.good
    harbour.file.write_bytes(data)
    before = harbour.file.stat()
    for command, (code, out, err) in harbour.all(READING + CHANGING).items():
        assert (command, code, out) == (command, 4, "")
        assert err.startswith("amity: ")
        assert err.count("\n") == 1, (command, err)
        assert "amity.json" in err
    stranger = Machine(tmp_path / "eve", harbour.machine.folder)
    folder = str(harbour.machine.folder)
    expected = 4 if kind != "another team's" else 0
    if expected:
        assert "left as it is" in stranger.run("join", folder, "--me", "Eve", code=4).stderr
    stranger.run("init", folder, "--team", "Mine", "--me", "Eve", code=4 if expected else 2)
    after = harbour.file.stat()
    assert harbour.file.read_bytes() == data
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in harbour.machine.folder.iterdir()] == ["amity.json"]


def test_a_newer_format_is_read_and_not_written(harbour: Harbour, tmp_path: Path) -> None:
    data = of_a_newer_format(harbour.good)
    harbour.file.write_bytes(data)
    machine = Machine(tmp_path / "home", harbour.machine.folder)
    shutil.copytree(harbour.machine.environment["AMITY_HOME"], tmp_path / "home")
    for command, (code, out, err) in harbour.all(READING, machine).items():
        assert (command, code) == (command, 0)
        assert out
        assert "update amity" in err
    for command, (code, _, err) in harbour.all(CHANGING, machine).items():
        assert (command, code) == (command, 4)
        assert "pdate amity" in err
    stranger = Machine(tmp_path / "eve", harbour.machine.folder)
    stranger.run("join", str(harbour.machine.folder), "--me", "Eve", code=4)
    stranger.run("init", str(harbour.machine.folder), "--team", "Mine", "--me", "Eve", code=2)
    assert harbour.file.read_bytes() == data


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"not a folder")


@pytest.mark.parametrize("spoil", [gone, a_file_in_its_place])
def test_a_folder_that_is_out_of_reach(
    harbour: Harbour, spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = harbour.machine.folder
    machine = Machine(tmp_path / "home", folder)
    shutil.copytree(harbour.machine.environment["AMITY_HOME"], tmp_path / "home")
    spoil(folder)
    there = folder.read_bytes() if folder.is_file() else None
    for command, (code, out, err) in harbour.all(READING, machine).items():
        assert (command, code) == (command, 0)
        assert out
        assert "The answer comes from this machine." in err
    for command in CHANGING:  # one by one: each stands on the one before
        code, _, err = harbour.all((command,), machine)[command]
        assert (command, code) == (command, 5 if command == "sync" else 0)
        assert ("What you changed is safe" if command == "sync" else "Your change is safe") in err
    stranger = Machine(tmp_path / "eve", folder)
    stranger.run("join", str(folder), "--me", "Eve", code=3)
    stranger.run("--folder", str(folder), "people", code=3)
    assert (folder.read_bytes() if folder.is_file() else None) == there
    folder.unlink(missing_ok=True)
    folder.mkdir()
    assert machine.json("sync")["state"] == "in step"
    assert b"Retro" in (folder / "amity.json").read_bytes()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    machine = Machine(tmp_path / "home", tmp_path / "file")
    for place in (tmp_path / "file", tmp_path / "file" / "team"):
        done = machine.run("init", str(place), "--team", "Harbour", "--me", "Ana", code=5)
        assert "cannot be made" in done.stderr
    assert (tmp_path / "file").read_bytes() == b"mine"
    machine.run("people", code=3)


def test_a_folder_without_a_team(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    machine = Machine(tmp_path / "home", folder)
    assert "amity init" in machine.run("join", str(folder), "--me", "Ana", code=3).stderr
    assert "amity init" in machine.run("people", "--folder", str(folder), code=3).stderr
    for command in ("people", "kudos", "today", "sync", "profile"):
        assert "no team on this machine" in machine.run(command, code=3).stderr


def test_who_is_not_in_the_team(harbour: Harbour, tmp_path: Path) -> None:
    stranger = Machine(tmp_path / "eve", harbour.machine.folder)
    assert "amity join" in stranger.run("people", "--folder", str(harbour.machine.folder), code=3).stderr
    stranger.run("join", str(harbour.machine.folder), "--me", "Eve")
    harbour.machine.run("people", "remove", "@eve")
    assert "Join it again" in stranger.run("kudos", code=3).stderr


def test_settings_that_are_none(harbour: Harbour, tmp_path: Path) -> None:
    settings = tmp_path / "eve" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(b"[[team]\nid = ")
    assert str(settings) in Machine(tmp_path / "eve", tmp_path).run("people", code=1).stderr
    assert settings.read_bytes() == b"[[team]\nid = "


def test_a_replica_that_is_damaged_is_set_aside(harbour: Harbour, tmp_path: Path) -> None:
    machine = Machine(tmp_path / "home", harbour.machine.folder)
    shutil.copytree(harbour.machine.environment["AMITY_HOME"], tmp_path / "home")
    (replica,) = (tmp_path / "home" / "data" / "teams").glob("*/amity.json")
    replica.write_bytes(b"\0" * 100)
    (aside,) = machine.json("sync")["set_aside"]
    assert Path(aside).read_bytes() == b"\0" * 100
    assert orjson.loads(replica.read_bytes()) == orjson.loads(harbour.file.read_bytes())
    assert len(machine.json("people")["people"]) >= 2
