"""The card of one meeting: each role with its person and the reason, who is free, who is away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import key_of
from tui.widgets.columns import cell, widest

MARK = 2
"""Cells before a row: the mark of the chosen one."""

NAMES_SHOWN = 10
"""People named in one list; the others are summed up, so that a large team does not fill the screen."""

LONG_KEYS = 58
"""Cells that the longer words for the keys need."""

_KEYS = (
    ("swap", "swap", "swap"),
    ("I'll take it", "take", "take"),
    ("cannot come", "away", "unavailable"),
    ("copy", "copy", "copy_roster"),
    ("skip", "skip", "skip"),
)


class Row(NamedTuple):
    """A role in a meeting. `mine`: it is my turn. `vacant`: nobody has it and `person` asks for someone."""

    role: str
    person: str
    why: str
    mine: bool = False
    vacant: bool = False


class RoleRows(Widget, can_focus=True):
    """Roles in rows; up and down choose one, and so does the mouse."""

    DEFAULT_CSS = """
    RoleRows { height: auto; width: 100%; text-wrap: nowrap; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Role above", show=False),
        Binding("down", "choose(1)", "Role below", show=False),
        Binding("enter", "screen.swap", "Swap", show=False),
    ]

    rows: reactive[tuple[Row, ...]] = reactive((), layout=True)
    """What is shown."""
    selected: reactive[int] = reactive(0)
    """The chosen row."""

    class Chosen(Message):
        """A role was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index
            """Its row."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line a row: what is drawn at the width of before says nothing when the screen was resized."""
        return len(self.rows)

    def render(self) -> Content:
        """Aligned columns; what is left of the width is the reason's."""
        width = self.size.width
        role = widest((row.role for row in self.rows), 8, max(8, width // 3 - MARK)) + 2
        person = widest((row.person for row in self.rows), 6, max(6, width // 3)) + 2
        rest = max(0, width - MARK - role - person)
        return Content("\n").join(
            self._line(row, number == self.selected, (role, person, rest))
            for number, row in enumerate(self.rows)
        )

    def _line(self, row: Row, chosen: bool, widths: Sequence[int]) -> Content:
        who = (
            "bold $primary" if row.mine else "italic $text-muted" if row.vacant else "bold" if chosen else ""
        )
        return Content.assemble(
            (
                "▸" if chosen else " ",
                "bold $primary reverse" if chosen and self.has_focus else "bold $primary",
            ),
            " ",
            cell(cell(row.role, widths[0] - 2), widths[0], "bold" if chosen else ""),
            cell(cell(row.person, widths[1] - 2, who), widths[1]),
            cell(row.why, widths[2], "$text-muted"),
        )

    def action_choose(self, by: int) -> None:
        """Chooses the row above or below; stays at the ends."""
        self._choose(self.selected + by)

    def on_click(self, event: events.Click) -> None:
        """Chooses the row under the mouse."""
        self._choose(event.y)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self.rows) and index != self.selected:
            self.selected = index
            self.post_message(self.Chosen(index))


class Roster(Vertical):
    """The card around the roles: when the meeting is, who else is there, and the keys that change it."""

    DEFAULT_CSS = """
    Roster { height: auto; }
    Roster #aside { height: auto; width: 100%; padding: 0 0 0 2; }
    """

    rows = getters.query_one(RoleRows)
    aside = getters.query_one("#aside", Static)

    def __init__(self) -> None:
        super().__init__(classes="card")
        self._title = ("", "")
        self._keys: tuple[str, ...] = ()
        self._instead: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The rows, and what stands below them."""
        yield RoleRows()
        yield Static("", id="aside")

    def show_title(self, name: str, when: str) -> None:
        """Puts the meeting's name and time on the card; a long name is cut, never the time."""
        self._title = (name, when)
        room = max(0, self.size.width - 6)
        time = Content(f" · {when}" if when else "").truncate(room, ellipsis=True)
        called = (
            Content(name).truncate(max(0, room - time.cell_length), ellipsis=True).stylize("bold $primary")
        )
        self.border_title = Content.assemble(called, time)

    def show_keys(self, commands: Iterable[str], **instead: str) -> None:
        """Puts the keys of those commands below the card; `instead` words some of them differently."""
        self._keys, self._instead = tuple(commands), instead
        narrow = self.size.width < LONG_KEYS
        words = []
        for long, short, command in _KEYS:
            if command in self._keys:
                word = instead.get(command, short if narrow else long)
                shown = f"[@click='screen.{command}'][b $primary]$key[/] $word[/]"
                words.append(Content.from_markup(shown, key=key_of(f"roles.{command}"), word=word))
        self.border_subtitle = Content(" · ").join(words)

    def on_resize(self) -> None:
        """Cuts the title and the keys anew."""
        self.show_title(*self._title)
        self.show_keys(self._keys, **self._instead)


def listed(people: Sequence[str]) -> str:
    """Names in a row, the last of many summed up."""
    if len(people) <= NAMES_SHOWN:
        return ", ".join(people)
    return f"{', '.join(people[: NAMES_SHOWN - 1])} and {len(people) - NAMES_SHOWN + 1} others"


def aside(free: Sequence[str], away: Sequence[str], left_out: Sequence[str] = ()) -> Content:
    """The words below the roles: who is free, who is away, and what is left out for want of people."""
    lists = (("Free to take part", free), ("Away", away), ("Left out this time", left_out))
    parts = [
        Content.assemble((f"{label}: ", "$text-muted"), Content(listed(people)))
        for label, people in lists
        if people
    ]
    return Content.styled(" · ", "$text-muted").join(parts)
