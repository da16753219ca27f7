"""Several machines, several processes on each, all writing to one folder and killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.faults.harbour import Harbour, Tally, sound

MACHINES = ("ana", "ben", "zoe")
PROCESSES = 2
KILLS = 12


def tormented(home: Path, random: Random) -> set[str]:
    """Starts a writer again and again, and kills it after a random while; all that it acknowledged."""
    saved, never = set(), threading.Event()
    command = [sys.executable, "-m", "tests.faults.writer", str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as writer:
        assert writer.stdin is not None
        lines = (tuple(line.split()) for line in writer.stdout or ())
        for _ in range(KILLS):
            writer.stdin.write("\n")
            writer.stdin.flush()
            word, process = next(lines)
            assert word == "ready"
            for _ in range(random.randrange(4)):
                word, identity = next(lines)
                assert word == "saved", "it ended before it was killed"
                saved.add(identity)
            never.wait(random.uniform(0.0, 0.06))  # the moment of the kill
            os.kill(int(process), signal.SIGKILL)
            for word, rest in lines:
                if word == "ended":
                    break
                saved.add(rest)
            assert rest == "-9", "it ended before it was killed"
    return saved


@contextmanager
def reading(file: Path) -> Iterator[list[int]]:
    """Somebody who reads the team file all the time; how often it was whole. Fails when it ever is not."""
    reads, done, torn = [0], threading.Event(), []

    def read() -> None:
        while not done.is_set():
            data = file.read_bytes()
            try:
                assert sound(data)
            except Exception as error:
                torn.append(f"{error!r}: {data[-60:]!r}")
            reads[0] += 1

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield reads
    finally:
        done.set()
        reader.join()
    assert not torn


@pytest.mark.parametrize("turns", [True, False], ids=["in turns", "without turns"])
def test_many_processes_killed_at_any_moment(tmp_path: Path, tally: Tally, turns: bool) -> None:
    """Processes of one machine take turns at the folder; nothing depends on it."""
    harbour = Harbour(tmp_path / "harbour")
    harbour.begin(more=MACHINES[2:])
    if not turns:
        for lock in harbour.root.rglob("publishing.lock"):
            lock.unlink()
            lock.mkdir()
    homes = [harbour.root / name for name in MACHINES for _ in range(PROCESSES)]
    with reading(harbour.file) as reads, ThreadPoolExecutor(len(homes)) as pool:
        done = [pool.submit(tormented, home, Random(number)) for number, home in enumerate(homes)]
        saved = set[str]().union(*(one.result() for one in done))
    assert reads[0] > 100
    assert len(saved) > KILLS
    tally.faults += KILLS * len(homes)
    for lock in harbour.root.rglob("publishing.lock"):
        if lock.is_dir():
            lock.rmdir()
    first = {name: {k.id for k in harbour.open(name).snapshot().kudos} for name in MACHINES}
    assert saved <= set[str]().union(*first.values())
    harbour.check(tally, saved & first["ana"], MACHINES)
    tally.count(saved - first["ana"], {k.id for k in harbour.open("ana").snapshot().kudos})
    assert not tally.lost
