"""The wall as a widget: drawing of cards, keys, mouse, keeping its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown

from store.finding import words_of
from store.records import Kudos, Reaction
from store.text import clean
from tests.hostile import HOSTILE
from tests.tui.walls import MEMBERS, NOW, READER, kudos, settle, wall_of
from tui.widgets.card import ago, draw, exactly, height_of
from tui.widgets.wall import Wall

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


def some(count: int, chance: Random) -> tuple[Kudos, ...]:
    return tuple(kudos(n, f"thanks {n} " + "word " * chance.choice((0, 3, 8, 20, 60))) for n in range(count))


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_one_does_the_wall_is_whole_and_what_one_reads_stays(seed: int) -> None:
    chance = Random(seed)
    shown = some(chance.choice((60, 700, 3000)), chance)
    app = WallApp(shown)
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(40):
            wall, what = app.wall, chance.choice(("key", "key", "wheel", "drag", "resize", "news", "filter"))
            anchor = wall._anchor()
            if what == "key":
                keys = ["down", "up", "left", "right", "pagedown", "pageup", "end"]
                await pilot.press(*[chance.choice(keys)] * chance.choice((1, 3, 9)))
            elif what == "wheel":
                (wall.scroll_down if chance.random() < 0.5 else wall.scroll_up)(animate=False)
            elif what == "drag":
                wall.scroll_to(y=chance.randrange(wall.max_scroll_y + 1), animate=False)
            elif what == "resize":
                await pilot.resize_terminal(*chance.choice([(60, 20), (80, 24), (120, 40), (200, 60)]))
            elif what == "news":
                gone = chance.randrange(len(shown) - 2)
                shown = (kudos(-len(shown), "new"), *shown[:gone], *shown[gone + 1 :])
                app.show(shown)
            elif what == "filter":
                app.show(shown[:: chance.choice((2, 7))], filtered=True)
                await pilot.pause()
                app.show(shown, filtered=True)
            await pilot.pause()
            masonry, top, height = wall._masonry, wall.scroll_offset.y, wall.size.height
            assert wall.virtual_size.height == masonry.height
            assert 0 <= top <= max(0, masonry.height - height)
            assert {wall.render_line(y).cell_length for y in range(height)} == {masonry.width}
            assert wall.chosen is not None
            if what == "key":
                region = masonry.region(wall.kudos.index(wall.chosen))
                assert top <= region.y < region.bottom <= top + height
            if what == "news" and anchor and anchor[0] in shown and 0 < top < wall.max_scroll_y:
                assert masonry.region(shown.index(anchor[0])).y - top == anchor[1]
