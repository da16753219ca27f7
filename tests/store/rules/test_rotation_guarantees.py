"""What the rotation guarantees, over many histories, and its search against brute force."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Member, Role
from store.rules.rotation.assignment import assign
from store.rules.rotation.ledger import Ledger

FIRST = date(2026, 11, 2)

Slots = Mapping[str, str | None]


class Simulation:
    """A team that meets again and again, all plans held; `seats` are those of each meeting, by role."""

    def __init__(self, people: Collection[str], roles: int) -> None:
        self.roles = [Role(f"r{n}", "R", n) for n in range(roles)]
        members = {p: Member(p, p, p.upper(), FIRST) for p in "abcdefghij"}
        self.ledger = Ledger(members, self.roles, people)
        self.seats: list[Slots] = []

    def meet(self, members: Collection[str], absent: Collection[str] = ()) -> Slots:
        present = frozenset(members) - frozenset(absent)
        self.ledger.prepare(present, len(members))
        seats = self.ledger.plan(present)
        self.ledger.hold(FIRST, seats, present, {})
        self.seats.append(seats)
        return seats

    def widest(self, people: Collection[str], since: int = 0) -> int:
        """The largest difference of turns in one role between two of these people in any window."""
        worst = 0
        for role, (one, other) in product(self.roles, combinations(sorted(people), 2)):
            lead = low = high = 0
            for seats in self.seats[since:]:
                lead += (seats.get(role.id) == one) - (seats.get(role.id) == other)
                low, high = min(low, lead), max(high, lead)
            worst = max(worst, high - low)
        return worst

    def spread(self, present: Collection[str]) -> int:
        return max(
            max(turns[p] for p in present) - min(turns[p] for p in present)
            for turns in self.ledger.turns.values()
        )


SIZES = [(n, r) for n in range(2, 10) for r in range(1, min(n, 7) + 1)]


def test_g1_there_are_as_many_sizes_as_the_rule_was_shown_for() -> None:
    assert len(SIZES) == 41


@pytest.mark.parametrize(("size", "count"), SIZES)
def test_b6a_g1_a_stable_team_is_even_in_every_window(size: int, count: int) -> None:
    people = "abcdefghi"[:size]
    simulation = Simulation(people, count)
    for _ in range(5 * size):
        simulation.meet(people)
    assert simulation.widest(people) <= 1
    if size >= 2 * count:
        busy = [set(seats.values()) for seats in simulation.seats]
        assert not any(one & other for one, other in pairwise(busy))


def test_b6a_g2_one_role_and_many_absences() -> None:
    for seed in range(200):
        chance = random.Random(seed)
        people = "abcdefgh"[: chance.randint(3, 8)]
        steady = people[: chance.randint(2, len(people))]
        simulation = Simulation(people, 1)
        for _ in range(40):
            simulation.meet(people, [p for p in people if p not in steady and chance.random() < 0.3])
        assert simulation.widest(steady) <= 1


@pytest.mark.parametrize("size", [5, 6])
def test_b6a_g3_several_roles_and_some_absences(size: int) -> None:
    people, histories, even, level, all_meetings = "abcdef"[:size], 300, 0, 0, 0
    for seed in range(histories):
        chance = random.Random(1000 * size + seed)
        steady = people[: chance.randint(2, size - 1)]
        rate = chance.uniform(0.05, 0.2)
        simulation = Simulation(people, 3)
        for _ in range(40):
            absent = [p for p in people if p not in steady and chance.random() < rate]
            simulation.meet(people, absent)
            level += simulation.spread(set(people) - set(absent)) <= 2
            all_meetings += 1
        widest = simulation.widest(steady)
        assert widest <= 3
        even += widest <= 2
    assert even >= 0.98 * histories
    assert level >= 0.97 * all_meetings


def live_through(simulation: Simulation, people: str, kind: str, who: str, start: int, length: int) -> str:
    """Six rounds and more in which one thing happens at `start`; who the members are in the end."""
    members = people
    for number in range(start + length + 6 * len(people)):
        if number == start:
            members = {"join": people + "i", "leave": people.replace(who, "")}.get(kind, people)
        away = kind in ("sick", "long") and start <= number < start + length
        simulation.meet(members, who if away else "")
    return members


@pytest.mark.parametrize("size", range(3, 9))
@pytest.mark.parametrize("kind", ["join", "leave", "sick", "long"])
def test_b6a_g4_after_one_change_it_is_even_again(kind: str, size: int) -> None:
    people = "abcdefgh"[:size]
    for count, start, who in product(range(1, min(3, size - 1) + 1), (1, size, size + 2), people[::2]):
        simulation = Simulation(people, count)
        length = 6 if kind == "long" else 1
        members = live_through(simulation, people, kind, who, start, length)
        assert simulation.widest(members, since=start + length + 3 * size) <= 1


@pytest.mark.parametrize("size", range(3, 9))
@pytest.mark.parametrize("back", [False, True])
def test_b8b_g5_nobody_new_or_back_is_flooded(size: int, back: bool) -> None:
    people = "abcdefgh"[:size]
    for count, start in product(range(1, min(3, size - 1) + 1), (size, size + 1, 2 * size)):
        simulation = Simulation(people, count)
        who, members = ("a", people) if back else ("i", people + "i")
        for _ in range(start):
            simulation.meet(people)
        for _ in range(6 if back else 0):
            simulation.meet(people, who)
        grace = 1 if back else 2
        taken = [who in simulation.meet(members).values() for _ in range(grace + len(members) + 1)]
        if len(members) - 1 >= count:
            assert not any(taken[:grace])
            eased = taken[grace : grace + len(members)]
            assert not any(one and other for one, other in pairwise(eased))
        assert sum(taken) <= count + 1


@given(st.integers(2, 9), st.integers(1, 7), st.integers(1, 60))
def test_g1_for_as_long_as_one_likes(size: int, count: int, meetings: int) -> None:
    people, count = "abcdefghi"[:size], min(size, count)
    simulation = Simulation(people, count)
    for _ in range(meetings):
        simulation.meet(people)
    assert simulation.widest(people) <= 1


def test_g4_and_g5_in_random_histories() -> None:
    """One change at any moment, to anyone: even again within three rounds, and nobody is flooded."""
    for seed in range(300):
        chance = random.Random(seed)
        size = chance.randint(3, 8)
        people, count = "abcdefgh"[:size], chance.randint(1, min(3, size - 1))
        kind, who = chance.choice(["join", "leave", "sick", "long"]), chance.choice(people)
        start, length = chance.randint(1, 4 * size), {"long": chance.randint(5, 9)}.get(kind, 1)
        simulation = Simulation(people, count)
        members = live_through(simulation, people, kind, who, start, length)
        assert simulation.widest(members, since=start + length + 3 * size) <= 1
        if kind in ("join", "long"):
            comer, grace = ("i", 2) if kind == "join" else (who, 1)
            begin = start if kind == "join" else start + length
            taken = [comer in seats.values() for seats in simulation.seats[begin:]]
            if len(members) - 1 >= count:
                assert not any(taken[:grace])
            # One meeting more for each of those who were there before, and one.
            assert sum(taken[: grace + len(members)]) <= count + 1


# The search against brute force


def brute_force(queues: Mapping[str, Sequence[tuple[str, int]]], most: int) -> dict[str, str | None]:
    """The rule's tuple, minimised over everything there is."""
    people = sorted({p for queue in queues.values() for p, _ in queue})
    places = {r: {p: (n, e) for n, (p, e) in enumerate(queue)} for r, queue in queues.items()}

    def cost(chosen: Sequence[str | None]) -> tuple[object, ...]:
        named = list(zip(queues, chosen, strict=True))
        loads = [chosen.count(p) for p in people]
        return (
            [p is None for p in chosen],
            sum((load - 1) ** 2 for load in loads if load > 1),
            sum(places[r][p][1] ** 2 for r, p in named if p is not None),
            sum(places[r][p][0] ** 2 for r, p in named if p is not None),
            [-1 if p is None else people.index(p) for p in chosen],
        )

    options = product(*([*places[role], None] for role in queues))
    best = min((c for c in options if all(c.count(p) <= most for p in people)), key=cost)
    return dict(zip(queues, best, strict=True))


@st.composite
def queue_sets(draw: st.DrawFn) -> dict[str, list[tuple[str, int]]]:
    people = list("abcdef"[: draw(st.integers(0, 6))])
    queues: dict[str, list[tuple[str, int]]] = {}
    for role in range(draw(st.integers(0, 4))):  # few turns apart, so that the places in the queues decide
        able = draw(st.permutations(people))[: draw(st.integers(0, len(people)))]
        excess = sorted(draw(st.lists(st.integers(0, 1), min_size=len(able), max_size=len(able))))
        queues[f"r{role}"] = list(zip(able, excess, strict=True))
    return queues


@settings(max_examples=500, deadline=None)
@given(queue_sets(), st.integers(1, 3))
def test_the_search_finds_what_brute_force_finds(queues: dict[str, list[tuple[str, int]]], most: int) -> None:
    assert assign(queues, most) == brute_force(queues, most)
