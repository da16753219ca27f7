"""What the three tabs have in common: the frame, and how records come down to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from store.records import Private, Snapshot, Status
from tui.commands import EVERYWHERE, commands
from tui.widgets.frame import Header, KeyBar, Tab, TabStrip

if TYPE_CHECKING:
    from tui.app import AmityApp
    from tui.opening import View


class AmityScreen(Screen[None]):
    """A tab. Subclasses name their `mode`, yield their `body` and show a snapshot when one comes.

    `show` is called once the screen stands, and then only when something really changed.
    """

    mode: ClassVar[str]
    AUTO_FOCUS = ""  # else the tab strip would take the arrow keys
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-middle"), (32, "-tall")]  # noqa: RUF012

    header = getters.query_one(Header)
    tab_strip = getters.query_one(TabStrip)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def compose(self) -> ComposeResult:
        """Header, tabs, the screen's own body, keys."""
        yield Header()
        yield TabStrip(self.mode)
        yield from self.body()
        keys = [c for c in commands(self.mode) if c.bar]
        yield KeyBar([*keys, *(c for c in commands(EVERYWHERE) if c.bar)])

    def body(self) -> Iterable[Widget]:
        """The widgets of this screen."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Shows the team as it is now."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Listens to what the app knows."""
        self.watch(self.app, "moment", self._show_moment)
        self.watch(self.app, "status", self._show_status)
        self.watch(self.app, "view", self._show_view)
        self.watch(self.app, "tabs", self._show_tabs)
        self.watch(self.app, "hidden", self._show_hidden)

    def _show_moment(self, moment: str) -> None:
        self.header.moment = moment

    def _show_status(self, status: Status) -> None:
        self.header.status = status

    def _show_view(self, view: View | None) -> None:
        if view is not None:
            self.header.team = view.snapshot.name
            self.show(view.snapshot, view.private)

    def _show_tabs(self, tabs: tuple[Tab, ...]) -> None:
        self.tab_strip.tabs = tabs

    def _show_hidden(self, hidden: bool) -> None:
        self.set_class(hidden, "-hidden")

    @on(TabStrip.Chosen)
    def _open_tab(self, event: TabStrip.Chosen) -> None:
        self.app.switch_mode(event.mode)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(
            event.command.id if event.command.where != EVERYWHERE else f"app.{event.command.id}"
        )

    @on(Header.LightClicked)
    def _light_clicked(self) -> None:
        self.app.action_sync_details()
