"""Whom a kudos is for: names completed from a few letters, and chips in a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from store.records import Meeting, Member, Snapshot
from store.text import fold, listed
from tests.tui.walls import MEMBERS
from tui.widgets.chips import Chip, Chips
from tui.widgets.names import complete, groups_of, offers
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


@pytest.mark.parametrize(
    ("name", "handle", "typed"),
    [
        ("Zoë Krüger", "zoe", ("ZOE", "kruger", "krü", "zkr")),
        ("Łukasz Żółć", "lukasz", ("luk", "zol", "żół")),
        ("Søren Ødegård", "soren", ("sø", "so", "ødeg", "gard")),
        ("Иван Йовков", "иван", ("ив", "ИВАН", "йов", "иов")),
        ("Γιώργος", "γιωργος", ("γιω", "ΓΙΏ")),
        ("李 雷", "李", ("李", "雷")),
        ("王小明", "王小明", ("王", "小明", "王明")),
        ("さくら 田中", "さくら", ("さ", "田")),
        ("김민수", "김민수", ("김", "기", "민수")),
        ("अमित शर्मा", "अमित", ("अमि", "शर")),
        ("สมชาย ใจดี", "สมชาย", ("สม", "ใจ")),
        ("محمد علي", "محمد", ("مح", "علي")),
        ("דנה לוי", "דנה", ("דנ", "לוי")),
        ("Nguyễn Thị Hoa", "hoa", ("nguyen", "thi", "HOA")),
        ("O’Brien, Siobhán", "siobhan", ("o’b", "siobhán", "siobhan")),
    ],
)
def test_names_of_all_scripts_are_completed(name: str, handle: str, typed: tuple[str, ...]) -> None:
    someone = Member("m-1", handle, name, date(2026, 1, 1))
    for letters in typed:
        assert complete(letters, [*MEMBERS.values(), someone], "m-ana")[0].name in (name, "李 雷"), letters
        assert someone in complete(letters, [*MEMBERS.values(), someone], "m-ana"), letters


def test_groups_are_of_a_meeting_or_of_all_without_me_and_those_who_left() -> None:
    day = date(2026, 11, 23)
    people = {
        "m-ana": MEMBERS["m-ana"],
        "m-ben": MEMBERS["m-ben"],
        "m-zoe": replace(MEMBERS["m-zoe"], thanks="private"),
        "m-li": replace(MEMBERS["m-li"], left=day),
        "m-new": Member("m-new", "new", "New", date(2027, 1, 1)),
    }
    stand_up = Meeting("s-1", "Stand-up", day, "09:30", "UTC", "FREQ=DAILY", (), ("m-ana", "m-zoe", "m-li"))
    meetings = {"s-1": stand_up, "s-2": replace(stand_up, id="s-2", name="Alone", members=("m-ana",))}
    snapshot = Snapshot("t-1", "Harbour", members=people, meetings=meetings)
    groups = groups_of(snapshot, "m-ana", day)
    assert [(group.name, group.members, group.shy) for group in groups] == [
        ("Everyone at Stand-up", (), ("m-zoe",)),
        ("Everyone in the team", ("m-ben",), ("m-zoe",)),
    ]
    assert offers("EVERY", people.values(), groups, "m-ana") == groups
    assert offers("team", people.values(), groups, "m-ana") == groups[1:]
    assert offers("team", people.values(), groups, "m-ana", ("m-ben",)) == ()
    assert offers("be", people.values(), groups, "m-ana") == (people["m-ben"],)


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
