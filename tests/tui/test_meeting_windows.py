"""The small windows of the Roles screen: speaking order, parking lot, turns."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widgets import Static

from store.rules.speaking import speaking_order
from store.team import Team
from tests.tui.roles_app import MONDAY, Open, RolesFirst, notices, open_roles, press, standup
from tui.screens.page import PageScreen

__all__ = ["open_roles"]


def page(app: RolesFirst) -> list[str]:
    assert isinstance(app.screen, PageScreen)
    return str(app.screen.query_one(Static).content).splitlines()


async def test_the_speaking_order_is_shown_and_copied(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    snapshot = team.snapshot()
    order = speaking_order(snapshot, meeting, team.plan(meeting, MONDAY))
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        shown = [line.split(maxsplit=1)[1] for line in page(app)[:4]]
        assert shown == ["you" if m == team.me else snapshot.members[m].name for m in order]
        await press(app, pilot, "c")
        names = [f"{place}. {snapshot.members[m].name}" for place, m in enumerate(order, 1)]
        assert app.clipboard.splitlines() == ["Standup · Mon 23 November, speaking order", *names]
        assert "Copied" in notices(app)
        await press(app, pilot, "escape", "c")
        assert app.screen is app.roles
        assert "Facilitator" in app.clipboard


async def test_a_click_on_the_window_copies_and_goes_back(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        window = app.screen.query_one(VerticalScroll)
        edge = window.region.height - 1
        await pilot.click(VerticalScroll, offset=(window.region.width - 16, edge))
        assert "speaking order" in app.clipboard
        await pilot.click(VerticalScroll, offset=(window.region.width - 5, edge))
        assert app.screen is app.roles


async def test_without_people_or_a_meeting_there_is_no_order(team: Team, open_roles: Open) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        assert app.screen is app.roles
        assert "no meeting to come" in notices(app)
    ben = team.find_member("ben").id
    standup(team, members=[ben])
    team.remove_member(ben)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        assert app.screen is app.roles
        assert "Nobody is expected" in notices(app)
