"""What is mine alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Note:
    """A private note about a member, with the day on which to come back to it and when that was done."""

    id: str
    member: str
    text: str
    written: datetime
    follow_up: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Something I said I would do: private."""

    id: str
    text: str
    made: datetime
    to: str = ""
    by: date | None = None
    done: date | None = None


AnswerKind = Literal["shown", "done", "another", "later"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What happened to a suggestion on a day.

    "shown" is recorded when it was pinned in the morning or came up by "another".
    """

    day: date
    at: datetime
    kind: AnswerKind
    action: str
    principle: str
    member: str = ""
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Private:
    """All that is mine alone: what the notebook holds, as the suggestion rule needs it.

    `silent_until` is the last day without a suggestion. `muted_*` are ids of actions, principles and members
    never to be suggested. `wall` is False when I do without the kudos tab. `ticks` are the lines of
    checklists that I ticked, by meeting, day and role. `drafts` and `seen` belong to the screens: unfinished
    texts by place, and when each screen was last looked at.
    """

    notes: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    answers: tuple[Answer, ...] = ()
    muted_actions: frozenset[str] = frozenset()
    muted_principles: frozenset[str] = frozenset()
    muted_members: frozenset[str] = frozenset()
    silent_until: date | None = None
    max_minutes: int = 15
    wall: bool = True
    ticks: Mapping[tuple[str, date, str], frozenset[str]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
