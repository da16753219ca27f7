"""What the screens keep: ticks of checklists, unfinished texts, what was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.notebook.base import NotebookBase
from store.notebook.reading import SCREENS, TICK_LIMIT, ticked
from store.sync.document import State, key_of
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.text import TEXT_LIMIT, clean

DRAFT_LIMIT = 8 * TEXT_LIMIT
"""Characters of an unfinished text, with all that a screen keeps beside it."""

TICKED_MEETINGS = 8
"""Meetings of a series for which the ticks of a role are kept."""

TICKED_LINES = 60
"""Ticks that are kept for one role in one meeting."""


class Screens(NotebookBase):
    """Checklists, drafts, and what is new."""

    def tick(self, meeting: str, day: date, role: str, item: str, on: bool = True) -> None:
        """Ticks a line of a role's checklist for one meeting, or takes the tick back.

        The ticks of the latest few meetings are kept; those of older ones go.
        """
        identity, line = f"{meeting}:{role}", clean(item, TICK_LIMIT)

        def edits(state: State) -> Iterable[Edit]:
            days = dict(ticked(state.get("ticks", {}).get(key_of(identity), {})))
            before = days.get(day, frozenset())
            days[day] = before | {line} if on else before - {line}
            kept = sorted((d for d, lines in days.items() if lines), reverse=True)[:TICKED_MEETINGS]
            ticks = {d.isoformat(): sorted(days[d])[:TICKED_LINES] for d in kept}
            yield Edit("ticks", identity, {"meeting": meeting, "role": role, "days": ticks})

        self._apply(edits)

    def set_draft(self, place: str, text: str | None) -> None:
        """Keeps an unfinished text; None or nothing throws it away."""
        value = clean(text, DRAFT_LIMIT, lines=True) if text else None  # not yet cut to what may be sent
        self._write(SCREENS, SCREENS, {"drafts": Keys({place: value or None})})
        if not value:
            self._scrub()

    def see(self, place: str, value: str) -> None:
        """Keeps when, or up to what, a screen was last looked at."""
        self._write(SCREENS, SCREENS, {"seen": Keys({place: value})})
