"""The private look back: weeks in which a principle was practised, and nothing to compare."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Answer
from store.rules.look_back import WEEKS, look_back
from tests.store.rules.suggestion_team import CATALOGUE, DAY, noon, thanks

PRINCIPLES = CATALOGUE.principles


def done(day: date, principle: str = "trust", kind: str = "done") -> Answer:
    return Answer(day, noon(day), kind, f"{principle}.x", principle)  # type: ignore[arg-type]


def weeks(*answers: Answer, start: int = 1) -> tuple[bool, ...]:
    found = look_back(DAY, start, answers, (), PRINCIPLES)
    return next(p.weeks for p in found if p.principle.id == "trust")


def test_the_principles_stand_in_their_own_order_whatever_was_done() -> None:
    found = look_back(DAY, 1, [done(DAY, "remote"), done(DAY, "interest")], (), PRINCIPLES)
    assert [p.principle.number for p in found] == sorted(p.number for p in PRINCIPLES.values())


@pytest.mark.parametrize(
    ("days_back", "start", "week"),
    [(0, 1, 11), (2, 1, 11), (3, 1, 10), (3, 7, 11), (79, 1, 0), (80, 1, None)],
)
def test_a_week_begins_on_my_own_first_day(days_back: int, start: int, week: int | None) -> None:
    found = weeks(done(DAY - timedelta(days_back)), start=start)
    assert [n for n, filled in enumerate(found) if filled] == ([] if week is None else [week])


def test_thanks_on_the_wall_practise_appreciation() -> None:
    kudos = thanks("ana", "ben", DAY)
    found = {p.principle.id: p for p in look_back(DAY, 1, (), [(kudos, DAY)], PRINCIPLES)}
    assert found["appreciate"].weeks[-1]
    assert found["appreciate"].last == DAY
    assert not any(found["trust"].weeks)


@given(st.lists(st.integers(0, 120), max_size=20))
@settings(max_examples=40)
def test_how_often_makes_no_difference(back: list[int]) -> None:
    answers = [done(DAY - timedelta(n)) for n in back]
    assert weeks(*answers) == weeks(*answers, *answers, done(DAY, kind="shown"), done(DAY, kind="another"))
    assert len(weeks(*answers)) == WEEKS
