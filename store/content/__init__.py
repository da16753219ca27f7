"""The words that come with amity: actions to suggest, questions, starters for thanks, roles of meetings.

They stand in the TOML files beside this module, which say at their head what each field means. They are
read once, when first asked for, and checked as strictly as those of a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from store.content.reading import (
    ContentError,
    Shape,
    entries,
    flag,
    frozen,
    lines,
    one_of,
    some_of,
    text,
    whole,
)
from store.records import Role

__all__ = [
    "Action",
    "Catalogue",
    "ContentError",
    "Principle",
    "Question",
    "Starter",
    "catalogue",
    "parse_catalogue",
    "parse_questions",
    "parse_roles",
    "parse_starters",
    "questions",
    "roles",
    "starters",
    "themes",
]

Setting = Literal["any", "office", "remote", "hybrid"]
Habit = Literal["", "thanks", "question", "offer"]
WeekPart = Literal["", "start", "end"]
Level = Literal["light", "work", "deeper"]

PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "": frozenset({"person"}),
        "kudos_gap": frozenset({"person"}),
        "commitment_due": frozenset({"person", "item"}),
        "help_asked": frozenset({"person", "item"}),
        "follow_up_due": frozenset({"person", "detail"}),
        "milestone": frozenset({"person", "detail"}),
        "role_today": frozenset({"role", "meeting"}),
        "back_from_leave": frozenset({"person"}),
        "new_joiner": frozenset({"person"}),
        "coffee_open": frozenset({"person"}),
    }
)
"""What an action's text may name, by its trigger: only what the signal can fill in."""


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the principles of working well together; `number` is its place in the list."""

    id: str
    number: int
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Action:
    """A small act that can be suggested. Its fields are explained at the head of actions.toml."""

    id: str
    principle: str
    text: str
    minutes: int
    setting: Setting
    needs_person: bool
    depth: int
    trigger: str
    start_small: Habit
    week_part: WeekPart
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question; one of `depth` 2 is not for people who have just met. `good_for`: "group", "pair"."""

    id: str
    level: Level
    depth: int
    good_for: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Starter:
    """A way to begin a thank-you: situation, behaviour and impact with [slots], and one finished example."""

    id: str
    theme: str
    situation: str
    behaviour: str
    impact: str
    example: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All actions and the principles they belong to, by id, and the starters that lend thanks an example."""

    principles: Mapping[str, Principle]
    actions: Mapping[str, Action]
    starters: tuple[Starter, ...] = ()


SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""The end of an id."""

_PRINCIPLE: Shape = {"id": text, "number": whole(1, 99), "title": text, "summary": text}
ACTION: Shape = {
    "id": text,
    "principle": text,
    "text": text,
    "minutes": whole(1, 15),
    "setting": one_of("any", "office", "remote", "hybrid"),
    "needs_person": flag,
    "depth": whole(1, 3),
    "trigger": one_of(*PLACEHOLDERS),
    "start_small": one_of("", "thanks", "question", "offer"),
    "week_part": one_of("", "start", "end"),
    "why": text,
}
QUESTION: Shape = {
    "id": text,
    "level": one_of("light", "work", "deeper"),
    "depth": whole(1, 2),
    "good_for": some_of("group", "pair"),
    "text": text,
}
_STARTER: Shape = dict.fromkeys(("id", "theme", "situation", "behaviour", "impact", "example"), text)
_ROLE: Shape = {
    "id": text,
    "name": text,
    "order": whole(1, 99),
    "required": flag,
    "default_on": flag,
    "shadow_first": flag,
    "description": text,
    "before": lines,
    "during": lines,
    "after": lines,
}

R = TypeVar("R", Principle, Action, Question, Starter, Role)


def parse_catalogue(source: str, starters: tuple[Starter, ...] = (), file: str = "actions.toml") -> Catalogue:
    """The catalogue of a TOML text. Raises ContentError, naming file and entry."""
    tables = entries(source, file, {"principle": _PRINCIPLE, "action": ACTION})
    principles = {p.id: p for p in records(Principle, tables["principle"])}
    actions = {a.id: a for a in records(Action, tables["action"])}
    for action in actions.values():
        for _, problem in problems(action, principles):
            raise ContentError(f"{file}, action {action.id}: {problem}")
    return Catalogue(MappingProxyType(principles), MappingProxyType(actions), starters)


def problems(action: Action, principles: Mapping[str, Principle]) -> Iterator[tuple[str, str]]:
    """What is wrong between the fields of an action: the field to look at, and a sentence."""
    if action.principle not in principles:
        yield "principle", f"there is no principle “{action.principle}”."
    elif not re.fullmatch(rf"{re.escape(action.principle)}\.{SLUG}", action.id):
        yield "id", f"the id must begin with “{action.principle}.” and go on in a-z, 0-9 and hyphens."
    named = set(re.findall(r"\{([^{}]*)\}", action.text))
    for unknown in sorted(named - PLACEHOLDERS[action.trigger]):
        yield "text", f"nothing fills in {{{unknown}}} with the trigger “{action.trigger}”."
    if action.needs_person != ("person" in named):
        yield "needs_person", "needs_person must be true exactly when the text names {person}."


def parse_questions(source: str, file: str = "questions.toml") -> tuple[Question, ...]:
    """The questions of a TOML text. Raises ContentError, naming file and entry."""
    return records(Question, entries(source, file, {"question": QUESTION})["question"])


def parse_starters(source: str, file: str = "kudos_starters.toml") -> tuple[Starter, ...]:
    """The starters of a TOML text. Raises ContentError, naming file and entry."""
    return records(Starter, entries(source, file, {"starter": _STARTER})["starter"])


def parse_roles(source: str, file: str = "roles.toml") -> Mapping[str, Role]:
    """The roles of a TOML text by id, in their order. Raises ContentError, naming file and entry."""
    found = records(Role, entries(source, file, {"role": _ROLE})["role"])
    return MappingProxyType({r.id: r for r in sorted(found, key=lambda r: (r.order, r.id))})


def records(kind: type[R], table: list[dict[str, Any]]) -> tuple[R, ...]:
    """The records of a table whose entries fit their shape."""
    names = [f.name for f in fields(kind)]
    return tuple(kind(**frozen(entry, names)) for entry in table)


def _source(file: str) -> str:
    return Path(__file__).with_name(file).read_text(encoding="utf-8")


@cache
def catalogue() -> Catalogue:
    """The actions and principles that come with amity."""
    return parse_catalogue(_source("actions.toml"), starters())


@cache
def questions() -> tuple[Question, ...]:
    """The questions that come with amity."""
    return parse_questions(_source("questions.toml"))


@cache
def starters() -> tuple[Starter, ...]:
    """The starters for thanks that come with amity."""
    return parse_starters(_source("kudos_starters.toml"))


@cache
def roles() -> Mapping[str, Role]:
    """The roles of meetings that come with amity, by id, in their order."""
    return parse_roles(_source("roles.toml"))


@cache
def themes() -> tuple[str, ...]:
    """What thanks can be for, in the order of the starters."""
    return tuple(dict.fromkeys(s.theme for s in starters()))
