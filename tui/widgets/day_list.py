"""What a day holds, in rows that can be chosen and acted on in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

MARK = "▸"
"""Stands before the lines of the chosen row: colour alone says nothing."""


class Act(NamedTuple):
    """Something that a key does to a row, and the short word for it."""

    key: str
    word: str


class Row(NamedTuple):
    """A row: a name for what stands in it, its words, and what can be done besides opening it.

    `opens` says what Enter does, "" for nothing. A row without a name is a heading.
    """

    name: str
    words: Content
    acts: tuple[Act, ...] = ()
    opens: str = "open"


class DayList(Widget, can_focus=True):
    """The rows; arrows or the mouse choose one, Enter or a click opens it, other keys act on it.

    Drawn as one text: it stands in the first frame, and a list of widgets would hold that up.
    """

    DEFAULT_CSS = """
    DayList { height: auto; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Row above", show=False),
        Binding("down", "choose(1)", "Row below", show=False),
        Binding("home", "choose(-99)", "First row", show=False),
        Binding("end", "choose(99)", "Last row", show=False),
        Binding("enter", "open", "Open", show=False),
        *(Binding(key, f"act('{key}')", show=False) for key in ("d", "m", "y", "n", "t")),
        Binding("escape,left", "screen.focus_suggestion", show=False),
    ]

    rows: reactive[tuple[Row, ...]] = reactive((), layout=True)
    """What is shown."""
    chosen: reactive[str] = reactive("")
    """The name of the chosen row."""

    _wrapped: tuple[int, tuple[Row, ...], list[tuple[Row, Content]]] = (0, (), [])
    """The lines as they were last wrapped, with the width and the rows that they came from."""

    class Acted(Message):
        """A key was pressed on a row, "enter" to open it."""

        def __init__(self, name: str, key: str) -> None:
            super().__init__()
            self.name = name
            """The name of the row."""
            self.key = key
            """The key."""

    class Chosen(Message):
        """Another row is chosen, or its acts changed; None when the rows were left."""

        def __init__(self, row: Row | None) -> None:
            super().__init__()
            self.row = row
            """The row."""

    @property
    def row(self) -> Row | None:
        """The row that is chosen."""
        return next((row for row in self.rows if row.name and row.name == self.chosen), None)

    def show(self, rows: Sequence[Row]) -> None:
        """Shows these rows. The chosen one stays chosen, and where it is gone its neighbour is.

        While nobody is here the first one is.
        """
        names = [row.name for row in self.rows]
        at = names.index(self.chosen) if self.has_focus and self.chosen in names else 0
        self.rows = tuple(rows)
        if self.row is None or not self.has_focus:
            near = sorted((abs(i - at), i) for i, row in enumerate(rows) if row.name)
            self.chosen = rows[near[0][1]].name if near else ""
        self._tell()

    # Drawing

    def _lines(self, width: int) -> list[tuple[Row, Content]]:
        """Every line with its row; the first cell is the mark's."""
        if self._wrapped[:2] != (width, self.rows):
            room = max(1, width - len(MARK))
            lines = [(row, line) for row in self.rows for line in row.words.wrap(room)]
            self._wrapped = (width, self.rows, lines)
        return self._wrapped[2]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines of all rows."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The rows, the chosen one marked and on a ground of its own while one is here."""
        width = self.size.width
        shown = []
        for row, line in self._lines(width):
            if self.has_focus and row.name and row.name == self.chosen:
                line = Content.assemble(MARK, line).pad_right(max(0, width - len(MARK) - line.cell_length))
                shown.append(line.stylize("bold on $primary 15%"))
            else:
                shown.append(line.pad_left(len(MARK)))
        return Content("\n").join(shown)

    def watch_chosen(self) -> None:
        """Keeps the chosen row in sight."""
        if self.has_focus:
            self._scroll_to_chosen()
            self._tell()

    def _scroll_to_chosen(self) -> None:
        lines = [i for i, (row, _) in enumerate(self._lines(self.size.width)) if row.name == self.chosen]
        if not lines:
            return
        region = Region(0, lines[0], self.size.width, len(lines)).translate(self.virtual_region.offset)
        for parent in self.ancestors:
            if isinstance(parent, Widget) and parent.is_scrollable:
                parent.scroll_to_region(region, animate=False)
                return
            if isinstance(parent, Widget):
                region = region.translate(parent.virtual_region.offset)

    def watch_has_focus(self, value: bool) -> None:
        """Says which row is chosen, or that none is any more."""
        super().watch_has_focus(value)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Chosen(self.row if self.has_focus else None))

    # Choosing and acting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that the chosen row does not know is the screen's; "d" never is, while a row is chosen."""
        if action == "act" and self.row is not None:
            return parameters[0] == "d" or any(act.key == parameters[0] for act in self.row.acts)
        return super().check_action(action, parameters)

    def action_choose(self, by: int) -> None:
        """Goes to the row above or below."""
        names = [row.name for row in self.rows if row.name]
        if names:
            at = names.index(self.chosen) if self.chosen in names else 0
            self.chosen = names[min(max(at + by, 0), len(names) - 1)]

    def action_open(self) -> None:
        """Opens what the chosen row stands for."""
        if self.row is not None and self.row.opens:
            self.post_message(self.Acted(self.row.name, "enter"))

    def action_act(self, key: str) -> None:
        """Acts on the chosen row."""
        if self.row is not None and any(act.key == key for act in self.row.acts):
            self.post_message(self.Acted(self.row.name, key))

    def on_click(self, event: events.Click) -> None:
        """Opens the row under the mouse."""
        lines = self._lines(self.size.width)
        if event.y < len(lines) and (row := lines[event.y][0]).name:
            self.chosen = row.name
            self.action_open()
