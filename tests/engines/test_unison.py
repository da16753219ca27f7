"""Unison between two folders: conflicts are skipped, or one side wins, with a copy of the other or none."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.engines.ledger import Ledger
from tests.engines.people import NAMES, agree, begin, is_at_rest, open_dashboards, seat, tell, typing, until
from tests.needs import needs

MakeHome = Callable[[str], Home]

UNISONS = (".unison.",)
"""What a run that found a file changing under it leaves for the next one."""

SKIPPED = 1
"""What Unison answers when it left a conflict to people."""


class Unison:
    """Runs it in batch mode; what it keeps is below one folder."""

    def __init__(self, root: Path) -> None:
        self.folders = (root / "left", root / "right")
        for folder in self.folders:
            folder.mkdir()
        state = str(root / "unison")
        self.environment = {**os.environ, "HOME": state, "UNISON": state}

    def run(self, *words: str) -> int:
        """One run; 0 when all is equal now, 1 when conflicts were skipped, 2 when a file changed under it."""
        command = ["unison", *map(str, self.folders), "-ui", "text", "-batch", *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode < 3, done.stdout + done.stderr
        return done.returncode


@pytest.fixture
def unison(tmp_path: Path) -> Unison:
    needs("unison")
    return Unison(tmp_path)


def gather(unison: Unison, make_home: MakeHome) -> list[Team]:
    first = begin(unison.folders[0], make_home(NAMES[0]))
    assert unison.run() == 0
    second = Team.join(make_home(NAMES[1]), Clock(), unison.folders[1], NAMES[1])
    assert unison.run() == 0
    return [first, second]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Unison, prefer newer", ["-prefer", "newer"]),
        ("Unison, prefer newer, copyonconflict", ["-prefer", "newer", "-copyonconflict"]),
    ],
)
def test_the_newer_file_overwrites_the_other(
    unison: Unison, make_home: MakeHome, ledger: Ledger, title: str, words: list[str]
) -> None:
    """Every two seconds, while both type; gathering is shorter so that both have something new each time."""
    ledger.title = title
    people = seat(gather(unison, make_home), ledger, beside=UNISONS, gather=1.0, tidy=3.0)
    with open_dashboards(people):
        with typing(people, pause=0.3):
            for _ in range(6):
                threading.Event().wait(2.0)
                unison.run(*words)
        until(lambda: unison.run(*words) == 0 and is_at_rest(people), 60, lambda: tell(people))
        agree(people, ledger)
    assert bool(ledger.copies) == ("-copyonconflict" in words)


def test_conflicts_that_are_skipped_wait_for_a_person(
    unison: Unison, make_home: MakeHome, ledger: Ledger
) -> None:
    """Each side keeps its own until somebody says which file wins; then both have everything."""
    ledger.title = "Unison, conflicts skipped until a person decides"
    ledger.in_turns = True
    people = seat(gather(unison, make_home), ledger)
    chance = Random(5)
    skipped = 0
    for _ in range(10):
        for person in chance.sample(people, chance.randint(1, 2)):
            for _ in range(4):
                person.act()
            assert person.team.sync().status.condition == "in step"
        skipped += unison.run() == SKIPPED
        for person in people:
            assert person.team.sync().status.condition == "in step"
    assert skipped
    for words in (["-prefer", str(chance.choice(unison.folders))], []):
        assert unison.run(*words) == 0
        for person in people:
            person.team.sync()
    agree(people, ledger, seconds=0)


def test_a_copy_alone_brings_the_changes_of_a_machine_that_is_off(
    unison: Unison, make_home: MakeHome, ledger: Ledger
) -> None:
    ledger.title = "Unison, copyonconflict, the loser's machine is off"
    ledger.in_turns = True
    people = seat(gather(unison, make_home), ledger, tidy=0.0)
    loser, winner = people
    for person in people:
        for _ in range(6):
            person.act()
        assert person.team.sync().status.condition == "in step"
    for _ in range(2):
        unison.run("-prefer", str(winner.team.folder), "-copyonconflict")
    assert winner.team.sync().merged_copies
    winner.look()
    assert not winner.awaited
    until(lambda: unison.run() == 0)
    loser.team.sync()
    agree(people, ledger, seconds=0)
