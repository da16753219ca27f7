"""What the rule gives back: a suggestion, the reason why there is none, or what else matters today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RestKind = Literal["day off", "away", "holiday", "silent", "later", "enough"]


@dataclass(frozen=True, slots=True)
class Pick:
    """One small action for today.

    `member` is the id of the person it is about. `title` is that of the principle, `text` what to do with all
    placeholders filled, `say` an example of words for it or "". `why` holds the general reason first, then at
    most two of today; all of them are true. `ref` is the id of the record that asked for it: a promise, a
    note, a flag, a milestone, a coffee round. All texts are plain: other people's words, never markup.
    """

    action: str
    principle: str
    member: str | None
    trigger: str
    points: int
    minutes: int
    title: str
    text: str
    say: str
    why: tuple[str, ...]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """No suggestion, and a kind sentence that says why."""

    reason: str
    kind: RestKind


@dataclass(frozen=True, slots=True)
class Signal:
    """Something of today that asks for attention, in plain words.

    `member` is the id of whom it is about, `ref` that of the record that it comes from, "" for none.
    """

    trigger: str
    member: str | None
    text: str
    ref: str = ""
