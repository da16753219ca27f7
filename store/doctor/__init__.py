"""Looks at everything that amity stands on, and changes nothing.

Every part reads by itself: what opens a team elsewhere also mends, and would write.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from store.clock import Clock
from store.doctor import own, private, shared, versions
from store.doctor.check import Check, fine, trouble
from store.errors import StoreError
from store.settings import Home, Membership, Settings
from store.text import clean

__all__ = ["Check", "examine", "fine", "trouble"]

TOLD: Final = 300
"""Characters of what nobody foresaw."""

NO_TEAM: Final = trouble(
    "team",
    "There is no team on this machine yet.",
    "Start one: amity init FOLDER --team NAME --me NAME, or join one: amity join FOLDER --me NAME",
)


def examine(
    home: Home,
    clock: Clock,
    environment: Mapping[str, str],
    folder: Path | None = None,
    system: str = sys.platform,
) -> Iterator[Check]:
    """All checks, as they are made. Blocks on the disk; a folder that hangs is waited for briefly.

    `folder` is the one of the team that is meant, None for the team last opened.
    """
    memberships: list[Membership] = []
    with contextlib.suppress(StoreError, TypeError, ValueError):
        memberships = Settings(home).memberships
    mine = _meant(memberships, folder)
    yield from _safely("settings", lambda: private.settings(home))
    yield from _safely("private files", lambda: private.rights(home, system))
    yield from _safely("notebook", lambda: private.notebook(home, memberships, mine))
    yield from _safely("room", lambda: private.room(home))
    yield from _safely("locks", lambda: private.locks(home, mine, system))
    if mine is None and folder is None:
        yield NO_TEAM
    else:
        where = mine.folder if mine is not None else (folder or Path()).expanduser().absolute()
        known = own.Copy.of(home, mine)
        found = shared.Found()
        yield from _safely("folder", lambda: shared.folder(where, system, found))
        yield from _safely("file system", lambda: shared.file_system(where, system, found))
        yield from _safely("team file", lambda: shared.team_file(where, mine, found))
        yield from _safely("copies", lambda: shared.copies(where, found))
        yield from _safely("own copy", lambda: own.copy(known, mine, found))
        yield from _safely("backups", lambda: own.backups(known))
        yield from _safely("set aside", lambda: own.set_aside(home, clock, mine))
        yield from _safely("clock", lambda: own.time(known, found, clock, environment))
    yield from _safely("versions", versions.versions)


def _meant(memberships: list[Membership], folder: Path | None) -> Membership | None:
    """The team that is meant, if it is one of mine, told without asking its folder."""
    if folder is None:
        return memberships[0] if memberships else None
    wanted = folder.expanduser().absolute()
    return next((m for m in memberships if m.folder == wanted), None)


def _safely(name: str, look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """The checks of one part; what the system or the store refuses there is one of them."""
    try:
        yield from look()
    except StoreError as error:
        yield trouble(name, str(error), "Do what it says, then run amity doctor again.")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        where = f" {error.filename}" if error.filename else ""
        yield trouble(name, f"It cannot be looked at: {reason}{where}.", "See that you may read it.")
    except Exception as error:  # the other checks are made all the same
        told = f"It could not be looked at ({type(error).__name__}: {error})."
        yield trouble(
            name, clean(told, TOLD), "Mend the settings, or show this line to whoever looks after amity."
        )
