"""What I said that I would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from store.errors import UsageError
from store.notebook.base import NotebookBase
from store.records import Promise
from store.sync.document import State
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge
from store.team.base import new_id
from store.text import LINE_LIMIT, check_text, clean


class Promises(NotebookBase):
    """What I promised, to whom, and by when: private. What is not there any more raises `UsageError`."""

    def find_promise(self, wanted: str) -> Promise:
        """The promise of that id, or the only one whose id begins so. Raises `UsageError`."""
        known = self.private().promises
        found = [p for p in known if p.id == wanted] or [p for p in known if p.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one promise begins with" if found else "There is no promise"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity promises")

    def add_promise(self, text: str, to: str = "", by: date | None = None) -> Promise:
        """Keeps something that I said I would do."""
        identity = new_id("p")
        fields = {"text": check_text(text, "The promise", LINE_LIMIT), "to": to, "made": self._now()}
        if by is not None:
            fields["by"] = by.isoformat()
        self._write("promises", identity, fields)
        return self._promise(identity)

    def change_promise(self, promise: str, text: str, to: str = "", by: date | None = None) -> Promise:
        """Corrects what was written down; a date that is moved is told to people (`move_promise`)."""
        words = check_text(text, "The promise", LINE_LIMIT)
        return self._change(promise, {"text": words, "to": to, "by": _iso(by)})

    def move_promise(self, promise: str, day: date) -> Promise:
        """Promises it for another day. The day before stays in its history (`moved`)."""
        self._known("promises", promise, "promise")

        def edits(_: State) -> Iterable[Edit]:
            known = self._promise(promise)
            if known.done is not None:
                raise UsageError("This promise is kept; reopen it first.")
            if known.by == day:
                raise UsageError(f"It is promised for {day.isoformat()} already; choose another day.")
            fields: dict[str, Any] = {"by": day.isoformat()}
            if known.by is not None:
                fields["moved"] = Keys({known.by.isoformat(): True})
            yield Edit("promises", promise, fields)

        self._apply(edits)
        return self._promise(promise)

    def finish_promise(self, promise: str, day: date) -> Promise:
        """Marks a promise as kept."""
        return self._change(promise, {"done": day.isoformat()})

    def reopen_promise(self, promise: str) -> Promise:
        """Takes back that a promise was kept."""
        return self._change(promise, {"done": None})

    def remove_promise(self, promise: str) -> None:
        """Removes a promise for good: its words leave every file of the notebook."""
        words = self._promise(self._known("promises", promise, "promise")).text.rstrip(".")

        def edits(state: State) -> Iterable[Edit | Purge]:
            yield Purge("promises", promise)
            for day in state.get("days", {}).values():
                if _suggests(day.get("pick"), words):
                    yield Edit("days", day["id"], {"pick": None})

        self._apply(edits)
        self._scrub()

    def put_back_promise(self, before: Promise, *, removed: bool = False) -> Promise:
        """Makes a promise what it was before a change; one that was `removed` comes back as a new one."""
        fields: dict[str, Any] = {
            "text": before.text,
            "to": before.to,
            "by": _iso(before.by),
            "done": _iso(before.done),
        }
        days: dict[str, bool | None] = {day.isoformat(): True for day in before.moved}
        if not removed:
            since = self.find_promise(before.id).moved
            days = {**{day.isoformat(): None for day in since}, **days}
            return self._change(before.id, {**fields, "moved": Keys(days)})
        identity = new_id("p")
        made = before.made.isoformat(timespec="milliseconds")
        self._write("promises", identity, {**fields, "made": made, "moved": Keys(days)})
        return replace(before, id=identity)

    def _change(self, promise: str, fields: dict[str, Any]) -> Promise:
        self._write("promises", self._known("promises", promise, "promise"), fields)
        self._scrub()  # words that were corrected
        return self._promise(promise)

    def _promise(self, identity: str) -> Promise:
        return next(p for p in self.private().promises if p.id == identity)


def _suggests(pick: object, words: str) -> bool:
    """Whether what was suggested on a day is about a promise of these words."""
    if not isinstance(pick, dict) or pick.get("trigger") != "commitment_due":
        return False
    why = pick.get("why")
    lines = [*pick.values(), *(why if isinstance(why, list) else ())]
    return any(words in line for line in lines if isinstance(line, str))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
