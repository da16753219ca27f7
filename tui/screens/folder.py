"""How the shared folder stands: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from textual.content import Content

from store.clock import wrong_clock
from store.records import Condition, FolderNews, Status, SyncEvent, SyncEventKind
from store.when import day_of, time_of
from store.zones import zone
from tui.screens.page import PageScreen
from tui.widgets.card import ago
from tui.widgets.frame import light_words

SHOWN: Final = 8
"""Lines of each list; all of them are in the log and in the folder that is named."""

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
        "If it was just arriving, wait a moment: one that was cut off is set aside and written anew from "
        "your copy. If it is something else, move it away, or take an older version of it from the history "
        "of the shared folder.",
    ),
    "read only": (
        "A newer amity keeps this team file: you see everything, but nothing can be changed from here.",
        "Update amity on this machine.",
    ),
}

_HAPPENED: Final[dict[SyncEventKind, str]] = {
    "received": "{count} came in",
    "sent": "{count} went out",
    "merged": "took in all that a copy holds",
    "tidied": "tidied a copy away",
    "set aside": "cut off: set aside, and written anew from yours",
}

_THINGS: Final = {
    "kudos": ("kudos", "kudos"),
    "members": ("person's card", "people's cards"),
    "absences": ("absence", "absences"),
    "milestones": ("shared day", "shared days"),
    "meetings": ("meeting", "meetings"),
    "occurrences": ("meeting's roles", "meetings' roles"),
    "_tombstones": ("thing taken back", "things taken back"),
}
"""What the tables hold, one and several."""


def folder_page(status: Status, news: FolderNews, now: datetime, timezone: str) -> PageScreen:
    """The page for a state and what led to it."""
    meaning, advice = _MEANING[status.condition]
    parts: list[Content | str | tuple[str, str]] = [
        (light_words(status).capitalize(), "bold"),
        f"\n\n{meaning}\n",
    ]
    if status.detail:
        parts += ["\n", (f"{status.detail}\n", "$text-muted")]
    if advice:
        parts += [_title("What to do"), f"{advice}\n"]
    if news.waiting and status.condition != "in step":
        parts += [_title("Waiting to go out"), f"{_waiting(news.waiting)}\n"]
    if news.ahead:
        parts += [_title("A clock is wrong"), f"{wrong_clock(news.ahead)}\n"]
    if news.events:
        parts += [_title("Since you opened amity")]
        parts += [_event(event, now) for event in news.events[:SHOWN]]
    if news.kept:
        parts += [_title("Set aside on this machine")]
        parts += [_kept(name, timezone) for name in news.kept[:SHOWN]]
        if len(news.kept) > SHOWN:
            parts += [("and older ones\n", "$text-muted")]
        parts += [
            f"They are in {news.kept_in}. A copy that you put into the shared folder again, under any name, "
            "is merged; what was cut off is there to look at.\n"
        ]
    parts += [
        _title("Where things are"),
        f"Team file   {news.file}\nYour copy   {news.own}\nLog         {news.log}\n",
    ]
    parts += [("\nctrl+r", "bold $primary"), "  brings the folder in step at once"]
    return PageScreen("The shared folder", Content.assemble(*parts))


def _waiting(counts: Mapping[str, int]) -> str:
    """What waits, as people say it: "2 kudos, 1 absence"."""
    known = [(counts[table], names) for table, names in _THINGS.items() if counts.get(table)]
    others = sum(counts.values()) - sum(count for count, _ in known)
    known += [(others, ("other thing", "other things"))] if others else []
    return ", ".join(f"{count} {names[count != 1]}" for count, names in known)


def _title(words: str) -> tuple[str, str]:
    return (f"\n{words}\n", "bold $text-muted")


def _event(event: SyncEvent, now: datetime) -> Content:
    count = "1 change" if event.count == 1 else f"{event.count} changes"
    words = _HAPPENED[event.kind].format(count=count)
    name = f"{'':<16}{event.name}\n" if event.name else ""
    return Content.assemble((f"{ago(event.at, now):<16}", "$text-muted"), f"{words}\n", (name, "$text-muted"))


def _when(name: str, timezone: str) -> str:
    """The moment in a kept file's name, as people write it."""
    try:
        moment = datetime.strptime(name[:15] + "+0000", "%Y%m%dT%H%M%S%z").astimezone(zone(timezone))
    except ValueError:
        return ""
    return f"{day_of(moment, month='%b'):>6} {time_of(moment)}"


def _kept(name: str, timezone: str) -> Content:
    """When and why a file was kept, and what it was called."""
    _, kind, _, original = (*name.split("-", 3), "", "", "")[:4]
    why = "a copy, all of it merged" if kind == "copy" else "cut off or damaged"
    return Content.assemble(
        (f"{_when(name, timezone):<16}", "$text-muted"), f"{why}\n", (f"{'':<16}{original}\n", "$text-muted")
    )
