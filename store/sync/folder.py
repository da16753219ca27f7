"""The shared folder: listing what may be the team's, reading it whole, replacing the team file safely."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from store.clock import seconds_since
from store.errors import DamagedFileError, FolderError, SilentFolderError
from store.sync.aside import host_name
from store.sync.copies import FILE_NAME, PENDING, may_be_copy
from store.sync.document import SIZE_LIMIT
from store.sync.files import (
    RETRY_PAUSES,
    digest,
    discard,
    is_same,
    opened,
    read_whole,
    sweep,
    sync_folder,
    write_temporary,
    write_whole,
)
from store.sync.knock import Knock

T = TypeVar("T")

PATIENCE: Final = 10.0
"""Seconds that the folder gets to answer one question, and a second more for each megabyte."""

HEAD: Final = 4096
"""Bytes at the beginning of a file in which the team's id stands if it is a copy of the team file."""

_PASSING = {errno.ESTALE, errno.EBADF, errno.EACCES, errno.EAGAIN, errno.EINTR}
_HELD = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}


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
        raise SilentFolderError(folder)
    return said[0]


class Mark(NamedTuple):
    """A hint at what a file holds: a difference means a change, none means nothing for sure."""

    modified: int
    size: int
    inode: int
    changed: int

    @property
    def age(self) -> float:
        """Seconds since the file came here or was changed, as far as the folder's own clock can tell."""
        return seconds_since(max(self.modified, self.changed))


class Folder:
    """A folder that something else carries from machine to machine. Raises `FolderError` when it refuses.

    Nothing in it is ever held open: on SMB a replace over an open file destroys the target. `tag` is this
    machine's, four characters in the names of its temporary files. `mode` are the permission bits of what is
    written there, None for those that the file has, or that the system gives.
    """

    def __init__(self, path: Path, tag: str = "", mode: int | None = None) -> None:
        self.path = path
        self.file = path / FILE_NAME
        self.tag = tag
        self.mode = mode
        self._knock = Knock(path)
        self._late: threading.Thread | None = None
        """The question that was given up because it took too long, while it still hangs."""

    @property
    def sidecar(self) -> str:
        """The name of the file that takes what the team file itself cannot."""
        return f"{PENDING}{host_name()}{f'-{self.tag}' if self.tag else ''}).json"

    @property
    def hangs(self) -> bool:
        """Whether it was asked something and has not answered yet."""
        return self._knock.waits or (self._late is not None and self._late.is_alive())

    def look(self) -> dict[str, Mark]:
        """Everything that might be the team file or a copy of it, by name."""

        def look() -> dict[str, Mark]:
            found = {}
            with os.scandir(self.path) as entries:
                for entry in entries:
                    if not may_be_copy(entry.name):
                        continue
                    with contextlib.suppress(OSError):  # gone between listing and asking
                        seen = entry.stat()
                        if stat.S_ISREG(seen.st_mode) or entry.name == FILE_NAME:
                            found[self._name(entry.name)] = Mark(
                                seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_ctime_ns
                            )
            return found

        if not self._knock.is_answered(PATIENCE):
            raise SilentFolderError(self.path)
        return self._ask("read", look)

    def _name(self, name: str) -> str:
        """What a file is called. `Amity.json` is the team file where the system sees no difference."""
        other = name != FILE_NAME and name.casefold() == FILE_NAME
        return FILE_NAME if other and is_same(self.path / name, self.file) else name

    def is_empty(self) -> bool:
        """Whether nothing at all is in the folder, as where a drive is not connected."""

        def any_entry() -> bool:
            with os.scandir(self.path) as entries:
                return next(iter(entries), None) is None

        return self._ask("read", any_entry)

    def is_online_only(self) -> bool:
        """Whether iCloud took the team file off this machine and left a note that it did."""
        return self._ask("read", lambda: (self.path / f".{FILE_NAME}.icloud").exists())

    def device(self) -> int:
        """The number of the file system that the folder is on."""
        return self._ask("read", lambda: self.path.stat().st_dev)

    def head(self, name: str) -> bytes:
        """The first bytes of a file, empty when it is gone or cannot be read."""

        def head() -> bytes:
            try:
                with opened(self.path / name) as file:
                    return file.read(HEAD)
            except OSError:
                return b""

        return self._ask("read", head)

    def read(self, name: str = FILE_NAME, size: int = 0) -> bytes | None:
        """All bytes of a file; None when it is not there. Raises `FolderError`, `DamagedFileError`.

        `size` is what the file is known to have: large ones get more time.
        """
        return self._ask("read", lambda: self._read(self.path / name), size)

    def _read(self, path: Path) -> bytes | None:
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
        file is as it was. Raises `ReplaceError` when only the replacing failed, else `FolderError`.
        """
        return self._ask("written", lambda: self._publish(data, expected), len(data))

    def _publish(self, data: bytes, expected: bytes | None) -> bool:
        target = self.file.resolve() if self.file.is_symlink() else self.file
        temporary = write_temporary(target, data, self.mode, self.tag)
        try:
            now = self._read(target)
            if (None if now is None else digest(now)) != expected or self._is_late():
                return False
            self._replace(temporary, target)
        finally:
            discard(temporary)
        sync_folder(target.parent)
        return self._read(target) == data

    def _replace(self, temporary: Path, target: Path) -> None:
        for pause in (*RETRY_PAUSES, None):
            try:
                temporary.replace(target)
            except OSError as error:  # Windows and SMB, while another program has it open
                if error.errno not in _HELD:
                    raise
                if pause is None:
                    raise ReplaceError(
                        f"Another program holds {target} open, or it may not be changed."
                    ) from error
                time.sleep(pause)
            else:
                return

    def lay_beside(self, data: bytes) -> None:
        """Puts the bytes into the sidecar, for the others to merge."""
        self._ask("written", lambda: write_whole(self.path / self.sidecar, data, self.mode), len(data))

    def remove(self, name: str, expected: bytes) -> bool:
        """Removes a file if it still holds what `expected` (its `digest`) says; whether it did."""

        def remove() -> bool:
            path = self.path / name
            try:
                data = self._read(path)
                if data is None or digest(data) != expected or path.is_symlink():
                    return False
                path.unlink()
            except (OSError, DamagedFileError):
                return False  # it is only litter, and another machine may be tidying as well
            return True

        return self._ask("written", remove)

    def sweep(self) -> None:
        """Removes this machine's temporary files. Only for whoever knows that no other process writes."""
        if self.tag:
            self._ask("read", lambda: sweep(self.path, self.tag))

    def _ask(self, verb: str, call: Callable[[], T], size: int = 0) -> T:
        """What `call` says, with what the system says against it as a sentence.

        It runs in a thread of its own, so that a folder that hangs stops nobody. While one question hangs, no
        other is asked.
        """
        if self._late is not None and self._late.is_alive():
            raise SilentFolderError(self.path)
        asking: list[threading.Thread] = []

        def ask() -> T:
            asking.append(threading.current_thread())
            with self._speaking(verb):
                return call()

        try:
            return answered(self.path, PATIENCE + size / 2**20, ask)
        finally:
            self._late = asking[0] if asking and asking[0].is_alive() else None

    def _is_late(self) -> bool:
        """Whether nobody waits for this answer any more: then nothing may be changed."""
        return self._late is threading.current_thread()

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


class ReplaceError(FolderError):
    """The folder takes new files, but the team file cannot be replaced."""
