"""The settings screen: every line can be changed, is seen at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.widgets import OptionList, Static

from store.clock import Clock
from store.preferences import PREFERENCES
from store.settings import Home, Settings
from store.team import Team
from tests.tui.walls import app_on, press, until
from tui.app import AmityApp
from tui.commands import key_of
from tui.screens.settings import SettingsScreen
from tui.screens.settings.own_keys import OwnKeysScreen


def shown(app: AmityApp) -> str:
    """The picture as text."""
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text for strip in lines)


def line_of(app: AmityApp, words: str) -> int:
    lines = app.screen.query_one(OptionList)
    return next(n for n in range(lines.option_count) if words in str(lines.get_option_at_index(n).prompt))


async def test_the_look(team: Team, make_home: Callable[[str], Home], clock: Clock) -> None:
    home = make_home("ana")
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        assert isinstance(app.screen, SettingsScreen)
        assert all(one.title in shown(app) for one in PREFERENCES)
        assert PREFERENCES[0].meaning in shown(app)
        await press(pilot, "enter", "down", "down")
        assert app.theme == "amity-contrast"
        await press(pilot, "escape")
        assert app.theme == "amity-dark"
        assert "theme" not in Settings(home).preferences
        await press(pilot, "enter", "down", "enter")
        assert app.theme == "amity-light"
        assert Settings(home).preferences["theme"] == "amity-light"
        await press(pilot, "ctrl+z")
        assert app.theme == "amity-dark"
        assert "theme" not in Settings(home).preferences
        await press(pilot, "down", "enter")
        assert app.animation_level == "none"
        assert Settings(home).values["reduced_motion"] is True
        await press(pilot, "x")
        assert str(app.animation_level) == "full"
        assert "reduced_motion" not in Settings(home).preferences
        assert "│" in shown(app)
        await press(pilot, "down", "enter")
        assert shown(app).isascii()
        await press(pilot, "ctrl+z")
        assert "│" in shown(app)
        app.screen.query_one(OptionList).highlighted = line_of(app, "24 hour")
        await press(pilot, "enter")
        assert "9:12 am" in shown(app)
        app.screen.query_one(OptionList).highlighted = line_of(app, "Dates")
        await press(pilot, "enter", "down", "enter")
        assert Settings(home).values["date_format"] == "Nov 23"
        await press(pilot, "escape")
        await until(pilot, lambda: "Mon November 23 · 9:12 am" in shown(app))


async def test_keys(team: Team, make_home: Callable[[str], Home], clock: Clock) -> None:
    home = make_home("ana")
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        app.screen.query_one(OptionList).highlighted = line_of(app, "Commands and keys")
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, OwnKeysScreen)
        screen.lines.highlighted = line_of(app, "Thank someone")
        said = screen.query_one("#meaning", Static)
        for key, words in (
            ("e", "“Edit this meeting” already (Roles)"),
            ("tab", "needed to move"),
            ("escape", "Write a"),
        ):
            await press(pilot, "enter", key)
            assert words in str(said.render())
            assert Settings(home).keys == {}
        assert screen.lines.has_focus
        await press(pilot, "enter", "ctrl+t")
        assert Settings(home).keys == {"thank": "ctrl+t"}
        assert key_of("thank") == "^t"
        assert "*^t" in shown(app)
        await press(pilot, "ctrl+z")
        assert (Settings(home).keys, key_of("thank")) == ({}, "k")
        await press(pilot, "enter", "Z", "escape", "escape")
        assert "Z Thank" in shown(app)
        await press(pilot, "S")
        app.screen.query_one(OptionList).highlighted = line_of(app, "Commands and keys")
        await press(pilot, "x")
        assert (Settings(home).keys, key_of("thank")) == ({}, "k")


async def test_my_week_is_the_teams_and_wishes_are_mine(
    team: Team, make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        app.screen.query_one(OptionList).highlighted = line_of(app, "Working days")
        await press(pilot, "enter", "space", "ctrl+s")
        assert team.myself().week == (2, 3, 4, 5)
        assert "tue-fri" in shown(app)
        await press(pilot, "ctrl+z")
        assert team.myself().week == (1, 2, 3, 4, 5)
        await press(pilot, "enter", *("space", "right") * 5, "ctrl+s")
        assert team.myself().week == (1, 2, 3, 4, 5)  # a week without days is refused
        await press(pilot, "escape")
        app.screen.query_one(OptionList).highlighted = line_of(app, "Place")
        await press(pilot, "enter", "right", "space", "ctrl+s")
        assert team.myself().places[:3] == ("office", "remote", "office")
        app.screen.query_one(OptionList).highlighted = line_of(app, "Suggestions")
        await press(pilot, "enter")
        await press(pilot, "enter", "escape")
        assert "quiet until" in shown(app)
        team.sync()
        assert b"silen" not in (folder / "amity.json").read_bytes()
    team.close()
