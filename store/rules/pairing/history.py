"""What was drawn before, and what a skip after the draw changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from store.records import CoffeeRound
from store.rules.pairing.draw import Costs, Group, Round, draw


def past_rounds(rounds: Sequence[CoffeeRound], before: date) -> list[Round]:
    """The draws before that day, in order; a group met unless someone said that it did not."""
    drawn = sorted((c for c in rounds if c.groups and c.monday < before), key=lambda c: (c.monday, c.id))
    return [Round(c.groups, tuple(g for g in c.groups if g not in c.missed)) for c in drawn]


def after_skips(groups: Sequence[Group], skips: Sequence[str], history: Sequence[Round]) -> tuple[Group, ...]:
    """The groups of a draw once some have skipped, one after the other.

    Of three the other two stay. Who is left of a pair joins the pair where that costs least; where there are
    only larger groups, one of them is drawn anew with them. With nobody else they are alone this round.
    """
    now = [tuple(sorted(group)) for group in groups]
    for leaver in skips:
        group = next((group for group in now if leaver in group), None)
        if group is None:
            continue
        now.remove(group)
        rest = tuple(member for member in group if member != leaver)
        now = [*now, rest] if len(rest) > 1 else _taken_in(rest, now, history)
    return tuple(sorted(now))


def _taken_in(left: Group, groups: list[Group], history: Sequence[Round]) -> list[Group]:
    """The groups with someone who was left alone."""
    costs = Costs(sorted({*left, *(member for group in groups for member in group)}), history)

    def price(made: Sequence[Group], instead_of: Group) -> int:
        return sum(map(costs.of, made)) - costs.of(instead_of)

    pairs = [group for group in groups if len(group) == 2]
    ways: list[tuple[tuple[Group, ...], Group]]
    ways = [((tuple(sorted((*pair, *left))),), pair) for pair in pairs]
    ways = ways or [(draw((*group, *left), history), group) for group in groups]
    if not ways:
        return []
    made, instead_of = min(ways, key=lambda way: (price(*way), way))
    return [*(group for group in groups if group != instead_of), *made]


def first_writer(round_id: str, group: Sequence[str]) -> str:
    """Who of a group writes first: a fair coin that falls the same everywhere."""
    return min(group, key=lambda member: sha256(f"{round_id}|{member}".encode()).hexdigest())
