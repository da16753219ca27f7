"""The wall can be switched off for the team, and for me alone; nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.settings import Home
from store.team import Team


def test_a_team_does_without_the_wall_and_brings_it_back(team: Team, ben: Team) -> None:
    team.give_kudos([ben.me], "Thank you for the map.")
    team.set_wall(False)
    team.sync()
    ben.sync()
    assert not ben.snapshot().kudos_on
    with pytest.raises(UsageError, match="in person"):
        ben.give_kudos([team.me], "Thanks")
    assert [k.text for k in ben.snapshot().kudos] == ["Thank you for the map."]
    ben.set_wall(True)
    ben.give_kudos([team.me], "Thanks")
    assert ben.undo() == "give thanks"
    assert ben.undo() == "bring the wall back"
    assert not ben.snapshot().kudos_on


def test_for_me_alone(team: Team, make_home: Callable[[str], Home], clock: Clock) -> None:
    notebook = Notebook.open(make_home("ana"), clock, team.id, team.folder)
    assert notebook.private().wall
    notebook.prefer_wall(False)
    again = Notebook.open(make_home("ana"), clock, team.id, team.folder)
    assert not again.private().wall
    assert team.snapshot().kudos_on
    again.prefer_wall(True)
    assert again.private().wall
