"""A small form to begin a card: for what it is, and on which day it opens."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from store.errors import UsageError
from store.records import GroupCard
from store.rules.dates import read_day
from store.text import NAME_LIMIT, clean
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.group_card import NO_SECRET, on_day

_HOW = "fri, tomorrow, or a date such as 2026-11-30"


class CardFormScreen(Window[str | None]):
    """Asks for the occasion and the day of a card for `to`; with `card` it changes that one.

    The result is the card's id, None when the form was left.
    """

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "#occasion"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    occasion = getters.query_one("#occasion", Field)
    day = getters.query_one("#day", Field)
    said = getters.query_one("#said", Static)

    def __init__(self, to: str, card: GroupCard | None = None) -> None:
        super().__init__()
        self._to = to
        self._card = card

    def compose(self) -> ComposeResult:
        """Two lines to fill in, what the day means, what to know before, two buttons."""
        occasion, day = (self._card.occasion, self._card.opens.isoformat()) if self._card else ("", "")
        with Vertical(id="window", classes="form") as window:
            window.border_title = Content(f"A card for {self.reader.name(self._to)}")
            window.border_subtitle = "ctrl+s save · esc back"
            with Horizontal(classes="field"):
                yield Label("What for")
                yield Field(
                    occasion,
                    placeholder="Farewell, birthday …",
                    max_length=NAME_LIMIT,
                    compact=True,
                    id="occasion",
                )
            with Horizontal(classes="field"):
                yield Label("Opens")
                yield Field(day, placeholder=_HOW, compact=True, max_length=20, id="day")
            yield Static(id="said", markup=False)
            yield Static(Content.styled(NO_SECRET, "$text-muted"), markup=False)
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)

    def on_mount(self) -> None:
        """Says what the day means."""
        self._show()

    def _day(self) -> date | None:
        """The day that was typed, if it is one."""
        try:
            return read_day(self.day.value, self.today)
        except UsageError:
            return None

    @on(Input.Changed)
    def _show(self) -> None:
        words, wrong = "The person it is for is shown it from that day on.", False
        if self.day.value.strip():
            day = self._day()
            if day is None:
                words, wrong = f"Write the day as {_HOW}.", True
            elif day < self.today:
                words, wrong = "That day is over; choose today or a day to come.", True
            else:
                words = f"It opens {on_day(day, self.today)}."
        self.said.update(Content.styled(words, "$text-error" if wrong else "$text-muted"))

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input is self.occasion and not self.day.value:
            self.day.focus()
        else:
            self.action_save()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Saves the card and closes the form; stays where something is missing."""
        team, day, occasion = self.app.team, self._day(), clean(self.occasion.value, NAME_LIMIT)
        if team is None:
            return
        if not occasion:
            self.occasion.focus()
            self.said.update(Content.styled("Say what it is for, such as Farewell.", "$text-warning"))
        elif day is None:
            self.day.focus()
            self.said.update(Content.styled(f"Write the day as {_HOW}.", "$text-warning"))
        else:
            known = self._card

            def save() -> str:
                if known is None:
                    return team.begin_card(self._to, occasion, day).id
                return team.change_card(known.id, occasion=occasion, opens=day).id

            self.app.do(save, self._saved, undo=team.undo)

    def _saved(self, card: str) -> None:
        self.dismiss(card)

    @on(Button.Pressed, "#leave")
    def _back(self) -> None:
        self.action_leave()
