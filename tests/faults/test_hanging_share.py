"""A share that hangs, for real: answers come from this machine, in time, and everything goes out later."""

from __future__ import annotations

import asyncio
import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from store.clock import Clock
from store.notebook.own_folder import GLANCE
from store.sync import folder as folder_module
from store.sync.mounts import on_fuse
from tests.cli.machine import Machine
from tests.faults.driver import WORDS
from tests.faults.harbour import Harbour, Tally
from tests.faults.share import LONGEST, Share, share
from tests.store.sync.test_background import PATIENCE, Watched, give, quick, shared, texts
from tests.tui.walls import app_on, press
from tui.app import AmityApp
from tui.screens.kudos import KudosScreen

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a thing of Unix")

ANSWERED = 2.0
"""Seconds that a command waits for a folder; what it needs besides is measured while the folder answers."""


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Share]:
    with share(tmp_path / "sshfs") as mounted:
        yield mounted


@pytest.fixture
def harbour(mount: Share, tmp_path: Path) -> Harbour:
    harbour = Harbour(tmp_path / "harbour", mount.path / "team")
    harbour.begin()
    return harbour


def seconds(call: Callable[[], object]) -> float:
    """How long it takes."""
    begun = Clock.monotonic()
    call()
    return Clock.monotonic() - begun


def test_a_notebook_on_a_share_that_hangs_stops_nothing(mount: Share, tmp_path: Path) -> None:
    """The folder of one's own for a second machine: the note is kept here, and goes there later."""
    program = Machine(tmp_path / "ana", tmp_path / "shared")
    program.run("init", str(program.folder), "--team", "Harbour", "--me", "Ana")
    own = mount.path / "own"
    own.mkdir()
    program.run("notes", "folder", str(own))
    usual = max(seconds(lambda: program.run("notes")) for _ in range(3))
    mount.hang()
    said: list[str] = []
    taken = seconds(lambda: said.append(program.run("note", "@ana", WORDS).stderr))
    assert taken < usual + ANSWERED + 2 * GLANCE
    assert "does not answer" in said[0]
    assert "safe on this machine" in said[0]
    mount.go_on()
    program.run("notes", "folder")
    (file,) = own.glob("*/amity.json")
    assert WORDS.encode() in file.read_bytes()


@pytest.mark.parametrize("named", [False, True], ids=["the last team", "named"])
def test_the_program_answers_and_ends(mount: Share, harbour: Harbour, tally: Tally, named: bool) -> None:
    which = {"AMITY_FOLDER": str(harbour.shared)} if named else {}
    program = Machine(harbour.root / "ana", harbour.shared, **which)
    usual = max(seconds(lambda: program.run("kudos")) for _ in range(3))
    mount.hang()
    said: list[str] = []
    for words in (("kudos",), *([] if named else [("today",)]), ("kudos", "give", "@ben", WORDS)):
        took = seconds(lambda words=words: said.append(program.run(*words).stderr))  # type: ignore[misc]
        assert took - 2 * usual < 2 * ANSWERED - 0.5  # it waits once, also with something to bring
        assert "does not answer" in said[-1]
        assert ("safe on this machine" if "give" in words else "from this machine") in said[-1]
        tally.faults += 1
    assert "does not answer" in program.run("doctor", code=1).stdout
    mount.go_on()
    assert program.json("sync")["state"] == "in step"
    assert WORDS.encode() in harbour.file.read_bytes()
    harbour.check(tally, [program.json("kudos", "--search", WORDS)["kudos"][0]["id"]])


def test_whoever_needs_the_share_is_told_and_ends(mount: Share, harbour: Harbour) -> None:
    ana, zoe = (Machine(harbour.root / name, harbour.shared) for name in ("ana", "zoe"))
    mount.hang()
    running = (
        ana.start("sync"),
        ana.start("kudos", "--folder", str(harbour.shared / ".." / "team")),
        zoe.start("join", str(harbour.shared), "--me", "Zoe"),
        zoe.start("init", str(mount.path / "new"), "--team", "Elsewhere", "--me", "Zoe"),
    )
    for program in running:  # all at once: each waits ten seconds
        _, said = program.communicate(timeout=LONGEST - 10)
        assert program.returncode == 5
        assert "does not answer" in said
    mount.go_on()
    assert not (mount.path / "new").exists()


