"""Collected cards on the screen: begun, signed, opened on their day, and unknown to their receiver before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from store.clock import Clock
from store.notebook import Notebook
from store.settings import Home
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.kudos import KudosScreen
from tui.screens.kudos.card_form import CardFormScreen
from tui.screens.kudos.cards import CardsScreen
from tui.screens.kudos.group_card import GroupCardScreen
from tui.screens.kudos.sign import SignScreen
from tui.screens.pick_person import PickPersonScreen
from tui.widgets.chips import Chips
from tui.widgets.group_card import NO_SECRET, on_day, said

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


def app_of_ben(ben: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(ben, make_home("ben"), clock)


def picture(app: AmityApp) -> str:
    """What is on the screen, as text."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def flat(app: AmityApp) -> str:
    """The same in one line, however it was wrapped in its window."""
    return " ".join(picture(app).replace("│", " ").split())


def notices(app: AmityApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


async def begin(pilot: Pilot[None], person: str, occasion: str, day: str) -> None:
    await press(pilot, "3", "c", "n")
    assert isinstance(pilot.app.screen, PickPersonScreen)
    await press(pilot, *person, "enter", *occasion, "enter", *day, "enter")


async def test_a_card_is_begun_signed_changed_and_taken_away(team: Team, home: Home, clock: Clock) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "zoe", "Farewell", "fri")
        assert isinstance(app.screen, GroupCardScreen)
        (card,) = team.snapshot().cards
        assert (card.to, card.occasion, card.opens) == (team.find_member("zoe").id, "Farewell", FRIDAY)
        assert "Opens on Friday 27 November" in picture(app)
        assert "Nobody else has written yet" in picture(app)
        await press(pilot, "w")
        assert isinstance(app.screen, SignScreen)
        shown = flat(app)
        assert NO_SECRET in shown  # said before one writes
        await press(pilot, *"Fair winds", "ctrl+s")
        assert [s.text for s in team.snapshot().cards[0].signatures] == ["Fair winds"]
        assert "Fair winds" in picture(app)
        await press(pilot, "e")
        assert isinstance(app.screen, CardFormScreen)
        app.screen.day.value = "tomorrow"
        await press(pilot, "ctrl+s")
        assert team.snapshot().cards[0].opens == date(2026, 11, 24)
        assert "Opens tomorrow" in picture(app)
        await press(pilot, "x")
        assert team.snapshot().cards[0].signatures == ()
        await press(pilot, "ctrl+z")
        assert "Fair winds" in picture(app)
        await press(pilot, "delete")
        assert isinstance(app.screen, CardsScreen)
        assert team.snapshot().cards == ()
        await press(pilot, "ctrl+z")
        assert "For Zoë Krüger · Farewell" in picture(app)


async def test_the_form_says_what_is_missing(team: Team, home: Home, clock: Clock) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "ben", "Birthday", "monkey")
        assert isinstance(app.screen, CardFormScreen)
        assert "Write the day as" in picture(app)
        app.screen.day.value = "2026-11-22"
        await settle(pilot)
        assert "That day is over" in picture(app)
        await press(pilot, "ctrl+s")
        assert "is over" in notices(app)
        assert isinstance(app.screen, CardFormScreen)
        app.screen.day.value = "2026-11-30"
        await settle(pilot)
        assert "It opens on Monday 30 November" in picture(app)
        app.screen.occasion.value = "  "
        await press(pilot, "ctrl+s")
        assert "Say what it is for" in picture(app)
        assert NO_SECRET in flat(app)
        await press(pilot, "escape")
        assert team.snapshot().cards == ()


async def test_what_is_written_is_kept_as_a_draft(team: Team, home: Home, clock: Clock) -> None:
    card = team.begin_card(team.find_member("ben").id, "Farewell", FRIDAY)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "enter", "enter", *"Half a", "escape")
        assert isinstance(app.screen, GroupCardScreen)
        assert team.snapshot().cards[0].signatures == ()
    again = app_on(team, home, clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "enter", "w")
        assert "Your draft is back" in picture(again)
        await press(pilot, *" line", "ctrl+s")
        assert team.find_card(card.id).signatures[0].text == "Half a line"
        assert again.private is not None
        assert again.private.drafts == {}


