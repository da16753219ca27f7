"""What was asked for and comes when nobody is there any more."""

from __future__ import annotations

import threading
from collections.abc import Callable

from textual.content import Content

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.tui.walls import app_on, settle
from tui.screens.page import PageScreen


class Asking(PageScreen):
    """A page that waits for something and would fall over its own missing parts."""

    answers = 0

    def take(self, _answer: bool) -> None:
        self.answers += 1
        raise AssertionError("nobody is here any more")


async def test_an_answer_that_comes_after_leaving_the_screen_is_dropped(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    app, gate = app_on(team, make_home("ana"), clock), threading.Event()
    async with app.run_test() as pilot:
        await settle(pilot)
        screen = Asking("A page", Content("words"))
        await app.push_screen(screen)
        app.do(lambda: gate.wait(20), screen.take)
        await pilot.press("escape")
        gate.set()
        await settle(pilot)
        assert not isinstance(app.screen, PageScreen)
    assert screen.answers == 0
    team.close()
