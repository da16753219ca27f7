"""The speaking order: complete, fair by chance, the same everywhere, and never begun by a newcomer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from store.records import Member, Occurrence, Snapshot
from store.rules.speaking import newcomers, speaking_order
from tests.store.rules.rotation_team import DAYS, gone, meetings, person, record, team

PEOPLE = "abcdefgh"


def order(snapshot: Snapshot, number: int = 1) -> tuple[str, ...]:
    """The order in the nth meeting."""
    plan = meetings(snapshot, 1, today=DAYS[number - 1], start=number)[0]
    return speaking_order(snapshot, snapshot.meetings["s"], plan)


def held(number: int, present: Sequence[str]) -> Occurrence:
    return record(number, state="held", members=tuple(present), present=tuple(present))


@st.composite
def groups(draw: st.DrawFn) -> tuple[Snapshot, int, set[str]]:
    """A team with people who joined at different times, some of them away; the meeting, and who comes."""
    number = draw(st.integers(1, 60))
    day = DAYS[number - 1]
    names = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))
    since = st.integers(0, 30).map(lambda back: day - timedelta(days=back))
    people = [person(name, joined=draw(st.one_of(st.just(date(2020, 1, 1)), since))) for name in names]
    away = draw(st.sets(st.sampled_from(names)))
    return team(people, absences=gone("".join(sorted(away)), number)), number, set(names) - away


@given(groups())
def test_everyone_who_comes_speaks_once_and_nobody_else(group: tuple[Snapshot, int, set[str]]) -> None:
    snapshot, number, coming = group
    said = order(snapshot, number)
    assert len(said) == len(set(said))
    assert set(said) == coming


@given(groups())
def test_a_newcomer_begins_only_among_newcomers(group: tuple[Snapshot, int, set[str]]) -> None:
    snapshot, number, _ = group
    said = order(snapshot, number)
    new = newcomers(snapshot, snapshot.meetings["s"], DAYS[number - 1])
    if said and not new.issuperset(said):
        assert said[0] not in new


@given(groups(), st.randoms(use_true_random=False))
def test_it_depends_on_the_records_not_on_their_order(
    group: tuple[Snapshot, int, set[str]], chance: Random
) -> None:
    snapshot, number, _ = group
    shuffled = list(snapshot.members.items())
    chance.shuffle(shuffled)
    assert order(replace(snapshot, members=dict(shuffled)), number) == order(snapshot, number)


@given(groups())
def test_who_stays_away_changes_nothing_for_the_others(group: tuple[Snapshot, int, set[str]]) -> None:
    """But for who begins: the others keep their places among each other."""
    snapshot, number, coming = group
    everyone = order(replace(snapshot, absences=()), number)
    said = order(snapshot, number)
    if said:
        rest = [p for p in everyone if p in coming and p not in (said[0], everyone[0])]
        assert [p for p in said if p in rest] == rest


def test_it_is_the_hash_of_occurrence_and_person() -> None:
    """Written out, so that another program can say the same."""
    expected = sorted("abcdef", key=lambda p: sha256(f"s:2026-11-02|{p}".encode()).hexdigest())
    assert order(team("abcdef")) == tuple(expected)
    assert "".join(expected) == "dfebac"


def test_each_day_is_another_and_everyone_begins_about_as_often() -> None:
    snapshot = team("abcdef")
    orders = [order(snapshot, number) for number in range(1, 181)]
    assert not any(one == other for one, other in pairwise(orders))
    first = Counter(said[0] for said in orders)
    assert set(first) == set("abcdef")
    assert all(15 <= count <= 45 for count in first.values())


def test_new_is_the_first_five_working_days_in_the_team() -> None:
    weekdays: list[Member | str] = ["a", person("b", joined=DAYS[0], week=(1, 2, 3, 4, 5))]
    snapshot = team(weekdays)
    new = [newcomers(snapshot, snapshot.meetings["s"], DAYS[n]) for n in (0, 4, 6, 7)]
    assert new == [{"b"}, {"b"}, {"b"}, set()]


def test_new_is_also_who_comes_to_a_series_for_the_first_two_times() -> None:
    records = [held(1, "ab"), held(2, "ab"), held(3, "abc"), record(4, state="skipped"), held(5, "abc")]
    for count, new in ((0, set()), (1, {"c"}), (2, {"c"}), (3, {"c"}), (4, {"c"}), (5, set())):
        snapshot = team("abc", records=records[:count])
        assert newcomers(snapshot, snapshot.meetings["s"], DAYS[count]) == new
