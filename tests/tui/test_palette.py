"""The palette, a person's card, the page on the shared folder, and Today's small things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from store.clock import Clock
from store.demo import build_demo
from store.settings import Home
from store.sync.timing import Timing
from store.team import Team
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.opening import open_desk
from tui.palette import TeamCommands
from tui.screens.compose import ComposeScreen
from tui.screens.folder import FolderScreen
from tui.screens.people.person import PersonScreen
from tui.screens.roles import RolesScreen
from tui.screens.today import TodayScreen
from tui.widgets.frame import Header


@pytest.fixture
def demo(make_home: Callable[[str], Home], folder: object, clock: Clock, tmp_path: object) -> AmityApp:
    home = make_home("ana")
    build_demo(home, folder, clock, kudos=20)  # type: ignore[arg-type]
    return AmityApp(open_desk(home, clock))


def asked(app: AmityApp) -> str:
    assert app.day is not None
    assert app.day.question is not None
    return app.day.question.id


def page(app: AmityApp) -> str:
    assert isinstance(app.screen, FolderScreen)
    return "\n".join(str(part.content) for part in app.screen.query(Static))


async def choose(app: AmityApp, pilot: Pilot[None], words: str) -> None:
    """Types into the palette, waits for what it finds, and takes the first."""
    await press(pilot, "ctrl+p", *words)
    palette = app.screen
    assert isinstance(palette, CommandPalette)
    offers = palette.query_one(OptionList)
    while not offers.option_count or offers.get_option_at_index(0).disabled:
        await pilot.pause()
    offers.highlighted = 0
    await pilot.press("enter")
    while app.screen is palette:
        await pilot.pause()
    await settle(pilot)


async def test_the_palette_thanks_people_and_opens_cards_and_meetings(demo: AmityApp) -> None:
    async with demo.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await choose(demo, pilot, "thank chi")
        assert isinstance(demo.screen, ComposeScreen)
        await press(pilot, "escape")
        await choose(demo, pilot, "chi nwosu: card")
        assert isinstance(demo.screen, PersonScreen)
        assert demo.screen.member is not None
        assert demo.screen.member.handle == "chi"
        await press(pilot, "escape")
        await choose(demo, pilot, "retro roles")
        assert isinstance(demo.screen, RolesScreen)
        assert demo.screen._agenda.shown is not None
        assert "etro" in demo.screen._agenda.shown.meeting.name
        await choose(demo, pilot, "theme: amity-light")
        assert demo.theme == "amity-light"


async def test_names_in_the_palette_are_plain_text(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    team.add_member("[@click=app.quit]x[/]")
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test() as pilot:
        await settle(pilot)
        commands = TeamCommands(app.screen)
        found = [hit async for hit in commands.search("click")]
        assert [hit.prompt.plain for hit in found if isinstance(hit.prompt, Content)] == [
            "[@click=app.quit]x[/]: card",
            "Thank [@click=app.quit]x[/]",
        ]
        assert [
            hit async for hit in commands.discover()
        ] == []  # the commands come first, and one types a name
    team.close()


async def test_the_light_opens_a_page_that_helps(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(Header, offset=(76, 0))
        await settle(pilot)
        assert "amity.json" in page(demo)
        await pilot.click(offset=(1, 1))
        await settle(pilot)
        assert isinstance(demo.screen, TodayScreen)
        assert demo.team is not None
        demo.team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0))
        demo.team.engine.folder.file.write_bytes(b"a list of groceries")
        demo.do(demo.team.sync)
        await settle(pilot)
        demo.action_sync_details()
        await settle(pilot)
        assert all(words in page(demo) for words in ("left as it is", "What to do", "damaged"))


async def test_another_question_by_key_and_mouse_until_the_week_is_over(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = [asked(demo)]
        for _ in range(3):
            await press(pilot, "o")
            seen.append(asked(demo))
        below = demo.screen.query_one("#below", Static)
        line = str(below.content).partition("\n")[0]
        await pilot.click(below, offset=(2 + line.index("another") + 2, 0))
        await settle(pilot)
        assert len({*seen, asked(demo)}) == 5


async def test_the_card_of_the_suggestions_person(demo: AmityApp) -> None:
    async with demo.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert demo.day is not None
        assert demo.day.pick is not None
        assert demo.day.pick.member is not None
        await press(pilot, "p")
        assert isinstance(demo.screen, PersonScreen)
        assert demo.screen.member is not None
        assert demo.screen.member.id == demo.day.pick.member


async def test_the_page_on_the_folder_tells_what_happened(demo: AmityApp) -> None:
    async with demo.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        team = demo.team
        assert team is not None
        team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0)
        file = team.engine.folder.file
        whole = file.read_bytes()
        file.with_name("amity.sync-conflict-20261123-211858-LLDRYUI.json").write_bytes(whole)
        file.write_bytes(whole[:-20])
        demo.do(team.sync)
        await settle(pilot)
        assert "a file was set aside" in str(demo.screen.query_one(Header).render())
        demo.action_sync_details()
        await settle(pilot)
        said = page(demo)
        for words in (
            "took in all that a copy holds amity.sync-conflict-20261123-211858-LLDRYUI.json",
            "tidied a copy away",
            "cut off: set aside, and written anew from yours amity.json",
            "cut off or damaged amity.json",
            "a copy, all of it merged amity.sync-conflict-20261123-211858-LLDRYUI.json",
            str(team.engine.aside.folder),
            "sync.log",
        ):
            assert " ".join(words.split()) in " ".join(said.split()), words
        await press(pilot, "escape")
        demo.do(lambda: None)
        await settle(pilot)
        assert "in step" in str(demo.screen.query_one(Header).render())


async def test_the_page_on_the_folder_says_what_waits(demo: AmityApp, tmp_path: Path) -> None:
    async with demo.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        team = demo.team
        assert team is not None
        team.sync()
        team.folder.rename(tmp_path / "unplugged")
        other = next(m for m in team.snapshot().members if m != team.me)
        for words in ("Thank you", "And thank you again"):
            team.give_kudos([other], words)
        team.set_away(other, date(2026, 12, 1))
        demo.do(team.sync)
        await settle(pilot)
        demo.action_sync_details()
        await settle(pilot)
        assert "Waiting to go out" in page(demo)
        assert "2 kudos, 1 absence" in page(demo)
