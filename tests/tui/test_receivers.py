"""Whom a kudos is for: names completed from a few letters, and chips in a row."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from store.records import Member
from store.text import fold
from tests.tui.walls import MEMBERS
from tui.screens.compose import listed
from tui.widgets.chips import Chip, Chips
from tui.widgets.receivers import complete
from tui.widgets.words import word_count


def found(typed: str, without: tuple[str, ...] = ()) -> list[str]:
    return [member.handle for member in complete(typed, MEMBERS.values(), "m-ana", without)]


def test_names_are_completed_from_what_is_typed() -> None:
    assert found("") == ["ben", "zoe", "李"]
    assert found("zo") == ["zoe"]
    assert found("@ZOE") == ["zoe"]
    assert found("kru") == ["zoe"]
    assert found("雷") == ["李"]
    assert found("zkr") == ["zoe"]
    assert found("zo", without=("m-zoe",)) == []
    assert found("nobody") == []


def test_the_likeliest_comes_first_and_those_not_to_be_thanked_last() -> None:
    several = [
        Member("m-1", "klaus", "Klaus Anders", date(2026, 1, 1)),
        Member("m-2", "an", "An Nguyen", date(2026, 1, 1), left=date(2026, 6, 1)),
        Member("m-3", "diana", "Diana", date(2026, 1, 1)),
        Member("m-4", "anton", "Anton", date(2026, 1, 1)),
        MEMBERS["m-ana"],
    ]
    assert [m.id for m in complete("an", several, "m-ana")] == ["m-4", "m-1", "m-3", "m-2", "m-ana"]
    assert "m-2" not in [m.id for m in complete("", several, "m-ana")]


@given(st.text(max_size=6))
def test_whatever_is_typed_only_people_who_have_those_letters_are_offered(typed: str) -> None:
    wanted = fold(typed.strip().lstrip("@"))
    for member in complete(typed, MEMBERS.values(), "m-ana"):
        assert set(wanted) <= set(fold(member.name + member.handle))


def test_words_and_names_as_people_count_and_say_them() -> None:
    assert word_count("you're the well-known one") == 4
    assert word_count("谢谢你的耐心") == 6
    assert word_count(" … ! ") == 0
    assert listed(["Dee", "Ben", "Chi"]) == "Dee, Ben and Chi"
    assert listed(["Dee"]) == "Dee"


class ChipsApp(App[None]):
    def __init__(self, *chips: Chip) -> None:
        super().__init__()
        self.chips = chips
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        chips = Chips()
        chips.chips = self.chips
        yield chips

    def on_chips_pressed(self, event: Chips.Pressed) -> None:
        self.pressed.append(event.id)


async def test_chips_flow_into_lines_and_each_is_clicked_where_it_stands() -> None:
    app = ChipsApp(Chip("one", " [b]one[/b] "), Chip("two", " 李雷 ", tip="[/x]"), Chip("long", "x" * 50))
    async with app.run_test(size=(20, 10)) as pilot:
        chips = app.query_one(Chips)
        assert str(chips.render()).splitlines() == [" [b]one[/b]  李雷 ", "x" * 19 + "…"]
        assert chips.size.height == 2
        for place in ((0, 0), (11, 0), (12, 0), (17, 0), (18, 0), (3, 1)):
            await pilot.click(Chips, offset=place)
        await pilot.hover(Chips, offset=(13, 0))
        await pilot.pause()
        assert app.pressed == ["one", "one", "two", "two", "long"]
        assert str(chips.tooltip) == "[/x]"
