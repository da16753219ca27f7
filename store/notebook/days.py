"""What was suggested on which day, what I answered, and what I never want to be suggested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from store.notebook.base import NotebookBase
from store.notebook.reading import PREFERENCES
from store.records import Answer
from store.sync.document import Doc, key_of
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team.base import new_id


class Days(NotebookBase):
    """The log of suggestions, and my wishes for them."""

    def answer(self, answer: Answer) -> None:
        """Logs what happened to a suggestion."""
        fields = {
            "day": answer.day.isoformat(),
            "at": answer.at.isoformat(timespec="milliseconds"),
            "kind": answer.kind,
            "action": answer.action,
            "principle": answer.principle,
            "member": answer.member,
            "trigger": answer.trigger,
        }
        self._write("answers", new_id("w"), fields)

    def forget_answer(self, day: date, kind: str) -> bool:
        """Takes back the last answer of that kind on that day; False when there is none."""
        found = [
            (doc.get("at", ""), doc["id"])
            for doc in self.replica.state().get("answers", {}).values()
            if doc.get("day") == day.isoformat() and doc.get("kind") == kind and not doc.get("deleted")
        ]
        if found:
            self._write("answers", max(found)[1], {"deleted": True})
        return bool(found)

    def pinned(self, day: date) -> Doc | None:
        """What was suggested on that day, as `pin` kept it; of what two machines of mine kept, the first."""
        pins, cleared = self._pins(day)
        found = [(at, doc["pick"]) for at, doc in pins.items() if at > cleared or not cleared]
        kept = [(at, pick) for at, pick in found if isinstance(pick, dict)]
        return min(kept, key=lambda pair: pair[0])[1] if kept else None

    def pin(self, day: date, pick: Mapping[str, Any] | None) -> None:
        """Keeps what is suggested on that day, so that it stays the same after a restart or a late sync.

        Each is a document of its own, so that of two the first can be told; None clears them all.
        """
        pins, cleared = self._pins(day)
        at = self.replica.stamper.next(*filter(None, (*pins, cleared)))
        if pick is not None:
            self._write("days", f"{_day_id(day)}:{at}", {"pick": dict(pick)})
            return
        edits = [Edit("days", doc["id"], {"pick": None}) for doc in pins.values()]
        self._apply(lambda _: [Edit("days", _day_id(day), {"cleared": at}), *edits])

    def _pins(self, day: date) -> tuple[dict[str, Doc], str]:
        """What was kept for a day, by the stamps of that, and when it was last cleared ("" for never).

        Earlier versions kept one alone, in the document of the day.
        """
        table, own = self.replica.state().get("days", {}), _day_id(day)
        pins = {
            doc["id"].removeprefix(own).removeprefix(":"): doc
            for doc in table.values()
            if "pick" in doc and str(doc.get("id", "")).startswith(own)
        }
        return pins, str(table.get(key_of(own), {}).get("cleared", ""))

    def mute(self, kind: str, identity: str, on: bool = True) -> None:
        """Never suggests that action, principle or member again (`kind` is one of these words)."""
        self._write(PREFERENCES, PREFERENCES, {f"muted_{kind}s": Keys({identity: True if on else None})})

    def easy_day(self, day: date, on: bool = True) -> None:
        """Notes that I have little energy on that day, or that I have."""
        self._write(PREFERENCES, PREFERENCES, {"easy_days": Keys({day.isoformat(): True if on else None})})

    def silence(self, until: date | None) -> None:
        """No suggestion up to and including that day; None ends the silence."""
        value = None if until is None else until.isoformat()
        self._write(PREFERENCES, PREFERENCES, {"silent_until": value})

    def limit_minutes(self, minutes: int) -> None:
        """Suggests nothing that takes longer."""
        self._write(PREFERENCES, PREFERENCES, {"max_minutes": minutes})

    def prefer_wall(self, on: bool) -> None:
        """Shows me the kudos tab and what nudges towards it, or puts both away for me alone."""
        self._write(PREFERENCES, PREFERENCES, {"wall": None if on else False})


def _day_id(day: date) -> str:
    return f"day:{day.isoformat()}"
