"""The dashboard's own thread takes in at once, gathers what goes out, audits, and waits for no folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import FolderError
from store.settings import Home
from store.sync import folder as folder_module
from store.sync.files import digest
from store.sync.folder import Folder
from store.sync.timing import Timing
from store.team import Team

PATIENCE = 20
"""Seconds after which a test says that it will not happen any more."""


class Watched:
    """Waits for what the background does, without sleeping."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._moved = threading.Condition()

    def changed(self) -> None:
        with self._moved:
            self._moved.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until it holds; asked whenever something moved, and now and then for what nobody tells of."""
        end = Clock.monotonic() + PATIENCE
        with self._moved:
            while not holds():
                assert Clock.monotonic() < end
                self._moved.wait(0.05)

    def begin(self) -> None:
        """Starts the background and waits until it has looked at the folder for the first time."""
        before = self.team.engine.report
        self.team.start(self.changed)
        self.until(lambda: self.team.engine.report is not before)

    @property
    def condition(self) -> str:
        return self.team.status.condition


def quick(team: Team, **seconds: float) -> None:
    fields = {
        "gather": 0.05,
        "poll": 0.02,
        "audit": 0.02,
        "reread": 3600.0,
        "heal": 0.05,
        "tidy": 0.05,
        **seconds,
    }
    team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), **fields)


@pytest.fixture
def watched(team: Team) -> Iterator[Watched]:
    quick(team)
    watched = Watched(team)
    watched.begin()
    yield watched
    team.close()


def texts(team: Team) -> set[str]:
    return {kudos.text for kudos in team.snapshot().kudos}


def give(team: Team, words: str) -> None:
    other = next(m for m in team.snapshot().members if m != team.me)
    team.give_kudos([other], words)


def test_what_others_bring_is_taken_in(watched: Watched, ben: Team) -> None:
    give(ben, "While you were looking")
    ben.sync()
    watched.until(lambda: "While you were looking" in texts(watched.team))
    watched.until(lambda: watched.team.engine.diary.recent[0].kind == "received")


def test_what_changes_here_goes_out_by_itself(watched: Watched, ben: Team) -> None:
    give(watched.team, "On its way")
    watched.until(lambda: watched.condition == "in step" and b"On its way" in shared(watched.team))
    ben.sync()
    assert "On its way" in texts(ben)


def test_the_light_says_at_once_that_something_waits(team: Team) -> None:
    quick(team, gather=3600.0)
    watched = Watched(team)
    watched.begin()
    give(team, "Still here")
    watched.until(lambda: team.status.waiting == 1)
    give(team, "Also here")
    watched.until(lambda: team.status.waiting == 2)
    assert b"here" not in shared(team)
    team.close()
    assert b"Still here" in shared(team)  # whoever quits leaves nothing behind


def test_urgent_means_now(team: Team) -> None:
    quick(team, gather=3600.0)
    watched = Watched(team)
    watched.begin()
    give(team, "Now")
    team.nudge(urgent=True)
    watched.until(lambda: b"Now" in shared(team))
    team.close()


def test_what_an_older_file_replaced_is_brought_again(watched: Watched) -> None:
    before = shared(watched.team)
    give(watched.team, "Rolled back")
    watched.until(lambda: b"Rolled back" in shared(watched.team))
    watched.team.engine.folder.file.write_bytes(before)
    watched.until(lambda: b"Rolled back" in shared(watched.team))


def test_an_audit_finds_what_the_marks_do_not_tell(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """On some network folders times and sizes are those of before for a while, or for ever."""
    quick(team)
    look = Folder.look
    first: dict[str, dict[str, folder_module.Mark]] = {}
    monkeypatch.setattr(Folder, "look", lambda self: first.setdefault("marks", look(self)))
    watched = Watched(team)
    watched.begin()
    before = shared(team)
    give(team, "Taken away again")
    watched.until(lambda: watched.condition == "in step" and b"Taken away again" in shared(team))
    team.engine.folder.file.write_bytes(before)
    quick(team, reread=0.05)
    give(team, "Next")  # after a push the file is read again, whatever its marks say
    watched.until(lambda: b"Taken away again" in shared(team) and b"Next" in shared(team))
    team.close()


def test_a_look_between_a_push_and_its_audit_does_not_put_the_audit_off(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own push is news to the watch: the look that follows at once may come before what replaces it."""
    quick(team, audit=0.2)
    look = Folder.look
    lies: dict[str, folder_module.Mark] = {}
    watched = Watched(team)
    watched.begin()
    before = shared(team)

    def look_and_roll_back(folder: Folder) -> dict[str, folder_module.Mark]:
        """Once the new file's marks are known, the old file is laid over it, and they stay."""
        found = lies or look(folder)
        if not lies and b"Rolled back" in shared(team) and found == team.engine.inbox.marks:
            team.engine.folder.file.write_bytes(before)
            lies.update(found)
        return dict(found)

    monkeypatch.setattr(Folder, "look", look_and_roll_back)
    give(team, "Rolled back")
    watched.until(lambda: bool(lies) and b"Rolled back" in shared(team))
    team.close()


