"""One person's machine: gives thanks and tells what it acknowledged and what it sees.

Run as a process: HOME, how many thanks, and the pace: `calm`, as people do with the dashboard open, or
`hurried`, without a break and each change sent at once. It ends when its standard input does.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Final

from store.clock import Clock
from store.records import Status
from store.settings import Home
from store.team import Team
from tests.engines_vm.inside.lines import say

PACES: Final = {"calm": (0.2, 1.8), "hurried": (0.0, 0.4)}
"""Seconds between two changes."""


class Machine:
    """A team that is kept in step in the background, as while the dashboard is open."""

    def __init__(self, home: Path) -> None:
        self.team = Team.open(home_at(home), Clock())
        self._seen: set[str] = set()
        self._status = Status()

    def look(self) -> None:
        """Tells what is new on this machine, and how it stands with the folder."""
        now = Clock.monotonic()
        new = [k.id for k in self.team.snapshot().kudos if k.id not in self._seen]
        self._seen.update(new)
        if new:
            say(saw=new, at=now)
        if self.team.status != self._status:
            self._status = self.team.status
            say(status=self._status.condition, detail=self._status.detail)

    def give(self, count: int, pace: str) -> None:
        """Gives that many thanks; each is told once it is acknowledged."""
        (other,) = (m for m in self.team.snapshot().members if m != self.team.me)
        for number in range(count):
            time.sleep(random.uniform(*PACES[pace]))
            kudos = self.team.give_kudos([other], f"Thank you for the {number + 1}. time")
            say(acknowledged=kudos.id, at=Clock.monotonic())
            if pace == "hurried":
                self.team.nudge(urgent=True)


def home_at(root: Path) -> Home:
    """Settings and data of a machine in one folder."""
    return Home(root / "config", root / "data")


def main() -> None:
    home, count, pace = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    machine = Machine(home)
    machine.team.start(machine.look)
    machine.give(count, pace)
    sys.stdin.read()
    machine.team.close()


if __name__ == "__main__":
    main()
