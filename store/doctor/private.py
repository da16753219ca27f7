"""What is this machine's alone: settings, private files and who may read them, the notebook, locks, room."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from store.doctor.check import Check, fine, trouble
from store.doctor.kinds import NETWORK, family
from store.errors import StoreError
from store.notebook.place import check_private
from store.settings import Home, Membership, Settings
from store.sync.mounts import kind_of
from store.text import clean

ROOM: Final = 100 * 2**20
"""Bytes that should be free: a team file is written whole, and earlier ones are kept."""

FILES: Final = 5000
"""Files whose rights are looked at."""

_TABLES: Final = {"preferences", "team", "keys"}


def settings(home: Home) -> Iterator[Check]:
    """Whether the settings can be read, and hold what amity knows."""
    path = home.config / "settings.toml"
    try:
        found = Settings(home)
    except StoreError as error:
        yield trouble("settings", str(error), f"Mend {path} in an editor, or move it away and join again.")
        return
    if not path.exists():
        yield fine("settings", f"There are none yet; they will be in {path}.")
        return
    odd = sorted(found.tables.keys() - _TABLES)
    teams = found.tables.get("team", [])
    if odd:
        named = clean(", ".join(odd), 80)
        yield trouble(
            "settings", f"{path} holds what amity does not know: {named}.", f"Remove {named} there."
        )
    elif found.problems:
        others = len(found.problems) - 1
        more = f" There {'is' if others == 1 else 'are'} {others} more." if others else ""
        yield trouble("settings", f"{path}: {found.problems[0]}{more}", "Mend that line there.")
    elif not isinstance(teams, list) or len(found.memberships) < len(teams):
        yield trouble(
            "settings",
            f"A team in {path} lacks its id, name, folder or me.",
            "Remove it there, and join that team again: amity join FOLDER --me NAME",
        )
    else:
        yield fine("settings", str(path))


def rights(home: Home, system: str) -> Iterator[Check]:
    """Whether nobody else on this machine can read what is private."""
    if system == "win32":
        yield fine(
            "private files", "Windows lets only you into your user folder; amity sets no other rights."
        )
        return
    seen, open_to_others = 0, None
    waiting = [path for path in (home.config, home.data) if path.is_dir()]
    while waiting and open_to_others is None and seen < FILES:
        folder = waiting.pop()
        mode = folder.stat().st_mode
        if mode & 0o022 and not mode & stat.S_ISVTX:
            open_to_others = folder
        if not mode & 0o055:
            continue  # nobody else comes in here
        for path in folder.iterdir():
            seen += 1
            found = path.lstat().st_mode
            if stat.S_ISDIR(found):
                waiting.append(path)
            elif stat.S_ISREG(found) and found & 0o077:
                open_to_others = path
    if open_to_others is None:
        yield fine("private files", "Only you can read them.")
    else:
        yield trouble(
            "private files",
            f"Others on this machine can read or change {open_to_others}.",
            f'Close it: chmod -R go-rwx "{open_to_others}"',
        )


def notebook(home: Home, teams: Sequence[Membership], mine: Membership | None) -> Iterator[Check]:
    """Whether the notebook and the settings lie outside of every shared folder."""
    path = home.notebook_file(mine.team if mine is not None else "none")
    try:
        check_private(home, path, [team.folder for team in teams])
    except StoreError as error:
        yield trouble("notebook", str(error), "Move the folder that AMITY_HOME names to where only you are.")
    else:
        yield fine("notebook", f"It is on this machine alone: {path.parent}")


def room(home: Home) -> Iterator[Check]:
    """Whether there is room for changes."""
    place = _nearest(home.data)
    free = shutil.disk_usage(place).free
    if free < ROOM:
        yield trouble("room", f"Only {free // 2**20} MB are free at {place}.", "Make some room there.")
    else:
        yield fine("room", f"{free / 2**30:.0f} GB are free on this machine's disk.")


def locks(home: Home, mine: Membership | None, system: str) -> Iterator[Check]:
    """Whether programs of this machine can take turns: by a lock that is there, else by the kind of disk."""
    lock = home.team_folder(mine.team if mine is not None else "none") / "amity.lock"
    if system != "win32" and lock.exists():
        answer = _try(lock)
    else:
        answer = family(kind_of(_nearest(home.data), system)) not in NETWORK
    if answer:
        yield fine("locks", "Two windows of amity on this machine take turns at writing.")
    else:
        yield trouble(
            "locks",
            f"{home.data} is on a file system whose locks do not hold for sure.",
            "Set AMITY_HOME to a folder on this machine's own disk.",
        )


def _try(lock: Path) -> bool:
    """Whether a lock can be had on a file that is there. It is given back at once, and nothing is written."""
    import fcntl

    descriptor = os.open(lock, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait for ever
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.EAGAIN, errno.EACCES)  # somebody has it: so it holds
    finally:
        os.close(descriptor)
    return True


def _nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(place for place in (path, *path.parents) if place.is_dir())
