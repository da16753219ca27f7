"""A page to read: help, a person's card, how the shared folder stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

if TYPE_CHECKING:
    from tui.app import AmityApp

_COPY_OR_BACK = "[@click=screen.copy][b]c[/] copy[/] · [@click=screen.dismiss]esc back[/]"


class PageScreen(ModalScreen[None]):
    """Some text in a window; a key or a click beside it goes back.

    `copied` is what `c` copies, "" for a page with nothing to copy.
    """

    DEFAULT_CSS = """
    PageScreen { align: center middle; }
    PageScreen VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 92%;
        border: round $primary; background: $surface; padding: 1 2;
        link-style: none; link-color: $primary; link-background-hover: $panel;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q,f1", "dismiss", "Back"),
        Binding("c", "copy", "Copy", show=False),
    ]

    window = getters.query_one(VerticalScroll)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, title: str, text: Content, copied: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._copied = copied

    def compose(self) -> ComposeResult:
        """The window."""
        with VerticalScroll() as window:
            window.border_title = Content(self._title)
            window.border_subtitle = _COPY_OR_BACK if self._copied else "esc back"
            yield self.body()

    def body(self) -> Widget:
        """What is read."""
        return Static(self._text, markup=False)

    def action_copy(self) -> None:
        """Puts what there is to copy on the clipboard, to paste it in a chat."""
        if self._copied:
            self.app.copy(self._copied)

    def on_click(self, event: events.Click) -> None:
        """A click beside the window goes back."""
        if event.widget is self:
            self.dismiss(None)
