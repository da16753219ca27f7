"""The shared folder and what lies in it: each question is asked once, and waits for so long at most."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from store.doctor.check import Check, fine, trouble
from store.doctor.kinds import MEANING, family, product_by_marker, product_by_path
from store.errors import FolderError, SilentFolderError, StoreError
from store.settings import Membership
from store.snapshot import SnapshotBuilder
from store.sync.copies import FILE_NAME, may_be_copy, named_by_engine
from store.sync.document import FORMAT, SIZE_LIMIT, State, decode, is_notebook, meta, min_reader, team_of
from store.sync.files import opened, read_whole
from store.sync.folder import HEAD, answered
from store.sync.knock import Knock
from store.sync.mounts import kind_of
from store.text import clean

SECONDS: Final = 2.0
"""How long the folder gets for one question, and a second more for each 8 MB of the team file."""

NAMES: Final = 2000
"""Names of a folder that are looked at."""

LARGE: Final = SIZE_LIMIT // 2
"""From so many bytes on a team should know that there is a limit."""


@dataclass(slots=True)
class Found:
    """What the checks learn of a folder, for those that follow."""

    names: list[str] = field(default_factory=list)
    answers: bool = False
    state: State | None = None


def folder(path: Path, system: str, found: Found) -> Iterator[Check]:
    """Whether it is there, answers, and may be read and written."""
    if not Knock(path).is_answered(SECONDS):
        yield _silent(path)
        return
    try:
        found.names = answered(path, SECONDS, lambda: _names(path))
        writable = answered(path, SECONDS, lambda: _writable(path))
    except SilentFolderError:
        yield _silent(path)
    except (FileNotFoundError, NotADirectoryError):
        yield trouble(
            "folder", f"{path} is not there.", "Connect the drive or the share, or start its program."
        )
    except PermissionError:
        yield trouble("folder", f"{path} may not be read.", "Ask whoever shares it for the right to.")
    else:
        found.answers = True
        if not writable:
            yield trouble("folder", f"{path} may not be written.", "Ask whoever shares it for the right to.")
        elif system == "win32":  # os.access knows of the read-only mark there, and nothing of rights
            yield fine(
                "folder", f"{path} answers and can be read; whether it can be written shows when it is."
            )
        else:
            yield fine("folder", f"{path} answers, and may be read and written.")


def _silent(path: Path) -> Check:
    return trouble(
        "folder", f"{path} does not answer.", "Connect the drive or the share, or restart its program."
    )


def _names(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        return [entry.name for entry, _ in zip(entries, range(NAMES), strict=False)]


def _writable(path: Path) -> bool:
    file = path / FILE_NAME
    return os.access(path, os.W_OK | os.X_OK) and (not file.exists() or os.access(file, os.W_OK))


def file_system(path: Path, system: str, found: Found) -> Iterator[Check]:
    """Which kind of file system and which program carry it, and what that means."""
    kind = kind_of(path, system)
    sort = family(kind)
    name = f"{kind}, {MEANING[sort]}" if kind else "This system does not tell"
    if sort == "memory":
        yield trouble("file system", f"{name}.", "Share a folder on a disk.")
    else:
        yield fine("file system", f"{name}.")
    product = product_by_path(path) or product_by_marker(found.names)
    if not product and found.answers:
        with contextlib.suppress(StoreError, OSError):
            product = answered(path, SECONDS, lambda: _product_above(path))
    if product == "git":
        yield fine("sync program", "A git repository: it goes to others only when somebody pushes and pulls.")
    elif product:
        yield fine("sync program", f"{product} carries the folder, as its name or a file in it says.")
    else:
        yield fine("sync program", "None is known by its name or its files; a plain folder or share is fine.")


def _product_above(path: Path) -> str:
    """The program whose own file lies in a folder above. Only the files are asked for, by name."""
    own = Path.home()
    for above in path.parents:
        if above == own or above in own.parents:
            break  # programs keep files of such names there for themselves
        with contextlib.suppress(OSError):
            if product := product_by_marker(_names(above)):
                return product
    return ""


def team_file(path: Path, mine: Membership | None, found: Found) -> Iterator[Check]:
    """Whether it is whole, this team's, of a format that amity knows, and of a size that it takes."""
    file = path / FILE_NAME
    if not found.answers:
        yield fine("team file", "Not looked at: the folder is not there. Your own copy is on this machine.")
        return
    try:
        data = answered(path, SECONDS * 5, lambda: read_whole(file, SIZE_LIMIT))
        state, sound = decode(data)
    except FileNotFoundError:
        yield _missing(path, found, mine)
        return
    except FolderError as error:
        yield trouble("team file", str(error), "Wait until its program has brought it here.")
        return
    except StoreError as error:
        yield trouble(
            "team file", f"{file}: {error}", "Move it out of the folder: amity writes it anew from your copy."
        )
        return
    except IsADirectoryError:
        yield trouble("team file", f"{file} is no file.", "Move it out of the folder: amity writes it anew.")
        return
    if is_notebook(state):
        yield trouble(
            "team file", f"{file} is a private notebook.", "Move it out of the shared folder at once."
        )
        return
    if mine is not None and team_of(state) != mine.team:
        yield trouble("team file", f"{file} is another team's.", "Move it to a folder of its own.")
        return
    found.state = state
    yield _told(file, data, sound, state)
    odd = SnapshotBuilder().build(state).odd
    if odd:
        yield trouble(
            "entries",
            f"{odd} in the team file make no sense to this amity. They stay in it, and are not shown.",
            "Update amity; if they stay, ask who edits the file with another program.",
        )
    else:
        yield fine("entries", f"{sum(map(len, state.values()))} in the team file, all understood.")


