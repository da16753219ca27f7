"""What happened between this machine and the folder: to show, and as a log that holds no words of people."""

from __future__ import annotations

import os
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.clock import Clock
from store.records import SyncEvent, SyncEventKind
from store.text import clean

if TYPE_CHECKING:
    from logging import Logger

SHOWN: Final = 50
LOG_BYTES: Final = 256 * 1024
LOG_GENERATIONS: Final = 3


class Diary:
    """Notes what the engine did. `log` is a file that rotates, None for none."""

    def __init__(self, clock: Clock, log: Path | None = None) -> None:
        self.clock = clock
        self.log = log
        self._events: deque[SyncEvent] = deque(maxlen=SHOWN)
        self.alert = False
        """Whether a torn file was set aside since somebody last looked."""
        self._turn = threading.Lock()
        self._logger: Logger | None = None

    @property
    def recent(self) -> tuple[SyncEvent, ...]:
        """The last events of this run, the newest first."""
        with self._turn:
            return tuple(reversed(self._events))

    def note(self, kind: SyncEventKind, count: int = 1, name: str = "", path: Path | None = None) -> None:
        """Notes an event. `name` is a file's in the shared folder and is shown, but not logged."""
        event = SyncEvent(self.clock.now(), kind, count, clean(name, 80), str(path or ""))
        with self._turn:
            self._events.append(event)
            self.alert |= kind == "set aside"
            self._write(f"{kind} {count}")

    def trouble(self, condition: str, error: BaseException) -> None:
        """Logs what stood in the way, by its kind alone: a sentence may hold a folder's or a file's name."""
        cause = error.__cause__
        number = f" errno {cause.errno}" if isinstance(cause, OSError) else ""
        with self._turn:
            self._write(f"{condition}: {type(error).__name__}{number}")

    def _write(self, line: str) -> None:
        if self.log is None:
            return
        try:
            self._logger = self._logger or _logger(self.log)
            self._logger.info(
                "%s %d %s", self.clock.now().isoformat(timespec="milliseconds"), os.getpid(), line
            )
        except OSError:
            self.log = None  # a log that cannot be written must not stop the work that it tells of


def _logger(path: Path) -> Logger:
    import logging
    from logging.handlers import RotatingFileHandler  # 10 ms, and most commands have nothing to log

    class Handler(RotatingFileHandler):
        def emit(self, record: logging.LogRecord) -> None:
            super().emit(record)
            self.close()  # until the next line: other processes of this machine write to it as well

        def handleError(self, _record: logging.LogRecord) -> None:
            raise  # called while the error is handled; the standard one prints it on the terminal

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = Handler(path, maxBytes=LOG_BYTES, backupCount=LOG_GENERATIONS, encoding="utf-8", delay=True)
    logger = logging.Logger("amity.sync", logging.INFO)
    logger.addHandler(handler)
    return logger