def test_a_torn_file_is_mended(watched: Watched) -> None:
    give(watched.team, "Kept here")
    watched.until(lambda: b"Kept here" in shared(watched.team))
    watched.team.engine.folder.file.write_bytes(shared(watched.team)[:-50])
    watched.until(lambda: shared(watched.team).endswith(b"\n}\n"))
    assert "set aside" in {event.kind for event in watched.team.engine.diary.recent}


def test_copies_are_tidied_without_anybody_asking(watched: Watched) -> None:
    copy = watched.team.folder / "amity.sync-conflict-20261123-211858-LLDRYUI.json"
    copy.write_bytes(shared(watched.team))
    watched.until(lambda: not copy.exists())
    kinds = [event.kind for event in watched.team.engine.diary.recent]
    assert kinds[:2] == ["tidied", "merged"]


def test_a_folder_that_goes_and_comes_back(watched: Watched, tmp_path: Path) -> None:
    team = watched.team
    team.folder.rename(tmp_path / "unplugged")
    watched.until(lambda: watched.condition == "unreachable")
    give(team, "Said offline")
    (tmp_path / "unplugged").rename(team.folder)
    watched.until(lambda: watched.condition == "in step" and b"Said offline" in shared(team))


def test_a_home_that_cannot_be_read_for_a_while_ends_nothing(watched: Watched) -> None:
    own = watched.team.replica.path
    kept = own.rename(own.with_name("kept"))
    own.mkdir()
    watched.until(lambda: "could not be read" in watched.team.status.detail)
    own.rmdir()
    kept.rename(own)
    give(watched.team, "It goes on")
    watched.until(lambda: watched.condition == "in step" and b"It goes on" in shared(watched.team))


class Hanging(Folder):
    """A folder whose files hang when they are read, until the gate opens."""

    def __init__(self, path: Path, tag: str) -> None:
        super().__init__(path, tag)
        self.gate = threading.Event()

    def _read(self, path: Path) -> bytes | None:
        self.gate.wait()
        return super()._read(path)


def test_a_folder_that_hangs_stops_nobody(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "PATIENCE", 0.1)
    quick(team)
    hanging = Hanging(team.folder, team.engine.folder.tag)
    team.engine.folder = team.engine.inbox.folder = hanging
    watched = Watched(team)
    watched.begin()
    try:
        assert watched.condition == "unreachable"
        assert "does not answer" in team.status.detail
        before = threading.active_count()
        give(team, "Said meanwhile")
        assert "Said meanwhile" in texts(team)
        watched.until(lambda: team.status.waiting > 0)
        assert threading.active_count() <= before  # one question hangs, and no further one is asked
    finally:
        hanging.gate.set()
    watched.until(lambda: watched.condition == "in step")
    assert b"Said meanwhile" in shared(team)
    team.close()


def test_a_push_that_was_given_up_changes_nothing_later(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may wake up hours later, and would replace what came in meanwhile."""
    monkeypatch.setattr(folder_module, "PATIENCE", 0.1)
    team.engine.inbox.timing = Timing(read_pauses=())
    hanging = Hanging(team.folder, team.engine.folder.tag)
    give(team, "From before")
    data, expected = team.replica.data, digest(shared(team))
    with pytest.raises(FolderError, match="does not answer"):
        hanging.publish(data, expected)
    late = hanging._late
    assert late is not None
    hanging.gate.set()
    late.join(PATIENCE)
    assert b"From before" not in shared(team)
    assert sorted(path.name for path in team.folder.iterdir()) == ["amity.json"]


def shared(team: Team) -> bytes:
    try:
        return team.engine.folder.file.read_bytes()
    except FileNotFoundError:
        return b""


def test_quiet_when_nothing_changes(team: Team, ben: Team) -> None:
    """With no edits, nothing is written on any machine, whoever looks how often."""
    watchers = []
    for one in (team, ben):
        quick(one, reread=0.02)
        watched = Watched(one)
        one.start(watched.changed)
        watchers.append(watched)
    for watched in watchers:
        watched.until(lambda watched=watched: watched.condition == "in step")  # type: ignore[misc]
    files = (team.engine.folder.file, team.replica.path, ben.replica.path)
    before = [file.stat() for file in files]
    cycles = threading.Semaphore(0)
    for one in (team, ben):
        inner = one.engine.cycle

        def counted(push: bool = True, inner: Callable[[bool], object] = inner) -> object:
            done = inner(push)
            cycles.release()
            return done

        one.engine.cycle = counted  # type: ignore[assignment, method-assign]
    for _ in range(20):
        assert cycles.acquire(timeout=PATIENCE)
    assert [(s.st_mtime_ns, s.st_ino) for s in before] == [
        (f.stat().st_mtime_ns, f.stat().st_ino) for f in files
    ]
    for one in (team, ben):
        one.close()


def test_a_second_process_of_this_machine_is_seen(
    watched: Watched, make_home: Callable[[str], Home], clock: Clock
) -> None:
    give(Team.open(make_home("ana"), clock), "From the command line")
    watched.until(lambda: b"From the command line" in shared(watched.team))
