"""A small window that asks a receiver whether a card goes, or only their name on it."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Part = Literal["name", "card"]
"""What is taken off the wall."""


class TakeOffScreen(ModalScreen[Part | None]):
    """Asks what is to be taken off the wall, since others are thanked on the same card."""

    CSS_PATH = "take_off.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "Back", show=False)]

    def compose(self) -> ComposeResult:
        """The two ways, the smaller one first."""
        with Vertical() as window:
            window.border_title = "Others are on this card as well"
            window.border_subtitle = "enter choose · esc back"
            yield OptionList(
                Option("Take off my name", id="name"),
                Option("Take the card off the wall", id="card"),
                markup=False,
                compact=True,
            )

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss("name" if event.option_id == "name" else "card")
