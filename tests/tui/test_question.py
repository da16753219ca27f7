"""The question of the week in its window, with keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from store import content
from store.clock import Clock
from store.content.folder import own_words
from store.settings import Home
from store.team import Team
from tests.store.test_own_words import QUESTIONS, put
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.question import QuestionScreen
from tui.screens.today import TodayScreen
from tui.widgets.frame import KeyBar


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    team.add_meeting(
        "Retro [b]",
        time="14:00",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=date(2026, 11, 23),
        roles=[],
    )
    return app_on(team, make_home("ana"), clock)


def shown(app: AmityApp) -> str:
    screen = app.screen
    assert isinstance(screen, QuestionScreen)
    return f"{screen.week.content}\n{screen.next_meeting.content}"


def asked(app: AmityApp) -> str:
    assert app.day is not None
    assert app.day.question is not None
    return app.day.question.text


async def test_the_question_with_keys_and_mouse(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        first = asked(app)
        await press(pilot, "O")
        assert first in shown(app)
        assert "Passing is always fine" in shown(app)
        assert "To open Retro [b], Monday 14:00" in shown(app)
        await press(pilot, "a")
        second = asked(app)
        assert second != first
        assert second in shown(app)
        await press(pilot, "ctrl+z")
        assert asked(app) == first
        await press(pilot, "x")
        assert app.notebook is not None
        assert len(app.notebook.private().hidden_questions) == 1
        assert asked(app) != first
        await press(pilot, "ctrl+z")
        assert app.notebook.private().hidden_questions == frozenset()
        assert asked(app) == first
        await press(pilot, "u")
        assert "You asked it on Monday." in shown(app)
        await press(pilot, "c")
        assert app.clipboard == first
        await press(pilot, "m")
        assert app.clipboard in shown(app)
        assert app.clipboard != first
        bar = str(app.screen.query_one(KeyBar).render())
        await pilot.click("QuestionScreen KeyBar", offset=(bar.index("Another"), 0))
        await settle(pilot)
        assert asked(app) == second
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)


async def test_a_question_of_the_teams_own_and_none_at_all(app: AmityApp, team: Team) -> None:
    put(
        team.folder,
        questions=QUESTIONS.replace("Which of our tools", "[@click=app.quit]Which[/] of our tools"),
    )
    own_words(team.folder, fresh=True)
    assert app.notebook is not None
    for question in content.questions():
        app.notebook.hide_question(question.id)
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "O")
        assert "[@click=app.quit]Which[/] of our tools" in shown(app)
        await press(pilot, "x")
        assert "No question is left to ask" in shown(app)
        await press(pilot, "a", "c")
        assert isinstance(app.screen, QuestionScreen)
