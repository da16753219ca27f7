"""File systems for one test: small ones, full ones, ones that cannot be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from tests.needs import needs


def impossible(sentence: str) -> NoReturn:
    """Says why a test cannot run here; where everything is to be tested, it fails."""
    if os.environ.get("AMITY_ENGINES"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def mounted(at: Path, *options: str) -> Iterator[Path]:
    """What `mount` gives for these options, at that place, for as long as it is needed."""
    needs("mount", "umount")
    at.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *options, str(at)], capture_output=True, text=True, check=False)
    if done.returncode:
        impossible(f"needs the right to mount (root): {done.stderr.strip()}")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@contextmanager
def small(at: Path, size: int) -> Iterator[Path]:
    """A file system in memory with room for that many bytes."""
    with mounted(at, "-t", "tmpfs", "-o", f"size={size}", "amity-test") as place:
        yield place


class Filler:
    """A file that takes all the room of a file system but for what it is told to leave."""

    def __init__(self, place: Path) -> None:
        self.path = place / "filler"

    def leave(self, pages: int) -> None:
        """Leaves so many pages (of 4 KiB) free."""
        self.path.unlink(missing_ok=True)
        page = 4096
        seen = os.statvfs(self.path.parent)
        free = seen.f_bavail * seen.f_frsize // page
        with self.path.open("wb") as file:
            file.write(bytes(page * (free - pages)))
        seen = os.statvfs(self.path.parent)
        assert seen.f_bavail * seen.f_frsize == page * pages

    def remove(self) -> None:
        """Gives all the room back."""
        self.path.unlink()
