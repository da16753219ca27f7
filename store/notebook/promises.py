"""What I said that I would do."""

from __future__ import annotations

from datetime import date

from store.notebook.base import NotebookBase
from store.records import Promise
from store.team.base import new_id
from store.text import TEXT_LIMIT, check_text


class Promises(NotebookBase):
    """What I promised, to whom, and by when: private."""

    def add_promise(self, text: str, to: str = "", by: date | None = None) -> Promise:
        """Keeps something that I said I would do."""
        identity = new_id("p")
        fields = {"text": check_text(text, "The promise", TEXT_LIMIT), "to": to, "made": self._now()}
        if by is not None:
            fields["by"] = by.isoformat()
        self._write("promises", identity, fields)
        return next(p for p in self.private().promises if p.id == identity)

    def finish_promise(self, promise: str, day: date) -> None:
        """Marks a promise as kept."""
        self._write("promises", self._known("promises", promise, "promise"), {"done": day.isoformat()})
