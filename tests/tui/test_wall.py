"""The wall as a widget: arithmetic of the grid, drawing of cards, keys, mouse, keeping its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Region

from store.finding import words_of
from store.records import Kudos, Reaction
from store.text import clean
from tests.hostile import HOSTILE
from tests.tui.walls import MEMBERS, NOW, READER, kudos, settle, wall_of
from tui.widgets.card import ago, draw, exactly, height_of
from tui.widgets.masonry import Group, Masonry, flush, stack
from tui.widgets.spans import FEW, group
from tui.widgets.wall import Wall

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


# A card


def plain(lines: Sequence[Content]) -> str:
    return "\n".join(line.plain for line in lines)


@given(st.text(max_size=400), st.integers(24, 70), st.integers(5, 9), st.text(max_size=8))
def test_a_card_fills_its_place_exactly(text: str, width: int, height: int, words: str) -> None:
    card = kudos(1, clean(text, lines=True) or "x", theme=clean(text, 20), to=("m-zoe", "m-li"))
    lines = draw(card, READER, width, height, words_of(words))
    assert [line.cell_length for line in lines] == [width] * height


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_hostile_words_are_shown_as_they_are(text: str) -> None:
    shown = clean(text, lines=True) or "x"
    names = {**MEMBERS, "m-ben": replace(MEMBERS["m-ben"], name=clean(text, 80) or "x")}
    lines = draw(kudos(1, shown, theme=clean(text, 80)), READER._replace(members=names), 60, 8)
    assert all(line.cell_length == 60 for line in lines)
    assert not any(span.style and "@click" in str(span.style) for line in lines for span in line.spans)
    if shown.isascii() and shown.isprintable() and len(shown) < 50:
        assert shown in plain(lines)


def test_a_card_says_who_what_when_and_for_what() -> None:
    card = kudos(6, "You stayed calm.", to=("m-ana", "m-zoe"), theme="craft")
    drawn = plain(draw(card, READER, 60, 7))
    assert "Ben → you, Zoë Krüger" in drawn
    assert "You stayed calm." in drawn
    assert "an hour ago" in drawn
    assert "craft" in drawn


def test_a_card_tells_that_it_answers_another_and_that_there_is_a_link() -> None:
    drawn = plain(draw(kudos(6, "Words.", reply="k-1", link="https://harbour.example/1"), READER, 60, 7))
    assert "an hour ago ↩ ↗" in drawn
    assert "↩" not in plain(draw(kudos(6, "Words."), READER, 60, 7))


@given(st.text(max_size=600), st.integers(24, 90))
def test_a_card_is_as_high_as_its_words(text: str, width: int) -> None:
    card = kudos(1, clean(text, lines=True) or "x")
    height = height_of(card, width)
    lines = draw(card, READER, width, height)
    assert len(lines) == height
    assert 5 <= height <= 12
    if height > 5:  # a line less would cut something off
        assert "…" in plain(draw(card, READER, width, height - 1))


def test_reactions_are_names_and_never_numbers() -> None:
    reactions = (Reaction("👏", "m-ana"), Reaction("👏", "m-li"), Reaction("🎉", "m-zoe"))
    drawn = plain(draw(replace(kudos(6, "Words."), reactions=reactions), READER, 60, 7))
    assert "👏 you, 李 雷  🎉 Zoë Krüger" in drawn
    assert not any(character.isdigit() for character in drawn)


def test_a_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    assert "…" in plain(draw(kudos(1, "word " * 100), READER, 40, 7))
    assert "…" not in plain(draw(kudos(1, "word " * 12), READER, 40, 7))


def test_what_was_searched_for_is_shown_even_when_it_stands_far_down() -> None:
    text = "word " * 100 + "needle " + "word " * 100
    assert "needle" not in plain(draw(kudos(1, text), READER, 40, 7))
    assert "needle" in plain(draw(kudos(1, text), READER, 40, 7, ("needle",)))


def test_the_time_stays_when_many_joined_in() -> None:
    many = tuple(Reaction(emoji, member) for emoji in "👏🎉💛" for member in MEMBERS)
    drawn = plain(draw(replace(kudos(6, "Words.", theme="craft"), reactions=many), READER, 40, 7))
    assert "craft · an hour ago" in drawn
    assert "👏 you" in drawn


def test_a_clock_that_is_ahead_makes_no_future() -> None:
    assert ago(NOW.replace(hour=23), NOW) == "just now"
    assert exactly(NOW, "Europe/Berlin") == "Monday 23 November 2026, 09:12"


# The widget


class WallApp(App[None]):
    def __init__(self, wall: Sequence[Kudos]) -> None:
        super().__init__()
        self.start = wall
        self.opened: list[Kudos] = []

    def compose(self) -> ComposeResult:
        yield Wall()

    def on_mount(self) -> None:
        self.show(self.start)

    @property
    def wall(self) -> Wall:
        return self.query_one(Wall)

    def show(self, wall: Sequence[Kudos], *, filtered: bool = False) -> None:
        self.wall.show(wall, READER, Content("nothing here"), filtered=filtered)

    def on_wall_opened(self, event: Wall.Opened) -> None:
        self.opened.append(event.kudos)

    def lines(self) -> list[str]:
        return [self.wall.render_line(y).text for y in range(self.wall.size.height)]

    def line_of(self, text: str) -> int:
        return next(number for number, line in enumerate(self.lines()) if f"{text} " in line)


def chosen(app: WallApp) -> str:
    assert app.wall.chosen is not None
    return app.wall.chosen.text


async def test_ten_thousand_cards_cost_no_more_than_those_in_view() -> None:
    app = WallApp(wall_of(10_000))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert not app.wall.children
        assert len(app.wall._strips) <= 24 + 1
        await pilot.press("end")
        await pilot.pause()
        assert chosen(app) == "thanks 9999"
        assert any("thanks 9999 " in line for line in app.lines())
        assert len(app.wall._strips) <= 2 * 27 + 2


async def test_keys_move_in_two_dimensions() -> None:
    app = WallApp(wall_of(100))
    async with app.run_test(size=(120, 40)) as pilot:
        assert chosen(app) == "thanks 0"
        for key, expected in (
            ("right", 1),
            ("down", 4),
            ("down", 7),
            ("left", 6),
            ("up", 3),
            ("pagedown", 24),
            ("pageup", 0),
            ("end", 99),
            ("right", 97),
            ("up", 94),
        ):
            await pilot.press(key)
            assert chosen(app) == f"thanks {expected}", key
            await pilot.pause()
            assert any(f"thanks {expected} " in line for line in app.lines()), key


async def test_a_click_chooses_and_a_double_click_opens() -> None:
    app = WallApp(wall_of(20))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click(Wall, offset=(45, 10))
        assert chosen(app) == "thanks 4"
        assert app.opened == []
        await pilot.click(Wall, offset=(5, 3), times=2)
        assert [card.text for card in app.opened] == ["thanks 0"]
        await pilot.hover(Wall, offset=(45, 3))
        await pilot.pause()
        assert str(app.wall.tooltip) == exactly(kudos(1).given, "Europe/Berlin")


async def test_the_wheel_scrolls_without_changing_the_choice() -> None:
    app = WallApp(wall_of(100))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(5):
            app.wall.post_message(
                MouseScrollDown(app.wall, 5, 5, 0, 1, 0, False, False, False, screen_x=5, screen_y=5)
            )
        await settle(pilot)
        assert app.wall.scroll_offset.y > 0
        assert chosen(app) == "thanks 0"


async def test_the_card_one_reads_stays_where_it_is_when_others_come_and_go() -> None:
    wall = wall_of(100)
    app = WallApp(wall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 20)
        await pilot.pause()
        line = app.line_of("thanks 20")
        app.show((kudos(-2, "new one"), kudos(-1, "new two"), *wall))
        await pilot.pause()
        assert (chosen(app), app.line_of("thanks 20")) == ("thanks 20", line)
        app.show(wall[5:])
        await pilot.pause()
        assert (chosen(app), app.line_of("thanks 20")) == ("thanks 20", line)


async def test_what_one_looks_at_stays_even_when_the_choice_is_elsewhere() -> None:
    wall = wall_of(100)
    app = WallApp(wall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        app.wall.scroll_to(y=30 * 6 + 2, animate=False)
        await pilot.pause()
        before = app.lines()
        app.show((kudos(-1, "new one"), *wall))
        await pilot.pause()
        assert app.lines() == before
        assert chosen(app) == "thanks 1"


async def test_a_card_that_goes_leaves_the_choice_on_its_neighbour() -> None:
    wall = wall_of(10)
    app = WallApp(wall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        app.show((*wall[:2], *wall[3:]))
        await pilot.pause()
        assert chosen(app) == "thanks 3"
        app.show(wall[:2])
        await pilot.pause()
        assert chosen(app) == "thanks 1"
        app.show(())
        await pilot.pause()
        assert app.wall.chosen is None
        await pilot.press("down", "up", "left", "right", "pageup", "pagedown", "end")
        assert any("nothing here" in line for line in app.lines())


async def test_the_choice_survives_a_filter_that_hides_it() -> None:
    wall = wall_of(100)
    app = WallApp(wall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 31)
        app.show(wall[::2], filtered=True)
        await pilot.pause()
        assert chosen(app) == "thanks 0"
        assert app.wall.scroll_offset.y == 0
        app.show(wall, filtered=True)
        await pilot.pause()
        assert chosen(app) == "thanks 31"
        assert app.line_of("thanks 31")


async def test_the_choice_stays_in_view_when_the_terminal_changes() -> None:
    app = WallApp(wall_of(1000))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*["pagedown"] * 12)
        await pilot.pause()
        card = chosen(app)
        for size in ((60, 20), (200, 60), (80, 24), (90, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert chosen(app) == card
            assert app.line_of(card) >= 0, size
            assert all(
                strip.cell_length == app.wall.scrollable_content_region.width
                for strip in map(app.wall.render_line, range(size[1]))
            )


async def test_time_passes_on_the_cards_in_view() -> None:
    app = WallApp(wall_of(3))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "5 minutes ago" in "".join(app.lines())
        app.wall.pass_time(READER._replace(now=NOW.replace(minute=13)))
        await pilot.pause()
        assert "6 minutes ago" in "".join(app.lines())


async def test_a_theme_is_put_on_at_once() -> None:
    app = WallApp(wall_of(3))
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.wall.render_line(1)
        app.theme = "textual-light"
        await settle(pilot)
        assert app.wall.render_line(1) != before
