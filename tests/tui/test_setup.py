"""The first start, with the keyboard and with the mouse, on real folders."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from store.clock import Clock
from store.exchange import myself
from store.settings import Home
from store.team import Team
from store.today import today
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.opening import open_desk
from tui.screens.setup import SetupScreen
from tui.screens.setup.begin import Answers, begin
from tui.screens.today import TodayScreen
from tui.widgets.folder_field import complete


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """My own folder, with Dropbox in it and a name for git."""
    own = tmp_path / "me"
    (own / "Dropbox" / "Harbour").mkdir(parents=True)
    (own / ".gitconfig").write_text("[user]\nname = Zoë Krüger\n", "utf-8")
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own / ".config"))
    return own


@pytest.fixture
def app(make_home: Callable[[str], Home], clock: Clock, own: Path) -> AmityApp:
    return AmityApp(open_desk(make_home("new"), clock))


def setup(app: AmityApp) -> SetupScreen:
    assert isinstance(app.screen, SetupScreen)
    return app.screen


def said(app: AmityApp, where: str = "#found") -> str:
    return str(app.screen.query_one(where, Static).content)


async def fill(app: AmityApp, pilot: Pilot[None], folder: Path | str) -> None:
    setup(app).folder_step.folder.value = str(folder)
    setup(app).folder_step.look_around()  # what the pause in typing does
    await settle(pilot)


async def test_it_knows_what_the_machine_knows(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = setup(app)
        assert screen.you_step.me.value == "Zoë Krüger"
        assert screen.you_step.timezone.value
        first = screen.folder_step.folders.root.children[0]
        assert str(first.label) == "Dropbox  ~/Dropbox"
        assert [str(folder.label) for folder in first.children] == ["Harbour"]


async def test_a_new_team_in_few_keys(app: AmityApp, own: Path) -> None:
    """What must be typed is the name of the new folder; all the rest are four keys of at most twelve."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")  # Dropbox: which folder in it?
        await pilot.press(*"Crew")
        await press(pilot, "enter", "enter", "enter")
        assert isinstance(app.screen, TodayScreen)
        assert app.day is not None
        assert app.day.pick is not None
        assert app.snapshot is not None
        assert app.snapshot.name == "Crew"
        assert [m.name for m in app.snapshot.members.values()] == ["Zoë Krüger"]
        assert [m.name for m in app.snapshot.meetings.values()] == ["Standup"]
    assert app.team is not None
    assert app.team.folder == own / "Dropbox" / "Crew"
    app.team.close()


async def test_back_and_forth_loses_nothing(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "down", "enter", "tab", "end", "!", "ctrl+s")
        screen = setup(app)
        assert screen.at == 1  # no zone is called like that
        await press(pilot, "backspace", "ctrl+s")
        assert screen.at == 2
        await press(pilot, "end", *" crew", "tab", *"Ben, Dee", "escape", "escape")
        assert screen.at == 0
        assert screen.folder_step.folders.has_focus
        await press(pilot, "ctrl+s", "ctrl+s")
        assert (screen.at, screen.team_step.team_name.value) == (2, "Harbour crew")
        assert screen.team_step.people.text == "Ben, Dee"
        assert said(app, "#taken") == "You and Ben and Dee."
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(app.screen, SetupScreen)  # there is nowhere to go back to
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        assert app.snapshot is not None
        assert {m.name for m in app.snapshot.members.values()} == {"Zoë Krüger", "Ben", "Dee"}
    assert app.team is not None
    app.team.close()


