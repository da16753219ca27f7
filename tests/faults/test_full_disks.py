"""Disks that are full, or fill up in the middle of a file, or may not be written at all."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from store.errors import StoreError
from tests.cli.machine import Machine
from tests.faults.harbour import Harbour, Tally, litter, sound
from tests.faults.mounts import Filler, mounted, small
from tests.faults.tracing import driver
from tests.needs import needs

ROOM = 1 << 20


@pytest.fixture
def on_small_folder(tmp_path: Path) -> Iterator[Harbour]:
    """Two machines whose folder is on a small file system."""
    with small(tmp_path / "share", ROOM) as share:
        harbour = Harbour(tmp_path / "harbour", share / "team")
        harbour.begin(words=40)
        yield harbour


@pytest.fixture
def on_small_home(tmp_path: Path) -> Iterator[Harbour]:
    """Two machines; Ana's home is on a small file system."""
    with small(tmp_path / "harbour" / "ana", ROOM):
        harbour = Harbour(tmp_path / "harbour")
        harbour.begin(words=40)
        yield harbour


def test_a_folder_that_fills_up_in_the_middle(on_small_folder: Harbour, tally: Tally) -> None:
    harbour, acknowledged = on_small_folder, []
    filler = Filler(harbour.shared.parent)
    pages, conditions = harbour.file.stat().st_size // 4096, []
    assert pages >= 4
    for room in range(pages + 4):
        before = harbour.file.read_bytes()
        filler.leave(room)
        ana = harbour.open("ana")
        acknowledged.append(ana.give_kudos([ana.find_member("ben").id], f"With {room} pages left").id)
        report = ana.sync(30)
        conditions.append(report.status.condition)
        if report.status.condition != "in step":
            tally.faults += 1
            assert "no space left" in report.status.detail
            assert report.status.waiting == len(acknowledged)
            assert harbour.file.read_bytes() == before
        assert sound(harbour.file.read_bytes())
        assert not litter(harbour.root, harbour.shared)
        if report.status.condition == "in step":
            break
    assert conditions == ["unreachable"] * (len(conditions) - 1) + ["in step"]
    assert len(conditions) > pages
    filler.remove()
    harbour.check(tally, acknowledged)


def test_a_home_that_fills_up_in_the_middle(on_small_home: Harbour, tally: Tally) -> None:
    harbour, acknowledged, refused = on_small_home, list[str](), list[str]()
    filler = Filler(harbour.root / "ana")
    ana = harbour.open("ana")
    own, ben = ana.replica.path, ana.find_member("ben").id
    pages = own.stat().st_size // 4096
    for room in range(pages + 4):
        for team in (ana, harbour.open("ana")):
            before = own.read_bytes()
            own.with_suffix(".previous.json").unlink(missing_ok=True)  # it would give its room to the next
            filler.leave(room)
            try:
                acknowledged.append(team.give_kudos([ben], f"With {room} pages left").id)
            except StoreError as error:
                refused.append(str(error))
                assert own.read_bytes() == before
            assert {k.id for k in team.snapshot().kudos} >= set(acknowledged)
        assert not litter(harbour.root, harbour.shared)
    assert len(refused) > 2 * pages > 10
    assert all("No space left on device); nothing was changed" in sentence for sentence in refused)
    assert len(acknowledged) > 1
    tally.faults += len(refused)
    filler.remove()
    harbour.check(tally, acknowledged)


