"""The shared folder: finding the team file and its copies, reading them whole, replacing the file safely."""

from __future__ import annotations

import errno
import os
import re
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

from store.errors import DamagedFileError, FolderError
from store.sync.document import SIZE_LIMIT
from store.sync.files import TEMPORARY, discard, read_whole, sync_folder, write_temporary

T = TypeVar("T")

FILE_NAME: Final = "amity.json"

RETRY_PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between tries at replacing a file that another program has open; then it is left for later."""

# What engines, editors and file systems leave lying about while they work; never a copy of the team file.
_IGNORED = re.compile(
    r"^[.~]|\.(?:tmp|part|partial|filepart|crdownload|swp|bak|lock|!sync|icloud)$|^desktop\.ini$",
    re.IGNORECASE,
)
_PASSING = {errno.ESTALE, errno.EBADF, errno.EACCES, errno.EAGAIN, errno.EINTR}


def answered(folder: Path, seconds: float, call: Callable[[], T]) -> T:
    """What `call` says about a folder. Raises `FolderError` for one that hangs, and leaves it to itself."""
    said: list[T] = []
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            said.append(call())
        except BaseException as error:  # handed to whoever asked
            raised.append(error)

    asking = threading.Thread(target=ask, name="amity-folder", daemon=True)
    asking.start()
    asking.join(seconds)
    if raised:
        raise raised[0]
    if not said:
        raise FolderError(f"The folder {folder} does not answer.")
    return said[0]


def digest(data: bytes) -> bytes:
    """What tells two contents of a file apart."""
    return blake2b(data, digest_size=16).digest()


class Folder:
    """A folder that something else carries from machine to machine. Raises `FolderError` when it refuses.

    Nothing in it is ever held open: on SMB a replace over an open file destroys the target.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / FILE_NAME

    def candidates(self) -> list[Path]:
        """The team file, if it is there, and everything that might be a copy of it, by name."""
        with self._speaking("read"):
            names = sorted(entry.name for entry in os.scandir(self.path) if self._may_be_copy(entry))
        return [self.path / name for name in names]

    @staticmethod
    def _may_be_copy(entry: os.DirEntry[str]) -> bool:
        if _IGNORED.search(entry.name) or not (".json" in entry.name or entry.name.startswith("amity")):
            return False
        try:
            seen = entry.stat()
        except OSError:
            return False
        return entry.name == FILE_NAME or (stat.S_ISREG(seen.st_mode) and 0 < seen.st_size <= SIZE_LIMIT)

    def marks(self) -> dict[str, tuple[int, int, int]]:
        """Hints by name for each candidate: a difference means a change, none means nothing for sure."""
        with self._speaking("read"):
            found = {}
            for path in self.candidates():
                try:
                    seen = path.stat()
                except OSError:
                    continue
                found[path.name] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
            return found

    def read(self, path: Path) -> bytes | None:
        """All bytes of a file; None when it is not there. Raises `FolderError`, `DamagedFileError`."""
        with self._speaking("read"):
            for pause in (0.2, 0.5, 0.0):
                try:
                    return read_whole(path, SIZE_LIMIT)
                except FileNotFoundError:
                    if not self.path.is_dir():
                        raise
                    return None
                except IsADirectoryError:
                    raise DamagedFileError(f"{path} is no file; move it away.") from None
                except OSError as error:
                    if error.errno not in _PASSING or not pause:
                        raise
                time.sleep(pause)
        raise AssertionError("unreachable")

    def publish(self, data: bytes, expected: bytes | None) -> bool:
        """Replaces the team file by these bytes, if it still is what `expected` (its `digest`) says.

        False when it moved meanwhile or does not read back the same: pull and try again. On any failure the
        file is as it was. Raises `FolderError`.
        """
        with self._speaking("written"):
            temporary = write_temporary(self.file, data)
            try:
                now = self.read(self.file)
                if (None if now is None else digest(now)) != expected:
                    return False
                self._replace(temporary)
            finally:
                discard(temporary)
            sync_folder(self.path)
            return self.read(self.file) == data

    def _replace(self, temporary: Path) -> None:
        for pause in RETRY_PAUSES:
            try:
                temporary.replace(self.file)
            except PermissionError:  # Windows and SMB, while another program has it open
                time.sleep(pause)
            else:
                return
        temporary.replace(self.file)

    def sweep(self, older_than: float) -> None:
        """Removes temporary files of ours that a kill left behind, once they are `older_than` seconds old."""
        with self._speaking("read"):
            for entry in os.scandir(self.path):
                if entry.name.startswith(TEMPORARY) and entry.name.endswith(".tmp"):
                    try:
                        age = time.time() - entry.stat().st_mtime
                    except OSError:
                        continue
                    if age > older_than:
                        discard(self.path / entry.name)

    @contextmanager
    def _speaking(self, verb: str) -> Iterator[None]:
        """Turns what the system says about the folder into a sentence."""
        try:
            yield
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FolderError(
                f"The folder {self.path} is not there. Is the drive or the share connected?"
            ) from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FolderError(f"The folder {self.path} cannot be {verb}: {reason}.") from error
