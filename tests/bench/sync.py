"""The team file: an acknowledged change, a poll, what arrives, and how long the dashboard is silent then."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import orjson

from store.clock import Clock
from store.demo import build_demo
from store.notebook import Notebook
from store.settings import Home
from store.sync.watch import Watch
from store.team import Team
from tui.app import AmityApp
from tui.opening import Desk, look

SIZES = (100, 10_000, 100_000)
ROUNDS = 7
TICK = 0.001
"""Seconds between two questions whether the event loop still answers."""


def milliseconds(call: Callable[..., object], *given: object) -> float:
    """How long the call takes."""
    began = time.perf_counter()
    call(*given)
    return (time.perf_counter() - began) * 1000


def _team(root: Path, name: str, folder: Path, kudos: int) -> Team:
    """A machine with the made-up team of that size; the second one on a folder joins."""
    home = Home(root / name / "config", root / name / "data")
    if not folder.exists():
        build_demo(home, folder, Clock(), kudos=kudos)
        return Team.open(home, Clock())
    return Team.join(home, Clock(), folder, "ben")


def _thank(team: Team, number: int) -> None:
    snapshot = team.snapshot()
    other = next(m.id for m in snapshot.members.values() if m.id != team.me)
    team.give_kudos([other], f"Thank you for number {number}")


def _floor(state: object, path: Path) -> None:
    """What any program must do for the same bytes: serialise, write, fsync."""
    data = orjson.dumps(state)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _poll(team: Team) -> None:
    assert team.engine.folder.look() == team.engine.inbox.marks


def measure_changes(root: Path) -> Iterator[str]:
    """An acknowledged change, and a poll that finds nothing new, by size."""
    for size in SIZES:
        place = root / f"changes-{size}"
        team = _team(place, "ana", place / "Harbour", size)
        raw = orjson.loads(team.replica.path.read_bytes())
        changes, floors = [], []
        for number in range(ROUNDS + 1):
            changes.append(milliseconds(_thank, team, number))
            floors.append(milliseconds(_floor, raw, place / "floor.tmp"))
        change, floor = median(changes[1:]), median(floors[1:])
        goal = "≤ 2" if size == 10_000 else ""
        team.sync(30)
        team.pull(30)  # sees what it wrote
        poll = median(milliseconds(_poll, team) for _ in range(ROUNDS))
        what = f"acknowledged change, {size:,} kudos, against dump, write, fsync"
        yield line(what, change / floor, "×", goal)
        yield line("   that change", change, "ms")
        yield line("   an unchanged poll", poll, "ms", "≤ 2")


def measure_arrival(root: Path) -> Iterator[str]:
    """A colleague's single change at 10,000 kudos, until this machine's dashboard could show it."""
    place = root / "arrival"
    ana, ben = (_team(place, name, place / "Harbour", 10_000) for name in ("ana", "ben"))
    notebook = Notebook.open(
        Home(place / "ana" / "config", place / "ana" / "data"), Clock(), ana.id, ana.folder
    )
    len(look(ana, notebook, Clock()).snapshot.kudos)
    taken, parsed = [], []
    for number in range(ROUNDS + 1):
        _thank(ben, number)
        assert ben.sync(30).sent == 1
        taken.append(milliseconds(_arrive, ana, notebook))
        parsed.append(milliseconds(orjson.loads, ana.engine.folder.file.read_bytes()))
    ratio = median(taken[1:]) / median(parsed[1:])
    yield line("one change arriving, 10,000 kudos, against parsing the file", ratio, "×", "≤ 2")


def _arrive(team: Team, notebook: Notebook) -> None:
    assert team.pull(30).received == 1
    len(look(team, notebook, Clock()).snapshot.kudos)  # puts the wall in order, as the dashboard does


def measure_interface(root: Path) -> Iterator[str]:
    """The longest time that the dashboard did not answer while a team of that size comes in."""
    for size in (10_000, 100_000):
        place = root / f"interface-{size}"
        ana = _team(place, "ana", place / "Harbour", 100)
        other = _team(place, "other", place / "Elsewhere", size).replica.data
        gap, seconds = asyncio.run(
            _longest_gap(ana, Home(place / "ana" / "config", place / "ana" / "data"), other)
        )
        yield line(f"{size:,} kudos come in: until they are on the wall", seconds * 1000, "ms")
        yield line("   longest silence of the dashboard meanwhile", gap, "ms", "≤ 50")


async def _longest_gap(team: Team, home: Home, arriving: bytes) -> tuple[float, float]:
    notebook = Notebook.open(home, Clock(), team.id, team.folder)
    app = AmityApp(Desk(team, notebook, home, Clock()))
    gaps: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        done = asyncio.Event()

        async def tick() -> None:
            last = time.perf_counter()
            while not done.is_set():
                await asyncio.sleep(TICK)
                now = time.perf_counter()
                gaps.append(now - last)
                last = now

        ticking = asyncio.create_task(tick())
        await asyncio.sleep(0.2)
        began = time.perf_counter()
        arrived = team.folder / "arriving.tmp"
        await asyncio.to_thread(arrived.write_bytes, arriving)
        arrived.replace(team.engine.folder.file)
        while len(app.snapshot.kudos if app.snapshot else ()) < 5_000:
            await asyncio.sleep(0.01)
        seconds = time.perf_counter() - began
        done.set()
        await ticking
    return max(gaps) * 1000, seconds


def measure_watch(root: Path) -> Iterator[str]:
    """From a file replaced in a local folder until the watcher says so."""
    folder = root / "watched"
    folder.mkdir()
    noticed = threading.Event()
    with _watching(folder, noticed.set):
        delays = []
        for number in range(ROUNDS + 1):
            noticed.clear()
            (folder / "new.tmp").write_text(str(number), "ascii")
            noticed.wait(5)
            noticed.clear()
            began = time.perf_counter()
            (folder / "new.tmp").replace(folder / "amity.json")
            if not noticed.wait(10):
                raise TimeoutError("the watcher noticed nothing")
            delays.append((time.perf_counter() - began) * 1000)
    yield line("a new team file in a local folder, until it is noticed", median(delays[1:]), "ms")


@contextmanager
def _watching(folder: Path, changed: Callable[[], None]) -> Iterator[None]:
    watch = Watch(folder, changed)
    watch.ensure()
    try:
        yield
    finally:
        watch.close()


def line(what: str, figure: float, unit: str, goal: str = "") -> str:
    """A figure beside its goal."""
    return f"{what:<66}{figure:9.2f} {unit:<2}" + (f"   goal {goal}" if goal else "")


def main() -> None:
    """Prints each figure as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="amity-bench-") as temporary:
        root = Path(temporary)
        for part in (measure_changes, measure_arrival, measure_interface, measure_watch):
            for text in part(root):
                print(text, flush=True)
