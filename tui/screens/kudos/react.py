"""A small window to join in a thank-you with an emoji."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from store.records import ME_TOO, Kudos

if TYPE_CHECKING:
    from tui.app import AmityApp

# All two cells wide in every terminal: none needs a variation selector.
EMOJI = ("👏", "🙏", "🎉", "💛", ME_TOO, "💡", "😄", "☕")

WORDS = ("clap", "thank you", "celebrate", "from the heart", "me too", "good idea", "made me smile", "coffee")

CELL = 6
"""Cells of one emoji in the row."""


def toggle(app: AmityApp, kudos: Kudos, emoji: str) -> None:
    """Adds my reaction to a kudos, or takes it back if it is there."""
    team = app.team
    if team is not None:
        mine = any(r.member == team.me and r.emoji == emoji for r in kudos.reactions)
        app.do(partial(team.react, kudos.id, emoji, not mine), undo=team.undo)


class EmojiRow(Widget, can_focus=True):
    """The emoji in one row, each above its number; those that I gave already are marked."""

    DEFAULT_CSS = """
    EmojiRow { height: 2; width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Before", show=False),
        Binding("right", "step(1)", "After", show=False),
        Binding("enter,space", "take", "Choose", show=False),
        *(Binding(str(n), f"take({n - 1})", show=False) for n in range(1, len(EMOJI) + 1)),
    ]

    cursor: reactive[int] = reactive(0)
    """The emoji that Enter takes."""

    class Picked(Message):
        """An emoji was picked."""

        def __init__(self, emoji: str) -> None:
            super().__init__()
            self.emoji = emoji
            """The emoji."""

    class Moved(Message):
        """Another emoji came under the cursor."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index
            """Its place in the row."""

    def __init__(self, mine: Collection[str]) -> None:
        super().__init__()
        self._mine = mine

    def get_content_width(self, *_: object) -> int:
        """All emoji beside each other."""
        return CELL * len(EMOJI)

    def render(self) -> Content:
        """Emoji, numbers below; brackets around the one under the cursor."""
        above: list[Content] = []
        below: list[Content] = []
        for index, emoji in enumerate(EMOJI):
            here = index == self.cursor
            above.append(Content.styled(f"[ {emoji} ]" if here else f"  {emoji}  ", "bold $primary"))
            number = f" {index + 1}•" if emoji in self._mine else f" {index + 1} "
            below.append(Content.styled(number.center(CELL), "bold" if here else "$text-muted"))
        return Content.assemble(*above, "\n", *below)

    def watch_cursor(self, index: int) -> None:
        """Tells what is under the cursor."""
        self.post_message(self.Moved(index))

    def action_step(self, by: int) -> None:
        """Moves left or right, around the ends."""
        self.cursor = (self.cursor + by) % len(EMOJI)

    def action_take(self, index: int | None = None) -> None:
        """Takes the emoji of that place, else the one under the cursor."""
        self.post_message(self.Picked(EMOJI[self.cursor if index is None else index]))

    def on_click(self, event: events.Click) -> None:
        """Takes the emoji under the mouse."""
        index = event.get_content_offset_capture(self).x // CELL
        if 0 <= index < len(EMOJI):
            self.action_take(index)


class ReactScreen(ModalScreen[None]):
    """Asks for an emoji for a kudos, and adds it; one that I gave already is taken back."""

    CSS_PATH = "react.tcss"
    AUTO_FOCUS = "EmojiRow"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "Back", show=False)]

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, kudos: Kudos) -> None:
        super().__init__()
        self._kudos = kudos

    @property
    def _mine(self) -> frozenset[str]:
        """The emoji that I gave already."""
        me = self.app.team.me if self.app.team else ""
        return frozenset(r.emoji for r in self._kudos.reactions if r.member == me)

    def compose(self) -> ComposeResult:
        """The row, and what the emoji under the cursor says."""
        with Vertical() as window:
            window.border_title = "Join in"
            window.border_subtitle = "enter choose · esc back"
            yield EmojiRow(self._mine)
            yield Static(markup=False)

    @on(EmojiRow.Moved)
    def _say(self, event: EmojiRow.Moved) -> None:
        words = WORDS[event.index]
        if EMOJI[event.index] in self._mine:
            words = f"{words} · yours: choose it again to take it back"
        self.query_one(Static).update(Content.styled(words, "$text-muted"))

    @on(EmojiRow.Picked)
    def _take(self, event: EmojiRow.Picked) -> None:
        toggle(self.app, self._kudos, event.emoji)
        self.dismiss()
