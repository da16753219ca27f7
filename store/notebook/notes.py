"""Notes about colleagues, which nobody else ever sees."""

from __future__ import annotations

from datetime import date

from store.notebook.base import NotebookBase
from store.records import Note
from store.team.base import new_id
from store.text import TEXT_LIMIT, check_text


class Notes(NotebookBase):
    """What I note about a colleague, and when to come back to it."""

    def add_note(self, member: str, text: str, follow_up: date | None = None) -> Note:
        """Notes something about a member, to come back to on a day."""
        identity = new_id("n")
        words = check_text(text, "The note", TEXT_LIMIT, lines=True)
        fields = {"member": member, "text": words, "written": self._now()}
        if follow_up is not None:
            fields["follow_up"] = follow_up.isoformat()
        self._write("notes", identity, fields)
        return next(n for n in self.private().notes if n.id == identity)

    def finish_note(self, note: str, day: date) -> None:
        """Marks a follow-up as done."""
        self._write("notes", self._known("notes", note, "note"), {"done": day.isoformat()})

    def postpone_note(self, note: str, day: date) -> None:
        """Moves a follow-up to another day."""
        self._write("notes", self._known("notes", note, "note"), {"follow_up": day.isoformat()})
