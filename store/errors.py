"""What can go wrong, each kind a sentence for people and an exit code for scripts (docs/command-line.md)."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """Something that a person can understand and act upon.

    The text is one sentence or two: what is wrong, what is safe, what to do. `exit_code` is what the
    command line ends with.
    """

    exit_code = 1


class UsageError(StoreError):
    """What was asked for does not make sense: an unknown person, an impossible date, an empty text."""

    exit_code = 2


class NoTeamError(StoreError):
    """There is no team here, or this machine's person is not in it."""

    exit_code = 3


class UnreadableError(StoreError):
    """The team file is there but cannot be read: not JSON, torn, another team's, of a newer format."""

    exit_code = 4


class ForeignFileError(UnreadableError):
    """The file is sound, but it is no team file, or another team's."""


class DamagedFileError(UnreadableError):
    """The bytes are no whole team file: empty, cut off, zeros, not JSON."""


class NewerFormatError(UnreadableError):
    """A later version of amity wrote the file and says that this one must not edit it."""


class FolderError(StoreError):
    """The shared folder cannot be read or written now; what was changed is safe on this machine."""

    exit_code = 5


class SilentFolderError(FolderError):
    """The shared folder hangs."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The folder {folder} does not answer.")
