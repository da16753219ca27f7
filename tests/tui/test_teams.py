"""Several teams on one machine, in one dashboard: going from one to the other, and leaving."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from store.clock import Clock
from store.notebook import Notebook
from store.settings import Home, Settings
from store.team import Team
from store.team.leaving import SOMEONE
from store.team.team import peek
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.choose import ChooseScreen
from tui.screens.setup import SetupScreen
from tui.screens.today import TodayScreen

Homes = Callable[[str], Home]

WORDS = "Harbour-only words"


@pytest.fixture
def crew(team: Team, make_home: Homes, clock: Clock, tmp_path: Path) -> Team:
    """Ana's other team, begun after Harbour."""
    crew = Team.begin(make_home("ana"), clock, tmp_path / "crew", "Crew", "Ana of the crew")
    team.give_kudos([next(m.id for m in team.snapshot().members.values() if m.handle == "ben")], WORDS)
    Notebook.open(make_home("ana"), clock, team.id, team.folder).add_note(team.me, WORDS)
    return crew


def seen(app: AmityApp) -> str:
    """All that is on the screens of every tab."""
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]
    shown = [str(w.render()) for s in screens for w in s.query("*") if isinstance(w, Static)]
    return "\n".join([*shown, app.export_screenshot()])


async def test_nothing_of_one_team_is_seen_in_the_other(
    team: Team, crew: Team, make_home: Homes, clock: Clock
) -> None:
    home = make_home("ana")
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        assert "Harbour" in seen(app)
        assert "words" in seen(app)
        app.do(lambda: team.react(team.snapshot().kudos[0].id, "🎉"), undo=team.undo)
        await settle(pilot)
        app.notify(WORDS, markup=False)
        await press(pilot, "k", "tab", *"draft")  # what is being written stays, in its own notebook
        held, late = threading.Event(), list[object]()
        first = app.team
        app.open_team(Settings(home).memberships[0])
        app.do(lambda: held.wait(5), late.append)  # and what comes late is not shown
        while app.team in (first, None):
            await pilot.pause()
        held.set()
        await settle(pilot)
        assert late == []
        assert isinstance(app.screen, TodayScreen)
        assert app.team is not None
        assert app.team is not first
        assert app.snapshot is not None
        assert app.snapshot.name == "Crew"
        for key in ("2", "3", "1"):
            await press(pilot, key)
            assert "Harbour" not in seen(app)
            assert WORDS not in seen(app)
        await press(pilot, "ctrl+z")
        assert team.snapshot().kudos[0].reactions
        assert not team._background or not team._background._thread.is_alive()
        assert app.private is not None
        assert app.private.notes == ()
        assert Settings(home).memberships[0].name == "Crew"

        Settings(home).path.write_text(
            Settings(home).path.read_text("utf-8").replace(team.me, "m-nobody"), "utf-8"
        )
        broken = next(m for m in Settings(home).memberships if m.name == "Harbour")
        app.open_team(broken)
        await settle(pilot)
        assert app.snapshot.name == "Crew"
        assert any("not in the team" in str(note.message) for note in app._notifications)
        app.open_team(next(m for m in app.settings.memberships if m.name == "Harbour"))
        await settle(pilot)
    app.team.close()


async def test_leaving_says_what_happens_and_goes_to_the_next_team(
    team: Team, crew: Team, make_home: Homes, clock: Clock, tmp_path: Path
) -> None:
    home, me = make_home("ana"), team.me
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        app.action_leave_team()
        await settle(pilot)
        assert isinstance(app.screen, ChooseScreen)
        await press(pilot, "enter")  # the harmless way comes first
        assert app.team is team
        app.action_leave_team()
        await press(pilot, "down", "enter")
        saved = tmp_path / "notes.md"
        app.screen.query_one(Input).value = str(saved)
        await press(pilot, "enter")
        assert WORDS in saved.read_text("utf-8")
        shutil.move(team.folder, tmp_path / "away")
        await press(pilot, "down", "down", "down", "enter")
        assert app.team is team
        assert any("Nothing was changed" in str(note.message) for note in app._notifications)
        assert team.myself().left is None
        shutil.move(tmp_path / "away", team.folder)
        app.action_leave_team()
        await press(pilot, "down", "down", "down", "enter")
        assert app.snapshot is not None
        assert app.snapshot.name == "Crew"
        assert peek(tmp_path / "shared").members[me].name == SOMEONE
        assert not home.team_folder(team.id).exists()
        assert not home.notebook_file(team.id).parent.exists()
        assert isinstance(app.screen, TodayScreen)
        app.action_leave_team()
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, SetupScreen)
        assert Settings(home).memberships == []


async def test_a_folder_that_was_moved_is_found(
    team: Team, make_home: Homes, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "me"))
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        app.action_find_folder()
        await settle(pilot)
        assert any("where it was" in str(note.message) for note in app._notifications)
        new = tmp_path / "drive" / "harbour"
        shutil.move(team.folder, new)
        app.action_find_folder()
        await settle(pilot)
        assert isinstance(app.screen, ChooseScreen)
        await press(pilot, "enter")
        assert app.team is not None
        assert app.team.folder == new
        assert isinstance(app.screen, TodayScreen)
        assert Settings(app.home).memberships[0].folder == new
    app.team.close()
