"""NFS and SMB: two machines write at once into one folder of a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from tests.engines_vm.disk import formatted
from tests.engines_vm.guest import Guest, Report
from tests.engines_vm.kernel import Kernel

SERVERS: Final = {
    "nfs4.2": "NFS 4.2",
    "nfs4.2-leaseless": "NFS 4.2, no delegations",
    "nfs3": "NFS 3",
    "smb3.1.1": "SMB 3.1.1 (Samba)",
}
WAYS: Final = {
    "calm": "as people write",
    "hurried": "each change sent at once",
    "away": "one machine 20 s without network",
    "held": "a program holds it open for 20 s",
    "plain": "plain TinyDB, for contrast",
}
HEADER: Final = """\
| server | how | acknowledged | lost | torn reads | no file | versions | median, s | longest, s | equal |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""

SECONDS: Final = 1500.0
"""How long one server may take in all."""


class Measured(NamedTuple):
    """A row of the table, whether it is as it must be, and what amity said about the folder, how often."""

    row: str
    well: bool
    said: dict[str, int]


def measure(kernel: Kernel, scratch: Path, server: str, changes: int) -> Iterator[Measured]:
    """What came of each way of writing to that server."""
    disk, log = formatted(scratch / f"{server}.image"), scratch / f"{server}.log"
    with Guest(kernel, log, ["share", server, str(changes), *WAYS], [disk]) as guest:
        for report in guest.reports(SECONDS):
            well = report["way"] == "plain" or _is_well(report, 2 * changes)
            yield Measured(_row(server, report, 2 * changes), well, report["trouble"])


def _is_well(report: Report, changes: int) -> bool:
    return report["acknowledged"] == changes and not report["lost"] and report["equal"] and not report["left"]


def _row(server: str, report: Report, changes: int) -> str:
    seconds = report["seconds"]
    cells = (
        SERVERS[server],
        WAYS[report["way"]],
        f"{report['acknowledged']} of {changes}",
        report["lost"],
        f"{report['torn']} of {report['reads']}",
        sum(report["errors"].values()),
        report["versions"],
        f"{median(seconds):.1f}" if seconds else "",
        f"{max(seconds):.1f}" if seconds else "",
        {True: "yes", False: "no", None: ""}[report.get("equal")],
    )
    return f"| {' | '.join(map(str, cells))} |"
