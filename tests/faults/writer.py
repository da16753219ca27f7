"""A machine that gives thanks and brings them to the folder as fast as it can, until it is killed.

Forks such a process for each line on stdin, so that a restart costs no imports. What comes on stdout, a line
each: `ready PID`, `saved ID` as often as something was acknowledged, and `ended CODE`.
"""

from __future__ import annotations

import itertools
import os
import sys
import traceback
from pathlib import Path

import filelock  # noqa: F401 - whoever writes imports it; here before the first is killed

from tests.faults.driver import opened, say


def write(root: Path) -> None:
    """Thanks the others, one after the other, and says so; every third time the folder hears of it."""
    team = opened(root)
    others = itertools.cycle(member for member in team.snapshot().members if member != team.me)
    for number in itertools.count():
        say("saved", team.give_kudos([next(others)], f"{os.getpid()} {number}").id)
        if number % 3 == 0:
            team.engine.cycle()


def main() -> None:
    """One process a line."""
    root = Path(sys.argv[1])
    for _ in sys.stdin:
        process = os.fork()
        if not process:
            say("ready", str(os.getpid()))
            try:
                write(root)
            except BaseException:
                traceback.print_exc()
            os._exit(70)
        _, status = os.waitpid(process, 0)
        say("ended", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
