"""Other people's text in Markdown, shown as it is wherever it is pasted: a chat, a wiki, an issue."""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
"""Invisible, and no part of a name or an address: what it stands in is taken for neither."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$^]")
_FIRST = re.compile(r"^(?:[-+=:]|\d{1,9}(?=[.)]))", re.MULTILINE)

# What programs make of plain text that only looks like it: mentions and references (@ana #12 !3), addresses.
_REFERENCE = re.compile(r"([@#!$%&~^])(?=\w)")
_ADDRESS = re.compile(r"/(?=/)|(?:mailto|xmpp|tel):", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<=[\w-])\.(?=[^\W\d_])")


def plain(text: str) -> str:
    """The text so that nothing of it is markup, HTML, a mention or a link. It may have several lines."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    quiet = _REFERENCE.sub(rf"\1{JOINER}", lines)
    quiet = _DOMAIN.sub(f"{JOINER}.", _ADDRESS.sub(rf"\g<0>{JOINER}", quiet))
    return _FIRST.sub(_escape_first, _SPECIAL.sub(r"\\\g<0>", quiet))


def _escape_first(match: re.Match[str]) -> str:
    """What would begin a list, a rule or a heading; behind a number it is its dot."""
    return f"{match[0]}\\" if match[0][0].isdigit() else f"\\{match[0]}"


def quoted(text: str) -> str:
    """The text as a block quote, its lines kept apart."""
    blocks = [plain(block).replace("\n", "  \n> ") for block in re.split(r"\n\s*\n", text)]
    return "\n>\n".join(f"> {block}" for block in blocks if block)
