"""A person's card, to read: how to reach them and how they like things."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from textual.content import Content

from store.records import Member, Snapshot
from store.zones import zone
from tui.screens.page import PageScreen

_THANKS: Final = {
    "wall": "on the wall is fine",
    "private": "in private, please",
    "ask": "ask first whether it may go on the wall",
}


def person_page(member: Member, snapshot: Snapshot, now: datetime) -> PageScreen:
    """The card of a member as it stands now."""
    there = now.astimezone(zone(member.timezone))
    absence = snapshot.away(member.id, there.date())
    if member.left is not None:
        presence = "has left the team"
    elif absence is not None:
        presence = f"away until {absence.last:%d %B}" if absence.last else "away"
    elif there.date() in snapshot.holidays_of(member):
        presence = "has a holiday today"
    elif there.isoweekday() not in member.week:
        presence = "has a day off today"
    else:
        presence = "in the office today" if member.place_on(there.date()) == "office" else "remote today"
    facts = {
        "Handle": f"@{member.handle}",
        "Pronouns": member.pronouns,
        "Today": presence,
        "Their time": f"{there:%a %H:%M}  ({member.timezone})",
        "Hours": member.hours,
        "Thanks": _THANKS[member.thanks],
        "Coffee": "likes a coffee chat" if member.coffee else "",
        **member.card,
    }
    parts: list[Content | str | tuple[str, str]] = []
    for name, fact in facts.items():
        if fact:
            parts += [(f"{name:<12}", "$text-muted"), f"{fact}\n"]
    return PageScreen(member.name, Content.assemble(*parts))
