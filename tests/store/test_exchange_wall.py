"""The wall for a spreadsheet and as Markdown. (The page: tests/page.)"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.thanks import Thanks
from store.exchange.wall import COLUMNS, EMPTY, as_csv, as_markdown, as_page, harmless
from store.text import clean
from tests.hostile import HOSTILE

GIVEN = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
FORMULA = "=+-@＝＋－＠﹢﹣﹦﹫"
"""What spreadsheets begin a formula with, also in full width, of which some make the usual one."""


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_a_table_of_names() -> None:
    joined = (("👏", ("Dee", "Ben")), ("🎉", ("李 雷",)))
    told = Thanks("Ana", ("Ben", "Zoë Krüger"), 'You said: "wait".\nThanks', GIVEN, "help", joined=joined)
    data = as_csv([told])
    assert data == (
        b'\xef\xbb\xbf"given","from","to","for","text","link","joined in"\r\n'
        + '"2026-11-23T09:12:00+00:00","Ana","Ben, Zoë Krüger","help","You said: ""wait"".\nThanks","",'
        '"👏 Dee, Ben; 🎉 李 雷"\r\n'.encode()
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  @SUM(1+1)*cmd", "  '@SUM(1+1)*cmd"),
        ("+1", "'+1"),
        ("－1+2", "'－1+2"),
        ("\t=1", "'\t'=1"),
        ("thanks\n=1+1", "thanks\n'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ('a",=1+1', "a\",'=1+1"),
        ('";"=1', '";"\'=1'),
        ("3 + 4 = 7, a-b and a@b", "3 + 4 = 7, a-b and a@b"),
        ("", ""),
    ],
)
def test_nothing_is_a_formula(text: str, shown: str) -> None:
    assert harmless(text) == shown


CELL = st.text(alphabet=st.sampled_from([*FORMULA, *"ab1 ,;|\t\"'\n\r"]), max_size=12)


@given(st.lists(CELL, min_size=6, max_size=6), st.sampled_from(",;\t|"))
def test_no_cell_begins_a_formula_whatever_a_program_takes_for_its_edge(texts: list[str], edge: str) -> None:
    giver, to, theme, text, link, joined = texts
    data = as_csv([Thanks(giver, (to,), text, GIVEN, theme, link, joined=((joined, (giver,)),))])
    assert [len(row) for row in cells(data)] == [len(COLUMNS)] * 2
    for loose in data.decode("utf-8-sig").replace("\r", "\n").replace(edge, "\n").split("\n"):
        assert not loose.strip('" ').startswith(tuple(FORMULA))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_a_row_each(text: str) -> None:
    shown = clean(text, lines=True)
    rows = cells(as_csv([Thanks(shown, (shown,), shown, GIVEN, shown)]))
    assert len(rows) == 2
    assert rows[1][4].replace("'", "") == shown.replace("'", "")


def test_markdown_by_month_newest_first() -> None:
    earlier = GIVEN - timedelta(days=30)
    told = [Thanks("Ana", ("Ben",), "One *day*", GIVEN), Thanks("Ben", ("Ana", "Li"), "Two", earlier)]
    assert as_markdown(told, "Our wall of thanks", "Harbour") == (
        "# Our wall of thanks\n\nHarbour\n\n## November 2026\n\n"
        "**Ana** thanks **Ben** · 23 November 2026\n\n> One \\*day\\*\n\n"
        "## October 2026\n\n**Ben** thanks **Ana** and **Li** · 24 October 2026\n\n> Two\n"
    )


def test_an_empty_wall_says_so() -> None:
    assert EMPTY in as_markdown([], "Our wall of thanks", "Harbour")
    assert EMPTY in as_page([], "Our wall of thanks", "Harbour")
    assert len(cells(as_csv([]))) == 1
