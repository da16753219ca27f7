"""Completions in real shells, with a real tab key."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shlex
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyte
import pytest

from tests.cli.machine import Machine
from tests.needs import needs

PATIENCE = 20.0

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(amity completions bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(amity completions zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "amity completions fish | source"),
}


TABS = (
    ("amity quest", ["amity", "questions"]),
    ("amity kudos gi", ["amity", "kudos", "give"]),
    ("amity kudos give @be", ["amity", "kudos", "give", "@ben"]),
    ("amity people add --han", ["amity", "people", "add", "--handle"]),
    ("amity roles show Fri", ["amity", "roles", "show", "Friday round"]),
    ("amity roles show Mi", ["amity", "roles", "show", "Mine $(touch owned) `x` 'y'; z"]),
    ("amity teams open har", ["amity", "teams", "open", "Harbour"]),
    ("amity settings set redu", ["amity", "settings", "set", "reduced_motion"]),
    ("amity settings set theme amity-d", ["amity", "settings", "set", "theme", "amity-dark"]),
    ("amity export team --for", ["amity", "export", "team", "--format"]),
)
"""What is typed before the tab key, and the words that stand there after it."""


class Shell:
    """A shell in a terminal of its own."""

    def __init__(self, words: list[str], environment: dict[str, str]) -> None:
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)
        self._end, other = pty.openpty()
        self.program = subprocess.Popen(
            words,
            stdin=other,
            stdout=other,
            stderr=other,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(other)

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def see(self, fits: Callable[[str], bool]) -> str:
        """Waits until the last line that was written fits, and gives it."""
        end = time.monotonic() + PATIENCE
        while not fits(self.line):
            assert time.monotonic() < end, "\n".join(filter(str.strip, self._screen.display))
            if select.select([self._end], [], [], 0.1)[0]:
                data = os.read(self._end, 4096)
                self._stream.feed(data)
                if b"\x1b[c" in data or b"\x1b[0c" in data:
                    os.write(self._end, b"\x1b[?62;c")  # fish asks what terminal this is, and waits
        return self.line

    @property
    def line(self) -> str:
        """The line with the cursor."""
        return str(self._screen.display[self._screen.cursor.y]).rstrip()

    def end(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._end)


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    machine.run("people", "add", "Ben")
    machine.run("meetings", "add", "Friday round", "--at", "15:00", "--every", "week")
    machine.run("meetings", "add", "Mine $(touch owned) `x` 'y'; z", "--at", "16:00", "--every", "week")
    program = tmp_path / "bin" / "amity"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", "tui"])} "$@"\n', "utf-8")
    program.chmod(0o755)
    machine.environment |= {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "HOME": str(tmp_path),
        "TERM": "xterm",
        "PS1": "$ ",
        "LC_ALL": "C.UTF-8",
    }
    return machine


@pytest.mark.parametrize("name", list(SHELLS))
def test_tab(ana: Machine, name: str) -> None:
    needs(name)
    words, setup = SHELLS[name]
    shell = Shell(words, ana.environment)
    try:
        shell.see(bool)  # the prompt
        shell.type(setup)
        shell.see(partial(_ends_with, shlex.split(setup)[-1:]))
        shell.type("\n")
        shell.see(_is_prompt)
        for begun, whole in TABS:
            shell.type(f"{begun}\t")
            shell.see(partial(_ends_with, whole))
            shell.type("\x15")  # takes the line away again
            shell.see(_is_prompt)
    finally:
        shell.end()


def _is_prompt(line: str) -> bool:
    return bool(line) and "amity" not in line


def _ends_with(words: list[str], line: str) -> bool:
    """Whether the last words of the line, as a shell takes them, are those."""
    try:
        return shlex.split(line)[-len(words) :] == words
    except ValueError:
        return False
