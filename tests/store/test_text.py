"""Other people's text is safe once it has passed."""

from __future__ import annotations

import unicodedata
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.text import (
    LINES_LIMIT,
    MARKS_LIMIT,
    NAME_LIMIT,
    check_handle,
    check_text,
    clean,
    fold,
    handle_for,
    handles_for,
    is_clean,
)
from tests.hostile import HOSTILE
from tests.soak import examples

BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def is_safe(text: str, lines: bool) -> bool:
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")}
    return controls <= ({"\n"} if lines else set()) and not BIDI & set(text)


# What composes or falls apart, white space, what is forbidden, markup and emoji, and long runs.
PIECES = (
    *"ab\u00e9Z\u0301\u0327\u0308\u20dd\u093c\u0915\u1100\u1161\u11a8\uac00\u0958\ufb2c\u2126\u212b",
    *" \t\n\r\x0b\x0c\x85\xa0\u2003\u2028\u2029\u3000",
    *"\x00\x07\x1b\x7f\x9b\xad\u200b\u200c\u200d\u202e\u2066\u061c\ufeff\ufe0f\ufffe\ud800\udfff",
    *"[]\\:👩👍🏽❤\U000e0041\U0001fffe",
    *("\n\n\n", "x\n" * 40, "w" * 40, "\u0301" * 9),
)
mixed = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=24).map("".join)


@settings(max_examples=examples(), deadline=None)
@given(mixed, st.booleans(), st.sampled_from((1, 2, 30, 4000)))
def test_what_passes_is_safe_bounded_and_stays_as_it_is(text: str, lines: bool, limit: int) -> None:
    shown = clean(text, limit, lines=lines)
    assert is_safe(shown, lines)
    assert len(shown) <= limit
    assert shown.count("\n") < LINES_LIMIT
    assert shown == shown.strip() == unicodedata.normalize("NFC", shown)
    assert clean(shown, limit, lines=lines) == shown
    assert is_clean(shown, limit, lines=lines)


@settings(max_examples=examples(1_000, 20_000), deadline=None)
@given(mixed, st.booleans())
def test_what_may_be_written_reads_the_same(text: str, lines: bool) -> None:
    try:
        written = check_text(text, "The text", NAME_LIMIT, lines=lines)
    except UsageError:
        return
    assert clean(written, NAME_LIMIT, lines=lines) == written


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
