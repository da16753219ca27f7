"""Where the cards of the wall lie: plain arithmetic, the same cost for ten cards and for ten thousand."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Region

GAP = 1
"""Cells between two columns."""

SIDE_BY_SIDE = 86
"""Cells from which on two cards lie beside each other."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`count` cards on a wall of `width` cells, all of one size, in reading order."""

    width: int
    count: int

    @property
    def columns(self) -> int:
        """Cards beside each other: one in a small terminal, at most four."""
        return 1 if self.width < SIDE_BY_SIDE else min(4, max(2, self.width // 38))

    @property
    def card_height(self) -> int:
        """Lines of a card: narrower cards are taller."""
        if self.columns > 1:
            return 8
        return 6 if self.width >= 72 else 7

    @property
    def card_width(self) -> int:
        """Cells of a card."""
        return max(1, (self.width - GAP * (self.columns - 1)) // self.columns)

    @property
    def height(self) -> int:
        """Lines of the whole wall."""
        return -(-self.count // self.columns) * self.card_height

    def region(self, index: int) -> Region:
        """Where a card lies on the whole wall."""
        row, column = divmod(index, self.columns)
        return Region(
            column * (self.card_width + GAP), row * self.card_height, self.card_width, self.card_height
        )

    def seen(self, top: int, height: int) -> range:
        """The cards that are at least partly within `height` lines from `top` on."""
        first = top // self.card_height * self.columns
        last = -(-(top + height) // self.card_height) * self.columns
        return range(min(first, self.count), min(last, self.count))

    def at(self, x: int, y: int) -> int | None:
        """The card at that cell of the whole wall, if there is one."""
        column, within = divmod(x, self.card_width + GAP)
        index = y // self.card_height * self.columns + column
        if x < 0 or y < 0 or column >= self.columns or within >= self.card_width or index >= self.count:
            return None
        return index

    def step(self, index: int, across: int, down: int) -> int:
        """The neighbour: left and right in reading order, up and down in the column; itself at the edge."""
        last = self.count - 1
        target = index + across + down * self.columns
        if down > 0 and target > last and index // self.columns < last // self.columns:
            return last  # the last row may be shorter than this column
        return target if 0 <= target <= last else index

    def page(self, index: int, rows: int) -> int:
        """The card so many rows further down in the same column, or the nearest one there is."""
        row, column = divmod(index, self.columns)
        row = min(max(0, row + rows), max(0, self.count - 1) // self.columns)
        return max(0, min(row * self.columns + column, self.count - 1))
