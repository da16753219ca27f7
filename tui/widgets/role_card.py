"""What a role is for, and what to do in it before, during and after the meeting."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from store.records import Role
from tui.widgets.columns import hanging

LABEL = 8
"""Cells of "Before", "During", "After" and the gap behind them."""

LOW = 32
"""Screens with fewer rows show the first sentence of the description only."""


class RoleCard(Widget):
    """A role's description and its three checklists."""

    DEFAULT_CSS = """
    RoleCard { height: auto; }
    """

    role: reactive[Role | None] = reactive(None, layout=True)
    """The role that is shown; None for one that nobody has described."""

    def __init__(self) -> None:
        super().__init__(classes="card")

    def show(self, name: str, role: Role | None) -> None:
        """Shows a role under its name."""
        self.border_title = Content(name)
        self.role = role

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the texts take at that width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The description, then the checklists with their labels in a column of their own."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if self.role is None:
            return [Content.styled("Nobody has described this role yet.", "$text-muted")]
        text = self.role.description
        if self.app.size.height < LOW:
            first, stop, _ = text.partition(". ")
            text = f"{first}." if stop else first
        lines = Content(text).wrap(max(8, width))
        lists = (("Before", self.role.before), ("During", self.role.during), ("After", self.role.after))
        for label, items in lists:
            if items and self.app.size.height >= LOW:
                lines.append(Content(""))
            for number, item in enumerate(items):
                head = Content.assemble(
                    (label.ljust(LABEL) if number == 0 else " " * LABEL, "bold $secondary"),
                    ("☐", "$text-muted"),
                )
                lines += hanging(head, item, LABEL + 2, width)
        return lines
