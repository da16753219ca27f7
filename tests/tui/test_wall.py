"""The wall as a widget: arithmetic of the grid, drawing of cards, keys, mouse, keeping its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Region

from store.records import Kudos, Reaction
from store.text import clean
from tests.hostile import HOSTILE
from tests.tui.walls import MEMBERS, NOW, READER, kudos, settle, wall_of
from tui.widgets.card import ago, draw, exactly
from tui.widgets.finding import words_of
from tui.widgets.grid import Grid
from tui.widgets.wall import Wall

grids = st.builds(Grid, st.integers(30, 260), st.integers(1, 300))


# The grid


@pytest.mark.parametrize(
    ("width", "columns"), [(40, 1), (60, 1), (79, 1), (88, 2), (118, 3), (198, 4), (400, 4)]
)
def test_as_many_columns_as_fit(width: int, columns: int) -> None:
    assert Grid(width, 10).columns == columns


@given(grids)
def test_cards_lie_apart_and_inside_the_wall(grid: Grid) -> None:
    whole = Region(0, 0, grid.width, grid.height)
    regions = [grid.region(index) for index in range(min(grid.count, 12))]
    assert all(whole.contains_region(region) for region in regions)
    assert not any(a.overlaps(b) for n, a in enumerate(regions) for b in regions[:n])


@given(grids, st.data())
def test_a_card_is_found_where_it_lies(grid: Grid, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, grid.count - 1))
    region = grid.region(index)
    assert grid.at(region.x, region.y) == index
    assert grid.at(region.right - 1, region.bottom - 1) == index
    assert grid.at(region.right, region.y) is None  # the gap, or what is left at the right
    assert grid.at(region.x, grid.height) is None


@given(grids, st.integers(0, 500), st.integers(1, 60))
def test_what_is_seen_is_what_lies_in_the_window(grid: Grid, top: int, height: int) -> None:
    window = Region(0, top, grid.width, height)
    expected = [n for n in range(grid.count) if grid.region(n).overlaps(window)]
    assert list(grid.seen(top, height)) == expected


@given(grids, st.data())
def test_every_step_ends_on_a_card(grid: Grid, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, grid.count - 1))
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        target = grid.step(index, across, down)
        assert 0 <= target < grid.count
        if down and target != index:
            assert grid.region(target).y - grid.region(index).y == down * grid.card_height
    page = grid.page(index, data.draw(st.integers(-50, 50)))
    assert 0 <= page < grid.count


def test_down_from_above_a_short_last_row_reaches_it() -> None:
    grid = Grid(118, 4)
    assert grid.step(2, 0, 1) == 3
    assert grid.step(3, 0, 1) == 3


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
        assert len(app.wall._strips) <= 15 + 1
        await pilot.press("end")
        await pilot.pause()
        assert chosen(app) == "thanks 9999"
        assert any("thanks 9999 " in line for line in app.lines())
        assert len(app.wall._strips) <= 2 * 16 + 2


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
            ("pagedown", 18),
            ("pageup", 3),
            ("end", 99),
            ("right", 99),
            ("up", 96),
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
        await pilot.pause()
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


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["up", "down", "left", "right"]), max_size=40), st.integers(1, 30))
def test_any_walk_ends_on_the_wall(keys: list[str], count: int) -> None:
    grid, index = Grid(118, count), 0
    steps = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
    for key in keys:
        index = grid.step(index, *steps[key])
        assert 0 <= index < count
