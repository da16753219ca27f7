"""What the windows that stand in front of a tab have in common."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.widgets.card import Reader
from tui.widgets.frame import KeyBar

if TYPE_CHECKING:
    from tui.app import AmityApp

R = TypeVar("R")


class Window(ModalScreen[R]):
    """A window with keys at its foot; escape, or a click beside it, goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "app.undo", "Undo my last change", show=False, id="undo"),
        Binding("h", "app.hide", "Hide private text", show=False, id="hide"),
        Binding("question_mark,f1", "app.help", "Help", show=False, id="help"),
        Binding("ctrl+p", "app.command_palette", "Commands", show=False, id="command_palette"),
    ]
    """Keys of the app, which a window in front would hide."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-middle")]  # noqa: RUF012

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    @property
    def today(self) -> date:
        """My day."""
        return self.app.clock.today(self.app.timezone)

    @property
    def reader(self) -> Reader:
        """I, now."""
        assert self.app.snapshot is not None
        assert self.app.team is not None
        return Reader(self.app.snapshot.members, self.app.team.me, self.app.clock.now(), self.app.timezone)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss(None)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.id)

    def on_click(self, event: events.Click) -> None:
        """A click beside the window goes back."""
        if event.widget is self:
            self.action_leave()
