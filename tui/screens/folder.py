"""How the shared folder stands: what happened, what is safe, what to do; below it, what the doctor says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from store.clock import wrong_clock
from store.doctor import Check
from store.records import Condition, FolderNews, Status, SyncEvent, SyncEventKind
from store.restoring import THINGS, things
from store.when import day_of, time_of
from store.zones import zone
from tui.commands import bindings, commands
from tui.doctor import look_at_all
from tui.screens.window import Window
from tui.widgets.card import ago
from tui.widgets.frame import KeyBar, light_words

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
        "Is the drive or the share connected, and is its program running? If the folder was moved, press f.",
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


class Checked(Message):
    """The doctor looked at one more thing; None when that was all. Posted from its thread."""

    def __init__(self, check: Check | None) -> None:
        super().__init__()
        self.check = check


class CheckLine(Horizontal):
    """One check: a sign with its name, and beside it what there is, and what to do."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self._check = check

    def compose(self) -> ComposeResult:
        """A word stands with the sign: colour alone says nothing."""
        check = self._check
        sign = ("✓ ", "$success") if check.ok else ("▲ ", "bold $warning")
        yield Static(Content.assemble(sign, Content(check.name)), markup=False, classes="name")
        todo = (
            Content.assemble("\n▸ ", (check.fix, "bold"), ("  (to do)", "$text-muted")) if check.fix else ""
        )
        yield Static(Content.assemble((check.detail, "$text-muted" if check.ok else ""), todo), markup=False)


class FolderScreen(Window[None]):
    """What happened between this machine and the folder, and all that the doctor finds, as it finds it."""

    CSS_PATH = "folder.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("folder")
    place = "folder"

    news = getters.query_one("#news", Static)
    checks = getters.query_one("#checks", Vertical)
    total = getters.query_one("#total", Static)
    _todo = 0

    def compose(self) -> ComposeResult:
        """The two parts, and the keys."""
        with Vertical(id="window") as window:
            window.border_title = "The shared folder"
            with VerticalScroll():
                yield Static(id="news", markup=False)
                yield Static(Content.styled("Is all as it should be?", "bold $text-muted"), id="head")
                yield Static(Content.styled("Looking …", "$text-muted"), id="total", markup=False)
                yield Vertical(id="checks")
            yield KeyBar(commands("folder"))

    def on_mount(self) -> None:
        """Follows the folder, and has the doctor look."""
        self.watch(self.app, "status", self._ask)
        self.run_worker(self._examine, thread=True, exit_on_error=False)

    def _ask(self) -> None:
        """Asks what happened, on the store's thread."""
        if self.app.team is not None:
            self.app.do(self.app.team.folder_news, self._show)

    def _show(self, news: FolderNews) -> None:
        self.news.update(folder_words(self.app.status, news, self.app.clock.now(), self.app.timezone))

    # The doctor waits for a folder that hangs in a thread of its own: the store's has other things to do.

    def _examine(self) -> None:
        app, worker = self.app, get_current_worker()
        folder = app.team.folder if app.team is not None else None
        encoding = getattr(sys.__stdout__, "encoding", "") or ""
        size = os.terminal_size(app.size)
        for check in look_at_all(app.home, app.clock, os.environ, folder, size, encoding):
            if worker.is_cancelled:
                return
            self.post_message(Checked(check))
        self.post_message(Checked(None))

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        if event.check is None:
            things = "1 thing to do" if self._todo == 1 else f"{self._todo} things to do"
            words = f"{things}; nothing was changed." if self._todo else "All is well."
            self.total.update(Content.styled(words, "$text-muted"))
            return
        self._todo += not event.check.ok
        self.checks.mount(CheckLine(event.check), before=None if event.check.ok else 0)

    # Commands

    def action_refresh(self) -> None:
        """Brings the folder in step at once."""
        self.app.action_refresh()

    def action_where(self) -> None:
        """Copies where the team file is."""
        if self.app.team is not None:
            self.app.copy(str(self.app.team.engine.folder.file), "Copied where the team file is.")

    def action_find(self) -> None:
        """Looks where the folder may be now."""
        self.app.action_find_folder()

    def action_backups(self) -> None:
        """Shows what this machine keeps of earlier days."""
        self.app.action_backups()


def folder_words(status: Status, news: FolderNews, now: datetime, timezone: str) -> Content:
    """What there is to say on a state and what led to it."""
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
    return Content.assemble(*parts)


def _waiting(counts: Mapping[str, int]) -> str:
    """What waits, as people say it: "2 kudos, 1 absence"."""
    known = {table: counts[table] for table in THINGS if counts.get(table)}
    others = sum(counts.values()) - sum(known.values())
    return ", ".join(things(table, count) for table, count in (*known.items(), ("", others)) if count)


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
