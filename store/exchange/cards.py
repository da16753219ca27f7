"""A collected card as text, to be read aloud, pasted in a chat or handed to someone who left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.records import GroupCard, Signature, Snapshot
from store.when import day_of

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&+=-]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def day_in_words(card: GroupCard) -> str:
    """The day of the card: "Friday 27 November 2026"."""
    return day_of(card.opens, "%A", year=True)


def title(card: GroupCard, snapshot: Snapshot) -> str:
    """For whom it is, and for what."""
    return f"For {_name(snapshot, card.to)} · {card.occasion}"


def as_text(card: GroupCard, lines: Sequence[Signature], snapshot: Snapshot) -> str:
    """The card with those lines as plain text, each with the name of whoever wrote it."""
    parts = [f"{title(card, snapshot)} · {day_in_words(card)}"]
    parts += [f"{line.text}\n— {_name(snapshot, line.member)}" for line in lines]
    return "\n\n".join(parts) + "\n"


def as_markdown(card: GroupCard, lines: Sequence[Signature], snapshot: Snapshot) -> str:
    """The same in Markdown, in which nothing that people wrote is taken for markup."""
    parts = [f"# {_plain(title(card, snapshot))}", _plain(day_in_words(card))]
    for line in lines:
        texts = [*map(_plain, line.text.split("\n")), f"— {_plain(_name(snapshot, line.member))}"]
        # A backslash keeps the break between two lines; before an empty one it would be shown.
        ends = ["\\" if one and after else "" for one, after in zip(texts, [*texts[1:], ""], strict=True)]
        parts.append("\n".join(f"> {one}{end}".rstrip() for one, end in zip(texts, ends, strict=True)))
    return "\n\n".join(parts) + "\n"


def _name(snapshot: Snapshot, member: str) -> str:
    known = snapshot.members.get(member)
    return known.name if known else "someone"


def _plain(text: str) -> str:
    """A line that Markdown shows as it is."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))
