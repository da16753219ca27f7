"""The day as the screen and the command line see it: pinned, answered, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.settings import Home
from store.sync.merge import Keys
from store.team import Team
from store.today import answer_today, decline, put_off, reopen_today, take_it_easy, today

MONDAY = date(2026, 11, 23)


@pytest.fixture
def notebook(make_home: Callable[[str], Home], clock: Clock, team: Team) -> Notebook:
    return Notebook.open(make_home("ana"), clock, team.id, team.folder)


def test_c24_the_pick_of_the_morning_stays(
    team: Team, notebook: Notebook, clock: Clock, make_home: Callable[[str], Home]
) -> None:
    before = today(team, notebook, clock)
    assert before.pick is not None
    notebook.add_promise("Review the import", team.find_member("ben").id, MONDAY)
    later = Clock(datetime.fromisoformat("2026-11-23T12:00:00+01:00"))
    again = Team.open(make_home("ana"), later)
    after = today(again, Notebook.open(make_home("ana"), later, team.id, team.folder), later)
    assert after.pick == before.pick
    assert [s.trigger for s in after.also] == ["commitment_due"]
    assert [p.text for p in after.promises] == ["Review the import"]


def test_done_can_be_taken_back(team: Team, notebook: Notebook, clock: Clock) -> None:
    first = today(team, notebook, clock).pick
    assert answer_today(team, notebook, clock, "done").state == "done"
    with pytest.raises(UsageError, match="no open suggestion"):
        answer_today(team, notebook, clock, "done")
    opened = reopen_today(team, notebook, clock)
    assert (opened.state, opened.pick) == ("open", first)


def test_three_others_are_enough(team: Team, notebook: Notebook, clock: Clock) -> None:
    shown = {today(team, notebook, clock).pick}
    for _ in range(2):
        shown.add(answer_today(team, notebook, clock, "another").pick)
    assert len(shown) == 3
    end = answer_today(team, notebook, clock, "another")
    assert (end.pick, end.state) == (None, "enough")
    assert end.rest is not None
    assert end.rest.reason == "That is enough for today."


def test_not_today_is_quiet_until_tomorrow(team: Team, notebook: Notebook, clock: Clock) -> None:
    assert answer_today(team, notebook, clock, "later").state == "later"
    tomorrow = Clock(datetime.fromisoformat("2026-11-24T09:12:00+01:00"))
    assert today(team, notebook, tomorrow).pick is not None


def test_a_weekend_has_no_suggestion_and_says_when_there_is_one(team: Team, notebook: Notebook) -> None:
    saturday = Clock(datetime.fromisoformat("2026-11-28T09:12:00+01:00"))
    day = today(team, notebook, saturday)
    assert day.pick is None
    assert day.rest is not None
    assert "Monday 30 November" in day.rest.reason


def test_a_public_holiday_has_no_suggestion(team: Team, notebook: Notebook, clock: Clock) -> None:
    team.set_public_holidays("DE-BE", {MONDAY: "Founding Day"})
    team.set_profile({"card": Keys({"holidays": "DE-BE"})})
    rest = today(team, notebook, clock).rest
    assert rest is not None
    assert rest.reason == "You have a holiday today. See you on Tuesday 24 November."
    team.set_profile({"card": Keys({"holidays": "DE-SN"})})
    assert today(team, notebook, clock).pick is not None


def test_a_note_is_written_down_with_done(team: Team, notebook: Notebook, clock: Clock) -> None:
    ben = team.find_member("ben").id
    notebook.add_note(ben, "asked about the move", date(2026, 11, 23))
    notebook.replica.stamper.clock = clock
    morning = Clock(datetime.fromisoformat("2026-11-24T09:12:00+01:00"))
    day = today(team, notebook, morning)
    assert day.pick is not None
    assert day.pick.trigger == "follow_up_due"
    after = answer_today(team, notebook, morning, "done", note="It went well")
    assert after.follow_ups == ()
    assert {n.text: n.done for n in notebook.private().notes} == {
        "asked about the move": date(2026, 11, 24),
        "It went well": None,
    }


def test_thanks_of_the_week_stand_in_for_you(team: Team, notebook: Notebook, clock: Clock, ben: Team) -> None:
    ben.give_kudos([team.me], "Thank you for asking")
    ben.sync()
    team.sync()
    assert [k.text for k in today(team, notebook, clock).kudos] == ["Thank you for asking"]
    later = Clock(datetime.fromisoformat("2026-12-01T09:12:00+01:00"))
    assert today(team, notebook, later).kudos == ()


def test_an_easy_day_makes_room_for_something_short(team: Team, notebook: Notebook, clock: Clock) -> None:
    long = today(team, notebook, clock).pick
    assert long is not None
    notebook.pin(MONDAY, {**asdict(long), "why": list(long.why), "minutes": 10})
    assert take_it_easy(team, notebook, clock)
    short = today(team, notebook, clock).pick
    assert short is not None
    assert short.minutes <= 2
    assert not take_it_easy(team, notebook, clock)
    assert today(team, notebook, clock).pick == short  # it is the suggestion of the day by now


@pytest.mark.parametrize("kind", ["action", "principle", "member"])
def test_what_is_declined_makes_room_at_once(team: Team, notebook: Notebook, clock: Clock, kind: str) -> None:
    notebook.mute("principle", "respect")
    notebook.mute("principle", "trust")
    before = today(team, notebook, clock).pick
    assert before is not None
    about = {"action": before.action, "principle": before.principle, "member": before.member or "m-nobody"}
    decline(team, notebook, clock, kind, about[kind])
    after = today(team, notebook, clock).pick
    assert after is not None
    now = {"action": after.action, "principle": after.principle, "member": after.member}
    assert now[kind] != about[kind]


def test_silence_begins_at_once_and_ends_at_once(team: Team, notebook: Notebook, clock: Clock) -> None:
    before = today(team, notebook, clock).pick
    notebook.silence(MONDAY)
    quiet = today(team, notebook, clock)
    assert quiet.pick is None
    assert quiet.rest is not None
    assert quiet.rest.kind == "silent"
    notebook.silence(None)
    assert today(team, notebook, clock).pick == before


def test_a_follow_up_is_put_off_over_the_weekend(team: Team, notebook: Notebook) -> None:
    note = notebook.add_note(team.find_member("ben").id, "asked about the move", MONDAY)
    assert put_off(team, notebook, note.id, date(2026, 11, 26)) == date(2026, 12, 1)
    assert notebook.private().notes[0].follow_up == date(2026, 12, 1)


def test_no_role_is_prepared_for_in_a_meeting_that_is_over(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    for name in ("ben", "zoe", "李"):
        team.remove_member(team.find_member(name).id)
    team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=MONDAY,
        roles=["facilitator"],
    )
    for hour, prepared in (("09:12", True), ("21:21", False)):
        now = Clock(datetime.fromisoformat(f"2026-11-23T{hour}:00+01:00"))
        notebook = Notebook.open(make_home(f"at {hour}"), now, team.id, team.folder)
        day = today(Team.open(make_home("ana"), now), notebook, now)
        assert [turn.role for turn in day.turns] == ["facilitator"]
        triggers = {day.pick.trigger if day.pick else "", *(s.trigger for s in day.also)}
        assert ("role_today" in triggers) is prepared
