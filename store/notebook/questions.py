"""Which questions I was asked, and which I never want to see again."""

from __future__ import annotations

from datetime import date

from store.notebook.base import NotebookBase
from store.notebook.reading import PREFERENCES
from store.sync.merge import Keys


class Questions(NotebookBase):
    """What rests until its level is through, and what is hidden for good."""

    def ask(self, question: str, day: date) -> None:
        """Notes that a question was shown or used on that day."""
        if day not in self.private().questions.get(question, ()):
            self._write("questions", question, {"days": Keys({day.isoformat(): True})})

    def hide_question(self, question: str, on: bool = True) -> None:
        """Never asks that question again, or asks it like any other."""
        self._write(PREFERENCES, PREFERENCES, {"hidden_questions": Keys({question: True if on else None})})
