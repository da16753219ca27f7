"""The first start, with the keyboard and with the mouse, on real folders."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Static

from store.clock import Clock
from store.exchange import myself
from store.settings import Home
from store.team import Team
from tests.tui.walls import settle
from tui.app import AmityApp
from tui.opening import open_desk
from tui.screens.setup import SetupScreen
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
    setup(app).folder.value = str(folder)
    setup(app)._look_around()  # what the pause in typing does
    await settle(pilot)


async def test_it_knows_what_the_machine_knows(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = setup(app)
        assert screen.me.value == "Zoë Krüger"
        assert screen.timezone.value
        (place,) = screen.query("#places Button")
        assert isinstance(place, Button)
        assert str(place.label) == "~/Dropbox"


async def test_keys_alone_begin_a_team(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*str(own / "Dropbox" / "Ha"))
        while setup(app).folder._suggestion == "":
            await pilot.pause()
        await pilot.press("right")
        assert setup(app).folder.value == str(own / "Dropbox" / "Harbour")
        await pilot.press("tab", "tab", "tab", "tab", "tab", *"Harbour", "tab", *"Ben", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert app.snapshot is not None
        assert {m.name for m in app.snapshot.members.values()} == {"Zoë Krüger", "Ben"}
        assert app.day is not None
        assert app.day.pick is not None
    assert app.team is not None
    assert app.team.folder == own / "Dropbox" / "Harbour"
    app.team.close()


async def test_the_mouse_alone_joins_a_team(
    app: AmityApp, own: Path, make_home: Callable[[str], Home], clock: Clock
) -> None:
    founded = Team.begin(make_home("ben"), clock, own / "Dropbox", "Harbour", "Ben")
    founded.add_member("Zoë Krüger")
    founded.sync()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click("#places Button")
        setup(app)._look_around()
        await settle(pilot)
        assert "Harbour is there: Ben, Zoë Krüger" in said(app)
        assert "@zoe" in said(app, "#who")
        await pilot.click("#go")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert app.team is not None
    assert app.team.myself().handle == "zoe"
    app.team.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b'{"_meta": ', "no sound JSON"),
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
        setup(app).team_name.value = "Harbour"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
    assert file.read_bytes() == content


async def test_a_file_in_place_of_a_folder_is_said(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / ".gitconfig")
        assert "is a file; choose a folder" in said(app)


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
        for source, names in ((history, "1 people: Ana [b]"), (table, "2 people: Ben Okoro, 李 雷")):
            setup(app).source.value = str(source)
            setup(app)._read_source()
            await settle(pilot)
            assert said(app, "#taken") == names
        setup(app).source.value = str(own / "nowhere")
        setup(app)._read_source()
        await settle(pilot)
        assert "nothing at" in said(app, "#taken")
        setup(app).source.value = str(table)
        setup(app)._read_source()
        await settle(pilot)
        await fill(app, pilot, own / "Dropbox")
        setup(app).team_name.value = "Harbour"
        setup(app).people.text = "ben okoro, Dee"
        setup(app).thanks.value = "private"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.snapshot is not None
        members = {m.name for m in app.snapshot.members.values()}
        assert members == {"Zoë Krüger", "ben okoro", "Dee", "李 雷"}
    assert app.team is not None
    assert app.team.myself().thanks == "private"
    app.team.close()


async def test_a_wrong_time_zone_is_refused_and_nothing_is_begun(app: AmityApp, own: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await fill(app, pilot, own / "Dropbox")
        setup(app).team_name.value = "Harbour"
        setup(app).timezone.value = "Moon/Base"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
    assert not (own / "Dropbox" / "amity.json").exists()


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
