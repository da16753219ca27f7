"""Every command with its key; the key that is pressed next becomes the one of the chosen command."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import keymap
from tui.commands import PLACES, Command, bindings, commands, shown
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

_KEY = 12
"""Cells for the keys of a command."""


class Commands(OptionList):
    """A list that, when it `awaits` a key, tells which one was pressed and lets it do nothing else."""

    awaits = False

    class Pressed(Message):
        """The key that was awaited."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key
            """Its name."""

    async def _on_key(self, event: events.Key) -> None:
        if self.awaits:
            self.awaits = False
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key))


class OwnKeysScreen(Window[None]):
    """The keymap. Enter chooses a command; then a key is awaited, and escape gives that up."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = bindings("own_keys")
    place = "own_keys"

    lines = getters.query_one(Commands)
    said = getters.query_one("#meaning", Static)

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command | None] = []

    def compose(self) -> ComposeResult:
        """The commands, and what is to be said about the chosen one."""
        with Vertical(id="window") as window:
            window.border_title = "Keys of your own"
            window.border_subtitle = "enter, then the new key"
            yield Commands(markup=False, compact=True)
            yield Static(id="meaning", markup=False)
            yield KeyBar(commands("own_keys"))

    def on_mount(self) -> None:
        """Follows the settings."""
        self.lines.tooltip = Content("Enter, or a click, then the new key")
        self.watch(self.app, "chosen", self._show)

    def _show(self) -> None:
        options: list[Option] = []
        self._commands = []
        for where, title in PLACES.items():
            options.append(Option(Content.styled(title, "bold $text-muted"), disabled=True))
            options += [Option(_line(command)) for command in commands(where)]
            self._commands += [None, *commands(where)]
        at = self.lines.highlighted
        self.lines.set_options(options)
        self.lines.highlighted = at if at is not None else 1

    @property
    def _chosen(self) -> Command | None:
        at = self.lines.highlighted
        return self._commands[at] if at is not None else None

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        self.lines.awaits = False
        if self._chosen is not None:
            self._say(self._chosen.help)

    def _say(self, words: str, *, firmly: bool = False) -> None:
        self.said.update(Content.styled(words, "$text-warning" if firmly else ""))

    @on(OptionList.OptionSelected)
    def _await(self) -> None:
        if self._chosen is not None:
            self.lines.awaits = True
            self._say(f"Press the new key for “{self._chosen.title}”; esc leaves it as it is.")

    @on(Commands.Pressed)
    def _take(self, event: Commands.Pressed) -> None:
        command, key = self._chosen, event.key
        if command is None or key == "escape":
            self._tell()
            return
        chosen = keymap.read(self.app.settings.keys).keys
        found = keymap.read({**chosen, command.name: key})
        if found.problems:
            self._say(f"Not this one: {found.problems[0].partition(': ')[2]}", firmly=True)
        else:
            self.app.prefer_keys({command.name: key})
            self._say(f"{command.title}: {shown(key)}")

    def action_usual(self) -> None:
        """Gives the chosen command its usual key again."""
        if self._chosen is not None:
            self.app.prefer_keys({self._chosen.name: None})

    def action_all_usual(self) -> None:
        """Gives every command its usual key again."""
        self.app.prefer_keys(dict.fromkeys(self.app.settings.keys))


def _line(command: Command) -> Content:
    keys = " ".join(shown(key) for key in command.keys.split(",") if key) or "-"
    mark = "*" if command.keys != command.key else " "
    return Content.assemble((f" {mark}{keys:<{_KEY}}", "bold $primary"), f" {command.title}")
