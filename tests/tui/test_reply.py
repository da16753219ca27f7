"""Reply with thanks: from the wall and from an opened card, and how the two cards name each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Static

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.tui.composing import KIND, composer, hint, names, said, wish, write
from tests.tui.walls import READER, app_on, kudos, press
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.kudos.open_card import OpenCardScreen
from tui.widgets.thread import thread


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(team, make_home("ana"), clock)


def facts(app: AmityApp) -> list[str]:
    assert isinstance(app.screen, OpenCardScreen)
    return str(app.screen.query_one("#facts", Static).content).splitlines()


async def test_a_reply_goes_to_the_giver_and_both_cards_name_the_other(
    app: AmityApp, team: Team, ben: Team
) -> None:
    first = ben.give_kudos([team.me, team.find_member("zoe").id], "You two stayed [b]calm[/b] all day.")
    ben.sync()
    team.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "enter", "y")
        assert names(app) == ["Ben"]
        assert "In reply to Ben: “You two stayed [b]calm[/b]" in str(
            app.screen.query_one("#answered").render()
        )
        write(app, KIND)
        await press(pilot, "escape", "y")
        assert composer(app).words.text == KIND  # the draft of just this reply
        await press(pilot, "escape", "k")
        assert composer(app).words.text == ""
        await press(pilot, "escape", "y", "ctrl+s")
        reply = next(kudos for kudos in team.snapshot().kudos if kudos.giver == team.me)
        assert (reply.to, reply.text, reply.reply) == ((ben.me,), KIND, first.id)
        await press(pilot, "g", "enter")
        if "in reply to Ben" not in facts(app)[0]:
            await press(pilot, "escape", "down", "enter")
        assert facts(app)[0].startswith("in reply to Ben: “You two stayed [b]calm[/b]")
        await press(pilot, "escape", "down", "enter")
        if not facts(app)[0].startswith("↳"):
            await press(pilot, "escape", "up", "enter")
        assert facts(app)[0] == f"↳ you: “{KIND}”"


async def test_to_ones_own_words_one_adds_for_those_whom_they_thank(app: AmityApp, team: Team) -> None:
    zoe = team.find_member("zoe")
    first = team.give_kudos([team.find_member("ben").id, zoe.id], KIND)
    wish(team, zoe, "private")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "y")
        assert names(app) == ["Ben", "Zoë Krüger"]
        assert "in private" in hint(app)
        await press(pilot, "shift+tab", "backspace")
        write(app, "And once more, in all calmness.")
        await press(pilot, "ctrl+s")
        assert [k.reply for k in team.snapshot().kudos if k.id != first.id] == [first.id]


async def test_a_reply_to_what_was_taken_back_meanwhile_keeps_the_words(
    app: AmityApp, team: Team, ben: Team
) -> None:
    first = ben.give_kudos([team.me], KIND)
    ben.sync()
    team.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "y")
        write(app, KIND)
        team.close()
        ben.remove_kudos(first.id)
        ben.sync()
        team.sync()
        await press(pilot, "ctrl+s")
        assert "taken back" in said(app)
        assert isinstance(app.screen, ComposeScreen)
        assert composer(app).words.text == KIND


def test_a_thread_is_short_and_never_wider_than_its_place() -> None:
    answers = [kudos(number, f"answer {number} " + "w" * 300) for number in range(5)]
    lines = thread(kudos(9, "first [/b]\nsecond"), answers, READER, 40)
    assert [line.plain[:12] for line in lines] == [
        "in reply to ",
        "↳ and earlie",
        *["↳ Ben: “answ"] * 3,
    ]
    assert all(line.cell_length <= 40 for line in lines)
    assert "first [/b] second" in lines[0].plain
    assert thread(None, [], READER, 40) == []
