"""Days that people share: how they are written, and when they come round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.records import Milestone, Snapshot
from store.rules.milestones import SharedDay, coming, next_time, read_shared_day, shared_day_words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24 May", SharedDay(5, 24)),
        ("24. may", SharedDay(5, 24)),
        ("May 24th", SharedDay(5, 24)),
        ("05-24", SharedDay(5, 24)),
        ("--05-24", SharedDay(5, 24)),
        ("29 Feb", SharedDay(2, 29)),
        ("2027-05-24", SharedDay(5, 24, 2027)),
        ("1990-05-24", SharedDay(5, 24)),
        ("today", SharedDay(11, 23)),
        ("tomorrow", SharedDay(11, 24, 2026)),
    ],
)
def test_days_as_people_write_them(text: str, day: SharedDay) -> None:
    assert read_shared_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["31 June", "30 Feb", "13-40", "someday", "", "24 Mayonnaise", "\x1b[2J"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        read_shared_day(text, TODAY)


@pytest.mark.parametrize(
    ("milestone", "today", "day"),
    [
        ((2, 29, None), "2027-01-10", "2027-02-28"),
        ((2, 29, None), "2028-02-28", "2028-02-29"),
        ((2, 29, None), "2027-03-01", "2028-02-29"),
        ((2, 28, None), "2028-02-29", "2029-02-28"),
        ((11, 23, None), "2026-11-23", "2026-11-23"),
        ((11, 22, None), "2026-11-23", "2027-11-22"),
        ((5, 24, 2026), "2026-11-23", None),
        ((5, 24, 2030), "2026-11-23", "2030-05-24"),
        ((6, 31, None), "2026-11-23", None),  # a file that somebody bent
    ],
)
def test_when_it_comes_round(milestone: tuple[int, int, int | None], today: str, day: str | None) -> None:
    month, number, year = milestone
    shared = Milestone("d-1", "li", month, number, "x", year)
    found = next_time(shared, date.fromisoformat(today))
    assert found == (date.fromisoformat(day) if day else None)
    assert found is None or shared.falls_on(found)


@settings(max_examples=60)
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2028, 1, 1), date(2028, 12, 31)))
def test_every_day_comes_round_within_a_year_and_is_that_day(today: date, day: date) -> None:
    milestone = Milestone("d-1", "li", day.month, day.day, "x")
    found = next_time(milestone, today)
    assert found is not None
    assert milestone.falls_on(found)
    assert timedelta() <= found - today <= timedelta(days=366)
    earlier = [today + timedelta(days=n) for n in range((found - today).days)]
    assert not any(map(milestone.falls_on, earlier))


def test_what_is_coming_and_how_it_is_said() -> None:
    shared = (
        Milestone("d-1", "li", 5, 24, "late"),
        Milestone("d-2", "li", 12, 1, "soon"),
        Milestone("d-3", "ben", 12, 1, "another's"),
        Milestone("d-4", "li", 5, 24, "over", 2025),
    )
    team = Snapshot("t", "Team", milestones=shared)
    assert [m.text for _, m in coming(team, "li", TODAY)] == ["soon", "late"]
    assert [m.text for _, m in coming(team, "li", TODAY, 30)] == ["soon"]
    assert [shared_day_words(m) for m in shared[2:]] == ["1 December", "24 May 2025"]
