"""The round of a meeting: who has spoken, who speaks now, who is next."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.columns import cell

MARK = 2
"""Cells before a name."""

NOTE = 5
"""Cells behind a name, for "now" and "next"."""


class Speakers(Widget):
    """Names in the order in which people speak; a click gives someone the word."""

    DEFAULT_CSS = """
    Speakers { height: auto; text-wrap: nowrap; }
    """

    people: reactive[tuple[str, ...]] = reactive((), layout=True)
    """The names."""
    place: reactive[int] = reactive(0)
    """Whose turn it is; as many as there are people when everyone has spoken."""
    begun: reactive[bool] = reactive(False)
    """Whether the meeting has begun: before that nobody speaks, and someone is to begin."""

    class Chosen(Message):
        """Someone is to speak now."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place
            """Their place in the order."""

    def __init__(self) -> None:
        super().__init__(classes="card")
        self.border_title = "Speaking order"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each."""
        return max(1, len(self.people))

    @property
    def _first(self) -> int:
        """The first place that is shown: with little room, the one before whoever speaks."""
        return max(0, min(self.place - 1, len(self.people) - self.size.height))

    def render(self) -> Content:
        """A name a line, with what is to say about it in words and not by colour alone."""
        if not self.people:
            return Content.styled("Nobody is expected.", "$text-muted")
        shown = range(self._first, min(len(self.people), self._first + max(1, self.size.height)))
        return Content("\n").join(self._line(place) for place in shown)

    def _line(self, place: int) -> Content:
        room = max(1, self.size.width - MARK - NOTE)
        mark, note, style = "  ", "", ""
        if place < self.place:
            mark, style = "✓ ", "$text-muted"
        elif place == self.place:
            mark, note, style = "▸ ", "now" if self.begun else "first", "bold $primary"
        elif place == self.place + 1:
            note = "next"
        return Content.assemble(
            (mark, style),
            cell(self.people[place], room, style),
            Content.styled(note.rjust(NOTE), "$text-muted"),
        )

    def on_click(self, event: events.Click) -> None:
        """Gives the word to whoever is under the mouse."""
        place = event.get_content_offset(self)
        if place is not None and self._first + place.y < len(self.people):
            self.post_message(self.Chosen(self._first + place.y))
