"""Changes on disks that lose their power in the middle of it, and what is found on them after that."""

from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from store.clock import Clock
from store.team import Team
from tests.engines_vm.inside.lines import report, run
from tests.engines_vm.inside.machine import home_at
from tests.engines_vm.inside.reader import is_whole

DISKS: Final = {"amity": "/dev/vda", "unsynced": "/dev/vdb", "plain": "/dev/vdc"}
"""What changes on which disk: amity, amity whose fsync does nothing, and TinyDB with its own storage."""


def change() -> None:
    """Makes changes on all disks at once, until the power goes."""
    programs = [
        subprocess.Popen([sys.executable, "-m", "tests.engines_vm.inside.changes", name, str(folder)])
        for name, folder in _mounted()
    ]
    for program in programs:
        program.wait()
    raise RuntimeError("a program ended before the power did")


def check() -> None:
    """Reports what each disk holds now."""
    for name, folder in _mounted():
        report(disk=name, **(_check_plain(folder) if name == "plain" else _check_amity(folder)))


def _mounted() -> Iterator[tuple[str, Path]]:
    for name, device in DISKS.items():
        folder = Path("/mnt") / name
        folder.mkdir()
        run("mount", device, str(folder))  # after a cut, this replays the journal
        yield name, folder


def _check_amity(folder: Path) -> dict[str, Any]:
    """Whether the files are whole as they lie there, what amity then has, and whether it goes on."""
    replicas = list((folder / "data" / "teams").glob("*/amity.json"))
    found: dict[str, Any] = {
        "replica": len(replicas) == 1 and _is_whole(replicas[0]),
        "team file": _is_whole(folder / "shared" / "amity.json"),
        "held": [],
        "goes on": False,
    }
    try:
        team = Team.open(home_at(folder), Clock())
        found["held"] = [kudos.id for kudos in team.snapshot().kudos]
        (other,) = (m for m in team.snapshot().members if m != team.me)
        team.give_kudos([other], "Thank you for the light")
        found["goes on"] = team.sync(60.0).status.condition == "in step"
    except Exception:  # whatever it is: a person would sit before it
        traceback.print_exc()
    return found


def _is_whole(file: Path) -> bool:
    return file.exists() and is_whole(file.name, file.read_bytes())


def _check_plain(folder: Path) -> dict[str, Any]:
    file = folder / "plain.json"
    if not _is_whole(file):
        return {"replica": False, "held": []}
    tables = orjson.loads(file.read_bytes())
    return {"replica": True, "held": [doc["id"] for doc in tables.get("_default", {}).values()]}
