"""A small window that asks for one of a few ways to go, and says what each means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class ChooseScreen(ModalScreen[str | None]):
    """Asks under a `title`; the result is the id of the way that was chosen, None when it was left.

    `ways` are ids with their words, the harmless one first; `words` say what it is about.
    """

    CSS_PATH = "choose.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back", show=False)]

    def __init__(self, title: str, ways: Sequence[tuple[str, str]], words: str | Content = "") -> None:
        super().__init__()
        self._asked, self._ways, self._words = (
            title,
            tuple(ways),
            Content(words) if isinstance(words, str) else words,
        )

    def compose(self) -> ComposeResult:
        """What it is about, and the ways."""
        with Vertical() as window:
            window.border_title = Content(self._asked)
            window.border_subtitle = "enter choose · esc back"
            if self._words:
                yield Static(self._words, markup=False)
            ways = OptionList(*(Option(Content(words), way) for way, words in self._ways), compact=True)
            ways.tooltip = Content("Arrow keys move, enter or a click chooses")
            yield ways

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Goes back; nothing was chosen."""
        self.dismiss(None)
