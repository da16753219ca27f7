"""The boxes of my role: ticked by key and mouse, kept for the occurrence, seen by nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from store.records import Meeting
from store.team import Team
from tests.tui.roles_app import MONDAY, Open, RolesFirst, notices, open_roles, press, standup
from tui.widgets.role_card import RoleCard

__all__ = ["open_roles"]

FIRST = "Know the purpose of the meeting in one sentence"


@pytest.fixture
def meeting(team: Team) -> Meeting:
    """Ana facilitates on the first day."""
    meeting = standup(team)
    team.swap(meeting.id, "facilitator", team.me, MONDAY)
    return meeting


def boxes(app: RolesFirst) -> list[str]:
    """The first line of each box, with its label."""
    return [
        line for line in app.roles.query_one(RoleCard).render().plain.splitlines() if {"☐", "☑"} & set(line)
    ]


async def test_boxes_are_ticked_by_key_and_kept_for_this_day(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "down", "b", "space", "down", "down", "enter")
        assert ["☑" in line for line in boxes(app)[:4]] == [True, False, True, False]
        assert "▸☑" in boxes(app)[2]
        await press(app, pilot, "space", "b", "plus")
        assert app.focused is app.roles.roster.rows
        assert app.notebook is not None
        assert app.notebook.private().ticks == {(meeting.id, MONDAY, "facilitator"): {FIRST}}
        assert not any("☑" in line for line in boxes(app))
    team.sync()
    assert not [p for p in team.folder.rglob("*") if p.is_file() and FIRST.encode() in p.read_bytes()]


async def test_b6c_the_inclusion_champions_checklist_is_one_key_away(team: Team, open_roles: Open) -> None:
    meeting = standup(team, roles=("inclusion_champion",))
    team.swap(meeting.id, "inclusion_champion", team.me, MONDAY)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "b")
        assert "▸☐" in boxes(app)[0]
        await press(app, pilot, "space")
        assert "☑" in boxes(app)[0]


async def test_a_click_ticks_a_box_of_mine_and_none_of_others(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    async with open_roles() as (app, pilot):
        card = app.roles.query_one(RoleCard)
        rows = card.render().plain.splitlines()
        row = next(y for y, line in enumerate(rows) if "☐" in line)
        await pilot.click(RoleCard, offset=(card.gutter.left + 9, row + card.gutter.top))
        await press(app, pilot)
        assert ["☑" in line for line in boxes(app)[:2]] == [True, False]
        await press(app, pilot, "b", "down")
        row = next(y for y, line in enumerate(card.render().plain.splitlines()) if "☐" in line)
        await pilot.click(RoleCard, offset=(card.gutter.left + 9, row + card.gutter.top))
        await press(app, pilot)
        assert not any("☑" in line for line in boxes(app))
        assert "for whoever has the role" in notices(app)


@pytest.mark.parametrize(
    ("at", "labels"),
    [
        ("2026-11-23T09:29:00+01:00", ["Before", "During", "After"]),
        ("2026-11-23T09:30:00+01:00", ["During", "After", "Before"]),
    ],
)
async def test_the_present_phase_comes_first(
    team: Team, open_roles: Open, meeting: Meeting, at: str, labels: list[str]
) -> None:
    async with open_roles(at=at) as (app, _):
        assert [line.split()[0] for line in boxes(app) if not line.startswith(" ")] == labels


async def test_the_chosen_box_is_scrolled_into_view(team: Team, open_roles: Open, meeting: Meeting) -> None:
    async with open_roles((60, 16)) as (app, pilot):
        await press(app, pilot, "b", *["down"] * 12)
        card, body = app.roles.query_one(RoleCard), app.roles.query_one("#body")
        row = next(y for y, line in enumerate(card.render().plain.splitlines()) if "▸" in line)
        assert body.content_region.contains(card.content_region.x, card.content_region.y + row)
        await press(app, pilot, *["up"] * 12)
        row = next(y for y, line in enumerate(card.render().plain.splitlines()) if "▸" in line)
        assert body.content_region.contains(card.content_region.x, card.content_region.y + row)


async def test_without_a_role_there_is_nothing_to_tick(
    team: Team, open_roles: Open, meeting: Meeting
) -> None:
    team.set_absent(meeting.id, team.me, MONDAY)
    async with open_roles(at="2026-11-23T06:00:00+01:00") as (app, pilot):
        assert app.roles._plan is not None
        assert app.roles._plan.day == date(2026, 11, 23)
        await press(app, pilot, "b")
        assert "You have no role" in notices(app)
