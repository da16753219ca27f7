"""A terminal program from outside: in a pseudo-terminal, until a text stands there and after each key."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pyte

SECONDS = 30.0
SETTLED = 0.15
"""Seconds without output after which a screen counts as settled."""


class Measured(NamedTuple):
    """Milliseconds from exec to the wanted text, from each key to the first bytes, and MiB resident then."""

    ready: float
    keys: list[float]
    memory: float


class Terminal:
    """A program in a pseudo-terminal of 120×40, and what stands on its screen. Times are milliseconds."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self._screen)
        self._began = time.perf_counter()
        self._program = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environment), start_new_session=True
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.send_signal(signal.SIGKILL)
        self._program.wait()
        os.close(self._ours)

    def shows(self, wanted: str) -> float:
        """Waits for a text to stand on the screen; how long that took since the last key, or the start."""
        while not any(wanted in line for line in self._screen.display):
            if self._since() > SECONDS * 1000:
                raise TimeoutError(f"“{wanted}” does not come")
            self._stream.feed(self._read(SECONDS))
        return self._since()

    def press(self, keys: bytes) -> float:
        """Presses keys and waits until all is drawn; how long it took to the first bytes."""
        self._began = time.perf_counter()
        os.write(self._ours, keys)
        self._stream.feed(self._read(SECONDS))
        taken = self._since()
        self.settle()
        return taken

    def settled(self, keys: bytes) -> float:
        """Presses keys; how long it took to the last bytes of what they led to."""
        self._began = time.perf_counter()
        os.write(self._ours, keys)
        self._stream.feed(self._read(SECONDS))
        return self.settle()

    def resized(self, columns: int, lines: int) -> float:
        """Changes the size; how long it took until all was drawn anew."""
        self._began = time.perf_counter()
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen.resize(lines, columns)
        self._program.send_signal(signal.SIGWINCH)
        self._stream.feed(self._read(SECONDS))
        return self.settle()

    def write(self, keys: bytes) -> None:
        """Presses keys, from which on the time counts, and waits for nothing."""
        self._began = time.perf_counter()
        os.write(self._ours, keys)

    def settle(self) -> float:
        """Waits until nothing more is drawn; when the last bytes came, since the last key."""
        last = self._since()
        while select.select([self._ours], [], [], SETTLED)[0]:
            self._stream.feed(os.read(self._ours, 65536))
            last = self._since()
        return last

    @property
    def memory(self) -> float:
        """MiB that the program has resident."""
        status = Path(f"/proc/{self._program.pid}/status").read_text("ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def _since(self) -> float:
        return (time.perf_counter() - self._began) * 1000

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            raise TimeoutError("the program under measure fell silent")
        return os.read(self._ours, 65536)


def measure(
    command: Sequence[str],
    environment: Mapping[str, str],
    wanted: str,
    opening: str = "",
    keys: Sequence[bytes] = (),
) -> Measured:
    """Starts the program, waits for the text, then presses `opening` and the keys one by one."""
    with Terminal(command, environment) as terminal:
        ready = terminal.shows(wanted)
        terminal.settle()
        if opening:
            terminal.press(opening.encode())
        times = [terminal.press(key) for key in keys]
        return Measured(ready, times, terminal.memory)
