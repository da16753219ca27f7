"""Three short questions whose answers become one sentence: when it was, what they did, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label

from store.text import clean
from tui.widgets.words import Words

ANSWER_LIMIT = 1200
"""Characters of one answer."""

QUESTIONS = (
    ("When", "it was, or what was going on"),
    ("You", "did what, as anyone could have seen it"),
    ("So that", "what changed because of it"),
)


class Answer(Words):
    """One answer: a single line, in as many rows as it needs. Enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Next field", show=False, priority=True),
    ]

    def on_focus(self) -> None:
        """Selects what is to be filled in."""
        if self.has_slot and self.selection.is_empty:
            self.select_slot()

    def on_paste(self, event: events.Paste) -> None:
        """Takes pasted lines as one."""
        event.text = clean(event.text, ANSWER_LIMIT)


class Prompts(Vertical):
    """The three answers below each other, each after the words that begin its part of the sentence."""

    DEFAULT_CSS = """
    Prompts {
        height: 1fr;

        Horizontal { height: 1fr; min-height: 1; margin-bottom: 1; }
        Label { width: 8; color: $text-muted; }
        Answer { width: 1fr; height: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        """A label and a field for each."""
        for label, more in QUESTIONS:
            with Horizontal():
                yield Label(label)
                yield Answer(placeholder=Content(more), compact=True, highlight_cursor_line=False)

    @property
    def fields(self) -> tuple[Answer, ...]:
        """The three fields."""
        return tuple(self.query(Answer))

    @property
    def answers(self) -> tuple[str, str, str]:
        """What was answered."""
        one, two, three = (clean(field.text, ANSWER_LIMIT) for field in self.fields)
        return one, two, three

    def fill(self, answers: Sequence[str]) -> None:
        """Puts answers in; the cursor stands behind each."""
        for field, answer in zip(self.fields, answers, strict=True):
            field.text = answer
            field.move_cursor(field.document.end)

    def begin(self, answers: Sequence[str]) -> None:
        """Puts the parts of a starter in, and selects the first slot."""
        for field, answer in zip(self.fields, answers, strict=True):
            field.begin(answer)
            field.move_cursor(field.document.end)
        self.fields[0].focus()
        self.fields[0].select_slot()

    @property
    def current(self) -> Answer:
        """The answer to go on with: the one with the cursor, else the first empty one, else the last."""
        fields = self.fields
        with_cursor = [field for field in fields if field.has_focus]
        return next(iter([*with_cursor, *(field for field in fields if not field.text.strip())]), fields[-1])
