"""Reading single fields of a document. Each raises `Unfit` or ValueError for what does not fit."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, TypeGuard

from store.text import NAME_LIMIT, clean

PEOPLE_LIMIT = 2000
"""Entries of a list or map that has one for each person; a team has thirty."""

_ID = re.compile(r"[\w:.\-]{1,128}")


class Unfit(Exception):
    """A document that does not have the shape of its table."""


def is_identity(value: object) -> TypeGuard[str]:
    """Whether it is an id: letters, digits, `_ : . -`, at most 128."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def identity(value: object) -> str:
    """An id."""
    if is_identity(value):
        return value
    raise Unfit


def identities(value: object, limit: int = PEOPLE_LIMIT) -> tuple[str, ...]:
    """A list of ids, each once."""
    if not isinstance(value, list) or len(value) > limit or not all(map(_ID.fullmatch, value)):
        raise Unfit
    return tuple(dict.fromkeys(value))


def line(value: object, limit: int = NAME_LIMIT) -> str:
    """A text of one line, cleaned; may be empty."""
    if not isinstance(value, str):
        raise Unfit
    return clean(value, limit)


def needed(value: object, limit: int = NAME_LIMIT, *, lines: bool = False) -> str:
    """A text that says something once it is cleaned."""
    text = clean(value, limit, lines=lines) if isinstance(value, str) else ""
    if not text:
        raise Unfit
    return text


def day(value: object) -> date:
    """An ISO date."""
    if not isinstance(value, str):
        raise Unfit
    return date.fromisoformat(value)


def moment(value: object) -> datetime:
    """An ISO moment with an offset, in UTC."""
    if not isinstance(value, str):
        raise Unfit
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise Unfit
    return found if found.tzinfo is UTC else found.astimezone(UTC)


def mapping(value: object, limit: int = PEOPLE_LIMIT) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict) or len(value) > limit:
        raise Unfit
    return value


def one_of(value: object, *allowed: Any) -> Any:
    """One of the allowed values."""
    if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
        raise Unfit
    return value
