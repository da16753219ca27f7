"""Hands in the demo: one that Ana could use, one that is lent, and half hours open for questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from store.sync.document import State, key_of
from store.sync.merge import Keys, edited


def add_hands(state: State, now: datetime) -> None:
    """Puts the flags that are up into the state, and Noor's open half hours on her card."""
    today = now.date()
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    up = {"kind": "swamped", "since": today.isoformat(), "until": friday.isoformat()}
    offer = {"text": "I have half an hour this afternoon.", "at": (now - timedelta(minutes=12)).isoformat()}
    flags: dict[str, dict[str, Any]] = {
        "h-ana": {
            "member": "m-ana",
            **up,
            "text": "Release notes for the map",
            "offers": Keys({"m-ben": offer}),
        },
        "h-sam": {"member": "m-sam", **up, "text": "A second pair of eyes on the letter, before three"},
        "h-chi": {"member": "m-chi", **up, "text": "Tomorrow morning is free", "kind": "free"},
    }
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}.000-0000-harb0r"
    state["help"] = {key_of(one): {**edited(None, fields, stamp), "id": one} for one, fields in flags.items()}
    noor = key_of("m-noor")
    open_hours = {"card": Keys({"open": "weekdays 14:00: bring me a question"})}
    state["members"][noor] = edited(state["members"][noor], open_hours, stamp)
