"""A page to read: help, a person's card, how the shared folder stands."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class PageScreen(ModalScreen[None]):
    """Some text in a window; a key or a click beside it goes back."""

    DEFAULT_CSS = """
    PageScreen { align: center middle; }
    PageScreen VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 92%;
        border: round $primary; background: $surface; padding: 1 2;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,question_mark,q,f1", "dismiss", "Back")]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The window."""
        with VerticalScroll() as window:
            window.border_title = Content(self._title)
            window.border_subtitle = Content("esc back")
            yield Static(self._text, markup=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside the window goes back."""
        if event.widget is self:
            self.dismiss(None)
