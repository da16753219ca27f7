"""The small windows of the Roles screen: speaking order, parking lot, turns."""

from __future__ import annotations

from datetime import date

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList, Static

from store.rules.speaking import speaking_order
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.roles_app import MONDAY, Open, RolesFirst, aside, notices, open_roles, press, standup
from tui.screens.page import PageScreen
from tui.screens.parking import ParkingScreen
from tui.screens.roles.turns import TurnsScreen
from tui.widgets.frame import KeyBar
from tui.widgets.turns import Turns

__all__ = ["open_roles"]


def page(app: RolesFirst) -> list[str]:
    assert isinstance(app.screen, PageScreen)
    return str(app.screen.query_one(Static).content).splitlines()


async def test_the_speaking_order_is_shown_and_copied(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    snapshot = team.snapshot()
    order = speaking_order(snapshot, meeting, team.plan(meeting, MONDAY))
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        shown = [line.split(maxsplit=1)[1] for line in page(app)[:4]]
        assert shown == ["you" if m == team.me else snapshot.members[m].name for m in order]
        await press(app, pilot, "c")
        names = [f"{place}. {snapshot.members[m].name}" for place, m in enumerate(order, 1)]
        assert app.clipboard.splitlines() == ["Standup · Mon 23 November, speaking order", *names]
        assert "Copied" in notices(app)
        await press(app, pilot, "escape", "c")
        assert app.screen is app.roles
        assert "Facilitator" in app.clipboard


async def test_a_click_on_the_window_copies_and_goes_back(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        window = app.screen.query_one(VerticalScroll)
        edge = window.region.height - 1
        await pilot.click(VerticalScroll, offset=(window.region.width - 16, edge))
        assert "speaking order" in app.clipboard
        await pilot.click(VerticalScroll, offset=(window.region.width - 5, edge))
        assert app.screen is app.roles


async def test_without_people_or_a_meeting_there_is_no_order(team: Team, open_roles: Open) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        assert app.screen is app.roles
        assert "no meeting to come" in notices(app)
    ben = team.find_member("ben").id
    standup(team, members=[ben])
    team.remove_member(ben)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "o")
        assert app.screen is app.roles
        assert "Nobody is expected" in notices(app)


# The parking lot


def parked(team: Team) -> list[str]:
    found = team.snapshot().occurrences.values()
    return [line.text for occurrence in found for line in occurrence.parked]


def shown(app: RolesFirst) -> list[str]:
    assert isinstance(app.screen, ParkingScreen)
    return [str(option.prompt) for option in app.screen.lines.options]


async def test_a_line_is_parked_taken_back_and_undone(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "p")
        assert shown(app)[0].startswith("Nothing is parked.")
        await press(app, pilot, *"Who", "space", *"next?", "enter", *"Tea", "enter")
        assert shown(app) == ["Who next?  you · just now", "Tea  you · just now"]
        await press(app, pilot, "up", "up", "x")
        assert parked(team) == ["Tea"]
        await press(app, pilot, "ctrl+z")
        assert parked(team) == ["Who next?", "Tea"]
        await press(app, pilot, "escape")
        assert "Parked: Tea and 1 more" in aside(app)


async def test_what_was_typed_and_not_added_is_kept(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "p", *"half", "escape", "p")
        assert isinstance(app.screen, ParkingScreen)
        assert app.screen.line.value == "half"
        await press(app, pilot, "enter", "escape", "p")
        assert parked(team) == ["half"]
        assert app.screen.query_one(Input).value == ""


async def test_lines_of_others_come_in_and_stay_theirs(team: Team, open_roles: Open, ben: Team) -> None:
    meeting = standup(team)
    team.sync()
    ben.sync()
    ben.park(meeting.id, MONDAY, "From Ben")
    ben.sync()
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "p")
        team.sync()
        app.refresh_team()
        await press(app, pilot, "up", "x")
        assert shown(app) == ["From Ben  Ben · just now"]
        assert parked(team) == ["From Ben"]
        assert "Only whoever wrote a line" in notices(app)


