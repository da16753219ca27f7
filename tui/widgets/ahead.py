"""The meetings ahead as a small table: a column a day, a row a role."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.columns import cell, widest

WIDEST = 24
"""Cells that a column takes at most; on a wide screen days do not drift apart."""

WAYS_GAP = 2
"""Cells between the ways to the meeting before and after."""


class Column(NamedTuple):
    """A day: its head, and who has each role. `mine` are the rows of my turns."""

    head: str
    people: tuple[str, ...]
    mine: frozenset[int] = frozenset()
    skipped: bool = False


class View(NamedTuple):
    """All that the table shows. `day` is the chosen column, -1 for none of them; `role` the chosen row."""

    roles: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    foot: str = ""
    before: str = ""
    after: str = ""
    day: int = -1
    role: int = 0


class Ahead(Widget):
    """Who has which role in the next meetings; a click on a cell asks to see that day."""

    DEFAULT_CSS = """
    Ahead { height: auto; width: 100%; text-wrap: nowrap; }
    """

    view: reactive[View] = reactive(View(), layout=True)
    """What is shown."""

    class CellChosen(Message):
        """A cell was clicked."""

        def __init__(self, column: int, row: int) -> None:
            super().__init__()
            self.column = column
            """The day, counted from the first column."""
            self.row = row
            """The role, counted from the first row; -1 for the head."""

    class FootChosen(Message):
        """The sentence below was clicked."""

    class Stepped(Message):
        """Another meeting was asked for."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by
            """-1 for the one before, 1 for the one after."""

    @property
    def _height(self) -> int:
        return (len(self.view.roles) + 1 if self.view.columns else 0) + self._has_foot

    @property
    def _has_foot(self) -> bool:
        return bool(self.view.foot or self.view.before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the table and its foot have, at any width."""
        return self._height

    def _widths(self) -> tuple[int, int]:
        """The cells of the roles' column and of each day's, gaps included."""
        width, count = self.size.width, max(1, len(self.view.columns))
        role = widest(self.view.roles, 8, max(8, width // 3)) + 2
        return role, min(WIDEST, max(4, (width - role) // count))

    def render(self) -> Content:
        """The table and its foot."""
        view, (role_width, day_width) = self.view, self._widths()
        lines: list[Content] = []
        if view.columns:
            heads = [self._head(column, number, day_width) for number, column in enumerate(view.columns)]
            lines.append(Content.assemble(cell("Ahead", role_width, "bold"), *heads))
            for row, role in enumerate(view.roles):
                cells = [self._cell(n, column, row, day_width) for n, column in enumerate(view.columns)]
                name = cell(cell(role, role_width - 2), role_width, "$text-muted")
                lines.append(Content.assemble(name, *cells))
        if self._has_foot:
            lines.append(self._foot())
        return Content("\n").join(lines)

    def _head(self, column: Column, number: int, width: int) -> Content:
        chosen = number == self.view.day
        style = "bold $primary" if chosen else "$text-muted"
        mark, head = "▸" if chosen else "", column.head
        if len(mark + head) >= width:
            head = head.partition(" ")[2]  # the weekday goes first
        return cell(cell(mark + head, width - 1, style), width)

    def _cell(self, number: int, column: Column, row: int, width: int) -> Content:
        if column.skipped:
            return cell(cell("not held" if row == 0 else "", width - 1, "italic $text-muted"), width)
        style = "bold $primary" if row in column.mine else ""
        if (number, row) == (self.view.day, self.view.role):
            style = f"{style} underline".strip()
        # The gap between columns stays plain.
        return cell(cell(column.people[row], width - 1).rstrip().stylize(style), width)

    def _ways(self) -> tuple[Content, Content]:
        """The ways to the meetings before and after; on little room only their arrows."""
        view = self.view
        if not view.before:
            return Content(""), Content("")
        side = max(0, min(20, (self.size.width - Content(view.foot).cell_length - 10) // 2))
        # With two meetings in all, both ways lead to the same one: it is named once.
        before = Content("" if view.before == view.after else view.before).truncate(side, ellipsis=True)
        after = Content(view.after).truncate(side, ellipsis=True)
        return (
            Content.assemble(("◂ ", "bold $primary"), before),
            Content.assemble(after, (" ▸", "bold $primary")),
        )

    def _foot(self) -> Content:
        """The sentence on the left, the other meetings on the right."""
        foot = Content.styled(self.view.foot, "$text-muted")
        before, after = self._ways()
        taken = foot.cell_length + before.cell_length + WAYS_GAP + after.cell_length
        gap = " " * max(1, self.size.width - taken)
        return Content.assemble(foot, gap, before, " " * WAYS_GAP, after).truncate(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Asks for the day under the mouse, or for the meeting before or after."""
        at = event.get_content_offset_capture(self)
        if self._has_foot and at.y == self._height - 1:
            before, after = self._ways()
            right = self.size.width - at.x  # cells from here to the end of the line
            if after and right <= after.cell_length + WAYS_GAP // 2:
                self.post_message(self.Stepped(1))
            elif after and right <= before.cell_length + WAYS_GAP + after.cell_length:
                self.post_message(self.Stepped(-1))
            elif at.x < Content(self.view.foot).cell_length:
                self.post_message(self.FootChosen())
            return
        role_width, day_width = self._widths()
        column = (at.x - role_width) // day_width
        if 0 <= column < len(self.view.columns):
            self.post_message(self.CellChosen(column, at.y - 1))
