"""Files larger, deeper and more than any team's: refused or worked off in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from store.errors import StoreError
from store.sync import storage as storage_module
from store.sync.document import SIZE_LIMIT, State, decode, encode, key_of
from store.sync.timing import Timing
from store.team import Team
from tests.soak import SOAK, examples
from tests.store.sync.odd import nested

AT = "20261123T081200.000-0000-aaaaaabbbbbb"
TINY = examples(200_000, 1_000_000)
COPIES = examples(400, 10_000)

# In a process of its own, since only there the memory is that of the work alone.
WORK = """
import sys, time
from datetime import datetime
from pathlib import Path
import orjson
from store.clock import Clock
from store.settings import Home
from store.team import Team

def peak():
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)

root = Path(sys.argv[1])
team = Team.open(Home(root / "config", root / "data"), Clock(datetime.fromisoformat(sys.argv[2])))
begun = time.process_time()
status = team.sync(300).status
snapshot = team.snapshot()
cards = sum(1 for _ in snapshot.kudos)
print(orjson.dumps({
    "condition": status.condition, "detail": status.detail, "cards": cards, "odd": snapshot.odd,
    "seconds": time.process_time() - begun, "megabytes": peak(),
}).decode())
"""


def worked(team: Team, tmp_path: Path, seconds: float, megabytes: int) -> dict[str, Any]:
    """What a fresh process makes of the folder, within that much of the processor's time and of memory."""
    command = [sys.executable, "-c", WORK, str(tmp_path / "ana"), team.clock.now().isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = orjson.loads(done.stdout)
    assert found["seconds"] < seconds, found
    assert found["megabytes"] < megabytes, found
    return found


class Large(NamedTuple):
    """A file that is too much, and how much may be spent on it."""

    make: Callable[[State, str], bytes]
    seconds: float
    megabytes: int


def with_table(name: str, docs: dict[str, dict[str, Any]]) -> Callable[[State, str], bytes]:
    return lambda state, _me: encode({**state, name: docs})


def with_reactions(count: int, stamped: bool) -> Callable[[State, str], bytes]:
    def make(state: State, me: str) -> bytes:
        marks = {f"m-{n}:x": True for n in range(count)}
        thanks = {
            "id": "k-1",
            "from": "m-1",
            "to": [me],
            "text": "Thanks",
            "given": "2026-11-23T08:00:00+00:00",
        }
        stamps = {"": AT, "reactions": dict.fromkeys(marks, AT) if stamped else {}}
        return encode({**state, "kudos": {key_of("k-1"): {**thanks, "reactions": marks, "_t": stamps}}})

    return make


LARGE = {
    "many tiny documents": Large(
        with_table("later", {str(n): {} for n in range(TINY)}), 60, 900 if SOAK else 300
    ),
    "one document of 10 MB": Large(
        with_table("later", {"5": {"id": "x", "text": "y" * (10 * 2**20)}}), 20, 250
    ),
    "100,000 keys in one map": Large(with_reactions(100_000, stamped=True), 20, 250),
    "a million reactions": Large(with_reactions(1_000_000, stamped=False), 40, 500),
    "as deep as can be": Large(with_table("later", {"5": {"id": "x", "deep": nested(251)}}), 10, 150),
}


@pytest.mark.parametrize("what", LARGE)
def test_what_is_large_is_worked_off(team: Team, tmp_path: Path, what: str) -> None:
    large = LARGE[what]
    file = team.engine.folder.file
    data = large.make(team.replica.state(), team.me)
    file.write_bytes(data)
    found = worked(team, tmp_path, large.seconds, large.megabytes)
    assert found["condition"] == "in step", found
    assert found["odd"] == 0
    assert found["cards"] == (1 if "kudos" in decode(data).state else 0)
    assert file.read_bytes() == data == team.replica.path.read_bytes()


def sparse(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(SIZE_LIMIT + 1)


def bomb(opening: bytes) -> Callable[[Path], None]:
    """The file with something that opens for ever in place of a name."""
    return lambda file: void(
        file.write_bytes(file.read_bytes().replace(b'"name":"Ben"', b'"name":' + opening))
    )


def void(_: object) -> None:
    """Nothing."""


REFUSED: dict[str, Callable[[Path], None]] = {
    "larger than 64 MB": sparse,
    "lists within lists": lambda file: void(file.write_bytes(b"[" * (20 * 2**20))),
    "maps within maps": lambda file: void(file.write_bytes(b'{"a":' * (4 * 2**20))),
    "a document that never ends": bomb(b"[" * (4 * 2**20)),
    "too deep to write again": bomb(b"[" * 300 + b"]" * 300),
    "a number beyond 2^53": bomb(b"9007199254740993"),
    "a number that is none": bomb(b"NaN"),
    "infinity": bomb(b"-Infinity"),
    "a number beyond all": bomb(b"9" * 400),
    "half a character": bomb(b'"\\ud800"'),
    "not UTF-8": bomb(b'"\xed\xa0\x80"'),
}
STAYS = {
    "a number beyond 2^53",
    "too deep to write again",
    "larger than 64 MB",
    "lists within lists",
    "maps within maps",
}
"""What is whole, or no team file, stays for ever; what looks torn is set aside and written anew in time."""


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_and_left(team: Team, tmp_path: Path, what: str) -> None:
    file = team.engine.folder.file
    REFUSED[what](file)
    data, before = file.read_bytes(), file.stat()
    team.give_kudos([team.find_member("ben").id], "Kept here")
    found = worked(team, tmp_path, seconds=20, megabytes=400)
    assert found["condition"] == "unreadable"
    assert "left as it is" in found["detail"]
    assert found["cards"] == 1
    assert file.stat() == before
    assert file.read_bytes() == data


@pytest.mark.parametrize("what", REFUSED)
def test_however_long_it_lies_there_its_bytes_are_kept(team: Team, what: str) -> None:
    file = team.engine.folder.file
    REFUSED[what](file)
    data = file.read_bytes()
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0)
    reports = [team.sync(60) for _ in range(3)]
    kept = [path.read_bytes() for report in reports for path in report.set_aside]
    if what in STAYS:
        assert reports[-1].status.condition == "unreadable"
        assert file.read_bytes() == data
        assert kept == []
    else:
        assert reports[-1].status.condition == "in step"
        assert kept == [data]


@pytest.mark.parametrize("what", REFUSED)
def test_such_copies_stand_in_nobodys_way(team: Team, what: str) -> None:
    copy = team.folder / "amity (conflicted copy 2026-11-23).json"
    copy.write_bytes(team.engine.folder.file.read_bytes())
    REFUSED[what](copy)
    data = copy.read_bytes()
    team.give_kudos([team.find_member("ben").id], "Goes out")
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), tidy=0.0)
    assert team.sync(60).status.condition == "in step"
    assert copy.read_bytes() == data
    assert b"Goes out" in team.engine.folder.file.read_bytes()


