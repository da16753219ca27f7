"""The dashboard used with keys and mouse on real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from screenshots.scenes import settle
from store.clock import Clock
from store.demo import build_demo
from store.notebook import Notebook
from store.settings import Home, Settings
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tui.app import AmityApp
from tui.commands import COMMANDS, EVERYWHERE, commands
from tui.opening import open_desk
from tui.screens.backups import BackupsScreen
from tui.screens.coffee import CoffeeScreen
from tui.screens.compose import ComposeScreen
from tui.screens.folder import FolderScreen
from tui.screens.hand import HandScreen
from tui.screens.kudos import KudosScreen
from tui.screens.kudos.cards import CardsScreen
from tui.screens.kudos.digest import DigestScreen
from tui.screens.kudos.group_card import GroupCardScreen
from tui.screens.kudos.open_card import OpenCardScreen
from tui.screens.kudos.sign import SignScreen
from tui.screens.meeting import MeetingScreen
from tui.screens.notes import NotesScreen
from tui.screens.notes.write import WriteNoteScreen
from tui.screens.parking import ParkingScreen
from tui.screens.people.add import AddPeopleScreen
from tui.screens.people.everyone import PeopleScreen
from tui.screens.people.my_card import MyCardScreen
from tui.screens.people.person import PersonScreen
from tui.screens.promises import PromisesScreen
from tui.screens.question import QuestionScreen
from tui.screens.roles import RolesScreen
from tui.screens.settings import SettingsScreen
from tui.screens.settings.own_keys import OwnKeysScreen
from tui.screens.setup import SetupScreen
from tui.screens.today import TodayScreen
from tui.screens.wishes import WishesScreen
from tui.widgets.frame import KeyBar


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def demo(home: Home, folder: Path, clock: Clock) -> AmityApp:
    build_demo(home, folder, clock)
    return AmityApp(open_desk(home, clock))


def fill_with_hostile(team: Team) -> None:
    """Puts the corpus past all doors into the file, as another program on another machine could."""
    at = team.clock.now().isoformat()
    edits = []
    for number, text in enumerate(HOSTILE):
        person = {"name": f"{text} n", "handle": f"{text}{number}", "joined": "2026-11-01", "pronouns": text}
        edits.append(Edit("members", f"m-{number}", person))
        thanks = {"from": f"m-{number}", "to": [team.me, f"m-{number}"], "text": f"{text} end", "theme": text}
        reactions = Keys({f"{team.me}:{text}": True})
        edits.append(Edit("kudos", f"k-{number}", {**thanks, "given": at, "reactions": reactions}))
    meeting = {"name": HOSTILE[0], "time": "09:30", "rule": "FREQ=DAILY", "first": "2026-11-01"}
    edits.append(Edit("meetings", "s-1", {**meeting, "roles": ["facilitator", "x"], "timezone": HOSTILE[5]}))
    team.replica.apply(lambda _: edits)
    assert team.sync().error is None


def picture(app: AmityApp) -> str:
    return app.export_screenshot().replace("&#160;", " ")


async def press(app: AmityApp, pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(app, pilot.pause)


async def test_a_day_with_keys(demo: AmityApp) -> None:
    async with demo.run_test(size=(120, 40)) as pilot:
        await settle(demo, pilot.pause)
        screen = demo.screen
        assert isinstance(screen, TodayScreen)
        assert screen.day is not None
        assert screen.day.pick is not None
        first = screen.day.pick.action
        await press(demo, pilot, "a")
        assert screen.day.pick.action != first
        states = []
        for keys in (("w", "d"), ("ctrl+z",), ("n",)):
            await press(demo, pilot, *keys)
            states.append(screen.day.state)
        assert states == ["done", "open", "later"]


async def test_what_was_done_for_someone_can_be_followed_by_thanks(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 24)) as pilot:
        await press(demo, pilot, "d")
        today = demo.screen
        assert isinstance(today, TodayScreen)
        assert today.day is not None
        assert today.day.pick is not None
        await demo.run_action("screen.thank_person")
        await settle(demo, pilot.pause)
        composer = demo.screen
        assert isinstance(composer, ComposeScreen)
        assert composer.receivers.chosen == (today.day.pick.member,)
        assert demo.focused is composer.words


async def test_thanking_and_taking_back(demo: AmityApp) -> None:
    async with demo.run_test(size=(100, 30)) as pilot:
        await press(demo, pilot, "3", "k")
        composer = demo.screen
        assert isinstance(composer, ComposeScreen)
        await press(demo, pilot, *"chi", "enter", *"zoë", "enter")
        composer.query_one(TextArea).text = "When it broke [b]you[/b] stayed, so we went home on time."
        await press(demo, pilot, "ctrl+s")
        assert isinstance(demo.screen, KudosScreen)
        assert demo.snapshot is not None
        newest = demo.snapshot.kudos[0]
        assert newest.to == ("m-chi", "m-zoe")
        assert "[b]you[/b]" in picture(demo)
        await press(demo, pilot, "g", "r", "1")
        assert [r.emoji for r in demo.snapshot.kudos[0].reactions] == ["👏"]
        await press(demo, pilot, "x")
        assert newest.id not in {k.id for k in demo.snapshot.kudos}
        await press(demo, pilot, "ctrl+z")
        assert demo.snapshot.kudos[0].text == newest.text


async def test_a_draft_is_kept(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 24)) as pilot:
        await press(demo, pilot, "k", *"chi", "enter", "tab", *"You stayed")
        await press(demo, pilot, "escape", "k")
        assert demo.screen.query_one(TextArea).text == "You stayed"


async def test_private_thanks_are_stored_nowhere(
    demo: AmityApp, home: Home, clock: Clock, folder: Path
) -> None:
    assert demo.team is not None
    chi = Team.join(Home(folder.parent / "chi/c", folder.parent / "chi/d"), clock, folder, "@chi")
    chi.set_profile({"thanks": "private"})
    chi.sync()
    demo.team.sync()
    async with demo.run_test(size=(80, 24)) as pilot:
        await press(demo, pilot, "k", *"chi", "enter")
        demo.screen.query_one(TextArea).text = "Between the two of us, thank you"
        await settle(demo, pilot.pause)
        assert "in private" in picture(demo)
        await press(demo, pilot, "ctrl+s")
        assert demo.clipboard == "Between the two of us, thank you"
    demo.team.sync()
    files = [p for p in folder.parent.rglob("*") if p.is_file()]
    assert not [p for p in files if b"Between the two" in p.read_bytes()]


async def test_search_and_filters(demo: AmityApp) -> None:
    async with demo.run_test(size=(120, 40)) as pilot:
        await press(demo, pilot, "3")
        screen = demo.screen
        assert isinstance(screen, KudosScreen)
        every = len(screen.wall.kudos)
        await press(demo, pilot, "slash", *"IMPORT")
        assert 0 < len(screen.wall.kudos) < every
        await press(demo, pilot, *"xyz")
        assert len(screen.wall.kudos) == 0
        await press(demo, pilot, "escape", "f")
        assert all("m-ana" in k.to for k in screen.wall.kudos)
        await press(demo, pilot, "b")
        assert all(k.giver == "m-ana" for k in screen.wall.kudos)
        await press(demo, pilot, "a", "down", "right", "pagedown", "end")
        assert screen.wall.chosen is screen.wall.kudos[-1]
        await press(demo, pilot, "enter", "escape", "g")
        assert screen.wall.chosen is screen.wall.kudos[0]


async def test_the_card_in_hand_survives_what_arrives(demo: AmityApp, clock: Clock, folder: Path) -> None:
    async with demo.run_test(size=(120, 40)) as pilot:
        await press(demo, pilot, "3", "down", "right")
        screen = demo.screen
        assert isinstance(screen, KudosScreen)
        held = screen.wall.chosen
        assert demo.team is not None
        other = Team.join(Home(folder.parent / "b/c", folder.parent / "b/d"), clock, folder, "@ben")
        other.give_kudos(["m-chi"], "New on the wall")
        other.sync()
        demo.team.sync()
        await press(demo, pilot, "ctrl+r")
        assert demo.snapshot is not None
        assert any(k.text == "New on the wall" for k in demo.snapshot.kudos)
        assert screen.wall.chosen == held


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_hostile_text_is_shown_as_it_is(
    size: tuple[int, int], home: Home, folder: Path, clock: Clock
) -> None:
    team = Team.begin(home, clock, folder, "[@click=app.quit]Harbour[/]", "Ana", timezone="Europe/Berlin")
    fill_with_hostile(team)
    app = AmityApp(open_desk(home, clock))
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot.pause)
        for key in (
            "2",
            "3",
            "down",
            "enter",
            "r",
            "escape",
            "escape",
            "p",
            "escape",
            "t",
            "escape",
            "k",
            "escape",
            "question_mark",
            "escape",
            "1",
        ):
            await press(app, pilot, key)
            shown = app.export_screenshot()
            assert "\x1b" not in shown
            assert "\u202e" not in shown
        assert app.is_running
    team.close()


async def test_tabs_and_keys_with_the_mouse(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 24)) as pilot:
        await settle(demo, pilot.pause)
        await pilot.click("#tabs", offset=(12, 0))
        await settle(demo, pilot.pause)
        assert demo.current_mode == "roles"
        await pilot.click("#tabs", offset=(20, 0))
        await settle(demo, pilot.pause)
        assert demo.current_mode == "kudos"
        bar = str(demo.screen.query_one(KeyBar).render())
        await pilot.click("KeyBar", offset=(bar.index("For me"), 0))
        await settle(demo, pilot.pause)
        assert isinstance(demo.screen, KudosScreen)
        assert demo.screen.view.who == "for_me"


async def test_the_theme_is_kept(demo: AmityApp, home: Home) -> None:
    async with demo.run_test() as pilot:
        await settle(demo, pilot.pause)
        demo.theme = "amity-light"
        await settle(demo, pilot.pause)
        await press(demo, pilot, "ctrl+r")
    assert Settings(home).preferences["theme"] == "amity-light"


def test_every_command_can_be_done() -> None:
    screens = {
        "today": TodayScreen,
        "roles": RolesScreen,
        "kudos": KudosScreen,
        "hand": HandScreen,
        "notes": NotesScreen,
        "note": WriteNoteScreen,
        "card": OpenCardScreen,
        "promises": PromisesScreen,
        "digest": DigestScreen,
        "people": PeopleScreen,
        "person": PersonScreen,
        "my_card": MyCardScreen,
        "cards": CardsScreen,
        "group_card": GroupCardScreen,
        "sign": SignScreen,
        "meeting": MeetingScreen,
        "parking": ParkingScreen,
        "compose": ComposeScreen,
        "wishes": WishesScreen,
        "folder": FolderScreen,
        "backups": BackupsScreen,
        "question": QuestionScreen,
        "coffee": CoffeeScreen,
        "settings": SettingsScreen,
        "own_keys": OwnKeysScreen,
        "setup": SetupScreen,
        "add_people": AddPeopleScreen,
    }
    for command in COMMANDS:
        owner = AmityApp if command.where == EVERYWHERE else screens[command.where]
        assert callable(getattr(owner, f"action_{command.id}")), command


def test_no_key_means_two_things_on_one_screen() -> None:
    for where in ("today", "roles", "kudos"):
        keys = [key for c in commands(where, EVERYWHERE) for key in c.key.split(",") if key]
        assert len(keys) == len(set(keys))


def test_the_notebook_is_mine_alone(home: Home, clock: Clock, folder: Path, team: Team) -> None:
    notebook = Notebook.open(home, clock, team.id, folder)
    notebook.add_note(team.me, "Only for my eyes")
    team.sync()
    assert notebook.replica.path.stat().st_mode & 0o077 == 0
    assert b"Only for my eyes" not in (folder / "amity.json").read_bytes()
