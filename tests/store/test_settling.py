"""Settling the roles of one meeting on two machines that do not know of each other: one plan in the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from store.clock import Clock
from store.team import Team

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HALF_PAST = datetime.fromisoformat("2026-11-23T09:31:00+01:00")


def seats(team: Team, meeting: str, day: date) -> dict[str, str | None]:
    """Who has which role that day, as that machine says."""
    return {seat.role: seat.member for seat in team.plan(team.find_meeting(meeting), day).seats}


@pytest.fixture
def pair(team: Team, ben: Team) -> tuple[Team, Team, str]:
    """Ana's and Ben's machines, in step, and a standup of everyone."""
    standup = team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=MONDAY,
        roles=["facilitator", "note_taker", "timekeeper"],
    ).id
    for machine in (team, ben):
        machine.sync()
    return team, ben, standup


@pytest.mark.parametrize(("first", "later"), [(0, 1), (1, 0)])
def test_the_earlier_settling_counts_for_both(
    pair: tuple[Team, Team, str], tmp_path: Path, first: int, later: int
) -> None:
    """The folder is out of reach meanwhile, and Ben knows of an absence that Ana has not heard of."""
    ana, ben, standup = pair
    unplugged = tmp_path / "unplugged"
    facilitator = seats(ana, standup, MONDAY)["facilitator"]
    assert facilitator is not None
    ben.set_away(facilitator, MONDAY, MONDAY)
    ana.folder.rename(unplugged)
    for machine, minutes in ((ana, first), (ben, later)):
        machine.clock = Clock(HALF_PAST + timedelta(minutes=minutes))
        machine.pin(standup, MONDAY)
    alone = {id(machine): seats(machine, standup, MONDAY) for machine in (ana, ben)}
    assert alone[id(ana)] != alone[id(ben)]
    assert ana.sync().status.condition == "unreachable"
    unplugged.rename(ana.folder)
    for machine in (ana, ben, ana):
        assert machine.sync().status.condition == "in step"
    settled = alone[id(ana if first < later else ben)]
    for machine in (ana, ben):
        found = seats(machine, standup, MONDAY)
        assert found["facilitator"] != facilitator  # who cannot come gives up this role, and only this one
        assert {**found, "facilitator": settled["facilitator"]} == settled
    assert seats(ana, standup, MONDAY) == seats(ben, standup, MONDAY)
    assert seats(ana, standup, TUESDAY) == seats(ben, standup, TUESDAY)
    assert ana.replica.path.read_bytes() == ben.replica.path.read_bytes()


def test_it_counts_once_its_day_is_over_and_what_nobody_opened_does_not(pair: tuple[Team, Team, str]) -> None:
    ana, ben, standup = pair
    planned = seats(ben, standup, MONDAY)
    ben.clock = Clock(HALF_PAST + timedelta(days=1))
    assert seats(ben, standup, TUESDAY) == planned  # nobody opened Monday's
    ana.pin(standup, MONDAY)
    ana.sync()
    ben.sync()
    assert ben.plan(ben.find_meeting(standup), MONDAY).state == "held"
    assert seats(ben, standup, TUESDAY) != planned
    ana.skip(standup, MONDAY)
    ana.sync()
    ben.sync()
    assert ben.plan(ben.find_meeting(standup), MONDAY).state == "skipped"
    assert seats(ben, standup, TUESDAY) == planned
