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
    """Something I said I would do: private. `moved` are the days by which it was promised before."""

    id: str
    text: str
    made: datetime
    to: str = ""
    by: date | None = None
    done: date | None = None
    moved: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to come back to at a certain moment, such as a message when `member` is at work again."""

    id: str
    member: str
    text: str
    at: datetime
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
    never to be suggested. On `easy_days` I have little energy. `questions` are the days on which a question
    was used or passed, by its id; `hidden_questions` are never to be asked. `wall` is False when I do without
    the kudos tab. `ticks` are the lines of checklists that I ticked, by meeting, day and role. `drafts` and
    `seen` belong to the screens: unfinished texts by place, and when each screen was last looked at.
    """

    notes: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    answers: tuple[Answer, ...] = ()
    muted_actions: frozenset[str] = frozenset()
    muted_principles: frozenset[str] = frozenset()
    muted_members: frozenset[str] = frozenset()
    silent_until: date | None = None
    easy_days: frozenset[date] = frozenset()
    max_minutes: int = 15
    wall: bool = True
    questions: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    hidden_questions: frozenset[str] = frozenset()
    ticks: Mapping[tuple[str, date, str], frozenset[str]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
