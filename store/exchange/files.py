"""Reading a file that somebody names."""

from __future__ import annotations

from pathlib import Path

from store.errors import UsageError


def read_file(path: Path, limit: int, kind: str) -> bytes:
    """All of its bytes. Raises `UsageError` when it is not there, cannot be read, or is larger than `limit`.

    `kind` says what it should be, for the sentence: "a calendar".
    """
    try:
        if not path.is_file():
            raise UsageError(f"There is no file {path}.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or 'unknown').lower()}.") from None
    if len(data) > limit:
        raise UsageError(f"{path} is larger than {kind} can be ({limit >> 20} MB).")
    return data
