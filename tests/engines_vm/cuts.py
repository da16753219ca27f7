"""Power cuts: a machine that dies in the middle of its changes, with what its disk had in its own cache."""

from __future__ import annotations

import random
import time
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

KEPT: Final = {1.0: "all", 0.5: "half", 0.0: "nothing"}
"""Which part of what was not flushed a disk keeps."""

HEADER: Final = """\
| store | unflushed blocks kept | cuts | acknowledged | lost | own copy torn | team file torn |
| --- | --- | --- | --- | --- | --- | --- |"""

SECONDS: Final = 240.0
"""How long a guest may take until it makes changes, and to look at its disks."""

_RUNNING: Final = (1.0, 20.0)
"""Seconds between the first change on the slowest disk and the cut."""


@dataclass(slots=True)
class Toll:
    """What the cuts of one kind cost one store."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    torn: int = 0
    torn_team_files: int = 0
    stuck: int = 0
    """How often it did not go on afterwards."""

    def row(self, store: str, kept: float) -> str:
        """A row of the table."""
        team_files = "" if store == "plain" else self.torn_team_files
        cells = (STORES[store], KEPT[kept], self.cuts, self.acknowledged, self.lost, self.torn, team_files)
        return f"| {' | '.join(map(str, cells))} |"

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


def cut(kernel: Kernel, scratch: Path, number: int, tolls: dict[tuple[str, float], Toll]) -> None:
    """One cut of the power, and what it cost."""
    kept = list(KEPT)[number % len(KEPT)]
    images = [formatted(scratch / f"{store}-{number}.image") for store in STORES]
    acknowledged = _change(kernel, scratch / f"change-{number}.log", images, kept)
    with Guest(kernel, scratch / f"check-{number}.log", ["check"], images) as guest:
        for report in guest.reports(SECONDS):
            wanted = acknowledged.ids[report["disk"]]
            toll = tolls.setdefault((report["disk"], kept), Toll())
            toll.cuts += 1
            toll.acknowledged += len(wanted)
            toll.lost += len(wanted - set(report["held"]))
            toll.torn += not report["replica"]
            toll.torn_team_files += not report.get("team file", True)
            toll.stuck += not report.get("goes on", True)
    for image in images:
        image.unlink()


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
