"""Three real Syncthing nodes that are cut off from each other at random, and people who type meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import pytest

from store.clock import Clock
from store.settings import Home
from store.sync.copies import FILE_NAME
from store.team import Team
from tests.engines.ledger import Ledger
from tests.engines.people import EMOJI, NAMES, Person, agree, begin, open_dashboards, seat, typing, until
from tests.engines.syncthing import Node
from tests.needs import needs

SYNCTHINGS = (".stfolder", ".syncthing.")
"""Its mark, and what it began to fetch and keeps for a day in case that it goes on."""

MakeHome = Callable[[str], Home]


@pytest.fixture
def nodes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Node]]:
    needs("syncthing")
    nodes = [Node(tmp_path / f"machine{number}") for number in range(3)]
    for node in nodes:
        node.introduce(nodes, conflicts=request.param)
    with ExitStack() as running:
        for node in nodes:
            running.enter_context(node.running())
        yield nodes


def gather(nodes: list[Node], make_home: MakeHome) -> list[Team]:
    """One of them begins the team, the others join it once Syncthing has brought them the file."""
    teams = [begin(nodes[0].folder, make_home(NAMES[0]))]
    whole = teams[0].replica.data
    for node, name in zip(nodes[1:], NAMES[1:], strict=True):
        file = node.folder / FILE_NAME
        until(lambda file=file: file.exists() and file.read_bytes() == whole)  # type: ignore[misc]
        teams.append(Team.join(make_home(name), Clock(), node.folder, name))
    return teams


def cut_off(nodes: list[Node], chance: Random, seconds: float) -> None:
    """Cuts nodes off at random; the first time all of them, until no file is like another one."""
    pause, end = threading.Event(), Clock.monotonic() + seconds
    with apart(nodes):
        until(lambda: len({(node.folder / FILE_NAME).read_bytes() for node in nodes}) == len(nodes))
    while Clock.monotonic() < end:
        pause.wait(chance.uniform(0.5, 3.0))
        with apart(chance.sample(nodes, chance.randint(1, len(nodes)))):
            pause.wait(chance.uniform(1.0, 8.0))


@contextmanager
def apart(nodes: list[Node]) -> Iterator[None]:
    """Those nodes are cut off from the others for as long as the block lasts."""
    for node in nodes:
        node.pause()
    yield
    for node in nodes:
        node.resume()


@pytest.mark.parametrize("nodes", [10], indirect=True)
def test_three_machines_at_work(nodes: list[Node], make_home: MakeHome, ledger: Ledger) -> None:
    """With amity's own timing, but for how soon copies are tidied away."""
    ledger.title = "Syncthing, three machines"
    people = seat(gather(nodes, make_home), ledger, beside=SYNCTHINGS, tidy=4.0)
    with open_dashboards(people):
        with typing(people, pause=0.5):
            threading.Event().wait(15)
        agree(people, ledger)


@pytest.mark.parametrize("nodes", [10], indirect=True)
def test_three_machines_that_are_cut_off_from_each_other(
    nodes: list[Node], make_home: MakeHome, ledger: Ledger
) -> None:
    """With amity's own timing, but for how soon copies are tidied away."""
    ledger.title = "Syncthing, three machines, cut off at random"
    people = seat(gather(nodes, make_home), ledger, beside=SYNCTHINGS, tidy=4.0)
    with open_dashboards(people):
        with typing(people, pause=0.5):
            cut_off(nodes, Random(1), seconds=30)
        agree(people, ledger)
    assert ledger.copies
    assert kept(people)


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_an_engine_that_drops_the_loser_of_a_conflict(
    nodes: list[Node], make_home: MakeHome, ledger: Ledger
) -> None:
    """No copy is left of a file that lost: only what each machine holds can bring its changes back."""
    ledger.title = "Syncthing, maxConflicts 0 (the loser's file vanishes)"
    people = seat(gather(nodes, make_home), ledger, beside=SYNCTHINGS, gather=2.0)
    with open_dashboards(people):
        with typing(people, pause=0.5):
            cut_off(nodes, Random(2), seconds=30)
        agree(people, ledger)
    assert not ledger.copies


def kept(people: list[Person]) -> list[str]:
    """The copies that were tidied away, as they lie on somebody's machine."""
    return [path.name for person in people for path in person.team.engine.aside.contents()]


@pytest.mark.parametrize("nodes", [10], indirect=True)
def test_words_that_were_taken_back_are_on_no_machine(
    nodes: list[Node], make_home: MakeHome, ledger: Ledger, tmp_path: Path
) -> None:
    """Said before all are cut off; taken off the wall and reworded meanwhile, so that copies hold them."""
    ledger.title = "Syncthing, thanks taken back while all are cut off"
    people = seat(gather(nodes, make_home), ledger, beside=SYNCTHINGS, tidy=4.0)
    ana, ben, cem = (person.team for person in people)
    with open_dashboards(people):
        taken = ana.give_kudos([ben.me], "Zimtschnecke im Regen")
        worded = ana.give_kudos([cem.me], "Brombeere am Wegrand")
        until(lambda: all(len(team.snapshot().kudos) == 2 for team in (ana, ben, cem)))
        with apart(nodes):
            ben.remove_kudos(taken.id)
            ana.edit_kudos(worded.id, "Himbeere im Topf")
            cem.react(taken.id, EMOJI[0])
            until(lambda: len({(node.folder / FILE_NAME).read_bytes() for node in nodes}) == len(nodes))
            assert holding(tmp_path)
        agree(people, ledger)
        until(lambda: not holding(tmp_path), 60, lambda: holding(tmp_path))
    assert ledger.copies
    assert [kudos.text for kudos in cem.snapshot().kudos] == ["Himbeere im Topf"]
    assert not holding(tmp_path)


def holding(root: Path) -> list[str]:
    """All files of all machines in which those words are, but for what Syncthing began to fetch."""
    words = (b"Zimtschnecke", b"Brombeere")
    files = (p for p in root.rglob("*") if p.is_file() and not p.name.startswith(SYNCTHINGS))
    return [str(path) for path in files if any(word in path.read_bytes() for word in words)]
