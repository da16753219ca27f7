"""The page on the folder with the doctor's checks, and the window of earlier days, by key and mouse."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import OptionList, Static

from store.clock import Clock
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from tests.tui.walls import app_on, press, settle
from tui.screens.backups import BackupsScreen
from tui.screens.folder import CheckLine, FolderScreen
from tui.screens.today import TodayScreen


def said(app: object) -> str:
    return "\n".join(str(part.content) for part in app.screen.query(Static))  # type: ignore[attr-defined]


async def test_the_page_on_the_folder_has_the_doctor_look(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_sync_details()
        await settle(pilot)
        assert isinstance(app.screen, FolderScreen)
        assert len(app.screen.query(CheckLine)) > 15
        assert "▲" not in said(app).replace("▲ size", "")
        await press(pilot, "o")
        assert app.clipboard == str(team.folder / "amity.json")
        await press(pilot, "escape")
        (team.folder / "amity.json").write_bytes(b"{")  # told first, with what to do
        app.action_sync_details()
        await settle(pilot)
        lines = [line.query(Static).first().content for line in app.screen.query(CheckLine)]
        assert "▲ team file" in str(lines[0])
        assert "Move it out of the folder" in said(app)
        assert "1 thing to do" in said(app)
        await press(pilot, "b")
        assert isinstance(app.screen, BackupsScreen)
    team.close()


async def test_going_back_by_key_and_mouse(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    app = app_on(team, make_home("ana"), clock)
    me = team.me
    team.set_profile({"name": "[b]Ana"})
    for file in team.backups():
        file.file.unlink()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.run_action("app.backups")
        await settle(pilot)
        assert "None yet" in said(app)
        await press(pilot, "n")
        days = app.screen.query_one(OptionList)
        assert days.option_count == 1
        team.replica.apply(lambda _: [Edit("members", me, {"timezone": "UTC"})])
        await press(pilot, "enter")
        assert "[b]Ana's timezone becomes Europe/Berlin" in said(app)
        assert team.snapshot().members[me].timezone == "UTC"
        await press(pilot, "r", "enter")  # the first choice leaves everything as it is
        assert team.snapshot().members[me].timezone == "UTC"
        await press(pilot, "r", "down", "enter")
        assert team.snapshot().members[me].timezone == "Europe/Berlin"
        assert days.option_count == 3
        await press(pilot, "ctrl+z")
        assert team.snapshot().members[me].timezone == "UTC"
        await pilot.click(OptionList, offset=(3, 2))
        await settle(pilot)
        assert "[b]Ana's timezone becomes Europe/Berlin" in said(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)
    team.close()
