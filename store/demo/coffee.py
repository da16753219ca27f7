"""Coffee chats of the demo: three rounds that were, and the one that goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from store.rules.pairing.draw import Round, draw
from store.rules.pairing.rounds import begins
from store.snapshot.coffee import group_key
from store.sync.document import State, key_of
from store.sync.merge import Keys, edited
from store.team.coffee import round_id

PEOPLE: Final = ("m-ana", "m-ben", "m-chi", "m-li", "m-noor", "m-sam")
ROUNDS: Final = 4


def chats(state: State, now: datetime, stamp: str) -> dict[str, dict[str, Any]]:
    """The table of the draws; those who take part are marked as such among the members of `state`."""
    for person in PEOPLE:
        document = state["members"][key_of(person)]
        state["members"][key_of(person)] = {**edited(document, {"coffee": True}, stamp), "id": person}
    monday = begins(now.date(), 2)
    history: list[Round] = []
    table = {}
    for back in range(ROUNDS - 1, -1, -1):
        first = monday - timedelta(weeks=2 * back)
        groups = draw(PEOPLE, history)
        history.append(Round(groups, groups))
        at = now - timedelta(weeks=2 * back)
        fields: dict[str, Any] = {
            "monday": first.isoformat(),
            "pins": Keys({"r-harbour": {"at": at.isoformat(), "groups": [list(g) for g in groups]}}),
        }
        if back:
            fields["met"] = Keys({group_key(group): True for group in groups[:2]})
        identity = round_id(first)
        table[key_of(identity)] = {**edited(None, fields, stamp), "id": identity}
    return table
