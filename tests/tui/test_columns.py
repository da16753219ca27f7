"""Columns of text, and the words for people and days on the Roles screen."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from store.team import Team
from store.text import clean
from tests.tui.roles_app import MONDAY, standup
from tui.screens.roles.words import countdown, day_words
from tui.widgets.columns import cell, hanging
from tui.widgets.roster import listed


@given(st.text(), st.integers(0, 30))
def test_a_cell_is_exactly_as_wide_as_asked_for(text: str, width: int) -> None:
    assert cell(clean(text), width).cell_length == width


@given(st.text(), st.integers(12, 60))
def test_hanging_lines_keep_their_indent(text: str, width: int) -> None:
    lines = hanging(Content("label"), clean(text), 6, width)
    assert lines[0].plain.startswith("label ")
    assert all(line.plain.startswith(" " * 6) for line in lines[1:])
    assert all(line.cell_length <= max(width, 14) for line in lines)


def test_many_names_are_summed_up() -> None:
    assert listed(["Ana", "Ben"]) == "Ana, Ben"
    assert listed([str(n) for n in range(12)]) == "0, 1, 2, 3, 4, 5, 6, 7, 8 and 3 others"


@pytest.mark.parametrize(
    ("ahead_by", "words"), [(0, "today"), (1, "tomorrow"), (3, "Thursday"), (10, "Thu 3 December")]
)
def test_days_are_named_as_people_do(ahead_by: int, words: str) -> None:
    assert day_words(date.fromordinal(MONDAY.toordinal() + ahead_by), MONDAY) == words


def test_a_countdown_is_over_after_the_end(team: Team) -> None:
    assert countdown(standup(team), MONDAY, datetime.fromisoformat("2026-11-23T10:00:00+01:00")) == "over"
