"""When a coffee chat could be: inside everyone's hours and zones, and fair where no hours are shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Absence, CoffeeRound, Meeting, Member, Snapshot
from store.rules.hours import is_within_hours, working_span
from store.rules.pairing.rounds import begins, current_round, taking_part
from store.rules.pairing.times import LONG, NOTICE, suggest_times

MONDAY = date(2026, 11, 23)
LAST = MONDAY + timedelta(13)
NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
ANA = Member("ana", "ana", "Ana", date(2020, 1, 1), timezone="Europe/Berlin", coffee=True)
LI = Member("li", "li", "Li", date(2020, 1, 1), timezone="Asia/Shanghai", coffee=True)


def team(*members: Member, **fields: object) -> Snapshot:
    return replace(Snapshot("t", "Team", {m.id: m for m in members}), **fields)  # type: ignore[arg-type]


ZONES = ("Europe/Berlin", "Asia/Shanghai", "America/Chicago", "Asia/Kolkata", "Pacific/Auckland", "UTC")
people = st.builds(
    lambda number, zone, hours, week, focus: Member(
        f"m-{number}",
        f"h{number}",
        "Someone",
        date(2020, 1, 1),
        timezone=zone,
        hours=hours,
        week=week,
        card={"focus": focus},
    ),
    st.integers(0, 10**6),
    st.sampled_from(ZONES),
    st.sampled_from(("9-17", "8-12", "13:30-21", "22-6", "whenever")),
    st.sampled_from(((1, 2, 3, 4, 5), (7, 1, 2, 3, 4), (1, 3))),
    st.sampled_from(("", "9-11", "mornings")),
)


@given(
    st.lists(people, min_size=2, max_size=3, unique_by=lambda m: m.id),
    st.sampled_from((NOW, datetime(2026, 3, 27, 6, tzinfo=UTC), datetime(2026, 10, 23, 22, 30, tzinfo=UTC))),
)
@settings(max_examples=60)
def test_moments_lie_in_everyones_hours_wherever_they_share_some(group: list[Member], now: datetime) -> None:
    snapshot, day = team(*group), now.date()
    found = suggest_times(snapshot, group, day, day + timedelta(13), now)
    assert len(found.moments) <= 2
    assert list(found.moments) == sorted(set(found.moments))
    for moment in found.moments:
        assert moment >= now + NOTICE
        assert moment.minute in (0, 30)
        inside = all(
            is_within_hours(snapshot, m, moment)
            and is_within_hours(snapshot, m, moment + LONG - timedelta(1e-6))
            for m in group
        )
        assert inside is found.overlap


def test_two_days_and_the_middle_of_them() -> None:
    ben = replace(ANA, id="ben", handle="ben")
    found = suggest_times(team(ANA, ben), [ANA, ben], MONDAY, LAST, NOW)
    here = [m.astimezone(ZoneInfo("Europe/Berlin")) for m in found.moments]
    assert [m.date() for m in here] == [MONDAY, MONDAY + timedelta(1)]
    assert all(11 <= m.hour < 15 for m in here)


def test_meetings_focus_hours_lunch_and_absences_are_left_alone() -> None:
    busy = Meeting("s", "Standup", MONDAY, "13:00", "Europe/Berlin", "FREQ=DAILY", (), minutes=120)
    ana = replace(ANA, card={"focus": "9-12"})
    ben = replace(ANA, id="ben", handle="ben")
    away = Absence("a", "ben", MONDAY, MONDAY + timedelta(1))
    snapshot = team(ana, ben, meetings={"s": busy}, absences=(away,))
    found = suggest_times(snapshot, [ana, ben], MONDAY, LAST, NOW)
    here = [m.astimezone(ZoneInfo("Europe/Berlin")) for m in found.moments]
    assert [m.date() for m in here] == [MONDAY + timedelta(2), MONDAY + timedelta(3)]
    assert {(m.hour, m.minute) for m in here} == {(15, 0)}


def test_where_no_hours_are_shared_both_give_the_same() -> None:
    far = replace(LI, timezone="America/Los_Angeles", hours="9-17")
    near = replace(ANA, timezone="Asia/Kolkata", hours="9-17")
    found = suggest_times(team(near, far), [near, far], MONDAY, LAST, NOW)
    assert not found.overlap
    assert found.moments
    for moment in found.moments:
        outside = []
        for member in (near, far):
            edges = []
            for shift in (-1, 0, 1):
                begin, end = working_span(
                    member, moment.astimezone(ZoneInfo(member.timezone)).date() + timedelta(shift)
                )
                edges.append(min(moment - begin, end - (moment + LONG)))
            outside.append(max(edges))
        assert max(-edge for edge in outside) <= timedelta(hours=4)


@pytest.mark.parametrize(
    ("weeks", "day", "monday"), [(1, 27, 23), (1, 23, 23), (2, 22, 9), (2, 23, 23), (2, 30, 23)]
)
def test_rounds_begin_on_mondays_that_everyone_agrees_on(weeks: int, day: int, monday: int) -> None:
    assert begins(date(2026, 11, day), weeks) == date(2026, 11, monday)


def test_who_takes_part() -> None:
    def fits(member: Member, **fields: object) -> bool:
        return member in taking_part(team(member, **fields), MONDAY, 2)

    assert fits(ANA)
    assert not fits(replace(ANA, coffee=False))
    assert not fits(replace(ANA, coffee_pause=MONDAY))
    assert fits(replace(ANA, coffee_pause=MONDAY - timedelta(1)))
    assert not fits(replace(ANA, joined=MONDAY - timedelta(6)))
    assert fits(replace(ANA, joined=MONDAY - timedelta(7)))
    assert not fits(replace(ANA, left=MONDAY))
    assert not fits(ANA, absences=(Absence("a", "ana", MONDAY, LAST),))
    assert fits(ANA, absences=(Absence("a", "ana", MONDAY, LAST - timedelta(3)),))
    assert not fits(ANA, coffee=(CoffeeRound("coffee:2026-11-23", MONDAY, (), skips=("ana",)),))


def test_a_round_is_over_after_its_weeks() -> None:
    drawn = CoffeeRound("coffee:2026-11-23", MONDAY, (("ana", "li"),))
    snapshot = team(ANA, LI, coffee=(drawn,))
    assert current_round(snapshot, MONDAY - timedelta(1)) is None
    assert current_round(snapshot, LAST) == drawn
    assert current_round(snapshot, LAST + timedelta(1)) is None
