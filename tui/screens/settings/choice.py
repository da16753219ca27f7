"""A small window with the values of a setting; a theme is shown as one moves to it."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.preferences import Preference, shown
from tui.screens.window import Window


class ChoiceScreen(Window[None]):
    """Asks for the value of a setting. Escape leaves it as it was."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False, id="settings.leave"),
    ]
    place = "settings"

    lines = getters.query_one(OptionList)

    def __init__(self, preference: Preference) -> None:
        super().__init__()
        self._preference = preference

    def compose(self) -> ComposeResult:
        """The values, a mark before the one that holds."""
        with Vertical(id="window") as window:
            window.border_title = self._preference.title
            window.border_subtitle = "enter choose · esc back"
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Begins at the value that holds."""
        values = self._preference.values
        now = self.app.settings.values[self._preference.id]
        self.lines.tooltip = Content("Enter, or a click, chooses the line")
        self.lines.set_options(
            Option(Content(f"{'●' if value == now else ' '} {value}"), shown(value)) for value in values
        )
        self.lines.highlighted = values.index(now)
        self.app.trying = True

    @on(OptionList.OptionHighlighted)
    def _try(self, event: OptionList.OptionHighlighted) -> None:
        if self._preference.id == "theme":
            self.app.theme = str(self._preference.values[event.option_index])

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(None)
        self.app.prefer(self._preference.id, self._preference.values[event.option_index])

    def action_leave(self) -> None:
        """Goes back; a theme that was tried is taken off."""
        self.app.theme = str(self.app.settings.values["theme"])
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nothing is tried any more."""
        self.app.trying = False
