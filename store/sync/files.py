"""Reading and writing whole files so that neither a kill nor a power cut leaves half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from store.errors import DamagedFileError

TEMPORARY: Final = "~amity-"
"""Begins the names of our temporary files: with `.tmp` at the end, sync engines leave them alone."""


def read_whole(path: Path, limit: int) -> bytes:
    """All bytes of a regular file. Raises `OSError`, and `DamagedFileError` beyond `limit` bytes."""
    with path.open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise IsADirectoryError(f"{path} is no file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise DamagedFileError(f"{path.name} is larger than {limit // 2**20} MB; that cannot be right.")
    return data


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replaces the file by these bytes, durably: temporary file, fsync, replace, fsync of the folder.

    `mode` are the permission bits; None keeps those of the file that is replaced. On any error the old file
    is as it was and the temporary one is gone. Raises `OSError`.
    """
    temporary = write_temporary(path, data, mode)
    try:
        temporary.replace(path)
    except BaseException:
        discard(temporary)
        raise
    sync_folder(path.parent)


def write_temporary(path: Path, data: bytes, mode: int | None = None) -> Path:
    """A new durable file beside `path`, ready to replace it."""
    if mode is None:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            mode = 0o666 & ~_umask()
    temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(4)}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(PermissionError):  # some network folders have no modes
            temporary.chmod(mode)
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


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder durable, where the system can."""
    if os.name == "nt":  # folders cannot be opened there; the rename itself is journaled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network and FUSE file systems refuse to sync a folder.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
