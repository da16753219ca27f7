"""What the people of Harbour chose to share: their cards, and a few days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from store.sync.document import State, key_of
from store.sync.merge import Keys, edited

_CARDS: Final[dict[str, dict[str, Any]]] = {
    "ana": {
        "pronouns": "she/her",
        "hours": "8:30-16:30",
        "card": {"say": "AH-na PEH-tro-vich", "channel": "chat", "ask_me_about": "maps, choirs, bad puns"},
    },
    "ben": {
        "hours": "9-17",
        "card": {
            "say": "ben OO-the-gore",
            "channel": "chat; phone if it burns",
            "focus": "9-11",
            "feedback": "in writing first, then let us talk",
            "ask_me_about": "lighthouses, billing rules",
        },
    },
    "chi": {
        "pronouns": "he/him",
        "hours": "9-17:30",
        "card": {"channel": "come by", "thanks_words": "short"},
    },
    "li": {
        "pronouns": "she/her",
        "hours": "9-17",
        "coffee": True,
        "card": {
            "say": "lee lay",
            "channel": "the team's chat",
            "focus": "13-15",
            "thanks_words": "a line in the chat makes my day",
            "ask_me_about": "the import, hot pot, night trains",
        },
    },
    "noor": {"pronouns": "they/them", "hours": "10-18"},
}
_DAYS: Final = (("li", 40, "Five years of night trains"), ("ben", 130, "First day at Harbour"))
"""Who shares which day: so many days ahead."""


def share_cards(state: State, now: datetime, stamp: str) -> None:
    """Writes the cards and the shared days into a state that has the people."""
    for handle, fields in _CARDS.items():
        key = key_of(f"m-{handle}")
        written = {f: Keys(v) if isinstance(v, dict) else v for f, v in fields.items()}
        state["members"][key] = {**edited(state["members"][key], written, stamp), "id": f"m-{handle}"}
    state["milestones"] = {}
    for handle, ahead, text in _DAYS:
        day = now.date() + timedelta(days=ahead)
        identity = f"d-{handle}"
        fields = {"member": f"m-{handle}", "month": day.month, "day": day.day, "text": text}
        state["milestones"][key_of(identity)] = {**edited(None, fields, stamp), "id": identity}