async def test_its_receiver_sees_nothing_before_the_day(
    team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    team.begin_card(ben.me, "Farewell", FRIDAY)
    team.sync()
    ben.sync()
    app = app_of_ben(ben, make_home, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for keys in (("1",), ("3",), ("question_mark",), ("escape", "c")):
            await press(pilot, *keys)
            assert "Farewell" not in picture(app)
            assert "was opened" not in picture(app)
        assert "No cards here" in picture(app)


async def test_on_the_day_it_is_handed_over(
    team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    card = team.begin_card(ben.me, "Farewell", FRIDAY)
    team.sign_card(card.id, "Fair winds.")
    team.sync()
    ben.sync()
    clock.fixed = datetime.fromisoformat("2026-11-27T08:00:00+01:00")
    app = app_of_ben(ben, make_home, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "A card from Ana was opened for you" in flat(app)
        await press(pilot, "f")
        assert isinstance(app.screen, GroupCardScreen)
        assert "Fair winds." in picture(app)
        assert "— Ana" in picture(app)
        await press(pilot, "c")
        assert app.clipboard == "For Ben · Farewell · Friday 27 November 2026\n\nFair winds.\n— Ana\n"
        await press(pilot, "w")
        assert isinstance(app.screen, GroupCardScreen)  # nobody signs their own card
        await press(pilot, "escape", "3")
        assert app.screen.query_one("#card-news", Chips).display is False  # it has been seen
        assert isinstance(app.screen, KudosScreen)


async def test_the_chip_on_the_wall_opens_it(
    team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    team.begin_card(ben.me, "Farewell", date(2026, 11, 23))
    team.sync()
    ben.sync()
    app = app_of_ben(ben, make_home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert "A card was opened for you" in picture(app)
        await pilot.click("#card-news", offset=(8, 0))
        await settle(pilot)
        assert isinstance(app.screen, GroupCardScreen)


async def test_the_others_are_told_quietly(team: Team, home: Home, clock: Clock) -> None:
    card = team.begin_card(team.find_member("ben").id, "Farewell", FRIDAY)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert "A card for Ben to sign opens on Friday 27 November" in picture(app)
        app.do(lambda: team.sign_card(card.id, "Bye"))
        await settle(pilot)
        assert "A card for Ben" not in picture(app)
        clock.fixed = datetime.fromisoformat("2026-11-27T08:00:00+01:00")
        app.refresh_team()
        await settle(pilot)
        assert "for you" not in picture(app)
        screen = app.screen
        assert isinstance(screen, KudosScreen)
        assert app.snapshot is not None
        assert app.private is not None
        screen.show(app.snapshot, app.private)
        await settle(pilot)
        assert "The card for Ben was opened today" in picture(app)
        await press(pilot, "1")
        assert "opened for you" not in flat(app)


async def test_a_card_that_is_taken_away_closes_its_window(team: Team, home: Home, clock: Clock) -> None:
    card = team.begin_card(team.find_member("ben").id, "Farewell", FRIDAY)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "enter")
        app.do(lambda: team.remove_card(card.id))
        await settle(pilot)
        assert isinstance(app.screen, CardsScreen)
        assert "taken away" in notices(app)
        assert "No cards here" in picture(app)


async def test_who_has_left_gets_a_copy(team: Team, home: Home, clock: Clock) -> None:
    card = team.begin_card(team.find_member("ben").id, "Farewell", FRIDAY)
    team.sign_card(card.id, "Fair winds.")
    team.remove_member(card.to)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "enter")
        assert "you can copy it for Ben, who has left" in flat(app)
        await press(pilot, "c")
        assert "from its day on" in notices(app)
        clock.fixed = datetime.fromisoformat("2026-11-27T08:00:00+01:00")
        await press(pilot, "c")
        assert app.clipboard.endswith("Fair winds.\n— Ana\n")


async def test_private_people_get_no_card(team: Team, ben: Team, home: Home, clock: Clock) -> None:
    ben.set_profile({"thanks": "private"})
    ben.sync()
    team.sync()
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "n")
        assert "in private, please" in picture(app)
        await press(pilot, *"ben", "enter")
        assert isinstance(app.screen, CardsScreen)
        assert "direct message" in notices(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_what_others_write_is_only_text(
    team: Team, ben: Team, home: Home, clock: Clock, size: tuple[int, int]
) -> None:
    for text in HOSTILE[:5]:
        ben.sign_card(ben.begin_card(team.find_member("zoe").id, text, FRIDAY).id, text)
    ben.sync()
    team.sync()
    clock.fixed = datetime.fromisoformat("2026-11-27T08:00:00+01:00")
    app = app_on(team, home, clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3", "c")
        for _ in range(5):
            await press(pilot, "enter")
            assert isinstance(app.screen, GroupCardScreen)
            assert str(app.screen.query_one("#text", Static).content).count("— Ben") == 1
            await press(pilot, "escape", "down")
        assert app.is_running
        assert app.screen.query_one(OptionList).option_count == 6


def test_how_it_is_said() -> None:
    assert said([]) == ""
    assert said(["Ana"]) == "Ana"
    assert said(["Ana", "Ben", "Chi"]) == "Ana, Ben and Chi"
    assert said(["Ana", "Ben", "Chi", "Dee"]) == "Ana, Ben, Chi and Dee"
    assert said(["Ana", "Ben", "Chi", "Dee", "Eli"]) == "Ana, Ben, Chi and others"
    days = {0: "today", 1: "tomorrow", -1: "yesterday", 3: "on Monday 30 November"}
    assert {n: on_day(FRIDAY + timedelta(n), FRIDAY) for n in days} == days
    assert on_day(date(2027, 1, 1), FRIDAY) == "on Friday 1 January 2027"


async def test_seen_is_private(team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock) -> None:
    card = team.begin_card(ben.me, "Farewell", date(2026, 11, 23))
    team.sync()
    ben.sync()
    app = app_of_ben(ben, make_home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "c", "enter")
    notebook = Notebook.open(make_home("ben"), clock, ben.id, ben.folder)
    assert f"card {card.id}" in notebook.private().seen
