"""A small window with the team's themes: choose one, add one, take one off the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.text import clean, fold
from tui.commands import hint
from tui.screens.pick_person import PickPersonScreen
from tui.widgets.field import Field

if TYPE_CHECKING:
    from tui.app import AmityApp

_NEW = "new"


class PickThemeScreen(PickPersonScreen):
    """Asks what thanks are for; the result is a theme of the team, None when it was left.

    A word that is not there yet can be added to the team's list, and one of the list taken off it.
    """

    CSS_PATH = "pick_person.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "take_off", "Off the list", show=False, priority=True),
        Binding("ctrl+z", "app.undo", "Undo my last change", show=False, id="undo"),
    ]

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, themes: Sequence[str]) -> None:
        super().__init__("What is it for?", ())
        self._themes = tuple(themes)
        self._typed_word = ""

    def on_mount(self) -> None:
        """Shows all themes, and again when the list changes."""
        self.query_one(Vertical).border_subtitle = Content("enter choose · ^x off the list · esc back")
        self.query_one(Field).placeholder = "a word or two"
        self.watch(self.app, "view", self._take_team, init=False)

    def _take_team(self) -> None:
        if self.app.snapshot is not None:
            self._themes = self.app.snapshot.themes
            self._show(self._typed_word)

    def _show(self, typed: str) -> None:
        self._typed_word = clean(typed, 60)
        wanted = fold(self._typed_word)
        found = [theme for theme in self._themes if wanted in fold(theme)]
        options = [Option(Content(theme), f"theme {theme}") for theme in found]
        if wanted and wanted not in map(fold, self._themes):
            options.append(Option(Content(f"Add “{self._typed_word}” to the team’s themes"), _NEW))
        self.people.set_options(options or [Option(Content("No themes yet: type one."), disabled=True)])
        self.people.highlighted = 0 if options else None

    @property
    def _chosen(self) -> str:
        """The theme of the list that is marked; "" if it is none."""
        at = self.people.highlighted
        identity = self.people.get_option_at_index(at).id if at is not None else None
        return (identity or "").partition(" ")[2]

    def action_take_off(self) -> None:
        """Takes the marked theme off the team's list."""
        team, theme = self.app.team, self._chosen
        if team is not None and theme:
            self.app.do(
                partial(team.remove_theme, theme),
                lambda _: self.app.notify(
                    f"“{theme}” is off the list; cards keep it. {hint('{undo}')} puts it back.", markup=False
                ),
                undo=team.undo,
            )

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.prevent_default()  # what the window for people does
        team = self.app.team
        if event.option.id == _NEW and team is not None:
            self.app.do(partial(team.add_theme, self._typed_word), self._added, undo=team.undo)
        else:
            self.dismiss(self._chosen)

    def _added(self, theme: str) -> None:
        self.dismiss(theme)
        self.app.notify(f"“{theme}” is one of the team’s themes now.", markup=False)
