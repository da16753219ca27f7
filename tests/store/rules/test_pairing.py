"""Coffee chats: the worked examples, an oracle that tries all ways, and what holds for any history."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import CoffeeRound
from store.rules.pairing.draw import Costs, Group, Round, _greedy, _improved, draw, group_sizes
from store.rules.pairing.history import after_skips, first_writer, past_rounds

PEOPLE = "abcdefghijklmnopqrstuvwxyz0123"


def shown(groups: Sequence[Group]) -> str:
    return " ".join("".join(group) for group in groups)


def rounds(people: Sequence[str], count: int, size: int = 2, history: Sequence[Round] = ()) -> list[Round]:
    """A stable team, drawn so many times; everyone meets."""
    past = list(history)
    for _ in range(count):
        groups = draw(people, past, size)
        past.append(Round(groups, groups))
    return past


EXAMPLES = {
    "E1": ("abcdef", ["af be cd", "ab cf de", "ac bd ef", "ad bf ce", "ae bc df", "af be cd"]),
    "E2": ("abcd", ["ad bc", "ab cd", "ac bd", "ad bc"]),
    "E3": ("abcde", ["abe cd", "abc de", "ace bd", "ad bce"]),
    "E8 two": ("ab", ["ab", "ab", "ab"]),
    "E8 three": ("abc", ["abc", "abc"]),
    "E8 one": ("a", ["", ""]),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples(name: str) -> None:
    people, expected = EXAMPLES[name]
    assert [shown(r.groups) for r in rounds(people, len(expected))] == expected


def test_e6_a_skip_before_the_draw_makes_a_trio_and_is_made_good() -> None:
    past = rounds("abcdef", 3)
    past = rounds("abcdf", 1, history=past)
    assert shown(past[-1].groups) == "adf bc"
    assert shown(rounds("abcdef", 1, history=past)[-1].groups) == "ae bf cd"


@pytest.mark.parametrize("count", [2, 4, 6, 8, 10])
def test_b9b_e10_everyone_has_met_everyone_before_anyone_is_met_twice(count: int) -> None:
    people = PEOPLE[:count]
    past = rounds(people, 2 * (count - 1))
    for half in (past[: count - 1], past[count - 1 :]):
        pairs = [group for r in half for group in r.groups]
        assert sorted(pairs) == sorted(combinations(sorted(people), 2))
    if count >= 4:
        assert all(not set(a.groups) & set(b.groups) for a, b in pairwise(past))


# Everything against all ways there are


def ways(people: tuple[str, ...], sizes: tuple[int, ...]) -> Iterator[tuple[Group, ...]]:
    if not people:
        yield ()
        return
    first, rest = people[0], people[1:]
    for size in set(sizes):
        left = list(sizes)
        left.remove(size)
        for chosen in combinations(rest, size - 1):
            others = tuple(p for p in rest if p not in chosen)
            for more in ways(others, tuple(left)):
                yield ((first, *chosen), *more)


def price(groups: Sequence[Group], people: Sequence[str], past: Sequence[Round]) -> tuple[object, ...]:
    """The criteria, written out plainly."""
    edges = [edge for group in groups for edge in combinations(group, 2)]
    met = [{e for g in r.met for e in combinations(sorted(g), 2)} for r in past]
    times = {e: sum(e in one for one in met) for e in edges}
    last = {e: max((n for n, one in enumerate(met) if e in one), default=-1) for e in edges}
    seats = [*sorted(people), *([""] if len(people) % 2 else [])]
    for _ in range(len(past) % (len(seats) - 1)):
        seats = [seats[0], *seats[2:], seats[1]]
    circle = {frozenset((seats[n], seats[-1 - n])) for n in range(len(seats) // 2)}
    return (
        sum(e in met[-1] for e in edges) if met else 0,
        sum(times[e] ** 2 for e in edges),
        sum(max(0, 64 - (len(past) - last[e])) for e in edges if last[e] >= 0),
        sum(len(g) == 3 and m in g for t in groups if len(t) == 3 for m in t for r in past for g in r.groups),
        sum(frozenset(e) not in circle for e in edges),
        sorted(groups),
    )


histories = st.lists(
    st.tuples(st.integers(2, 8), st.randoms(use_true_random=False), st.booleans()), max_size=5
)


def history_of(made: Sequence[tuple[int, random.Random, bool]]) -> list[Round]:
    """Rounds of other people, drawn by chance, some of whose groups did not meet."""
    past = []
    for count, chance, all_met in made:
        people = chance.sample(PEOPLE[:8], count)
        sizes = group_sizes(count, 2)
        groups = []
        for size in sizes:
            groups.append(tuple(sorted(people[:size])))
            people = people[size:]
        met = tuple(groups) if all_met else tuple(groups[1:])
        past.append(Round(tuple(sorted(groups)), met))
    return past


@given(histories, st.integers(2, 8), st.sampled_from((2, 2, 3, 4)))
@settings(max_examples=60)
def test_the_draw_is_the_best_of_all_ways(
    made: list[tuple[int, random.Random, bool]], count: int, size: int
) -> None:
    people, past = tuple(PEOPLE[:count]), history_of(made)
    best = min(ways(people, group_sizes(count, size)), key=lambda groups: price(groups, people, past))
    assert draw(people, past, size) == best


@given(histories, st.randoms(use_true_random=False), st.integers(2, 30), st.sampled_from((2, 3, 4)))
@settings(max_examples=30)
def test_everyone_has_one_group_whatever_the_order_of_the_records(
    made: list[tuple[int, random.Random, bool]], chance: random.Random, count: int, size: int
) -> None:
    people, past = list(PEOPLE[:count]), history_of(made)
    found = draw(people, past, size)
    assert sorted(member for group in found for member in group) == sorted(people)
    assert sorted(map(len, found)) == sorted(group_sizes(count, size))
    chance.shuffle(people)
    shuffled = [Round(tuple(chance.sample(r.groups, len(r.groups))), r.met[::-1]) for r in past]
    assert draw(people, shuffled, size) == found


@given(st.integers(15, 30))
@settings(max_examples=8)
def test_a_large_team_meets_nobody_twice_running(count: int) -> None:
    past = rounds(PEOPLE[:count], 5)
    for before, after in pairwise(past):
        assert not {e for g in before.groups for e in combinations(g, 2)} & {
            e for g in after.groups for e in combinations(g, 2)
        }


@given(histories, st.integers(4, 10))
@settings(max_examples=40)
def test_the_way_for_large_teams_comes_close_to_the_best(
    made: list[tuple[int, random.Random, bool]], count: int
) -> None:
    people, past = PEOPLE[:count], history_of(made)
    costs = Costs(people, past)
    found = _improved(_greedy(people, group_sizes(count, 2), costs), costs)
    best = draw(people, past)
    again = [sum(costs.of(g) >> 192 for g in groups) for groups in (found, best)]
    assert again[0] <= again[1] + 1


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("people", range(31))
def test_the_sizes_add_up_and_are_near_the_wish(people: int, size: int) -> None:
    sizes = group_sizes(people, size)
    assert sum(sizes) == (people if people > 1 else 0)
    assert all(2 <= s <= 4 for s in sizes)
    if people > 5:
        assert all(abs(s - size) <= 1 for s in sizes)
        assert size in sizes or (people, size) in ((6, 4), (8, 3), (9, 4))


def test_who_met_in_the_round_before_is_spared_even_if_others_met_more_often() -> None:
    once, twice, often = (("a", "d"), ("b", "c")), (("a", "b"), ("c", "d")), (("a", "c"), ("b", "d"))
    past = [Round(groups, groups) for groups in (twice, twice, often, often, often, once)]
    assert draw("abcd", past) == twice
    assert draw("abcd", past[:-1]) == once


def test_a_bad_way_is_improved_by_changing_places() -> None:
    met = (("a", "b"), ("c", "d"))
    found = _improved(list(met), Costs("abcd", [Round(met, met)] * 3))
    assert not set(found) & set(met)


def test_a_group_met_unless_someone_said_that_it_did_not() -> None:
    monday = date(2026, 11, 9)
    pairs = (("a", "b"), ("c", "d"))
    drawn = CoffeeRound("coffee:2026-11-09", monday, pairs, missed=pairs[:1])
    later = CoffeeRound("coffee:2026-11-23", monday + timedelta(14), pairs)
    assert past_rounds([later, drawn], later.monday) == [Round(pairs, pairs[1:])]


# Skips after the draw


def test_of_three_two_stay() -> None:
    assert shown(after_skips([("a", "b", "e"), ("c", "d")], ["b"], [])) == "ae cd"


def test_whoever_is_left_joins_the_pair_that_they_met_least() -> None:
    past = [Round((("b", "c"), ("a", "d"), ("e", "f")), (("b", "c"), ("a", "d"), ("e", "f")))]
    assert shown(after_skips([("a", "b"), ("c", "d"), ("e", "f")], ["a"], past)) == "bef cd"


def test_with_only_a_trio_the_four_are_drawn_anew() -> None:
    assert shown(after_skips([("a", "b", "e"), ("c", "d")], ["d"], [])) == "ae bc"


def test_two_who_skip_one_after_the_other_and_one_who_is_alone() -> None:
    assert shown(after_skips([("a", "b"), ("c", "d")], ["a", "c"], [])) == "bd"
    assert after_skips([("a", "b")], ["a"], []) == ()
    assert after_skips([("a", "b")], ["x"], []) == (("a", "b"),)


@given(histories, st.integers(2, 9), st.lists(st.sampled_from("abcdefghi"), unique=True, max_size=9))
@settings(max_examples=60)
def test_whoever_did_not_skip_has_a_chat_if_anyone_is_left(
    made: list[tuple[int, random.Random, bool]], count: int, skips: list[str]
) -> None:
    people, past = PEOPLE[:count], history_of(made)
    after = after_skips(draw(people, past), skips, past)
    staying = sorted(set(people) - set(skips))
    assert sorted(m for g in after for m in g) == (staying if len(staying) > 1 else [])
    assert all(2 <= len(g) <= 3 for g in after)


def test_the_first_writer_is_a_fair_coin() -> None:
    group = ("m-a", "m-b", "m-c")
    found = [first_writer(f"coffee:2026-{n:02}", group) for n in range(90)]
    assert set(found) == set(group)
    assert all(20 <= found.count(member) <= 40 for member in group)
    assert first_writer("coffee:2026-11-23", group[::-1]) == first_writer("coffee:2026-11-23", group)
