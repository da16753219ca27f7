"""This machine's own copy: what was acknowledged survives kills, full disks and damage."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import NO_STAMP, Clock, Stamper
from store.errors import StoreError
from store.settings import Home
from store.sync.document import canonical, decode, encode
from store.sync.generations import generations
from store.sync.replica import Edit, Replica
from store.team import Team

WRITER = """
import sys
from pathlib import Path
from store.clock import Clock
from store.settings import Home
from store.team import Team
root = Path(sys.argv[1])
team = Team.open(Home(root / "config", root / "data"), Clock())
ben = team.find_member("ben").id
for number in range(100_000):
    print(team.give_kudos([ben], f"Thanks {number} " + "x" * 2000).id, flush=True)
"""

FULL = """
import resource, signal, sys
from pathlib import Path
from store.clock import Clock
from store.errors import StoreError
from store.settings import Home
from store.team import Team
root = Path(sys.argv[1])
team = Team.open(Home(root / "config", root / "data"), Clock())
ben = team.find_member("ben").id
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = team.replica.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200, size + 200))
try:
    team.give_kudos([ben], "x" * 3000)
except StoreError as error:
    print(error)
print(len(team.snapshot().kudos))
"""


def put(copy: Replica, number: int) -> None:
    copy.apply(lambda _: [Edit("kudos", f"k-{number}", {"text": f"thanks {number}"})])


def texts(copy: Replica) -> set[str]:
    return {doc["text"] for doc in copy.state().get("kudos", {}).values()}


@pytest.fixture
def copy(team: Team) -> Replica:
    return team.replica


def reopened(copy: Replica) -> Replica:
    return Replica(copy.path, Stamper(copy.stamper.clock, NO_STAMP))


@pytest.mark.parametrize("after", [1, 4, 9])
def test_what_was_acknowledged_survives_a_kill(
    team: Team, make_home: Callable[[str], Home], clock: Clock, tmp_path: Path, after: int
) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "ana")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        acknowledged = {program.stdout.readline().strip() for _ in range(after)}
        program.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in program.stdout if line.endswith("\n")}
    again = Team.open(make_home("ana"), clock)
    assert acknowledged <= {kudos.id for kudos in again.snapshot().kudos}
    again.give_kudos([again.find_member("ben").id], "It goes on")
    assert again.sync().error is None


def test_a_full_disk_is_said_and_changes_nothing(team: Team, tmp_path: Path) -> None:
    before = team.replica.path.read_bytes()
    command = [sys.executable, "-c", FULL, str(tmp_path / "ana")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sentence, count = done.stdout.splitlines()
    assert "nothing was changed" in sentence
    assert count == "0"
    assert team.replica.path.read_bytes() == before
    assert not list(team.replica.path.parent.glob("~amity-*"))


def test_what_no_machine_would_read_is_not_written(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    before = team.replica.path.read_bytes()
    monkeypatch.setattr("store.sync.storage.SIZE_LIMIT", len(before) + 100)
    with pytest.raises(StoreError, match="larger than"):
        team.add_member("Somebody with a name that is long enough for it")
    assert team.replica.path.read_bytes() == before
    assert len(team.snapshot().members) == 4


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 4096, b'{"_meta": {}}', b"[1, 2"])
def test_a_damaged_copy_gives_way_to_the_one_before(copy: Replica, damage: bytes) -> None:
    put(copy, 1)
    put(copy, 2)
    copy.path.write_bytes(damage)
    again = reopened(copy)
    assert texts(again) == {"thanks 1"}
    assert again.set_aside is not None
    assert again.set_aside.read_bytes() == damage
    put(again, 3)
    assert texts(reopened(copy)) == {"thanks 1", "thanks 3"}


def test_a_kill_after_the_generation_was_kept_leaves_nothing_behind(copy: Replica) -> None:
    put(copy, 1)
    previous = copy.path.with_suffix(".previous.json")
    previous.unlink()
    os.link(copy.path, previous)  # as it is when the new file did not come any more
    put(copy, 2)
    assert not list(copy.path.parent.glob("~amity-*"))
    copy.path.write_bytes(b"{")
    assert texts(reopened(copy)) == {"thanks 1"}


def test_a_disk_that_cannot_be_read_is_a_sentence(copy: Replica) -> None:
    put(copy, 1)
    kept = copy.path.rename(copy.path.with_name("kept"))
    copy.path.mkdir()  # a file that opens and cannot be read, also for who may read everything
    with pytest.raises(StoreError, match="could not be read"):
        copy.state()
    copy.path.rmdir()
    kept.rename(copy.path)
    assert texts(copy) == {"thanks 1"}


def test_a_copy_with_one_changed_letter_gives_way_to_the_one_before(copy: Replica) -> None:
    copy.apply(lambda _: [Edit("kudos", "k-1", {"text": "Thank you, Ana"})])
    copy.apply(lambda _: [Edit("kudos", "k-2", {"text": "Thank you, Ben"})])
    data = copy.path.read_bytes().replace(b"Ana", b"Eve")
    copy.path.write_bytes(data)
    again = Replica(copy.path, Stamper(Clock()))
    assert b"Ana" in canonical(again.state())
    assert again.set_aside is not None
    assert again.set_aside.read_bytes() == data


def test_what_makes_sense_is_better_than_nothing(copy: Replica) -> None:
    copy.apply(lambda _: [Edit("kudos", "k-1", {"text": "Thank you, Ana"})])
    whole = copy.path.read_bytes()
    for path in (copy.path, *generations(copy.path)):
        path.unlink()
    copy.path.write_bytes(whole.replace(b"Ana", b"Eve"))
    again = Replica(copy.path, Stamper(Clock()))
    assert b"Eve" in canonical(again.state())
    assert decode(copy.path.read_bytes()).sound


def test_two_damaged_generations_are_filled_from_the_folder(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    team.give_kudos([team.find_member("ben").id], "Safe in the folder")
    team.sync()
    for path in team.replica.path.parent.glob("*.json"):
        path.write_bytes(b"{")
    again = Team.open(make_home("ana"), clock)
    again.sync()
    assert [k.text for k in again.snapshot().kudos] == ["Safe in the folder"]


def test_an_error_while_editing_leaves_everything_as_it_was(copy: Replica) -> None:
    put(copy, 1)
    before = copy.path.read_bytes()

    def fail(_: object) -> list[Edit]:
        raise StoreError("no")

    with pytest.raises(StoreError):
        copy.apply(fail)
    assert copy.path.read_bytes() == before
    assert texts(copy) == {"thanks 1"}


def test_several_edits_are_one_write(copy: Replica) -> None:
    before = copy.path.read_bytes()
    copy.apply(lambda _: [Edit("kudos", f"k-{n}", {"text": f"thanks {n}"}) for n in range(5)])
    assert texts(copy) == {f"thanks {n}" for n in range(5)}
    assert copy.path.with_suffix(".previous.json").read_bytes() == before


def test_the_file_is_canonical_and_private(copy: Replica) -> None:
    put(copy, 1)
    data = copy.path.read_bytes()
    assert encode(decode(data).state) == data == copy.data
    if os.name == "posix":
        assert copy.path.stat().st_mode & 0o077 == 0


def test_another_process_is_seen(copy: Replica) -> None:
    other = reopened(copy)
    put(copy, 1)
    assert texts(other) == {"thanks 1"}
    put(other, 2)
    assert texts(copy) == {"thanks 1", "thanks 2"}
