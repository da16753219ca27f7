"""Brings the replica and the shared folder in step: pull, push, tidy, and never a lie about what is done."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from store.clock import Clock
from store.errors import FolderError, StoreError, UnreadableError
from store.records import Condition, Status
from store.sync.aside import Aside
from store.sync.copies import FILE_NAME, named_by_engine
from store.sync.diary import Diary
from store.sync.document import FORMAT, META, State, min_reader
from store.sync.files import digest
from store.sync.folder import Folder, ReplaceError, answered
from store.sync.inbox import Copy, Inbox, Pulled
from store.sync.place import Place
from store.sync.replica import Replica
from store.sync.timing import Timing

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Report:
    """What one cycle did: documents taken in and sent, copies that were merged, and what was set aside."""

    status: Status = field(default_factory=Status)
    received: int = 0
    sent: int = 0
    merged_copies: tuple[str, ...] = ()
    set_aside: tuple[Path, ...] = ()
    error: StoreError | None = None


def difference(one: State, other: State) -> Counter[str]:
    """How many documents of each table of `one` are not the same in `other`, but for the meta document."""
    return Counter(
        name
        for name, table in one.items()
        for there in (other.get(name, {}),)
        if name != META and table is not there
        for key, doc in table.items()
        if doc is not there.get(key) and doc != there.get(key)
    )


def differing(one: State, other: State) -> int:
    """How many documents that are in all."""
    return difference(one, other).total()


class Engine:
    """One team's replica and folder. `cycle` brings them in step once; `Background` does so for ever."""

    def __init__(
        self,
        replica: Replica,
        folder: Folder,
        team: str,
        aside: Aside,
        diary: Diary,
        timing: Timing | None = None,
    ) -> None:
        self.replica = replica
        self.folder = folder
        self.aside = aside
        self.diary = diary
        self.place = Place(replica.path.with_name("folder"))
        self.inbox = Inbox(replica, folder, team, self.place, timing or Timing())
        self.report = Report()
        self.status = Status()
        self.settled = b""
        """The digest of the replica when it was last in step."""
        self._turn = threading.Lock()
        self._swept = False
        self._stained = False

    def cycle(self, push: bool = True) -> Report:
        """Takes in what the folder holds and, with `push`, brings it in step. Never raises `StoreError`.

        The report's `error` says what was in the way; whatever was acknowledged is safe in the replica.
        """
        with self._turn:
            report = Report()
            try:
                for _ in range(_TRIES):
                    report, done = self._attempt(report, push)
                    if done:
                        break
                else:
                    waiting = Status("waiting", max(1, report.status.waiting), "the team file keeps changing")
                    report = replace(report, status=waiting)
                if push and report.status.condition == "in step":
                    self._sweep()
                    report = self._tidy(report)
            except ReplaceError as error:
                report = self._step_aside(report, error)
            except FolderError as error:
                report = self._stuck(report, "unreachable", error)
            except UnreadableError as error:
                report = self._stuck(report, "unreadable", error)
            except StoreError as error:
                report = self._stuck(report, "waiting", error)
            if report.received:
                self.diary.note("received", report.received)
            if report.sent:
                self.diary.note("sent", report.sent)
            self.report, self.status = report, report.status
            return report

    def within(self, seconds: float, push: bool = True) -> Report:
        """One cycle, but not longer than that: a folder that hangs is reported and left to itself."""
        try:
            return answered(self.folder.path, seconds, lambda: self.cycle(push))
        except FolderError as hung:
            return Report(Status("unreachable", self._waiting(), str(hung)), error=hung)

    def scrub(self) -> None:
        """Takes words that are gone out of this machine's older files; what is in the way is tried again.

        Part of no cycle: the folder may hang, or a command may have no more time for it.
        """
        try:
            self.replica.scrub()
            self._stained = False
        except StoreError as error:
            if not self._stained:
                self.diary.trouble("scrubbing", error)
            self._stained = True

    def lacking(self) -> bool:
        """Whether the folder lacks something, as far as we know without asking; the status says how much."""
        try:
            if self.replica.now()[1] == self.settled:
                return False
        except StoreError:
            return True  # the next cycle says what is wrong
        if self.status.condition == "in step":
            self.status = Status("waiting")
        self.status = replace(self.status, waiting=self._waiting())
        return True

    def missing(self) -> Counter[str]:
        """What the folder lacks, as far as it was seen: how many documents of each table."""
        return difference(self.replica.state(), self.inbox.held)

    # One cycle

    def _attempt(self, report: Report, push: bool) -> tuple[Report, bool]:
        """One pull and at most one push; False when the file moved in between."""
        before = self.replica.state()
        pulled = self.inbox.pull(may_mend=push)
        if pulled.states:
            after = self.replica.absorb(*pulled.states.values())
            report = replace(report, received=report.received + differing(after, before))
        self.inbox.accept(pulled)
        report = self._noted(report, pulled)
        state, fingerprint = self.replica.now()
        if pulled.digest == fingerprint:
            return self._in_step(report, state, fingerprint, pulled), True
        if META not in state:
            raise FolderError(f"There is no team file in {self.folder.path}, and none on this machine.")
        waiting = differing(state, self.inbox.held)
        if min_reader(state) > FORMAT and not waiting:
            self.settled = fingerprint
            return replace(report, status=_READ_ONLY), True
        if not push:
            return replace(report, status=Status("waiting", waiting)), True
        state, data = self.replica.encoded()
        with self._publishing():
            published = self.folder.publish(data, pulled.digest)
        if not published:
            return report, False
        sent = differing(state, self.inbox.held)
        self.inbox.known = digest(data)
        report = replace(report, sent=report.sent + sent)
        return self._in_step(report, state, self.inbox.known, pulled), True

    def _noted(self, report: Report, pulled: Pulled) -> Report:
        merged = [name for name in pulled.states if name not in (FILE_NAME, self.folder.sidecar)]
        for name in merged:
            self.diary.note("merged", name=name)
        if pulled.torn is not None:
            self.diary.note("set aside", name=FILE_NAME, path=pulled.torn)
        return replace(
            report,
            merged_copies=tuple(sorted({*report.merged_copies, *merged})),
            set_aside=(*report.set_aside, *([pulled.torn] if pulled.torn else [])),
        )

    def _in_step(self, report: Report, state: State, fingerprint: bytes, pulled: Pulled) -> Report:
        """The report when the team file was just seen to hold all of `state`."""
        self.inbox.held, self.settled = state, fingerprint
        self.place.remember(self.folder)
        if pulled.unread:
            status = Status(
                "reading", detail=f"{pulled.unread} more files in the folder are still to be read"
            )
        else:
            status = _READ_ONLY if min_reader(state) > FORMAT else Status("in step")
        return replace(report, status=status)

    def _waiting(self) -> int:
        try:
            return self.missing().total()
        except StoreError:
            return 0

    def _stuck(self, report: Report, condition: Condition, error: StoreError) -> Report:
        if self.status.condition != condition:
            self.diary.trouble(condition, error)
        return replace(report, status=Status(condition, self._waiting(), str(error)), error=error)

    def _step_aside(self, report: Report, error: ReplaceError) -> Report:
        """Where the team file cannot be replaced, our state goes into a file of its own beside it."""
        data, beside = self.replica.data, self.folder.sidecar
        try:
            if self.folder.read(beside, len(data)) != data:
                self.folder.lay_beside(data)
        except FolderError as worse:
            return self._stuck(report, "unreachable", worse)
        detail = f"{error} Your changes lie beside it, and the others take them from there."
        if self.status.detail != detail:
            self.diary.trouble("waiting", error)
        return replace(report, status=Status("waiting", self._waiting(), detail))

    @contextlib.contextmanager
    def _publishing(self) -> Iterator[None]:
        """One process of this machine at a time. Whoever gets the turn removes what a kill left before."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.replica.path.with_name("publishing.lock"))
        try:
            lock.acquire(timeout=2.0)
        except (Timeout, OSError):
            yield  # only politeness: what two processes write at once is merged
            return
        try:
            if not self._swept:
                self.folder.sweep()
                self._swept = True
            yield
        finally:
            lock.release()

    # Tidying

    def _sweep(self) -> None:
        """Removes what a kill left in the folder, also when there is nothing to publish; once is enough."""
        if not self._swept:
            with self._publishing():
                pass

    @property
    def untidy(self) -> bool:
        """Whether there are files beside the team file that wait to be tidied away."""
        return any(c.content is not None and self._removable(n, c) for n, c in self.inbox.copies.items())

    def _removable(self, name: str, copy: Copy) -> bool:
        return named_by_engine(name) or (name == self.folder.sidecar and not copy.torn)

    def _tidy(self, report: Report) -> Report:
        """Removes conflict copies that engines made, once all of them has been in the team file for a while.

        Called in step. A while is what this process saw, or what the files' own times tell.
        """
        if not self.untidy:
            return report
        marks, now = self.folder.look(), Clock.monotonic()
        settled = FILE_NAME in marks and marks[FILE_NAME].age >= self.inbox.timing.tidy
        kept: list[Path] = []
        for name, copy in list(self.inbox.copies.items()):
            if copy.content is None or not self._removable(name, copy) or marks.get(name) != copy.mark:
                continue
            merged = now if copy.merged is None else copy.merged
            self.inbox.copies[name] = copy._replace(merged=merged)
            long = now - merged >= self.inbox.timing.tidy or (
                settled and copy.mark.age >= self.inbox.timing.tidy
            )
            if name == self.folder.sidecar:
                path = None
            elif long and len(kept) < _TIDIED:
                data = self.folder.read(name, copy.mark.size)
                if data is None or digest(data) != copy.content:
                    continue
                if copy.torn and not self.replica.is_stained(data):
                    # Left to its engine, which may go on with it, until it could hold what is gone.
                    self.inbox.copies[name] = copy._replace(content=None)
                    continue
                path = self.replica.keep_aside("damaged" if copy.torn else "copy", name, data)
                kept.append(path)
            else:
                continue
            if self.folder.remove(name, copy.content):
                del self.inbox.copies[name]
                self.diary.note("tidied", name=name, path=path)
        return replace(report, set_aside=(*report.set_aside, *kept))


_TIDIED: Final = 100
"""Files that are tidied away in one cycle at most."""

_READ_ONLY: Final = Status(
    "read only", detail="a newer amity keeps this team file; update amity to change things"
)
