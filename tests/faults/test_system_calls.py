"""One change and one push: killed or refused at every call on the home or the folder, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.driver import WORDS
from tests.faults.harbour import Harbour, Tally, sound
from tests.faults.tracing import CHANGES, KINDS, Call, Driver, Run, driver
from tests.needs import needs

ERRORS = {
    "close": ("EIO", "ENOSPC"),
    "read": ("EIO", "ESTALE"),
    "list": ("EIO", "ESTALE"),
    "lock": ("EIO",),
    "stat": ("EIO",),
}
REFUSALS = [
    (kind, error)
    for kind in KINDS
    for error in ERRORS.get(kind, ("EIO", "ENOSPC", "EACCES", "EROFS", "ESTALE"))
]


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Driver]:
    needs("strace")
    with driver(tmp_path / "strace.log") as running:
        yield running


def calls(ana: Driver, harbour: Harbour, *kinds: str, kudos: str = "") -> list[Call]:
    """What an undisturbed change does to files of ours."""
    run = ana.change(harbour.root / "ana", kudos=kudos)
    assert run.saved
    assert run.folder == "in step"
    found = [call for call in run.calls if call.kind in kinds and call.touches(harbour.root)]
    assert found
    return found


def disturbed(ana: Driver, harbour: Harbour, call: Call, fault: str, kudos: str = "") -> Run:
    """A change that meets a fault at that call."""
    harbour.put_back()
    run = ana.change(harbour.root / "ana", f"{call.name}:{fault}:when={call.nth}", kudos=kudos)
    (met,) = [one for one in run.calls if one[:2] == call[:2]]
    assert met.place == call.place, f"the fault met {met.line}, not {call.line}"
    assert run.code == -9 or "(INJECTED)" in met.line
    return run


def whole(harbour: Harbour, before: bytes) -> None:
    """The team file is the one before, or the new one; never half of one."""
    data = harbour.file.read_bytes()
    assert sound(data)
    assert data == before or WORDS.encode() in data


@contextmanager
def noting(problems: list[str], call: Call) -> Iterator[None]:
    """Goes on with the next call after one where something did not hold, so that all of them are told."""
    try:
        yield
    except AssertionError as error:
        problems.append(f"{call.line}\n    {str(error)[:300]}")


@pytest.mark.parametrize("kind", CHANGES)
def test_killed_at_every(kind: str, ana: Driver, harbour: Harbour, tally: Tally) -> None:
    before, problems = harbour.file.read_bytes(), list[str]()
    for call in calls(ana, harbour, kind):
        with noting(problems, call):
            run = disturbed(ana, harbour, call, "signal=KILL")
            assert run.code == -9
            whole(harbour, before)
            tally.faults += 1
            harbour.check(tally, [run.saved] if run.saved else [])
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("kind", CHANGES)
def test_killed_while_it_takes_back_at_every(kind: str, ana: Driver, harbour: Harbour, tally: Tally) -> None:
    """Acknowledged or not: in the end the words are in no file, and the other words are all there."""
    gone, kept, problems = taken_back(harbour), b"Thanks 2 for", list[str]()
    for call in calls(ana, harbour, kind, kudos=gone):
        with noting(problems, call):
            run = disturbed(ana, harbour, call, "signal=KILL", gone)
            assert run.code == -9
            assert sound(harbour.file.read_bytes())
            tally.faults += 1
            team = harbour.open("ana")
            if gone in {k.id for k in team.snapshot().kudos}:
                assert run.saved is None
                team.remove_kudos(gone)
            harbour.check(tally, [k.id for k in team.snapshot().kudos])
            files = {path: path.read_bytes() for path in harbour.root.rglob("*") if path.is_file()}
            assert [str(path) for path, data in files.items() if b"Thanks 1 for" in data] == []
            assert sum(kept in data for data in files.values()) > 6
    assert not problems, "\n".join(problems)


def taken_back(harbour: Harbour) -> str:
    """The kudos that Ana will take back; its words lie in older files of every kind on her machine."""
    ana = harbour.open("ana")
    data = ana.replica.path.read_bytes()
    (gone,) = (k.id for k in ana.snapshot().kudos if k.text.startswith("Thanks 1 for"))
    (ana.replica.path.parent / "days" / "2026-01-05.json").write_bytes(data)
    ana.engine.aside.keep("copy", "amity 2.json", data)
    ana.engine.aside.keep("damaged", "amity.json", data[:-30])
    harbour.keep()
    return gone


@pytest.mark.parametrize(("kind", "error"), REFUSALS)
def test_refused_at_every(kind: str, error: str, ana: Driver, harbour: Harbour, tally: Tally) -> None:
    before, problems = harbour.file.read_bytes(), list[str]()
    for call in calls(ana, harbour, kind):
        if "LOCK_UN" in call.line:
            continue  # nothing refuses that
        with noting(problems, call):
            run = disturbed(ana, harbour, call, f"error={error}")
            assert run.code != 70, "a traceback"
            assert (run.saved is None) is (run.refused is not None), run.said
            whole(harbour, before)
            tally.faults += 1
            if run.refused is not None:
                texts = {k.text for k in harbour.open("ana").snapshot().kudos}
                assert WORDS not in texts, f"said to be refused, and is there: {run.refused}"
            harbour.check(tally, [run.saved] if run.saved else [])
    assert not problems, "\n".join(problems)


def test_what_is_said_is_on_the_disk_before(ana: Driver, harbour: Harbour) -> None:
    """Synced, renamed, the folder synced, and only then a word: read off, since no power is cut here."""
    run = ana.change(harbour.root / "ana")
    own = harbour.open("ana").replica.path
    for target, word in ((own, "saved"), (harbour.file, "folder in")):
        (renamed,) = where(run, "rename", f'"{target}")')
        temporary = f"<{run.calls[renamed].paths[-2]}>"
        written = where(run, "write", temporary)
        (synced,) = where(run, "fsync", temporary)
        (settled,) = where(run, "fsync", f"<{target.parent}>")
        (said,) = where(run, "write", f'"{word}')
        assert written
        assert max(written) < synced < renamed < settled < said
        assert not [
            n for n in where(run, "open", f'"{target}"') if re.search("WRONLY|RDWR", run.calls[n].line)
        ]


def where(run: Run, kind: str, text: str) -> list[int]:
    """The places of the calls of that kind about that."""
    return [number for number, call in enumerate(run.calls) if call.kind == kind and text in call.line]
