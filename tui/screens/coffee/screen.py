"""The window of the coffee chats."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from store.coffee import Chat, my_chat
from store.team import Team
from tui.commands import bindings, commands
from tui.screens.coffee.words import words_of
from tui.screens.window import Window
from tui.widgets.frame import KeyBar


class CoffeeScreen(Window[None]):
    """Whom I meet this round, when we could, and what to begin with."""

    CSS_PATH = "coffee.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("coffee"),
    ]
    place = "coffee"

    words = getters.query_one("#words", Static)
    chat: Chat | None = None

    def compose(self) -> ComposeResult:
        """The words, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Coffee chats"
            with VerticalScroll():
                yield Static(id="words", markup=False)
            yield KeyBar(commands("coffee"))

    def on_mount(self) -> None:
        """Draws the round if nobody has, and shows it; again whenever something changes."""
        if self.app.team is not None:
            self.app.do(self.app.team.settle_coffee)
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        me = snapshot.members[team.me]
        self.chat = my_chat(snapshot, me, self.app.clock.now())
        self.words.update(words_of(self.chat, me, snapshot.members, me.coffee_pause))

    def action_copy(self) -> None:
        """Puts a ready message to whom I meet on the clipboard."""
        if self.chat is not None and self.chat.message:
            self.app.copy(self.chat.message)
        else:
            self.notify("There is nobody to write to this round.", markup=False)

    def action_met(self) -> None:
        """We met."""
        self._mark(True)

    def action_missed(self) -> None:
        """It did not happen."""
        self._mark(False)

    def _mark(self, met: bool) -> None:
        team, chat = self.app.team, self.chat
        if team is None or chat is None or chat.round is None or not chat.group:
            self.notify("There is no chat of yours this round.", markup=False)
            return
        self.app.do(partial(team.mark_met, chat.round, chat.group, met), undo=team.undo)

    def action_skip(self) -> None:
        """Leaves this round out, or the next one if there is nothing to leave out now."""
        team, chat, snapshot = self.app.team, self.chat, self.app.snapshot
        if team is None or chat is None or snapshot is None or chat.state == "out":
            self.notify("You do not take part, so there is nothing to leave out.", markup=False)
            return
        monday = chat.monday if chat.state in ("open", "waiting") else chat.next_round
        skipped = any(team.me in c.skips for c in snapshot.coffee if c.monday == monday)
        words = "You are back in." if skipped else "Left out. Nobody is told why, and nobody asks."
        self.app.do(
            partial(team.skip_coffee, monday, not skipped),
            lambda _: self.notify(words, markup=False),
            undo=team.undo,
        )

    def action_take_part(self) -> None:
        """Takes part, or does not any more."""
        team, snapshot = self.app.team, self.app.snapshot
        if team is not None and snapshot is not None:
            self.app.do(
                partial(_take_part, team, not snapshot.members[team.me].coffee),
                undo=team.undo,
            )

    def action_settings(self) -> None:
        """Pausing, and for the whole team how often and how many."""
        from tui.screens.coffee.settings import CoffeeSettingsScreen

        self.app.push_screen(CoffeeSettingsScreen())


def _take_part(team: Team, on: bool) -> None:
    team.join_coffee(on)
    if on:
        team.settle_coffee()
