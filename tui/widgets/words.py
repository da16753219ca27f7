"""The words of a kudos while they are written, with [slots] of a starter to be filled in, and their card."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from store.records import Kudos
from store.text import clean
from tui.widgets.card import Reader, draw
from tui.widgets.emoji import Emoji, begun, offers, written

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:['’-]\w+)*")
_SLOT = re.compile(r"\[[^\[\]\n]+\]")


def word_count(text: str) -> int:
    """Words in a text; in scripts without spaces every sign counts as one."""
    return len(_WORD.findall(text))


def slots_of(text: str) -> list[str]:
    """The [slots] of a starter."""
    return _SLOT.findall(text)


class Words(TextArea):
    """The text. What is pasted loses its control characters before it can reach the terminal.

    While the name of an emoji is typed (`:tad`) some are offered: tab or enter takes the marked one, the
    arrow keys mark another. A whole name becomes its emoji with the second colon; ctrl+z gives it back.
    """

    # Before anything else, so that what is typed right after it is for the next field.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go_on", "Next field", show=False, priority=True),
    ]

    def on_paste(self, event: events.Paste) -> None:
        """Cleans the text before `TextArea` takes it."""
        event.text = clean(event.text, lines=True)

    offered: tuple[Emoji, ...] = ()
    """The emoji that are offered now."""
    marked: int = 0
    """Which of them is marked."""
    _declined = ""  # the name for which no offers are wanted

    class Offered(Message):
        """Other emoji are offered than before, or another one is marked."""

        def __init__(self, words: Words) -> None:
            super().__init__()
            self.words = words
            """Where."""

    async def _on_key(self, event: events.Key) -> None:
        if self.offered and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.take(self.marked)
        elif event.character == ":":
            event.stop()
            event.prevent_default()
            self.replace(":", *self.selection)
            if found := written(self._before):
                start, sign = found
                self._put(sign, start)

    def action_go_on(self) -> None:
        """Takes the marked emoji, or goes on to the next field."""
        if self.offered:
            self.take(self.marked)
        else:
            self.screen.focus_next()

    def action_cursor_up(self, select: bool = False) -> None:
        """Marks the emoji before, or moves the cursor."""
        if not self._mark(-1):
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Marks the next emoji, or moves the cursor."""
        if not self._mark(1):
            super().action_cursor_down(select)

    def _mark(self, by: int) -> bool:
        if self.offered:
            self.marked = (self.marked + by) % len(self.offered)
            self.post_message(self.Offered(self))
        return bool(self.offered)

    @property
    def _before(self) -> str:
        """The line up to the cursor."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def take(self, index: int) -> None:
        """Takes one of the emoji that are offered."""
        self._put(self.offered[index].sign, len(self._before) - len(begun(self._before)) - 1)

    def _put(self, sign: str, start: int) -> None:
        """Replaces the name before the cursor, in a step of its own that can be undone."""
        row, column = self.cursor_location
        self.history.checkpoint()
        self.replace(sign, (row, start), (row, column))
        self.move_cursor((row, start + len(sign)))

    def decline(self) -> bool:
        """Wants no emoji for the name that is being typed; False when none were offered."""
        was_offered = bool(self.offered)
        if was_offered:
            self._declined = begun(self._before)
            self._offer(())
        return was_offered

    @on(TextArea.SelectionChanged)
    @on(TextArea.Changed)
    def _look_for_emoji(self) -> None:
        name = begun(self._before) if self.has_focus and self.selection.is_empty else ""
        if not (self._declined and name.startswith(self._declined)):
            self._declined = ""
        self._offer(() if self._declined else offers(name))

    def on_blur(self) -> None:
        """Offers nothing without the cursor."""
        self._offer(())

    def _offer(self, found: tuple[Emoji, ...]) -> None:
        if found != self.offered:
            self.offered, self.marked = found, 0
            self.post_message(self.Offered(self))

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
