"""Making other people's text safe, at the door: on everything read from a file and everything written to one.

What passes is one Unicode form (NFC), without control characters, without the invisible characters that turn
the direction of a line around, and bounded in length, lines and combining marks. Emoji keep their joiners and
variation selectors. Whoever shows the text must still never read it as markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count

from store.errors import UsageError

NAME_LIMIT = 80
"""Characters in a name of a person, a team or a meeting."""

TEXT_LIMIT = 4000
"""Characters in a kudos or a note."""

LINE_LIMIT = 400
"""Characters in one line that someone writes: about a hand they could use, a promise, a milestone."""

PARKED_LIMIT = 200
"""Characters in a line of a parking lot."""

LINES_LIMIT = 60
"""Lines in a text that may have several."""

LINK_LIMIT = 400
"""Characters in an address of a page."""

HANDLE_LIMIT = 32
"""Characters in a handle."""

MARKS_LIMIT = 8
"""Combining marks on one character; the scripts of the world need at most five or so."""

# Control characters (C0, DEL, C1), bidi controls, line and paragraph separators, the byte order mark,
# surrogates, the interlinear and deprecated format characters, and the noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Letters that people without such a keyboard write with others, and that Unicode does not take apart.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_SPACES = re.compile(r"\s+")
_LINE_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(r"(?i:https?)://[^\s/?#@\\\"<>]+(?::\d{1,5})?(?:[/?#][^\s\"<>]*)?")
_HANDLE = re.compile(r"\w(?:[\w.\-]*\w)?")
_ABOVE_AND_BELOW = 200
"""Combining classes from here on are accents around a letter; those below are parts of a script."""


def clean(text: str, limit: int = TEXT_LIMIT, *, lines: bool = False) -> str:
    """The text, safe to keep and to show: at most `limit` characters, one line unless `lines`."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nearly all of the wall
    text = text[: limit * 8]  # a megabyte of nonsense costs no more than a page of it
    if not (text.isascii() and text.isprintable()):
        text = _BREAKS.sub("\n", text)
        text = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))
        text = _few_marks(text)
    if lines:
        text = _LINE_SPACES.sub(" ", text).strip()
        text = _BLANK_LINES.sub(
            "\n\n", "\n".join(line.strip() for line in text.split("\n")[:LINES_LIMIT])
        ).rstrip()
    else:
        text = _SPACES.sub(" ", text).strip()
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return text


def _few_marks(text: str) -> str:
    """The text with at most `MARKS_LIMIT` combining marks in a row, and none that stand on nothing."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = MARKS_LIMIT  # at the start, as after a space, a mark has nothing to stand on
    for character in text:
        if _is_mark(character):
            run += 1
            if run > MARKS_LIMIT:
                continue
        else:
            run = MARKS_LIMIT if character.isspace() else 0
        kept.append(character)
    return "".join(kept)


def is_clean(value: object, limit: int = TEXT_LIMIT, *, lines: bool = False) -> bool:
    """Whether a value from a file is a text that needs no cleaning."""
    return isinstance(value, str) and clean(value, limit, lines=lines) == value


def fold(text: str) -> str:
    """The text for searching: case and accents gone: "zoe" finds "Zoë", "lukasz" finds "Łukasz"."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_STROKES)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def listed(words: Sequence[str]) -> str:
    """Names as one says them: "Dee, Ben and Chi"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def handle_for(name: str) -> str:
    """A handle made from a name: "Zoë Krüger" becomes "zoe", "李 雷" becomes "李"; never empty."""
    return next(handles_for(name))


def handles_for(name: str) -> Iterator[str]:
    """Handles made from a name, endlessly, the shortest first: zoe, zoe.kruger, zoe2, zoe3 …

    Accents go from Latin letters alone: without its marks "й" would be another letter, and "अमित" broken.
    """
    plain = "".join(map(_without_accent, clean(name, NAME_LIMIT).casefold()))
    words = "".join(c if c.isalnum() or _is_mark(c) else " " for c in plain).split()
    words = [word for word in words if word[0].isalnum()]
    first = next((w for w in words if len(w) > 1 or not w.isascii()), words[0] if words else "someone")[:30]
    yield first
    if words and words[-1] != first:
        yield f"{first}.{words[-1]}"[:HANDLE_LIMIT]
    for number in count(2):
        yield f"{first[:24]}{number}"


def _without_accent(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    base = "".join(c for c in decomposed if unicodedata.combining(c) < _ABOVE_AND_BELOW)
    return base if base.isascii() else character


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def check_handle(handle: str) -> str:
    """The handle, without its `@` and in lower case. Raises `UsageError` for one that nobody could type."""
    shown = clean(handle.strip().lstrip("@"), NAME_LIMIT).casefold()
    letters = "".join(c for c in shown if not _is_mark(c))
    if len(shown) > HANDLE_LIMIT or _is_mark(shown[:1] or "a") or not _HANDLE.fullmatch(letters):
        raise UsageError(
            f"“{shown}” cannot be a handle: use up to {HANDLE_LIMIT} letters, digits, dots or hyphens, "
            "such as zoe.k."
        )
    return shown


def check_text(text: str, what: str, limit: int = TEXT_LIMIT, *, lines: bool = False) -> str:
    """The cleaned text. Raises `UsageError` when nothing readable is left or it is longer than allowed."""
    shown = clean(text, limit + 1, lines=lines)
    if not shown:
        raise UsageError(f"{what} is empty; write a few words.")
    if len(shown) > limit or len(text) > limit * 8:
        raise UsageError(f"{what} is longer than {limit} characters; please shorten it.")
    return shown


def is_link(text: str) -> bool:
    """Whether it is the address of a page: http or https, a host, nobody's password, no spaces."""
    return len(text) <= LINK_LIMIT and _LINK.fullmatch(text) is not None


def check_link(text: str) -> str:
    """The cleaned address of a page, "" for none. Raises `UsageError` for anything else."""
    shown = clean(text, LINK_LIMIT + 1)
    if len(shown) > LINK_LIMIT:
        raise UsageError(f"The link is longer than {LINK_LIMIT} characters; please shorten it.")
    if shown and not is_link(shown):
        raise UsageError(
            f"“{clean(shown, 60)}” is no link to a page: it begins with https:// and has no spaces."
        )
    return shown
