"""The form for a meeting: what is typed, what it means, and what it says about mistakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Label, Select, SelectionList, Static

from store.clock import Clock
from store.records import Meeting
from store.rules import calendar
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.roles_app import MONDAY, Open, RolesFirst, notices, open_roles, press, rows, standup, title
from tui.screens.meeting_draft import EVERYONE, Draft, check, draft_of, new_draft, next_days
from tui.screens.meeting_form import MeetingFormScreen
from tui.widgets.weekdays import Weekdays

__all__ = ["open_roles"]

ZONES = ("Europe/Berlin", "America/New_York", "UTC")
GOOD = Draft(name="Standup", first="2026-11-23", zone="Europe/Berlin", roles=("note_taker",))


def form(app: RolesFirst) -> MeetingFormScreen:
    assert isinstance(app.screen, MeetingFormScreen)
    return app.screen


def wrong(app: RolesFirst, field: str) -> str:
    return str(form(app).query_one(f"#{field}-wrong", Label).content)


def preview(app: RolesFirst) -> str:
    return str(form(app).query_one("#preview", Static).content)


async def fill(app: RolesFirst, field: str, text: str) -> None:
    """Types a text over what stands in a field."""
    control = form(app).query_one(f"#{field}", Input)
    control.focus()
    control.value = text


# Drafts


@given(
    st.sampled_from(get_args(calendar.Every)),
    st.sets(st.integers(1, 7)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_a_meeting_made_by_a_choice_stays_the_same_in_the_form(
    every: calendar.Every, on: set[int], first: date
) -> None:
    rule = calendar.check_rule(calendar.rule_for(every, tuple(on), first), first)
    meeting = Meeting("s-1", "Standup", first, "09:30", "Europe/Berlin", rule, ("note_taker",), ("m-1",))
    again, mistakes = check(draft_of(meeting), ZONES, meeting)
    assert not mistakes
    assert again == meeting


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"])
def test_a_rule_that_no_choice_makes_is_kept_as_it_is(rule: str) -> None:
    meeting = Meeting("s-1", "Board", MONDAY, "09:30", "UTC", rule, ())
    assert draft_of(meeting).repeats == "rule"
    assert check(draft_of(meeting), ZONES, meeting)[0] == meeting


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"first": "23.11.2026"}, "first"),
        ({"first": ""}, "first"),
        ({"repeats": "week", "days": ()}, "days"),
        ({"repeats": "rule", "rule": "FREQ=HOURLY"}, "rule"),
        ({"repeats": "rule", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"time": "24:00"}, "time"),
        ({"time": "9.30"}, "time"),
        ({"time": "09:3"}, "time"),
        ({"time": "²:30"}, "time"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "1441"}, "minutes"),
        ({"minutes": "ten"}, "minutes"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"people": ()}, "people"),
    ],
)
def test_a_mistake_is_told_at_its_own_field(change: dict[str, object], field: str) -> None:
    meeting, mistakes = check(replace(GOOD, **change), ZONES)  # type: ignore[arg-type]
    assert meeting is None
    assert list(mistakes) == [field]
    assert mistakes[field].endswith(".")  # type: ignore[index]  # one of the fields


@given(st.text(), st.text(), st.text(), st.text(), st.text(), st.text())
def test_no_text_breaks_the_check(
    name: str, rule: str, first: str, time: str, minutes: str, zone: str
) -> None:
    draft = Draft(name=name, repeats="rule", rule=rule, first=first, time=time, minutes=minutes, zone=zone)
    meeting, mistakes = check(draft, ZONES)
    assert (meeting is None) == bool(mistakes)


def test_what_is_typed_loosely_is_understood() -> None:
    meeting, mistakes = check(replace(GOOD, time=" 9:05 ", zone="europe/berlin", minutes=" 20 "), ZONES)
    assert meeting is not None, mistakes
    assert (meeting.time, meeting.timezone, meeting.minutes) == ("09:05", "Europe/Berlin", 20)


def test_a_new_meeting_starts_with_the_usual_roles_for_everyone(team: Team) -> None:
    snapshot = team.snapshot()
    draft = new_draft(snapshot, MONDAY, "Europe/Berlin")
    assert draft.name == "Standup"
    assert draft.people == (EVERYONE,)
    assert draft.roles == tuple(r.id for r in snapshot.roles.values() if r.default_on)
    meeting, _ = check(draft, ZONES)
    assert meeting is not None
    assert next_days(meeting, MONDAY) == [date(2026, 11, day) for day in (23, 24, 25, 26, 27)]


# On the screen


async def test_a_daily_standup_is_two_keys_away(team: Team, open_roles: Open) -> None:
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "n")
        assert "Next  Mon 23 Nov, Tue 24 Nov, Wed 25 Nov, Thu 26 Nov, Fri 27 Nov" in preview(app)
        assert app.screen.region.contains_region(form(app).query_one("#buttons").region)
        await press(app, pilot, "enter")
        (meeting,) = team.snapshot().meetings.values()
        assert (meeting.name, meeting.time, meeting.timezone) == ("Standup", "09:30", "Europe/Berlin")
        assert meeting.rule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        assert title(app).startswith("Standup · today 09:30")
        assert len(rows(app)) == len(meeting.roles)
        await press(app, pilot, "ctrl+z", "ctrl+z")  # the roles were settled at once
        assert not team.snapshot().meetings


async def test_dates_follow_what_is_typed(team: Team, open_roles: Open) -> None:
    async with open_roles() as (app, pilot):
        await press(app, pilot, "n")
        form(app).query_one("#repeats", Select).value = "2weeks"
        await press(app, pilot)
        days = form(app).query_one(Weekdays)
        days.focus()
        await press(app, pilot, "right", "right", "right", "space", "left", "left", "left", "space")
        assert preview(app).startswith("every second Thursday\nNext  Thu 26 Nov, Thu 10 Dec, Thu 24 Dec")
        await pilot.click(Weekdays, offset=(5, 0))
        await press(app, pilot)
        assert days.days == (2, 4)
        await fill(app, "zone", "America/New_York")
        await press(app, pilot)
        assert "09:30 there is Tue 15:30 for you" in preview(app)


async def test_a_rule_of_its_own_starts_from_the_choice_before(team: Team, open_roles: Open) -> None:
    async with open_roles() as (app, pilot):
        await press(app, pilot, "n")
        assert not form(app).query_one("#rule-row").display
        form(app).query_one("#repeats", Select).value = "rule"
        await press(app, pilot)
        assert form(app).query_one("#rule", Input).value == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        await fill(app, "rule", "FREQ=HOURLY")
        await press(app, pilot)
        assert "at most once a day" in preview(app)


async def test_mistakes_stand_beside_their_fields_and_nothing_is_saved(team: Team, open_roles: Open) -> None:
    standup(team)
    async with open_roles((80, 24)) as (app, pilot):
        await press(app, pilot, "n")
        assert wrong(app, "name") == ""  # nobody has typed yet
        await fill(app, "time", "half past")
        await fill(app, "zone", "Berlin")
        await press(app, pilot, "ctrl+s")
        assert wrong(app, "name") == "A few words."
        assert wrong(app, "time") == "A time such as 09:30."
        assert wrong(app, "zone") == "A zone such as Europe/Berlin."
        assert app.focused is form(app).query_one("#name")
        assert len(team.snapshot().meetings) == 1


async def test_an_edit_writes_only_what_was_changed(team: Team, open_roles: Open) -> None:
    meeting = standup(team, ("timekeeper", "note_taker"), first=date(2026, 11, 2), minutes=20)
    async with open_roles() as (app, pilot):
        await press(app, pilot, "e")
        assert form(app).query_one("#name", Input).value == "Standup"
        await fill(app, "time", "10:00")
        # A colleague renames the meeting while the form is open.
        team.edit_meeting(replace(team.snapshot().meetings[meeting.id], minutes=20, name="Daily"))
        await fill(app, "name", "Standup")
        await press(app, pilot, "ctrl+s")
        saved = team.snapshot().meetings[meeting.id]
        assert replace(saved, name="Standup", time="09:30") == replace(meeting, name="Standup")
        assert saved.time == "10:00"
        assert title(app).startswith("Standup · today 10:00")


async def test_people_are_everyone_or_those_chosen(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    ben = team.find_member("ben").id
    async with open_roles() as (app, pilot):
        await press(app, pilot, "e")
        people = form(app).query_one("#people", SelectionList)
        assert people.selected == [EVERYONE]
        assert ["X" in people.render_line(line).text[:3] for line in range(3)] == [True, False, False]
        people.focus()
        await press(app, pilot, "down", "down", "space")
        assert people.selected == [ben]
        await press(app, pilot, "space")
        assert "Choose someone, or everyone." in (people.border_subtitle or "")
        await press(app, pilot, "space", "ctrl+s")
        assert team.snapshot().meetings[meeting.id].members == (ben,)
        await press(app, pilot, "e")
        people = form(app).query_one("#people", SelectionList)
        people.focus()
        await press(app, pilot, "space", "ctrl+s")
        assert team.snapshot().meetings[meeting.id].members == ()


async def test_roles_keep_their_order_and_new_ones_come_last(team: Team, open_roles: Open) -> None:
    meeting = standup(team, ("timekeeper", "facilitator"))
    async with open_roles() as (app, pilot):
        await press(app, pilot, "e")
        form(app).query_one("#roles", SelectionList).select("note_taker")
        await press(app, pilot, "ctrl+s")
        saved = team.snapshot().meetings[meeting.id]
        assert saved.roles == ("timekeeper", "facilitator", "note_taker")


async def test_what_was_typed_is_there_again_until_one_starts_over(team: Team, open_roles: Open) -> None:
    async with open_roles() as (app, pilot):
        await press(app, pilot, "n")
        assert not form(app).query("#over")
        await fill(app, "name", "Half a na")
        await press(app, pilot, "escape", "n")
        assert form(app).query_one("#name", Input).value == "Half a na"
        await pilot.click("#over")
        await press(app, pilot)
        assert form(app).query_one("#name", Input).value == "Standup"
        assert preview(app).startswith("every weekday")
        await press(app, pilot, "escape", "n")
        assert not form(app).query("#over")
        assert not team.snapshot().meetings


async def test_a_series_can_be_ended_and_that_taken_back(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles(at="2026-11-23T06:00:00+01:00") as (app, pilot):
        await press(app, pilot, "e")
        await pilot.click("#end")
        await press(app, pilot)
        assert meeting.id not in team.snapshot().meetings
        assert app.roles.query_one("#none").display
        await press(app, pilot, "ctrl+z")
        assert meeting.id in team.snapshot().meetings
        assert title(app).startswith("Standup")


async def test_what_the_store_refuses_keeps_the_form_open(team: Team, open_roles: Open) -> None:
    meeting = standup(team)
    async with open_roles(at="2026-11-23T06:00:00+01:00") as (app, pilot):
        await press(app, pilot, "e")
        await fill(app, "name", "Renamed")
        team.remove_meeting(meeting.id)
        await press(app, pilot, "ctrl+s")
        assert "removed in the meantime" in notices(app)
        assert form(app).query_one("#name", Input).value == "Renamed"


@pytest.mark.parametrize("size", [(60, 18), (200, 50)])
async def test_hostile_names_in_the_form_are_text(
    team: Team, open_roles: Open, size: tuple[int, int]
) -> None:
    for text in HOSTILE[:6]:
        team.add_member(f"n {text}")
    standup(team, name=HOSTILE[0])
    async with open_roles(size) as (app, pilot):
        await press(app, pilot, "e")
        assert form(app).query_one("#name", Input).value == HOSTILE[0]
        assert app.screen.region.contains_region(form(app).query_one("#buttons").region)
        await fill(app, "rule", HOSTILE[1])
        form(app).query_one("#repeats", Select).value = "rule"
        await press(app, pilot, "ctrl+s")
        assert HOSTILE[1].upper() in preview(app).upper()


async def test_the_zone_is_completed_while_one_types(team: Team, open_roles: Open) -> None:
    async with open_roles() as (app, pilot):
        await press(app, pilot, "n")
        await fill(app, "zone", "")
        await press(app, pilot, *"europe", "slash", "m", "a", "d")
        await press(app, pilot, "right")
        assert form(app).query_one("#zone", Input).value == "Europe/Madrid"


def test_a_draft_without_days_left_has_none() -> None:
    past = Clock(datetime.fromisoformat("2026-11-23T09:12:00+01:00")).today("UTC")
    meeting, _ = check(replace(GOOD, repeats="rule", rule="FREQ=DAILY;COUNT=2", first="2026-11-02"), ZONES)
    assert meeting is not None
    assert next_days(meeting, past) == []
