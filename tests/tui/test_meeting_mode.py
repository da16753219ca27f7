"""Meeting mode: clock, round, roles, parking lot and thanks, on real files and by the app's clock alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from store.clock import Clock
from store.records import Meeting
from store.rules.speaking import speaking_order
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.roles_app import MONDAY, Open, RolesFirst, notices, open_roles, press, settle, standup
from tui.screens.compose import ComposeScreen
from tui.screens.kudos import KudosScreen
from tui.screens.meeting import MeetingScreen
from tui.screens.page import PageScreen
from tui.screens.parking import ParkingScreen
from tui.screens.pick_person import PickPersonScreen
from tui.widgets.frame import KeyBar
from tui.widgets.role_card import RoleCard
from tui.widgets.roster import RoleRows
from tui.widgets.speakers import Speakers

__all__ = ["open_roles"]

DURING = "2026-11-23T09:33:00+01:00"
SIZES = [(60, 24), (80, 24), (120, 40), (200, 60)]


@pytest.fixture
def meeting(team: Team) -> Meeting:
    """Ana facilitates, Ben takes notes, Zoë keeps time."""
    meeting = standup(team)
    for role, handle in (("facilitator", "ana"), ("note_taker", "ben"), ("timekeeper", "zoe")):
        team.swap(meeting.id, role, team.find_member(handle).id, MONDAY)
    return meeting


def mode(app: RolesFirst) -> MeetingScreen:
    assert isinstance(app.screen, MeetingScreen)
    return app.screen


def said(app: RolesFirst) -> str:
    return str(mode(app).query_one("#said", Static).content)


async def move(app: RolesFirst, pilot: Pilot[Any], team: Team, clock_time: str) -> None:
    """It is that time now."""
    app.clock = team.clock = Clock(datetime.fromisoformat(f"2026-11-23T{clock_time}+01:00"))
    mode(app).tick()
    await settle(app, pilot)


def round_of(app: RolesFirst) -> list[str]:
    return [line.strip() for line in mode(app).speakers.render().plain.splitlines()]


async def test_the_clock_counts_down_warns_and_ends(team: Team, open_roles: Open, meeting: Meeting) -> None:
    async with open_roles((80, 24), at="2026-11-23T08:10:00+01:00") as (app, pilot):
        await press(app, pilot, "m")
        seen = []
        for at in ("08:10:00", "09:12:00", "09:30:00", "09:39:59", "09:40:00", "09:44:59.5", "09:45:00"):
            await move(app, pilot, team, at)
            classes = {"-before", "-near", "-over"} & mode(app).query_one("#clock").classes
            seen.append((mode(app).digits.value, said(app), "".join(classes)))
        assert seen == [
            ("09:30", "starts today 09:30", "-before"),
            ("18:00", "until it starts at 09:30", "-before"),
            ("15:00", "left until 09:45", ""),
            ("5:01", "left until 09:45", ""),
            ("5:00", "left, time to finish", "-near"),
            ("0:01", "left, time to finish", "-near"),
            ("0:00", "Time is up. Thank you.", "-over"),
        ]


async def test_it_settles_the_roles_in_time(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles(at="2026-11-23T08:50:00+01:00") as (app, pilot):
        await press(app, pilot, "m")
        assert not team.snapshot().occurrences
        await press(app, pilot, "3")
        app.clock = team.clock = Clock(datetime.fromisoformat("2026-11-23T09:00:00+01:00"))
        screen = app.get_screen_stack("roles")[1]
        assert isinstance(screen, MeetingScreen)
        screen.tick()
        await settle(app, pilot)
        assert not team.snapshot().occurrences  # nobody looks at them
        await press(app, pilot, "2")
        await move(app, pilot, team, "09:00:00")
        assert team.snapshot().occurrences[f"{meeting.id}:{MONDAY}"].state == "pinned"


async def test_the_round_goes_on_by_key_and_mouse(team: Team, open_roles: Open, meeting: Meeting) -> None:
    snapshot = team.snapshot()
    order = speaking_order(snapshot, meeting, team.plan(meeting, MONDAY))
    names = ["you" if m == team.me else snapshot.members[m].name for m in order]
    async with open_roles((80, 24), at=DURING) as (app, pilot):
        await press(app, pilot, "m")
        assert round_of(app)[0].split() == ["▸", *names[0].split(), "now"]
        assert round_of(app)[1].split() == [*names[1].split(), "next"]
        await press(app, pilot, "space", "enter")
        assert [line[0] for line in round_of(app)] == ["✓", "✓", "▸", names[3][0]]
        await press(app, pilot, "backspace")
        assert round_of(app)[1].startswith("▸ ")
        await pilot.click(Speakers, offset=(6, 1))
        assert round_of(app)[0].startswith("▸ ")
        bar = app.screen.query_one(KeyBar)
        await pilot.click(bar, offset=(str(bar.render()).index("Next"), 0))
        await press(app, pilot, "escape", "m")
        assert round_of(app)[1].startswith("▸ ")  # where it was
        await press(app, pilot, *["space"] * 9)
        assert mode(app).speakers.border_title == "Everyone has spoken"


async def test_whoever_speaks_keeps_the_word_when_another_cannot_come(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    order = speaking_order(team.snapshot(), meeting, team.plan(meeting, MONDAY))
    async with open_roles(at=DURING) as (app, pilot):
        await press(app, pilot, "m", "space", "space")
        speaking = round_of(app)[2]
        team.set_absent(meeting.id, order[1], MONDAY)
        app.refresh_team()
        await settle(app, pilot)
        assert round_of(app)[1] == speaking


async def test_before_the_start_someone_is_first_and_nobody_speaks(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "m")
        assert round_of(app)[0].endswith("first")


async def test_my_boxes_are_ticked_here_too(team: Team, open_roles: Open, meeting: Meeting) -> None:
    async with open_roles((80, 24), at=DURING) as (app, pilot):
        await press(app, pilot, "m", "down", "b", "space", "escape")
        card = mode(app).query_one(RoleCard)
        assert card.render().plain.startswith("During  ☑ Open on time")
        assert app.private is not None
        assert app.private.ticks == {
            (meeting.id, MONDAY, "facilitator"): {"Open on time, say the purpose, greet people by name"}
        }
        await press(app, pilot, "space", "down")
        assert mode(app).speakers.place == 1
        assert card.border_title == "Note taker"
        await pilot.click(RoleRows, offset=(4, 0))
        assert card.border_title == "Facilitator"


async def test_a_topic_is_parked_and_seen_by_key_and_mouse(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles((80, 24), at=DURING) as (app, pilot):
        await press(app, pilot, "m", "p", *"Tea", "enter", "escape")
        assert "· Tea" in str(mode(app).parked.content)
        await pilot.click("#parked", offset=(5, 1))
        await press(app, pilot)
        assert isinstance(app.screen, ParkingScreen)
        await press(app, pilot, "escape", "c")
        assert app.clipboard == "Standup · Mon 23 November, parked\n- Tea (Ana)"


async def test_without_a_topic_of_today_that_of_last_time_is_named(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    team.park(meeting.id, MONDAY, "Tea")
    async with open_roles((80, 24), at="2026-11-24T09:33:00+01:00") as (app, pilot):
        await press(app, pilot, "m", "c")
        assert str(mode(app).parked.content) == "Parked last time: Tea"
        assert "Nothing is parked" in notices(app)


async def test_at_the_end_one_can_thank_who_had_a_role(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles((80, 24), at=DURING) as (app, pilot):
        await press(app, pilot, "m")
        assert not mode(app).thanks.display
        await press(app, pilot, *["space"] * 4)
        assert str(mode(app).thanks.content).splitlines() == [
            "Thank someone who had a role?",
            "Ben · Zoë Krüger",
        ]
        await pilot.click("#thanks", offset=(3, mode(app).thanks.region.height - 2))
        await press(app, pilot)
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.receivers.chosen == (team.find_member("ben").id,)
        await press(app, pilot, "escape", "k")
        assert isinstance(app.screen, PickPersonScreen)
        await press(app, pilot, *"zo", "enter")
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.receivers.chosen == (team.find_member("zoe").id,)


async def test_it_is_left_when_there_is_no_meeting_any_more(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles(at=DURING) as (app, pilot):
        await press(app, pilot, "m")
        team.skip(meeting.id, MONDAY)
        app.refresh_team()
        await settle(app, pilot)
        assert app.screen is app.roles
        assert "not held after all" in notices(app)
        team.unskip(meeting.id, MONDAY)
        app.refresh_team()
        await press(app, pilot, "m")
        mode(app)
        team.remove_meeting(meeting.id)
        app.refresh_team()
        await settle(app, pilot)
        assert app.screen is app.roles


async def test_help_and_tabs_know_where_one_is(team: Team, open_roles: Open, meeting: Meeting) -> None:
    async with open_roles((80, 24), at=DURING) as (app, pilot):
        await press(app, pilot, "m", "question_mark")
        assert isinstance(app.screen, PageScreen)
        assert "Who speaks next" in str(app.screen.query_one(Static).content)
        await press(app, pilot, "escape", "3")
        assert isinstance(app.screen, KudosScreen)
        await press(app, pilot, "2")
        mode(app)
        await app.show_meeting(meeting.id)
        assert app.screen is app.roles


@pytest.mark.parametrize("size", SIZES)
async def test_everything_fits_whatever_people_are_called(
    team: Team, open_roles: Open, meeting: Meeting, size: tuple[int, int]
) -> None:
    for text in HOSTILE:
        team.add_member(f"{text[:60]} n")
    lines = {
        f"l-{n}": {"text": text, "by": team.me, "at": "2026-11-23T08:00:00Z"}
        for n, text in enumerate(HOSTILE)
    }
    edit = {"meeting": meeting.id, "day": MONDAY.isoformat(), "parked": Keys(lines)}
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", edit)])
    async with open_roles(size, at=DURING) as (app, pilot):
        await press(app, pilot, "m")
        for _ in range(len(team.snapshot().members)):
            shown = mode(app).speakers.render().split("\n")
            assert all(line.cell_length <= mode(app).speakers.size.width for line in shown)
            assert sum("▸" in line.plain for line in shown) == 1
            assert mode(app).speakers.region.bottom <= size[1] - 1
            assert not {"\x1b", "\u202e"} & set(app.export_screenshot())
            await press(app, pilot, "space")
        assert app.is_running
        assert mode(app).digits.region.width > 20