async def test_what_was_parked_last_time_is_there_next_time(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    for text in ("One", "Two"):
        team.park(meeting.id, MONDAY, text)
    async with open_roles((80, 24), at="2026-11-24T09:00:00+01:00") as (app, pilot):
        assert "Parked last time: Two and 1 more" in aside(app)
        await press(app, pilot, "p", *"Three", "enter")
        assert [line.partition("  ")[0] for line in shown(app)] == [
            "Last time, Mon 23 November",
            "One",
            "Two",
            "This time",
            "Three",
        ]
        await press(app, pilot, "up", "up", "x")
        assert sorted(parked(team)) == ["One", "Three"]


async def test_the_parking_lot_with_the_mouse(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    for text in ("One", "Two"):
        team.park(meeting.id, MONDAY, text)
    async with open_roles((80, 24)) as (app, pilot):
        line = app.roles.roster.aside
        await pilot.click(line, offset=(12, line.size.height - 1))
        await press(app, pilot)
        await pilot.click(OptionList, offset=(2, 0))
        bar = app.screen.query_one(KeyBar)
        await pilot.click(bar, offset=(str(bar.render()).index("Take back"), 0))
        await press(app, pilot)
        assert parked(team) == ["Two"]
        await pilot.click(offset=(0, 0))
        assert app.screen is app.roles


@pytest.mark.parametrize("size", [(60, 20), (200, 60)])
async def test_hostile_lines_are_shown_as_they_are(
    team: Team, open_roles: Open, size: tuple[int, int]
) -> None:
    meeting = standup(team)
    at = {"by": team.me, "at": "2026-11-23T08:00:00Z"}
    lines = {f"l-{n}": {**at, "text": text} for n, text in enumerate(HOSTILE)}
    edit = {"meeting": meeting.id, "day": MONDAY.isoformat(), "parked": Keys(lines)}
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", edit)])
    async with open_roles(size) as (app, pilot):
        await press(app, pilot, "p", "up")
        assert "[@click=app.quit]x[/]  you · 12 minutes ago" in shown(app)
        for _ in lines:
            await press(app, pilot, "up")
            picture = app.export_screenshot()
            assert not {"\x1b", "\u202e"} & set(picture)
        assert app.is_running


# Turns


def plot(app: RolesFirst) -> list[str]:
    assert isinstance(app.screen, TurnsScreen)
    return [line.rstrip() for line in app.screen.turns.render().plain.splitlines()]


def title_of(app: RolesFirst) -> str:
    assert isinstance(app.screen, TurnsScreen)
    return str(app.screen.window.border_title)


async def test_turns_are_dots_in_order_of_names(team: Team, open_roles: Open) -> None:
    meeting = standup(team, ("note_taker", "timekeeper"), first=date(2026, 8, 3))
    served = {"ana": (23,), "ben": (16, 18, 20), "zoe": (17, 19)}
    people = {handle: team.find_member(handle).id for handle in served}
    edits = []
    for day, handle in [(date(2026, 9, 1), "ben")] + [
        (date(2026, 11, number), handle) for handle, days in served.items() for number in days
    ]:
        pin = {"at": f"{day}T08:30:00Z", "slots": {"note_taker": people[handle]}}
        fields = {"meeting": meeting.id, "day": day.isoformat(), "state": "held", "pins": Keys({"r-1": pin})}
        edits.append(Edit("occurrences", f"{meeting.id}:{day}", fields))
    team.replica.apply(lambda _: edits)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "f")
        assert plot(app)[:4] == ["you         ●", "Ben         ● ● ●", "Zoë Krüger  ● ●", "李 雷"]
        assert "within one turn" not in " ".join(plot(app))
        assert not any(character.isdigit() for line in plot(app) for character in line)
        assert title_of(app) == "Note taker · Standup · turns in 60 days"
        styles = {span.style for span in app.screen.query_one(Turns).render().spans}
        assert styles <= {"$primary", "$text-muted"}
        await press(app, pilot, "right")
        assert title_of(app).startswith("Timekeeper")
        assert not any("●" in line for line in plot(app))
        await press(app, pilot, "left", "f")
        assert app.screen is app.roles


async def test_level_turns_are_said_to_be_so_and_the_mouse_steps(team: Team, open_roles: Open) -> None:
    standup(team)
    team.set_profile({"share": 2})
    async with open_roles((60, 20)) as (app, pilot):
        table = app.roles.ahead
        table.scroll_visible(animate=False)
        await press(app, pilot)
        await pilot.click(table, offset=(table.gutter.left + 3, table.size.height - 1))
        await press(app, pilot)
        assert "Everyone is within one turn." in plot(app)
        assert "Half time, each turn counts double: Ana." in plot(app)
        window = app.screen.query_one(VerticalScroll)
        edge = window.region.height - 1
        await pilot.click(VerticalScroll, offset=(window.region.width - 17, edge))
        assert title_of(app).startswith("Note taker")


async def test_who_does_not_take_a_role_is_not_shown_for_it(team: Team, open_roles: Open) -> None:
    standup(team, ("note_taker",))
    team.set_profile({"roles": {"note_taker": "out"}})
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "f")
        assert not any("you" in line for line in plot(app))


async def test_a_meeting_without_roles_has_no_turns(team: Team, open_roles: Open) -> None:
    standup(team, ())
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "f")
        assert app.screen is app.roles
        assert "has no roles" in notices(app)
