"""The app: its tabs, themes and keys."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar, NoReturn, TypeVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.reactive import reactive
from textual.screen import Screen

from store.when import day_of, time_of
from store.zones import zone
from tui.commands import EVERYWHERE, bindings, commands, hint
from tui.dressing import Dressed
from tui.opening import Desk
from tui.widgets.frame import Tab

T = TypeVar("T")

PATIENCE = 0.3
"""Seconds that the first frame waits for the team; a large one comes a moment after it."""

AGAIN = 30.0
"""Seconds within which copying the same again means that it did not arrive."""


def _today() -> Screen[None]:
    from tui.screens.today import TodayScreen

    return TodayScreen()


def _roles() -> Screen[None]:
    from tui.screens.roles import RolesScreen

    return RolesScreen()


def _kudos() -> Screen[None]:
    from tui.screens.kudos import KudosScreen

    return KudosScreen()


def _setup() -> Screen[None]:
    from tui.screens.setup import SetupScreen

    return SetupScreen()


def _team_commands() -> type[Provider]:
    from tui.palette import TeamCommands

    return TeamCommands


class AmityApp(Dressed):
    """The dashboard: its tabs, themes and keys."""

    TITLE = "amity"
    CSS_PATH = ["amity.tcss", "screens/today/today.tcss"]  # noqa: RUF012 - what comes first is dressed at once
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]
        "today": _today,
        "roles": _roles,
        "kudos": _kudos,
        "setup": _setup,
    }
    DEFAULT_MODE = "today"
    COMMANDS = App.COMMANDS | {_team_commands}
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)

    moment: reactive[str] = reactive("")
    """The time as the header shows it."""
    tabs: reactive[tuple[Tab, ...]] = reactive(())
    """The tabs, with how much is new in each."""

    def __init__(self, desk: Desk) -> None:
        if desk.team is None:
            self.DEFAULT_MODE = "setup"  # type: ignore[misc]  # read by Textual's constructor
        super().__init__(desk)
        self._copied = ("", 0.0)
        self._told: tuple[object, ...] = ()
        self._odd = self.dress()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal; in a browser, one that ends with its server."""
        if "TEXTUAL_DRIVER" not in os.environ:
            return super().get_driver_class()
        from tui.browser.driver import BrowserDriver

        return BrowserDriver

    async def on_load(self) -> None:
        """Waits a moment for the team, so that the first frame shows it."""
        if self._first is not None:
            await asyncio.wait([asyncio.wrap_future(self._first)], timeout=PATIENCE)
            if self._first.done() and self._first.exception() is None:
                self._take(self._first.result())

    def on_mount(self) -> None:
        """Starts the clock."""
        self._tick()
        if self._odd:
            more = f" And {len(self._odd) - 1} more: amity settings" if len(self._odd) > 1 else ""
            words = f"In {self.settings.path.name}: {self._odd[0]} What is usual holds instead.{more}"
            self.notify(words, severity="warning", markup=False, timeout=10)

    def on_ready(self) -> None:
        """Keeps in step from here on: the first frame is out."""
        self.begin()
        self.begin_tips()

    def _tick(self) -> None:
        """Shows the time, and comes back when the minute turns; a new day is another page."""
        self._show_time()
        if self.day is not None and self.day.day != self.clock.today(self.timezone):
            self.refresh_team()
        self.set_timer(60 - self.clock.now().second, self._tick)

    def _show_time(self) -> None:
        now = self.clock.now().astimezone(zone(self.timezone))
        self.moment = f"{day_of(now, '%a')} · {time_of(now)}"

    @property
    def place(self) -> str:
        """Where one is in the registry of commands: the tab, or a screen of its own on top of it."""
        return next((s.place for s in reversed(self.screen_stack) if hasattr(s, "place")), self.current_mode)

    def gone(self) -> None:
        """Nothing of the team that was left stays: no tab's count, nothing that was copied."""
        self._copied, self._told, self.tabs = ("", 0.0), (), ()

    def taken(self) -> None:
        """What is new on the wall, and the time of a member's zone."""
        self._count_new()
        self._show_time()
        self._tell_of_problems()

    def _tell_of_problems(self) -> None:
        """Says once that a file of the team's own words cannot be used."""
        problems = self.day.words.problems if self.day is not None else ()
        if problems and problems != self._told:
            words = f"{problems[0]} Until it is mended, amity does without this file."
            self.notify(words, severity="warning", markup=False, timeout=10)
        self._told = problems

    def _count_new(self) -> None:
        """What is new on the wall since I last looked at it."""
        view = self.view
        counts = view is not None and view.snapshot.kudos_on and self.current_mode != "kudos"
        new = view.new if view is not None and counts else 0
        wall = (Tab("kudos", "Kudos", new),) if view is None or view.private.wall else ()
        self.tabs = (Tab("today", "Today"), Tab("roles", "Roles"), *wall)

    # Commands that work everywhere

    def action_today(self) -> None:
        """Goes to Today."""
        self._go("today")

    def action_roles(self) -> None:
        """Goes to Roles."""
        self._go("roles")

    def action_kudos(self) -> None:
        """Goes to Kudos, if I have not put it away."""
        if self.private is not None and not self.private.wall:
            words = hint(
                "You have put the wall away. {command_palette} finds “My kind words”, and brings it back."
            )
            self.notify(words, markup=False)
        else:
            self._go("kudos")

    def action_toggle_wall(self) -> None:
        """Puts the Kudos tab and its nudges away for me alone, or brings them back."""
        if self.notebook is not None and self.private is not None:
            on = not self.private.wall
            words = "The wall is back." if on else "The wall is put away, for you alone. Nothing was deleted."
            self.do(partial(self.notebook.prefer_wall, on), lambda _: self.notify(words, markup=False))
            if not on and self.current_mode == "kudos":
                self.switch_mode("today")

    def _go(self, mode: str) -> None:
        if self.team is not None:
            self.switch_mode(mode)

    def action_undo(self) -> None:
        """Takes back my last change."""
        if not self._undo:
            self.notify("Nothing to take back.", markup=False)
            return
        self.do(
            self._undo.pop(),
            lambda what: self.notify(f"Taken back: {what or 'your last change'}", markup=False),
        )

    def action_hide(self) -> None:
        """Covers private text, or shows it again."""
        self.hidden = not self.hidden
        self.notify("Private text is covered." if self.hidden else "Private text is shown.", markup=False)

    def copy(self, text: str, said: str = "Copied: paste it in your chat.") -> None:
        """Copies a text for use elsewhere; asked for again at once, shows it to be taken by hand.

        Whether a terminal lets programs use the clipboard cannot be found out.
        """
        now = self.clock.monotonic()
        again = self._copied[0] == text and now - self._copied[1] < AGAIN
        self._copied = (text, now)
        self.copy_to_clipboard(text)
        if again:
            from tui.screens.copied import CopiedScreen

            self.push_screen(CopiedScreen(text))
        else:
            self.notify(f"{said} Nothing there? Copy again to see it.", markup=False)

    def action_refresh(self) -> None:
        """Brings the folder in step at once."""
        if self.team is not None:
            self.team.nudge(urgent=True)
            self.refresh_team()

    def action_help(self) -> None:
        """Shows what the screen is for and all its keys."""
        from tui.screens.help import help_on

        self.push_screen(help_on(self.place))

    def get_system_commands(self, _screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of this screen and of everywhere, for the palette."""
        for command in commands(self.place, EVERYWHERE):
            if command.id != "command_palette":
                place = "" if command.where == EVERYWHERE else "screen."
                run = partial(self.run_action, f"{place or 'app.'}{command.id}")
                key = f"{command.shown_key} · " if command.keys else ""
                yield SystemCommand(command.title, f"{key}{command.help}", run)


def run_dashboard(desk: Desk) -> int:
    """Opens the dashboard and returns the exit code once it is closed."""
    app = AmityApp(desk)
    app.run()
    desk.worker.shutdown()
    if app.team is not None:
        app.team.close()
    if app.notebook is not None and app.notebook.own_folder is not None:
        app.notebook.own_folder.close()
    return app.return_code or 0


def end(code: int) -> NoReturn:
    """Ends the program once all is written; Python's own end may wait for ever for a thread that imports."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
