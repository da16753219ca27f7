"""Days off: what comes in from files and the package, and that nobody has a role on one."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from store.errors import UsageError
from store.exchange.holidays import YEARS, DaysOff, check_region, public_holidays, read_days_off
from store.rules import calendar
from store.sync.merge import Keys
from store.team import Team

TODAY = date(2026, 11, 23)
BERLIN = {date(2026, 3, 8): "Women's Day", date(2026, 12, 25): "Christmas", date(2027, 3, 8): "Women's Day"}


def read(tmp_path: Path, *events: tuple[str, ...]) -> DaysOff:
    path = tmp_path / "holidays.ics"
    parts = ["\r\n".join(("BEGIN:VEVENT", *event, "END:VEVENT")) for event in events]
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR"]), "utf-8")
    return read_days_off(path, TODAY)


def test_all_day_events_are_days_off(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("SUMMARY:Christmas", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"),
        ("SUMMARY:Labour Day", "DTSTART;VALUE=DATE:20150501", "RRULE:FREQ=YEARLY"),
        ("SUMMARY:One day", "DTSTART;VALUE=DATE:20261231"),
    )
    assert found.skipped == []
    assert found.days == {
        date(2026, 12, 25): "Christmas",
        date(2026, 12, 26): "Christmas",
        **{date(year, 5, 1): "Labour Day" for year in range(2026, 2031)},
        date(2026, 12, 31): "One day",
    }


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:20261225T090000Z",), "It does not last all day."),
        (("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"), "It was cancelled."),
        (
            ("DTSTART;VALUE=DATE:20261224", "DESCRIPTION:Observance\\nTo hide observances"),
            "It is a day to remember, not a day off.",
        ),
        (("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20261231"), "It lasts longer than 60 days."),
        (("DTSTART;VALUE=DATE:20191225",), "It is not in this year or the next four."),
        (("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=HOURLY"), "A meeting happens at most once a day"),
        (("DTSTART;VALUE=DATE:20261325",), "It could not be understood: DTSTART."),
        (("LOCATION:Attic",), "It could not be understood."),
        (("DTSTART;VALUE=DATE:20261225", "DTEND:20261226T000000Z"), "It could not be understood."),
    ],
)
def test_what_is_no_day_off_is_said(tmp_path: Path, lines: tuple[str, ...], why: str) -> None:
    found = read(tmp_path, ("SUMMARY:Odd", *lines), ("SUMMARY:Xmas", "DTSTART;VALUE=DATE:20261225"))
    assert found.days == {date(2026, 12, 25): "Xmas"}
    assert [(name, said.startswith(why)) for name, said in found.skipped] == [("Odd", True)]


def test_public_holidays_of_a_region() -> None:
    found = public_holidays("DE-BE", 2026)
    assert found is not None
    assert {date(2026, 3, 8), date(2026, 12, 25), date(2026 + YEARS - 1, 12, 25)} <= found.keys()
    saxony = public_holidays("DE-SN", 2026)
    assert saxony is not None
    assert date(2026, 3, 8) not in saxony
    for region in ("XX", "DE-XX"):
        with pytest.raises(UsageError, match="No public holidays are known"):
            public_holidays(region, 2026)


def test_a_region_is_written_as_iso_writes_it() -> None:
    assert check_region(" de-be ") == "DE-BE"
    for text in ("", "Berlin", "DE-", "D", "DE_BE", "DE-BERLIN"):
        with pytest.raises(UsageError, match="is no region"):
            check_region(text)


def test_without_the_package_nothing_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert public_holidays("DE-BE", 2026) is None


def test_nobody_has_a_role_on_a_holiday_of_theirs(team: Team, ben: Team) -> None:
    christmas = date(2026, 12, 25)
    ben.set_profile({"card": Keys({"holidays": "DE-BE"})})
    ben.set_public_holidays("DE-BE", BERLIN)
    for one in (ben, team):
        one.sync()
    meeting = team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=TODAY,
        roles=["facilitator", "note_taker", "timekeeper", "greeter"],
    )
    plan, after = team.plan(meeting, christmas), team.plan(meeting, date(2026, 12, 28))
    assert plan.away == (ben.me,)
    assert ben.me not in {seat.member for seat in plan.seats} | set(plan.free)
    assert ben.me in {seat.member for seat in after.seats} | set(after.free)
    snapshot = team.snapshot()
    mine, theirs = snapshot.members[team.me], snapshot.members[ben.me]
    assert [calendar.works_on(snapshot, m, christmas) for m in (mine, theirs)] == [True, False]
    days = [
        calendar.working_days(snapshot, m, date(2026, 12, 20), date(2026, 12, 27)) for m in (mine, theirs)
    ]
    assert days == [5, 4]
    team.add_holidays({christmas: "Christmas"})
    assert len(team.plan(meeting, christmas).away) == 4


def test_a_holiday_noted_late_gives_away_only_that_persons_role(team: Team, ben: Team) -> None:
    meeting = team.add_meeting(
        "Standup", time="09:30", timezone="UTC", rule="FREQ=DAILY", first=TODAY, roles=["facilitator"]
    )
    team.swap(meeting.id, "facilitator", ben.me, date(2026, 12, 25))
    assert team.plan(meeting, date(2026, 12, 25)).seats[0].member == ben.me
    team.sync()
    ben.sync()
    ben.set_profile({"card": Keys({"holidays": "DE-BE"})})
    ben.set_public_holidays("DE-BE", BERLIN)
    assert ben.plan(meeting, date(2026, 12, 25)).seats[0].member not in (ben.me, None)


def test_setting_a_region_again_renews_its_holidays(team: Team) -> None:
    team.set_public_holidays("DE-BE", BERLIN)
    before = team.replica.state()["public_holidays"]
    team.set_public_holidays("DE-BE", BERLIN)
    assert team.replica.state()["public_holidays"] == before
    team.set_public_holidays("DE-BE", {date(2026, 12, 26): "Boxing Day"})
    assert team.snapshot().public_holidays == {"DE-BE": {date(2026, 12, 26), date(2027, 3, 8)}}
    team.set_public_holidays("DE-BE", BERLIN)
    assert team.snapshot().public_holidays == {"DE-BE": BERLIN.keys()}


def test_team_holidays_are_added_once_and_can_be_taken_back(team: Team, ben: Team) -> None:
    days = {date(2026, 12, 25): "Christmas", date(2026, 12, 31): "Office closed"}
    assert team.add_holidays(days) == sorted(days)
    assert team.add_holidays(days) == []
    assert ben.add_holidays(days) == sorted(days)
    for one in (team, ben, team):
        one.sync()
    assert team.snapshot().holidays == ben.snapshot().holidays == days.keys()
    team.remove_holiday(date(2026, 12, 31))
    assert team.snapshot().holidays == {date(2026, 12, 25)}
    with pytest.raises(UsageError, match="no holiday on 2026-12-31"):
        team.remove_holiday(date(2026, 12, 31))
    assert team.add_holidays(days) == [date(2026, 12, 31)]
