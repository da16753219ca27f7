"""Reading the team's own words from the shared folder, without ever waiting long for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final, NamedTuple

from store.clock import Clock
from store.content.own import (
    ACTIONS,
    BYTES,
    FOLDER,
    QUESTIONS,
    OwnWords,
    Problem,
    ours,
    read_actions,
    read_questions,
    together,
    too_large,
)
from store.errors import DamagedFileError, FolderError
from store.sync.files import read_whole
from store.sync.folder import Mark, answered
from store.sync.knock import Knock

PATIENCE: Final = 0.3
"""Seconds that the folder gets where a screen or a shell waits for the day."""

LONGER: Final = 2.0
"""Seconds that it gets when someone asks for these words."""

AGAIN: Final = 2.0
"""Seconds after which the folder is looked at again."""

SETTLED: Final = 3.0
"""Seconds after which a file that looks the same is the same: some file systems tell whole seconds alone."""


class _Seen(NamedTuple):
    """A file as it was read: what it holds, None for no such file, or why it cannot be read."""

    mark: Mark | None
    data: bytes | None
    problem: Problem | None = None


class _Reader:
    """What is known of one folder. It is asked from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words = ours()
        self._seen: dict[str, _Seen] = {}
        self._next = 0.0
        self._knock = Knock(folder)
        self._asking: threading.Thread | None = None
        """Whoever asked the folder last; while it hangs, nobody else does."""

    @property
    def _waits(self) -> bool:
        return self._asking is not None and self._asking.is_alive()

    def look(self, fresh: bool) -> OwnWords:
        now = Clock.monotonic()
        if not fresh and now < self._next:
            return self.words
        self._next = now + AGAIN
        before, seconds = self._seen, LONGER if fresh else PATIENCE
        if self._waits or not self._knock.is_answered(seconds):
            return self.words

        def ask() -> dict[str, _Seen]:
            self._asking = threading.current_thread()
            return _read_all(self.folder, before)

        try:
            seen = answered(self.folder, seconds, ask)
        except (FolderError, OSError):  # not there at the moment: what was read last holds
            return self.words
        if {name: one[1:] for name, one in seen.items()} != {name: one[1:] for name, one in before.items()}:
            self.words = _words(seen)
        self._seen = seen
        return self.words


_readers: dict[Path, _Reader] = {}


def own_words(folder: Path, *, fresh: bool = False) -> OwnWords:
    """Our words and the team's, as its shared folder holds them now or did when it was last reached.

    Hardly waits: what was read within the last two seconds holds, and a folder that hangs is left alone. With
    `fresh` it is looked at in any case. Never raises; never call it on an event loop.
    """
    reader = _readers.setdefault(folder, _Reader(folder))
    return reader.look(fresh)


def check_file(path: Path, name: str) -> OwnWords:
    """The words of one file alone, wherever it lies. `name` is what its problems call it."""
    from store.content.own import holds_questions

    seen = _read(path, name, None)
    if seen.data is None:
        told = seen.problem or Problem(name, 0, "There is no such file.")
        return together((), (), (told,))
    if holds_questions(seen.data):
        asked, told_all = read_questions(seen.data, name)
        return together((), asked, told_all)
    actions, told_all = read_actions(seen.data, name)
    return together(actions, (), told_all)


def _read_all(folder: Path, before: dict[str, _Seen]) -> dict[str, _Seen]:
    folder.stat()  # raises where the whole folder is gone
    own = folder / FOLDER
    return {name: _read(own / name, f"{FOLDER}/{name}", before.get(name)) for name in (ACTIONS, QUESTIONS)}


def _read(path: Path, name: str, before: _Seen | None) -> _Seen:
    try:
        found = path.stat()
        mark = Mark(found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns)
        if before is not None and before.mark == mark and mark.age > SETTLED:
            return before
        return _Seen(mark, read_whole(path, BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return _Seen(None, None)
    except DamagedFileError:
        return _Seen(None, None, too_large(name))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return _Seen(None, None, Problem(name, 0, f"The file cannot be read: {reason}."))


def _words(seen: dict[str, _Seen]) -> OwnWords:
    told = [one.problem for one in seen.values() if one.problem is not None]
    first, second = seen[ACTIONS].data, seen[QUESTIONS].data
    actions, wrong = read_actions(first, f"{FOLDER}/{ACTIONS}") if first is not None else ((), ())
    asked, also = read_questions(second, f"{FOLDER}/{QUESTIONS}") if second is not None else ((), ())
    return together(actions, asked, (*told, *wrong, *also))
