"""The rotation: planning a meeting, counting many, and opening Roles."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from store.clock import Clock
from store.demo import build_demo
from store.records import Meeting, Member, Occurrence, Role, Snapshot
from store.rules.rotation import plans, series
from store.settings import Home
from tests.bench.sync import ROUNDS, line, milliseconds
from tui.app import AmityApp
from tui.opening import open_desk

FIRST = date(2020, 1, 6)
WEEK = (1, 2, 3, 4, 5, 6, 7)


def _team(people: int, roles: int, held: int) -> Snapshot:
    """A team whose daily meeting was held so often, each time by the next in the row."""
    names = [f"m-{n:02}" for n in range(people)]
    kinds = [Role(f"r{n}", f"R{n}", n) for n in range(roles)]
    meeting = Meeting("s", "S", FIRST, "09:30", "UTC", "FREQ=DAILY", tuple(kind.id for kind in kinds))
    return Snapshot(
        team="t",
        name="Team",
        members={n: Member(n, n, n, date(2019, 1, 1), week=WEEK) for n in names},
        meetings={"s": meeting},
        occurrences={o.id: o for o in (_held(names, kinds, number) for number in range(held))},
        roles={kind.id: kind for kind in kinds},
    )


def _held(names: list[str], kinds: list[Role], number: int) -> Occurrence:
    day = FIRST + timedelta(days=number)
    slots: dict[str, str | None] = {
        kind.id: names[(number + place) % len(names)] for place, kind in enumerate(kinds)
    }
    people = tuple(names)
    return Occurrence(f"s:{day}", "s", day, state="held", slots=slots, members=people, present=people)


def _plan(snapshot: Snapshot) -> None:
    day = FIRST + timedelta(days=len(snapshot.occurrences))
    plans(snapshot, snapshot.meetings["s"], [day], day)


def measure_plans() -> Iterator[str]:
    """One meeting planned from nothing remembered, and one more after many."""
    for people, roles, goal in ((9, 3, "≤ 2"), (30, 7, "≤ 20")):
        snapshot, taken = _team(people, roles, 0), []
        for _ in range(ROUNDS):
            series.FOLDS.clear()
            taken.append(milliseconds(_plan, snapshot))
        yield line(f"plan of one meeting, {people} people, {roles} roles", median(taken), "ms", goal)
    more = {held: _one_more(held) for held in (20, 2_000)}
    series.FOLDS.clear()
    yield line("count 2,000 held meetings", milliseconds(_plan, _team(9, 3, 2_000)), "ms")
    yield line("   one more after 2,000, against one more after 20", more[2_000] / more[20], "×")
    yield line("   that one", more[2_000], "ms")


def _one_more(held: int) -> float:
    taken = []
    whole = _team(9, 3, held + ROUNDS)
    occurrences = list(whole.occurrences.items())
    for number in range(ROUNDS):
        snapshot = replace(whole, occurrences=dict(occurrences[: held + number]))
        taken.append(milliseconds(_plan, snapshot))
    return median(taken[1:])


class Empty(Screen[None]):
    """A mode with nothing in it."""

    def compose(self) -> ComposeResult:
        yield Static("nothing")


async def _open_modes(root: Path) -> tuple[float, float]:
    """Milliseconds from the command until the screen is there: Roles, and an empty one; each anew."""
    home = Home(root / "config", root / "data")
    build_demo(home, root / "Harbour", Clock())
    times: dict[str, list[float]] = {"roles": [], "empty": []}
    for _ in range(ROUNDS):
        app = AmityApp(open_desk(home, Clock()))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            app.add_mode("empty", Empty)
            for mode, taken in times.items():
                began = time.perf_counter()
                await app.switch_mode(mode)
                await pilot.pause()
                taken.append((time.perf_counter() - began) * 1000)
    return median(times["roles"]), median(times["empty"])


def main() -> None:
    """Prints each figure as soon as it is there."""
    for text in measure_plans():
        print(text, flush=True)
    with tempfile.TemporaryDirectory(prefix="amity-bench-") as temporary:
        roles, empty = asyncio.run(_open_modes(Path(temporary)))
    print(line("opening Roles, against an empty mode", roles / empty, "×"))
