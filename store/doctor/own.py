"""This machine's own copy of the team, its earlier files, and the clock that dates changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, Self

from store.clock import AHEAD, NO_STAMP, Clock, stamp_time, wrong_clock
from store.doctor.check import Check, fine, trouble
from store.doctor.shared import Found
from store.errors import StoreError
from store.settings import Home, Membership
from store.sync.aside import Aside
from store.sync.document import SIZE_LIMIT, State, decode
from store.sync.engine import differing
from store.sync.files import read_whole
from store.sync.generations import day_of, days
from store.sync.merge import merge, stamps_in
from store.sync.replica import REPLICA_NAME


class Copy(NamedTuple):
    """The replica as it was read: nothing is mended, and nothing is written."""

    path: Path
    state: State | None
    broken: str

    @classmethod
    def of(cls, home: Home, mine: Membership | None) -> Self:
        """The one of that team."""
        path = home.team_folder(mine.team if mine is not None else "none") / REPLICA_NAME
        try:
            state, sound = decode(read_whole(path, SIZE_LIMIT), own=True)
        except FileNotFoundError:
            return cls(path, None, "")
        except StoreError as error:
            return cls(path, None, str(error).replace("The team file", "It"))
        except OSError as error:
            return cls(path, None, f"It cannot be read: {(error.strerror or str(error)).lower()}.")
        return cls(path, state if sound else None, "" if sound else "Its checksum does not match.")


def copy(known: Copy, mine: Membership | None, found: Found) -> Iterator[Check]:
    """Whether it is sound, and in step with the folder."""
    if known.broken:
        yield trouble(
            "own copy",
            f"{known.path}: {known.broken}",
            "Open amity once: it takes the last one that is whole, and what the folder holds.",
        )
        return
    if known.state is None:
        if mine is None:
            yield trouble(
                "own copy",
                "You are not in this team on this machine.",
                "Join it: amity join FOLDER --me NAME",
            )
        else:
            yield trouble(
                "own copy", f"There is none at {known.path}.", "Make it again from the folder: amity sync"
            )
        return
    yield fine("own copy", f"{known.path} is whole.")
    if found.state is None:
        yield fine("in step", "Not known: the team file cannot be read now. What you change goes out later.")
        return
    union = merge(known.state, found.state)
    out, into = differing(union, found.state), differing(union, known.state)
    if out or into:
        yield trouble("in step", f"{out} to go out, {into} to come in.", "Bring them in step: amity sync")
    else:
        yield fine("in step", "The folder holds all that this machine knows, and the other way round.")


def backups(known: Copy) -> Iterator[Check]:
    """The daily files, and whether the newest one can be used."""
    files = days(known.path)
    if not files:
        yield fine("backups", "None yet: the first is kept with the second change of a day.")
        return
    try:
        decode(read_whole(files[0], SIZE_LIMIT))
    except (StoreError, OSError):
        yield trouble("backups", f"The newest one, {files[0]}, cannot be read.", "Make one now: amity backup")
    else:
        yield fine("backups", f"{len(files)}, the newest of {day_of(files[0])}.")


def set_aside(home: Home, clock: Clock, mine: Membership | None) -> Iterator[Check]:
    """What was set aside on this machine."""
    aside = Aside(home.aside_folder(mine.team if mine is not None else "none"), clock)
    files = aside.contents()
    damaged = sum("-damaged-" in path.name for path in files)
    if files:
        yield fine(
            "set aside", f"{len(files) - damaged} merged copies, {damaged} damaged files: {aside.folder}"
        )
    else:
        yield fine("set aside", "Nothing.")


def time(known: Copy, found: Found, clock: Clock, environment: Mapping[str, str]) -> Iterator[Check]:
    """This machine's clock against the latest change of anyone."""
    states = [state for state in (known.state, found.state) if state is not None]
    stamps = (
        s for state in states for table in state.values() for doc in table.values() for s in stamps_in(doc)
    )
    latest = stamp_time(max(stamps, default=NO_STAMP))
    ahead = latest - clock.now() if latest is not None else timedelta()
    told = " AMITY_NOW sets it." if environment.get("AMITY_NOW") else ""
    if ahead > AHEAD:
        yield trouble(
            "clock", f"{wrong_clock(ahead)}{told}", "Let your machines set their clocks by themselves."
        )
    else:
        yield fine("clock", f"No change is dated ahead of this machine.{told}")
