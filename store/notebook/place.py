"""Where a notebook lies: in a place of one's own, under an id of its own, and never in a shared folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final

from store.errors import StoreError, UnreadableError
from store.settings import Home
from store.sync.copies import FILE_NAME
from store.sync.document import META, NOTEBOOK, SIZE_LIMIT, decode, encode, team_of
from store.sync.files import read_whole, write_whole
from store.sync.generations import day_folder, generations

_OTHER_TEAM: Final = re.compile(rb'"team":"t-')


def notebook_id(team: str, me: str) -> str:
    """The id of one person's notebook for a team: the same on all of their machines, and nobody else's.

    It says nothing of the team, so that no file of the one is ever taken for one of the other.
    """
    return f"{NOTEBOOK}{blake2b(f'{team} {me}'.encode(), digest_size=12).hexdigest()}"


def check_private(home: Home, notebook: Path, shared: Iterable[Path]) -> None:
    """Raises `StoreError` if the notebook or the settings would lie in a shared folder.

    `shared` are the folders as they were found when they were joined: one may hang now, so none is asked.
    Links are followed. A folder with a team file is a shared one, whoever joined it.
    """
    folders = set(shared)
    for what, path in (("private notebook", notebook), ("settings", home.config)):
        whole = path.resolve()
        for above in whole.parents:
            if above in folders or (above / FILE_NAME).exists():
                raise StoreError(
                    f"Your {what} would lie in the shared folder {above} ({whole}). "
                    "Set AMITY_HOME to a place that is yours alone."
                )


def make_private(folder: Path) -> None:
    """Makes a folder that only its owner may look into, and the one above it. Raises `StoreError`."""
    try:
        for place in (folder.parent, folder):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {os.strerror(error.errno or 0).lower()}.") from error


def move_here(old: Path, new: Path, team: str) -> None:
    """Moves a notebook of an earlier version, which lay beside those of other teams, with its earlier files.

    Its own file comes last: what a kill left behind is moved the next time. Raises `StoreError`.
    """
    if new.exists() or not old.exists():
        return
    from filelock import FileLock

    named = re.compile(rb'"team":"%b"' % re.escape(team.encode()))
    make_private(new.parent)
    try:
        day_folder(new).mkdir(exist_ok=True, mode=0o700)
        (new.parent / "aside").mkdir(exist_ok=True, mode=0o700)
        with FileLock(new.with_suffix(".lock"), timeout=30):
            for name in ("days", "aside"):
                for path in sorted(old.parent.joinpath(name).glob("*")):
                    data = read_whole(path, SIZE_LIMIT * 2)
                    if named.search(data) or not _OTHER_TEAM.search(data):
                        path.replace(new.parent / name / path.name)
            for suffix in (".previous.json", ".scrub", ".json"):
                with contextlib.suppress(FileNotFoundError):
                    old.with_suffix(suffix).replace(new.with_suffix(suffix))
            old.with_suffix(".lock").unlink(missing_ok=True)
    except (OSError, UnreadableError, TimeoutError) as error:
        raise StoreError(
            f"Your notebook could not be moved from {old} to {new} ({error}); nothing of it is lost."
        ) from error


def name_anew(path: Path, identity: str) -> None:
    """Gives a notebook and its earlier files that id. Its own file comes last, as above. Raises `StoreError`.

    A file that makes no sense is left as it is: whoever falls back on an earlier one finds that id in it.
    """
    from filelock import FileLock

    try:
        with FileLock(path.with_suffix(".lock"), timeout=30):
            for file in (*generations(path), path):
                with contextlib.suppress(UnreadableError, FileNotFoundError):
                    state = decode(read_whole(file, SIZE_LIMIT)).state
                    if team_of(state) != identity:
                        named = {**state, META: {"1": {**state[META]["1"], "team": identity}}}
                        write_whole(file, encode(named), 0o600)
    except (OSError, TimeoutError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise StoreError(f"Your notebook in {path.parent} could not be written ({reason}).") from error
