"""Notices at once that something in the folder changed; polling remains the truth, this is only speed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path


class Watch:
    """Calls `changed` from a thread of its own when something moves in the folder.

    The folder is watched and never the file: a watch on a file is lost with the first replace.
    """

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self.folder = folder
        self.changed = changed
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def ensure(self) -> None:
        """Watches, if it does not yet and the folder is there."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="amity-watch", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Ends watching."""
        self._stop.set()

    def _run(self) -> None:
        from watchfiles import watch

        try:
            for _ in watch(self.folder, recursive=False, stop_event=self._stop, rust_timeout=1000, step=100):
                self.changed()
        except OSError:
            return  # no folder, or none that can be watched: polling goes on, and `ensure` tries again
