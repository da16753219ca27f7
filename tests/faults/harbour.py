"""A team of two machines on one folder, to be broken and put back, and what must hold after anything."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from store.clock import Clock
from store.settings import Home
from store.sync.document import decode
from store.sync.timing import Timing
from store.team import Team


@dataclass(slots=True)
class Tally:
    """What was acknowledged, what of it was missing in the end, and how many faults there were."""

    case: str
    faults: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)

    def count(self, acknowledged: Iterable[str], found: Iterable[str]) -> None:
        """Compares what was acknowledged with what is there."""
        expected, there = set(acknowledged), set(found)
        self.acknowledged += len(expected)
        self.lost += sorted(expected - there)


class Harbour:
    """Ana's and Ben's machines and their folder, all below `root`."""

    def __init__(self, root: Path, shared: Path | None = None) -> None:
        self.root = root
        self.shared = shared or root / "shared"
        self.file = self.shared / "amity.json"
        self._kept = root.with_name(f"{root.name} as it was")

    def begin(self, words: int = 3, more: Sequence[str] = ()) -> None:
        """Starts the team, in step and with some words on its wall, and keeps it to be put back."""
        ana = Team.begin(self.home("ana"), Clock(), self.shared, "Harbour", "Ana", timezone="Europe/Berlin")
        ben = ana.add_member("Ben").id
        for number in range(words):
            ana.give_kudos([ben], f"Thanks {number} " + "for the calm " * 40)
        in_step(ana)
        for name in ("ben", *more):
            in_step(Team.join(self.home(name), Clock(), self.shared, name.capitalize()))
        self.keep()

    def keep(self) -> None:
        """Keeps everything as it is now, to be put back."""
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.root, self._kept)

    def put_back(self) -> None:
        """Everything as it was when it was kept."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)

    def home(self, name: str) -> Home:
        """The home of a machine."""
        return Home(self.root / name / "config", self.root / name / "data")

    def open(self, name: str) -> Team:
        """The team, as a program that was just started has it."""
        team = Team.open(self.home(name), Clock())
        team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0)
        return team

    def check(self, tally: Tally, acknowledged: Iterable[str], names: Iterable[str] = ("ana", "ben")) -> None:
        """Starts the machines again: nothing is lost, all are the same, and nothing is left lying about."""
        acknowledged, names = set(acknowledged), tuple(names)
        first = self.open(names[0])
        assert acknowledged <= {k.id for k in first.snapshot().kudos}, "not in this machine's own copy"
        other = next(m for m in first.snapshot().members if m != first.me)
        acknowledged.add(first.give_kudos([other], "It goes on").id)
        teams = [first, *(self.open(name) for name in names[1:])]
        for team in (*teams, *teams):
            in_step(team)
        copies = [self.file.read_bytes(), *(team.replica.path.read_bytes() for team in teams)]
        assert len(set(copies)) == 1
        tally.count(acknowledged, {doc["id"] for doc in decode(copies[0]).state["kudos"].values()})
        assert not tally.lost
        assert not litter(self.root, self.shared)


def in_step(team: Team) -> None:
    """Brings a machine and the folder in step."""
    report = team.sync(30)
    assert report.status.condition == "in step", report


def litter(*places: Path) -> set[str]:
    """Files that only were to be there for a moment."""
    return {
        str(path)
        for place in places
        for pattern in ("~amity-*", "amity (pending *")
        for path in place.rglob(pattern)
    }


def sound(data: bytes) -> bool:
    """Whether these are the bytes of a whole team file; raises for what is torn."""
    return decode(data).sound
