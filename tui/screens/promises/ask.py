"""Two small questions: to which day a promise is moved, and whether the team may see it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from store.errors import UsageError
from store.records import Promise
from store.rules.dates import read_day
from store.rules.promises import day_words, in_words, moved_message
from tui.screens.promises.form import HOW
from tui.screens.window import Window
from tui.widgets.field import Field


class MoveScreen(Window[date | None]):
    """Asks for the new day of a promise, and shows the message that says so; None when it was left."""

    CSS_PATH = "promises.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    day = getters.query_one(Field)
    said = getters.query_one("#said", Static)

    def __init__(self, promise: Promise) -> None:
        super().__init__()
        self._promise = promise

    def compose(self) -> ComposeResult:
        """The day, and what will be said."""
        with Vertical(id="window", classes="form") as window:
            window.border_title = Content(f"Move “{self._promise.text}” to")
            window.border_subtitle = "enter move, and copy the message · esc back"
            yield Field(placeholder=HOW, max_length=20, compact=True)
            yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        """Says what it is promised for now."""
        self._show()

    def _read(self) -> date | None:
        """The day that was typed, if it is one to move to."""
        try:
            day = read_day(self.day.value, self.today)
        except UsageError:
            return None
        return day if day >= self.today and day != self._promise.by else None

    @on(Input.Changed)
    def _show(self) -> None:
        old, day = self._promise.by, self._read()
        if day is not None:
            person = self.reader.members.get(self._promise.to)
            name, handle = (person.name, person.handle) if person is not None else ("", "")
            words = moved_message(self._promise.text, name, handle, old, day, self.today)
        elif not self.day.value.strip():
            words = f"Promised for {day_words(old, self.today)}." if old else "It has no day so far."
        else:
            words = f"Write another day, today or later: {HOW}."
        self.said.update(Content(words) if day is not None else Content.styled(words, "$text-muted"))

    @on(Input.Submitted)
    def _take(self) -> None:
        day = self._read()
        if day is not None:
            self.dismiss(day)


class ShareScreen(Window[bool]):
    """Says what others will see of a promise, before it is shared."""

    CSS_PATH = "promises.tcss"
    AUTO_FOCUS = "#yes"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    def __init__(self, promise: Promise) -> None:
        super().__init__()
        self._promise = promise

    def compose(self) -> ComposeResult:
        """What is seen, and by whom."""
        promise = self._promise
        name = self.reader.name(promise.to) if promise.to else ""
        finds = (
            f" {name} finds it in the list of promises." if name else " All find it in the list of promises."
        )
        with Vertical(id="window", classes="form") as window:
            window.border_title = "Share this promise?"
            window.border_subtitle = "enter share · esc back"
            yield Static("Everyone who can read the team's folder will see:", markup=False)
            shown = in_words(promise.text, name, promise.by, self.today)
            yield Static(Content.styled(shown, "bold"), classes="shown", markup=False)
            said = "The days that it had before and your notes stay with you. You can take it back."
            yield Static(Content.styled(f"{said}{finds}", "$text-muted"), markup=False)
            with Horizontal(id="buttons"):
                yield Button("Share", id="yes", variant="primary", compact=True)
                yield Button("Back", id="no", compact=True)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_leave(self) -> None:
        """Goes back without sharing."""
        self.dismiss(False)
