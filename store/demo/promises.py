"""What Ana promised, and what was promised to her."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from store.notebook import Notebook
from store.sync.document import State, key_of
from store.sync.merge import Keys, edited
from store.sync.replica import Edit

_FIGURES: Final = "p-figures"


def share_promises(state: State, now: datetime, stamp: str) -> None:
    """Puts into the team's file what two people shared: Ana's figures, Noor's slides."""
    rows = (
        (_FIGURES, "m-ana", "The quarterly figures", "m-ben", 8),
        ("p-slides", "m-noor", "Slides", "m-ana", 2),
    )
    table: dict[str, dict[str, Any]] = {}
    for identity, member, text, to, ahead in rows:
        fields = {"member": member, "text": text, "to": to, "by": _day(now, ahead).isoformat()}
        table[key_of(identity)] = {**edited(None, fields, stamp), "id": identity}
    state["promises"] = table


def keep_promises(notebook: Notebook, now: datetime) -> None:
    """Puts into Ana's notebook the figures, whose day was moved, and one promise that she kept."""
    made = (now - timedelta(days=4)).isoformat(timespec="milliseconds")
    rows: dict[str, dict[str, Any]] = {
        _FIGURES: {
            "text": "The quarterly figures",
            "to": "m-ben",
            "by": _day(now, 8).isoformat(),
            "moved": Keys({_day(now, 4).isoformat(): True}),
        },
        "p-walk": {
            "text": "Walk Zoë through the map code",
            "to": "m-zoe",
            "by": _day(now, -3).isoformat(),
            "done": _day(now, -3).isoformat(),
        },
    }
    notebook.replica.apply(
        lambda _: [Edit("promises", p, {**fields, "made": made}) for p, fields in rows.items()]
    )


def _day(now: datetime, ahead: int) -> date:
    """A working day so many days ahead, or the nearest one after it, before it for one gone by."""
    day = now.date() + timedelta(days=ahead)
    while day.weekday() > 4:
        day += timedelta(days=1 if ahead > 0 else -1)
    return day
