"""The export of roles, read by a library that has nothing to do with the one that wrote it."""

from __future__ import annotations

from datetime import date, timedelta

import ics
import pytest

from store.clock import Clock
from store.exchange.agenda import as_calendar, as_markdown, coming
from store.records import Meeting, Move
from store.team import Team
from store.text import NAME_LIMIT, clean
from tests.hostile import HOSTILE

WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def add(team: Team, name: str = "Standup", **fields: object) -> Meeting:
    usual: dict[str, object] = {
        "time": "09:30",
        "timezone": "Europe/Berlin",
        "rule": WEEKDAYS,
        "first": date(2026, 11, 2),
        "roles": ["facilitator", "note_taker"],
    }
    return team.add_meeting(name, **{**usual, **fields})  # type: ignore[arg-type]


def read(team: Team, clock: Clock) -> dict[str, ics.Event]:
    """What the other library reads, by UID."""
    snapshot = team.snapshot()
    data = as_calendar(snapshot, coming(snapshot, clock.now()), clock.now())
    return {event.uid: event for event in ics.Calendar(data.decode()).events}


def test_another_reader_finds_every_meeting_at_its_time_with_its_roles(team: Team, clock: Clock) -> None:
    meeting = add(team, minutes=20)
    retro = add(
        team, "Retro; monthly, all", time="16:00", timezone="America/New_York", rule="FREQ=MONTHLY;BYDAY=1WE"
    )
    events = read(team, clock)
    snapshot = team.snapshot()
    found = coming(snapshot, clock.now())
    assert {one.meeting.id for one in found} == {meeting.id, retro.id}
    assert len(found) == len(events) == 40 + 2
    for one in found:
        event = events[f"{one.meeting.id}.{one.plan.day}@{snapshot.team}.amity"]
        assert (event.begin.datetime, event.name, event.status) == (one.starts, one.meeting.name, "CONFIRMED")
        assert event.duration == timedelta(minutes=one.meeting.minutes)
        assert event.description.split("\n") == [
            f"{role}: {snapshot.members[seat.member or ''].name}"
            for role, seat in zip(("Facilitator", "Note taker"), one.plan.seats, strict=True)
        ]


def test_a_uid_stays_when_a_meeting_is_swapped_moved_or_skipped(team: Team, clock: Clock) -> None:
    meeting = Meeting(
        *("s-1", "Standup", date(2026, 11, 2), "09:30", "Europe/Berlin", WEEKDAYS, ("facilitator",)),
        moves={date(2026, 11, 26): Move(date(2026, 11, 27), "16:00")},
    )
    team.add_series([meeting])
    before = read(team, clock)
    tuesday, thursday = (f"s-1.2026-11-{day}@{team.id}.amity" for day in (24, 26))
    holder = before[tuesday].description.removeprefix("Facilitator: ")
    other = next(m for m in team.snapshot().members.values() if m.name != holder)
    team.swap("s-1", "facilitator", other.id, date(2026, 11, 24))
    team.skip("s-1", date(2026, 11, 26))
    after = read(team, clock)
    assert after.keys() == before.keys()
    assert after[tuesday].description == f"Facilitator: {other.name}"
    assert after[thursday].begin.isoformat() == "2026-11-27T15:00:00+00:00"
    assert (after[thursday].status, after[thursday].description) == ("CANCELLED", None)


def test_times_follow_the_clocks_of_the_zone(team: Team) -> None:
    add(team, rule="FREQ=WEEKLY", first=date(2026, 3, 23))
    begins = sorted(
        e.begin
        for e in read(team, Clock.from_environment({"AMITY_NOW": "2026-03-22T12:00:00+01:00"})).values()
    )
    assert [begin.format("MM-DD HH:mm") for begin in begins[:2]] == ["03-23 08:30", "03-30 07:30"]


@pytest.mark.parametrize("text", HOSTILE)
def test_other_peoples_text_stays_text(team: Team, clock: Clock, text: str) -> None:
    name = clean(text, NAME_LIMIT) or "nothing readable"
    add(team, name)
    assert {event.name for event in read(team, clock).values()} == {name}


def test_a_page_in_markdown(team: Team, clock: Clock) -> None:
    meeting = add(team, "*Stand*|up <b>", rule="FREQ=WEEKLY", first=date(2026, 11, 23))
    team.add_member("Ben")
    team.skip(meeting.id, date(2026, 11, 30))
    snapshot = team.snapshot()
    lines = as_markdown(snapshot, coming(snapshot, clock.now())).split("\n")
    assert lines[:6] == [
        "# Harbour",
        "",
        r"## \*Stand\*\|up \<b\>",
        "",
        "| When (Europe/Berlin) | Facilitator | Note taker |",
        "| --- | --- | --- |",
    ]
    assert lines[6].startswith("| Mon 23 Nov 2026, 09:30 | ")
    assert lines[7] == "| Mon 30 Nov 2026, 09:30 | not held | not held |"
    assert len(lines) == 6 + 8 + 1
    assert any("Ben @ben" in line for line in lines)


def test_a_team_without_meetings_has_an_empty_calendar(team: Team, clock: Clock) -> None:
    assert read(team, clock) == {}
    assert as_markdown(team.snapshot(), []) == "# Harbour\n\nNo meetings ahead.\n"
