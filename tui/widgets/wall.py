"""The wall: cards drawn line by line, so that ten thousand of them cost what a screenful costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.records import Kudos

CARD_HEIGHT = 7
"""Lines of a card: two of border, one of names, three of text, one of theme and time."""

CARD_WIDTH = 36
"""Columns that a card wants at least; the wall has as many columns of cards as fit."""


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """The text in at most `lines` lines of `width` cells, cut with an ellipsis."""
    found: list[str] = []
    line = ""
    for word in text.replace("\n", " ").split(" "):
        while cell_len(word) > width:
            cut = len(word)
            while cell_len(word[:cut]) > width:
                cut = min(cut - 1, width)
            if line:
                found.append(line)
                line = ""
            found.append(word[:cut])
            word = word[cut:]
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
        else:
            found.append(line)
            line = word
        if len(found) > lines:
            break
    found.append(line)
    if len(found) > lines:
        last = found[lines - 1]
        while cell_len(last) > width - 1:
            last = last[:-1]
        found = [*found[: lines - 1], last.rstrip() + "…"]
    return found


class Wall(ScrollView, can_focus=True):
    """Cards in as many columns as fit, newest first; arrows move between them in two dimensions."""

    DEFAULT_CSS = """
    Wall { height: 1fr; padding: 0; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Wall .wall--border { color: $border; }
    Wall .wall--focus { color: $primary; }
    Wall .wall--names { text-style: bold; }
    Wall .wall--muted { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"wall--border", "wall--focus", "wall--names", "wall--muted"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "step_row(-1)", show=False),
        Binding("down", "step_row(1)", show=False),
        Binding("pageup", "step_page(-1)", show=False),
        Binding("pagedown", "step_page(1)", show=False),
        Binding("end", "last", show=False),
    ]

    class Opened(Message):
        """A card was opened."""

        def __init__(self, kudos: Kudos) -> None:
            super().__init__()
            self.kudos = kudos
            """The kudos of the card."""

    def __init__(self) -> None:
        super().__init__(id="wall")
        self.cards: Sequence[Kudos] = ()
        self.names: Mapping[str, str] = {}
        self.times: Mapping[str, str] = {}
        self.cursor = 0
        self._drawn: dict[tuple[str, int, bool], list[Strip]] = {}

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return max(1, (self.size.width or CARD_WIDTH) // CARD_WIDTH)

    @property
    def selected(self) -> Kudos | None:
        """The card in hand."""
        return self.cards[self.cursor] if self.cursor < len(self.cards) else None

    def set_cards(self, cards: Sequence[Kudos], names: Mapping[str, str]) -> None:
        """Shows these cards; the one in hand stays in hand if it is still there, and stays where it was."""
        held, row = self.selected, self.cursor // self.columns
        self.cards, self.names = cards, names
        self._drawn.clear()
        self.cursor = 0
        if held is not None:
            self.cursor = next((i for i, k in enumerate(cards) if k.id == held.id), 0)
        self._measure()
        moved = self.cursor // self.columns - row
        if moved and self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y + moved * CARD_HEIGHT, animate=False, force=True)
        self.refresh()

    def _measure(self) -> None:
        rows = -(-len(self.cards) // self.columns)
        self.virtual_size = Size(self.size.width, rows * CARD_HEIGHT)

    def on_resize(self) -> None:
        """Other columns, other rows."""
        self._drawn.clear()
        self._measure()
        self._follow()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the same line of each card in that row."""
        row, line = divmod(y + self.scroll_offset.y, CARD_HEIGHT)
        width = self.size.width
        each = width // self.columns
        strips: list[Strip] = []
        for index in range(row * self.columns, min((row + 1) * self.columns, len(self.cards))):
            strips.append(self._card(self.cards[index], each, index == self.cursor and self.has_focus)[line])
        return Strip.join(strips).adjust_cell_length(width, self.rich_style)

    def _card(self, kudos: Kudos, width: int, focused: bool) -> list[Strip]:
        key = (kudos.id, width, focused)
        if key not in self._drawn:
            if len(self._drawn) > 600:
                self._drawn.clear()
            self._drawn[key] = self._draw(kudos, width, focused)
        return self._drawn[key]

    def _draw(self, kudos: Kudos, width: int, focused: bool) -> list[Strip]:
        base = self.rich_style
        border = base + self.get_component_rich_style(
            "wall--focus" if focused else "wall--border", partial=True
        )
        names = base + self.get_component_rich_style("wall--names", partial=True)
        muted = base + self.get_component_rich_style("wall--muted", partial=True)
        inner = width - 5
        to = ", ".join(self.names.get(m, "someone") for m in kudos.to)
        foot = " · ".join(part for part in (kudos.theme, self.time_of(kudos)) if part)
        fans = " ".join(dict.fromkeys(r.emoji for r in kudos.reactions))
        rows: list[tuple[str, Style]] = [(f"{self.names.get(kudos.giver, 'Someone')} → {to}", names)]
        text = wrapped(kudos.text, inner, 3)
        rows += [(line, base) for line in (*text, "", "", "")[:3]]
        rows.append((f"{fans}  {foot}" if fans else foot, muted))
        left, right, flat = ("┃", "┃", "━") if focused else ("│", "│", "─")
        corners = "┏┓┗┛" if focused else "╭╮╰╯"
        strips = [self._line([(corners[0] + flat * (width - 3) + corners[1] + " ", border)])]
        for content, style in rows:
            cell = wrapped(content, inner, 1)[0]
            strips.append(
                self._line(
                    [
                        (f"{left} ", border),
                        (set_cell_size(cell, inner), style),
                        (f" {right} ", border),
                    ]
                )
            )
        strips.append(self._line([(corners[2] + flat * (width - 3) + corners[3] + " ", border)]))
        return [strip.adjust_cell_length(width, base) for strip in strips]

    @staticmethod
    def _line(parts: list[tuple[str, Style]]) -> Strip:
        return Strip([Segment(text, style) for text, style in parts])

    def time_of(self, kudos: Kudos) -> str:
        """When it was given, as people say it."""
        return self.times.get(kudos.id, f"{kudos.given:%d} {kudos.given:%b %Y}")

    # Moving

    def _go(self, index: int) -> None:
        if self.cards:
            self.cursor = max(0, min(index, len(self.cards) - 1))
            self._follow()
            self.refresh()

    def _follow(self) -> None:
        row = self.cursor // self.columns
        region = Region(0, row * CARD_HEIGHT, max(1, self.size.width), CARD_HEIGHT)
        self.scroll_to_region(region, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """The card beside."""
        self._go(self.cursor + by)

    def action_step_row(self, by: int) -> None:
        """The card above or below."""
        self._go(self.cursor + by * self.columns)

    def action_step_page(self, by: int) -> None:
        """A screenful further."""
        self._go(self.cursor + by * self.columns * max(1, self.size.height // CARD_HEIGHT))

    def action_last(self) -> None:
        """The oldest card."""
        self._go(len(self.cards) - 1)

    def first(self) -> None:
        """The newest card."""
        self._go(0)

    def on_focus(self) -> None:
        """The card in hand shows it."""
        self.refresh()

    def on_blur(self) -> None:
        """The card in hand no longer shows it."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Takes a card in hand; twice opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        column = min(self.columns - 1, offset.x // max(1, self.size.width // self.columns))
        index = (offset.y + self.scroll_offset.y) // CARD_HEIGHT * self.columns + column
        if index < len(self.cards):
            self._go(index)
            if event.chain > 1:
                self.post_message(self.Opened(self.cards[index]))
