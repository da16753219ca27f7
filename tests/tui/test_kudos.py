"""The kudos screen on a real team: filters, search, what is new, one's own and other people's cards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from store.clock import Clock
from store.finding import View
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, kudos, press, settle, texts
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.kudos import KudosScreen
from tui.screens.kudos.open_card import OpenCardScreen
from tui.screens.kudos.react import EMOJI, ReactScreen
from tui.widgets.chips import Chips
from tui.widgets.wall import Wall


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def colleague(team: Team, make_home: Callable[[str], Home], clock: Clock) -> Team:
    """Ben's machine on the same folder, with three kudos from him and one from Ana on the wall."""
    zoe = team.find_member("zoe").id
    other = Team.join(make_home("ben-of-kudos"), clock, team.folder, "@ben")
    start = clock.now()
    said = (
        (other, zoe, "Der Überblick hat uns allen geholfen."),
        (other, team.me, "You stayed calm while the import broke."),
        (team, zoe, "Your notes made me productive on day one."),
        (other, zoe, "The newest words on the wall."),
    )
    for number, (giver, to, text) in enumerate(said):
        clock.fixed = start - timedelta(hours=len(said) - number)
        giver.give_kudos([to], text)
    clock.fixed = start
    other.sync()
    team.sync()
    return other


@pytest.fixture
def app(team: Team, colleague: Team, home: Home, clock: Clock) -> AmityApp:
    return app_on(team, home, clock)


def screen_of(app: AmityApp) -> KudosScreen:
    assert isinstance(app.screen, KudosScreen)
    return app.screen


def shown(app: AmityApp) -> list[str]:
    return texts(screen_of(app).wall.kudos)


def lines(app: AmityApp) -> str:
    wall = screen_of(app).wall
    return "\n".join(wall.render_line(y).text for y in range(wall.size.height))


def said(app: AmityApp) -> str:
    """What the app told in its notices so far."""
    return " ".join(notice.message for notice in app._notifications)


async def click_chip(pilot: Pilot[None], words: str, chips: str = "#filters") -> None:
    row = pilot.app.screen.query_one(chips, Chips)
    lines = str(row.render()).splitlines()
    y = next(n for n, line in enumerate(lines) if words in line)
    left = row.gutter.left
    await pilot.click(chips, offset=(left + lines[y].index(words) + 1, y + row.gutter.top))
    await settle(pilot)


async def arrives(pilot: Pilot[None], team: Team, colleague: Team) -> None:
    """What the colleague did comes through the folder."""
    colleague.sync()
    team.sync()
    assert isinstance(pilot.app, AmityApp)
    pilot.app.refresh_team()
    await settle(pilot)


async def test_the_wall_has_everything_newest_first_and_remembers_that_i_saw_it(app: AmityApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert app.private is not None
        assert "kudos" not in app.private.seen
        await press(pilot, "3")
        assert [text.split()[-1] for text in shown(app)] == ["wall.", "one.", "broke.", "geholfen."]
        assert isinstance(app.focused, Wall)
        assert app.snapshot is not None
        assert app.private.seen["kudos"] == app.snapshot.kudos[0].given.isoformat()
        assert "Ben → you" in lines(app)
        assert "an hour ago" in lines(app)


async def test_filters_by_key_and_by_mouse(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "f")
        assert shown(app) == ["You stayed calm while the import broke."]
        await press(pilot, "b")
        assert shown(app) == ["Your notes made me productive on day one."]
        await press(pilot, "a")
        assert len(shown(app)) == 4
        await click_chip(pilot, "For me")
        await settle(pilot)
        assert screen_of(app).view.who == "for_me"
        await press(pilot, "escape")
        assert screen_of(app).view.who == "all"


async def test_person_theme_and_time_by_key_and_by_mouse(app: AmityApp, team: Team, clock: Clock) -> None:
    now = clock.now()
    clock.fixed = now - timedelta(days=40)
    team.give_kudos([team.find_member("李").id], "Long ago.", "craft")
    clock.fixed = now
    team.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "p", "down", "down", "down", "enter")
        assert shown(app) == ["Long ago."]
        await click_chip(pilot, "李 雷 ✕")
        assert len(shown(app)) == 5
        await press(pilot, "t", "down", "enter")
        assert shown(app) == ["Long ago."]
        assert "▌craft ✕▐" in str(screen_of(app).filters.render())
        await press(pilot, "w", *"this week", "enter")
        assert shown(app) == []
        assert "fit all of this" in lines(app)
        await press(pilot, "t", "enter")
        assert len(shown(app)) == 4
        await press(pilot, "escape")
        assert len(shown(app)) == 5
        await click_chip(pilot, "Time")
        await pilot.click("OptionList", offset=(3, 4))
        await settle(pilot)
        assert screen_of(app).view == View(period="last month")
        assert shown(app) == ["Long ago."]
        await press(pilot, "a")
        assert screen_of(app).view == View()


