"""The window of the coffee chats, by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.store.test_coffee import opted_in
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.coffee import CoffeeScreen
from tui.screens.coffee.settings import CoffeeSettingsScreen


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(team, make_home("ana"), clock)


def shown(app: AmityApp) -> str:
    assert isinstance(app.screen, CoffeeScreen)
    return str(app.screen.words.content)


async def test_from_not_taking_part_to_having_met(app: AmityApp, team: Team) -> None:
    opted_in(team, "ben", "zoe", "李")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C")
        assert "Only those who wish take part" in shown(app)
        assert "Zoë Krüger" in shown(app)  # the others' round goes on
        await press(pilot, "o")
        assert team.myself().coffee
        await press(pilot, "ctrl+z")
        assert not team.myself().coffee


async def test_met_not_met_skip_and_back(app: AmityApp, team: Team) -> None:
    opted_in(team, "ana", "ben", "zoe", "李")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C")
        assert "You meet" in shown(app)
        await press(pilot, "m")
        assert "You met. Good." in shown(app)
        await press(pilot, "x")
        assert "no matter" in shown(app)
        await press(pilot, "ctrl+z", "ctrl+z", "s")
        assert "You leave this round out" in shown(app)
        await press(pilot, "ctrl+z")
        assert "You meet" in shown(app)
        await press(pilot, "c")
        assert app.clipboard.startswith("Hi ")


async def test_pausing_and_rounds_of_the_team(app: AmityApp, team: Team) -> None:
    opted_in(team, "ana", "ben")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C", "e")
        assert isinstance(app.screen, CoffeeSettingsScreen)
        await press(pilot, "enter")
        assert team.myself().coffee_pause is not None
        await press(pilot, "ctrl+z")
        assert team.myself().coffee_pause is None
        await press(pilot, "end", "enter")
        assert team.snapshot().coffee_size == 4
        await press(pilot, "escape", "escape")
        await settle(pilot)
        assert not isinstance(app.screen, CoffeeScreen)
