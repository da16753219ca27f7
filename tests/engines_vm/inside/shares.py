"""Two machines and one folder on a server: NFS or SMB, each client in a network of its own."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson

from store.clock import Clock
from store.sync.document import decode
from store.team import Team
from tests.engines_vm.inside import servers
from tests.engines_vm.inside.lines import report, run
from tests.engines_vm.inside.machine import home_at
from tests.engines_vm.inside.programs import Heard, Program, Said

DISK: Final = Path("/mnt/disk")
LONG: Final = 20.0
"""Seconds for which one machine has no network, or another program of it holds the team file open."""
HELD: Final = 3.0
"""Seconds until that program closes the file that it has and opens the present one."""
REST: Final = 180.0
"""Seconds that the machines get to come to rest after the last change."""

_CLIENTS: Final = ("ana", "ben", "reader")


def measure(kind: str, count: str, *ways: str) -> None:
    """Serves a folder, lets two machines write at once in several ways, and reports what came of each."""
    DISK.mkdir()
    run("mount", "-t", "ext4", "/dev/vda", str(DISK))
    served = DISK / "served"
    served.mkdir()
    servers.start(kind, served)
    mounts = {name: servers.connect(kind, number, name, served) for number, name in enumerate(_CLIENTS, 1)}
    for way in ways:
        figures = _with_plain if way == "plain" else _with_amity
        report(way=way, **figures(way, int(count), served, mounts))


def _with_amity(way: str, count: int, served: Path, mounts: dict[str, Path]) -> dict[str, Any]:
    homes = {name: DISK / way / name for name in ("ana", "ben")}
    folders = {name: mount / way for name, mount in mounts.items()}
    team = Team.begin(home_at(homes["ana"]), Clock(), folders["ana"], "Harbour", "Ana", timezone="UTC")
    team.add_member("Ben", timezone="UTC")
    team.sync()
    Team.join(home_at(homes["ben"]), Clock(), folders["ben"], "@ben")
    said: Said = queue.Queue()
    reader = Program("reader", said, "reader", folders["reader"] / "amity.json")
    pace = "hurried" if way == "hurried" else "calm"
    machines = [Program(name, said, "machine", home, count, pace) for name, home in homes.items()]
    heard = Heard(count)
    _hear(said, heard, lambda: len(heard.acknowledged) >= count // 4)
    if way == "away":
        servers.set_network("ben", on=False)
        _hear(said, heard, lambda: False, LONG)
        servers.set_network("ben", on=True)
    elif way == "held":
        _hold_open(folders["ana"] / "amity.json", lambda: _hear(said, heard, lambda: False, HELD))
    _hear(said, heard, lambda: heard.at_rest)
    _end(said, heard, *machines, reader)
    replicas = [next((home / "data" / "teams").glob("*/amity.json")) for home in homes.values()]
    final = [path.read_bytes() for path in (served / way / "amity.json", *replicas)]
    held = [{doc["id"] for doc in decode(data).state["kudos"].values()} for data in final]
    left = sorted(path.name for path in (served / way).iterdir() if path.name != "amity.json")
    return {**_figures(heard, *held), "equal": len(set(final)) == 1, "left": left}


def _hold_open(file: Path, wait: Callable[[], None]) -> None:
    """Holds a file open as plain TinyDB does; on SMB nothing of this client can replace it meanwhile."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            with file.open("r+b"):
                wait()
        except OSError:  # a replace that failed on SMB may have removed it
            wait()


def _with_plain(way: str, count: int, served: Path, mounts: dict[str, Path]) -> dict[str, Any]:
    file = served / f"{way}.json"
    file.write_text("{}", "utf-8")
    said: Said = queue.Queue()
    reader = Program("reader", said, "reader", mounts["reader"] / file.name)
    machines = [Program(name, said, "plain", mounts[name] / file.name, count) for name in ("ana", "ben")]
    heard = Heard(count)
    _hear(said, heard, lambda: heard.at_rest)
    _end(said, heard, *machines, reader)
    try:
        tables = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError:
        tables = {}
    return _figures(heard, {doc["id"] for doc in tables.get("_default", {}).values()})


def _hear(said: Said, heard: Heard, enough: Callable[[], bool], seconds: float | None = None) -> None:
    """Until that is enough; or the time is over, which the figures then show."""
    deadline = time.monotonic() + (REST + 2 * heard.count if seconds is None else seconds)
    while not enough():
        try:
            heard.hear(*said.get(timeout=max(0.0, deadline - time.monotonic())))
        except queue.Empty:
            return


def _end(said: Said, heard: Heard, *programs: Program) -> None:
    for program in programs:
        program.end()
    while not said.empty():
        heard.hear(*said.get())


def _figures(heard: Heard, *held: set[str]) -> dict[str, Any]:
    return {
        "acknowledged": len(heard.acknowledged),
        "lost": sum(not all(kudos in ids for ids in held) for kudos in heard.acknowledged),
        "seconds": heard.seconds,
        "trouble": dict(heard.trouble),
        **heard.read,
    }
