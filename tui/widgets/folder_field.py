"""A line for the path of a folder, completed from the disk as one types."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from tui.widgets.field import Field


def complete(typed: str) -> str | None:
    """What was typed with the first folder whose name goes on like that; None when there is none.

    Blocks on the disk. A beginning `~` stays as it is.
    """
    head, separator, tail = typed.rpartition(os.sep)
    if not separator:
        return None
    try:
        entries = sorted(e.name for e in os.scandir(Path(head + separator).expanduser()) if e.is_dir())
    except (OSError, RuntimeError):
        return None
    for name in entries:
        hidden = name.startswith(".") and not tail.startswith(".")
        if name.isprintable() and not hidden and name != tail and name.casefold().startswith(tail.casefold()):
            return f"{head}{separator}{tail}{name[len(tail) :]}"
    return None


class _Folders(Suggester):
    """Looks beside the event loop, since a folder of a share may hang."""

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(complete, value)


class FolderField(Field):
    """`right` at the end takes the offer."""

    def __init__(self, placeholder: str, id: str | None = None) -> None:
        super().__init__(
            placeholder=placeholder,
            id=id,
            suggester=_Folders(use_cache=False, case_sensitive=True),
            select_on_focus=False,  # a path is gone on with, not written anew
        )
