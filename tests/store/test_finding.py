"""Finding kudos: words in any case and accent, whose, for what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.finding import (
    FEW,
    PERIODS,
    Finder,
    Period,
    View,
    between,
    days,
    occurrences,
    place_of,
    themes_on,
    words_of,
)
from store.records import Kudos
from store.text import fold
from tests.tui.walls import MEMBERS, NOW, kudos, wall_of

MONDAY = date(2026, 11, 23)
WALL = (
    kudos(1, "Der Überblick war großartig"),
    kudos(2, "the import", theme="craft"),
    kudos(3, "the import", to=("m-li",)),
    kudos(4, "so calm", to=("m-ana",), theme="craft"),
    kudos(5, "the last word", giver="m-ana", to=("m-ben",), theme="help"),
)


def found(view: View, wall: Sequence[Kudos] = WALL, timezone: str = "Europe/Berlin") -> list[int]:
    return [int(k.id[2:]) for k in Finder().find(wall, view, "m-ana", MEMBERS, MONDAY, timezone)]


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_occurrences_are_real_and_none_is_missed(text: str, query: str) -> None:
    for word in words_of(query):
        places = occurrences(text, [word])
        assert bool(places) == (word in fold(text))
        assert all(word in fold(text[start:end]) for start, end in places)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("uberblick GROSSARTIG", [1]),
        ("import", [2, 3]),
        ("zoe import", [2]),
        ("李", [3]),
        ("craft", [2, 4]),
        ("import überblick", []),
        ("", [1, 2, 3, 4, 5]),
    ],
)
def test_every_word_must_occur_in_text_theme_or_names(query: str, expected: list[int]) -> None:
    assert found(View(words=words_of(query))) == expected


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View("for_me"), [4]),
        (View("from_me"), [5]),
        (View(person="m-li"), [3]),
        (View(person="m-ben"), [1, 2, 3, 4, 5]),
        (View(theme="craft"), [2, 4]),
        (View("for_me", theme="help"), []),
        (View("from_me", "m-ben", "help", "this week", ("last",)), [5]),
    ],
)
def test_all_that_a_view_wants_must_hold(view: View, expected: list[int]) -> None:
    assert found(view) == expected


def test_a_view_of_all_is_the_wall_itself() -> None:
    assert Finder().find(WALL, View(), "m-ana", MEMBERS, MONDAY) is WALL
    assert themes_on(WALL) == ("craft", "help")


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("this week", "2026-11-23", "2026-11-30"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
    ],
)
def test_the_days_of_a_period(period: Period, first: str, end: str) -> None:
    assert days(period, MONDAY) == (date.fromisoformat(first), date.fromisoformat(end))


def test_a_week_begins_on_the_day_that_is_mine() -> None:
    assert days("this week", MONDAY, 7)[0] == date(2026, 11, 22)
    assert days("this month", date(2026, 12, 31))[1] == date(2027, 1, 1)


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(1, 7))
def test_periods_that_are_named_this_hold_today(today: date, week_start: int) -> None:
    for period in PERIODS[1:]:
        first, end = days(period, today, week_start)
        assert (first <= today < end) == period.startswith("this")


def test_a_period_begins_at_midnight_of_my_zone() -> None:
    midnight = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # in Berlin the 23rd has just begun
    wall = tuple(replace(WALL[n], given=midnight - timedelta(seconds=n)) for n in range(3))
    assert found(View(period="this week"), wall) == [1]
    assert found(View(period="last week"), wall) == [2, 3]
    assert found(View(period="this week"), wall, "UTC") == []


@given(st.integers(0, 40), st.integers(-5, 45), st.integers(-5, 45))
def test_between_is_what_looking_at_each_gives(count: int, newest: int, oldest: int) -> None:
    wall = wall_of(count)
    first, end = (kudos(n).given for n in (oldest, newest))
    assert list(between(wall, first, end)) == [k for k in wall if first <= k.given < end]


@given(st.integers(0, 60), st.integers(-3, 63))
def test_a_kudos_is_found_at_its_place_or_nowhere(count: int, number: int) -> None:
    assert place_of(wall_of(count), kudos(number)) == (number if 0 <= number < count else None)


def test_few_records_are_touched_to_find_a_place_or_a_period() -> None:
    class Lazy(tuple[Kudos, ...]):
        touched = 0

        def __getitem__(self, at: Any) -> Any:
            Lazy.touched += not isinstance(at, slice)
            return super().__getitem__(at)

    wall = Lazy(wall_of(10_000))
    assert place_of(wall, kudos(7_777)) == 7_777
    assert len(between(wall, NOW - timedelta(days=3), NOW - timedelta(days=2))) > 0
    assert Lazy.touched < 60


def test_a_long_wall_is_walked_once_and_then_quick() -> None:
    wall, finder = wall_of(3 * FEW), Finder()
    assert not finder.is_quick(wall)
    finder.walk(wall)
    assert finder.is_quick(wall)
    assert finder.is_quick((kudos(-1), *wall))
    changed = (replace(wall[0], text="quite new"), *wall[1:])
    assert finder.find(changed, View(words=("quite",)), "m-ana", MEMBERS, MONDAY) == [changed[0]]


@given(st.lists(st.text("abc é", max_size=4), min_size=1, max_size=6), st.booleans())
def test_typing_on_finds_what_it_would_have_found_at_once(queries: list[str], other_wall: bool) -> None:
    finder = Finder()
    texts = ("a", "ab", "abc", "cab", "é b", "b e", "bca a", "c c c")
    wall = tuple(kudos(number, text) for number, text in enumerate(texts))
    for number, query in enumerate(queries):
        shown = wall[number % 3 :] if other_wall else wall
        view = View(words=words_of(query), who="all" if number % 4 else "for_me")
        at_once = Finder().find(shown, view, "m-zoe", MEMBERS, MONDAY)
        assert list(finder.find(shown, view, "m-zoe", MEMBERS, MONDAY)) == list(at_once)