async def test_the_path_is_completed_and_the_tree_opens_with_keys(app: AmityApp, own: Path) -> None:
    (own / "work" / "deep").mkdir(parents=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        step = setup(app).folder_step
        await press(pilot, "down", "down", "right", "right", "down")
        assert step.folder.value == "~/work"
        await press(pilot, "right", "right")
        assert step.folder.value == "~/work/deep"
        await press(pilot, "left", "left", "left", "left")
        assert step.folder.value == "~"
        await press(pilot, "ctrl+s")
        assert setup(app).at == 0  # all of one's own is nothing to share
        step.folder.value = ""
        await pilot.press(*"~/Dropbox/Ha")
        while step.folder._suggestion == "":
            await pilot.pause()
        await pilot.press("right")
        assert step.folder.value == "~/Dropbox/Harbour"


async def test_the_mouse_alone_joins_a_team(
    app: AmityApp, own: Path, make_home: Callable[[str], Home], clock: Clock
) -> None:
    founded = Team.begin(make_home("ben"), clock, own / "Dropbox" / "Harbour", "Harbour", "Ben")
    founded.add_member("Zoë Krüger", timezone="Asia/Tokyo")
    founded.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click("#tree", offset=(4, 0))  # the team that is there comes first
        await settle(pilot)
        assert setup(app).folder_step.folder.value == "~/Dropbox/Harbour"
        setup(app).folder_step.look_around()
        await settle(pilot)
        assert said(app) == "Harbour is there: Ben and Zoë Krüger. You will join it."
        await pilot.click("#next")
        await settle(pilot)
        assert said(app, "#who").startswith("You are @zoe there. Your card says Asia/Tokyo; it will say ")
        await pilot.click("#known", offset=(4, 0))
        await settle(pilot)
        assert said(app, "#who").startswith("You are @ben there.")
        await pilot.click("Steps", offset=(2, 0))
        await settle(pilot)
        assert setup(app).at == 0
        await pilot.click("#next")
        await pilot.click("#known", offset=(4, 1))
        await settle(pilot)
        await pilot.click("#next")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert app.team is not None
    assert app.team.myself().handle == "zoe"
    assert app.team.myself().timezone != "Asia/Tokyo"
    app.team.close()


async def test_another_team_beside_the_one_that_is_open(
    app: AmityApp, own: Path, make_home: Callable[[str], Home], clock: Clock
) -> None:
    first = Team.begin(app.home, clock, own / "Dropbox" / "Harbour", "Harbour", "Zoë Krüger")
    app = app_on(first, app.home, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_another_team()
        await settle(pilot)
        roots = [str(node.label) for node in setup(app).folder_step.folders.root.children]
        assert roots[0] == "Dropbox  ~/Dropbox"  # not the team that is mine already
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)
        app.action_another_team()
        await settle(pilot)
        await press(pilot, "enter", *"Crew", "enter", "enter", "enter")
        assert isinstance(app.screen, TodayScreen)
        assert app.snapshot is not None
        assert app.snapshot.name == "Crew"
    assert app.team is not None
    app.team.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b'{"_meta": ', "damaged"),
        (b'{"tasks": {}}', "no team file"),
    ],
)
async def test_what_is_no_team_file_is_said_in_place_and_left_alone(
    app: AmityApp, own: Path, content: bytes, words: str
) -> None:
    file = own / "Dropbox" / "amity.json"
    file.write_bytes(content)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / "Dropbox")
        assert words in said(app)
        await press(pilot, "ctrl+s")
        assert setup(app).at == 0
    assert file.read_bytes() == content


async def test_a_file_in_place_of_a_folder_is_said(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / ".gitconfig")
        assert "is a file; choose a folder" in said(app)


@pytest.mark.parametrize(
    ("folder", "words"),
    [("Harbour", "the whole path"), ("{own}/.gitconfig/x", "is a file"), ("{own}", "all that you have")],
)
async def test_where_no_folder_can_be_it_is_said_at_once(
    app: AmityApp, own: Path, folder: str, words: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, folder.format(own=own))
        assert words in said(app)
        await press(pilot, "ctrl+s")
        assert setup(app).at == 0
        assert not app._notifications  # it stands there already


