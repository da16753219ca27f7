"""A line to type in that takes nothing but text, whatever is pasted into it."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from store.text import clean


class Field(Input):
    """An `Input` whose pasted text has no control characters, so that none reaches the terminal."""

    def on_paste(self, event: events.Paste) -> None:
        """Cleans the text before `Input` takes it."""
        event.text = clean(event.text)
