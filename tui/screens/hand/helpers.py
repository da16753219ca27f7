"""A small window that asks who lent a hand, when a flag is lowered."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static
from textual.widgets.selection_list import Selection

from store.records import HelpFlag
from store.rules import hands
from tui.screens.window import Window
from tui.widgets.checklist import Checklist


class Names(Checklist):
    """The names: space or a click ticks one, enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.save", "Lower", show=False)]


class HelpersScreen(Window[tuple[str, ...] | None]):
    """Asks who helped; the result are member ids, None when the window was left and the flag stays."""

    CSS_PATH = "hand.tcss"
    AUTO_FOCUS = "Names"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Lower", show=False),
    ]

    names = getters.query_one(Names)

    def __init__(self, flag: HelpFlag) -> None:
        super().__init__()
        self._flag = flag

    def compose(self) -> ComposeResult:
        """What it is for, the names, those first to whom I said yes, two buttons."""
        lending = hands.lending(self._flag)
        others = (m for m in self.reader.members.values() if m.id != self.reader.me and m.left is None)
        people = sorted(others, key=lambda m: (m.id not in lending, m.handle))
        with Vertical(id="window", classes="form") as window:
            window.border_title = "Who lent you a hand?"
            window.border_subtitle = "space tick · enter lower the flag · esc back"
            about = "Then you can thank them at once. Nobody is fine too."
            yield Static(Content.styled(about, "$text-muted"), classes="said", markup=False)
            yield Names(*(Selection(Content(m.name), m.id, m.id in lending) for m in people), compact=True)
            with Horizontal(id="buttons"):
                yield Button("Lower the flag", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)

    def on_mount(self) -> None:
        """Begins at the first name."""
        self.names.highlighted = 0 if self.names.option_count else None

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Goes on with those who are ticked."""
        self.dismiss(tuple(self.names.selected))

    @on(Button.Pressed, "#leave")
    def _back(self) -> None:
        self.action_leave()
