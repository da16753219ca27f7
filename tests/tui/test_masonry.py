"""Where the cards of the wall lie, and under which headings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from tests.tui.walls import NOW
from tui.widgets.masonry import Group, Masonry, flush, stack
from tui.widgets.spans import FEW, group

heights = st.lists(st.integers(5, 12), min_size=1, max_size=300)


@st.composite
def masonries(draw: st.DrawFn) -> Masonry:
    """Cards of any heights in groups of any sizes, and a wall of any width."""
    high, groups, left = draw(heights), [], 0
    left = len(high)
    while left:
        groups.append(Group(f"Group {left}", draw(st.integers(1, left))))
        left -= groups[-1].cards
    return Masonry(draw(st.integers(30, 260)), groups, high.__getitem__)


def measured(masonry: Masonry) -> Masonry:
    masonry.settle(0, 10**6, 0)
    return masonry


# Where the cards lie


@pytest.mark.parametrize(
    ("width", "columns"), [(40, 1), (60, 1), (79, 1), (88, 2), (118, 3), (198, 4), (400, 4)]
)
def test_as_many_columns_as_fit(width: int, columns: int) -> None:
    assert Masonry(width).columns == columns


@given(masonries())
def test_cards_lie_apart_and_inside_the_wall_below_their_heading(masonry: Masonry) -> None:
    measured(masonry)
    whole = Region(0, 0, masonry.width, masonry.height)
    regions = [masonry.region(index) for index in range(masonry.count)]
    headed = [
        Region(0, top, masonry.width, 1)
        for top, section in zip(masonry.tops, masonry.sections, strict=False)
        if section.heading
    ]
    everything = [*regions, *headed]
    assert all(whole.contains_region(region) for region in regions)
    for n, region in enumerate(everything):
        assert not any(region.overlaps(other) for other in everything[max(0, n - 40) : n])
    for section in masonry.sections:
        below = regions[section.first : section.end]
        assert min(region.y for region in below) == regions[section.first].y


@given(heights, st.integers(1, 4))
def test_cards_are_as_high_as_their_words_or_a_line_higher_so_that_columns_end_together(
    high: list[int], columns: int
) -> None:
    places = stack(high, columns)
    assert [place.bottom - place.top for place in places] == high
    for before, after, card in zip(places, flush(places, columns), high, strict=True):
        assert after.column == before.column
        assert card <= after.bottom - after.top <= card + 1
    ends = {
        max(p.bottom for p in flush(places, columns) if p.column == c)
        for c in range(columns)
        if c < len(high)
    }
    cards = [sum(p.column == c for p in places) for c in range(columns)]
    if min(cards) >= 12:
        assert len(ends) == 1


@given(masonries(), st.data())
def test_a_card_is_found_where_it_lies(masonry: Masonry, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, masonry.count - 1))
    region = masonry.region(index)
    assert masonry.at(region.x, region.y) == index
    assert masonry.at(region.right - 1, region.bottom - 1) == index
    assert masonry.at(region.right, region.y) is None  # the gap, or what is left at the right
    assert masonry.at(region.x, masonry.height) is None
    assert masonry.at(-1, region.y) is None


@given(masonries(), st.integers(0, 900), st.integers(1, 60))
def test_what_is_seen_is_what_lies_in_the_window(masonry: Masonry, top: int, height: int) -> None:
    window = Region(0, top, measured(masonry).width, height)
    assert masonry.seen(top, height) == [
        n for n in range(masonry.count) if masonry.region(n).overlaps(window)
    ]


@given(masonries(), st.data())
def test_every_step_ends_on_a_card_in_that_direction(masonry: Masonry, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, masonry.count - 1))
    here = masonry.region(index)
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        target, _ = masonry.step(index, across, down, masonry.aim(index))
        there = masonry.region(target)
        here = masonry.region(index)
        assert 0 <= target < masonry.count
        if target != index:
            assert (there.x - here.x) * across > 0 or (there.y - here.y) * down > 0
    page = masonry.page(index, data.draw(st.integers(-500, 500)))
    assert 0 <= page < masonry.count


@given(masonries())
def test_down_and_down_again_comes_to_the_end(masonry: Masonry) -> None:
    index, seen = 0, [0]
    while (target := masonry.step(index, 0, 1, masonry.aim(index))[0]) != index:
        index = target
        seen.append(index)
    assert masonry.region(index).bottom >= masonry.tops[-2]
    assert len(seen) == len(set(seen))


def test_a_step_aside_and_back_comes_back() -> None:
    masonry = Masonry(118, [Group("This week", 9)], [12, 5, 5, 5, 5, 5, 5, 5, 5].__getitem__)
    aim = masonry.aim(0)
    beside, aim = masonry.step(0, 1, 0, aim)
    assert masonry.step(beside, -1, 0, aim)[0] == 0


def test_down_from_above_a_short_row_keeps_to_its_column() -> None:
    masonry = Masonry(
        118, [Group("This week", 3), Group("Last week", 1), Group("Before", 3)], ([6] * 7).__getitem__
    )
    aim = masonry.aim(2)
    through = [2]
    for _ in range(3):
        index, aim = masonry.step(through[-1], 0, 1, aim)
        through.append(index)
    assert through == [2, 3, 6, 6]


@given(masonries(), st.integers(0, 2000), st.integers(1, 60))
def test_what_is_measured_above_moves_nothing_that_was_seen(masonry: Masonry, top: int, height: int) -> None:
    top = min(top, masonry.height - 1)
    kept = masonry.section_at(top)
    line = masonry.tops[kept] - top
    shown = masonry.settle(max(0, top - 7), height, kept)
    assert masonry.tops[kept] - shown == line + (top - max(0, top - 7))


def test_only_what_is_seen_is_measured() -> None:
    asked: list[int] = []

    def measure(index: int) -> int:
        asked.append(index)
        return 7

    masonry = Masonry(118, [Group(f"Week {n}", 100) for n in range(100)], measure)
    masonry.settle(0, 40, 0)
    masonry.region(9_999)
    assert len(asked) < 100


# The headings


def at(*ages: float) -> list[float]:
    """Times so many days ago."""
    return [(NOW - timedelta(days=age)).timestamp() for age in ages]


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([0.1] * 4, [("Today", 4)]),
        ([-0.5, 0.1, 0.2, 0.3, 1, 1, 1, 1], [("Today", 4), ("Yesterday", 4)]),
        ([2] * 9 + [4] * 9, [("Saturday", 9), ("Thursday", 9)]),
        ([0.3] * 30 + [7.3] * 9, [("Today", 30), ("Monday 16 November", 9)]),
        ([0, 0.1, 1, 2, 8, 9, 10, 11], [("This week", 2), ("Last week", 2), ("9 – 15 November", 4)]),
        ([0] * 9 + [18, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34],
         [("This week", 9), ("2 – 8 November", 1), ("26 October – 1 November", 6),
          ("19 – 25 October", 6)]),
        ([0] * 9 + [28, 29, 59, 60, 61], [("This month", 9), ("October", 2), ("September", 3)]),
        ([0] * 30 + [400, 401] * 30, [("This month", 30), ("October 2025", 60)]),
        ([0] * 9 + [400, 401, 500], [("This year", 9), ("2025", 3)]),
        ([0, 400, 800], [("", 3)]),
        ([], []),
    ],
)  # fmt: skip
def test_headings_are_by_day_week_or_month(ages: list[float], expected: list[tuple[str, int]]) -> None:
    assert list(group(at(*ages), NOW, "Europe/Berlin")) == expected


def test_a_week_begins_when_mine_begins_and_a_day_at_my_midnight() -> None:
    sunday = at(1, 1, 1, 1, 2, 2, 2, 2)  # NOW is a Monday morning
    assert [found.heading for found in group([*sunday, *at(8.9)], NOW, "UTC", 7)] == [
        "This week",
        "Last week",
        "8 – 14 November",
    ]
    late = [datetime(2026, 11, 22, 23, 30, tzinfo=UTC).timestamp()] * 4
    assert next(group(late, NOW, "UTC")).heading == "Yesterday"
    assert next(group(late, NOW, "Europe/Berlin")).heading == "Today"


@given(st.lists(st.floats(-3, 2000), max_size=200), st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia"]))
def test_every_card_has_its_heading_once(ages: list[float], timezone: str) -> None:
    times = at(*sorted(ages))
    found = list(group(times, NOW, timezone))
    assert sum(part.cards for part in found) == len(times)
    assert len({part.heading for part in found}) == len(found)
    if len(times) > 8:
        assert len(found) <= len(times) / FEW * 2 + 40