def test_a_write_that_is_cut_short_anywhere(harbour: Harbour, tmp_path: Path, tally: Tally) -> None:
    needs("strace")
    with driver(tmp_path / "strace.log") as ana:
        assert ana.change(harbour.root / "ana").saved
        size = harbour.file.stat().st_size
        for limit in (0, 1, size // 2, size - 400, size - 40, size + 40):
            harbour.put_back()
            own = harbour.open("ana").replica.path
            before = own.read_bytes()

            def stopped(process: int, limit: int = limit) -> None:
                resource.prlimit(process, resource.RLIMIT_FSIZE, (limit, limit))

            run = ana.change(harbour.root / "ana", stopped=stopped)
            short = [call for call in run.calls if "EFBIG" in call.line]
            tally.faults += len(short)
            assert run.code == 0
            assert (run.saved is None) == bool(short) == (limit < size)
            if short:
                assert "File too large); nothing was changed" in (run.refused or "")
                assert own.read_bytes() == before
            assert sound(harbour.file.read_bytes())
            harbour.check(tally, [run.saved] if run.saved else [])


def program(harbour: Harbour, name: str = "ana") -> Machine:
    """The command line on that machine."""
    return Machine(harbour.root / name, harbour.shared)


def test_the_program_says_that_the_folder_is_full(on_small_folder: Harbour, tally: Tally) -> None:
    harbour, filler = on_small_folder, Filler(on_small_folder.shared.parent)
    filler.leave(1)
    before = harbour.file.read_bytes()
    given = program(harbour).run("kudos", "give", "@ben", "On a full share", "--json")
    mine = orjson.loads(given.stdout)
    assert "no space left on device" in given.stderr
    assert "safe on this machine" in given.stderr
    assert "no space left" in program(harbour).run("sync", code=5).stderr
    tally.faults += 2
    assert harbour.file.read_bytes() == before
    filler.remove()
    assert program(harbour).json("sync")["sent"] == 1
    harbour.check(tally, [mine["id"]])


def test_the_program_says_that_the_home_is_full(on_small_home: Harbour, tally: Tally) -> None:
    harbour, filler = on_small_home, Filler(on_small_home.root / "ana")
    theirs = program(harbour, "ben").json("kudos", "give", "@ana", "Not yet there")
    harbour.open("ana").replica.path.with_suffix(".previous.json").unlink()
    filler.leave(1)
    refused = program(harbour).run("kudos", "give", "@ben", "On a full disk", code=1)
    assert "nothing was changed" in refused.stderr
    assert refused.stdout == ""
    tally.faults += 1
    seen = program(harbour).run("kudos")
    assert "Thanks 39" in seen.stdout
    assert "The answer comes from this machine" in seen.stderr
    filler.remove()
    assert theirs["id"] in {one["id"] for one in program(harbour).json("kudos")["kudos"]}
    harbour.check(tally, [theirs["id"]])


def test_a_folder_that_may_only_be_read(tmp_path: Path, tally: Tally) -> None:
    """A bind mount: also whoever may do everything is refused."""
    harbour = Harbour(tmp_path / "harbour")
    harbour.begin()
    with mounted(harbour.shared, "--bind", str(harbour.shared)):
        theirs = program(harbour, "ben").json("kudos", "give", "@ana", "Before it was closed")
        _remount(harbour.shared, "ro")
        before = harbour.file.read_bytes()
        given = program(harbour).run("kudos", "give", "@ben", "Behind a closed door", "--json")
        assert "read-only file system" in given.stderr
        assert "safe on this machine" in given.stderr
        sync = program(harbour).run("sync", "--json", code=5)
        assert '"state":"unreachable"' in sync.stdout
        mine = orjson.loads(given.stdout)
        wall = {one["id"] for one in program(harbour).json("kudos")["kudos"]}
        assert {mine["id"], theirs["id"]} <= wall
        assert harbour.file.read_bytes() == before
        tally.faults += 2
        _remount(harbour.shared, "rw")
        assert program(harbour).json("sync")["sent"] == 1
        harbour.check(tally, [theirs["id"], mine["id"]])


def test_a_home_that_may_only_be_read(tmp_path: Path, tally: Tally) -> None:
    harbour = Harbour(tmp_path / "harbour")
    harbour.begin()
    home = harbour.root / "ana"
    with mounted(home, "--bind", str(home)):
        theirs = program(harbour, "ben").json("kudos", "give", "@ana", "Not yet there")
        _remount(home, "ro")
        refused = program(harbour).run("kudos", "give", "@ben", "Behind a closed door", code=1)
        assert "Read-only file system); nothing was changed" in refused.stderr
        tally.faults += 1
        assert "Thanks 2" in program(harbour).run("kudos").stdout
        _remount(home, "rw")
        harbour.check(tally, [theirs["id"]], ("ben", "ana"))


def _remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,bind,{how}", str(place)], check=True)
