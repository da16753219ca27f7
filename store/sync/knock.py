"""Asking whether a folder answers at all, in a process of its own, where asking may never end.

Nobody can end a thread that waits for a FUSE file system (sshfs, rclone, many cloud drives), and a program
does not end before its threads: whoever typed a command would have their answer, and no prompt after it.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import Final

from store.clock import Clock
from store.sync.copies import FILE_NAME
from store.sync.mounts import on_fuse

# Goes in, lists, and reads a line: each may hang where the one before was answered from a cache.
_SCRIPT: Final = 'cd "$1" && set -- * && read -r line < "$0"'


class Knock:
    """Knocks at one folder. While one knock is not answered, there is no other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: int | None = None
        self._turn = threading.Lock()

    @property
    def waits(self) -> bool:
        """Whether the last knock is not answered yet."""
        return self._process is not None

    def is_answered(self, seconds: float) -> bool:
        """Whether the folder answers within so long; at once where asking it can do no harm."""
        with self._turn:
            if self._process is not None:
                seconds = 0.0
            elif on_fuse(self.folder):
                self._process = _spawn(self.folder)
            end = Clock.monotonic() + seconds
            while self._process is not None and not _has_ended(self._process):
                if Clock.monotonic() >= end:
                    return False
                time.sleep(0.005)
            self._process = None
            return True


def _spawn(folder: Path) -> int:
    # It may outlive us, and must hold nothing that somebody waits for the end of.
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    words = ["sh", "-c", _SCRIPT, FILE_NAME, str(folder)]
    return os.posix_spawn("/bin/sh", words, os.environ, file_actions=nothing)


def _has_ended(process: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(process, os.WNOHANG)[0] == process
    return True
