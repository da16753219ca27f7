"""Choosing one person from a short list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class PickPerson(ModalScreen[str | None]):
    """Asks for one person; gives the member's id, or None when one turns back."""

    DEFAULT_CSS = """
    PickPerson { align: center middle; }
    PickPerson Vertical {
        width: 44; height: auto; max-height: 80%; border: round $primary; background: $surface;
    }
    PickPerson OptionList { border: none; background: $surface; height: auto; max-height: 18; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, people: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = title
        self._people = people

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical() as frame:
            frame.border_title = Content(self._question)
            yield OptionList(*(Option(Content(name), id=member) for member, name in self._people))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
