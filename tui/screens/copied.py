"""What was copied, to be taken by hand where the terminal does not let a program use the clipboard."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

HINT = (
    "Mark it with the mouse (hold shift, or option on a Mac) and copy it as your terminal does. "
    "[@click=screen.dismiss][b $primary]esc[/] back[/]"
)


class CopiedScreen(ModalScreen[None]):
    """The text alone and selected, with nothing beside it that one would take along."""

    CSS_PATH = "copied.tcss"
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,c", "dismiss", "Back", show=False, priority=True)
    ]

    text = getters.query_one(TextArea)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, and below it how to take it."""
        yield TextArea(self._text, read_only=True, compact=True, highlight_cursor_line=False)
        yield Static(Content.from_markup(HINT))

    def on_mount(self) -> None:
        """Selects all of it."""
        self.text.select_all()
