"""What Ana remembers about her colleagues in the demo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from store.notebook import Notebook

_ROWS: Final = (
    ("m-chi", "The move to the new flat: did the piano survive?", 3, 1),
    ("m-ben", "Is reading about lighthouses; has a favourite one.", 4, None),
    ("m-noor", "Runs her first half marathon in spring. Asked me for a playlist.", 5, 14),
    ("m-dee", "Learns the cello.\nNo meetings on Thursdays at five: that is her lesson.", 20, None),
)
"""About whom, what, how many days ago, and in how many days to come back to it."""


def remember(notebook: Notebook, now: datetime) -> None:
    """Notes of some weeks."""
    for number, (member, text, ago, ahead) in enumerate(_ROWS):
        fields: dict[str, str] = {
            "member": member,
            "text": text,
            "written": (now - timedelta(days=ago)).isoformat(),
        }
        if ahead is not None:
            fields["follow_up"] = (now + timedelta(days=ahead)).date().isoformat()
        notebook._write("notes", f"n-harbour-{number}", fields)
