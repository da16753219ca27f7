"""Where bytes go that leave the shared folder or make no sense: a private folder on this machine.

Nothing in it is needed for amity to work. It is there so that a person can look at what was there, and take
it back: a file put into the shared folder again, under any name, is merged like every copy.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from store.clock import Clock
from store.sync.files import digest, write_whole
from store.text import clean

KEPT_DAYS: Final = 30
KEPT_FILES: Final = 300
KEPT_BYTES: Final = 512 * 1024 * 1024
"""Of each kind, the oldest go when there are more; the newest always stays."""

Kind = Literal["copy", "damaged"]
"""A copy is one whose every change is in the team file; what is damaged may be nowhere else."""

_WHEN = "%Y%m%dT%H%M%S"


class Aside:
    """The set-aside folder of one team: flat files such as `20261124T093000-copy-4f1c22-amity 2.json`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock

    def keep(self, kind: Kind, name: str, data: bytes) -> Path:
        """A durable copy of these bytes; the same bytes are kept once. Raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark = f"{kind}-{digest(data).hex()[:12]}"
        for path in self.contents():
            if f"-{mark}-" in path.name:
                return path
        # Bounded to what any file system takes, and never a path of its own; Windows ends no name with a dot.
        plain = "".join("_" if c in '/\\:*?"<>|' else c for c in clean(name, 60)).rstrip(". ")
        path = self.folder / f"{self.clock.now():{_WHEN}}-{mark}-{plain}"
        write_whole(path, data, 0o600)
        self._prune(kind)
        return path

    def contents(self) -> tuple[Path, ...]:
        """Everything that is here, the newest first."""
        try:
            return tuple(sorted(self.folder.glob("*-*-*-*"), reverse=True))
        except OSError:
            return ()

    def _prune(self, kind: Kind) -> None:
        room = KEPT_BYTES
        for number, path in enumerate(p for p in self.contents() if f"-{kind}-" in p.name):
            with contextlib.suppress(OSError):
                room -= path.stat().st_size
                if number and (number >= KEPT_FILES or room < 0 or self._days(path) > KEPT_DAYS):
                    path.unlink()

    def _days(self, path: Path) -> float:
        try:
            made = datetime.strptime(path.name.partition("-")[0], _WHEN).replace(tzinfo=UTC)
        except ValueError:
            return 0.0  # not one of ours: not ours to remove
        return (self.clock.now() - made).total_seconds() / 86400


def host_name() -> str:
    """The name of this machine, for people to read in a file's name; never needed to be unique."""
    name = clean(os.environ.get("COMPUTERNAME", "") or _node(), 24)
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name) or "machine"


def _node() -> str:
    import platform

    return platform.node().partition(".")[0]
