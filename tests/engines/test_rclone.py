"""rclone bisync between two folders: where both changed the team file, the file itself is gone afterwards."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.engines.ledger import Ledger
from tests.engines.people import NAMES, Person, agree, begin, seat
from tests.needs import needs

MakeHome = Callable[[str], Home]
Bisync = Callable[..., None]

NOTES = tuple(f"note {number}.txt" for number in range(6))
"""What else the team keeps there: where every file differs from before, bisync refuses to run."""


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / "left", tmp_path / "right"]
    for folder in folders:
        folder.mkdir()
    for name in NOTES:
        (folders[0] / name).write_text("nothing of amity's")
    return folders


@pytest.fixture
def bisync(folders: list[Path], tmp_path: Path) -> Bisync:
    needs("rclone")
    home = tmp_path / "rclone"
    home.mkdir()
    (home / "rclone.conf").touch()
    environment = {**os.environ, "HOME": str(home), "RCLONE_CONFIG": str(home / "rclone.conf")}
    command = ["rclone", "bisync", *map(str, folders), "--workdir", str(home)]

    def bisync(*more: str) -> None:
        done = subprocess.run(
            [*command, *more], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr

    return bisync


@pytest.fixture
def people(folders: list[Path], bisync: Bisync, make_home: MakeHome, ledger: Ledger) -> list[Person]:
    first = begin(folders[0], make_home(NAMES[0]))
    bisync("--resync")
    second = Team.join(make_home(NAMES[1]), Clock(), folders[1], NAMES[1])
    bisync()
    first.sync()
    return seat([first, second], ledger, beside=NOTES, tidy=0.0, read_pauses=(0.0,))


def work(people: list[Person], count: int) -> None:
    """They do so much, and bring it to their folders."""
    for person in people:
        for _ in range(count):
            person.act()
        assert person.team.sync().status.condition == "in step"


def take_in(person: Person) -> None:
    """One of them looks: all that the others brought to their folders before the last run must be there."""
    assert person.team.sync().status.condition == "in step"
    person.look()
    assert not person.awaited


def test_edits_on_both_sides_between_the_runs(people: list[Person], bisync: Bisync, ledger: Ledger) -> None:
    """After each run one machine looks while the other is off: it must find everything in the copies."""
    ledger.title = "rclone bisync, in turns"
    ledger.in_turns = True
    chance = Random(4)
    vanished = 0
    for _ in range(12):
        work(chance.sample(people, chance.randint(1, 2)), 4)
        bisync()
        gone = [not person.team.engine.folder.file.exists() for person in people]
        assert gone in ([False, False], [True, True])
        vanished += gone[0]
        for person in chance.sample(people, 2):
            take_in(person)
            bisync()
    assert vanished
    agree(people, ledger, seconds=0)


def test_a_resync_that_lays_an_old_file_over_a_new_one(
    people: list[Person], bisync: Bisync, ledger: Ledger
) -> None:
    """It takes the left file for the right one as well, and nothing in it is new there."""
    ledger.title = "rclone bisync, --resync lays an old file over a new one"
    ledger.in_turns = True
    left, right = people
    for _ in range(3):
        work([right], 4)
        bisync("--resync")
        assert right.team.engine.folder.file.read_bytes() == left.team.replica.data
        take_in(right)
        bisync()
        take_in(left)
    agree(people, ledger, seconds=0)


def test_both_mend_what_vanished_before_the_next_run(
    people: list[Person], bisync: Bisync, ledger: Ledger
) -> None:
    """Both write the same file anew; bisync 1.60 takes even that for a conflict, and it vanishes again."""
    ledger.title = "rclone bisync, both mend at once"
    ledger.in_turns = True
    for _ in range(5):
        work(people, 4)
        bisync()
        for person in people:
            take_in(person)
        assert people[0].files == people[1].files
        bisync()
        assert not any(person.awaited for person in people)
    for person in people:  # until one of them alone does
        take_in(person)
        bisync()
    agree(people, ledger, seconds=0)
