"""The hours people work, and when someone far away is there again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import Absence, Member, Snapshot
from store.rules.hours import is_within_hours, next_within_hours, read_hours, working_span

LI = Member("li", "li", "Li", date(2020, 1, 1), timezone="Asia/Shanghai", hours="9-17")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-17", (time(9), time(17))),
        ("09:30 – 18:00", (time(9, 30), time(18))),
        ("9 to 5, mostly", (time(9), time(17))),
        ("0800-1630", (time(8), time(16, 30))),
        ("22-6", (time(22), time(6))),
        ("12-24", (time(12), time(0))),
        ("mornings", None),
        ("9-77", None),
        ("", None),
    ],
)
def test_hours_as_people_write_them(text: str, hours: tuple[time, time] | None) -> None:
    assert read_hours(text) == hours


@given(st.text(max_size=40))
def test_any_text_may_stand_there(text: str) -> None:
    found = read_hours(text)
    assert found is None or all(isinstance(edge, time) for edge in found)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-23T21:40:00+08:00", "2026-11-24T09:00:00+08:00"),
        ("2026-11-23T06:00:00+08:00", "2026-11-23T09:00:00+08:00"),
        ("2026-11-23T10:00:00+08:00", "2026-11-23T10:00:00+08:00"),
        ("2026-11-27T17:00:00+08:00", "2026-11-30T09:00:00+08:00"),
        ("2026-11-25T12:00:00+08:00", "2026-11-27T09:00:00+08:00"),
    ],
)
def test_when_someone_is_there_again(moment: str, then: str) -> None:
    away = Absence("a-1", "li", date(2026, 11, 25), date(2026, 11, 26))
    team = Snapshot("t", "Team", {"li": LI}, absences=(away,))
    assert next_within_hours(team, LI, at(moment)) == at(then)
    assert is_within_hours(team, LI, at(then))


def test_a_night_shift_goes_on_past_midnight() -> None:
    night = Member("li", "li", "Li", date(2020, 1, 1), hours="22-6")
    team = Snapshot("t", "Team", {"li": night})
    begin, end = working_span(night, date(2026, 11, 27))
    assert (begin, end) == (datetime(2026, 11, 27, 22, tzinfo=UTC), datetime(2026, 11, 28, 6, tzinfo=UTC))
    assert is_within_hours(team, night, datetime(2026, 11, 28, 5, 59, tzinfo=UTC))
    assert not is_within_hours(team, night, datetime(2026, 11, 28, 22, 30, tzinfo=UTC))
