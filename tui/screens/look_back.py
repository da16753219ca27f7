"""The private look back: which principles I practised lately. No score, nothing to compare with."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from textual.content import Content

from store import content
from store.content import Catalogue
from store.records import Member, Private, Snapshot
from store.rules.look_back import WEEKS, Practised, look_back
from store.rules.suggestion.wording import in_general, on
from store.wall import concerning
from store.zones import zone
from tui.screens.page import PageScreen
from tui.widgets.columns import cell, widest

_INTRODUCTION = "The last twelve weeks, for you alone: a dot is a week in which you practised it."

RECENT = 12
"""Things done that are told once more, newest first."""


def look_back_page(
    snapshot: Snapshot,
    private: Private,
    me: Member,
    now: datetime,
    hidden: bool,
    catalogue: Catalogue | None = None,
) -> PageScreen:
    """The page as it stands now; nothing of it when private text is covered."""
    if hidden:
        return PageScreen("Looking back", Content("Covered while you share your screen."))
    here = zone(me.timezone)
    today = now.astimezone(here).date()
    span = [
        (kudos, kudos.given.astimezone(here).date())
        for kudos in takewhile(lambda k: (now - k.given).days <= 7 * WEEKS, concerning(snapshot.kudos, me.id))
        if kudos.giver == me.id
    ]
    known = catalogue or content.catalogue()
    found = look_back(today, me.week_start, private.answers, span, known.principles)
    width = widest((p.principle.title for p in found), least=16, most=34)
    parts: list[Content | str | tuple[str, str]] = [(f"{_INTRODUCTION}\n\n", "$text-muted")]
    for practised in found:
        parts += [cell(practised.principle.title, width), "  ", _weeks(practised), "\n"]
    done = [a for a in reversed(private.answers) if a.kind == "done" and a.action in known.actions][:RECENT]
    if done:
        parts.append(("\nWhat you did\n", "bold $text-muted"))
    for answer in done:
        person = snapshot.members.get(answer.member)
        text = in_general(known.actions[answer.action], person.name if person else "someone")
        parts += [(f"{on(answer.day)}\n", "$text-muted"), f"  {text}\n"]
    return PageScreen("Looking back", Content.assemble(*parts))


def _weeks(practised: Practised) -> Content:
    return Content.assemble(
        *(("● ", "$success") if week else ("· ", "$text-muted") for week in practised.weeks)
    )