async def test_search_as_one_types(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "slash", *"uberblick")
        assert shown(app) == ["Der Überblick hat uns allen geholfen."]
        await press(pilot, "ctrl+u", *"zoe")
        assert len(shown(app)) == 3  # all that Zoë was given
        await press(pilot, "space", *"NOTES")
        assert "▌/ search ✕▐" in str(screen_of(app).filters.render())
        assert shown(app) == ["Your notes made me productive on day one."]
        styles = [segment.style for segment in screen_of(app).wall.render_line(3) if segment.text == "notes"]
        assert [style.underline for style in styles if style] == [True]
        await press(pilot, "enter")
        assert isinstance(app.focused, Wall)
        await press(pilot, "escape")
        assert len(shown(app)) == 4
        assert screen_of(app).search.value == ""
        await press(pilot, "slash", *"calm", "enter")
        assert "▌“calm” ✕▐" in str(screen_of(app).filters.render())
        assert len(shown(app)) == 1
        await click_chip(pilot, "“calm” ✕")
        assert len(shown(app)) == 4
        assert isinstance(app.focused, Wall)


def fill(team: Team, count: int) -> None:
    """Puts that many older kudos into the file, as a long life of the team would."""
    edits = [
        Edit("kudos", k.id, {"from": k.giver, "to": [team.me], "text": k.text, "given": k.given.isoformat()})
        for k in (kudos(100 + number) for number in range(count))
    ]
    team.replica.apply(lambda _: edits)


async def test_a_long_wall_is_looked_at_only_when_something_is_to_be_found(app: AmityApp, team: Team) -> None:
    fill(team, 3000)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        screen = screen_of(app)
        assert len(screen.wall.kudos) == 3004
        assert not screen._finder.is_quick(screen.wall.kudos)
        await press(pilot, "slash", *"thanks 2777")
        assert shown(app) == ["thanks 2777"]
        assert screen._finder.is_quick(screen._admitted)
        await press(pilot, "escape", "f")
        assert len(screen.wall.kudos) == 3001


async def test_kind_words_where_there_are_no_cards(team: Team, home: Home, clock: Clock) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "3")
        assert "The wall is still empty" in lines(app)
        assert "Press k" in lines(app)
        await press(pilot, "f")
        assert "Nothing for you here yet" in lines(app)
        await press(pilot, "b")
        assert "You have not thanked anyone" in lines(app)
        await press(pilot, "slash", *"xyz")
        assert "No thanks with “xyz”" in lines(app)
        await press(pilot, "escape", "enter", "r", "e", "x")
        assert "no card here" in said(app)


async def test_new_cards_wait_until_they_are_asked_for(app: AmityApp, team: Team, colleague: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "down")
        before = lines(app)
        colleague.give_kudos([team.me], "Fresh from Ben.")
        await arrives(pilot, team, colleague)
        assert lines(app) == before
        assert "1 new · press g" in str(screen_of(app).news.render())
        await press(pilot, "g")
        assert shown(app)[0] == "Fresh from Ben."
        assert "Fresh from Ben." in lines(app)
        assert not screen_of(app).news.display
        assert app.private is not None
        assert app.snapshot is not None
        assert app.private.seen["kudos"] == app.snapshot.kudos[0].given.isoformat()


async def test_cards_that_come_late_wait_like_new_ones(
    app: AmityApp, team: Team, colleague: Team, clock: Clock
) -> None:
    now = clock.now()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "3", "right")
        before = lines(app)
        clock.fixed = now - timedelta(hours=2, minutes=30)
        colleague.give_kudos([team.me], "Written on the train.")
        clock.fixed = now
        colleague.give_kudos([team.me], "Written just now.")
        await arrives(pilot, team, colleague)
        assert "2 new · press g" in str(screen_of(app).news.render())
        assert shown(app)[0] == "The newest words on the wall."
        assert lines(app) == before
        await click_chip(pilot, "2 new", "#news")
        assert shown(app)[0] == "Written just now."
        assert shown(app)[3] == "Written on the train."
        assert not screen_of(app).news.display


async def test_what_came_while_i_was_elsewhere_is_there_when_i_return(
    app: AmityApp, team: Team, colleague: Team
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "1")
        colleague.give_kudos([team.me], "Fresh from Ben.")
        await arrives(pilot, team, colleague)
        assert app.tabs[-1].new == 1
        await press(pilot, "3")
        assert shown(app)[0] == "Fresh from Ben."
        assert app.tabs[-1].new == 0


