"""By keys alone: whatever can have the focus says what it is for, is reached by tab and left by esc."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from tests.tui.walk import walk
from tui.app import AmityApp
from tui.commands import EVERYWHERE, PLACES, commands
from tui.opening import open_desk
from tui.screens.help import help_on

STEPS = 5
"""How often esc is pressed at most: out of a list, a search, a window, a room."""


async def test_every_room_by_keys_alone(make_home: Callable[[str], Home], folder: Path, clock: Clock) -> None:
    home = make_home("ana")
    build_demo(home, folder, clock)
    app = AmityApp(open_desk(home, clock))
    silent, unreached, stuck = set(), set(), []
    async with app.run_test(size=(80, 24)) as pilot:
        async for room in walk(pilot):
            chain = list(app.screen.focus_chain)
            silent |= {(room, repr(widget)) for widget in chain if not widget.tooltip}
            reached = {app.focused}
            for _ in chain:
                await pilot.press("tab")
                reached.add(app.focused)
            unreached |= {(room, repr(widget)) for widget in chain if widget not in reached}
            for _ in range(STEPS):
                if len(app.screen_stack) == 1:
                    break
                await pilot.press("escape")
                await app.workers.wait_for_complete()
            else:
                stuck.append((room, repr(app.screen)))
    assert not silent
    assert not unreached
    assert not stuck
    assert app.team is not None
    app.team.close()


def test_every_place_has_its_help() -> None:
    for place in PLACES:
        if place == EVERYWHERE:
            continue
        page = help_on(place)
        assert commands(place), place
        about = str(page._text).partition("\n")[0]
        assert len(about.split()) > 5, place
