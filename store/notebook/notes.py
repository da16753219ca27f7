"""Notes about colleagues, which nobody else ever sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store.errors import UsageError
from store.notebook.base import NotebookBase
from store.records import Note
from store.sync.replica import Edit, Purge
from store.team.base import new_id
from store.text import TEXT_LIMIT, check_text, clean


class Notes(NotebookBase):
    """What I note about a colleague, and when to come back to it. Every change can be taken back."""

    def add_note(self, member: str, text: str, follow_up: date | None = None) -> Note:
        """Notes something about a member, to come back to on a day. Raises `UsageError` for no text."""
        identity = new_id("n")
        fields = {"member": member, "text": _checked(text), "written": self._now()}
        if follow_up is not None:
            fields["follow_up"] = follow_up.isoformat()
        self._alter("a note", Edit("notes", identity, fields))
        return self._note(identity)

    def edit_note(self, note: str, text: str, follow_up: date | None) -> Note:
        """Words a note otherwise, with another day to come back to it, or none. Raises `UsageError`."""
        before = self._note(note)
        fields: dict[str, object] = {}
        if (words := _checked(text)) != before.text:
            fields["text"] = words
        if follow_up != before.follow_up:
            fields |= {"follow_up": _day(follow_up), "done": None}
        if fields:
            gone = self._suggested(before) if "text" in fields else ()
            self._alter("a note as it was", Edit("notes", note, fields), *gone)
        return self._note(note)

    def finish_note(self, note: str, day: date) -> None:
        """Marks a follow-up as done; the note stays."""
        edit = Edit("notes", self._known("notes", note, "note"), {"done": day.isoformat()})
        self._alter("a follow-up that was done", edit)

    def reopen_note(self, note: str) -> None:
        """Marks a follow-up as not done."""
        self._alter("a follow-up", Edit("notes", self._known("notes", note, "note"), {"done": None}))

    def postpone_note(self, note: str, day: date | None) -> None:
        """Moves a follow-up to another day, on which it is to be done; None wants none."""
        edit = Edit("notes", self._known("notes", note, "note"), {"follow_up": _day(day), "done": None})
        self._alter("the day of a follow-up", edit)

    def remove_note(self, note: str) -> None:
        """Deletes a note for good: its words leave this machine's earlier files, too."""
        gone = self._suggested(self._note(note))
        self._alter("a note that was deleted", Purge("notes", note), *gone)

    def find_note(self, wanted: str) -> Note:
        """The note of that id, or the only one whose id begins so. Raises `UsageError`."""
        notes = self.private().notes
        found = [n for n in notes if n.id == wanted] or [n for n in notes if n.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one note begins with" if found else "There is no note"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity notes")

    def _suggested(self, note: Note) -> Iterator[Edit]:
        """Takes the words of a note out of what was suggested because of it."""
        for day in self.replica.state().get("days", {}).values():
            pick = day.get("pick")
            if isinstance(pick, dict) and pick.get("trigger") == "follow_up_due" and _quotes(pick, note.text):
                yield Edit("days", day["id"], {"pick": None})

    def _note(self, identity: str) -> Note:
        found = next((n for n in self.private().notes if n.id == identity), None)
        if found is None:
            raise UsageError(f"There is no note “{clean(identity, 60)}”.")
        return found


def _checked(text: str) -> str:
    return check_text(text, "The note", TEXT_LIMIT, lines=True)


def _quotes(value: object, words: str) -> bool:
    """Whether something that was suggested holds those words."""
    if isinstance(value, str):
        return words.rstrip(".") in value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_quotes(part, words) for part in parts)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
