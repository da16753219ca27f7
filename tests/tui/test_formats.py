"""The clock and the dates that were chosen hold in every room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home, Settings
from store.when import USUAL, write_as
from tests.tui.walk import cells, walk
from tui.app import AmityApp
from tui.opening import open_desk

OTHER_CLOCK = re.compile(r"\b\d?\d:\d\d\b(?! [ap]m)")
OTHER_DATES = re.compile(r"\b\d\d? (?:Nov|Dec|Oct|Sep|Jan)[a-z]*\b")
TYPED = {
    "new meeting": "a field in which a time is typed",
    "meeting mode": "minutes that are left",
    "my card": "fields in which hours are typed",
    "someone": "hours as they wrote them",
    "remind": "a field in which a time is typed",
    "keys": "help about times",
}
"""Rooms with times that are no time of day, or are as somebody wrote them."""


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    write_as(USUAL)


async def test_the_clock_and_the_dates_that_were_chosen_hold_in_every_room(
    make_home: Callable[[str], Home], folder: Path, clock: Clock
) -> None:
    home = make_home("ana")
    build_demo(home, folder, clock)
    Settings(home).prefer("clock_24h", False)
    Settings(home).prefer("date_format", "Nov 23")
    app = AmityApp(open_desk(home, clock))
    seen = 0
    async with app.run_test(size=(120, 40)) as pilot:
        async for room in walk(pilot):
            text = "\n".join(cells(app))
            seen += len(re.findall(r"\d:\d\d [ap]m", text)) + len(re.findall(r"Nov[a-z]* \d", text))
            wrong = OTHER_DATES.findall(text) + (OTHER_CLOCK.findall(text) if room not in TYPED else [])
            assert not wrong, (room, wrong, text)
    assert seen > 30
    assert app.team is not None
    app.team.close()
