"""Help: what a screen is for, and all its keys."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import EVERYWHERE, commands

_ABOUT: Final = {
    "today": "One small thing that fits you, your team and this day. Do it, ask for another, or leave it: "
    "nothing is counted.",
    "roles": "Who has which role in the next meeting, and why. The turns come from the meetings that were "
    "held, so everyone's machine says the same.",
    "kudos": "The wall of thanks that everyone shares. Cards have names and words, never numbers.",
}


class HelpScreen(ModalScreen[None]):
    """The help of one tab."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 92%;
        border: round $primary; background: $surface; padding: 1 2;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,f1", "dismiss", "Close")]

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def compose(self) -> ComposeResult:
        """A few sentences, then the keys."""
        with VerticalScroll() as frame:
            frame.border_title = Content("Help")
            frame.border_subtitle = Content("esc closes")
            yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [_ABOUT.get(self.mode, ""), "\n"]
        for title, where in (("On this screen", self.mode), ("Everywhere", EVERYWHERE)):
            parts.append((f"\n{title}\n", "bold $text-muted"))
            for command in commands(where):
                if command.key:
                    parts += [(f"{command.shown_key:>6}", "bold $primary"), f"  {command.title}: "]
                    parts += [(command.help, "$text-muted"), "\n"]
        return Content.assemble(*parts)