async def test_typing_over_the_tree_is_typing_a_path(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *"~/h")
        step = setup(app).folder_step
        assert step.folder.has_focus
        assert step.folder.value == "~/h"
        assert not app.hidden


async def test_people_come_from_a_table_and_a_history(app: AmityApp, own: Path) -> None:
    table = own / "people.csv"
    table.write_text("name,handle\nBen Okoro,ben\n李 雷,li\n", "utf-8")
    history = own / "work"
    git = ["git", "-C", str(history), "-c", "user.email=ana@example.org"]
    subprocess.run(["git", "init", "-q", str(history)], check=True)
    commit = [*git, "-c", "user.name=Ana [b]", "commit", "-q", "--allow-empty", "-m", "x"]
    subprocess.run(commit, check=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / "Dropbox" / "Harbour")
        await press(pilot, "ctrl+s", "ctrl+s")
        step = setup(app).team_step
        for source, words in (
            (history, "You and Ana [b]."),
            (table, "You and Ben Okoro and 李 雷."),
            (own / "nowhere", f"There is nothing at {own}/nowhere yet."),
        ):
            step.source.value = str(source)
            step.read()
            await settle(pilot)
            assert said(app, "#taken") == words
        await press(pilot, "ctrl+s")
        assert setup(app).at == 2
        step.source.value = str(table)
        step.read()
        step.people.text = "ben okoro, Dee <dee@example.org>; zoe kruger"
        setup(app).you_step.thanks.value = "private"
        await settle(pilot)
        assert said(app, "#taken") == "You and Ben Okoro, 李 雷 and Dee."
        step.time.value = "25:00"
        await press(pilot, "ctrl+s")
        assert step.time.has_focus
        step.time.value = "10:15"
        await press(pilot, "ctrl+s")
        assert app.snapshot is not None
        members = {m.name: m.handle for m in app.snapshot.members.values()}
        assert members == {"Zoë Krüger": "zoe", "Ben Okoro": "ben", "Dee": "dee", "李 雷": "li"}
        assert [m.time for m in app.snapshot.meetings.values()] == ["10:15"]
    assert app.team is not None
    assert app.team.myself().thanks == "private"
    app.team.close()


async def test_what_this_machine_refuses_is_said_and_all_stays(app: AmityApp, own: Path) -> None:
    app.home.data.parent.mkdir(parents=True, exist_ok=True)
    app.home.data.write_text("in the way", "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / "Dropbox" / "Harbour")
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        assert setup(app).at == 2
        assert str(setup(app).next.label) == "Start"
        assert app.team is None
        app.home.data.unlink()
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, TodayScreen)
    assert app.team is not None
    app.team.close()


@pytest.mark.parametrize(
    ("now", "first"), [("2026-11-23T09:12:00+01:00", 23), ("2026-11-23T21:21:00+01:00", 24)]
)
def test_the_first_standup_is_one_to_come(
    make_home: Callable[[str], Home], own: Path, now: str, first: int
) -> None:
    answers = Answers(own / "Crew", "Zoë", "Europe/Berlin", "wall", "Crew", (), "09:30")
    team, notebook = begin(make_home("new"), Clock(datetime.fromisoformat(now)), answers)
    assert [m.first.day for m in team.snapshot().meetings.values()] == [first]
    day = today(team, notebook, team.clock)
    assert [turn.starts.day for turn in day.turns] == [23] * (first == 23)


def test_folders_are_completed(own: Path) -> None:
    (own / "Docs").mkdir()
    assert complete(f"{own}/do") == f"{own}/docs"
    assert complete(f"{own}/Dr") == f"{own}/Dropbox"
    assert complete("~/Dr") == "~/Dropbox"
    assert complete(f"{own}/nothing") is None
    assert complete("Dr") is None
    assert complete(f"{own}/.git") is None  # a file
    assert complete("/nowhere/at/all") is None


def test_without_git_the_system_says_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert isinstance(myself.my_name(), str)
