"""People at their machines: each with a home and a folder, typing while a real engine carries the files."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from store.clock import Clock
from store.errors import UsageError
from store.settings import Home
from store.sync.copies import FILE_NAME, named_by_engine
from store.sync.document import State, decode, is_sound
from store.sync.folder import Folder, Mark
from store.sync.replica import Edit, Purge
from store.sync.timing import Timing
from store.team import Team
from tests.engines.ledger import Change, Ledger

NAMES = ("Ana", "Ben", "Cem")
DAY = date(2026, 11, 23)
ROLES = ("facilitator", "notes", "time")
EMOJI = ("👏", "❤️", "🎉")


def until(holds: Callable[[], bool], seconds: float = 60.0, say: Callable[[], object] = str) -> None:
    """Waits until it holds; after so many seconds it will not happen any more, and `say` tells what is."""
    end, pause = Clock.monotonic() + seconds, threading.Event()
    while not holds():
        assert Clock.monotonic() < end, say()
        pause.wait(0.05)


class Observed(Folder):
    """A folder whose reads and conflict copies are counted."""

    def __init__(self, path: Path, tag: str, ledger: Ledger) -> None:
        super().__init__(path, tag)
        self.ledger = ledger

    def look(self) -> dict[str, Mark]:
        found = super().look()
        copies = {name: mark.modified for name, mark in found.items() if named_by_engine(name)}
        self.ledger.saw_copies((self.path / name, when) for name, when in copies.items())
        return found

    def _read(self, path: Path) -> bytes | None:
        data = super()._read(path)
        if data is not None and path == self.file:
            self.ledger.saw_read(torn=not is_sound(data))
        return data


class Person:
    """Somebody in the team at a machine of their own. What they do is chance, but the same for one seed."""

    def __init__(
        self, team: Team, ledger: Ledger, timing: Timing, seed: int, beside: tuple[str, ...]
    ) -> None:
        self.team = team
        self.ledger = ledger
        self.random = Random(seed)
        self.others: list[Person] = []
        self._beside = beside
        self.awaited: list[Change] = []
        self._turn = threading.Lock()
        engine = team.engine
        engine.folder = engine.inbox.folder = Observed(team.folder, engine.folder.tag, ledger)
        engine.inbox.timing = timing
        self._apply = team.replica.apply
        team.replica.apply = self._recorded  # type: ignore[method-assign]

    def _recorded(self, make: Callable[[State], Iterable[Edit | Purge]]) -> State:
        edits: list[Edit | Purge] = []

        def kept(state: State) -> list[Edit | Purge]:
            edits.extend(make(state))
            return edits

        state = self._apply(kept)
        if edits:
            change = self.ledger.acknowledge(edits, state)
            for other in self.others:
                other.await_change(change)
        return state

    # What they do

    def act(self) -> None:
        """One thing that people do; what amity refuses (somebody took it back just now) was not done."""
        commands: Mapping[Callable[[], object], int] = {
            self._thank: 10,
            self._react: 4,
            self._reword: 2,
            self._take_back: 1,
            self.team.undo: 1,
            self._change_card: 1,
            self._rename_meeting: 2,
            self._swap: 2,
        }
        (command,) = self.random.choices(tuple(commands), tuple(commands.values()))
        with contextlib.suppress(UsageError):
            command()

    def type_until(self, stop: threading.Event, pause: float) -> None:
        """Goes on doing things, about every `pause` seconds."""
        while not stop.wait(self.random.uniform(0.2, 1.8) * pause):
            self.act()

    def _thank(self) -> None:
        other = self.random.choice([m for m in self.team.snapshot().members if m != self.team.me])
        self.team.give_kudos([other], f"Thank you for {self.random.getrandbits(64):x} 日 ❤️")

    def _any_kudos(self, own: bool) -> str:
        found = [k.id for k in self.team.snapshot().kudos if not own or k.giver == self.team.me]
        if not found:
            raise UsageError("There are none yet.")
        return self.random.choice(found)

    def _react(self) -> None:
        self.team.react(self._any_kudos(own=False), self.random.choice(EMOJI), self.random.random() < 0.7)

    def _reword(self) -> None:
        self.team.edit_kudos(self._any_kudos(own=True), f"Rather: {self.random.getrandbits(64):x}")

    def _take_back(self) -> None:
        self.team.remove_kudos(self._any_kudos(own=True))

    def _change_card(self) -> None:
        self.team.set_profile({"pronouns": self.random.choice(["she", "he", "they", None])})

    def _rename_meeting(self) -> None:
        (meeting,) = self.team.snapshot().meetings.values()
        self.team.edit_meeting(replace(meeting, name=f"Standup {self.random.getrandbits(16):04x}"))

    def _swap(self) -> None:
        snapshot = self.team.snapshot()
        (meeting,) = snapshot.meetings
        member = self.random.choice(list(snapshot.members))
        self.team.swap(meeting, self.random.choice(ROLES), member, DAY)

    # What they see

    def await_change(self, change: Change) -> None:
        """Somebody else was told that this is safe: it has to come here."""
        with self._turn:
            self.awaited.append(change)

    def look(self) -> None:
        """Looks at the team, as the dashboard does whenever something moved."""
        self.team.snapshot()
        state = self.team.replica.state()
        with self._turn:
            arrived = [change for change in self.awaited if change.is_in(state)]
            self.awaited = [change for change in self.awaited if not change.is_in(state)]
        self.ledger.arrived(arrived)

    @property
    def litter(self) -> list[str]:
        """What lies about in the folder beside the team file and what belongs to the engine."""
        names = sorted(path.name for path in self.team.folder.iterdir())
        return [name for name in names if name != FILE_NAME and not name.startswith(self._beside)]

    @property
    def files(self) -> tuple[bytes | None, bytes]:
        """The team file in the folder, and this machine's own copy."""
        file = self.team.folder / FILE_NAME
        return file.read_bytes() if file.exists() else None, self.team.replica.path.read_bytes()


