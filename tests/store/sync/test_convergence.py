"""Several machines, a folder that does all that folders were seen to do, clocks that lie: nothing is lost.

Each machine has a real home and a real folder of its own; an adversary carries files between the folders as
sync engines do: late, twice, torn, under other names, an old one over a new one, or not at all. When the
folder comes to rest, all machines and all files are byte-equal and hold every acknowledged change.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from store.clock import Clock, Stamper
from store.errors import StoreError
from store.sync.aside import Aside
from store.sync.diary import Diary
from store.sync.document import META, TOMBSTONES, State, canonical, decode, encode, key_of, new_state
from store.sync.engine import Engine
from store.sync.folder import Folder
from store.sync.generations import generations
from store.sync.merge import Keys, merge
from store.sync.replica import Edit, Purge, Replica
from store.sync.timing import Timing
from tests.soak import examples
from tests.store.sync.test_copies import GIVEN, PEOPLES, RESILIO

TEAM = "t-1"
NAMES = (*GIVEN, *PEOPLES[1:], *RESILIO, "amity (pending elsewhere-1234).json")
DOCUMENTS = tuple(f"k-{n}" for n in range(4))
VALUES = st.sampled_from([0, 1, True, 1.0, "", "thanks", "Danke ❤️", ["m-1"], {"a": 1}, False])
Cell = tuple[str, str, str]
_SAID = re.compile(rb"<k-\d said \d+>")


class Skewed(Clock):
    """A clock that is wrong, and jumps."""

    skew = timedelta()

    def now(self) -> datetime:
        return super().now() + self.skew


class Treacherous(Folder):
    """A folder that loses a replace when the adversary says so, and where others write meanwhile."""

    lost = False
    meanwhile: Callable[[], None] | None = None

    def _replace(self, temporary: Path, target: Path) -> None:
        if self.lost:  # acknowledged by the server, and never done
            self.lost = False
            return
        super()._replace(temporary, target)

    def _publish(self, data: bytes, expected: bytes | None) -> bool:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super()._publish(data, expected)


class Machine:
    """A home, a folder, and the engine between them."""

    def __init__(self, root: Path, number: int) -> None:
        self.root = root / f"machine{number}"
        self.tag = f"{number:06x}"
        self.shared = self.root / "shared"
        self.shared.mkdir(parents=True)
        self.clock = Skewed()
        self.start()

    def start(self) -> None:
        """The program is started: only what is on disk is known."""
        aside = Aside(self.root / "aside", self.clock)
        self.replica = Replica(
            self.root / "home" / "amity.json", Stamper(self.clock, machine=self.tag), aside=aside
        )
        self.folder = Treacherous(self.shared, self.tag[:4])
        timing = Timing(read_pauses=(0.0,), heal=0.0, tidy=0.0)
        self.engine = Engine(self.replica, self.folder, TEAM, aside, Diary(self.clock), timing)

    def put(self, name: str, data: bytes) -> None:
        """A file arrives in the folder, by a new inode as engines do it."""
        arriving = self.root / "arriving"
        arriving.write_bytes(data)
        arriving.replace(self.shared / name)

    @property
    def file(self) -> bytes | None:
        """The team file as it lies there."""
        path = self.shared / "amity.json"
        return path.read_bytes() if path.exists() else None


def cells(state: State) -> dict[Cell, tuple[str, bytes]]:
    """Every cell of every document with its stamp; a removed one has no bytes."""
    found: dict[Cell, tuple[str, bytes]] = {}
    for doc in (doc for name in state.keys() - {META, TOMBSTONES} for doc in state[name].values()):
        stamps: dict[str, Any] = doc["_t"]
        for field in {*doc, *stamps} - {"_t", "id", ""}:
            stamp, value = stamps.get(field, stamps.get("")), doc.get(field)
            if isinstance(stamp, dict):
                for key, one in stamp.items():
                    held = (value or {}).get(key)
                    found[doc["id"], field, key] = (one, b"" if held is None else canonical(held))
            else:
                assert isinstance(stamp, str)
                found[doc["id"], field, ""] = (stamp, b"" if field not in doc else canonical(value))
    return found


class Convergence(RuleBasedStateMachine):
    """The rules are what people, machines and the folder do; each replica is checked after every step."""

    machines = Bundle("machines")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="amity-convergence-"))
        self.all: list[Machine] = []
        self.acknowledged: dict[Cell, tuple[str, bytes]] = {}
        self.own: dict[int, dict[Cell, tuple[str, bytes]]] = {}
        self.purged: set[str] = set()
        self.said = 0
        self.versions: list[bytes] = []
        self.by_hand: dict[str, Machine] = {}

    def teardown(self) -> None:
        try:
            self._rest()
        finally:
            shutil.rmtree(self.root, ignore_errors=True)

    @initialize(skews=st.lists(st.sampled_from([0, 0, 1, -1, 400]), min_size=2, max_size=5))
    def begin(self, skews: list[int]) -> None:
        self.all = [Machine(self.root, number) for number in range(len(skews))]
        for machine, days in zip(self.all, skews, strict=True):
            machine.clock.skew = timedelta(days=days)
        first = self.all[0]
        first.replica.absorb(new_state(TEAM, "Harbour", "amity 0.1", first.replica.stamper.next()))
        assert first.engine.cycle().status.condition == "in step"
        for number, machine in enumerate(self.all):
            machine.put("amity.json", first.file or b"")
            machine.engine.cycle()
            self.own[number] = {}
        self._remember()

    # What people do

    @rule(
        who=st.integers(0, 4),
        doc=st.sampled_from(DOCUMENTS),
        field=st.sampled_from(["text", "to", "theme"]),
        value=VALUES | st.none(),
    )
    def write(self, who: int, doc: str, field: str, value: object) -> None:
        self._apply(who, Edit("kudos", doc, {field: value}), (doc, field, ""), value)

    @rule(who=st.integers(0, 4), doc=st.sampled_from(DOCUMENTS))
    def say(self, who: int, doc: str) -> None:
        """Words that no other file may hold once they are gone."""
        self.said += 1
        words = f"<{doc} said {self.said}>"
        self._apply(who, Edit("kudos", doc, {"text": words}), (doc, "text", ""), words)

    @rule(
        who=st.integers(0, 4),
        doc=st.sampled_from(DOCUMENTS),
        key=st.sampled_from(["ana:❤️", "ben:👏"]),
        on=st.booleans(),
    )
    def react(self, who: int, doc: str, key: str, on: bool) -> None:
        value = True if on else None
        self._apply(
            who, Edit("kudos", doc, {"reactions": Keys({key: value})}), (doc, "reactions", key), value
        )

    def _apply(self, who: int, edit: Edit, cell: Cell, value: object) -> None:
        number = who % len(self.all)
        if edit.id in self.purged:
            return
        replica = self.all[number].replica
        seen = cells(replica.state()).get(cell, ("", b""))
        found = cells(replica.apply(lambda _: [edit]))[cell]
        assert found[0] > seen[0]  # it beats what its author saw, whoever wrote that
        assert found[1] == (b"" if value is None else canonical(value))  # seen at once, whatever the clocks
        assert found[0] > self.own[number].get(cell, ("",))[0]
        for record in (self.acknowledged, self.own[number]):
            record[cell] = max(record.get(cell, ("", b"")), found)

    @rule(who=st.integers(0, 4), doc=st.sampled_from(DOCUMENTS[:1]))
    def purge(self, who: int, doc: str) -> None:
        replica = self.all[who % len(self.all)].replica
        state = replica.apply(lambda _: [Purge("kudos", doc)])
        assert key_of(doc) in state[TOMBSTONES]
        assert key_of(doc) not in state.get("kudos", {})
        self.purged.add(doc)

    @rule(who=st.integers(0, 4))
    def scrub(self, who: int) -> None:
        machine = self.all[who % len(self.all)]
        machine.engine.scrub()
        assert not machine.replica.storage.leavings.keys()
        stones = machine.replica.state().get(TOMBSTONES, {})
        for path in (*generations(machine.replica.path), *machine.engine.aside.contents()):
            data = path.read_bytes()
            assert not any(b'"%b": {"_t":' % key.encode() in data for key in stones), path
        for path in generations(machine.replica.path):
            assert _is_whole(path.read_bytes())

    # What machines do

    @rule(who=st.integers(0, 4), push=st.booleans())
    def cycle(self, who: int, push: bool) -> None:
        machine = self.all[who % len(self.all)]
        condition = machine.engine.cycle(push).status.condition
        assert condition in ("in step", "waiting", "unreadable")
        self._check_in_step(machine)
        self._remember()

    @rule(who=st.integers(0, 4))
    def restart(self, who: int) -> None:
        self.all[who % len(self.all)].start()

    @rule(who=st.integers(0, 4), days=st.sampled_from([-400, -1, 0, 1, 400]), seconds=st.integers(-700, 700))
    def set_clock(self, who: int, days: int, seconds: int) -> None:
        self.all[who % len(self.all)].clock.skew = timedelta(days=days, seconds=seconds)

    @rule(who=st.integers(0, 4), where=st.floats(0, 1))
    def damage_replica(self, who: int, where: float) -> None:
        """The disk loses the newest file; what came since the one before is in the shared one."""
        machine = self.all[who % len(self.all)]
        if machine.engine.cycle().status.condition != "in step":
            return
        data = machine.replica.path.read_bytes()
        machine.replica.path.write_bytes(data[: int(len(data) * where)])
        machine.start()
        machine.engine.cycle()

    # What the folder does

    @rule(a=st.integers(0, 4), b=st.integers(0, 4))
    def deliver(self, a: int, b: int) -> None:
        data = self.all[a % len(self.all)].file
        if data is not None:
            self.all[b % len(self.all)].put("amity.json", data)

    @rule(a=st.integers(0, 4), b=st.integers(0, 4), name=st.sampled_from(NAMES))
    def deliver_as_conflict(self, a: int, b: int, name: str) -> None:
        data = self.all[a % len(self.all)].file
        if data is not None:
            self.all[b % len(self.all)].put(name, data)

    @rule(b=st.integers(0, 4), which=st.integers(0, 1000), name=st.sampled_from(["amity.json", *NAMES[:3]]))
    def bring_an_old_one(self, b: int, which: int, name: str) -> None:
        self.all[b % len(self.all)].put(name, self.versions[which % len(self.versions)])

    @rule(
        b=st.integers(0, 4),
        which=st.integers(0, 1000),
        other=st.integers(0, 1000),
        cut=st.floats(0, 1),
        how=st.sampled_from(["cut", "zeros", "mix", "empty"]),
        name=st.sampled_from(["amity.json", "amity.json", NAMES[0]]),
    )
    def tear(self, b: int, which: int, other: int, cut: float, how: str, name: str) -> None:
        data = self.versions[which % len(self.versions)]
        at = int(len(data) * cut)
        rest = {
            "cut": b"",
            "zeros": b"\0" * (len(data) - at),
            "mix": self.versions[other % len(self.versions)][at:],
            "empty": b"",
        }[how]
        torn = b"" if how == "empty" else data[:at] + rest
        if how == "mix" and _is_edit(torn):
            return  # a mixture that makes sense is what an editor may have written: see the tests of adoption
        self.all[b % len(self.all)].put(name, torn)

    @rule(b=st.integers(0, 4))
    def vanish(self, b: int) -> None:
        (self.all[b % len(self.all)].shared / "amity.json").unlink(missing_ok=True)

    @rule(b=st.integers(0, 4))
    def drop_copies(self, b: int) -> None:
        for path in self.all[b % len(self.all)].shared.iterdir():
            if path.name != "amity.json":
                path.unlink()

    @rule(b=st.integers(0, 4))
    def lose_next_replace(self, b: int) -> None:
        self.all[b % len(self.all)].folder.lost = True

    @rule(a=st.integers(0, 4), b=st.integers(0, 4))
    def arrive_at_the_worst_moment(self, a: int, b: int) -> None:
        """Between a pull and its push, what another machine has arrives."""
        source, target = self.all[a % len(self.all)], self.all[b % len(self.all)]
        data = source.file
        if data is not None and source is not target:
            target.folder.meanwhile = lambda: target.put("amity.json", data)

    @rule(b=st.integers(0, 4))
    def edit_by_hand_at_the_worst_moment(self, b: int) -> None:
        """Between a pull and its push, somebody saves the file in an editor: nobody else has what it says."""
        target, identity = self.all[b % len(self.all)], f"h-{len(self.by_hand)}"

        def edit() -> None:
            data = target.file
            if data and _is_whole(data):
                state = decode(data).state
                state.setdefault("kudos", {})[key_of(identity)] = {"id": identity, "text": "by hand"}
                target.put("amity.json", orjson.dumps(state))
                self.by_hand[identity] = target

        target.folder.meanwhile = edit

    # What must hold

    @invariant()
    def what_was_acknowledged_here_is_here(self) -> None:
        for number, machine in enumerate(self.all):
            held = cells(machine.replica.state())
            for cell, found in self.own[number].items():
                assert cell[0] in self.purged or held[cell] >= found

    @invariant()
    def what_was_edited_by_hand_was_seen(self) -> None:
        for identity, machine in self.by_hand.items():
            assert key_of(identity) in machine.replica.state()["kudos"]

    @invariant()
    def what_was_purged_here_never_returns(self) -> None:
        for machine in self.all:
            state = machine.replica.state()
            assert state.get(TOMBSTONES, {}).keys().isdisjoint(state.get("kudos", {}))

    def _check_in_step(self, machine: Machine) -> None:
        if machine.engine.status.condition != "in step":
            return
        file, own = machine.file, machine.replica.path.read_bytes()
        assert file is not None
        assert encode(merge(decode(file).state, decode(own).state)) == file

    def _remember(self) -> None:
        for machine in self.all:
            data = machine.file
            if data and len(self.versions) < 60 and _is_whole(data):
                self.versions.append(data)

    def _rest(self) -> None:
        """The folder comes to rest: everything that lies anywhere reaches everybody, until nothing moves."""
        if not self.all:
            return
        for machine in self.all:
            machine.folder.lost, machine.folder.meanwhile = False, None
        for _ in range(8):
            for machine in self.all:
                machine.engine.cycle()
            files = [machine.file for machine in self.all]
            for target in self.all:
                for number, data in enumerate(files):
                    if data and data != target.file:
                        target.put(f"amity.sync-conflict-20261123-00000{number}.json", data)
        states = {machine.file for machine in self.all} | {m.replica.path.read_bytes() for m in self.all}
        assert len(states) == 1
        (last,) = states
        assert last is not None
        held = cells(decode(last).state)
        for cell, found in self.acknowledged.items():
            if cell[0] not in self.purged:
                assert held[cell] == found or held[cell][0] > found[0]
        assert not {cell[0] for cell in held} & self.purged
        for machine in self.all:
            assert machine.engine.cycle().status.condition == "in step"
            machine.engine.scrub()
            self._check_words(machine, last)
            for path in machine.shared.iterdir():
                assert not path.name.startswith("~amity-")
                assert path.name not in GIVEN or not _is_whole(path.read_bytes())

    def _check_words(self, machine: Machine, last: bytes) -> None:
        """No file holds words that are gone, but for those in the folder that are not ours to change."""
        for path in machine.root.rglob("*"):
            if not path.is_file() or path == machine.root / "arriving":
                continue
            data = path.read_bytes()
            if path.parent == machine.shared and not (
                path.name in ("amity.json", *GIVEN) and _is_whole(data)
            ):
                continue
            assert {words for words in _SAID.findall(data) if words not in last} == set(), path


def _is_whole(data: bytes) -> bool:
    try:
        return decode(data).sound
    except StoreError:
        return False


def _is_edit(data: bytes) -> bool:
    try:
        return not decode(data).sound
    except StoreError:
        return False


Convergence.TestCase.settings = settings(
    max_examples=examples(25, 5_000),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestConvergence = Convergence.TestCase
