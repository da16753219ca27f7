"""What was left unfinished of a note, as it is kept."""

from __future__ import annotations

import json
from typing import NamedTuple


class Draft(NamedTuple):
    """An unfinished note: its words, and the day as it was typed."""

    text: str = ""
    day: str = ""

    def __str__(self) -> str:
        """The draft as one line of text."""
        return json.dumps(self._asdict(), ensure_ascii=False)

    @classmethod
    def read(cls, kept: str) -> Draft:
        """The draft that was kept so; what was cut off is words."""
        try:
            found = json.loads(kept)
        except ValueError:
            return cls(kept)
        if not isinstance(found, dict):
            return cls(kept)
        text, day = found.get("text"), found.get("day")
        return cls(text if isinstance(text, str) else "", day if isinstance(day, str) else "")
