"""What a role is for, and what to do in it before, during and after the meeting, with boxes to tick."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from store.records import Role
from tui.widgets.columns import hanging

Phase = Literal["before", "during", "after"]
"""When something is to be done, seen from the meeting."""

PHASES: tuple[Phase, ...] = ("before", "during", "after")

LABEL = 8
"""Cells of "Before", "During", "After" and the gap behind them."""

LOW = 32
"""Screens with fewer rows show the first sentence of the description only."""


class RoleCard(Widget, can_focus=True):
    """A role's description and its three checklists, that of the present phase first.

    `brief` leaves the other phases out, and on a low screen the description.
    """

    DEFAULT_CSS = """
    RoleCard { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Box above", show=False),
        Binding("down", "choose(1)", "Box below", show=False),
        Binding("space,enter", "tick", "Tick", show=False),
    ]

    role: reactive[Role | None] = reactive(None, layout=True)
    """The role that is shown; None for one that nobody has described."""
    phase: reactive[Phase] = reactive("before", layout=True)
    """The phase of the meeting."""
    ticked: reactive[frozenset[str]] = reactive(frozenset())
    """The lines that are done."""
    chosen: reactive[int] = reactive(0)
    """The line that a key ticks, counted from the first that is shown."""

    class Ticked(Message):
        """A box was ticked, or a tick taken back."""

        def __init__(self, item: str, on: bool) -> None:
            super().__init__()
            self.item = item
            """The line of the checklist."""
            self.on = on
            """Whether it is done now."""

    def __init__(self, *, brief: bool = False) -> None:
        super().__init__(classes="card")
        self._brief = brief

    def show(self, name: str, role: Role | None, phase: Phase, ticked: frozenset[str] = frozenset()) -> None:
        """Shows a role under its name, with what was ticked."""
        self.border_title = Content(name)
        if role != self.role or phase != self.phase:
            self.chosen = 0
        self.role, self.phase, self.ticked = role, phase, ticked

    def _items(self) -> list[tuple[str, str]]:
        """All lines, each with the label that stands before it, if any."""
        if self.role is None:
            return []
        start = PHASES.index(self.phase)
        found = []
        for phase in PHASES[start : start + 1] if self._brief else (*PHASES[start:], *PHASES[:start]):
            items: tuple[str, ...] = getattr(self.role, phase)
            found += [(item, phase.capitalize() if number == 0 else "") for number, item in enumerate(items)]
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the texts take at that width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The description, then the checklists with their labels in a column of their own."""
        return Content("\n").join(line for line, _ in self._lines(self.size.width))

    def _lines(self, width: int) -> list[tuple[Content, int]]:
        """Each line as it is shown, with the place of the box that it belongs to, else -1."""
        if self.role is None:
            return [(Content.styled("Nobody has described this role yet.", "$text-muted"), -1)]
        lines = [(line, -1) for line in self._description(width)]
        for number, (item, label) in enumerate(self._items()):
            if label and lines and self.app.size.height >= LOW:
                lines.append((Content(""), -1))
            done = item in self.ticked
            mark = "▸" if self.has_focus and number == self.chosen else " "
            head = Content.assemble(
                (label.ljust(LABEL - 1), "bold $secondary"),
                (mark, "bold $primary"),
                ("☑", "$primary") if done else ("☐", "$text-muted"),
            )
            lines += [(line, number) for line in hanging(head, item, LABEL + 2, width, "$text-muted" * done)]
        return lines

    def _description(self, width: int) -> list[Content]:
        low = self.app.size.height < LOW
        if self.role is None or (self._brief and low):
            return []
        text = self.role.description
        if low:
            first, stop, _ = text.partition(". ")
            text = f"{first}." if stop else first
        return Content(text).wrap(max(8, width))

    # Ticking

    def action_choose(self, by: int) -> None:
        """Chooses the box above or below; stays at the ends."""
        if 0 <= self.chosen + by < len(self._items()):
            self.chosen += by
            self._bring_into_view()

    def action_tick(self) -> None:
        """Ticks the chosen box, or takes its tick back."""
        items = self._items()
        if self.chosen < len(items):
            item = items[self.chosen][0]
            self.post_message(self.Ticked(item, item not in self.ticked))

    def on_click(self, event: events.Click) -> None:
        """Ticks the box under the mouse."""
        place = event.get_content_offset(self)
        lines = self._lines(self.size.width)
        if place is not None and place.y < len(lines) and lines[place.y][1] >= 0:
            self.chosen = lines[place.y][1]
            self.action_tick()

    def on_focus(self) -> None:
        """Shows where the keys are."""
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        """Scrolls what is around the card so that the chosen box can be seen."""
        rows = [y for y, (_, number) in enumerate(self._lines(self.size.width)) if number == self.chosen]
        around = next(
            (node for node in self.ancestors if isinstance(node, Widget) and node.max_scroll_y), None
        )
        if rows and around is not None:
            top = self.content_region.y + rows[0]
            over = top + len(rows) - around.content_region.bottom
            under = around.content_region.y - top
            if over > 0 or under > 0:
                around.scroll_relative(y=over if over > 0 else -under, animate=False)
