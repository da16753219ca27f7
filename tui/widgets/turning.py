"""A card that turns over when what stands on it changes."""

from __future__ import annotations

from math import cos, pi

from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import VisualType
from textual.widgets import Static

SECONDS = 0.3
"""How long a turn takes: long enough to be seen, short enough not to wait for."""

THINNEST = 2
"""Cells of the card seen from the edge: its two borders."""


class TurningCard(Static):
    """A card of words; `turn_to` shows other words with a turn around its upright axis.

    Without motion, as people can ask for (`App.animation_level`), the new words are there at once.
    """

    turn: reactive[float] = reactive(1.0)
    """How far the card has turned: 0 shows the old side, 1 the new one."""

    def __init__(self, *, id: str, classes: str = "") -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._old: list[Strip] = []

    def turn_to(self, words: VisualType) -> None:
        """Shows other words, turning over if motion is wanted and there is something to turn."""
        moves = self.app.animation_level != "none" and self.is_attached and self.outer_size.area > 0
        self._old = self.render_lines(self._whole) if moves else []
        self.update(words)
        if moves:
            self.turn = 0.0
            self.animate("turn", 1.0, duration=SECONDS, easing="in_out_sine", on_complete=self._forget)

    @property
    def _whole(self) -> Region:
        return self.outer_size.region

    def _forget(self) -> None:
        self._old = []

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are; in the middle of a turn, those of one side, seen from further round."""
        if self.turn >= 1 or not self._old:
            return super().render_lines(crop)
        width = self._whole.width
        side = self._old if self.turn < 0.5 else super().render_lines(self._whole)
        seen = max(THINNEST, round(width * abs(cos(pi * self.turn))))
        back = Style(bgcolor=self.background_colors[0].rich_color)
        lines = [_from_aside(line, width, seen, back) for line in side[crop.y : crop.bottom]]
        lines += [Strip.blank(width, back)] * (crop.height - len(lines))
        return [line.crop(crop.x, crop.right) for line in lines]


def _from_aside(line: Strip, width: int, seen: int, back: Style) -> Strip:
    """A line of a card of which so many cells are seen: its two ends, moved together to the middle."""
    left = seen // 2
    gap = (width - seen) // 2
    return Strip.join(
        [
            Strip.blank(gap, back),
            line.crop(0, left),
            line.crop(width - (seen - left), width),
            Strip.blank(width - seen - gap, back),
        ]
    )
