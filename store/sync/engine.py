"""Keeps replica and shared folder in step: pull, push, and never a lie about which of them is done."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from store.errors import DamagedFileError, FolderError, ForeignFileError, StoreError, UnreadableError
from store.records import Condition, Status
from store.sync.adoption import adopt
from store.sync.document import FORMAT, META, State, decode, min_reader, team_of
from store.sync.folder import Folder, answered, digest
from store.sync.replica import Replica

GATHER: Final = 5.0
"""Seconds, ± 30 %: writes that follow each other are gathered, since each costs an engine a transfer."""

POLL: Final = 2.0
"""Seconds between looks at the folder; on network folders nobody else tells of a change."""

READ_AGAIN: Final = 15
"""Polls after which the file is read although its marks did not move (whole-second times hide changes)."""

READ_PAUSES: Final = (0.2, 0.6)
"""Seconds before a team file that makes no sense is read again."""

_TRIES = 5
_TEMPORARY_AGE = 3600.0


@dataclass(frozen=True, slots=True)
class Report:
    """What one cycle did: documents taken in and sent, and the names of the copies that were merged."""

    status: Status = field(default_factory=Status)
    received: int = 0
    sent: int = 0
    merged_copies: tuple[str, ...] = ()
    error: StoreError | None = None


def differing(one: State, other: State) -> int:
    """How many documents of `one` are not the same in `other`; the meta document does not count."""
    return sum(
        doc is not there.get(key) and doc != there.get(key)
        for name, table in one.items()
        for there in (other.get(name, {}),)
        if name != META and table is not there
        for key, doc in table.items()
    )


class Engine:
    """One team's replica and folder. `cycle` brings them in step once, `start` does so in the background."""

    def __init__(self, replica: Replica, folder: Folder, team: str) -> None:
        self.replica = replica
        self.folder = folder
        self.team = team
        self.status = Status()
        self.report = Report()
        self._known: dict[str, bytes] = {}
        self._held: State = {}
        self._cycle = threading.Lock()
        self._wake = threading.Event()
        self._urgent = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    # One cycle

    def cycle(self, push: bool = True) -> Report:
        """Takes in what the folder holds and, with `push`, brings it in step. Never raises `StoreError`.

        The report's `error` says what was in the way; whatever was acknowledged is safe in the replica.
        """
        with self._cycle:
            report = Report()
            try:
                for _ in range(_TRIES):
                    report, published = self._attempt(report, push)
                    if published:
                        break
                else:
                    waiting = Status("waiting", max(1, report.status.waiting), "the team file keeps changing")
                    report = replace(report, status=waiting)
            except FolderError as error:
                report = self._stuck(report, "unreachable", error)
            except UnreadableError as error:
                report = self._stuck(report, "unreadable", error)
            self.report, self.status = report, report.status
            return report

    def _stuck(self, report: Report, condition: Condition, error: StoreError) -> Report:
        waiting = differing(self.replica.state(), self._held)
        return replace(report, status=Status(condition, waiting, str(error)), error=error)

    def _attempt(self, report: Report, push: bool) -> tuple[Report, bool]:
        """One pull and at most one push; False when the file moved in between."""
        before = self.replica.state()
        main, shared, copies = self._pull()
        state = self.replica.absorb(*shared) if shared else self.replica.state()
        report = replace(
            report,
            received=report.received + differing(state, before),
            merged_copies=tuple(sorted({*report.merged_copies, *copies})),
        )
        if min_reader(state) > FORMAT:
            detail = "a newer amity keeps this team file; update amity to change things"
            return replace(report, status=Status("read only", detail=detail)), True
        if main == self.replica.data:
            return replace(report, status=Status("in step")), True
        if main is None:
            self._held = {}
        waiting = differing(state, self._held)
        if not push:
            return replace(report, status=Status("waiting", waiting)), True
        data = self.replica.data
        published = self.folder.publish(data, None if main is None else digest(main))
        if published:
            self._known[self.folder.file.name] = digest(data)
            self._held = state
            report = replace(report, sent=report.sent + waiting, status=Status("in step"))
        return report, published

    def _pull(self) -> tuple[bytes | None, list[State], list[str]]:
        """The team file's bytes, and the states of the file and its copies that are new to us."""
        main: bytes | None = None
        fresh: list[State] = []
        copies: list[str] = []
        for path in self.folder.candidates():
            is_main = path == self.folder.file
            data, state = self._read(path, is_main)
            if is_main:
                main = data
                if data == self.replica.data:
                    self._held = self.replica.state()
            if state is not None:
                fresh.append(state)
                if is_main:
                    self._held = state
                else:
                    copies.append(path.name)
        return main, fresh, copies

    def _read(self, path: Path, is_main: bool) -> tuple[bytes | None, State | None]:
        """A file's bytes, and its state if they are new to us and a copy of this team.

        Another file that is none is passed over; the team file itself is read again for a while, since it may
        just be arriving, and must then be sound.
        """
        for pause in (*(READ_PAUSES if is_main else ()), None):
            data = self.folder.read(path)
            if data is None or data == self.replica.data or self._known.get(path.name) == digest(data):
                break
            if is_main and data and data == self.replica.data:
                self._held = self.replica.state()
                break
            try:
                state = self._understand(data)
            except DamagedFileError as error:
                if pause is None:
                    self._pass_over(error, path, is_main)
                    break
                time.sleep(pause)
            except UnreadableError as error:
                self._pass_over(error, path, is_main)
                break
            else:
                self._known[path.name] = digest(data)
                return data, state
        return data, None

    @staticmethod
    def _pass_over(error: UnreadableError, path: Path, is_main: bool) -> None:
        if is_main:
            raise type(error)(
                f"{path}: {error} It was left as it is, and your copy here is safe. If it stays "
                "so, move it elsewhere: amity then writes it anew."
            ) from None

    def _understand(self, data: bytes) -> State:
        state, sound = decode(data)
        if team_of(state) != self.team:
            raise ForeignFileError("This is the team file of another team.")
        if sound:
            return state
        return adopt(state, self.replica.state(), self.replica.stamper.next())

    # In the background

    def start(self, changed: Callable[[], None]) -> None:
        """Keeps in step from a thread of its own; calls `changed` there when state or status moved."""
        self._thread = threading.Thread(target=self._run, args=(changed,), name="amity-sync", daemon=True)
        self._thread.start()

    def nudge(self, urgent: bool = False) -> None:
        """Says that the replica has something new to bring to the folder."""
        if urgent:
            self._urgent.set()
        self._wake.set()

    def stop(self, wait: float = 2.0) -> None:
        """Ends the thread; what waits is brought to the folder first, for at most `wait` seconds."""
        self._stop.set()
        self.nudge(urgent=True)
        if self._thread is not None:
            self._thread.join(wait)

    def within(self, seconds: float, push: bool = True) -> Report:
        """One cycle, but not longer than that: a folder that hangs is reported and left to itself."""
        try:
            return answered(self.folder.path, seconds, lambda: self.cycle(push))
        except FolderError as hung:
            return Report(Status("unreachable", self.status.waiting, str(hung)), error=hung)

    def _run(self, changed: Callable[[], None]) -> None:
        from store.sync.watch import Watch

        watch = Watch(self.folder.path, self._wake.set)
        self._sweep()
        marks: object = None
        polls = 0
        while True:
            stopping = self._stop.is_set()
            fresh = self._marks()
            polls += 1
            pending = self.status.condition not in ("in step", "read only")
            if fresh != marks or fresh is None or pending or polls >= READ_AGAIN or stopping:
                before = (self.status, self.replica.data)
                self.cycle()
                marks, polls = self._marks(), 0
                if (self.status, self.replica.data) != before:
                    changed()
            if stopping:
                break
            watch.ensure()
            if self._wake.wait(POLL):
                self._wake.clear()
                if self._replica_moved(marks):
                    # Jitter keeps many machines from answering the same change at the same moment.
                    self._urgent.wait(GATHER * random.uniform(0.7, 1.3))
                self._urgent.clear()
        watch.close()

    def _marks(self) -> object:
        try:
            return (self.folder.marks(), self.replica.mark())
        except FolderError:
            return None

    def _replica_moved(self, marks: object) -> bool:
        return not isinstance(marks, tuple) or marks[1] != self.replica.mark()

    def _sweep(self) -> None:
        try:
            self.folder.sweep(_TEMPORARY_AGE)
        except FolderError:
            return  # the first cycle says what is wrong with the folder
