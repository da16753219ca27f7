"""Whom I have not thanked lately: names in alphabetical order, for me alone."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.rules.balance import not_thanked_lately, team_line
from tui.commands import hint
from tui.screens.window import Window

_ABOUT = "You have not thanked these people on the wall lately. Does something come to mind?"
_NOBODY = (
    "There is nobody to remind you of.\n\n"
    "Did someone make your day a little easier? It is never too soon: press {thank} on the wall."
)
_COVERED = "Covered while you share your screen."


class BalanceScreen(Window[str | None]):
    """The names; the result is the member whom I want to thank now, None when it was left."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,n", "leave", "Back", show=False),
    ]

    people = getters.query_one(OptionList)
    about = getters.query_one("#about", Static)
    team_said = getters.query_one("#team", Static)

    def compose(self) -> ComposeResult:
        """What it is about, the names, the line about the team."""
        with Vertical(id="window", classes="balance") as window:
            window.border_title = "Not thanked lately · only you see this"
            yield Static(id="about", markup=False)
            yield OptionList(markup=False, compact=True)
            yield Static(id="team", markup=False)

    def on_mount(self) -> None:
        """Shows the names, or covers them."""
        self.watch(self.app, "view", self._show)
        self.watch(self.app, "hidden", self._show, init=False)

    def _show(self) -> None:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        found = () if self.app.hidden else not_thanked_lately(snapshot, team.me, self.today)
        about = _COVERED if self.app.hidden else _ABOUT if found else hint(_NOBODY)
        self.about.update(Content.styled(about, "$text-muted"))
        keys = ["enter thank"] if found else []
        keys += ["h show" if self.app.hidden else "h cover", "esc back"]
        self.query_one("#window").border_subtitle = " · ".join(keys)
        self.people.display = bool(found)
        self.people.set_options([Option(Content(member.name), member.id) for member in found])
        self.people.highlighted = 0 if found else None
        if found:  # covering them took the focus away
            self.people.focus()
        line = "" if self.app.hidden else team_line(snapshot, self.today, self.app.timezone)
        self.team_said.display = bool(line)
        self.team_said.update(Content.styled(line, "$text-success"))

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
