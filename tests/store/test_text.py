"""Other people's text is safe once it has passed."""

from __future__ import annotations

import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.text import MARKS_LIMIT, NAME_LIMIT, check_handle, check_text, clean, fold, handle_for, handles_for
from tests.hostile import HOSTILE

BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def is_safe(text: str, lines: bool) -> bool:
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")}
    return controls <= ({"\n"} if lines else set()) and not BIDI & set(text)


@given(st.text(), st.booleans())
def test_what_passes_is_safe_bounded_and_stays_as_it_is(text: str, lines: bool) -> None:
    shown = clean(text, 50, lines=lines)
    assert is_safe(shown, lines)
    assert len(shown) <= 50
    assert clean(shown, 50, lines=lines) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_the_corpus(text: str) -> None:
    assert is_safe(clean(text), lines=False)
    assert is_safe(clean(text, lines=True), lines=True)


def test_marks_are_bounded() -> None:
    assert len(clean("a" + "\u0301" * 10_000)) <= MARKS_LIMIT + 1


@pytest.mark.parametrize(
    "text", ["👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "Ana-Zoë O’Brien", "李 雷", "नमस्ते"]
)
def test_people_keep_their_writing(text: str) -> None:
    assert clean(text) == text


def test_search_folds_case_and_accents() -> None:
    assert fold("Zoë KRÜGER") == "zoe kruger"


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Zoë Krüger", "zoe"),
        ("李 雷", "李"),
        ("!!!", "someone"),
        ("Ana_B", "ana"),
        ("Алексей", "алексей"),
        ("김철수", "김철수"),
        ("がくと", "がくと"),
        ("अमित कुमार", "अमित"),
        ("İbrahim", "ibrahim"),
        ("J. R. Smith", "smith"),
    ],
)
def test_handles_from_names(name: str, handle: str) -> None:
    assert handle_for(name) == handle
    assert check_handle(handle) == handle


def test_the_next_handles_tell_people_apart() -> None:
    assert list(islice(handles_for("Zoë Krüger"), 4)) == ["zoe", "zoe.kruger", "zoe2", "zoe3"]
    assert list(islice(handles_for("李"), 2)) == ["李", "李2"]
    for handle in islice(handles_for("w" * 80 + " " + "v" * 80), 3):
        assert check_handle(handle) == handle


@pytest.mark.parametrize("handle", ["", "@", "a b", "x" * 40, "-x", "[b]"])
def test_impossible_handles(handle: str) -> None:
    with pytest.raises(UsageError):
        check_handle(handle)


@pytest.mark.parametrize("text", ["", " \n ", "\x1b\x07", "x" * 100])
def test_nothing_readable_or_too_much(text: str) -> None:
    with pytest.raises(UsageError):
        check_text(text, "The name", NAME_LIMIT)
