"""The days of the week in one line, each on or off."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
CELL = 4
"""Cells of a day: its name, or its name in brackets."""


class Weekdays(Widget, can_focus=True):
    """Chooses weekdays: left and right move, space turns a day on or off, and so does a click."""

    DEFAULT_CSS = """
    Weekdays { height: 1; width: 28; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Day before", show=False),
        Binding("right", "move(1)", "Day after", show=False),
        Binding("space,enter", "turn", "On or off", show=False),
    ]

    days: reactive[tuple[int, ...]] = reactive(())
    """The ISO weekdays that are on."""
    cursor: reactive[int] = reactive(1)
    """The ISO weekday that space turns."""

    class Changed(Message):
        """Other days are on now."""

    def render(self) -> Content:
        """Brackets around the days that are on, since colour alone says nothing."""
        parts: list[tuple[str, str]] = []
        for day, name in enumerate(NAMES, 1):
            on = day in self.days
            style = "bold $primary" if on else "$text-muted"
            if self.has_focus and day == self.cursor:
                style = f"{style} reverse"
            parts.append((f"[{name}]" if on else f" {name} ", style))
        return Content.assemble(*parts)

    def action_move(self, by: int) -> None:
        """Moves to the day before or after."""
        self.cursor = min(7, max(1, self.cursor + by))

    def action_turn(self) -> None:
        """Turns the day at the cursor on or off."""
        self.days = tuple(sorted({*self.days} ^ {self.cursor}))
        self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """Turns the day under the mouse on or off."""
        if 0 <= event.x < CELL * len(NAMES):
            self.cursor = event.x // CELL + 1
            self.action_turn()
