"""What a day holds, in rows that can be chosen and acted on in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


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


class DayList(OptionList):
    """The rows; arrows or the mouse choose one, Enter or a click opens it, other keys act on it."""

    DEFAULT_CSS = """
    DayList { height: auto; max-height: 100%; border: none; padding: 0; background: transparent; }
    DayList:focus { border: none; background-tint: $foreground 0%; }
    DayList > .option-list--option-disabled { color: $text-muted; text-style: bold; }
    DayList > .option-list--option-highlighted { background: $surface 0%; color: $foreground; }
    DayList > .option-list--option-highlighted { text-style: none; }
    DayList:focus > .option-list--option-highlighted { background: $primary 25%; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"act('{key}')", show=False) for key in ("d", "m", "y", "n", "t")),
        Binding("escape", "screen.focus_suggestion", show=False),
    ]

    class Acted(Message):
        """A key was pressed on a row, "enter" to open it."""

        def __init__(self, name: str, key: str) -> None:
            super().__init__()
            self.name = name
            """The name of the row."""
            self.key = key
            """The key."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._rows: tuple[Row, ...] = ()

    @property
    def row(self) -> Row | None:
        """The row that is chosen."""
        at = self.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def show(self, rows: Sequence[Row]) -> None:
        """Shows these rows; the chosen one stays chosen wherever it stands now."""
        if tuple(rows) == self._rows:
            return
        chosen, at = (self.row.name if self.row else ""), self.highlighted or 0
        self._rows = tuple(rows)
        self.set_options(Option(row.words, disabled=not row.name) for row in rows)
        names = [row.name for row in rows]
        if chosen and chosen in names:
            self.highlighted = names.index(chosen)
        else:  # what was acted on is gone: its neighbour is next
            self.highlighted = next(iter(_nearest(rows, at)), None)

    def on_focus(self) -> None:
        """Says what the chosen row can do."""
        self._hint()

    def on_blur(self) -> None:
        """Says nothing more."""
        self.border_subtitle = ""
        self._tell("")

    @on(OptionList.OptionHighlighted)
    def _hint(self) -> None:
        row = self.row
        if row is None or not self.has_focus:
            return
        acts = [Act("⏎", row.opens)] if row.opens else []
        self._tell(" · ".join(f"{act.key} {act.word}" for act in (*row.acts, *acts)))

    def _tell(self, words: str) -> None:
        if self.parent is not None:
            self.parent.border_subtitle = Content(words)  # type: ignore[attr-defined]  # the card around it

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that the chosen row does not know is the screen's; "d" never is, while a row is chosen."""
        if action == "act" and self.row is not None:
            return parameters[0] == "d" or any(act.key == parameters[0] for act in self.row.acts)
        return super().check_action(action, parameters)

    def action_act(self, key: str) -> None:
        """Acts on the chosen row."""
        if self.row is not None and any(act.key == key for act in self.row.acts):
            self.post_message(self.Acted(self.row.name, key))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows[event.option_index]
        if row.opens:
            self.post_message(self.Acted(row.name, "enter"))


def _nearest(rows: Sequence[Row], at: int) -> Iterable[int]:
    """The rows that can be chosen, the nearest to a place first."""
    return sorted((i for i, row in enumerate(rows) if row.name), key=lambda i: (abs(i - at), i))
