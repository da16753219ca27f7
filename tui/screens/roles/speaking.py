"""The window with the speaking order."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from store.records import Meeting, Snapshot
from store.when import day_of
from tui.screens.page import PageScreen
from tui.screens.roles.words import chat_order, people_words


def speaking_page(
    snapshot: Snapshot, meeting: Meeting, day: date, order: tuple[str, ...], me: str
) -> PageScreen:
    """Who speaks when in one meeting; `c` copies it."""
    names = people_words(snapshot, me)
    lines = [
        Content.assemble(
            (f"{place:>2}  ", "$text-muted"), (names[member], "bold $primary" if member == me else "bold")
        )
        for place, member in enumerate(order, 1)
    ]
    hint = "Another order in each meeting, the same for all. Passing is fine."
    text = Content("\n").join([*lines, Content(""), Content.styled(hint, "$text-muted")])
    title = f"Speaking order · {meeting.name} · {day_of(day, '%a')}"
    return PageScreen(title, text, chat_order(snapshot, meeting, day, order))
