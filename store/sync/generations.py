"""Earlier files of this machine's own copy: the one before, those of the last days, and those asked for.

That of a day is called `2026-11-23.json`; one that was asked for `2026-11-23T091200.json`, by UTC.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from store.sync.files import TEMPORARY, discard, is_same, patiently, write_whole

DAYS: Final = 14
"""Daily files that are kept, and as many of those that were asked for."""

_DAY: Final = "%Y-%m-%d"
_MOMENT: Final = "%Y-%m-%dT%H%M%S"


def generations(path: Path) -> Iterator[Path]:
    """The earlier files that there are, the newest first."""
    previous = _previous(path)
    if previous.exists():
        yield previous
    yield from days(path)


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
    daily = day_folder(path) / f"{datetime.fromtimestamp(written, UTC):{_DAY}}.json"
    if not daily.exists():
        daily.parent.mkdir(exist_ok=True, mode=0o700)
        _second_name(path, daily)
        _prune(path)


def keep_moment(path: Path, data: bytes, moment: datetime) -> Path:
    """Keeps these bytes, the present file's, under a name of their own, and says where; the same ones once.

    They are copied: what damages the present file in its place must not reach them. Raises `OSError`.
    """
    for known in days(path):
        if made := moment_of(known):
            if known.stat().st_size == len(data) and known.read_bytes() == data:
                return known
            moment = max(moment, made + timedelta(seconds=1))
    file = day_folder(path) / f"{moment.astimezone(UTC):{_MOMENT}}.json"
    day_folder(path).mkdir(exist_ok=True, mode=0o700)
    write_whole(file, data, 0o600)
    _prune(path)
    return file


def _prune(path: Path) -> None:
    kept = days(path)
    for asked_for in (True, False):
        for old in [file for file in kept if (moment_of(file) is not None) is asked_for][DAYS:]:
            discard(old)


def put_back(path: Path) -> None:
    """Puts the file before in its place again, if it was replaced. Raises `OSError`."""
    if _previous(path).exists():
        _second_name(_previous(path), path)
    else:
        path.unlink(missing_ok=True)


def _second_name(path: Path, name: Path) -> None:
    if is_same(name, path):  # after a kill or a refusal: a rename onto the same file does nothing
        return
    fresh = path.parent / f"{TEMPORARY}{name.stem}.tmp"
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    try:
        os.link(path, fresh)
    except OSError:
        fresh.touch(0o600)
        shutil.copyfile(path, fresh)  # copies no rights: where files have no second names, they may have none
    patiently(lambda: fresh.replace(name))


def _previous(path: Path) -> Path:
    return path.with_suffix(".previous.json")


def day_folder(path: Path) -> Path:
    """Where the daily files are."""
    return path.parent / "days"


def days(path: Path) -> list[Path]:
    """The files of days and moments, the newest first."""
    return sorted((f for f in day_folder(path).glob("*.json") if day_of(f)), reverse=True)


def day_of(file: Path) -> date | None:
    """The day whose file it is, None for one that is called otherwise."""
    try:
        return datetime.strptime(file.stem, _MOMENT if "T" in file.stem else _DAY).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def moment_of(file: Path) -> datetime | None:
    """The moment at which it was asked for, None for the file of a day."""
    try:
        return datetime.strptime(file.stem, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
