"""Short labels in a row, in as many lines as they need, each of which can be clicked."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Chip(NamedTuple):
    """A label: what it stands for, its words, how they look, and what is said under the mouse."""

    id: str
    words: str
    style: str = ""
    tip: str = ""


class Chips(Widget):
    """The chips, as many in a line as fit; one wider than the line is cut."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Chips { height: auto; width: 1fr; }
    """
    GAP: ClassVar[int] = 0
    """Cells between two chips."""

    chips: reactive[tuple[Chip, ...]] = reactive((), layout=True)
    """What is shown."""

    class Pressed(Message):
        """A chip was clicked."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id
            """What the chip stands for."""

    def _lines(self, width: int) -> list[list[tuple[Chip, Content]]]:
        lines: list[list[tuple[Chip, Content]]] = [[]]
        edge = 0
        for chip in self.chips:
            content = Content.styled(chip.words, chip.style).truncate(max(1, width), ellipsis=True)
            if lines[-1] and edge + content.cell_length > width:
                lines.append([])
                edge = 0
            lines[-1].append((chip, content))
            edge += content.cell_length + self.GAP
        return lines

    def get_content_width(self, container: Size, _viewport: Size) -> int:
        """The cells of all chips in one line, no more than there are."""
        wanted = sum(Content(chip.words).cell_length + self.GAP for chip in self.chips) - self.GAP
        return max(1, min(container.width, wanted))

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as the chips take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The chips."""
        gap = Content(" " * self.GAP)
        lines = self._lines(self.size.width)
        return Content("\n").join(gap.join(content for _, content in line) for line in lines)

    def _under(self, x: int, y: int) -> Chip | None:
        """The chip at that cell."""
        lines = self._lines(self.size.width)
        edge = 0
        for chip, content in lines[y] if 0 <= y < len(lines) else ():
            if edge <= x < edge + content.cell_length:
                return chip
            edge += content.cell_length + self.GAP
        return None

    def on_click(self, event: events.Click) -> None:
        """Says which chip was clicked."""
        place = event.get_content_offset_capture(self)
        if (chip := self._under(place.x, place.y)) is not None:
            self.post_message(self.Pressed(chip.id))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explains the chip under the mouse."""
        place = event.get_content_offset_capture(self)
        chip = self._under(place.x, place.y)
        words = chip.tip if chip is not None else ""
        if words != str(self.tooltip or ""):
            self.tooltip = Content(words) if words else None
