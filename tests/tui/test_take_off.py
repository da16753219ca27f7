"""The key x on a card: the giver and whoever it thanks take it off the wall, or only their name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.choose import ChooseScreen
from tui.screens.kudos import KudosScreen
from tui.widgets.frame import KeyBar


@pytest.fixture
def app(team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    """Ana's dashboard; on the wall is what Ben said to her and Zoë."""
    ben.give_kudos([team.me, ben.find_member("zoe").id], "Both of you kept the lights on.")
    ben.sync()
    team.sync()
    return app_on(team, make_home("ana"), clock)


def said(app: AmityApp) -> list[str]:
    return [str(n.message) for n in app._notifications]


def receivers(team: Team) -> list[list[str]]:
    snapshot = team.snapshot()
    return [[snapshot.members[m].name for m in kudos.to] for kudos in snapshot.kudos]


async def opened(pilot: Pilot[None], *keys: str) -> None:
    """The window that asks, as those keys open it."""
    await press(pilot, "3", *keys)
    assert isinstance(pilot.app.screen, ChooseScreen)


@pytest.mark.parametrize("keys", [["x"], ["delete"], ["enter", "x"]])
@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_of_several_a_receiver_chooses_what_leaves(
    app: AmityApp, team: Team, keys: list[str], size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, *keys)
        await press(pilot, "enter")
        assert isinstance(app.screen, KudosScreen)
        assert receivers(team) == [["Zoë Krüger"]]
        assert said(app)[-1] == "Your name is off it. ctrl+z puts it back."
        await press(pilot, "ctrl+z")
        assert receivers(team) == [["Ana", "Zoë Krüger"]]
        await opened(pilot, *keys)
        await press(pilot, "down", "enter")
        assert receivers(team) == []
        assert said(app)[-1] == "Taken off the wall. ctrl+z puts it back."
        await press(pilot, "ctrl+z")
        assert receivers(team) == [["Ana", "Zoë Krüger"]]


async def test_it_works_by_mouse_and_escape_leaves_all_as_it_was(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "x")
        await press(pilot, "escape")
        assert receivers(team) == [["Ana", "Zoë Krüger"]]
        await opened(pilot, "x")
        await pilot.click(OptionList, offset=(3, 1))
        await settle(pilot)
        assert receivers(team) == []


async def test_a_receiver_alone_and_a_giver_are_not_asked(app: AmityApp, team: Team, ben: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "x")
        await press(pilot, "down", "enter")
        ben.give_kudos([team.me], "To you alone.")
        ben.sync()
        team.sync()
        await press(pilot, "ctrl+r", "g", "x")
        assert receivers(team) == []
        team.give_kudos([ben.me, team.find_member("zoe").id], "From me to two.")
        await press(pilot, "ctrl+r", "g", "x")
        assert receivers(team) == []


async def test_the_opened_card_says_so_to_whom_it_is_about(
    app: AmityApp, team: Team, ben: Team, clock: Clock
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "3", "enter")
        assert "Take off" in shown_keys(app)
        assert "Edit" not in shown_keys(app)
        await press(pilot, "escape")
        clock.fixed = clock.now() + timedelta(minutes=1)
        ben.give_kudos([team.find_member("zoe").id], "Not to you.")
        ben.sync()
        team.sync()
        await press(pilot, "ctrl+r", "g", "enter")
        assert "Take off" not in shown_keys(app)


def shown_keys(app: AmityApp) -> set[str]:
    return {command.bar for command in app.screen.query_one(KeyBar).keys}


async def test_what_was_composed_and_taken_back_is_in_no_file(
    app: AmityApp, team: Team, tmp_path: Path, clock: Clock
) -> None:
    """Composed in pieces, each kept as a draft; sent, reworded in a draft, taken off, synced."""
    clock.fixed = clock.now() + timedelta(minutes=1)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "k", "z", "tab", *"Zimtschnecke")
        for more in (" im Regen", ", dafür danke ich dir"):
            await press(pilot, "escape", "k", *more)
        assert holding(tmp_path)
        await press(pilot, "ctrl+s", "ctrl+s", "3", "g")
        assert any("dafür danke" in kudos.text for kudos in team.snapshot().kudos)
        await press(pilot, "e", *" Zimtschnecke", "escape")
        assert [draft for draft in app.private.drafts if draft.startswith("edit")]  # type: ignore[union-attr]
        await press(pilot, "x", "ctrl+r")
        assert not app.private.drafts  # type: ignore[union-attr]
    team.sync()
    assert holding(tmp_path) == []


def holding(root: Path) -> list[str]:
    """All files below `root` that hold the words of that test, or a piece of them."""
    files = (path for path in root.rglob("*") if path.is_file())
    return [str(path) for path in files if b"Zimtschne" in path.read_bytes()]
