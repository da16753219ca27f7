"""A half-written kudos outlives the program: the real one, killed in the middle of typing, and quit."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.team import Team
from tests.conftest import NOW
from tests.tui.composing import holding

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a thing of Unix")

SECONDS = 30.0

WORDS = "You found the broken cable under the floor"


class Program:
    """The dashboard in a pseudo-terminal, and all that it has drawn."""

    def __init__(self, home: Path) -> None:
        self.terminal, theirs = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONT"))}
        environment |= {"AMITY_HOME": str(home), "AMITY_NOW": NOW, "TERM": "xterm-256color"}
        environment |= {"LINES": "24", "COLUMNS": "80", "TEXTUAL_ANIMATIONS": "none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        self.seen = b""

    def read(self, seconds: float) -> bytes:
        """What is drawn next; nothing when that takes longer, or the program has gone."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        try:
            return os.read(self.terminal, 65536) if ready else b""
        except OSError:
            return b""

    def until(self, wanted: str) -> None:
        """Waits until that was drawn."""
        ends = time.monotonic() + SECONDS
        while wanted.encode() not in self.seen:
            assert time.monotonic() < ends, f"no “{wanted}” in {self.seen[-2000:]!r}"
            self.seen += self.read(1)

    def press(self, keys: str) -> None:
        """Types."""
        self.seen = b""
        os.write(self.terminal, keys.encode())

    def leave(self) -> int:
        """Waits until it has ended, and says with what."""
        ends = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < ends, "the program did not end"
            self.read(0.1)
        return self.process.returncode

    def end(self) -> None:
        """Makes sure that it is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)
        os.close(self.terminal)


@pytest.fixture
def start(team: Team, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    programs: list[Program] = []

    def program() -> Program:
        programs.append(Program(tmp_path / "ana"))
        programs[-1].until("Commands")
        return programs[-1]

    yield program
    for one in programs:
        one.end()


def begin(program: Program, words: str) -> None:
    """Opens the composer, names Ben and types."""
    program.press("k")
    program.until("a name or")
    program.press("be\t")
    program.until("Ben")
    program.press(words)


def until_kept(program: Program, folder: Path, text: bytes, typing: str = "") -> None:
    """Waits until a file of this machine holds that text, while one goes on typing."""
    ends = time.monotonic() + SECONDS
    while not holding(folder, text):
        assert time.monotonic() < ends, "the draft was not kept"
        program.press(typing)
        program.read(0.1)


def test_a_kill_in_the_middle_of_typing_loses_at_most_the_last_words(
    start: Callable[[], Program], team: Team, tmp_path: Path
) -> None:
    program = start()
    begin(program, WORDS)
    program.until("floor")
    until_kept(program, tmp_path / "ana", b"broken cable")
    program.press(" and more")
    program.process.send_signal(signal.SIGKILL)
    program.process.wait(30)
    again = start()
    again.press("k")
    again.until("Your draft is back")
    again.until("broken cable")
    again.press("\x13")  # ctrl+s: the terminal is not to take it for "stop"
    again.until("That was kind")
    assert [kudos.text for kudos in team.snapshot().kudos] == [WORDS]


def test_typing_on_without_a_pause_keeps_it_too(start: Callable[[], Program], tmp_path: Path) -> None:
    program = start()
    begin(program, "Steadily ")
    until_kept(program, tmp_path / "ana", b"Steadily", typing="on ")


def test_quitting_keeps_it(start: Callable[[], Program], tmp_path: Path) -> None:
    program = start()
    begin(program, WORDS)
    program.until("floor")
    program.press("\x11")  # ctrl+q
    assert program.leave() == 0
    assert holding(tmp_path / "ana", WORDS.encode())
