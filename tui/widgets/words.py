"""The words of a kudos while they are written, with [slots] of a starter to be filled in, and their card."""

from __future__ import annotations

import re

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from store.records import Kudos
from store.text import clean
from tui.widgets.card import Reader, draw

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:['’-]\w+)*")
_SLOT = re.compile(r"\[[^\[\]\n]+\]")


def word_count(text: str) -> int:
    """Words in a text; in scripts without spaces every sign counts as one."""
    return len(_WORD.findall(text))


def slots_of(text: str) -> list[str]:
    """The [slots] of a starter."""
    return _SLOT.findall(text)


class Words(TextArea):
    """The text. What is pasted loses its control characters before it can reach the terminal."""

    def on_paste(self, event: events.Paste) -> None:
        """Cleans the text before `TextArea` takes it."""
        event.text = clean(event.text, lines=True)

    slots: frozenset[str] = frozenset()
    """What counts as a slot; other words in brackets are left alone."""

    @property
    def has_slot(self) -> bool:
        """Whether a slot is still to be filled in."""
        return bool(self._left())

    def _left(self) -> list[re.Match[str]]:
        return [found for found in _SLOT.finditer(self.text) if found[0] in self.slots]

    def begin(self, text: str) -> None:
        """Replaces everything, in a way that can be undone, and selects the first slot."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor((0, 0))
        self.select_slot()

    def select_slot(self) -> None:
        """Selects the next slot after the cursor, or the first one of all."""
        before = len(self.get_text_range((0, 0), self.cursor_location))
        if slots := self._left():
            found = next((slot for slot in slots if slot.start() >= before), slots[0])
            first, last = (self._location(at) for at in found.span())
            self.move_cursor(first)
            self.move_cursor(last, select=True)

    def _location(self, at: int) -> tuple[int, int]:
        lines = self.text[:at].split("\n")
        return len(lines) - 1, len(lines[-1])


class Preview(Widget):
    """The card as it will hang on the wall."""

    ALLOW_SELECT = False

    card: reactive[tuple[Kudos, Reader] | None] = reactive(None)
    """What to show, and to whom."""

    def render(self) -> Content:
        """The card in the room there is, at most 12 lines of it."""
        if self.card is None or self.size.width < 8:
            return Content("")
        kudos, reader = self.card
        return Content("\n").join(draw(kudos, reader, self.size.width, max(4, min(12, self.size.height))))
