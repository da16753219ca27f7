"""The settings: every choice with what it means, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.preferences import PREFERENCES, Preference, Value
from store.records import Private
from store.rules.suggestion.wording import on as day_words
from store.team.profile import place_of, week_of
from tui.commands import bindings, commands
from tui.screens.settings.choice import ChoiceScreen
from tui.screens.settings.days import DaysScreen
from tui.screens.settings.own_keys import OwnKeysScreen
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

_NAME = 22
"""Cells for the name of a setting."""


class Line(NamedTuple):
    """A setting: its name, what holds now, what it means; what enter does, and what takes it back."""

    name: str
    value: str
    meaning: str
    choose: Callable[[], object]
    usual: Callable[[], object] | None = None


def words(value: Value) -> str:
    """A value as people say it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class SettingsScreen(Window[None]):
    """What one can choose, in groups."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")
    place = "settings"

    lines = getters.query_one(OptionList)
    meaning = getters.query_one("#meaning", Static)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line | None] = []

    def compose(self) -> ComposeResult:
        """The lines, and what the chosen one means."""
        with Vertical(id="window") as window:
            window.border_title = "Settings"
            window.border_subtitle = "enter change"
            yield OptionList(markup=False, compact=True)
            yield Static(id="meaning", markup=False)
            yield KeyBar(commands("settings"))

    def on_mount(self) -> None:
        """Follows the settings, the team and the notebook."""
        self.lines.tooltip = Content("Enter, or a click, changes the line")
        self.watch(self.app, "view", self._show, init=False)
        self.watch(self.app, "chosen", self._show)

    def _show(self) -> None:
        groups = (
            ("Look", list(map(self._preference, PREFERENCES))),
            ("Keys", [self._keys()]),
            ("Your week: your team sees these", list(self._week())),
            ("For you alone", list(self._private())),
        )
        options: list[Option] = []
        self._lines = []
        for title, lines in groups:
            options.append(Option(Content.styled(title, "bold $text-muted"), disabled=True))
            options += [
                Option(Content.assemble(f"  {one.name:<{_NAME}}", (one.value, "bold"))) for one in lines
            ]
            self._lines += [None, *lines]
        at = self.lines.highlighted
        self.lines.set_options(options)
        self.lines.highlighted = at if at is not None and at < len(options) else 1
        self._tell()

    def _preference(self, one: Preference) -> Line:
        value = self.app.settings.values[one.id]
        if isinstance(value, bool):
            choose: Callable[[], object] = partial(self.app.prefer, one.id, not value)
        else:
            choose = partial(self.app.push_screen, ChoiceScreen(one))
        return Line(one.title, words(value), one.meaning, choose, partial(self.app.prefer, one.id, None))

    def _keys(self) -> Line:
        own = len(self.app.settings.keys)
        value = {0: "as usual", 1: "1 of your own"}.get(own, f"{own} of your own")
        return Line(
            "Commands and keys",
            value,
            "Every command with its key, and which you like better.",
            partial(self.app.push_screen, OwnKeysScreen()),
            partial(self.app.prefer_keys, dict.fromkeys(self.app.settings.keys)) if own else None,
        )

    def _week(self) -> Iterator[Line]:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        me = snapshot.members[team.me]
        yield Line(
            "Working days",
            week_of(me),
            "The days on which you work. Roles and suggestions keep clear of the others.",
            partial(self.app.push_screen, DaysScreen("week", me)),
        )
        yield Line(
            "Place",
            place_of(me),
            "Where you work on each day of the week: in the office, or remote.",
            partial(self.app.push_screen, DaysScreen("place", me)),
        )

    def _private(self) -> Iterator[Line]:
        private, notebook = self.app.private, self.app.notebook
        if private is None or notebook is None:
            return
        own = notebook.own_folder
        yield Line("Suggestions", self._wishes(private), _ABOUT_WISHES, self._open_wishes)
        yield Line(
            "Notebook's folder",
            str(own.path) if own is not None else "on this machine alone",
            "For your other machine: amity notes folder PATH keeps it in a synced folder of your own too.",
            partial(self.app.notify, "Type in a shell: amity notes folder PATH, or --off", markup=False),
        )

    def _wishes(self, private: Private) -> str:
        if private.silent_until is not None and private.silent_until >= self.today:
            return f"quiet until {day_words(private.silent_until)}"
        muted = bool(private.muted_actions or private.muted_principles or private.muted_members)
        return f"up to {private.max_minutes} minutes{', and not everything' if muted else ''}"

    def _open_wishes(self) -> None:
        from tui.screens.wishes import WishesScreen

        self.app.push_screen(WishesScreen(None))

    @property
    def _chosen(self) -> Line | None:
        at = self.lines.highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        self.meaning.update(Content(self._chosen.meaning if self._chosen is not None else ""))

    @on(OptionList.OptionSelected)
    def _change(self) -> None:
        if self._chosen is not None:
            self._chosen.choose()

    def action_usual(self) -> None:
        """Takes the chosen line back to what is usual."""
        if self._chosen is not None and self._chosen.usual is not None:
            self._chosen.usual()
        else:
            self.app.notify("This one has no usual value; choose another.", markup=False)


_ABOUT_WISHES = (
    "For how long amity is quiet, how long a suggestion may take, and what shall not be suggested."
)