def begin(folder: Path, home: Home) -> Team:
    """A team of three with a meeting, begun in a folder."""
    team = Team.begin(home, Clock(), folder, "Harbour", NAMES[0], timezone="Europe/Berlin")
    for name in NAMES[1:]:
        team.add_member(name, timezone="Europe/Berlin")
    team.add_meeting(
        "Standup", time="09:30", timezone="Europe/Berlin", rule="FREQ=DAILY", first=DAY, roles=ROLES
    )
    assert team.sync(10.0).status.condition == "in step"
    return Team.open(home, Clock(), folder)  # none of that is theirs to take back


def seat(teams: Sequence[Team], ledger: Ledger, beside: Iterable[str] = (), **seconds: Any) -> list[Person]:
    """Puts a person at each of these machines.

    `beside` begins the names of what the engine itself keeps in each folder; `seconds` are what differs from
    amity's own timing.
    """
    timing = replace(Timing(), **seconds)
    people = [Person(team, ledger, timing, seed, tuple(beside)) for seed, team in enumerate(teams)]
    for person in people:
        person.others = [other for other in people if other is not person]
        ledger.begin(person.team.replica.state())
    return people


@contextmanager
def open_dashboards(people: Sequence[Person]) -> Iterator[None]:
    """All of them have amity open and keep in step in the background."""
    for person in people:
        person.team.start(person.look)
    try:
        yield
    finally:
        for person in people:
            person.team.close()


@contextmanager
def typing(people: Sequence[Person], pause: float) -> Iterator[None]:
    """All of them type at the same time for as long as the block lasts."""
    stop = threading.Event()
    with ThreadPoolExecutor(len(people)) as hands:
        busy = [hands.submit(person.type_until, stop, pause) for person in people]
        try:
            yield
        finally:
            stop.set()
    for one in busy:
        one.result()


def agree(people: Sequence[Person], ledger: Ledger, seconds: float = 90.0) -> None:
    """Waits until all files of all machines are byte-equal and nothing else lies about; then settles up.

    No torn read lasted so long that the file was taken for damaged.
    """
    until(lambda: is_at_rest(people), seconds, lambda: tell(people))
    for person in people:
        person.look()
    ledger.settle(*(decode(person.files[1]).state for person in people))
    assert not [path for p in people for path in p.team.engine.aside.contents() if "-damaged-" in path.name]
    assert len(ledger.seconds) == ledger.acknowledged * (len(people) - 1)


def is_at_rest(people: Sequence[Person]) -> bool:
    """Whether everybody is in step, all files are byte-equal, and no litter is left."""
    files = {file for person in people for file in person.files}
    return (
        len(files) == 1
        and all(person.team.status.condition == "in step" for person in people)
        and not any(person.litter for person in people)
    )


def tell(people: Sequence[Person]) -> str:
    """What keeps them from rest."""
    lines = []
    for person in people:
        shared, own = person.files
        length = None if shared is None else len(shared)
        lines.append(f"{person.team.status}, {length} and {len(own)} bytes, {person.litter}")
    return "\n".join(lines)
