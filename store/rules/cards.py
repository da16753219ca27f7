"""Who sees what of a collected card, and from which day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from store.records import GroupCard, Signature

FRESH = timedelta(days=7)
"""For so long after its day a card counts as just opened."""


def is_open(card: GroupCard, day: date) -> bool:
    """Whether the card is opened on that day, the reader's own."""
    return card.opens <= day


def is_fresh(card: GroupCard, day: date) -> bool:
    """Whether the card was opened within the last week."""
    return card.opens <= day < card.opens + FRESH


def visible(cards: Iterable[GroupCard], me: str, day: date) -> tuple[GroupCard, ...]:
    """The cards that I may know of: all but those for me that are not opened yet.

    First those still to be opened, the next one first; then the opened ones, the latest first.
    """
    mine = [card for card in cards if card.to != me or is_open(card, day)]
    waiting = sorted((c for c in mine if not is_open(c, day)), key=lambda c: (c.opens, c.id))
    opened = sorted((c for c in mine if is_open(c, day)), key=lambda c: (c.opens, c.id), reverse=True)
    return (*waiting, *opened)


def readable(card: GroupCard, me: str, day: date) -> tuple[Signature, ...]:
    """The lines that I may read: my own before its day, all from then on."""
    return tuple(s for s in card.signatures if is_open(card, day) or s.member == me)


def lines_of(card: GroupCard, member: str) -> str:
    """What a member wrote on the card, "" for nothing."""
    return next((s.text for s in card.signatures if s.member == member), "")
