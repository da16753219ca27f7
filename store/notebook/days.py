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
        """What was suggested on that day, as `pin` kept it."""
        doc = self.replica.state().get("days", {}).get(key_of(_day_id(day)))
        pick = doc.get("pick") if doc else None
        return pick if isinstance(pick, dict) else None

    def pin(self, day: date, pick: Mapping[str, Any] | None) -> None:
        """Keeps what is suggested on that day, so that it stays the same after a restart or a late sync."""
        self._write("days", _day_id(day), {"pick": None if pick is None else dict(pick)})

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