def test_the_dashboard_starts_on_a_share_that_hangs(
    mount: Share, harbour: Harbour, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the first look at the folder, and taking hold of it to watch it, stop no thread of the program."""
    monkeypatch.setattr(folder_module, "PATIENCE", 0.3)
    mount.hang()
    team = harbour.open("ana")
    quick(team)
    watched, beats, over = Watched(team), [0.0], threading.Event()

    def beat() -> None:
        last = Clock.monotonic()
        while not over.wait(0.01):
            now = Clock.monotonic()
            beats[0], last = max(beats[0], now - last), now

    heart = threading.Thread(target=beat)
    heart.start()
    try:
        watched.begin()
        assert watched.condition == "unreachable"
        for number in range(5):
            give(team, f"Said meanwhile {number}")
        assert {f"Said meanwhile {number}" for number in range(5)} <= texts(team)
        watched.until(lambda: team.status.waiting >= 5)
        tally.faults += 1
    finally:
        mount.go_on()
        over.set()
        heart.join()
    assert beats[0] < 5.0
    watched.until(lambda: watched.condition == "in step" and b"Said meanwhile 4" in shared(team))
    said = {k.id for k in team.snapshot().kudos}
    team.close()
    monkeypatch.undo()
    harbour.check(tally, said)


def test_the_dashboard_ends_while_the_share_hangs(mount: Share, harbour: Harbour) -> None:
    """No thread of it waits for the share: such a one would keep the program from ending."""
    mount.hang()
    ours, theirs = pty.openpty()
    program = Machine(harbour.root / "ana", harbour.shared, TERM="xterm-256color", LINES="50", COLUMNS="120")
    running = program.start(stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    seen = b""
    try:
        while b"Quit" not in seen:
            ready, _, _ = select.select([ours], [], [], PATIENCE)
            assert ready, seen[-2000:]
            seen += os.read(ours, 65536)
        os.write(ours, b"q")
        with suppress(OSError):  # it has gone
            while select.select([ours], [], [], PATIENCE)[0] and os.read(ours, 65536):
                pass
        assert running.wait(PATIENCE) == 0
    finally:
        mount.go_on()
        running.kill()
        running.wait()
        os.close(ours)


async def until(app: AmityApp, condition: str) -> None:
    """Waits until the light shows it."""
    end = Clock.monotonic() + PATIENCE
    while app.status.condition != condition:
        assert Clock.monotonic() < end
        await asyncio.sleep(0.02)


async def test_the_screens_go_on_while_the_share_hangs(
    mount: Share, harbour: Harbour, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "PATIENCE", 0.3)
    team = harbour.open("ana")
    quick(team)
    app = app_on(team, harbour.home("ana"), Clock())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "3")
        assert isinstance(app.screen, KudosScreen)
        mount.hang()
        give(team, "While it hangs")
        await until(app, "unreachable")
        begun = Clock.monotonic()
        await press(pilot, "1", "2", "3", "R", "f1", "escape")
        assert Clock.monotonic() - begun < 10.0
        assert app.snapshot is not None
        assert "While it hangs" in {k.text for k in app.snapshot.kudos}
        tally.faults += 1
        mount.go_on()
        await until(app, "in step")
    said = {k.id for k in team.snapshot().kudos}
    team.close()
    monkeypatch.undo()
    harbour.check(tally, said)


def test_where_a_share_is_mounted_is_known_without_asking_it(mount: Share, tmp_path: Path) -> None:
    mount.hang()
    assert on_fuse(mount.path)
    assert on_fuse(mount.path / "team")
    assert not on_fuse(mount.path.with_name("here too"))
    assert not on_fuse(tmp_path)
    assert not on_fuse(Path("/"))
