"""Earlier files of this machine's own copy: the one before, and one for each of the last days."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from store.sync.files import TEMPORARY, discard

DAYS: Final = 14
"""Daily files that are kept."""


def generations(path: Path) -> Iterator[Path]:
    """The earlier files that there are, the newest first."""
    previous = _previous(path)
    if previous.exists():
        yield previous
    yield from _daily(path)


def keep_generation(path: Path) -> None:
    """Keeps the present file as the one before and, on the first write of a day, as that day's.

    Raises `OSError`. A second name for the same file costs nothing: every write makes a new file and leaves
    the old one alone.
    """
    try:
        written = path.stat().st_mtime
    except FileNotFoundError:
        return
    _second_name(path, _previous(path))
    daily = day_folder(path) / f"{datetime.fromtimestamp(written, UTC):%Y-%m-%d}.json"
    if not daily.exists():
        daily.parent.mkdir(exist_ok=True, mode=0o700)
        _second_name(path, daily)
        for old in list(_daily(path))[DAYS:]:
            discard(old)


def put_back(path: Path) -> None:
    """Puts the file before in its place again, if it was replaced. Raises `OSError`."""
    if _previous(path).exists():
        _second_name(_previous(path), path)
    else:
        path.unlink(missing_ok=True)


def _second_name(path: Path, name: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if name.samefile(path):  # after a kill or a refusal: a rename onto the same file does nothing
            return
    fresh = path.parent / f"{TEMPORARY}{name.stem}.tmp"
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    try:
        os.link(path, fresh)
    except OSError:
        shutil.copy2(path, fresh)
    fresh.replace(name)


def _previous(path: Path) -> Path:
    return path.with_suffix(".previous.json")


def day_folder(path: Path) -> Path:
    """Where the daily files are."""
    return path.parent / "days"


def _daily(path: Path) -> list[Path]:
    return sorted(day_folder(path).glob("*.json"), reverse=True)
