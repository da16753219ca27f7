"""What I want to be reminded of when someone is there again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from store.errors import UsageError
from store.notebook.base import NotebookBase
from store.records import Reminder
from store.sync.replica import Purge
from store.team.base import new_id
from store.text import LINE_LIMIT, check_text, clean


class Reminders(NotebookBase):
    """Reminders about colleagues: private, like notes."""

    def remind(self, member: str, text: str, at: datetime) -> Reminder:
        """Keeps something to come back to at that moment, which has a zone. Raises `UsageError`."""
        identity = new_id("r")
        words = check_text(text, "The reminder", LINE_LIMIT)
        self._write("reminders", identity, {"member": member, "text": words, "at": _written(at)})
        return next(r for r in self.private().reminders if r.id == identity)

    def finish_reminder(self, reminder: str, day: date) -> None:
        """Marks a reminder as done."""
        self._write("reminders", self._known("reminders", reminder, "reminder"), {"done": day.isoformat()})

    def reopen_reminder(self, reminder: str) -> None:
        """Takes back that a reminder is done."""
        self._write("reminders", self._known("reminders", reminder, "reminder"), {"done": None})

    def move_reminder(self, reminder: str, at: datetime) -> None:
        """Moves a reminder to another moment."""
        self._write("reminders", self._known("reminders", reminder, "reminder"), {"at": _written(at)})

    def remove_reminder(self, reminder: str) -> None:
        """Deletes a reminder; its words leave this machine's older files as well."""
        purge = Purge("reminders", self._known("reminders", reminder, "reminder"))
        self._apply(lambda _: [purge])
        self._scrub()

    def find_reminder(self, wanted: str) -> Reminder:
        """The reminder of that id, or the only one whose id begins so. Raises `UsageError`."""
        known = self.private().reminders
        found = [r for r in known if r.id == wanted] or [r for r in known if r.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one reminder begins with" if found else "There is no reminder"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity reminders")


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
