"""What typed letters may mean: people of the team, or a group of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from store.records import Member, Snapshot
from store.text import fold

OFFERED = 6
"""Names offered at once."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who can be chosen together, without me, without those who left.

    `shy` are those who would rather be thanked in private: they belong to it and are not chosen with it.
    """

    id: str
    name: str
    members: tuple[str, ...]
    shy: tuple[str, ...] = ()


def groups_of(snapshot: Snapshot, me: str, day: date) -> tuple[Group, ...]:
    """The people of each meeting, and of the whole team, on that day. None of nobody."""
    found = [
        _group(f"meeting {meeting.id}", f"Everyone at {meeting.name}", snapshot.members_of(meeting, day), me)
        for meeting in sorted(snapshot.meetings.values(), key=lambda meeting: fold(meeting.name))
    ]
    found.append(_group("team", "Everyone in the team", snapshot.active(day), me))
    return tuple(group for group in found if group.members or group.shy)


def _group(identity: str, name: str, members: Iterable[Member], me: str) -> Group:
    others = sorted((m for m in members if m.id != me), key=lambda m: fold(m.name))
    return Group(
        identity,
        name,
        tuple(m.id for m in others if m.thanks != "private"),
        tuple(m.id for m in others if m.thanks == "private"),
    )


def complete(
    typed: str, members: Iterable[Member], me: str, without: Collection[str] = ()
) -> tuple[Member, ...]:
    """The members that the typed letters may mean, the likeliest first.

    A handle or name that begins so comes before a later word of the name, that before letters within, that
    before letters in the same order with others between. I myself and who left come last, and only when
    really named; with nothing typed everyone else is offered.
    """
    return tuple(member for _, member in _ranked(typed, members, me, without))


def offers(
    typed: str, members: Iterable[Member], groups: Sequence[Group], me: str, without: Collection[str] = ()
) -> tuple[Member | Group, ...]:
    """The members and groups that the typed letters may mean: groups stand before mere likenesses."""
    ranked = _ranked(typed, members, me, without)
    near = [member for rank, member in ranked if rank <= 2][:OFFERED]
    meant = [group for group in groups if _means(typed, group) and not _is_in(group, without)]
    far = [member for rank, member in ranked if rank > 2][: max(0, OFFERED - len(near) - len(meant))]
    return (*near, *meant, *far)


def _is_in(group: Group, chosen: Collection[str]) -> bool:
    return bool(group.members) and set(group.members) <= set(chosen)


def _means(typed: str, group: Group) -> bool:
    wanted = fold(typed.strip().lstrip("@"))
    name = fold(group.name)
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.split())


def _ranked(
    typed: str, members: Iterable[Member], me: str, without: Collection[str]
) -> list[tuple[int, Member]]:
    wanted = fold(typed.strip().lstrip("@"))
    ranked: list[tuple[bool, int, str, Member]] = []
    for member in members:
        rank = _rank(wanted, fold(member.handle), fold(member.name))
        apart = member.id == me or member.left is not None
        if member.id not in without and rank is not None and not (apart and (not wanted or rank > 2)):
            ranked.append((apart, rank, fold(member.name), member))
    ranked.sort(key=lambda entry: (*entry[:3], entry[3].id))
    return [(rank, member) for _, rank, _, member in ranked]


def _rank(wanted: str, handle: str, name: str) -> int | None:
    if handle.startswith(wanted):
        return 0
    if name.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in name.split()):
        return 2
    if wanted in name or wanted in handle:
        return 3
    return 4 if _in_order(wanted, name) or _in_order(wanted, handle) else None


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
