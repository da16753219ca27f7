"""A list of things to choose from, several at once."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList


class Checklist(SelectionList[str]):
    """A selection list whose boxes are empty when they are off: colour alone says nothing."""

    def render_line(self, y: int) -> Strip:
        """The line as Textual draws it, but without the cross of what is not chosen."""
        line = super().render_line(y)
        index = self.scroll_offset.y + y
        if index < self.option_count and self.get_option_at_index(index).value not in self.selected:
            left, cross, *rest = line
            return Strip([left, Segment(" ", cross.style), *rest])
        return line
