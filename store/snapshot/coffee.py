"""Coffee chats: the draws, and what skips make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from store.fields import day, identities, identity, mapping, moment
from store.records import CoffeeRound
from store.sync.document import Doc


class Draw(NamedTuple):
    """A document of the table: the groups of the earliest pin, the skips, and who said that they met."""

    id: str
    monday: date
    groups: tuple[tuple[str, ...], ...]
    skips: tuple[str, ...]
    marks: Mapping[str, bool]


def coffee_draw(doc: Doc) -> Draw:
    """A draw as it stands in the file; format 1 had its groups without a pin."""
    found: list[tuple[datetime, str, object]] = [
        (moment(mapping(pin).get("at")), identity(machine), mapping(pin).get("groups"))
        for machine, pin in mapping(doc.get("pins", {})).items()
    ]
    groups = min(found, key=lambda pin: pin[:2])[2] if found else doc.get("groups", [])
    skips = sorted((moment(at), identity(m)) for m, at in mapping(doc.get("skips", {})).items() if at)
    return Draw(
        identity(doc["id"]),
        day(doc.get("monday")),
        _groups(groups),
        tuple(member for _, member in skips),
        {key: mark for key, mark in mapping(doc.get("met", {})).items() if isinstance(mark, bool)},
    )


def _groups(value: object) -> tuple[tuple[str, ...], ...]:
    """The groups; one of nobody else is none, such as of two entries for one person."""
    found = [identities(group, 5) for group in value] if isinstance(value, list) else []
    return tuple(group for group in found if len(group) > 1)


def group_key(group: Iterable[str]) -> str:
    """What a group is known by within its draw."""
    return "+".join(sorted(group))


def rounds(draws: Iterable[Draw]) -> tuple[CoffeeRound, ...]:
    """The rounds by id, each with what its skips made of it: that depends on the rounds before."""
    done: list[CoffeeRound] = []
    for draw in sorted(draws, key=lambda draw: (draw.monday, draw.id)):
        groups = draw.groups
        if groups and draw.skips:
            from store.rules.pairing.history import after_skips, past_rounds  # seldom needed

            groups = after_skips(groups, draw.skips, past_rounds(done, draw.monday))
        met = tuple(g for g in groups if draw.marks.get(group_key(g)) is True)
        missed = tuple(g for g in groups if draw.marks.get(group_key(g)) is False)
        found = CoffeeRound(draw.id, draw.monday, groups, met, missed, draw.skips)
        done.append(found)
    return tuple(sorted(done, key=lambda found: found.id))
