"""An app on a small team, without colours or animations from the developer's own environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from store.team import Team
from store.when import USUAL, write_as
from tui.commands import choose_keys

os.environ.pop("NO_COLOR", None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"


@pytest.fixture(autouse=True)
def _usual_ways() -> Iterator[None]:
    """Keys, clock and dates are as usual again: they hold for a whole process."""
    yield
    choose_keys({})
    write_as(USUAL)


@pytest.fixture(autouse=True)
def _nobody_keeps_watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ends what keeps the teams of a test in step: each holds one of the few watches that a system has."""
    started: list[Team] = []
    start = Team.start

    def noted(team: Team, changed: Callable[[], None]) -> None:
        started.append(team)
        start(team, changed)

    monkeypatch.setattr(Team, "start", noted)
    yield
    for team in started:
        team.close()
