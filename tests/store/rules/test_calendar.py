"""Days and hours of meetings, rules in words, and working days."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.records import Absence, Meeting, Member, Move, Snapshot
from store.rules.calendar import (
    ahead,
    between,
    check_rule,
    days,
    describe,
    has,
    next_day,
    next_working_day,
    rule_for,
    start_of,
    working_days,
    works_on,
)

MONDAY = date(2026, 11, 2)
DAILY, WEEKDAYS = "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def meeting(rule: str = WEEKDAYS, first: date = MONDAY, **fields: Any) -> Meeting:
    given_fields = {"time": "09:30", "timezone": "Europe/Berlin", "roles": (), **fields}
    return Meeting("s", "Stand-up", first, rule=rule, **given_fields)


def november(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


near = st.dates(date(2026, 10, 1), date(2026, 12, 31))


# Clock times


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 27), "08:30"),  # Friday before summer time
        (date(2026, 3, 30), "07:30"),  # Monday after
        (date(2026, 10, 23), "07:30"),  # Friday before winter time
        (date(2026, 10, 26), "08:30"),  # Monday after
    ],
)
def test_a_berlin_stand_up_stays_at_half_past_nine(day: date, utc: str) -> None:
    starts = start_of(meeting(), day)
    assert starts.tzinfo is UTC
    assert starts.strftime("%H:%M") == utc
    assert starts.date() == day


def test_the_series_itself_knows_no_change_of_clocks() -> None:
    around = between(meeting(first=date(2026, 3, 2)), date(2026, 3, 27), date(2026, 3, 31))
    assert around == [date(2026, 3, 27), date(2026, 3, 30), date(2026, 3, 31)]


def test_a_time_that_the_clocks_skip_moves_forward_and_of_two_the_first_is_meant() -> None:
    night = meeting(DAILY, time="02:30")
    assert start_of(night, date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in summer
    assert start_of(night, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_local_day_may_be_another_day_in_utc() -> None:
    assert start_of(meeting(timezone="Pacific/Auckland"), MONDAY) == datetime(2026, 11, 1, 20, 30, tzinfo=UTC)


def test_a_broken_time_or_zone_is_midnight_or_utc() -> None:
    assert start_of(meeting(time="soon", timezone="Mars/Base"), MONDAY) == datetime(2026, 11, 2, tzinfo=UTC)


# Days of a series


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (WEEKDAYS, november(4, 5, 6, 9, 10)),
        ("RRULE:FREQ=DAILY;INTERVAL=3", november(5, 8, 11, 14, 17)),
        ("FREQ=WEEKLY", [*november(9, 16, 23, 30), date(2026, 12, 7)]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", [*november(17), *(date(2026, 12, n) for n in (1, 15, 29))]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", november(4, 16, 18, 30)),
        ("FREQ=MONTHLY;BYDAY=1MO", [date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1)]),
        ("FREQ=MONTHLY;BYDAY=-1FR", [*november(27), date(2026, 12, 25), date(2027, 1, 29)]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", [date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)]),
        ("FREQ=DAILY;COUNT=4", november(4, 5)),
        ("FREQ=DAILY;UNTIL=20261106", november(4, 5, 6)),
        ("FREQ=DAILY;UNTIL=20261106T083000Z", november(4, 5, 6)),  # the last start exactly
        ("FREQ=DAILY;UNTIL=20261106T082959Z", november(4, 5)),
        ("FREQ=DAILY;UNTIL=20261106T093000", november(4, 5, 6)),
        ("FREQ=DAILY;UNTIL=20261101", []),
        ("FREQ=DAILY;COUNT=5;BYHOUR=9;BYMINUTE=30;BYSECOND=0", november(4, 5, 6)),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11", [date(2026 + n, 11, 11) for n in range(3)]),
    ],
)
def test_days_from_a_wednesday_on(rule: str, expected: list[date]) -> None:
    assert days(meeting(rule), date(2026, 11, 4), max(1, min(5, len(expected)))) == expected
    if expected:
        assert between(meeting(rule), date(2026, 11, 4), expected[-1]) == expected


def test_every_second_week_keeps_its_step_for_years() -> None:
    series = meeting("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH")
    for since in (date(2029, 6, 1), date(2029, 6, 8)):
        late = days(series, since, 20)
        assert late == [day for day in days(series, MONDAY, 400) if day >= since][:20]
        assert {(day - MONDAY).days // 7 % 2 for day in late} == {0}


def test_days_left_out_ended_series_and_bounds() -> None:
    skipping = meeting(skips=(date(2026, 11, 4), date(2026, 11, 6)))
    assert days(skipping, MONDAY, 4) == november(2, 3, 5, 9)
    assert between(skipping, date(2026, 11, 4), date(2026, 11, 4)) == []
    assert days(meeting(ended=True), MONDAY, 3) == []
    assert days(meeting(), MONDAY, 0) == days(meeting(), MONDAY, -1) == []
    assert between(meeting(), date(2026, 11, 6), MONDAY) == []
    assert days(meeting(), MONDAY - timedelta(days=900), 1) == [MONDAY]
    assert days(meeting(), MONDAY, 9, until=date(2026, 11, 3)) == november(2, 3)


def test_a_counted_rule_counts_days_left_out() -> None:
    assert days(meeting("FREQ=DAILY;COUNT=3", skips=(MONDAY,)), MONDAY, 9) == november(3, 4)


# Moved occurrences


def moved(**to: str) -> dict[date, Move]:
    """`d4="6 14:00"`: the one of 4 November is held on the 6th at two."""
    pairs = {int(of[1:]): text.split() for of, text in to.items()}
    return {date(2026, 11, of): Move(date(2026, 11, int(day)), time) for of, (day, time) in pairs.items()}


def test_a_moved_occurrence_keeps_its_name_and_comes_when_it_is_held() -> None:
    series = meeting("FREQ=WEEKLY", moves=moved(d9="11 14:00"))
    assert days(series, MONDAY, 3) == november(2, 9, 16)
    assert between(series, date(2026, 11, 9), date(2026, 11, 10)) == []
    assert between(series, date(2026, 11, 11), date(2026, 11, 11)) == november(9)
    assert start_of(series, date(2026, 11, 9)) == datetime(2026, 11, 11, 13, tzinfo=UTC)
    assert has(series, date(2026, 11, 9))
    assert not has(series, date(2026, 11, 11))


def test_a_day_can_get_a_second_occurrence_and_the_earlier_one_comes_first() -> None:
    series = meeting(moves=moved(d3="4 08:00", d5="4 16:00"))
    wednesday = date(2026, 11, 4)
    assert between(series, wednesday, wednesday) == november(3, 4, 5)
    assert days(series, MONDAY, 5) == november(2, 3, 4, 5, 6)
    assert days(meeting(moves=moved(d3="4 18:00")), MONDAY, 4) == november(2, 4, 3, 5)


def test_an_occurrence_can_be_moved_past_the_ends_of_its_series() -> None:
    series = meeting(
        "FREQ=WEEKLY;COUNT=2", moves={MONDAY: Move(date(2026, 10, 30), "09:30"), **moved(d9="20 09:30")}
    )
    assert days(series, date(2026, 10, 1), 9) == november(2, 9)
    assert between(series, date(2026, 11, 10), date(2026, 11, 30)) == november(9)
    assert days(series, date(2026, 11, 21), 9) == []


def test_a_move_of_what_never_was_or_was_left_out_is_none() -> None:
    odd = meeting("FREQ=WEEKLY", moves=moved(d3="4 09:30", d16="17 09:30"), skips=(date(2026, 11, 16),))
    assert days(odd, MONDAY, 4) == november(2, 9, 23, 30)
    assert not has(odd, date(2026, 11, 3))
    assert not has(odd, date(2026, 11, 16))
    assert days(meeting(moves=moved(d3="4 09:30"), ended=True), MONDAY, 2) == []
    assert not has(meeting(ended=True), MONDAY)


@pytest.mark.parametrize(
    ("of", "to", "zone", "utc"),
    [
        (
            date(2026, 10, 23),
            Move(date(2026, 10, 26), "09:30"),
            "Europe/Berlin",
            "2026-10-26T08:30",
        ),  # winter
        (date(2026, 3, 30), Move(date(2026, 3, 28), "09:30"), "Europe/Berlin", "2026-03-28T08:30"),
        (date(2026, 3, 30), Move(date(2026, 3, 29), "02:30"), "Europe/Berlin", "2026-03-29T01:30"),  # skipped
        (date(2026, 3, 30), Move(date(2026, 3, 31), "00:15"), "Europe/Berlin", "2026-03-30T22:15"),
        (date(2026, 3, 30), Move(date(2026, 3, 30), "23:45"), "America/New_York", "2026-03-31T03:45"),
    ],
)
def test_a_move_across_midnight_and_the_change_of_clocks(of: date, to: Move, zone: str, utc: str) -> None:
    series = meeting(first=date(2026, 3, 2), timezone=zone, moves={of: to})
    assert start_of(series, of).strftime("%Y-%m-%dT%H:%M") == utc
    assert of in between(series, to.day, to.day)
    assert next_day(series, start_of(series, of) + timedelta(minutes=5)) == of


def test_what_runs_now_and_what_comes_next_follow_the_moves() -> None:
    series = meeting("FREQ=WEEKLY", moves=moved(d9="17 14:00"))
    at = datetime(2026, 11, 8, tzinfo=UTC)
    assert ahead(series, at, 3) == november(16, 9, 23)
    assert ahead(series, datetime(2026, 11, 17, 13, 14, tzinfo=UTC), 2) == november(9, 23)
    assert ahead(series, datetime(2026, 11, 17, 13, 15, tzinfo=UTC), 1) == november(23)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(near, st.builds(Move, near, st.sampled_from(["00:00", "09:30", "23:59"])), max_size=8),
    st.frozensets(near, max_size=4),
    near,
    st.integers(1, 40),
)
def test_with_moves_every_occurrence_is_held_once_in_order(
    moves: dict[date, Move], skips: frozenset[date], since: date, count: int
) -> None:
    series = meeting(first=date(2026, 10, 5), moves=moves, skips=tuple(skips))
    every = [day for day in days(meeting(first=date(2026, 10, 5)), date(2026, 1, 1), 200) if day not in skips]
    every.sort(key=lambda day: (start_of(series, day), day))
    after = [day for day in every if (moves[day].day if day in moves else day) >= since]
    assert days(series, since, count) == after[:count]
    assert all(has(series, day) for day in every)


# Rules that make no sense


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "weekly",
        "FREQ=",
        "FREQ=FORTNIGHTLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,15",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=²",
        "FREQ=DAILY;COUNT=1;COUNT=2",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;WKST=9",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYMONTHDAY=x",
        "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:20200101\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 1000),
    ],
)
def test_rules_that_cannot_be_meant_have_no_days_and_are_refused(rule: str) -> None:
    assert days(meeting(rule), MONDAY, 5) == []
    assert next_day(meeting(rule), datetime(2026, 11, 2, tzinfo=UTC)) is None
    with pytest.raises(UsageError, match=r"\.$"):
        check_rule(rule, MONDAY)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=3",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=30",
    ],
)
@pytest.mark.parametrize("first", [MONDAY, date(1, 1, 1), date(9999, 12, 31)])
def test_a_rule_that_never_happens_is_found_out_soon(rule: str, first: date) -> None:
    begun = time.thread_time()
    assert days(meeting(rule, first), MONDAY, 5) == []
    assert time.thread_time() - begun < 10  # of this thread's work alone; dateutil by itself has no end here


def test_the_search_ends_after_ten_years() -> None:
    assert days(meeting("FREQ=YEARLY;INTERVAL=40"), MONDAY, 5) == [MONDAY]
    assert days(meeting("FREQ=YEARLY"), MONDAY, 50)[-1] == date(2036, 11, 2)
    assert days(meeting(first=date(9999, 12, 30)), MONDAY, 9) == [date(9999, 12, 30), date(9999, 12, 31)]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "FREQ=DAILY",
                "FREQ=WEEKLY",
                "FREQ=MONTHLY",
                "COUNT=3",
                "UNTIL=20270101",
                "BYDAY=MO,-1FR",
                "BYMONTH=2,13",
                "BYSETPOS=-1",
                "BYWEEKNO=53",
                "BYYEARDAY=366",
                "WKST=SU",
                "X",
            ]
        ),
        max_size=5,
    ).map(";".join),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_no_rule_text_ever_raises(rule: str, since: date) -> None:
    found = days(meeting(rule), since, 4)
    assert found == sorted(set(found))
    assert all(since <= day for day in found)
    assert isinstance(describe(rule), str)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-02T08:29", 2),
        ("2026-11-02T08:30", 2),
        ("2026-11-02T08:44", 2),
        ("2026-11-02T08:45", 3),  # it lasts fifteen minutes
        ("2026-11-06T12:00", 9),
        ("2026-10-01T12:00", 2),
    ],
)
def test_the_next_occurrence_is_the_running_one_until_it_is_over(now: str, expected: int) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_day(meeting(), moment) == date(2026, 11, expected)


def test_a_meeting_over_midnight_is_still_yesterdays() -> None:
    late = meeting(DAILY, time="23:30", minutes=90, timezone="UTC")
    assert next_day(late, datetime(2026, 11, 5, 0, 59, tzinfo=UTC)) == date(2026, 11, 4)
    assert next_day(late, datetime(2026, 11, 5, 1, 0, tzinfo=UTC)) == date(2026, 11, 5)
    assert next_day(meeting(minutes=10**12), datetime(2026, 11, 5, 12, tzinfo=UTC)) is not None


def test_an_ended_series_has_no_next_day() -> None:
    assert next_day(meeting("FREQ=DAILY;COUNT=2"), datetime(2026, 11, 5, tzinfo=UTC)) is None


# Rules for people


@pytest.mark.parametrize(
    ("given_rule", "expected"),
    [
        ("rrule:freq=weekly;byday=mo , we".replace(" , ", ","), "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("BYDAY=MO;INTERVAL=1;FREQ=WEEKLY;", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=DAILY;BYHOUR=9;UNTIL=20270101T000000Z", "FREQ=DAILY;UNTIL=20270101T000000Z"),
    ],
)
def test_a_rule_gets_its_standard_form(given_rule: str, expected: str) -> None:
    assert check_rule(given_rule, MONDAY) == expected
    assert check_rule(expected, MONDAY) == expected


def test_a_refusal_says_what_is_wrong() -> None:
    for rule, words in (
        ("FREQ=SECONDLY", "at most once a day"),
        ("FREQ=NEVER", "needs FREQ="),
        ("FREQ=DAILY;UNTIL=20200101", "would never happen"),
        ("FREQ=DAILY;COLOUR=RED", "nobody knows"),
    ):
        with pytest.raises(UsageError, match=words):
            check_rule(rule, MONDAY)


WEDNESDAY, FIFTH = date(2026, 11, 4), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("rule", "expected", "words"),
    [
        (rule_for("weekday", (), MONDAY), WEEKDAYS, "every weekday"),
        (rule_for("weekday", (7, 1), MONDAY), "FREQ=WEEKLY;BYDAY=MO,SU", "every Monday and Sunday"),
        (rule_for("day", (), MONDAY), DAILY, "every day"),
        (rule_for("week", (), WEDNESDAY), "FREQ=WEEKLY;BYDAY=WE", "every Wednesday"),
        (
            rule_for("week", (5, 1, 3), MONDAY),
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "every Monday, Wednesday and Friday",
        ),
        (rule_for("2weeks", (2,), MONDAY), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second Tuesday"),
        (
            rule_for("2weeks", (1, 3), MONDAY),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
            "every second week on Monday and Wednesday",
        ),
        (rule_for("month", (), MONDAY), "FREQ=MONTHLY;BYDAY=1MO", "monthly on the first Monday"),
        (rule_for("month", (), FIFTH), "FREQ=MONTHLY;BYDAY=-1TH", "monthly on the last Thursday"),
        (rule_for("month", (2,), WEDNESDAY), "FREQ=MONTHLY;BYDAY=2TU", "monthly on the second Tuesday"),
    ],
)
def test_what_people_choose(rule: str, expected: str, words: str) -> None:
    assert rule == expected
    assert describe(rule) == words
    assert check_rule(rule, MONDAY) == rule


def test_every_second_week_starts_within_a_week() -> None:
    rule = rule_for("2weeks", (1,), WEDNESDAY)
    assert days(meeting(rule, WEDNESDAY), WEDNESDAY, 3) == [*november(9, 23), date(2026, 12, 7)]
    assert describe(rule) == "every second Monday"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=DAILY;INTERVAL=3", "every third day"),
        ("FREQ=WEEKLY;COUNT=10", "every week, 10 times"),
        ("FREQ=DAILY;COUNT=1", "every day, once"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231", "every Monday, until 31 Dec 2026"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "every second week from Monday to Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "monthly on the 1st and 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "monthly on the last day"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "monthly on the last weekday"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2", "monthly on the second Friday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO,3MO", "every third month on the first Monday and third Monday"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=MONTHLY;BYMONTHDAY=-3"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20"),
        ("[b]nonsense[/b]", "[b]nonsense[/b]"),
    ],
)
def test_rules_in_words(rule: str, words: str) -> None:
    assert describe(rule) == words


# Working days


def member(**fields: Any) -> Member:
    return Member("a", "ana", "Ana", **{"joined": date(2020, 1, 1), **fields})


def snapshot(
    who: Member, *away: tuple[date, date | None], holidays: frozenset[date] = frozenset()
) -> Snapshot:
    absences = tuple(Absence(str(n), "a", first, last) for n, (first, last) in enumerate(away))
    other = Absence("x", "b", date(2020, 1, 1), None)
    return Snapshot("t", "T", members={"a": who}, absences=(*absences, other), holidays=holidays)


def test_a_working_day() -> None:
    ana = member(joined=date(2026, 11, 3), left=date(2026, 11, 13))
    team = snapshot(ana, (date(2026, 11, 5), date(2026, 11, 6)), holidays=frozenset({date(2026, 11, 10)}))
    assert [d for d in range(1, 30) if works_on(team, ana, date(2026, 11, d))] == [3, 4, 9, 11, 12]


def test_working_day_distance_leaves_out_the_first_day_and_counts_the_last() -> None:
    ana = member()
    assert working_days(snapshot(ana), ana, MONDAY, MONDAY) == 0
    assert working_days(snapshot(ana), ana, MONDAY, date(2026, 11, 3)) == 1
    assert working_days(snapshot(ana), ana, MONDAY, date(2026, 11, 9)) == 5
    assert working_days(snapshot(ana), ana, date(2026, 11, 9), MONDAY) == 0


@settings(max_examples=400, deadline=None)
@given(
    st.frozensets(st.integers(1, 7)),
    st.lists(st.tuples(near, near | st.none()), max_size=4),
    st.frozensets(near, max_size=6),
    near,
    near | st.none(),
    near,
    near,
)
def test_working_days_are_the_days_that_one_works_on(
    week: frozenset[int],
    away: list[tuple[date, date | None]],
    holidays: frozenset[date],
    joined: date,
    left: date | None,
    after: date,
    until: date,
) -> None:
    ana = member(week=tuple(week), joined=joined, left=left)
    team = snapshot(ana, *away, holidays=holidays)
    ahead = [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]
    assert working_days(team, ana, after, until) == sum(works_on(team, ana, day) for day in ahead)


def test_next_working_day() -> None:
    ana = member(week=(7, 1, 2))
    team = snapshot(ana, (date(2026, 11, 8), date(2026, 11, 9)))
    assert next_working_day(team, ana, date(2026, 11, 3)) == date(2026, 11, 10)
    endless = snapshot(ana, (MONDAY, None))
    assert next_working_day(endless, ana, date(2026, 11, 3)) == date(2026, 11, 8)
    idle = member(week=())
    assert next_working_day(snapshot(idle), idle, MONDAY) == date(2026, 11, 3)
    assert next_working_day(team, ana, date.max) == date.max
