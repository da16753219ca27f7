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
from typing import NamedTuple

import pyte

SECONDS = 30.0
SETTLED = 0.15
"""Seconds without output after which a screen counts as settled."""


class Measured(NamedTuple):
    """Milliseconds from exec to the wanted text, from each key to the first bytes, and MiB resident then."""

    ready: float
    keys: list[float]
    memory: float


def measure(
    command: Sequence[str],
    environment: Mapping[str, str],
    wanted: str,
    opening: str = "",
    keys: Sequence[bytes] = (),
) -> Measured:
    """Starts the program on 120×40, waits for the text, then presses `opening` and the keys one by one."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    screen = pyte.Screen(120, 40)
    stream = pyte.ByteStream(screen)
    began = time.perf_counter()
    program = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environment), start_new_session=True
    )
    os.close(theirs)
    try:
        while not any(wanted in line for line in screen.display):
            stream.feed(_read(ours, SECONDS))
        ready = (time.perf_counter() - began) * 1000
        _drain(ours)
        if opening:
            os.write(ours, opening.encode())
            _drain(ours)
        times = [_press(ours, key) for key in keys]
        status = Path(f"/proc/{program.pid}/status").read_text("ascii")
        memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
        os.close(ours)
    return Measured(ready, times, memory)


def _press(terminal: int, key: bytes) -> float:
    began = time.perf_counter()
    os.write(terminal, key)
    _read(terminal, SECONDS)
    taken = (time.perf_counter() - began) * 1000
    _drain(terminal)
    return taken


def _read(terminal: int, seconds: float) -> bytes:
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        raise TimeoutError("the program under measure fell silent")
    return os.read(terminal, 65536)


def _drain(terminal: int) -> None:
    while select.select([terminal], [], [], SETTLED)[0]:
        os.read(terminal, 65536)
