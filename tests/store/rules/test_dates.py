"""Days as people write them."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.rules.dates import read_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        (" Tomorrow ", "2026-11-24"),
        ("mon", "2026-11-23"),
        ("fri", "2026-11-27"),
        ("Sunday", "2026-11-29"),
        ("next mon", "2026-11-30"),
        ("next fri", "2026-12-04"),
        ("next week", "2026-11-30"),
        ("+3d", "2026-11-26"),
        ("+2w", "2026-12-07"),
        ("in two weeks", "2026-12-07"),
        ("in a day", "2026-11-24"),
        ("+1m", "2026-12-23"),
        ("+3m", "2027-02-23"),
        ("3 dec", "2026-12-03"),
        ("Dec 3rd", "2026-12-03"),
        ("3. december", "2026-12-03"),
        ("23 nov", "2026-11-23"),
        ("22 nov", "2027-11-22"),
        ("29 feb", "2028-02-29"),
        ("1 sept", "2027-09-01"),
        ("2026-12-24", "2026-12-24"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert read_day(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["31 feb", "0 dec", "dec", "3 foo", "someday", "", "+2", "next", "12-24", "9999-01-01"]
)
def test_no_day(text: str) -> None:
    with pytest.raises(UsageError):
        read_day(text, MONDAY)


def test_backwards_a_weekday_is_the_last_one() -> None:
    assert read_day("fri", MONDAY, back=True) == date(2026, 11, 20)
    assert read_day("mon", MONDAY, back=True) == MONDAY


def test_a_month_from_the_31st_ends_where_the_month_does() -> None:
    assert read_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.text(max_size=30))
@settings(max_examples=60)
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(read_day(text, MONDAY), date)
