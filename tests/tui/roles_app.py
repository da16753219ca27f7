"""The dashboard opened on Roles, and what one can read on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from store.clock import Clock
from store.notebook import Notebook
from store.records import Meeting
from store.settings import Home
from store.team import Team
from tui import app as app_module
from tui.app import AmityApp
from tui.opening import Desk
from tui.screens.roles import RolesScreen
from tui.widgets.ahead import Ahead
from tui.widgets.roster import RoleRows, Roster

MONDAY = date(2026, 11, 23)
DAILY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
THREE = ("facilitator", "note_taker", "timekeeper")


class RolesFirst(AmityApp):
    """The dashboard, opened on Roles."""

    DEFAULT_MODE = "roles"
    CSS_PATH = [Path(app_module.__file__).with_name("amity.tcss")]  # noqa: RUF012

    @property
    def roles(self) -> RolesScreen:
        screen = self.get_screen_stack("roles")[0]
        assert isinstance(screen, RolesScreen)
        return screen


Open = Callable[..., Any]


@pytest.fixture
def open_roles(team: Team, make_home: Callable[[str], Home], clock: Clock) -> Open:
    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (120, 40), at: str = ""
    ) -> AsyncIterator[tuple[RolesFirst, Pilot[None]]]:
        home = make_home("ana")
        then = Clock(datetime.fromisoformat(at)) if at else clock
        team.clock = then
        app = RolesFirst(Desk(team, Notebook.open(home, then, team.id, team.folder), home, then))
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(app, pilot)
            yield app, pilot
        team.close()

    return open_


async def settle(app: AmityApp, pilot: Pilot[None]) -> None:
    """Waits until every job that was asked for, and those that they asked for, are shown."""
    await pilot.pause()
    while any(not worker.is_finished for worker in app.workers):
        await app.workers.wait_for_complete()
        await pilot.pause()


async def press(app: AmityApp, pilot: Pilot[None], *keys: str) -> None:
    """Presses the keys one by one, each when all that the one before asked for is shown."""
    await settle(app, pilot)
    for key in keys:
        await pilot.press(key)
        await settle(app, pilot)


def standup(team: Team, roles: tuple[str, ...] = THREE, **other: Any) -> Meeting:
    fields: dict[str, Any] = {"time": "09:30", "timezone": "Europe/Berlin", "rule": DAILY, "first": MONDAY}
    return team.add_meeting(other.pop("name", "Standup"), **{**fields, "roles": roles, **other})


def rows(app: RolesFirst) -> list[str]:
    return str(app.roles.query_one(RoleRows).render().plain).splitlines()


def aside(app: RolesFirst) -> str:
    return str(app.roles.query_one("#aside", Static).content).strip()


def title(app: RolesFirst) -> str:
    return Content.from_markup(app.roles.query_one(Roster).border_title or "").plain


def ahead(app: RolesFirst) -> list[str]:
    return app.roles.query_one(Ahead).render().plain.splitlines()


def notices(app: AmityApp) -> str:
    return " ".join(n.message for n in app._notifications)


def holders(team: Team, meeting: Meeting, day: date = MONDAY) -> list[str | None]:
    return [seat.member for seat in team.plan(team.snapshot().meetings[meeting.id], day).seats]
