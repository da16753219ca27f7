"""Me too, whom I have not thanked lately, my kind words, and doing without the wall."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest

from store.clock import Clock
from store.records import ME_TOO
from store.settings import Home
from store.sync.document import FORMAT
from store.sync.replica import Edit
from store.team import Team
from tests.tui.test_cards import notices, picture
from tests.tui.test_palette import choose
from tests.tui.walls import app_on, press, settle, texts
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.kudos import KudosScreen
from tui.screens.kudos.balance import BalanceScreen
from tui.screens.today import TodayScreen


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def app(team: Team, ben: Team, home: Home, clock: Clock) -> AmityApp:
    """Ana's, with thanks from Ben to her and to Zoë on the wall."""
    zoe = team.find_member("zoe").id
    now = clock.now()
    for hours, to, text in ((2, team.me, "You stayed calm."), (1, zoe, "You asked.")):
        clock.fixed = now - timedelta(hours=hours)
        ben.give_kudos([to], text)
    clock.fixed = now
    ben.sync()
    team.sync()
    return app_on(team, home, clock)


def long_in_the_team(team: Team) -> None:
    """Everyone joined at the beginning of the year."""
    edits = [Edit("members", member, {"joined": "2026-01-05"}) for member in team.snapshot().members]
    team.replica.apply(lambda _: edits)


def reactions(team: Team) -> list[tuple[str, str]]:
    return [(r.emoji, r.member) for r in team.snapshot().kudos[0].reactions]


async def test_me_too_on_the_wall_and_on_an_opened_card(app: AmityApp, team: Team, ben: Team) -> None:
    ben.react(ben.snapshot().kudos[0].id, ME_TOO)
    ben.sync()
    team.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "m")
        assert set(reactions(team)) == {(ME_TOO, team.me), (ME_TOO, ben.me)}
        await press(pilot, "enter")
        assert all(name in picture(app) for name in (f"{ME_TOO} ", "you", "Ben"))
        await press(pilot, "m")
        assert reactions(team) == [(ME_TOO, ben.me)]
        await press(pilot, "ctrl+z")
        assert len(reactions(team)) == 2


async def test_whom_i_have_not_thanked_lately(app: AmityApp, team: Team) -> None:
    long_in_the_team(team)
    team.give_kudos([team.find_member("ben").id], "For the map.")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "n")
        assert isinstance(app.screen, BalanceScreen)
        assert [str(o.prompt) for o in app.screen.people.options] == ["Zoë Krüger", "李 雷"]
        assert "only you see this" in picture(app)
        await press(pilot, "h")
        assert app.screen.people.option_count == 0
        assert "雷" not in picture(app)
        assert "Covered" in picture(app)
        await press(pilot, "h", "enter")
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.receivers.chosen == (team.find_member("zoe").id,)


async def test_nobody_is_missing_and_everyone_was_thanked(app: AmityApp, team: Team, ben: Team) -> None:
    long_in_the_team(team)
    everyone = [team.find_member(handle).id for handle in ("ben", "zoe", "李")]
    team.give_kudos(everyone, "For this week.")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "n")
        assert "nobody to remind you of" in picture(app)
        assert "Everyone has been thanked this month." in picture(app)
        await press(pilot, "h")
        assert "Everyone" not in picture(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, KudosScreen)


async def test_my_kind_words_and_nothing_else(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "slash", *"asked", "enter", "1")
        await choose(app, pilot, "my kind words")
        assert isinstance(app.screen, KudosScreen)
        assert texts(app.screen.wall.kudos) == ["You stayed calm."]
        assert app.screen.search.value == ""


async def test_kind_words_are_there_without_the_folder(
    app: AmityApp, team: Team, home: Home, clock: Clock
) -> None:
    shutil.rmtree(team.folder)
    again = app_on(Team.open(home, clock), home, clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await again.run_action("app.kind_words")
        await settle(pilot)
        assert isinstance(again.screen, KudosScreen)
        assert texts(again.screen.wall.kudos) == ["You stayed calm."]


async def test_kind_words_are_there_when_a_newer_amity_keeps_the_team(app: AmityApp, team: Team) -> None:
    state = team.replica.state()
    (meta,) = state["_meta"].values()
    newer_meta = {**meta, "min_reader": FORMAT + 1, "_t": {"": "20991123T081200.000-0000-3ce33d"}}
    team.replica.absorb({**state, "_meta": {"1": newer_meta}})
    assert not team.snapshot().editable
    async with app.run_test(size=(80, 24)) as pilot:
        await app.run_action("app.kind_words")
        await settle(pilot)
        assert isinstance(app.screen, KudosScreen)
        assert texts(app.screen.wall.kudos) == ["You stayed calm."]


async def test_a_team_without_the_wall_has_a_calm_page(app: AmityApp, team: Team) -> None:
    team.set_wall(False)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert "Your team does without the wall" in picture(app)
        assert "You asked." not in picture(app)
        await press(pilot, "enter", "r", "m", "x", "slash", "n")
        assert isinstance(app.screen, KudosScreen)
        assert reactions(team) == []
        await press(pilot, "k")
        assert "in person" in notices(app)
        assert isinstance(app.screen, KudosScreen)
        await press(pilot, "f")
        assert "You stayed calm." in picture(app)
        await press(pilot, "a")
        assert "Your team does without the wall" in picture(app)
        app.do(lambda: team.set_wall(True))
        await settle(pilot)
        assert "You asked." in picture(app)
        await press(pilot, "k")
        assert isinstance(app.screen, ComposeScreen)


async def test_the_wall_put_away_for_me_alone(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "3")
        await app.run_action("app.toggle_wall")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert [tab.mode for tab in app.tabs] == ["today", "roles"]
        assert "For you" not in picture(app)
        await press(pilot, "3")
        assert isinstance(app.screen, TodayScreen)
        assert "My kind words" in notices(app)
        await press(pilot, "f")
        assert "You stayed calm." in picture(app)
        assert team.snapshot().kudos_on
        await app.run_action("app.toggle_wall")
        await settle(pilot)
        assert [tab.mode for tab in app.tabs] == ["today", "roles", "kudos"]


def rows(app: AmityApp) -> str:
    assert isinstance(app.screen, TodayScreen)
    return "\n".join(row.words.plain for row in app.screen.rows.rows)


async def test_today_does_not_nudge_without_the_wall(team: Team, home: Home, clock: Clock) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert "A good day to begin with someone else" in rows(app)
        app.do(lambda: team.set_wall(False))
        await settle(pilot)
        assert "Nothing new this week" in rows(app)
        assert "A good day" not in rows(app)
