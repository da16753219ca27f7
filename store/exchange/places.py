"""Where the programs that share folders keep them on this machine, and the teams that are there already.

Where each program puts its folder, and which file of its own says so, is as its makers document it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

from store.errors import StoreError
from store.records import Snapshot
from store.settings import Membership
from store.sync.copies import FILE_NAME
from store.sync.folder import answered
from store.sync.knock import Knock

SECONDS: Final = 1.0
"""How long a place gets to say what is in it."""

DEPTH: Final = 2
"""Folders below a place in which a team is looked for."""

MOST: Final = 400
"""Folders of one place that are looked into."""

OWN_FILE: Final = 1_000_000
"""Bytes of a program's own settings that are read."""

_USUAL: Final = (
    ("Dropbox", "Dropbox"),
    ("Dropbox", "Dropbox (*)"),
    ("Dropbox", "Library/CloudStorage/Dropbox*"),
    ("OneDrive", "OneDrive"),
    ("OneDrive", "OneDrive - *"),
    ("OneDrive", "Library/CloudStorage/OneDrive-*"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("Google Drive", "Google Drive"),
    ("Google Drive", "My Drive"),
    ("Google Drive", "Library/CloudStorage/GoogleDrive-*/My Drive"),
    ("Google Drive", "Library/CloudStorage/GoogleDrive-*/Shared drives/*"),
    ("iCloud Drive", "Library/Mobile Documents/com~apple~CloudDocs"),
    ("iCloud Drive", "iCloudDrive"),
    ("Syncthing", "Sync"),
    ("Seafile", "Seafile"),
    ("pCloud", "pCloudDrive"),
    ("Box", "Library/CloudStorage/Box-Box"),
    ("Resilio Sync", "Resilio Sync"),
)
"""Each program's own default below one's own folder."""


class Place(NamedTuple):
    """A folder that a program carries from machine to machine.

    `shared` means that it was named as a folder to share; else it is all that the program carries, most of it
    one's own.
    """

    product: str
    path: Path
    shared: bool = False


class FoundTeam(NamedTuple):
    """A folder with a team in it."""

    folder: Path
    team: Snapshot


def shared_places(own: Path, environment: Mapping[str, str], system: str = sys.platform) -> list[Place]:
    """The folders of such programs that are there, each once. Blocks on the disk.

    `own` is one's own folder. What a program's settings say comes before what is usual.
    """
    settings = _settings_folders(own, environment, system)
    told = (
        *_dropbox(own, settings),
        *_onedrive(environment),
        *_desktop_clients(settings),
        *_syncthing(settings),
    )
    usual = (Place(name, path) for name, pattern in _USUAL for path in sorted(own.glob(pattern)))
    found: dict[Path, Place] = {}
    for place in (*told, *usual):
        if place.path != own and place.path not in found and _is_there(place.path):
            found[place.path] = place
    return list(found.values())


def teams_at(places: Iterable[Place]) -> list[FoundTeam]:
    """The teams that lie in those places, or up to two folders below. Blocks on the disk.

    A place that does not answer is left out, and so is a file that is no team file.
    """
    from store.team.team import peek

    found: dict[Path, FoundTeam] = {}
    for place in places:
        for folder in folders_with_a_file(place.path):
            try:
                found.setdefault(folder, FoundTeam(folder, peek(folder)))
            except (StoreError, OSError):
                continue
    return list(found.values())


def find_folder(known: Membership, own: Path, environment: Mapping[str, str]) -> list[Path]:
    """The folders that hold a team of mine, other than the one where it was. Blocks on the disk.

    It is looked for beside that one, and where programs keep the folders that they share.
    """
    near = [Place("", folder) for folder in (known.folder.parent, known.folder.parent.parent)]
    near = [place for place in near if place.path not in (own.parent, Path(own.anchor))]
    found = teams_at([*near, *shared_places(own, environment)])
    return [each.folder for each in found if each.team.team == known.team and each.folder != known.folder]


def folders_with_a_file(place: Path) -> list[Path]:
    """The folders at a place that hold a file of the team file's name; none where it does not answer."""
    if not Knock(place).is_answered(SECONDS):
        return []
    found: list[Path] = []
    try:
        answered(place, SECONDS, lambda: found.extend(_with_a_file(place)))
    except (StoreError, OSError):
        return list(found)  # as far as it came
    return found


def _with_a_file(place: Path) -> Iterator[Path]:
    """Breadth first, so that what lies deep in one folder does not hide what lies high in another."""
    level, seen = [place], 0
    for _ in range(DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            seen += 1
            if seen > MOST:
                return
            if (folder / FILE_NAME).is_file():
                yield folder
            below += subfolders(folder)
        level = below


def subfolders(folder: Path) -> list[Path]:
    """The folders in a folder that are neither hidden nor links, by name. Blocks on the disk.

    A folder that may not be read has none.
    """
    try:
        with os.scandir(folder) as entries:
            names = [
                e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []
    return [folder / name for name in sorted(names, key=str.casefold) if name.isprintable()]


def _is_there(path: Path) -> bool:
    try:
        return Knock(path).is_answered(SECONDS) and answered(path, SECONDS, path.is_dir)
    except (StoreError, OSError):
        return False


# What programs say of themselves


class _Settings(NamedTuple):
    """Where programs keep their settings here: folders in which each has one of its own."""

    folders: tuple[Path, ...]

    def read(self, *names: str) -> Iterator[str]:
        """The files of those names that there are."""
        for folder in self.folders:
            for name in names:
                with contextlib.suppress(OSError):
                    if (folder / name).is_file():  # a pipe would be waited for
                        with (folder / name).open("rb") as file:
                            yield file.read(OWN_FILE).decode("utf-8", "replace")


def _settings_folders(own: Path, environment: Mapping[str, str], system: str) -> _Settings:
    if system == "win32":
        named = [environment.get(name) for name in ("APPDATA", "LOCALAPPDATA")]
        return _Settings(tuple(Path(folder) for folder in named if folder))
    if system == "darwin":
        return _Settings((own / "Library/Preferences", own / "Library/Application Support", own / ".config"))
    config = environment.get("XDG_CONFIG_HOME") or own / ".config"
    state = environment.get("XDG_STATE_HOME") or own / ".local/state"
    return _Settings((Path(config), Path(state)))


def _dropbox(own: Path, settings: _Settings) -> Iterator[Place]:
    """Dropbox writes where its folders are into `info.json`."""
    for text in _Settings((*settings.folders, own)).read("Dropbox/info.json", ".dropbox/info.json"):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for account in told.values() if isinstance(told, dict) else ():
            path = account.get("path") if isinstance(account, dict) else None
            if isinstance(path, str):
                yield from _place("Dropbox", path)


def _onedrive(environment: Mapping[str, str]) -> Iterator[Place]:
    """OneDrive for Windows tells all programs, in their environment."""
    for name in ("OneDriveCommercial", "OneDriveConsumer", "OneDrive"):
        yield from _place("OneDrive", environment.get(name, ""))


def _desktop_clients(settings: _Settings) -> Iterator[Place]:
    """Nextcloud and ownCloud keep a line for each folder that they carry."""
    for name in ("Nextcloud", "ownCloud"):
        for text in settings.read(f"{name}/{name.lower()}.cfg"):
            for path in re.findall(r"^\d+\\Folders\S*\\\d+\\localPath=(.+)$", text, re.MULTILINE):
                yield from _place(name, path.strip())


def _syncthing(settings: _Settings) -> Iterator[Place]:
    """Syncthing names its folders one by one, each of them shared."""
    for text in settings.read("syncthing/config.xml", "Syncthing/config.xml"):
        try:
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, ValueError):
            continue
        for folder in root.findall("folder"):
            if folder.get("type", "sendreceive") == "sendreceive":
                yield from _place("Syncthing", folder.get("path", ""), shared=True)


def _place(product: str, path: str, *, shared: bool = False) -> Iterator[Place]:
    """The place at a path that a program wrote down, if that makes sense."""
    if path and path.isprintable():
        with contextlib.suppress(RuntimeError):  # the home of somebody whom this machine does not know
            folder = Path(path).expanduser()
            if folder.is_absolute():
                yield Place(product, folder, shared)
