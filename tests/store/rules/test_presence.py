"""Who is here, in words and by their clock; what one is told before turning to someone far away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.records import Absence, Member, Snapshot
from store.rules.hours import is_within_hours
from store.rules.presence import away_until, day_words, local_time, outside_hours, presence, read_days_away
from store.zones import zone

LI = Member("li", "li", "Li", date(2020, 1, 1), timezone="Asia/Shanghai", hours="9-17")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def team_of(member: Member, *absences: tuple[str, str | None], holidays: tuple[str, ...] = ()) -> Snapshot:
    away = tuple(
        Absence(f"a-{n}", member.id, date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for n, (first, last) in enumerate(absences)
    )
    days = frozenset(map(date.fromisoformat, holidays))
    return Snapshot("t", "Team", {member.id: member}, absences=away, holidays=days)


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2026-11-23T08:59:00+08:00", "later", "from 09:00"),
        ("2026-11-23T09:00:00+08:00", "here", "here until 17:00"),
        ("2026-11-23T17:00:00+08:00", "not today", "done for today"),
        ("2026-11-28T11:00:00+08:00", "not today", "has a day off today"),
        ("2026-12-01T11:00:00+08:00", "not today", "has a holiday today"),
        ("2026-11-24T23:00:00+08:00", "away", "away until Thursday"),
        ("2026-11-26T10:00:00+08:00", "away", "away today"),
        ("2026-12-10T10:00:00+08:00", "away", "away"),
    ],
)
def test_how_it_is_with_someone(moment: str, state: str, words: str) -> None:
    ranges = (("2026-11-24", "2026-11-25"), ("2026-11-25", "2026-11-26"), ("2026-12-09", None))
    found = presence(team_of(LI, *ranges, holidays=("2026-12-01",)), LI, at(moment))
    assert found == (state, words)


def test_hours_that_nobody_told_are_not_told() -> None:
    silent = Member("li", "li", "Li", date(2020, 1, 1), pronouns="", hours="it depends")
    assert presence(team_of(silent), silent, at("2026-11-23T10:00:00+00:00")).words == "here today"
    assert presence(team_of(silent), silent, at("2026-11-23T06:00:00+00:00")).words == "later today"


def test_a_night_shift_ends_in_the_morning() -> None:
    night = Member("li", "li", "Li", date(2020, 1, 1), hours="22-6")
    found = presence(team_of(night), night, at("2026-11-28T05:00:00+00:00"))  # Friday's, on Saturday
    assert found == ("here", "here until 06:00")


@pytest.mark.parametrize(
    ("ranges", "last"),
    [
        ([("2026-11-23", "2026-11-24"), ("2026-11-26", "2026-11-27")], "2026-11-24"),
        ([("2026-11-23", "2026-11-24"), ("2026-11-25", "2026-11-27")], "2026-11-27"),
        ([("2026-11-20", "2026-11-30"), ("2026-11-24", "2026-11-25")], "2026-11-30"),
        ([("2026-11-23", "2026-11-24"), ("2026-11-24", None)], None),
    ],
)
def test_ranges_that_follow_on_each_other_are_one(
    ranges: list[tuple[str, str | None]], last: str | None
) -> None:
    found = away_until(team_of(LI, *ranges), LI, date(2026, 11, 23))
    assert found == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("name", "moment", "words"),
    [
        ("Asia/Shanghai", "2026-11-23T14:40:00+01:00", "21:40 for Li"),
        ("Asia/Shanghai", "2026-11-23T23:10:00+01:00", "06:10 for Li (Tuesday)"),
        ("Asia/Kathmandu", "2026-11-23T12:00:00+01:00", "16:45 for Li"),
        ("Asia/Kolkata", "2026-11-23T12:00:00+01:00", "16:30 for Li"),
        ("Pacific/Kiritimati", "2026-11-23T12:00:00+01:00", "01:00 for Li (Tuesday)"),
        ("Pacific/Pago_Pago", "2026-11-23T09:00:00+01:00", "21:00 for Li (Sunday)"),
        ("America/New_York", "2026-10-25T12:00:00+01:00", "07:00 for Li"),
        ("America/New_York", "2026-11-02T12:00:00+01:00", "06:00 for Li"),
    ],
)
def test_the_clock_where_they_are(name: str, moment: str, words: str) -> None:
    li = Member("li", "li", "Li", date(2020, 1, 1), timezone=name)
    assert local_time(li, at(moment), "Europe/Berlin") == words


@pytest.mark.parametrize(
    ("moment", "words", "then"),
    [
        (
            "2026-11-23T14:40:00+01:00",
            "It is 21:40 for Li: remind me at 09:00 their time",
            "2026-11-24T09:00:00+08:00",
        ),
        (
            "2026-11-27T14:40:00+01:00",
            "It is 21:40 for Li: remind me at 09:00 on Monday their time",
            "2026-11-30T09:00:00+08:00",
        ),
        (
            "2026-12-08T09:00:00+01:00",
            "Li is away: remind me at 09:00 on Thursday their time",
            "2026-12-10T09:00:00+08:00",
        ),
    ],
)
def test_b9c_outside_their_hours_a_suggestion_says_so_and_offers_a_reminder(
    moment: str, words: str, then: str
) -> None:
    found = outside_hours(team_of(LI, ("2026-12-07", "2026-12-09")), LI, at(moment))
    assert found == (words, at(then))


def test_b9c_nothing_is_said_of_someone_who_is_there_or_of_whom_nobody_knows_when() -> None:
    assert outside_hours(team_of(LI), LI, at("2026-11-23T10:00:00+08:00")) is None
    assert outside_hours(team_of(LI, ("2026-11-20", None)), LI, at("2026-11-23T21:40:00+08:00")) is None


@settings(max_examples=60)
@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]),
    st.sampled_from(["", "9-17", "22-6", "02:30-10", "0-24"]),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 20),
)
def test_b9c_the_moment_is_in_their_hours_and_lies_ahead(
    minutes: int, name: str, hours: str, week: set[int], away: int
) -> None:
    li = Member("li", "li", "Li", date(2020, 1, 1), timezone=name, hours=hours, week=tuple(sorted(week)))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    first = now.date()
    snapshot = team_of(li, (first.isoformat(), (first + timedelta(days=away)).isoformat()))
    found = outside_hours(snapshot, li, now)
    if is_within_hours(snapshot, li, now):
        assert found is None
    else:
        assert found is not None
        assert found.moment > now
        assert is_within_hours(snapshot, li, found.moment)
        assert f"{found.moment.astimezone(zone(name)):%H:%M}" in found.words


def test_days_as_one_says_them() -> None:
    today = date(2026, 11, 23)
    ahead = (0, 1, 6, 7, 60)
    words = ["today", "tomorrow", "Sunday", "30 November", "22 January 2027"]
    assert [day_words(today + timedelta(days=n), today) for n in ahead] == words


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("today", "fri", (23, 27)),
        ("mon", " ", (23, None)),
        ("next tue", "FRI", (31, 34)),
        ("tue", "+5d", (24, 29)),
        ("fri", "in 1 week", (27, 30)),
        ("tomorrow", "tomorrow", (24, 24)),
    ],
)
def test_days_away_as_people_write_them(first: str, last: str, days: tuple[int, int | None]) -> None:
    begin = date(2026, 11, 1)
    found = read_days_away(first, last, date(2026, 11, 23))
    assert [d and (d - begin).days + 1 for d in found] == [*days]


@pytest.mark.parametrize(
    ("first", "last"), [("fri", "today"), ("+2w", "in 1 week"), ("flu", "fri"), ("today", "flu")]
)
def test_days_away_that_cannot_be(first: str, last: str) -> None:
    with pytest.raises(UsageError):
        read_days_away(first, last, date(2026, 11, 23))
