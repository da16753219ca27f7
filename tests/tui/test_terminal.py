"""What really reaches a terminal: the program in a pseudo-terminal, on a team full of hostile text."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.conftest import NOW
from tests.tui.test_screens import fill_with_hostile

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a thing of Unix")


def test_no_sequence_from_data_reaches_the_terminal(
    make_home: Callable[[str], Home], clock: Clock, folder: Path, tmp_path: Path
) -> None:
    team = Team.begin(make_home("ana"), clock, folder, "Harbour", "Ana", timezone="Europe/Berlin")
    fill_with_hostile(team)
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONT"))}
    environment |= {"AMITY_HOME": str(tmp_path / "ana"), "AMITY_NOW": NOW, "TERM": "xterm-256color"}
    environment |= {"LINES": "50", "COLUMNS": "120"}
    program = subprocess.Popen(
        [sys.executable, "-m", "tui"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        close_fds=True,
    )
    os.close(theirs)
    seen = b""

    def read() -> bytes:
        ready, _, _ = select.select([ours], [], [], 30)
        assert ready, f"nothing came for 30 seconds after {seen[-2000:]!r}"
        try:
            return os.read(ours, 65536)
        except OSError:  # the program has gone
            return b""

    for wanted, key in ((b"Quit", b"3"), (b"From me", b"q")):
        while wanted not in seen:
            seen += read()
        os.write(ours, key)
    while more := read():
        seen += more
    assert program.wait(30) == 0
    os.close(ours)
    for sequence in (
        b"\x1b]0;owned",
        b"owned\x07",
        b"\xc2\x9b",
        b"\x00",
        "\u202e".encode(),
        b"\x1b[2J\x1b[H end",
    ):
        assert sequence not in seen
