"""How programs of the guest speak: a line of JSON each, on standard output or on the serial line."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

import orjson

SERIAL: Final = Path("/dev/ttyS0")

_turn = threading.Lock()


def say(**fields: Any) -> None:
    """A line for the program that started this one."""
    with _turn:
        sys.stdout.buffer.write(orjson.dumps(fields) + b"\n")
        sys.stdout.buffer.flush()


def report(**fields: Any) -> None:
    """A line for the host."""
    line = os.open(SERIAL, os.O_WRONLY | os.O_NOCTTY)
    try:
        os.write(line, orjson.dumps(fields) + b"\n")
    finally:
        os.close(line)


def run(*command: str, text: str = "") -> None:
    """Runs a program of the system; what it says goes to the guest's log. Raises when it fails."""
    subprocess.run(command, input=text, text=True, check=True)
