"""A machine that makes one change and brings it to the folder, in a process that may be killed at any call.

Reads the place of a home a line, and after a tab the id of a kudos to take back if it is not to give one. For
each it forks a process, which has imported everything already and stops
itself, so that a tracer can take hold of it before it begins. What comes on stdout, a line each: `ready PID`,
`saved ID` or `refused SENTENCE`, then `folder CONDITION SENTENCE`, at last `ended CODE`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import filelock  # noqa: F401 - imported by whoever writes: here before the tracer counts

from store.clock import Clock
from store.errors import StoreError
from store.settings import Home
from store.sync.folder import Folder
from store.team import Team

T = TypeVar("T")

WORDS = "Said at the worst moment"
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1


class Direct(Folder):
    """A folder that is asked in the thread that asks: strace counts the calls of each thread for itself."""

    def _ask(self, verb: str, call: Callable[[], T], size: int = 0) -> T:
        with self._speaking(verb):
            return call()


def opened(root: Path) -> Team:
    """The team of that home."""
    return Team.open(Home(root / "config", root / "data"), Clock())


def change(root: Path, kudos: str) -> None:
    """Thanks Ben or takes that kudos back, says so once it is acknowledged, and brings it to the folder."""
    team = opened(root)
    team.engine.folder = team.engine.inbox.folder = Direct(team.folder, team.engine.folder.tag)
    try:
        if kudos:
            team.remove_kudos(kudos)
        else:
            kudos = team.give_kudos([team.find_member("ben").id], WORDS).id
    except StoreError as error:
        say("refused", str(error))
    else:
        say("saved", kudos)
    status = team.engine.cycle().status
    team.engine.scrub()
    say("folder", status.condition, status.detail)


def say(*words: str) -> None:
    """A line on stdout in one write, so that it is there or not."""
    os.write(1, " ".join((*words, "\n")).encode())


def child(root: Path, kudos: str) -> int:
    """What the forked process does; its exit code."""
    # Where only parents may trace, anybody may trace this one.
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(ANYBODY), 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        change(root, kudos)
    except StoreError as error:
        say("refused", str(error))
        return error.exit_code
    except BaseException:
        traceback.print_exc()
        return 70
    return 0


def main() -> None:
    """One process a line, until there is no more."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            home, _, kudos = line.rstrip("\n").partition("\t")
            os._exit(child(Path(home), kudos))
        os.waitpid(process, os.WUNTRACED)
        say("ready", str(process))
        _, status = os.waitpid(process, 0)
        say("ended", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
