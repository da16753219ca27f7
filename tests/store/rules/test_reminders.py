"""The moment that someone means, by the clock of someone else."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from store.errors import UsageError
from store.records import Absence, Member, Private, Reminder, Snapshot
from store.rules.reminders import open_reminders, read_moment, reminders_due, their_time

LI = Member("li", "li", "李 雷", date(2020, 1, 1), timezone="Asia/Shanghai", hours="9-17")
AWAY = Absence("a-1", "li", date(2026, 11, 24), date(2026, 11, 24))
TEAM = Snapshot("t", "Team", {"li": LI}, absences=(AWAY,))
NOW = datetime.fromisoformat("2026-11-23T14:40:00+01:00")  # a Monday; 21:40 there


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("", "2026-11-25T09:00"),
        ("09:00", "2026-11-25T09:00"),
        ("22.15", "2026-11-23T22:15"),
        ("at 21:00", "2026-11-25T21:00"),
        ("fri", "2026-11-27T09:00"),
        ("Fri 10:30", "2026-11-27T10:30"),
        ("fri at 10:30", "2026-11-27T10:30"),
        ("+2w", "2026-12-07T09:00"),
        ("in 3 days 8:05", "2026-11-26T08:05"),
        ("2026-11-30", "2026-11-30T09:00"),
    ],
)
def test_moments_as_people_write_them(text: str, then: str) -> None:
    assert read_moment(text, TEAM, LI, NOW) == datetime.fromisoformat(f"{then}:00+08:00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("today", "has begun"),
        ("today 21:00", "is over"),
        ("2026-11-01", "is over"),
        ("25:00", "is no time"),
        ("soon", "is no time"),
        ("[b]x[/b]\x1b[2J", "is no time"),
    ],
)
def test_moments_that_cannot_be(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_moment(text, TEAM, LI, NOW)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-25T10:00:00+08:00", "2026-11-26T09:00:00+08:00"),
        ("2026-11-25T07:00:00+08:00", "2026-11-25T09:00:00+08:00"),
        ("2026-11-27T16:59:00+08:00", "2026-11-30T09:00:00+08:00"),
    ],
)
def test_without_a_time_it_is_their_next_working_morning(now: str, then: str) -> None:
    assert read_moment(" ", TEAM, LI, datetime.fromisoformat(now)) == datetime.fromisoformat(then)


def test_in_a_night_shift_the_next_one_is_meant() -> None:
    night = Member("li", "li", "Li", date(2020, 1, 1), hours="22-6")
    team = Snapshot("t", "Team", {"li": night})
    at = datetime.fromisoformat("2026-11-24T03:00:00+00:00")
    assert read_moment("", team, night, at) == datetime.fromisoformat("2026-11-24T22:00:00+00:00")


def test_what_is_due() -> None:
    early, late = (Reminder(f"r-{n}", "li", "x", NOW.replace(hour=n)) for n in (9, 20))
    done = Reminder("r-0", "li", "x", NOW.replace(hour=1), date(2026, 11, 23))
    private = Private(reminders=(late, done, early))
    assert reminders_due(private, NOW) == (early,)
    assert open_reminders(private, "li") == (early, late)
    assert open_reminders(private, "ben") == ()
    assert [r.id for r in reminders_due(private, early.at)] == ["r-9"]


def test_a_moment_by_their_clock() -> None:
    for text, words in (
        ("23:00", "23:00 their time"),
        ("fri", "09:00 on Friday, their time"),
        ("+2w", "09:00 on 7 December, their time"),
    ):
        assert their_time(read_moment(text, TEAM, LI, NOW), LI, NOW) == words
