"""Thanks on the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

ME_TOO = "🙌"
"""The reaction that says "me too"."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """One person's emoji on a kudos."""

    emoji: str
    member: str


@dataclass(frozen=True, slots=True)
class Kudos:
    """Thanks from `giver` to one or more people, on the wall. `edited` is when the text last changed.

    `link` is where the work can be seen, `reply` the id of the kudos that this one answers; "" for none.
    """

    id: str
    giver: str
    to: tuple[str, ...]
    text: str
    given: datetime
    theme: str = ""
    link: str = ""
    reply: str = ""
    edited: datetime | None = None
    reactions: tuple[Reaction, ...] = ()

    @property
    def joined(self) -> dict[str, list[str]]:
        """Who joined in, by emoji in the order they came."""
        found: dict[str, list[str]] = {}
        for reaction in self.reactions:
            found.setdefault(reaction.emoji, []).append(reaction.member)
        return found


@dataclass(frozen=True, slots=True)
class Signature:
    """What one member wrote on a collected card."""

    member: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A card for the member `to` that several people write, for a farewell or a birthday; `by` began it.

    The program shows it to `to` from the day `opens` on. `signatures` has one for each who wrote, oldest
    first.
    """

    id: str
    to: str
    occasion: str
    opens: date
    by: str
    signatures: tuple[Signature, ...] = ()
