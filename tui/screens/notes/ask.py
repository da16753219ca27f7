"""Small windows of the notebook that ask one thing: for another day, whether to delete, where to save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from tui.commands import hint
from tui.screens.window import Window
from tui.widgets.day_field import DayField
from tui.widgets.field import Field

_BACK: list[BindingType] = [Binding("escape", "leave", "Back", show=False)]

USUAL_FILE = "~/amity-notes.md"
"""Where notes are saved unless one says otherwise."""


class LaterScreen(Window[date | None]):
    """Asks for another day to come back to a note; the result is None when it was left."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [*_BACK, Binding("ctrl+s", "save", "Save", show=False)]

    day = getters.query_one(DayField)

    def __init__(self, read: Callable[[str], date]) -> None:
        super().__init__()
        self._read = read

    def compose(self) -> ComposeResult:
        """One line, and what it means."""
        with Vertical(id="window") as window:
            window.border_title = "Another day"
            window.border_subtitle = "enter save · esc back"
            yield DayField("Come back to it", "", self._read, self.today, "Any day to come, in your words.")

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Gives back the day, once there is one."""
        try:
            day = self.day.day()
        except UsageError:
            return  # what is wrong stands below the line
        if day is not None:
            self.dismiss(day)


class DeleteScreen(Window[bool]):
    """Asks once whether a note goes for good."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = _BACK

    def compose(self) -> ComposeResult:
        """What it means, and the two ways."""
        with Vertical(id="window") as window:
            window.border_title = "Delete this note for good?"
            window.border_subtitle = "enter choose · esc back"
            words = hint(
                "Its words leave this machine, also the earlier files of the notebook. "
                "Until you quit, {undo} brings it back."
            )
            yield Static(Content.styled(words, "$text-muted"), markup=False)
            yield OptionList(
                Option("Delete it for good", id="delete"),
                Option("Keep it", id="keep"),
                markup=False,
                compact=True,
            )

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id == "delete")

    def action_leave(self) -> None:
        """Keeps it."""
        self.dismiss(False)


class SaveAsScreen(Window[str | None]):
    """Asks for the file to save the notes in; the result is None when it was left."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = _BACK

    def compose(self) -> ComposeResult:
        """One line, and what is to be known."""
        with Vertical(id="window") as window:
            window.border_title = "Save your notes as a file"
            window.border_subtitle = "enter save · esc back"
            yield Field(USUAL_FILE, compact=True, max_length=400)
            words = "Only you may read it. A name with .json at its end gives JSON, any other Markdown."
            yield Static(Content.styled(words, "$text-muted"), markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
