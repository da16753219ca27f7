"""The week's thanks on their page: other weeks, months, copying, what arrives meanwhile, hostile words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.widgets import Static

from store.clock import Clock
from store.exchange.digest import EMPTY
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.kudos import KudosScreen
from tui.screens.kudos.digest import LONGEST, DigestScreen
from tui.screens.page import PageScreen


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    """Thanks of this Monday, of last Friday with a reaction, and of the month before."""
    ben, zoe = team.find_member("ben").id, team.find_member("zoe").id
    now = clock.now()
    for days, to, text in (
        (30, [zoe], "In October."),
        (3, [ben, zoe], "On Friday."),
        (0, [ben], "Just now."),
    ):
        clock.fixed = now - timedelta(days=days)
        given = team.give_kudos(to, text, "craft" if days == 3 else "")
        if days == 3:
            team.react(given.id, "👏", True)
    clock.fixed = now
    return app_on(team, make_home("ana"), clock)


def shown(app: AmityApp) -> str:
    assert isinstance(app.screen, DigestScreen)
    content = app.screen.query_one("#page", Static).content
    return str(content)


def said(app: AmityApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


async def test_it_opens_on_this_week_and_goes_back_and_forth(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d")
        assert shown(app).startswith("The week’s thanks\n23 to 29 November 2026 · Harbour\n")
        assert "Monday 23 November\n\nAna thanks Ben:\n“Just now.”\n" in shown(app)
        assert "amity kudos digest --week --format html" in shown(app)
        await press(pilot, "right")
        assert "This is the newest week." in said(app)
        await press(pilot, "left")
        assert (
            "Friday 20 November\n\nAna thanks Ben and Zoë Krüger, for craft:\n“On Friday.”\nAna joins in."
            in shown(app)
        )
        assert "Just now" not in shown(app)
        assert "digest --week --date 2026-11-16 --format html" in shown(app)
        await press(pilot, "left")
        assert EMPTY in shown(app)
        await press(pilot, "left", "left", "left", "left")
        assert "19 to 25 October" in shown(app)
        assert "nothing older" in said(app)
        await press(pilot, "right")
        assert "26 October to 1 November" in shown(app)


async def test_a_month_and_back_to_its_last_week(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d", "left", "m")
        assert shown(app).startswith("The month’s thanks\nNovember 2026 · Harbour\n")
        assert shown(app).index("16 to 22 November") < shown(app).index("23 to 29 November")
        await press(pilot, "m")
        assert "23 to 29 November" in shown(app)  # not the one that ends the month
        await press(pilot, "m", "left")
        assert "October 2026" in shown(app)
        await press(pilot, "m")
        assert "26 October to 1 November" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, KudosScreen)


async def test_the_week_begins_when_my_card_says_so(app: AmityApp, team: Team) -> None:
    team.set_profile({"week_start": 7})
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d")
        assert "22 to 28 November" in shown(app)


async def test_it_is_copied_as_markdown(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d", "left", "c")
        assert app.clipboard.startswith("# The week’s thanks: 16 to 22 November 2026\n\nHarbour\n\n## Friday")
        assert "**Ana** thanks **Ben** and **Zoë Krüger** · craft\n\n> On Friday.\n" in app.clipboard
        assert "Copied as Markdown" in said(app)


async def test_what_comes_in_while_one_reads_stands_at_the_end(
    app: AmityApp, ben: Team, team: Team, clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d")
        clock.fixed = clock.now() + timedelta(minutes=1)
        ben.give_kudos([team.me], "From Ben, meanwhile.")
        ben.sync()
        app.do(team.sync)
        await settle(pilot)
        assert shown(app).index("Just now.") < shown(app).index("Ben thanks Ana:\n“From Ben, meanwhile.”")


async def test_keys_and_mouse(app: AmityApp, team: Team, clock: Clock) -> None:
    for number in range(20):
        clock.fixed = clock.now() + timedelta(minutes=1)
        team.give_kudos([team.find_member("ben").id], f"Number {number} of this Monday.")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d", "space")
        screen = app.screen
        assert isinstance(screen, DigestScreen)
        await pilot.wait_for_animation()
        assert screen.scroll.scroll_y > 10
        await press(pilot, "left")
        assert screen.scroll.scroll_y == 0
        await press(pilot, "question_mark")
        assert isinstance(app.screen, PageScreen)
        await press(pilot, "escape")
        await pilot.click("KeyBar", offset=(53, 0))  # Copy
        await settle(pilot)
        assert app.clipboard.startswith("# The week’s thanks: 16 to 22")


async def test_hostile_words_are_words(app: AmityApp, team: Team) -> None:
    moment = "2026-11-23T08:00:00+00:00"
    docs = {
        f"k-hostile{n}": {
            "from": team.me,
            "to": [team.me],
            "text": f"a{text}",
            "theme": text,
            "given": moment,
        }
        for n, text in enumerate(HOSTILE)
    }
    team.replica.apply(lambda _: [Edit("kudos", identity, doc) for identity, doc in docs.items()])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d")
        assert "[@click=app.quit]x[/]" in shown(app)
        assert "\x1b" not in shown(app)
        lines = [
            "".join(s.text for s in strip)
            for strip in app.screen.query_one("#page").render_lines(app.screen.query_one("#page").size.region)
        ]
        assert any("[@click=app.quit]x[/]" in line for line in lines)


async def test_a_very_full_month_says_how_to_see_all_of_it(app: AmityApp, team: Team, clock: Clock) -> None:
    moment = "2026-11-23T08:00:00+00:00"
    ben = team.find_member("ben").id
    docs = [
        {"from": team.me, "to": [ben], "text": f"thanks {n}", "given": moment} for n in range(LONGEST + 5)
    ]
    team.replica.apply(lambda _: [Edit("kudos", f"k-{number}", doc) for number, doc in enumerate(docs)])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "d")
        assert shown(app).count(" thanks ") <= LONGEST + 2
        assert "amity kudos digest --week\n" in shown(app)
