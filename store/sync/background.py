"""Keeps a team in step while the dashboard is open: one thread that looks, gathers, pushes and audits."""

from __future__ import annotations

import gc
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from store.clock import Clock
from store.errors import FolderError, StoreError
from store.sync.engine import Engine
from store.sync.watch import Watch


class Background:
    """Runs an engine's cycles. `changed` is called from its thread when the team or the status moved."""

    def __init__(self, engine: Engine, changed: Callable[[], None]) -> None:
        self.engine = engine
        self.changed = changed
        self._wake = threading.Event()
        self._urgent = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="amity-sync", daemon=True)
        self._push_at: float | None = None
        self._read_at = 0.0

    def start(self) -> None:
        """Begins, with a look at the folder."""
        self._thread.start()

    def nudge(self, urgent: bool = False) -> None:
        """Says that there is something new to bring to the folder."""
        if urgent:
            self._urgent.set()
        self._wake.set()

    @property
    def is_alive(self) -> bool:
        """Whether it is still at work, as on a folder that hangs."""
        return self._thread.is_alive()

    def stop(self, wait: float = 2.0) -> None:
        """Ends the thread; what waits is brought to the folder first, for at most `wait` seconds."""
        self._stop.set()
        self._wake.set()
        self._thread.join(wait)

    def _run(self) -> None:
        watch = Watch(self.engine.folder.path, self._wake.set)
        self._cycle(push=True)
        while True:
            if self.engine.status.condition != "unreachable":
                watch.ensure()  # taking hold of a folder that hangs would stop all threads of the program
            self._wake.wait(self._pause())
            self._wake.clear()
            if self._stop.is_set():
                break
            self._step()
        watch.close()
        if self._push_at is not None or self._lacking():
            self._cycle(push=True)

    def _pause(self) -> float:
        """Seconds until there is something to do, if nobody wakes us."""
        now, timing = Clock.monotonic(), self.engine.inbox.timing
        if self.engine.status.condition == "reading":
            return 0.0
        due = min(t for t in (self._push_at, self._read_at, now + timing.poll) if t is not None)
        return max(0.0, due - now)

    def _step(self) -> None:
        """One look, and what follows from it."""
        now, timing = Clock.monotonic(), self.engine.inbox.timing
        if self._urgent.is_set():
            self._urgent.clear()
            self._push_at = now
        elif self._lacking() and self._push_at is None:
            # Jitter keeps many machines from answering the same change at the same moment.
            self._push_at = now + timing.gather * random.uniform(0.7, 1.3)
        push = self._push_at is not None and now >= self._push_at
        read = now >= self._read_at
        if read:
            self.engine.inbox.look_again()
        if push or read or self._folder_moved() or self.engine.status.condition in _TRYING:
            self._cycle(push or self._push_at is None)

    def _lacking(self) -> bool:
        """Whether this machine knows something that the folder lacks; the light says how much at once."""
        before = self.engine.status
        lacking = self.engine.lacking()
        if self.engine.status != before:
            self.changed()
        return lacking

    def _cycle(self, push: bool) -> None:
        engine, timing = self.engine, self.engine.inbox.timing
        before, marks = (engine.status, self._own()), engine.inbox.marks
        with _collector_resting():
            report = engine.cycle(push)
            engine.scrub()
            if report.received >= _MANY:
                gc.freeze()
        now = Clock.monotonic()
        if push:
            self._push_at = None
        moved = report.sent or report.set_aside or engine.inbox.marks != marks
        if moved or engine.inbox.unsettled:
            # What was just written may have been replaced again, and what was just read may be of before.
            self._read_at = now + timing.audit
        elif engine.untidy:
            self._read_at = now + timing.tidy
        else:
            self._read_at = now + timing.reread
        if (engine.status, self._own()) != before or report.merged_copies or report.set_aside:
            self.changed()

    def _own(self) -> bytes:
        """The digest of this machine's own copy; none when its disk refuses, which the status then says."""
        try:
            return self.engine.replica.now()[1]
        except StoreError:
            return b""

    def _folder_moved(self) -> bool:
        """Whether the folder is another one than at the last pull; after a push of ours it is, too."""
        try:
            return self.engine.folder.look() != self.engine.inbox.marks
        except FolderError:
            return True


@contextmanager
def _collector_resting() -> Iterator[None]:
    """No search for garbage meanwhile: among a hundred thousand documents it would stop every thread for half
    a second, and again and again while they are read.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_MANY = 1000
"""Documents taken in at once from which on they are left out of later searches: a team is no garbage."""

_TRYING = ("unreachable", "unreadable", "reading")
"""Conditions in which every look is a try."""
