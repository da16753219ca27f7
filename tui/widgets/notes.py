"""A note in words: in the notebook, and on the card of the person whom it is about."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from store.records import Note, Private
from store.rules.follow_up import said
from store.rules.remembered import about, is_open
from store.zones import zone

COVERED = "Covered; h shows it."

SHOWN_LINES, SHOWN_LETTERS = 6, 400
"""How much of a long note stands in a list."""

ON_A_CARD = 3
"""So many notes stand on a person's card."""


def entry(note: Note, today: date, timezone: str) -> Content:
    """A note in a list: its words, and below them when it was written and when to come back to it."""
    return Content.assemble(
        Content(shortened(note.text)), "\n", Content.styled(told(note, today, timezone), "$text-muted")
    )


def shortened(text: str) -> str:
    """The beginning of a text, with a sign that there is more."""
    lines = text.split("\n")
    shown = "\n".join(lines[:SHOWN_LINES])
    if len(shown) > SHOWN_LETTERS:
        return f"{shown[: SHOWN_LETTERS - 1].rstrip()}…"
    return shown if len(lines) <= SHOWN_LINES else f"{shown} …"


def told(note: Note, today: date, timezone: str) -> str:
    """When a note was written, and what about coming back to it."""
    written = said(note.written.astimezone(zone(timezone)).date(), today)
    if note.done is not None:
        return f"{written} · done"
    if note.follow_up is None:
        return written
    late = note.follow_up < today
    return f"{written} · {'was to come back to' if late else 'come back to it'} {_on(note.follow_up, today)}"


def _on(day: date, today: date) -> str:
    return "today" if day == today else f"on {said(day, today)}"


def person_notes(private: Private, member: str, hidden: bool, today: date, timezone: str = "UTC") -> Content:
    """My notes on someone for their card, what is to come back to first, then newest first.

    Empty when there are none; covered when `hidden`. More than a few are left to the notebook.
    """
    notes = sorted(about(private.notes, member), key=lambda note: not is_open(note))
    if not notes:
        return Content("")
    if hidden:
        return Content.styled(COVERED, "$text-muted")
    shown = [entry(note, today, timezone) for note in notes[:ON_A_CARD]]
    if len(notes) > ON_A_CARD:
        shown.append(Content.styled("More in your notebook: N", "$text-muted"))
    return Content("\n").join(shown)
