"""What a kind of file system, and the program that carries a folder about, mean for a team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final, Literal

Family = Literal["own disk", "share", "fuse", "stick", "memory", "other"]

NETWORK: Final = ("share", "fuse")
"""Where locks do not hold for sure, and nobody tells of changes."""

_FAMILIES: Final[Mapping[Family, tuple[str, ...]]] = {
    "own disk": ("ext", "btrfs", "xfs", "zfs", "f2fs", "bcachefs", "apfs", "hfs", "overlay", "ntfs", "refs"),
    "share": (
        "nfs",
        "cifs",
        "smb",
        "afpfs",
        "webdav",
        "9p",
        "virtiofs",
        "vboxsf",
        "network",
        "ceph",
        "gluster",
    ),
    "stick": ("vfat", "exfat", "msdos", "fat"),
    "memory": ("tmpfs", "ramfs"),
}
"""How the system's own names for them begin."""

MEANING: Final[Mapping[Family, str]] = {
    "own disk": "a disk of this machine: changes show at once",
    "share": "a network share: nobody tells of changes there, so amity looks every few seconds",
    "fuse": "a drive that a program makes up: it may answer late, so amity looks every few seconds",
    "stick": "a stick or card: it keeps no rights and only coarse times, so amity compares what files hold",
    "memory": "this machine's memory: what lies there is gone after a restart",
    "other": "amity does not know this kind, so it looks every few seconds as well",
}


def family(kind: str) -> Family:
    """What sort of file system that is, by the system's own name for it."""
    name = kind.casefold()
    if name.startswith("fuse") and name != "fuseblk":
        return "fuse"
    return next((found for found, names in _FAMILIES.items() if name.startswith(names)), "other")


_IN_PATH: Final = (
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("google drive", "Google Drive"),
    ("googledrive-", "Google Drive"),
    ("com~apple~clouddocs", "iCloud Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("seafile", "Seafile"),
    ("pclouddrive", "pCloud"),
    ("box sync", "Box"),
    ("box-box", "Box"),
    ("resilio sync", "Resilio Sync"),
    ("synologydrive", "Synology Drive"),
    ("proton drive", "Proton Drive"),
    ("mega", "MEGA"),
)
"""How the folder's name begins, in the path of a folder that such a program carries."""

_MARKERS: Final = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".synologyworkingdirectory", "Synology Drive"),
    (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
    (".megaignore", "MEGA"),
    (".git", "git"),
)
"""Files of their own that such programs lay into the folders which they carry."""


def product_by_marker(names: Iterable[str]) -> str:
    """The program that left its own file among those of a folder, "" for none."""
    there = {name.casefold() for name in names}
    if any(name.startswith((".sync_", "._sync_")) and name.endswith(".db") for name in there):
        return "Nextcloud"
    return next((product for marker, product in _MARKERS if marker in there), "")


def product_by_path(path: PurePath) -> str:
    """The program that the names on the way to a folder speak of, "" for none."""
    for part in reversed(path.parts):
        for begins, product in _IN_PATH:
            rest = part.casefold().removeprefix(begins)
            if rest != part.casefold() and (not rest[:1].isalnum() or begins.endswith("-")):
                return product
    return ""
