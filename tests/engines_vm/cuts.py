"""Power cuts: a machine that dies in the middle of its changes, with what its disk had in its own cache."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.engines_vm.disk import Disk, formatted
from tests.engines_vm.guest import Guest, Report
from tests.engines_vm.kernel import Kernel

STORES: Final = {
    "amity": "amity",
    "unsynced": "amity, fsync doing nothing",
    "plain": "plain TinyDB",
}
"""In the order of their disks."""

KEPT: Final = (0.5, 1.0, 0.0)
"""Which part of what was not flushed a disk keeps, one cut after the other."""

HEADER: Final = """\
| file system | store | cuts | acknowledged | lost | own copy torn | team file torn |
| --- | --- | --- | --- | --- | --- | --- |"""

SECONDS: Final = 240.0
"""How long a guest may take until it makes changes, and to look at its disks."""

_RUNNING: Final = (1.0, 25.0)
"""Seconds between the first change on the slowest disk and the cut."""


@dataclass(slots=True)
class Toll:
    """What the cuts of one file system cost one store."""

    system: str
    store: str
    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    torn: int = 0
    torn_team_files: int = 0
    stuck: int = 0
    """How often it did not go on afterwards."""

    def add(self, acknowledged: set[str], report: Report) -> None:
        """One more cut: what the host had heard, and what was found."""
        self.cuts += 1
        self.acknowledged += len(acknowledged)
        self.lost += len(acknowledged - set(report["held"]))
        self.torn += not report["replica"]
        self.torn_team_files += not report.get("team file", True)
        self.stuck += not report.get("goes on", True)

    @property
    def row(self) -> str:
        """A row of the table."""
        numbers = (self.cuts, self.acknowledged, self.lost, self.torn)
        team_files = "" if self.store == "plain" else self.torn_team_files
        return f"| {' | '.join(map(str, (self.system, STORES[self.store], *numbers, team_files)))} |"

    @property
    def is_none(self) -> bool:
        """Whether nothing was lost, torn or stuck."""
        return not (self.lost or self.torn or self.torn_team_files or self.stuck)


@dataclass(slots=True)
class _Acknowledged:
    """The changes that each store acknowledged, as far as the host heard before the cut."""

    ids: dict[str, set[str]] = field(default_factory=lambda: {store: set() for store in STORES})
    begun: set[str] = field(default_factory=set)

    def hear(self, report: Report) -> None:
        store = report["disk"]
        if "emptied" in report:
            self.ids[store].clear()
        else:
            self.ids[store].add(report["acknowledged"])
            self.begun.add(store)


def measure(kernel: Kernel, scratch: Path, system: str, cuts: int) -> Iterable[Toll]:
    """What that many cuts cost each store on that file system."""
    tolls = {store: Toll(system, store) for store in STORES}
    for number in range(cuts):
        images = [formatted(scratch / f"{system}-{number}-{store}", system) for store in STORES]
        acknowledged = _change(kernel, scratch / f"change-{system}-{number}.log", images, KEPT[number % 3])
        with Guest(kernel, scratch / f"check-{system}-{number}.log", ["check"], images) as guest:
            for report in guest.reports(SECONDS):
                tolls[report["disk"]].add(acknowledged.ids[report["disk"]], report)
        for image in images:
            image.unlink()
    return tolls.values()


def _change(kernel: Kernel, log: Path, images: list[Path], kept: float) -> _Acknowledged:
    """Lets the guest make changes on all disks and cuts the power at a random moment."""
    disks = [Disk(image) for image in images]
    acknowledged = _Acknowledged()
    with Guest(kernel, log, ["change"], [disk.drive for disk in disks]) as guest:
        end = float("inf")
        for report in guest.reports(SECONDS):
            acknowledged.hear(report)
            if len(acknowledged.begun) == len(STORES):
                end = min(end, time.monotonic() + random.uniform(*_RUNNING))
            if time.monotonic() >= end:
                break
        for disk in disks:
            disk.cut()
        for report in guest.cut():
            acknowledged.hear(report)
    for disk in disks:
        disk.settle(kept)
    return acknowledged
