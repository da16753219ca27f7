"""When to come back to something, in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from store.errors import UsageError
from store.records import Absence, Member, Snapshot
from store.rules.follow_up import read_follow_up, said

TODAY = date(2026, 11, 25)  # a Wednesday

DEE = Member("m-dee", "dee", "Dee", date(2026, 1, 5))
BEN = Member("m-ben", "ben.k", "Ben", date(2026, 1, 5), week=(7, 1, 2, 3, 4))
CHI = Member("m-chi", "李", "李 雷", date(2026, 1, 5))
TEAM = Snapshot(
    "t-1",
    "Harbour",
    members={m.id: m for m in (DEE, BEN, CHI)},
    absences=(
        Absence("a-1", "m-dee", date(2026, 10, 1), date(2026, 10, 9)),
        Absence("a-3", "m-dee", date(2026, 12, 21), date(2027, 1, 3)),
        Absence("a-2", "m-dee", date(2026, 11, 30), date(2026, 12, 4)),
        Absence("a-4", "m-ben", date(2026, 11, 20), date(2026, 11, 26)),
        Absence("a-5", "m-chi", date(2026, 11, 24)),
    ),
    holidays=frozenset({date(2026, 12, 7)}),
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", date(2026, 11, 27)),
        ("Today", TODAY),
        ("+2w", date(2026, 12, 9)),
        ("in 3 days", date(2026, 11, 28)),
        ("next mon", date(2026, 11, 30)),
        ("2026-12-24", date(2026, 12, 24)),
        # Dee is back on Tuesday: Monday is a holiday.
        ("after her vacation", date(2026, 12, 8)),
        ("After  their Holidays", date(2026, 12, 8)),
        ("after his leave", date(2026, 12, 8)),
        ("after vacation", date(2026, 12, 8)),
        ("after the trip", date(2026, 12, 8)),
        ("after her time off", date(2026, 12, 8)),
        ("when she is back", date(2026, 12, 8)),
        ("when she’s back", date(2026, 12, 8)),
        ("once they are back", date(2026, 12, 8)),
        ("as soon as he gets back", date(2026, 12, 8)),
        ("when back", date(2026, 12, 8)),
        ("back", date(2026, 12, 8)),
        # Ben works from Sunday to Thursday, and is away now.
        ("after @ben.k's holiday", date(2026, 11, 29)),
        ("after @BEN.K’s absence", date(2026, 11, 29)),
        ("when @ben.k is back", date(2026, 11, 29)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert read_follow_up(text, TODAY, DEE, TEAM) == day


@pytest.mark.parametrize(
    ("text", "member", "words"),
    [
        ("soon", DEE, "“soon” is no date"),
        ("", DEE, "is no date"),
        ("after the move", DEE, "after her vacation"),
        ("asked about the move fri", DEE, "is no date"),
        ("2026-11-24", DEE, "is over"),
        ("after his vacation", CHI, "not known yet when 李 雷 is back"),
        ("when @nobody is back", DEE, "Nobody here has the handle @nobody"),
        ("back", replace(BEN, id="m-new", name="Eli", handle="eli"), "amity away @eli FROM TO"),
    ],
)
def test_what_is_no_day_says_what_to_write(text: str, member: Member, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_follow_up(text, TODAY, member, TEAM)


def test_an_absence_that_ends_today_still_counts() -> None:
    team = replace(TEAM, absences=(Absence("a-1", "m-dee", date(2026, 11, 16), TODAY),))
    assert read_follow_up("back", TODAY, DEE, team) == date(2026, 11, 26)
    assert "No time away of Dee" in str(_refusal(replace(TEAM, absences=TEAM.absences[:1])))


def _refusal(team: Snapshot) -> UsageError:
    with pytest.raises(UsageError) as refused:
        read_follow_up("back", TODAY, DEE, team)
    return refused.value


def test_a_day_in_full() -> None:
    assert said(date(2026, 11, 27), TODAY) == "Friday 27 November"
    assert said(date(2027, 1, 4), TODAY) == "Monday 4 January 2027"
