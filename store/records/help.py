"""Asking for a hand and lending one; promises that were shared on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Load = Literal["swamped", "free"]
OfferAnswer = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A hand that `member` offered to the owner of a flag. `answer` is the owner's, "" for none yet."""

    member: str
    text: str
    at: datetime
    answer: OfferAnswer = ""


@dataclass(frozen=True, slots=True)
class HelpFlag:
    """What its owner says about their load: "swamped" is "I could use a hand", "free" that they can lend one.

    `to` empty means everyone. It ends by itself after the day `until`, or earlier, once it is `lowered`.
    `helped` are those whom the owner names as having helped.
    """

    id: str
    member: str
    text: str
    since: date
    until: date
    to: tuple[str, ...] = ()
    kind: Load = "swamped"
    lowered: date | None = None
    offers: tuple[Offer, ...] = ()
    helped: tuple[str, ...] = ()

    def is_up(self, day: date) -> bool:
        """Whether the flag is up on that day."""
        return self.since <= day <= self.until and self.lowered is None


@dataclass(frozen=True, slots=True)
class SharedPromise:
    """A promise that `member` chose to show to the team.

    Its id is that of the private one, with a number behind it once it was taken back and shared again.
    """

    id: str
    member: str
    text: str
    to: str = ""
    by: date | None = None
    done: date | None = None

    def is_of(self, promise: str) -> bool:
        """Whether it is what the team sees of the private promise of that id."""
        return self.id.partition(".")[0] == promise
