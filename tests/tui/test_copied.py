"""Copying, and what helps where the terminal keeps the clipboard to itself."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.roles_app import Open, notices, open_roles, press, standup
from tui import app as app_module
from tui.screens.copied import CopiedScreen
from tui.screens.page import PageScreen

__all__ = ["open_roles"]


async def test_copied_again_at_once_it_is_shown_and_selected(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "c")
        assert app.screen is app.roles
        assert "Copy again to see it." in notices(app)
        roster = app.clipboard
        await press(app, pilot, "c")
        assert isinstance(app.screen, CopiedScreen)
        assert app.screen.text.selected_text == app.screen.text.text == roster
        assert app.screen.text.region.x == 0  # so that nothing else is marked along with it
        await press(app, pilot, "escape")
        assert app.screen is app.roles


async def test_another_text_or_another_time_is_just_copied(
    team: Team, open_roles: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "c", "plus", "c")
        assert app.screen is app.roles
        monkeypatch.setattr(app_module, "AGAIN", 0.0)
        await press(app, pilot, "c")
        assert app.screen is app.roles


async def test_a_window_copies_the_same_way(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((120, 40)) as (app, pilot):
        await press(app, pilot, "o", "c", "c")
        assert isinstance(app.screen, CopiedScreen)
        hint = app.screen.query_one(Static)
        await pilot.click(Static, offset=(1 + str(hint.content).index("back"), 0))
        await press(app, pilot)
        assert isinstance(app.screen, PageScreen)


async def test_hostile_names_are_shown_as_they_are(team: Team, open_roles: Open) -> None:
    for text in HOSTILE:
        team.add_member(f"{text[:60]} n")
    standup(team)
    async with open_roles((80, 40)) as (app, pilot):
        await press(app, pilot, "o", "c", "c")
        assert isinstance(app.screen, CopiedScreen)
        assert "[@click=app.quit]x[/] n" in app.screen.text.text
        assert not {"\x1b", "\u202e"} & set(app.export_screenshot())
