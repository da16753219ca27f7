"""Which kind of file system a folder is on, told without touching the folder itself, which may hang."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PureWindowsPath
from typing import Final

_MOUNTS: Final = Path("/proc/self/mountinfo")
_ESCAPED: Final = re.compile(rb"\\([0-7]{3})")
_MOUNTED: Final = re.compile(r"^.* on (?P<where>/.*) \((?P<kind>\w+)")
"""A line of macOS' `mount`."""


def kind_of(folder: Path, system: str = sys.platform) -> str:
    """The system's own name for it: `ext4`, `fuse.sshfs`, `smbfs`, `NTFS` …; "" when it tells none."""
    if system == "win32":
        return windows_kind(folder)
    if system == "darwin":
        import subprocess

        try:
            done = subprocess.run(["/sbin/mount"], capture_output=True, timeout=2, check=False)
        except (OSError, subprocess.SubprocessError):
            return ""
        return mac_kind(folder, done.stdout.decode("utf-8", "replace"))
    try:
        return linux_kind(folder, _MOUNTS.read_bytes())
    except OSError:
        return ""


def on_fuse(folder: Path) -> bool:
    """Whether the folder is on a FUSE file system; only Linux tells."""
    return sys.platform == "linux" and kind_of(folder).startswith("fuse")


def linux_kind(folder: Path, mounts: bytes) -> str:
    """What /proc/self/mountinfo says."""
    place, longest, kind = os.fsencode(folder), -1, b""
    for line in mounts.splitlines():
        where, _, what = line.partition(b" - ")
        point = _ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), where.split()[4]).rstrip(b"/")
        if (place == point or place.startswith(point + b"/")) and len(point) >= longest:
            longest, kind = len(point), what.split(b" ")[0]
    return kind.decode("ascii", "replace")


def mac_kind(folder: Path, mounted: str) -> str:
    """What macOS' `mount` says."""
    place, longest, kind = str(folder), -1, ""
    for line in mounted.splitlines():
        if found := _MOUNTED.match(line):
            point = found["where"].rstrip("/")
            if (place == point or place.startswith(f"{point}/")) and len(point) >= longest:
                longest, kind = len(point), found["kind"]
    return kind


def windows_kind(folder: Path) -> str:
    """What Windows says of the drive: `network`, or the file system's name."""
    anchor = PureWindowsPath(folder).anchor
    if anchor.startswith("\\\\"):
        return "network"
    if sys.platform != "win32":
        return ""
    import ctypes

    kernel = ctypes.windll.kernel32
    if kernel.GetDriveTypeW(anchor) == 4:
        return "network"
    name = ctypes.create_unicode_buffer(64)
    told = kernel.GetVolumeInformationW(anchor, None, 0, None, None, None, name, len(name))
    return name.value if told else ""
