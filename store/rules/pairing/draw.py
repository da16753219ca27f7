"""The draw: the best of all ways to make groups, by six criteria in a row.

1. As few as possible who met in the round before. 2. The fewest former meetings, squared, so that nobody
meets the same person over and over. 3. Whom one has not met for longest. 4. A trio for those who were in one
least often. 5. The pairs of a round-robin schedule (the circle method), which keeps a stable group on a way
through all pairs. 6. The order of the ids, so that the best is unique.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

Group = tuple[str, ...]
"""Member ids, sorted."""

EXACT = {2: 14, 3: 10, 4: 9}
"""People up to whom all ways are compared, by the size of a group; above that a good way is improved."""

FORGOTTEN = 64
"""Rounds after which it makes no difference any more when two have met."""

_FIELD = 48
"""Bits of one criterion in a cost: sums never reach the next one."""


class Round(NamedTuple):
    """A former draw: all its groups, and those of them that did meet."""

    groups: tuple[Group, ...]
    met: tuple[Group, ...]


def group_sizes(people: int, size: int) -> tuple[int, ...]:
    """The sizes of the groups into which so many people are drawn, the usual one first.

    In pairs an odd one makes a trio. Groups of three take the remaining ones in as fours; groups of four give
    members away, so that threes come about. Five are a trio and a pair.
    """
    if people < 2:
        return ()
    if people <= max(3, size):
        return (people,)
    if people == 5:
        return (3, 2)
    if size == 2:
        return (2,) * (people // 2 - people % 2) + (3,) * (people % 2)
    if size == 3:
        return (3,) * (people // 3 - people % 3) + (4,) * (people % 3)
    threes = -people % 4
    return (4,) * ((people - 3 * threes) // 4) + (3,) * threes


def draw(people: Sequence[str], history: Sequence[Round], size: int = 2) -> tuple[Group, ...]:
    """The groups for those people, sorted; none for fewer than two. `history` are all earlier draws."""
    everyone = sorted(set(people))
    sizes = group_sizes(len(everyone), size)
    costs = Costs(everyone, history)
    if not sizes:
        return ()
    if len(everyone) <= EXACT[size]:
        return _exact(everyone, sizes, costs)
    return _improved(_greedy(everyone, sizes, costs), costs)


class Costs:
    """What a group costs after what was before: one number, whose order is that of the criteria 1 to 5."""

    def __init__(self, people: Sequence[str], history: Sequence[Round]) -> None:
        self._before = _edges(history[-1].met) if history else frozenset()
        self._times: Counter[Group] = Counter()
        self._last: dict[Group, int] = {}
        self._trios: Counter[str] = Counter()
        self._now = len(history)
        for number, past in enumerate(history):
            for edge in _edges(past.met):
                self._times[edge] += 1
                self._last[edge] = number
            self._trios.update(member for group in past.groups if len(group) == 3 for member in group)
        self._schedule = _circle(people, self._now)

    def of(self, group: Group) -> int:
        """The cost of one group; those of several add up."""
        edges = list(combinations(group, 2))
        criteria = (
            sum(edge in self._before for edge in edges),
            sum(self._times[edge] ** 2 for edge in edges),
            sum(max(0, FORGOTTEN - (self._now - self._last[edge])) for edge in edges if edge in self._last),
            sum(self._trios[member] for member in group) if len(group) == 3 else 0,
            sum(edge not in self._schedule for edge in edges),
        )
        cost = 0
        for value in criteria:
            cost = (cost << _FIELD) + value
        return cost


def _edges(groups: Sequence[Group]) -> frozenset[Group]:
    return frozenset(edge for group in groups for edge in combinations(sorted(group), 2))


def _circle(people: Sequence[str], number: int) -> frozenset[Group]:
    """The pairs of one round of the circle method: the first stays, the others move on by one each round."""
    seats = [*people, ""] if len(people) % 2 else list(people)
    turn = number % (len(seats) - 1)
    seats = [seats[0], *seats[1 + turn :], *seats[1 : 1 + turn]]
    pairs = zip(seats[: len(seats) // 2], reversed(seats), strict=False)
    return frozenset((min(pair), max(pair)) for pair in pairs if "" not in pair)


def _exact(people: Sequence[str], sizes: tuple[int, ...], costs: Costs) -> tuple[Group, ...]:
    """The best of all: the first person is put into each possible group, and the rest likewise."""

    @cache
    def cost(group: Group) -> int:
        return costs.of(group)

    @cache
    def best(rest: tuple[str, ...], left: tuple[int, ...]) -> tuple[int, tuple[Group, ...]]:
        if not rest:
            return 0, ()
        first, others = rest[0], rest[1:]
        found = []
        for size in sorted(set(left)):
            after = list(left)
            after.remove(size)
            for chosen in combinations(others, size - 1):
                group = (first, *chosen)
                more, groups = best(tuple(p for p in others if p not in chosen), tuple(after))
                found.append((cost(group) + more, (group, *groups)))
        return min(found)

    return best(tuple(people), sizes)[1]


def _greedy(people: Sequence[str], sizes: tuple[int, ...], costs: Costs) -> list[Group]:
    """Pairs in the order of their cost, each of which then takes in whoever costs least."""
    free = set(people)
    groups: list[Group] = []
    for pair in sorted(combinations(people, 2), key=lambda pair: (costs.of(pair), pair)):
        if len(groups) < len(sizes) and free.issuperset(pair):
            groups.append(pair)
            free -= set(pair)
    for number, size in enumerate(sizes):
        while len(groups[number]) < size:
            larger = ((_with(groups[number], person), person) for person in sorted(free))
            groups[number], taken = min(larger, key=lambda found: (costs.of(found[0]), found[0]))
            free.remove(taken)
    return groups


def _improved(groups: list[Group], costs: Costs) -> tuple[Group, ...]:
    """Two people of two groups change places as long as that costs less; the best change comes first."""
    while True:
        gain, change = min(_swaps(groups, costs), default=(0, None))
        if change is None or gain >= 0:
            return tuple(sorted(groups))
        one, other, first, second = change
        groups[one], groups[other] = first, second


def _swaps(groups: list[Group], costs: Costs) -> Iterator[tuple[int, tuple[int, int, Group, Group]]]:
    for one, other in combinations(range(len(groups)), 2):
        before = costs.of(groups[one]) + costs.of(groups[other])
        for leaver in groups[one]:
            for joiner in groups[other]:
                first = _with(tuple(p for p in groups[one] if p != leaver), joiner)
                second = _with(tuple(p for p in groups[other] if p != joiner), leaver)
                yield costs.of(first) + costs.of(second) - before, (one, other, first, second)


def _with(group: Group, person: str) -> Group:
    return tuple(sorted((*group, person)))
