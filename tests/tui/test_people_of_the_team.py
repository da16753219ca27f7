"""Who is in the team: added, left, back, and one person out of two entries; on real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from store.clock import Clock
from store.settings import Home
from store.team import Team
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.choose import ChooseScreen
from tui.screens.people.add import AddPeopleScreen
from tui.screens.people.everyone import PeopleScreen
from tui.screens.people.person import PersonScreen


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(team, make_home("ana"), clock)


def names(app: AmityApp, *, left: bool = False) -> set[str]:
    assert app.snapshot is not None
    return {m.name for m in app.snapshot.members.values() if (m.left is not None) is left}


async def test_people_are_added_as_they_are_pasted_and_from_a_file(app: AmityApp, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("name,handle\nNoor [b],noor\nzoe kruger,\n", "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "E", "ctrl+n", "ctrl+s")
        screen = app.screen
        assert isinstance(screen, AddPeopleScreen)  # nobody is named yet
        screen.names.text = "Ben <b@example.org>, Dee <d@x.org>\nEli"
        screen.source.value = str(tmp_path / "none")
        screen.read()
        await settle(pilot)
        assert "There is nothing at" in str(screen.query_one("#said", Static).content)
        screen.source.value = str(table)
        screen.read()
        await settle(pilot)
        said = str(screen.query_one("#said", Static).content)
        assert said == "New, 3 people: Noor [b], Dee and Eli. Here already: Zoë Krüger and Ben."
        screen.timezone.value = "Moon/Base"
        await press(pilot, "ctrl+s")
        assert screen.timezone.has_focus
        screen.timezone.value = "Asia/Tokyo"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, PeopleScreen)
        assert names(app) >= {"Noor [b]", "Dee", "Eli"}
        assert app.snapshot is not None
        assert {m.timezone for m in app.snapshot.members.values() if m.name == "Dee"} == {"Asia/Tokyo"}
        await press(pilot, "ctrl+z")
        assert names(app) == {"Ana", "Ben", "Zoë Krüger", "李 雷"}


async def test_someone_leaves_and_is_back(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "E", *"ben", "enter", "x")
        assert isinstance(app.screen, ChooseScreen)
        await press(pilot, "enter")  # the harmless one comes first
        assert names(app, left=True) == set()
        await press(pilot, "x", "down", "enter")
        assert names(app, left=True) == {"Ben"}
        people = app.screen
        assert isinstance(people, PeopleScreen)
        assert "Nobody here" in str(people.people.get_option_at_index(0).prompt)
        await press(pilot, "ctrl+l", "enter")
        assert isinstance(app.screen, PersonScreen)
        await press(pilot, "x")
        assert names(app, left=True) == set()
        await press(pilot, "ctrl+z")
        assert names(app, left=True) == {"Ben"}


async def test_two_entries_are_made_one_and_parted(app: AmityApp, team: Team) -> None:
    second = team.add_member("Zoe K")
    to_second = team.give_kudos([second.id], "For the calm hand-over notes.")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "E", *"zoe.k", "enter", "m", *"krü", "enter")
        assert isinstance(app.screen, ChooseScreen)
        await press(pilot, "down", "enter")  # the older card stays
        assert names(app) == {"Ana", "Ben", "Zoë Krüger", "李 雷"}
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.member is not None
        assert app.screen.member.name == "Zoë Krüger"
        zoe = app.screen.member.id
        assert app.snapshot is not None
        assert next(k for k in app.snapshot.kudos if k.id == to_second.id).to == (zoe,)
        await press(pilot, "ctrl+z")
        assert second.name in names(app)
        await press(pilot, "m", *"zoe.k", "enter", "enter", "m", "down", "enter")
        assert second.name in names(app)  # merged, and parted again
