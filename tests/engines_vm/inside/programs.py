"""Processes of the guest whose lines arrive in one queue, and what is to be learnt from them."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import orjson

Line = dict[str, Any]
Said = queue.Queue[tuple[str, Line]]


class Program:
    """A module of this package as a process; its lines arrive in `said`, under its name."""

    def __init__(self, name: str, said: Said, module: str, *words: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.engines_vm.inside.{module}", *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen, args=(name, said), daemon=True)
        self._listener.start()

    def _listen(self, name: str, said: Said) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.put((name, orjson.loads(line)))
        if code := self.process.wait():
            said.put((name, {"failed": code}))

    def end(self) -> None:
        """Closes its standard input and waits until it has said all."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)
        self._listener.join()


class Heard:
    """What two machines and the reader told."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.acknowledged: dict[str, float] = {}
        self.saw: dict[str, dict[str, float]] = {"ana": {}, "ben": {}}
        self.status: dict[str, str] = {}
        self.given: set[str] = set()
        self.trouble: Counter[str] = Counter()
        self.read: Line = {}

    def hear(self, who: str, line: Line) -> None:
        """Takes note of a line. Raises when a program failed."""
        if "failed" in line:
            raise RuntimeError(f"{who} ended with {line['failed']}")
        if who == "reader":
            self.read = line
        elif "acknowledged" in line:
            self.acknowledged[line["acknowledged"]] = line["at"]
        elif "saw" in line:
            self.saw[who].update(dict.fromkeys(line["saw"], line["at"]))
        elif "given" in line:
            self.given.add(who)
        elif "refused" in line:
            self.trouble[line["refused"]] += 1
        else:
            self.status[who] = line["status"]
            if line["detail"]:
                self.trouble[line["detail"]] += 1

    @property
    def at_rest(self) -> bool:
        """Whether both acknowledged all, see all and are in step; for plain TinyDB, whether both are done."""
        return len(self.given) == 2 or (
            len(self.acknowledged) == 2 * self.count
            and all(self.acknowledged.keys() <= seen.keys() for seen in self.saw.values())
            and set(self.status.values()) == {"in step"}
        )

    @property
    def seconds(self) -> list[float]:
        """For each change that both machines saw, how long that took from when it was acknowledged."""
        return [
            max(seen[kudos] for seen in self.saw.values()) - at
            for kudos, at in self.acknowledged.items()
            if all(kudos in seen for seen in self.saw.values())
        ]
