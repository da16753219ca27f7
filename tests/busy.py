"""A team in which everyone gave, got and joined in so often that each of these numbers betrays itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from store.clock import Clock
from store.notebook import Notebook
from store.records import ME_TOO
from store.settings import Home, Membership, Settings
from store.sync.document import key_of, new_state
from store.sync.merge import Keys, edited
from store.team import Team

NOW: Final = datetime.fromisoformat("2026-11-27T17:00:00+01:00")
"""A Friday afternoon: all of it was given since Monday, so a week and a month count the same."""

GAVE: Final = {"ana": 101, "ben": 103, "chi": 107, "dee": 109}
GOT: Final = {"ana": 113, "ben": 127, "chi": 131, "dee": 137}
JOINED: Final = {"ana": 139, "ben": 149, "chi": 151, "dee": 157}
"""How often each gave thanks, got thanks, and joined in with "me too"."""

SECRET: Final = frozenset((*GAVE.values(), *GOT.values(), *JOINED.values()))

CARD, KUDOS, NOTE = "c-farewell", "k-aab", "n-tea"

_MINUTE: Final = timedelta(minutes=13)
_NUMBER: Final = re.compile(r"(?<![\w.:-])\d+(?![\w.:-])")


def numbers_of_people(text: str) -> set[int]:
    """The numbers in a text that say how often someone gave, got or joined in."""
    return {int(found) for found in _NUMBER.findall(text)} & SECRET


def build_busy(home: Home, folder: Path) -> Team:
    """That team, seen by Ana, with a meeting and a card to sign. Nothing else in it has such a number."""
    folder.mkdir(parents=True, exist_ok=True)
    Settings(home).remember(Membership("t-busy", "Harbour", folder, "m-ana"))
    team = Team.open(home, Clock(NOW), folder)
    begun = NOW - timedelta(days=90)
    state = new_state("t-busy", "Harbour", "amity 0.1", _stamp(begun))
    tables: dict[str, dict[str, dict[str, Any]]] = {"members": {}, "kudos": {}, "cards": {}}
    for handle in GAVE:
        fields = {"handle": handle, "name": handle.title(), "joined": begun.date().isoformat()}
        tables["members"][f"m-{handle}"] = {**fields, "timezone": "Europe/Berlin"}
    tables["kudos"] = dict(_kudos())
    line = {"text": "Fair winds.", "at": NOW.isoformat()}
    tables["cards"][CARD] = {
        "to": "m-ben",
        "occasion": "Farewell",
        "opens": "2026-11-30",
        "by": "m-ana",
        "signatures": Keys({"m-chi": line, "m-ana": line}),
    }
    for name, documents in tables.items():
        state[name] = {
            key_of(one): {**edited(None, fields, _stamp(begun)), "id": one}
            for one, fields in documents.items()
        }
    team.replica.absorb(state)
    team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=begun.date(),
        roles=["facilitator", "note_taker"],
    )
    notebook = Notebook.open(home, Clock(NOW), team.id, team.folder)
    team.share_promise(notebook.add_promise("figures", "m-ben", NOW.date() + timedelta(days=3)))
    team.sync(30)
    notebook = Notebook.open(home, Clock(NOW), team.id, folder)
    fields = {"member": "m-ben", "text": "Likes tea.", "written": NOW.isoformat(), "follow_up": "2026-11-27"}
    notebook._write("notes", NOTE, fields)
    return team


def _kudos() -> Iterator[tuple[str, dict[str, Any]]]:
    """The thanks by id. The last to give get first, so that nobody is left to thank themselves."""
    left, fans = dict(GOT), dict(JOINED)
    total = sum(GAVE.values())
    extra = sum(GOT.values()) - total
    letters = _letters()
    number = 0
    for giver, times in GAVE.items():
        for _ in range(times):
            others = [h for h in reversed(GAVE) if h != giver and left[h] > 0]
            to = others[: 2 if number < extra else 1]
            for one in to:
                left[one] -= 1
            joined = sorted((h for h in fans if h != giver and fans[h]), key=lambda h: -fans[h])[:2]
            for fan in joined:
                fans[fan] -= 1
            word = next(letters)
            yield (
                f"k-{word}",
                {
                    "from": f"m-{giver}",
                    "to": [f"m-{one}" for one in to],
                    "text": f"Thank you for the {word}.",
                    "given": (NOW - number * _MINUTE).isoformat(),
                    "theme": "help",
                    "reactions": Keys({f"m-{fan}:{ME_TOO}": True for fan in joined}),
                },
            )
            number += 1
    assert not any(left.values())
    assert not any(fans.values())


def _letters() -> Iterator[str]:
    """Words without digits: aaa, aab, aac …"""
    for number in count():
        yield "".join(chr(97 + number // 26**place % 26) for place in (2, 1, 0))


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}.000-0000-harb0r"
