"""The Roles screen: what it shows of a real team, and what its keys and the mouse change."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from textual.widgets import OptionList, Static

from store.clock import Clock
from store.team import Team
from store.text import clean
from store.zones import zone
from tests.hostile import HOSTILE
from tests.tui.roles_app import (
    MONDAY,
    THREE,
    Open,
    ahead,
    aside,
    holders,
    notices,
    open_roles,
    press,
    rows,
    settle,
    standup,
    title,
)
from tui.screens.pick_person import PickPersonScreen
from tui.screens.roles.agenda import is_time_to_pin
from tui.screens.roles.words import exact_words, start_words
from tui.widgets.ahead import Ahead
from tui.widgets.role_card import RoleCard
from tui.widgets.roster import RoleRows, Roster

__all__ = ["open_roles"]


# What is shown


async def test_next_meeting_has_roles_people_reasons_and_countdown(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles() as (app, _):
        assert title(app) == "Standup · today 09:30 · in 18 minutes"
        assert [row[:14].strip() for row in rows(app)] == ["▸ Facilitator", "Note taker", "Timekeeper"]
        assert sum("you" in row for row in rows(app)) + aside(app).count("you") == 1
        assert all("first time" in row for row in rows(app))
        assert ahead(app)[0].split() == ["Ahead", "Tue", "24", "Wed", "25", "Thu", "26", "Fri", "27"]
        assert ahead(app)[-1].strip() == "Everyone is within one turn."
        card = app.roles.query_one(RoleCard)
        assert card.border_title == "Facilitator"
        assert "☐ Know the purpose of the meeting in one sentence" in " ".join(card.render().plain.split())


async def test_b6b_whoever_has_no_role_is_free_to_take_part(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles() as (app, _):
        plan = team.plan(next(iter(team.snapshot().meetings.values())), MONDAY)
        taken = {seat.member for seat in plan.seats}
        free = [m for m in team.snapshot().members.values() if m.id not in taken]
        assert len(free) == 1
        name = "you" if free[0].id == team.me else free[0].name
        assert f"Free to take part: {name}" in aside(app)
        assert "idle" not in app.export_screenshot()


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 3, 6), "02:30"),  # both in winter
        (date(2026, 3, 9), "03:30"),  # Chicago has changed its clocks, Berlin has not
        (date(2026, 3, 27), "03:30"),
        (date(2026, 3, 30), "02:30"),  # both in summer
        (date(2026, 10, 23), "02:30"),
        (date(2026, 10, 26), "03:30"),  # Berlin has changed its clocks, Chicago has not
        (date(2026, 11, 2), "02:30"),
    ],
)
def test_a_berlin_stand_up_seen_from_chicago(team: Team, day: date, there: str) -> None:
    standup = team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        first=date(2026, 1, 5),
        roles=["facilitator"],
    )
    midnight = datetime.combine(day, time(0), tzinfo=zone("America/Chicago"))
    assert start_words(standup, day, midnight, "America/Chicago") == f"today {there}"
    assert f"{there}" in exact_words(standup, day, "America/Chicago")
    assert "09:30" in exact_words(standup, day, "America/Chicago")


async def test_columns_stand_in_line_whatever_the_script(team: Team, open_roles: Open) -> None:
    standup(team, name="Σ" * 70)
    async with open_roles((60, 24)) as (app, _):
        width = app.roles.query_one(RoleRows).size.width
        lines = app.roles.query_one(RoleRows).render().split("\n")
        assert {line.cell_length for line in lines} == {width}
        people = {line.plain.index("first time") for line in lines if "雷" not in line.plain}
        wide = {line.plain.index("first time") for line in lines if "雷" in line.plain}
        assert len(people) == 1
        assert wide <= {people.pop() - 2}  # two characters that take four cells
        assert title(app).endswith("… · today 09:30 · in 18 minutes")


async def test_away_is_named_with_the_day_back(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    ben = team.find_member("ben").id
    team.set_away(ben, MONDAY, date(2026, 11, 25))
    async with open_roles() as (app, _):
        assert "Away: Ben (back Thursday)" in aside(app)
        assert ben not in holders(team, meeting)


async def test_the_role_card_follows_the_chosen_row(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "down", "down", "down")
        card = app.roles.query_one(RoleCard)
        assert card.border_title == "Timekeeper"
        assert card.size.height == len(card.render().split("\n"))
        assert rows(app)[2].startswith("▸ Timekeeper")
        await press(app, pilot, "up")
        assert app.roles.query_one(RoleCard).border_title == "Note taker"


async def test_seven_roles_and_the_days_ahead_fit_24_rows(team: Team, open_roles: Open) -> None:
    for name in ("Chi", "Dee", "Eli", "Fay"):
        team.add_member(name)
    standup(team, tuple(team.snapshot().roles))
    async with open_roles((80, 24)) as (app, _):
        body = app.roles.query_one("#body")
        assert body.scroll_offset.y == 0
        for shown in (Roster, Ahead):
            assert body.region.contains_region(app.roles.query_one(shown).region)
        assert len(rows(app)) == 7


async def test_a_resized_screen_has_no_gaps(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        for width in (120, 60, 200, 80):
            await pilot.resize_terminal(width, 40)
            await settle(app, pilot)
            assert app.roles.query_one(RoleRows).size.height == 3
            assert app.roles.query_one(Ahead).size.height == 5


async def test_turns_are_called_level_only_when_they_are(team: Team, open_roles: Open) -> None:
    meeting = standup(team, ("note_taker",))
    for day in (23, 24, 25, 26):
        team.swap(meeting.id, "note_taker", team.me, date(2026, 11, day))
        team.confirm(meeting.id, date(2026, 11, day))
    async with open_roles(at="2026-11-27T08:00:00+01:00") as (app, _):
        assert len(ahead(app)) == 2
        assert not any("within one turn" in line for line in ahead(app))


# Changing it


async def test_swap_is_two_keys_and_undo_is_one(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    before = holders(team, meeting)
    async with open_roles() as (app, pilot):
        free = next(m.id for m in team.snapshot().members.values() if m.id not in before)
        await press(app, pilot, "s", "enter")
        assert holders(team, meeting) == [free, *before[1:]]
        assert "took it" in rows(app)[0]
        await press(app, pilot, "ctrl+z")
        assert holders(team, meeting) == before


async def test_the_picker_finds_by_name_and_trades(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    before = holders(team, meeting)
    other = team.snapshot().members[before[2] or ""]
    async with open_roles() as (app, pilot):
        await press(app, pilot, "s", *other.handle[:2])
        people = app.screen.query_one(OptionList)
        assert [option.id for option in people.options] == [other.id]
        await press(app, pilot, "enter")
        assert holders(team, meeting) == [before[2], before[1], before[0]]


async def test_the_picker_can_be_left_and_says_when_nobody_fits(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    before = holders(team, meeting)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "s", "q", "q", "enter")
        assert isinstance(app.screen, PickPersonScreen)
        assert "Nothing to choose by that name." in str(app.screen.query_one(OptionList).options[0].prompt)
        await press(app, pilot, "escape")
        assert app.screen is app.roles
        assert holders(team, meeting) == before


async def test_take_gives_me_the_role(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles() as (app, pilot):
        row = next(i for i, member in enumerate(holders(team, meeting)) if member != team.me)
        await press(app, pilot, *["down"] * row, "t")
        assert holders(team, meeting)[row] == team.me
        assert "you" in rows(app)[row]
        await press(app, pilot, "t")
        assert "yours already" in notices(app)


async def test_who_cannot_come_loses_only_their_own_role(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    before = holders(team, meeting)
    gone = before.index(team.me) if team.me in before else 1
    handle = team.snapshot().members[before[gone] or ""].handle
    async with open_roles() as (app, pilot):
        await press(app, pilot, "u", *handle, "enter")
        now = holders(team, meeting)
        assert now[gone] not in (None, before[gone])
        assert [m for i, m in enumerate(now) if i != gone] == [m for i, m in enumerate(before) if i != gone]
        assert "(cannot come)" in aside(app)
        await press(app, pilot, "u", *handle, "enter")
        assert holders(team, meeting) == before


async def test_i_stand_first_among_those_who_cannot_come(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "u")
        assert app.screen.query_one(OptionList).options[0].id == team.me


async def test_skip_and_hold_after_all(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    before = holders(team, meeting)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "x")
        assert rows(app) == []
        assert "nobody's turn is used up" in aside(app)
        assert "hold it after all" in (app.roles.query_one(Roster).border_subtitle or "")
        await press(app, pilot, "s")
        assert app.screen is app.roles
        await press(app, pilot, "x")
        assert holders(team, meeting) == before
        assert len(rows(app)) == 3


async def test_copied_roster_reads_well_in_a_chat(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    names = [team.snapshot().members[m or ""].name for m in holders(team, meeting)]
    async with open_roles() as (app, pilot):
        await press(app, pilot, "c")
        assert app.clipboard == (
            "Standup · Mon 23 November, 09:30 (Europe/Berlin)\n"
            f"Facilitator: {names[0]}\nNote taker: {names[1]}\nTimekeeper: {names[2]}"
        )
        assert "Copied" in notices(app)


# Settling the roles in time


async def test_a_near_meeting_is_settled_and_that_is_nothing_to_undo(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "ctrl+z")
        assert "Nothing to take back" in notices(app)
        assert team.snapshot().occurrences[f"{meeting.id}:{MONDAY}"].state == "pinned"


@pytest.mark.parametrize("at", ["2026-11-23T08:59:00+01:00", "2026-11-23T09:45:00+01:00"])
async def test_a_meeting_further_away_is_not_settled(team: Team, open_roles: Open, at: str) -> None:
    standup(team)
    async with open_roles(at=at):
        assert not team.snapshot().occurrences


def test_the_time_to_settle_is_half_an_hour_before_until_the_end(team: Team) -> None:
    meeting = standup(team)

    def due(clock_time: str) -> bool:
        return is_time_to_pin(meeting, MONDAY, datetime.fromisoformat(f"2026-11-23T{clock_time}:00+01:00"))

    assert [due(t) for t in ("08:59", "09:00", "09:30", "09:44", "09:45")] == [False, True, True, True, False]


async def test_the_countdown_follows_the_clock_to_the_next_day(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles(at="2026-11-23T08:40:00+01:00") as (app, pilot):
        assert title(app).endswith("in 50 minutes")
        assert not team.snapshot().occurrences
        for at, words in (
            ("09:12:40", "today 09:30 · in 18 minutes"),
            ("09:30:20", "today 09:30 · now"),
            ("09:33:00", "today 09:30 · 12 minutes left"),
            ("09:45:00", "tomorrow 09:30 · in 23 hours"),
        ):
            app.clock = team.clock = Clock(datetime.fromisoformat(f"2026-11-23T{at}+01:00"))
            app._tick()
            await settle(app, pilot)
            assert title(app) == f"Standup · {words}"
        assert team.snapshot().occurrences[f"{meeting.id}:{MONDAY}"].state == "pinned"


# Other meetings, other days, the mouse


async def test_left_and_right_walk_through_the_meetings_as_they_come(team: Team, open_roles: Open) -> None:
    standup(team)
    standup(team, ("note_taker",), name="Retro", time="14:00", rule="FREQ=WEEKLY;BYDAY=TH")
    standup(team, name="Old one", first=date(2026, 11, 2), rule="FREQ=WEEKLY;COUNT=2")
    async with open_roles() as (app, pilot):
        seen = [title(app).partition(" · ")[0]]
        for _ in range(3):
            await press(app, pilot, "right")
            seen.append(title(app).partition(" · ")[0])
        assert seen == ["Standup", "Retro", "Old one", "Standup"]
        await press(app, pilot, "left")
        assert "This series is over. The last one was on 9 November 2026." in aside(app)
        assert "◂ Retro  Standup ▸" in ahead(app)[-1]
        await press(app, pilot, "s", "t", "u", "x", "c")
        assert app.screen is app.roles
        assert "no meeting to come" in notices(app)


async def test_coming_back_from_another_tab_opens_on_what_comes_next(team: Team, open_roles: Open) -> None:
    standup(team)
    standup(team, ("note_taker",), name="Retro", time="14:00")
    async with open_roles() as (app, pilot):
        await press(app, pilot, "right", "s", "escape")
        assert title(app).startswith("Retro")
        await press(app, pilot, "1", "2")
        assert title(app).startswith("Standup")


async def test_the_mouse_chooses_rows_days_meetings_and_commands(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    standup(team, ("note_taker",), name="Retro", time="14:00")
    tuesday = date(2026, 11, 24)
    async with open_roles() as (app, pilot):
        await pilot.click(RoleRows, offset=(5, 1))
        assert app.roles.query_one(RoleCard).border_title == "Note taker"
        table = app.roles.query_one(Ahead)
        end = table.render().plain.splitlines()[0].index("Wed") - 1  # the last cell of its column
        await pilot.click(Ahead, offset=(end + table.gutter.left, 3))
        await settle(app, pilot)
        assert title(app).startswith("Standup · tomorrow 09:30")
        assert rows(app)[2].startswith("▸ Timekeeper")
        before = holders(team, meeting, tuesday)
        await pilot.click(Roster, offset=(4, app.roles.query_one(Roster).size.height + 1))  # s swap
        await settle(app, pilot)
        assert isinstance(app.screen, PickPersonScreen)
        await pilot.click(OptionList, offset=(3, 0))
        await settle(app, pilot)
        assert holders(team, meeting, tuesday)[:2] == before[:2]
        assert holders(team, meeting, tuesday)[2] not in (None, before[2])
        await pilot.click(Ahead, offset=(table.size.width - 1 + table.gutter.left, 4))
        await settle(app, pilot)
        assert title(app).startswith("Retro")


async def test_days_ahead_by_key_and_back(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "plus", "plus")
        assert title(app).startswith("Standup · Wednesday 09:30")
        assert "▸Wed 25" in ahead(app)[0]
        await press(app, pilot, "minus", "minus", "minus")
        assert title(app).startswith("Standup · today 09:30")


# Nothing to show


async def test_no_meetings_is_a_warm_page(team: Team, open_roles: Open) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        page = app.roles.query_one("#none", Static)
        assert page.display
        assert not app.roles.query_one("#plan").display
        assert "amity meetings add" in str(page.content)
        await press(app, pilot, "x", "s", "left")
        assert app.screen is app.roles


async def test_a_meeting_without_people_roles_or_volunteers_says_so(team: Team, open_roles: Open) -> None:
    ben = team.find_member("ben").id
    standup(team, name="A gone", members=[ben])
    team.remove_member(ben)
    standup(team, (), name="B bare")
    standup(team, ("note_taker",), name="C out")
    team.set_profile({"roles": {"note_taker": "out"}})
    for member in team.snapshot().active(MONDAY):
        if member.id != team.me:
            team.remove_member(member.id)
    async with open_roles(at="2026-11-23T06:00:00+01:00") as (app, pilot):
        assert "Nobody is in this meeting now." in aside(app)
        await press(app, pilot, "right")
        assert "This meeting has no roles." in aside(app)
        await press(app, pilot, "right")
        assert rows(app) == [rows(app)[0]]
        assert rows(app)[0].split() == ["▸", "Note", "taker", "open", "any", "volunteer?"]
        await press(app, pilot, "c")
        assert app.clipboard.endswith("Note taker: any volunteer?")


# Other people's text


@pytest.mark.parametrize("size", [(60, 24), (200, 60)])
async def test_hostile_names_are_shown_as_they_are(
    team: Team, open_roles: Open, size: tuple[int, int]
) -> None:
    names = [n for n in dict.fromkeys(clean(text, 80) for text in HOSTILE) if n]
    for name in names:
        team.add_member(name)
    for name in names[:2]:
        standup(team, (*THREE, "role_of_their_own"), name=name)
    async with open_roles(size) as (app, pilot):
        for _ in names[:2]:
            width = app.roles.query_one(RoleRows).size.width
            lines = app.roles.query_one(RoleRows).render().split("\n")
            assert all(line.cell_length <= width for line in lines)
            await press(app, pilot, "s", "escape", "u", "escape", "down", "down", "down", "right")
        assert sorted(names[:2]) == sorted(m.name for m in team.snapshot().meetings.values() if not m.ended)
        assert app.is_running
