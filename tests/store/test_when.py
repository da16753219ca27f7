"""Days and times in each way that one can choose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from store.preferences import DATE_FORMATS
from store.when import USUAL, Way, clock_words, day_of, time_column, time_of, write_as

DAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    write_as(USUAL)


@pytest.mark.parametrize(
    ("date_format", "plain", "short", "full"),
    [
        ("23 Nov", "3 November", "Tue 3 Nov", "Tuesday 3 November 2026"),
        ("Nov 23", "November 3", "Tue Nov 3", "Tuesday November 3, 2026"),
        ("2026-11-23", "2026-11-03", "Tue 2026-11-03", "Tuesday 2026-11-03"),
        ("23/11", "3/11", "Tue 3/11", "Tuesday 3/11/2026"),
        ("11/23", "11/3", "Tue 11/3", "Tuesday 11/3/2026"),
    ],
)
def test_dates(date_format: str, plain: str, short: str, full: str) -> None:
    assert date_format in DATE_FORMATS
    write_as(Way(date_format=date_format))
    assert (day_of(DAY), day_of(DAY, "%a", "%b"), day_of(DAY, "%A", year=True)) == (plain, short, full)


@pytest.mark.parametrize(
    ("clock", "usual", "twice_twelve"),
    [
        (time(0, 5), "00:05", "12:05 am"),
        (time(9, 30), "09:30", "9:30 am"),
        (time(12, 0), "12:00", "12:00 pm"),
        (time(13, 1), "13:01", "1:01 pm"),
        (time(23, 59), "23:59", "11:59 pm"),
    ],
)
def test_times(clock: time, usual: str, twice_twelve: str) -> None:
    assert time_of(clock) == time_column(clock) == clock_words(usual) == usual
    write_as(Way(clock_24h=False))
    assert time_of(clock) == clock_words(usual) == twice_twelve
    assert time_column(clock).strip() == twice_twelve
    assert len(time_column(clock)) == 8
