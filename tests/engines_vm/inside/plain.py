"""For contrast, a person's machine with TinyDB's own storage on the shared folder.

Run as a process: FILE, and how many thanks. It ends when its standard input does.
"""

from __future__ import annotations

import random
import secrets
import sys
import time

from tinydb import TinyDB

from store.clock import Clock
from tests.engines_vm.inside.lines import say
from tests.engines_vm.inside.machine import PACES


def main() -> None:
    database = TinyDB(sys.argv[1], encoding="utf-8")
    for number in range(int(sys.argv[2])):
        time.sleep(random.uniform(*PACES["hurried"]))
        identity = secrets.token_hex(12)
        try:
            database.insert({"id": identity, "text": f"Thank you for the {number + 1}. time"})
        except (ValueError, OSError) as error:
            say(refused=type(error).__name__)
        else:
            say(acknowledged=identity, at=Clock.monotonic())
    say(given=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
