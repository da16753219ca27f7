"""strace on the driver: every call that it makes, and what happens when one of them kills it or fails."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from tests.faults.mounts import impossible

KINDS: Final = {
    "open": ("open", "openat"),
    "close": ("close",),
    "read": ("read", "pread64"),
    "write": ("write", "pwrite64", "writev"),
    "fsync": ("fsync", "fdatasync"),
    "rename": ("rename", "renameat", "renameat2"),
    "link": ("link", "linkat"),
    "unlink": ("unlink", "unlinkat"),
    "chmod": ("chmod", "fchmod", "fchmodat"),
    "mkdir": ("mkdir", "mkdirat"),
    "list": ("getdents64", "getdents"),
    "lock": ("flock",),
    "stat": ("newfstatat", "fstatat64", "fstat", "stat", "lstat", "statx"),
}
"""What a program does to files, and how the systems call it."""

CHANGES: Final = tuple(kind for kind in KINDS if kind not in ("read", "list", "stat"))
"""Those after which something on the disk, or the program's hold on it, is another than before."""

_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<rest>.*)$")
_PATHS = re.compile(r'[<"](/[^">]*)[">]')
_TEMPORARY = re.compile(r"~amity-[^/]*\.tmp")


class Call(NamedTuple):
    """A system call: its name, which one of that name it is, the paths that it names, and strace's line."""

    name: str
    nth: int
    paths: tuple[str, ...]
    line: str

    @property
    def kind(self) -> str:
        """What it does to a file; empty when it does nothing to it."""
        return next((kind for kind, names in KINDS.items() if self.name in names), "")

    def touches(self, root: Path) -> bool:
        """Whether it is about something below `root`."""
        return any(path.startswith(f"{root}/") for path in self.paths)

    @property
    def place(self) -> tuple[str, ...]:
        """Its paths without what is random in them."""
        return tuple(_TEMPORARY.sub("~amity-….tmp", path) for path in self.paths)


@dataclass(frozen=True, slots=True)
class Run:
    """What the driver said of one change, how it ended (-9: killed), and the calls that it made."""

    said: tuple[tuple[str, str], ...]
    code: int
    calls: tuple[Call, ...]

    @property
    def saved(self) -> str | None:
        """The id that was acknowledged."""
        return self.word("saved")

    @property
    def refused(self) -> str | None:
        """The sentence that said why nothing was changed."""
        return self.word("refused")

    @property
    def folder(self) -> str:
        """How the folder stood at the end."""
        return self.word("folder") or ""

    def word(self, wanted: str) -> str | None:
        """What was said under that word."""
        return next((rest for word, rest in self.said if word == wanted), None)


class Driver:
    """The running driver (`tests/faults/driver.py`), each change in a process of its own."""

    def __init__(self, program: subprocess.Popen[str], log: Path) -> None:
        self.program = program
        self.log = log

    def change(
        self, home: Path, *inject: str, kudos: str = "", stopped: Callable[[int], None] | None = None
    ) -> Run:
        """One change in that home under strace, with `inject` as strace knows it.

        It gives a kudos, or takes that one back. `stopped` is called with the process before it begins.
        """
        assert self.program.stdin is not None
        self.program.stdin.write(f"{home}\t{kudos}\n")
        self.program.stdin.flush()
        word, number = self._line()
        assert word == "ready"
        if stopped is not None:
            stopped(int(number))
        asked = [option for one in inject for option in ("-e", f"inject={one}")]
        command = ["strace", "-f", "-y", "-s", "16", "-o", str(self.log), "-e", "trace=%file,%desc", *asked]
        with subprocess.Popen([*command, "-p", number], stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            attached = strace.stderr.readline()
            os.kill(int(number), signal.SIGCONT)
            if "attached" not in attached:
                impossible(f"needs the right to trace a process: {attached.strip()}")
            said = []
            while (line := self._line())[0] != "ended":
                said.append(line)
        return Run(tuple(said), int(line[1]), tuple(_calls(self.log.read_text("utf-8", "replace"))))

    def _line(self) -> tuple[str, str]:
        assert self.program.stdout is not None
        line = self.program.stdout.readline()
        assert line, "the driver has gone"
        word, _, rest = line.strip().partition(" ")
        return word, rest


def _calls(log: str) -> Iterator[Call]:
    counted: Counter[str] = Counter()
    for line in log.splitlines():
        found = _CALL.match(line)
        if found:
            counted[found["name"]] += 1
            paths = tuple(_PATHS.findall(found["rest"].rpartition(" = ")[0]))
            yield Call(found["name"], counted[found["name"]], paths, line)


@contextmanager
def driver(log: Path) -> Iterator[Driver]:
    """A driver for as long as it is needed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONT"))}
    command = [sys.executable, "-m", "tests.faults.driver"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment
    ) as program:
        yield Driver(program, log)
