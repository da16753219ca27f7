"""Members, when they are away, what they share, and holidays."""

from __future__ import annotations

from datetime import date

from store.fields import day, identity, line, mapping, needed, one_of
from store.records import WEEKDAYS, Absence, Member, Milestone
from store.sync.document import Doc
from store.text import clean
from store.zones import is_zone


def member(doc: Doc) -> Member:
    """A person of the team."""
    week = tuple(sorted({one_of(d, *range(1, 8)) for d in doc.get("week", WEEKDAYS)})) or WEEKDAYS
    places = tuple(one_of(p, "office", "remote") for p in doc.get("places", ("office",) * 7))
    zone = doc.get("timezone", "UTC")
    return Member(
        id=identity(doc["id"]),
        handle=needed(doc.get("handle")),
        name=needed(doc.get("name")),
        joined=day(doc.get("joined")),
        left=day(doc["left"]) if "left" in doc else None,
        timezone=zone if isinstance(zone, str) and is_zone(zone) else "UTC",
        pronouns=line(doc.get("pronouns", "")),
        week=week,
        week_start=one_of(doc.get("week_start", 1), *range(1, 8)),
        places=places if len(places) == 7 else ("office",) * 7,
        hours=line(doc.get("hours", "")),
        thanks=one_of(doc.get("thanks", "wall"), "wall", "private", "ask"),
        suggest=one_of(doc.get("suggest", "yes"), "yes", "rarely", "light", "no"),
        coffee=one_of(doc.get("coffee", False), True, False),
        coffee_pause=day(doc["coffee_pause"]) if "coffee_pause" in doc else None,
        share=one_of(doc.get("share", 1), 1, 2),
        roles={
            identity(r): one_of(w, "in", "out", "learn") for r, w in mapping(doc.get("roles", {})).items()
        },
        card={line(k): clean(str(v), 400) for k, v in mapping(doc.get("card", {})).items()},
    )


def absence(doc: Doc) -> Absence:
    """Days away."""
    last = day(doc["last"]) if "last" in doc else None
    return Absence(identity(doc["id"]), identity(doc.get("member")), day(doc.get("first")), last)


def milestone(doc: Doc) -> Milestone:
    """A day that someone shares."""
    year = doc.get("year")
    return Milestone(
        id=identity(doc["id"]),
        member=identity(doc.get("member")),
        month=one_of(doc.get("month"), *range(1, 13)),
        day=one_of(doc.get("day"), *range(1, 32)),
        text=needed(doc.get("text"), 400),
        year=year if type(year) is int else None,
    )


def holiday(doc: Doc) -> date:
    """A day off of the whole team."""
    return day(doc.get("day"))


def public_holiday(doc: Doc) -> tuple[str, date]:
    """A region, and a day off there."""
    return needed(doc.get("region")), day(doc.get("day"))
