"""Telling a folder whose drive is not connected from one whose team file was removed."""

from __future__ import annotations

import contextlib
from pathlib import Path

from store.sync.files import write_whole
from store.sync.folder import Folder


class Place:
    """Which file system the shared folder was on when the team file was last seen there, kept in `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._device = path.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            self._device = ""

    @property
    def known(self) -> bool:
        """Whether the team file was ever there."""
        return bool(self._device)

    def is_elsewhere(self, folder: Folder) -> bool:
        """Whether the folder looks like the empty one below a drive that is not connected."""
        return self.known and folder.is_empty() and str(folder.device()) != self._device

    def remember(self, folder: Folder) -> None:
        """Keeps it for the next start; what cannot be kept is only a hint."""
        device = str(folder.device())
        if device != self._device:
            self._device = device
            with contextlib.suppress(OSError):
                write_whole(self.path, device.encode(), 0o600)