def test_ten_thousand_conflict_copies_are_worked_off_a_part_at_a_time(team: Team) -> None:
    """Some hundreds in the gate."""
    state = team.replica.state()
    ben = team.find_member("ben").id
    for number in range(COPIES):
        thanks = {"id": f"k-{number}", "from": ben, "to": [team.me], "text": f"Thanks {number}"}
        doc = {**thanks, "given": "2026-11-23T08:00:00+00:00", "_t": {"": AT}}
        copy = team.folder / f"amity.sync-conflict-20261123-{number:06}-LLDRYUI.json"
        copy.write_bytes(encode({**state, "kudos": {key_of(f"k-{number}"): doc}}))
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), tidy=0.0)
    own = 0
    for _ in range(COPIES // 50 - 1):
        report = team.sync(60)
        assert report.status.condition == "reading"
        assert "still to be read" in report.status.detail
        assert len(report.merged_copies) == 50
        if own < 3:  # it takes changes in between
            own += 1
            team.give_kudos([ben], f"Own {own}")
    for _ in range(COPIES // 100 + 1):
        report = team.sync(60)
        assert report.status.condition == "in step"
    assert [path.name for path in team.folder.iterdir()] == ["amity.json"]
    expected = {f"Thanks {n}" for n in range(COPIES)} | {f"Own {n + 1}" for n in range(3)}
    assert {kudos.text for kudos in team.snapshot().kudos} == expected
    assert team.engine.folder.file.read_bytes() == team.replica.data


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """As if a file could only have 64 kB."""
    limit = 64 * 1024
    monkeypatch.setattr(storage_module, "SIZE_LIMIT", limit)
    return limit


def test_no_copy_makes_the_team_larger_than_anyone_reads(team: Team, small_limit: int) -> None:
    """Else the next start would take this machine's own file for damaged."""
    copy = team.folder / "amity 2.json"
    much = {str(n): {"id": f"x-{n}", "text": "y" * 1000} for n in range(80)}
    copy.write_bytes(encode({**team.replica.state(), "later": much}))
    own = team.replica.path.read_bytes()
    report = team.sync(60)
    assert report.status.condition == "waiting"
    assert "too large" in report.status.detail
    assert team.replica.path.read_bytes() == own
    copy.unlink()
    team.give_kudos([team.find_member("ben").id], "It goes on")
    assert team.sync(60).status.condition == "in step"


def test_no_change_makes_the_team_larger_than_anyone_reads(team: Team, small_limit: int) -> None:
    ben = team.find_member("ben").id
    for _ in range(15):
        team.give_kudos([ben], "x" * 4000)
    with pytest.raises(StoreError, match="Nothing was changed"):
        team.give_kudos([ben], "x" * 4000)
    assert len(team.snapshot().kudos) == 15
    assert team.replica.path.stat().st_size <= small_limit
    assert team.sync(60).status.condition == "in step"
