"""Reading and writing whole files so that neither a kill nor a power cut leaves half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from store.errors import DamagedFileError

T = TypeVar("T")

# Some network and FUSE file systems refuse to sync a folder, or have no rights; Windows opens no folder.
_NOT_HERE: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM, errno.EBADF}

RETRY_PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between tries at a file that another program has open; then it is left for later."""

_HELD_OPEN: Final = {5, 32, 33}
"""What Windows says of a file that another program has open: denied, in use, locked."""

TEMPORARY: Final = "~amity-"
"""Begins the names of our temporary files: with `.tmp` at the end, sync engines leave them alone."""


def read_whole(path: Path, limit: int) -> bytes:
    """All bytes of a regular file. Raises `OSError`, and `DamagedFileError` beyond `limit` bytes."""
    with opened(path) as file:
        large = os.fstat(file.fileno()).st_size > limit
        data = b"" if large else file.read(limit + 1)
    if large or len(data) > limit:
        raise DamagedFileError(f"{path.name} is larger than {limit // 2**20} MB; that cannot be right.")
    return data


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, for reading. Raises `IsADirectoryError` for anything else; never waits for a pipe."""
    # Without O_NONBLOCK, opening a named pipe that nobody writes to would last for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = patiently(lambda: os.open(path, flags))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise IsADirectoryError(errno.EISDIR, "is no file", str(path))
        yield file


def digest(data: bytes) -> bytes:
    """What tells two contents of a file apart."""
    return blake2b(data, digest_size=16).digest()


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replaces the file by these bytes, durably: temporary file, fsync, replace, fsync of the folder.

    `mode` are the permission bits; None keeps those of the file that is replaced. On any error the old file
    is as it was and the temporary one is gone. Raises `OSError`.
    """
    temporary = write_temporary(path, data, mode)
    try:
        patiently(lambda: temporary.replace(path))
    except BaseException:
        discard(temporary)
        raise
    sync_folder(path.parent)


def write_temporary(path: Path, data: bytes, mode: int | None = None, tag: str = "") -> Path:
    """A new durable file beside `path`, ready to replace it. `tag` says whose it is: four characters."""
    if mode is None:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            mode = 0o666 & ~_umask()
    temporary = path.parent / f"{TEMPORARY}{tag}{os.urandom(2 if tag else 4).hex()}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            temporary.chmod(mode)
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
    except BaseException:
        discard(temporary)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def discard(path: Path) -> None:
    """Removes one of our temporary files, if it can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()


def sweep(folder: Path, tag: str = "") -> None:
    """Removes temporary files of ours that a kill left behind. Only for whoever knows that none is in use."""
    for entry in os.scandir(folder):
        if entry.name.startswith(TEMPORARY + tag) and entry.name.endswith(".tmp"):
            discard(folder / entry.name)


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder durable, where the system can. Raises `OSError` when the disk fails.

    Windows opens no folder, and journals the rename itself.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
    finally:
        os.close(descriptor)


def patiently(call: Callable[[], T]) -> T:
    """What `call` gives; tried again for a moment where Windows says that another program has the file."""
    for pause in RETRY_PAUSES:
        try:
            return call()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_OPEN:
                raise
        time.sleep(pause)
    return call()


def is_same(one: Path, other: Path) -> bool:
    """Whether both are one file. Never where files are not numbered, as on some network drives of Windows."""
    try:
        seen, also = one.stat(), other.stat()
    except OSError:
        return False
    return seen.st_ino != 0 and os.path.samestat(seen, also)
