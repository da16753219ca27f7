"""How the shared folder stands: what happened, what is safe, what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual.content import Content

from store.records import Condition, Status
from tui.screens.page import PageScreen
from tui.widgets.frame import light_words

_MEANING: Final[dict[Condition, tuple[str, str]]] = {
    "in step": ("All that this machine knows is in the shared folder, and the other way round.", ""),
    "reading": ("The shared folder is being read.", ""),
    "waiting": (
        "What you changed is on this machine. It goes to the shared folder in a few seconds.",
        "",
    ),
    "unreachable": (
        "The shared folder does not answer. What you change is kept here and goes out by itself later.",
        "Is the drive or the share connected, and is its program running?",
    ),
    "unreadable": (
        "The team file makes no sense and was left as it is. Your own copy here is whole: go on working.",
        "If it was just arriving, wait a moment. Else take an older version of it from the history of "
        "the shared folder, or move it away: amity then writes it anew from your copy.",
    ),
    "read only": (
        "A newer amity keeps this team file: you see everything, but nothing can be changed from here.",
        "Update amity on this machine.",
    ),
}


def folder_page(status: Status, file: Path, own: Path) -> PageScreen:
    """The page for a state. `file` is the team file, `own` this machine's copy of it."""
    meaning, advice = _MEANING[status.condition]
    parts: list[Content | str | tuple[str, str]] = [
        (light_words(status).capitalize(), "bold"),
        f"\n\n{meaning}\n",
    ]
    if status.detail:
        parts += ["\n", (f"{status.detail}\n", "$text-muted")]
    if advice:
        parts += [("\nWhat to do\n", "bold $text-muted"), f"{advice}\n"]
    parts += [("\nWhere things are\n", "bold $text-muted"), f"Team file   {file}\n", f"Your copy   {own}\n"]
    parts += [("\nctrl+r", "bold $primary"), "  brings the folder in step at once"]
    return PageScreen("The shared folder", Content.assemble(*parts))