async def test_my_own_words_are_there_at_once(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        team.give_kudos([team.find_member("ben").id], "From me to Ben.")
        app.refresh_team()
        await settle(pilot)
        assert shown(app)[0] == "From me to Ben."
        assert "From me to Ben." in lines(app)


async def test_an_opened_card_has_the_whole_text_names_and_the_exact_time(
    app: AmityApp, team: Team, colleague: Team
) -> None:
    text = "A long story. " * 30 + "The end."
    long = colleague.give_kudos([team.me], text)
    colleague.react(long.id, "👏")
    for one in (colleague, team):
        assert one.sync(30).error is None  # also on a machine that is busy
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "enter")
        card = app.screen
        assert isinstance(card, OpenCardScreen)
        assert str(card.query_one("#words", Static).content).endswith("The end.")
        facts = str(card.query_one("#facts", Static).content)
        assert "👏 Ben" in facts
        assert "Monday 23 November 2026, 09:12" in facts
        team.react(long.id, "🎉")
        app.refresh_team()
        await settle(pilot)
        assert "🎉 you" in str(card.query_one("#facts", Static).content)
        colleague.remove_kudos(long.id)
        await arrives(pilot, team, colleague)
        assert isinstance(app.screen, KudosScreen)
        assert "taken back" in said(app)


async def test_one_goes_from_opened_card_to_opened_card(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "enter", "left")
        assert "no newer card" in said(app)
        opened = []
        for _ in range(4):
            card = app.screen
            assert isinstance(card, OpenCardScreen)
            opened.append(card.kudos.text)
            await press(pilot, "right")
        assert "no older card" in said(app)
        assert isinstance(app.screen, OpenCardScreen)
        await press(pilot, "left", "escape")
        assert opened == shown(app)
        assert screen_of(app).wall.chosen == screen_of(app).wall.kudos[2]


async def test_reacting_toggles(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "r")
        assert isinstance(app.screen, ReactScreen)
        await press(pilot, "right", "enter")
        first = team.snapshot().kudos[0]
        assert [(r.emoji, r.member) for r in first.reactions] == [(EMOJI[1], team.me)]
        assert f"{EMOJI[1]} you" in lines(app)
        await press(pilot, "enter", "r", "2")
        assert team.snapshot().kudos[0].reactions == ()
        await press(pilot, "r", "escape")
        assert team.snapshot().kudos[0].reactions == ()
        await press(pilot, "r")
        await pilot.click("EmojiRow", offset=(14, 0))
        await settle(pilot)
        assert [r.emoji for r in team.snapshot().kudos[0].reactions] == [EMOJI[2]]
        await press(pilot, "ctrl+z")
        assert team.snapshot().kudos[0].reactions == ()


async def test_only_my_own_words_can_be_changed_or_taken_back(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "e")
        assert "only Ben can change them" in said(app)
        await press(pilot, "x")
        assert "Only the people on it can take it off" in said(app)
        assert len(shown(app)) == 4
        await press(pilot, "down", "x")
        assert len(shown(app)) == 3
        assert len(team.snapshot().kudos) == 3
        await press(pilot, "ctrl+z")
        assert len(shown(app)) == 4
        await press(pilot, "e")
        assert isinstance(app.screen, ComposeScreen)


async def test_the_opened_card_offers_what_is_mine_to_do(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "down", "enter", "x")
        assert isinstance(app.screen, KudosScreen)
        assert len(team.snapshot().kudos) == 3
        await press(pilot, "ctrl+z", "enter", "e")
        assert isinstance(app.screen, ComposeScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_hostile_words_stay_words(
    size: tuple[int, int], team: Team, colleague: Team, home: Home, clock: Clock
) -> None:
    ben = team.find_member("ben").id
    for text in HOSTILE:
        if text.strip("\x00\x07\x1b") and len(text) < 4000:
            team.give_kudos([ben], f"- {text}", theme=text[:60])
    app = app_on(team, home, clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3")
        for _ in range(4):
            await press(pilot, *["down"] * 5)
            assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in lines(app).replace("\n", ""))
        await press(pilot, "enter", "escape", "slash")
        app.screen.query_one(Input).value = "[@click=app.quit]x[/] [/y]"
        await settle(pilot)
        assert screen_of(app).is_current


def test_nothing_of_kudos_is_loaded_before_it_is_opened() -> None:
    program = """
import asyncio, sys, tempfile
from datetime import datetime
from pathlib import Path
from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from tui.app import AmityApp
from tui.opening import open_desk

def loaded(*names):
    return [name for name in names if name in sys.modules]

async def main(root):
    home, clock = Home(root / "c", root / "d"), Clock(datetime.fromisoformat("2026-11-23T09:12:00+01:00"))
    build_demo(home, root / "Harbour", clock, kudos=20)
    app = AmityApp(open_desk(home, clock))
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        print(loaded("tui.screens.kudos", "tui.widgets.wall", "tui.widgets.card", "tui.screens.compose"))
        await pilot.press("3")
        await app.workers.wait_for_complete()
        print(loaded("tui.screens.kudos", "tui.screens.compose", "textual.widgets._text_area"))
    app.team.close()

with tempfile.TemporaryDirectory() as root:
    asyncio.run(main(Path(root)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['tui.screens.kudos']"]
