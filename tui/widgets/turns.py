"""Turns in one role as a small plot: a line a person, a dot a turn, everyone in the same hue."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.columns import cell, widest


class Turns(Widget):
    """People in the order given, which is no ranking, and what there is to say about it."""

    DEFAULT_CSS = """
    Turns { height: auto; width: 100%; }
    """

    people: reactive[tuple[tuple[str, int], ...]] = reactive((), layout=True)
    """Names with their turns."""
    foot: reactive[tuple[str, ...]] = reactive((), layout=True)
    """Sentences below."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the people and the wrapped sentences take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The plot and its foot."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        room = widest((name for name, _ in self.people), 6, max(6, width // 2))
        most = max((turns for _, turns in self.people), default=0)
        gap = " " if 2 * most <= width - room - 2 else ""
        lines = [
            Content.assemble(
                cell(name, room),
                "  ",
                cell(gap.join("●" * turns), max(1, width - room - 2), "$primary") if turns else "",
            )
            for name, turns in self.people
        ]
        lines += [Content("")] * bool(self.foot)
        for sentence in self.foot:
            lines += Content.styled(sentence, "$text-muted").wrap(max(8, width))
        return lines
