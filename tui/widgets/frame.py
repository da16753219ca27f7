"""The frame around every screen: header, tab strip and key bar, one line each and cheap to draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from store.records import Status
from tui.commands import Command, hint

_LIGHTS = {
    "in step": ("●", "$text-success"),
    "reading": ("↻", "$text-muted"),
    "waiting": ("◐", "$text-warning"),
    "unreachable": ("◐", "$text-warning"),
    "unreadable": ("▲", "$text-error"),
    "read only": ("▲", "$text-warning"),
}
_SET_ASIDE = ("▲", "$text-warning")


def light_words(status: Status) -> str:
    """The state of the shared folder in a few words."""
    changes = "1 change" if status.waiting == 1 else f"{status.waiting} changes"
    match status.condition:
        case "in step" if status.aside:
            return "a file was set aside"
        case "unreachable":
            return f"{changes} waiting: folder not reachable" if status.waiting else "folder not reachable"
        case "unreadable":
            return "team file cannot be read"
        case "waiting":
            return f"{changes} waiting"
        case "read only":
            return "reading only: newer team file"
        case _:
            return status.condition


class Header(Widget):
    """Team, clock and sync light. A click on the light asks for its details."""

    DEFAULT_CSS = """
    Header { height: 1; width: 100%; background: $panel; color: $foreground; }
    """

    team: reactive[str] = reactive("")
    moment: reactive[str] = reactive("")
    status: reactive[Status] = reactive(Status())

    class LightClicked(Message):
        """The sync light was clicked."""

    def render(self) -> Content:
        """One line: what is left of it is given to the team's name."""
        symbol, colour = _SET_ASIDE if self.status.aside else _LIGHTS[self.status.condition]
        right = Content.assemble(
            (self.moment, "$text-muted"), "   ", (symbol, colour), " ", light_words(self.status), " "
        )
        room = self.size.width - 8
        if right.cell_length > room - 12:
            right = Content.assemble((symbol, colour), " ", light_words(self.status), " ")
        right = right.truncate(max(0, room), ellipsis=True)
        left = Content.assemble((" amity ", "bold $primary"), " ", Content(self.team)).truncate(
            max(0, self.size.width - right.cell_length - 1), ellipsis=True
        )
        gap = max(1, self.size.width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def on_click(self, event: events.Click) -> None:
        """The right half of the line is the light's."""
        if event.x > self.size.width // 2:
            self.post_message(self.LightClicked())


class Tab(NamedTuple):
    """A tab: the mode that it opens, its title, and how many things in it are new."""

    mode: str
    title: str
    new: int = 0


class TabStrip(Widget, can_focus=True):
    """The three tabs in one line: click, or focus and use the arrow keys."""

    DEFAULT_CSS = """
    TabStrip { height: 1; width: 100%; background: $surface; color: $text-muted; }
    TabStrip:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Tab before", show=False),
        Binding("right", "step(1)", "Tab after", show=False),
    ]

    tabs: reactive[tuple[Tab, ...]] = reactive(())
    current: reactive[str] = reactive("")

    class Chosen(Message):
        """A tab was chosen."""

        def __init__(self, mode: str) -> None:
            super().__init__()
            self.mode = mode
            """The mode to open."""

    def __init__(self, current: str) -> None:
        super().__init__(id="tabs")
        self.set_reactive(TabStrip.current, current)
        self.tooltip = Content(hint("Keys {today}, {roles} and {kudos} open these tabs"))

    def _labels(self) -> list[str]:
        return [f"  {tab.title}{f' {tab.new}' if tab.new else ''}  " for tab in self.tabs]

    def render(self) -> Content:
        """The tabs, the present one bold between marks, since colour alone says nothing."""
        parts: list[Content | tuple[str, str]] = []
        for tab, label in zip(self.tabs, self._labels(), strict=True):
            if tab.mode == self.current:
                style = "bold $primary reverse" if self.has_focus else "bold $primary"
                parts.append((f"▌{label[1:-1]}▐", style))
            else:
                parts.append(Content(label))
        line = Content.assemble(*parts)
        keys = Content.styled(hint("{today} {roles} {kudos} "), "$text-muted")
        gap = self.size.width - line.cell_length - keys.cell_length
        return Content.assemble(line, " " * gap, keys) if gap > 0 else line

    def on_click(self, event: events.Click) -> None:
        """Opens the tab under the mouse."""
        edge = 0
        for tab, label in zip(self.tabs, self._labels(), strict=True):
            edge += len(label)
            if event.x < edge:
                self.post_message(self.Chosen(tab.mode))
                return

    def action_step(self, by: int) -> None:
        """Opens the tab before or after."""
        modes = [tab.mode for tab in self.tabs]
        if self.current in modes:
            self.post_message(self.Chosen(modes[(modes.index(self.current) + by) % len(modes)]))


class KeyBar(Widget):
    """The keys of the screen in one line; each can be clicked. What does not fit is left to the help."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; background: $panel; color: $foreground; }
    """

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command
            """The command to run."""

    keys: reactive[tuple[Command, ...]] = reactive(())

    def __init__(self, keys: Sequence[Command]) -> None:
        super().__init__()
        self.set_reactive(KeyBar.keys, tuple(keys))

    def _fitting(self) -> list[tuple[Command, int]]:
        """The commands that fit, each with the column behind it."""
        found: list[tuple[Command, int]] = []
        edge = 1
        for command in self.keys:
            edge += len(command.shown_key) + 1 + len(command.bar) + 2
            if edge > self.size.width + 1:
                break
            found.append((command, edge))
        return found

    def render(self) -> Content:
        """Key and word, key and word."""
        parts: list[Content | str | tuple[str, str]] = [" "]
        for command, _ in self._fitting():
            parts += [(command.shown_key, "bold $primary"), " ", Content(command.bar), "  "]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Runs the command under the mouse."""
        for command, edge in self._fitting():
            if event.x < edge:
                self.post_message(self.Pressed(command))
                return
