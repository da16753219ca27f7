"""Browsing the wall from outside, with ten thousand kudos against a hundred: keys, search, filters, sizes."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from store.team import Team
from tests.bench.probe import Terminal

SIZES = (100, 10_000)

_GOALS = {
    "opening the wall": "≤ 1.5",
    "key to paint": "≤ 1.2",
    "page down": "≤ 1.5",
    "to the oldest, and back": "≤ 1.5",
    "first letter of a search": "",
    "further letters": "≤ 50 ms",
    "a filter for the first time": "≤ 1.5",
    "a filter": "≤ 1.5",
    "another size": "≤ 1.5",
    "sent until it is durable": "",
    "a colleague's until it is told": "",
    "memory": "≤ 2 × bare",
}

_DOWN, _PAGE, _END, _HOME, _ESCAPE, _SEND = b"\x1b[B", b"\x1b[6~", b"\x1b[F", b"\x1b[H", b"\x1b", b"\x13"


def browse(home: Path, environment: Mapping[str, str]) -> dict[str, list[float]]:
    """What a visit to the wall takes, in milliseconds (memory in MiB)."""
    found: dict[str, list[float]] = defaultdict(list)
    with Terminal([sys.executable, "-m", "tui"], environment) as terminal:
        terminal.shows("Your day")
        terminal.settle()
        found["opening the wall"].append(terminal.settled(b"3"))
        terminal.shows("▌All▐")
        for key in (_DOWN, _DOWN, _DOWN):
            found["key to paint"].append(terminal.press(key))
        for _ in range(4):
            found["page down"].append(terminal.settled(_PAGE))
        for key in (_END, _HOME):
            found["to the oldest, and back"].append(terminal.settled(key))
        found["a filter for the first time"].append(terminal.settled(b"f"))
        for key in (b"a", b"f", b"b", b"a"):
            found["a filter"].append(terminal.settled(key))
        terminal.press(b"/")
        for number, letter in enumerate("calm"):
            name = "further letters" if number else "first letter of a search"
            found[name].append(terminal.settled(letter.encode()))
        terminal.press(_ESCAPE)
        for size in ((100, 30), (80, 24), (120, 40)):
            found["another size"].append(terminal.resized(*size))
        found["memory"].append(terminal.memory)
        _give(terminal, found)
        _arrive(terminal, home, found)
    return found


def _give(terminal: Terminal, found: dict[str, list[float]]) -> None:
    terminal.press(b"k")
    terminal.press(b"noor")
    terminal.press(b"\t")
    terminal.press(b"When it mattered you asked twice, so we found it.")
    terminal.write(_SEND)
    found["sent until it is durable"].append(terminal.shows("are on the wall"))
    terminal.settle()


def _arrive(terminal: Terminal, home: Path, found: dict[str, list[float]]) -> None:
    """A colleague's machine brings a kudos to the folder; from there it counts."""
    place = home.with_name(f"{home.name}-ben")
    ben = Team.join(Home(place / "config", place / "data"), Clock(), home / "Harbour", "@ben")
    ben.give_kudos([ben.find_member("ana").id], "For the calm of this morning.")
    terminal.settle()
    terminal.write(b"")
    assert ben.sync(30).error is None
    found["a colleague's until it is told"].append(terminal.shows("1 new"))


def main(environment: Mapping[str, str], runs: int) -> None:
    """Prints the figures, each as ten thousand against a hundred."""
    taken: dict[int, dict[str, list[float]]] = {size: defaultdict(list) for size in SIZES}
    for turn in range(runs + 1):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as root:
                home = Path(root) / "home"
                build_demo(Home(home / "config", home / "data"), home / "Harbour", Clock(), kudos=size)
                for name, times in browse(home, {**environment, "AMITY_HOME": str(home)}).items():
                    if turn:  # the first turn only warms up
                        taken[size][name] += times
    print(f"{'the wall, 10,000 kudos against 100':<36} {'ms at 100':>10} {'at 10,000':>10}")
    for name, goal in _GOALS.items():
        few, many = (median(taken[size][name]) for size in SIZES)
        print(f"{name:<36} {few:10.1f} {many:10.1f} {many / few:7.2f} ×   {f'goal {goal}' if goal else ''}")
