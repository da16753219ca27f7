"""A line for a day in plain words, which says at once what it understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from store.errors import UsageError
from store.rules.follow_up import HOW, said
from store.text import clean
from tui.widgets.field import Field

LONGEST = 60
"""Characters of a day in words."""


class DayField(Vertical):
    """Asks for a day. `read` understands what is typed, or raises `UsageError`; `empty` is said of no day."""

    DEFAULT_CSS = """
    DayField { height: auto; }
    DayField Horizontal { height: 1; }
    DayField Label { width: 18; color: $text-muted; }
    DayField Field { width: 1fr; background: $panel; }
    DayField .meaning { width: 1fr; height: auto; padding-left: 18; color: $text-muted; }
    DayField .-wrong { color: $text-warning; }
    """

    field = getters.query_one(Field)
    meaning = getters.query_one(".meaning", Static)

    def __init__(
        self, label: str, typed: str, read: Callable[[str], date], today: date, empty: str = ""
    ) -> None:
        super().__init__()
        self._label, self._typed, self._read = label, typed, read
        self._today, self._empty = today, empty

    def compose(self) -> ComposeResult:
        """What it asks, the line, what the line means."""
        with Horizontal():
            yield Label(self._label)
            yield Field(self._typed, placeholder=HOW, compact=True, max_length=LONGEST)
        yield Static(classes="meaning", markup=False)

    def on_mount(self) -> None:
        """Says what stands there already."""
        self._show()

    @property
    def typed(self) -> str:
        """What was typed."""
        return clean(self.field.value, LONGEST)

    def day(self) -> date | None:
        """The day that is meant, None when nothing was typed. Raises `UsageError` for what is no day."""
        return self._read(self.typed) if self.typed else None

    @on(Input.Changed)
    def _show(self) -> None:
        words, wrong = self._empty, False
        try:
            day = self.day()
            words = said(day, self._today) if day is not None else words
        except UsageError as error:
            words, wrong = str(error), True
        self.meaning.update(Content(words))
        self.meaning.set_class(wrong, "-wrong")
