"""What the team decided on for all of it, and collected cards. Kudos themselves: `store.wall`."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from store import content
from store.fields import PEOPLE_LIMIT, Unfit, day, identity, line, mapping, moment, needed
from store.records import GroupCard, Signature
from store.sync.document import Doc
from store.text import TEXT_LIMIT, fold

WAYS = "team"
"""The id of the one document of the table `team`: what holds for all of it."""

THEMES_LIMIT = 200
"""Themes that a team adds or takes out."""

COFFEE_WEEKS, COFFEE_SIZE = 2, 2
"""How long a round of coffee chats lasts and how many meet, where a team says nothing."""


class Ways(NamedTuple):
    """What the team decided on for all of it."""

    kudos_off: bool
    themes: tuple[str, ...]
    coffee_weeks: int
    coffee_size: int


def ways(doc: Doc) -> Ways:
    """Themes are a map (true adds one, false takes one of ours out), so that two people can edit at once."""
    if doc["id"] != WAYS:
        raise Unfit
    own = {line(theme): on for theme, on in mapping(doc.get("themes", {}), THEMES_LIMIT).items()}
    usual = [theme for theme in content.themes() if own.get(theme, True) is not False]
    added = sorted((theme for theme, on in own.items() if theme and on is True), key=fold)
    weeks, size = doc.get("coffee_weeks"), doc.get("coffee_size")
    return Ways(
        doc.get("kudos") == "off",
        tuple(dict.fromkeys([*usual, *added])),
        weeks if type(weeks) is int and 1 <= weeks <= 6 else COFFEE_WEEKS,
        size if type(size) is int and 2 <= size <= 4 else COFFEE_SIZE,
    )


def group_card(doc: Doc) -> GroupCard:
    """A card that several people write."""
    return GroupCard(
        id=identity(doc["id"]),
        to=identity(doc.get("to")),
        occasion=needed(doc.get("occasion")),
        opens=day(doc.get("opens")),
        by=identity(doc.get("by")),
        signatures=_signatures(doc.get("signatures")),
    )


def _signatures(value: object) -> tuple[Signature, ...]:
    """What was written, by member; what does not fit is passed over."""
    found = []
    for member, entry in value.items() if isinstance(value, dict) else ():
        with suppress(Unfit, ValueError, TypeError, OverflowError):
            fields = mapping(entry)
            text = needed(fields.get("text"), TEXT_LIMIT, lines=True)
            found.append(Signature(identity(member), text, moment(fields.get("at"))))
    return tuple(sorted(found, key=lambda signature: (signature.at, signature.member))[:PEOPLE_LIMIT])
