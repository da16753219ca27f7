"""Changes on a disk, as fast as they go, each reported on the serial line once it is acknowledged.

Run as a process: which of the three it is, and the folder of its disk. It ends with the power.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from typing import Final, NoReturn

from tinydb import TinyDB

from store.clock import Clock
from store.team import Team
from tests.engines_vm.inside.lines import report
from tests.engines_vm.inside.machine import home_at

EMPTIED: Final = 40
"""So many thanks are in the plain table at most."""

SENT: Final = 5
"""After so many thanks the team file is written at once, so that many a cut falls into that."""


def amity(name: str, folder: Path) -> NoReturn:
    team = Team.begin(home_at(folder), Clock(), folder / "shared", "Harbour", "Ana", timezone="UTC")
    other = team.add_member("Ben", timezone="UTC").id
    team.sync(60.0)
    os.sync()  # the trial begins with a team that is on the disk, whatever fsync does
    team.start(lambda: None)
    for number in count():
        kudos = team.give_kudos([other], f"Thank you for the {number + 1}. time")
        report(disk=name, acknowledged=kudos.id)
        if number % SENT == 0:
            team.nudge(urgent=True)
    raise AssertionError("unreachable")


def plain(name: str, folder: Path) -> NoReturn:
    """The same with TinyDB's own storage, which writes over what is there."""
    database = TinyDB(folder / "plain.json", encoding="utf-8")
    os.sync()
    for number in count():
        if number and number % EMPTIED == 0:
            report(disk=name, emptied=True)
            database.truncate()
        database.insert({"id": f"{number}", "text": f"Thank you for the {number + 1}. time"})
        report(disk=name, acknowledged=f"{number}")
    raise AssertionError("unreachable")


def main() -> NoReturn:
    name, folder = sys.argv[1], Path(sys.argv[2])
    if name == "plain":
        plain(name, folder)
    if name == "unsynced":
        os.fsync = lambda fd: None
    amity(name, folder)


if __name__ == "__main__":
    main()
