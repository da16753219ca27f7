"""The window of promises: keys, mouse, what is shown, what is covered, what is shared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from store.clock import Clock
from store.notebook import Notebook
from store.promises import MyPromises
from store.settings import Home
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.pick_person import PickPersonScreen
from tui.screens.promises import PromisesScreen
from tui.screens.promises.ask import MoveScreen, ShareScreen
from tui.screens.promises.form import PromiseForm
from tui.widgets.frame import KeyBar

FRIDAY, TUESDAY = date(2026, 11, 27), date(2026, 12, 1)


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def notebook(home: Home, clock: Clock, team: Team) -> Notebook:
    return Notebook.open(home, clock, team.id, team.folder)


def picture(app: AmityApp) -> str:
    """What is in the window, as text in one line, however it was wrapped."""
    place = app.screen.query_one("#window").region
    strips = app.screen._compositor.render_strips(app.size)[place.y : place.bottom]
    lines = (strip.crop(place.x, place.right).text for strip in strips)
    return " ".join("\n".join(lines).replace("│", " ").split())


def notices(app: AmityApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


def shown(app: AmityApp) -> PromisesScreen:
    assert isinstance(app.screen, PromisesScreen)
    return app.screen


def holding(folder: Path, words: str) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]


async def write(pilot: Pilot[None], text: str) -> None:
    shown(pilot.app).line.value = text  # type: ignore[arg-type]
    await press(pilot, "enter")


async def test_from_the_line_to_kept(team: Team, home: Home, clock: Clock, notebook: Notebook) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        screen = shown(app)
        assert screen.line.has_focus  # there is nothing else to look at yet
        assert "Nothing promised, nothing owed." in picture(app)
        screen.line.value = "figures for Ben by fri"
        await settle(pilot)
        assert "figures · for Ben · by Friday 27 November" in picture(app)
        underlined = [s.text for s in screen.line.render_line(0) if s.style is not None and s.style.underline]
        assert "".join(underlined) == "for Benby fri"
        await press(pilot, "enter")
        assert screen.line.value == ""
        assert "due Friday · figures · for Ben" in picture(app)

        await press(pilot, "down", "m")
        assert isinstance(app.screen, MoveScreen)
        assert "Promised for Friday 27 November." in picture(app)
        await press(pilot, *"2020-01-01", "enter")
        assert isinstance(app.screen, MoveScreen)  # that day is over
        app.screen.day.value = "next tue"
        await settle(pilot)
        assert "the figures will be with you on Tuesday 1 December instead of Friday." in picture(app)
        await press(pilot, "enter")
        assert app.clipboard.startswith("Hi Ben, the figures will be with you on Tuesday 1 December")
        assert "The message is copied" in notices(app)
        assert "due Tuesday 1 December · figures · for Ben was Friday 27 November" in picture(app)
        app.copy_to_clipboard("")
        await press(pilot, "c")
        assert app.clipboard.startswith("Hi Ben, the figures")
        await press(pilot, "escape")

        await press(pilot, "d")
        assert "Kept lately figures · for Ben · kept today" in picture(app)
        await press(pilot, "u")
        assert notebook.private().promises[0].done is None
        await press(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        (promise,) = notebook.private().promises
        assert (promise.by, promise.moved, promise.done) == (FRIDAY, (), None)
        await press(pilot, "x")
        assert notebook.private().promises == ()
        await press(pilot, "ctrl+z", "n", *"draft", "escape")
        assert [p.text for p in notebook.private().promises] == ["figures"]
        await press(pilot, "P")
        assert shown(app).line.value == "draft"
        await press(pilot, "end", "s")
    app._worker.submit(lambda: None).result()
    assert notebook.private().drafts == {"promises": "drafts"}  # also when the program was left
    assert not holding(team.folder, "figures")
    assert not holding(team.folder, "draft")


async def test_sharing_says_what_others_see_and_can_be_taken_back(
    team: Team, ben: Team, home: Home, clock: Clock, notebook: Notebook
) -> None:
    other = MyPromises(ben, notebook, clock)  # only its team counts here
    theirs = notebook.add_promise("The tide table", team.me, FRIDAY)
    other.team.share_promise(theirs)
    ben.sync()
    team.sync()
    notebook.remove_promise(theirs.id)
    notebook.add_promise("Zahlen", team.find_member("ben").id, FRIDAY)
    app = app_on(team, home, clock)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        assert shown(app).entries.has_focus
        assert "Promised to you The tide table · Ben · due Friday" in picture(app)
        await press(pilot, "s")
        assert isinstance(app.screen, ShareScreen)
        assert "Everyone who can read the team's folder will see: Zahlen · for Ben" in picture(app)
        await press(pilot, "escape", "s", "enter")
        assert "◆ shared" in picture(app)
        assert [p.text for p in team.snapshot().promises if p.member == team.me] == ["Zahlen"]
        await press(pilot, "d", "u", "s")
        assert "yours alone again" in notices(app)
        assert [p.text for p in team.snapshot().promises if p.member == team.me] == []
        await press(pilot, "ctrl+z")
        assert [p.text for p in team.snapshot().promises if p.member == team.me] == ["Zahlen"]
        await press(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        assert [p.text for p in team.snapshot().promises if p.member == team.me] == []
        await press(pilot, "end", "d")
        assert "Only whoever made a promise can change it." in notices(app)
    team.close()
    team.sync()
    team.sync()
    assert not holding(team.folder, "Zahlen")


async def test_everything_is_covered(team: Team, home: Home, clock: Clock, notebook: Notebook) -> None:
    notebook.add_promise("Something between us", team.find_member("ben").id, FRIDAY)
    notebook.set_draft("promises", "Another secret")
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "h", "P")
        for words in ("between us", "Another secret", "Ben"):
            assert words not in picture(app)
        assert "covered" in picture(app)
        await press(pilot, "down", "m", "enter", "s", "c", "x")
        assert isinstance(app.screen, PromisesScreen)
        assert len(notebook.private().promises) == 1
        await press(pilot, "h")
        assert "due Friday · Something between us · for Ben" in picture(app)


async def test_a_name_of_several_is_asked_about_and_parts_can_be_changed(
    team: Team, home: Home, clock: Clock, notebook: Notebook
) -> None:
    brandt = team.add_member("Ben Brandt")
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_promise("figures for Ben by fri")
        await settle(pilot)
        assert "for whom? enter asks" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PickPersonScreen)
        await press(pilot, *"brandt", "enter")
        assert [(p.text, p.to, p.by) for p in notebook.private().promises] == [("figures", brandt.id, FRIDAY)]

        await write(pilot, "the plan for Ben")
        await press(pilot, *"nobody", "enter")
        assert {(p.text, p.to) for p in notebook.private().promises} == {
            ("figures", brandt.id),
            ("the plan for Ben", ""),
        }

        await press(pilot, "tab")
        entries = shown(app).query_one(OptionList)
        entries.highlighted = 1
        await press(pilot, "enter")
        form = app.screen
        assert isinstance(form, PromiseForm)
        form.to.value, form.by.value = "nobody here", "soon"
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert "Nobody here goes by “nobody here”." in picture(app)
        form.to.value, form.by.value, form.text.value = "李 雷", "", HOSTILE[0]
        await settle(pilot)
        await pilot.click(form.query_one("#save", Button))
        await settle(pilot)
        await settle(pilot)
        (changed,) = (p for p in notebook.private().promises if p.text != "the plan for Ben")
        assert (changed.text, changed.to, changed.by) == (HOSTILE[0], team.find_member("李").id, None)
        assert f"{HOSTILE[0]} · for 李 雷" in picture(app)
        await pilot.click(KeyBar, offset=(3, 0))
        await settle(pilot)
        assert isinstance(app.screen, PromiseForm)
