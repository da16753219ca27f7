"""The team's own words in the dashboard: a page, and a word when a file cannot be used."""

from __future__ import annotations

from collections.abc import Callable

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.store.test_own_words import ACTIONS, put
from tests.tui.walls import app_on, press, settle
from tui.screens.page import PageScreen


async def test_a_broken_file_is_told_once_and_stands_on_the_page(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    put(team.folder, ACTIONS.replace("minutes = 10", 'minutes = "[b]ten[/b]"'))
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert app.day is not None
        assert app.day.pick is not None
        await press(pilot, "ctrl+r")
        said = [n.message for n in app._notifications if "own" in n.message or "actions.toml" in n.message]
        assert len(said) == 1
        assert "amity-content/actions.toml, line 7" in said[0]
        await app.run_action("own_words")
        await settle(pilot)
        page = app.screen
        assert isinstance(page, PageScreen)
        assert "“minutes” cannot be '[b]ten[/b]'." in str(page._text)
        await press(pilot, "c")
        assert app.clipboard == str(team.folder / "amity-content")
        await press(pilot, "escape")
        put(team.folder, ACTIONS)
        await app.run_action("own_words")
        await settle(pilot)
        assert isinstance(app.screen, PageScreen)
        assert "include.rotate-demo" in str(app.screen._text)
        assert "To be mended" not in str(app.screen._text)