def _missing(path: Path, found: Found, mine: Membership | None) -> Check:
    alike = next((name for name in found.names if name.casefold() == FILE_NAME), None)
    if alike is not None:
        return trouble("team file", f"It is called {clean(alike, 40)}.", f"Rename it to {FILE_NAME}.")
    if f".{FILE_NAME}.icloud" in found.names:
        return trouble(
            "team file", "iCloud took it off this machine.", f"Download {path / FILE_NAME} in the Finder."
        )
    if mine is None:
        return trouble(
            "team file", f"There is no team in {path}.", "Name the folder of your team: --folder PATH"
        )
    return trouble("team file", f"There is none in {path}.", "Write it anew from your copy: amity sync")


def _told(file: Path, data: bytes, sound: bool, state: State) -> Check:
    size = f"{len(data) / 2**20:.1f} of {SIZE_LIMIT // 2**20} MB"
    app = clean(str(meta(state).get("app", "")), 40)
    if min_reader(state) > FORMAT:
        return trouble(
            "team file", f"{file}, {size}, is kept by a newer amity ({app}).", "Update amity here."
        )
    if len(data) > LARGE:
        return trouble(
            "team file",
            f"{file} has {size}; beyond that no amity reads it.",
            "Keep what there is with amity export team, and begin a new team.",
        )
    if not sound:
        return fine("team file", f"{file}, {size}, was edited by another program; amity takes that in.")
    return fine("team file", f"{file}, {size}, is whole; its format is {FORMAT}, and {app} began it.")


def copies(path: Path, found: Found) -> Iterator[Check]:
    """The copies beside the team file that engines made."""
    if found.state is None:
        yield fine("copies", "Not looked at: there is no team file to compare them with.")
        return
    team = team_of(found.state).encode()
    names = [name for name in found.names if name != FILE_NAME and may_be_copy(name)]
    there = answered(path, SECONDS * 2, lambda: [name for name in names if _is_of(path / name, team)])
    ours = [name for name in there if named_by_engine(name)]
    if len(ours) > 20:
        yield trouble(
            "copies",
            f"{len(ours)} conflict copies lie in the folder; amity tidies them away once they are merged.",
            "Bring the folder in step: amity sync",
        )
    elif there:
        listed = ", ".join(clean(name, 60) for name in sorted(there)[:3])
        yield fine("copies", f"{len(there)} beside the team file, merged by themselves: {listed}")
    else:
        yield fine("copies", "No conflict copies.")


def _is_of(path: Path, team: bytes) -> bool:
    try:
        with opened(path) as file:
            return team in file.read(HEAD)
    except OSError:
        return False
