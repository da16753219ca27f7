"""The line in which one types a promise; it marks what it understood."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual.binding import Binding, BindingType

from store.rules.promises import Span
from tui.widgets.field import Field


class Marks(Highlighter):
    """Underlines what was taken for a person or a day."""

    spans: tuple[Span, ...] = ()

    def highlight(self, text: Text) -> None:
        """Called by the field for what it shows."""
        for span in self.spans:
            text.stylize("underline", span.start, span.end)


class Line(Field):
    """Where one types; down leads into the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "app.focus_next", "Down", show=False)]

    def __init__(self, **more: Any) -> None:
        self.marks = Marks()
        # A draft is there to be gone on with, so it is not selected.
        super().__init__(highlighter=self.marks, select_on_focus=False, **more)
