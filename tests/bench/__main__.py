"""Prints the figures beside their goals. `--runs N` sets how many of each are taken (5), `--part` which."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from tests.bench import roles, sync, wall
from tests.bench.probe import measure

_KEYS = (b"\x1b[6~", b"\x1b[6~", b"\x1b[5~", b"\x1b[B", b"\x1b[A")
_ROOT = Path(__file__).parents[2]


def _environment(home: Path | None = None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONTWRITE"))}
    extra = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(_ROOT)}
    return {**kept, **extra, **({"AMITY_HOME": str(home)} if home else {})}


def _process(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


def _home(root: Path, kudos: int) -> Path:
    place = root / str(kudos)
    build_demo(Home(place / "config", place / "data"), place / "Harbour", Clock(), kudos=kudos)
    return place


def _line(what: str, ratio: float, goal: str) -> None:
    print(f"{what:<62} {ratio:6.2f} ×   goal {goal}")


def main() -> None:
    """Measures in turns, so that a machine that slows down slows all alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--part", choices=("screens", "wall", "sync", "roles"))
    chosen = parser.parse_args()
    parts = {
        "screens": lambda: measure_screens(chosen.runs),
        "wall": lambda: wall.main(_environment(), chosen.runs),
        "sync": sync.main,
        "roles": roles.main,
    }
    for name, part in parts.items():
        if chosen.part in (None, name):
            part()
            print()


def measure_screens(runs: int) -> None:
    """The program from outside: start, keys, memory, the command line."""
    python = sys.executable
    ready: dict[str, list[float]] = {}
    keys: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        homes = {n: _home(Path(temporary), n) for n in (100, 10_000)}
        bare = [python, str(Path(__file__).with_name("bare.py"))]
        amity = [python, "-m", "tui"]
        cases = {
            "bare": (bare, _environment(), "Today is ready", "", ()),
            "again": (bare, _environment(), "Today is ready", "", ()),
            "100": (amity, _environment(homes[100]), "Your day", "3", _KEYS),
            "10,000": (amity, _environment(homes[10_000]), "Your day", "3", _KEYS),
        }
        for turn in range(runs + 1):
            for name, (command, environment, wanted, opening, pressed) in cases.items():
                found = measure(command, environment, wanted, opening, pressed)
                if turn:  # the first turn only warms up
                    ready.setdefault(name, []).append(found.ready)
                    keys.setdefault(name, []).extend(found.keys)
                    memory.setdefault(name, []).append(found.memory)
        commands = {
            "floor": [python, "-c", "import orjson, tinydb"],
            "version": [*amity, "--version"],
            "list": [*amity, "kudos", "list", "--json"],
        }
        taken: dict[str, list[float]] = {}
        for _ in range(runs + 1):
            for name, command in commands.items():
                taken.setdefault(name, []).append(_process(command, _environment(homes[100])))
    same = median(ready["again"]) / median(ready["bare"])
    print(
        f"bare app against itself: {same:.2f}{'' if 0.9 <= same <= 1.1 else '  too noisy: measure again'}\n"
    )
    _line("exec to Today, against the bare app", median(ready["100"]) / median(ready["bare"]), "≤ 1.15")
    _line("the same, 10,000 kudos against 100", median(ready["10,000"]) / median(ready["100"]), "≤ 1.15")
    _line(
        "key to paint on the wall, 10,000 against 100", median(keys["10,000"]) / median(keys["100"]), "≤ 1.2"
    )
    _line(
        "memory, team of nine, against the bare app", median(memory["100"]) / median(memory["bare"]), "≤ 1.3"
    )
    _line(
        "memory, 10,000 kudos, against the bare app", median(memory["10,000"]) / median(memory["bare"]), "≤ 2"
    )
    floor = median(taken["floor"][1:])
    _line("amity --version, against importing orjson and tinydb", median(taken["version"][1:]) / floor, "≤ 2")
    _line("amity kudos list --json, against the same", median(taken["list"][1:]) / floor, "≤ 4")
    print(f"\nbare ready {median(ready['bare']):.0f} ms, key on the wall {median(keys['100']):.0f} ms")


if __name__ == "__main__":
    main()
