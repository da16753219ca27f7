"""Whom an import adds: those whom the team does not have yet. Addresses are read, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from store.records import Snapshot
from store.team.people import NewMember
from store.text import NAME_LIMIT, clean, fold

PASTED_LIMIT: Final = 20_000
"""Characters of a pasted list of people that are read."""


class Found(NamedTuple):
    """Someone whom a source names; `line` is where (0 where lines mean nothing)."""

    person: NewMember
    line: int = 0


class Skipped(NamedTuple):
    """A line that was left out, and why: a sentence."""

    line: int
    why: str


class Sorting(NamedTuple):
    """Those to add, the ids of those whom the team has, and what was left out."""

    fresh: list[NewMember]
    known: list[str]
    skipped: list[Skipped]


_ADDRESS = re.compile(r"<[^<>]*>|\([^()]*@[^()]*\)|\S+@\S+\.\S+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


def names_in(text: str) -> list[str]:
    """The names in a text that somebody pasted: a list, a table's column, the receivers of an e-mail.

    Lines, commas, semicolons and tabs part them; bullets, numbers, addresses are left out. In receivers that
    semicolons part, or with one address to a line, "Brandt, Ilse" is one person. Each name once.
    """
    found: dict[str, str] = {}
    for line in text[:PASTED_LIMIT].splitlines():
        line = _BULLET.sub("", line)
        receivers = list(filter(str.strip, line.split(";")))
        by_address = all(len(_ADDRESS.findall(part)) == 1 for part in receivers)
        for part in receivers if by_address else re.split(r"[,;\t]", line):
            name = first_name_first(clean(_ADDRESS.sub("", part).strip(" \"',"), NAME_LIMIT))
            if any(c.isalnum() for c in name):
                found.setdefault(known_as(name), name)
    return list(found.values())


def first_name_first(name: str) -> str:
    """A name that begins with the family name, "Brandt, Ilse", as people say it."""
    return " ".join(part.strip() for part in reversed(name.split(","))) if name.count(",") == 1 else name


def known_as(name: str) -> str:
    """What two spellings of a name have in common: "Zoë Krüger", "zoe kruger" and "ZoeKruger" are one."""
    return "".join(c for c in fold(name) if c.isalnum()) or name


def sort_out(people: Iterable[Found], snapshot: Snapshot) -> Sorting:
    """Tells new people from known ones.

    A handle names one person. Without one, a name does: of two people with the same name the second needs a
    handle. Someone whose handle is not in the team, but whose name is, is taken for the one of that name.
    """
    result = Sorting([], [], [])
    claimed: set[str] = set()
    unclaimed = []
    by_handle = {m.handle: m for m in snapshot.members.values()}
    for found in _once(people, result.skipped):
        member = by_handle.get(found.person.handle or "")
        if member is None:
            unclaimed.append(found)
        elif known_as(member.name) == known_as(found.person.name):
            result.known.append(member.id)
            claimed.add(member.id)
        else:
            why = f"{member.name} has the handle @{member.handle} already."
            result.skipped.append(Skipped(found.line, why))
    by_name: dict[str, list[str]] = {}
    for member in snapshot.members.values():
        if member.id not in claimed:
            by_name.setdefault(known_as(member.name), []).append(member.id)
    for found in unclaimed:
        same = by_name.get(known_as(found.person.name))
        if same:
            result.known.append(same.pop(0))
        else:
            result.fresh.append(found.person)
    result.skipped.sort()
    return result


def _once(people: Iterable[Found], skipped: list[Skipped]) -> Sequence[Found]:
    """Each person once; the later lines about them go to `skipped`."""
    names: dict[str, Found] = {}
    handles: dict[str, Found] = {}
    kept = []
    for found in people:
        name, handle = known_as(found.person.name), found.person.handle
        before = handles.get(handle or "")
        if before is None and name in names and None in (handle, names[name].person.handle):
            before = names[name]
        if before is not None:
            who = found.person.name if known_as(before.person.name) == name else f"@{handle}"
            skipped.append(Skipped(found.line, f"{who} stands in line {before.line} already."))
            continue
        names.setdefault(name, found)
        if handle:
            handles[handle] = found
        kept.append(found)
    return kept
