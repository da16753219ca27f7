"""The rotation: worked examples, wishes, reasons and counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from store.records import Member, Occurrence, Role, Snapshot
from store.rules.rotation import Seat, fairness, plans, series, within_one_turn
from tests.store.rules.rotation_team import (
    DAYS,
    FIRST,
    ROLES,
    gone,
    meetings,
    person,
    record,
    shorthand,
    table,
    team,
    why,
)

# Worked examples

JOINED = [*"abcdef", person("g", joined=DAYS[3])]
OPTED_OUT = [*"ab", person("c", roles={"N": "out"}), *"def"]


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        pytest.param(team("abcdef"), "ace bdf cea dfb eac fbd ace", id="D1 a new team"),
        pytest.param(team("abcde"), "abc bcd cde dea eab", id="D2 five people"),
        pytest.param(team("abcdef", absences=gone("b", 2)), "ace cdf bea dfb eac", id="D3 a turn kept"),
        pytest.param(team(JOINED), "ace bdf cea dfb eac fbd acg bde cgf dea gfb eac", id="D5 someone joins"),
        pytest.param(team(OPTED_OUT), "ade bef cfa dab ebc fed ade", id="D7 an opt-out"),
        pytest.param(team("abcdef", absences=gone("cdef", 2)), "ace ba", id="D8 two people"),
        pytest.param(
            team("abcdef", records=[record(2, changes={"F": "e"})]),
            "ace edf bea cfb dac fbd ace",
            id="D10 handed over",
        ),
        pytest.param(
            team("abcdef", records=[record(2, state="skipped")]), "ace  bdf", id="D11 a skipped meeting"
        ),
        pytest.param(
            team("abcdef", records=[record(2, state="skipped", slots={"F": "d", "N": "e", "T": "a"})]),
            "ace dea bdf",
            id="D11 skipped after the pin",
        ),
    ],
)
def test_worked_examples(snapshot: Snapshot, expected: str) -> None:
    assert table(snapshot, len(expected.split(" "))) == expected


def test_d5_each_role_once_for_the_newcomer() -> None:
    taken = [seat.role for plan in meetings(team(JOINED), 11) for seat in plan.seats if seat.member == "g"]
    assert sorted(taken) == ["F", "N", "T"]


def test_d8_says_who_is_away_and_leaves_the_optional_role_out() -> None:
    plan = meetings(team("abcdef", absences=gone("cdef", 2)), 2)[1]
    assert [seat.role for seat in plan.seats] == ["F", "N"]
    assert (plan.free, plan.away) == ((), ("c", "d", "e", "f"))


def test_d15_the_slots_of_the_pin_that_won_count_for_everyone() -> None:
    everyone = tuple("abcdef")
    pinned = record(
        3,
        state="pinned",
        slots={"F": "b", "N": "e", "T": "a"},
        members=everyone,
        present=everyone,
        pinned_at=datetime(2026, 11, 4, 9, 31, tzinfo=UTC),
    )
    ana, ben = (team("abcdef", records=records) for records in ([pinned], [pinned][::-1]))
    assert [shorthand(p) for p in meetings(ana, 2, start=3)] == [
        shorthand(p) for p in meetings(ben, 2, start=3)
    ]
    assert shorthand(meetings(ana, 1, start=3)[0]) == "bea"
    # What the pin gave counts, not what this machine would have computed itself.
    assert shorthand(meetings(ana, 1, today=DAYS[3], start=4)[0]) != "bea"


def held_history(count: int, seed: int = 7) -> list[Occurrence]:
    """Meetings held by a team of six, with absences and odd plans, as records."""
    chance = random.Random(seed)
    records = []
    for number in range(1, count + 1):
        present = tuple(p for p in "abcdef" if chance.random() > 0.2)
        slots = dict(zip("FNT", chance.sample(present, min(3, len(present))), strict=False))
        state = chance.choice(["pinned", "pinned", "held", "skipped"])
        changes = {"F": chance.choice(present)} if chance.random() < 0.2 else {}
        records.append(
            record(
                number, state=state, slots=slots, changes=changes, members=tuple("abcdef"), present=present
            )
        )
    return records


def test_d16_g6_the_order_of_the_records_does_not_matter() -> None:
    records, people = held_history(40), [person(p) for p in "abcdef"]
    absences = gone("ab", 41, 43)
    expected = meetings(team(people, records=records, absences=absences), 5, today=DAYS[40], start=41)
    for seed in range(200):
        chance = random.Random(seed)
        shuffled = team(
            chance.sample(people, len(people)),
            records=chance.sample(records, len(records)),
            absences=chance.sample(absences, len(absences)),
        )
        assert meetings(shuffled, 5, today=DAYS[40], start=41) == expected


def test_g6_asking_for_more_days_changes_none_of_them() -> None:
    snapshot = team("abcdef", records=held_history(20), absences=gone("c", 22, 23))
    everything = meetings(snapshot, 26, today=DAYS[20])
    assert everything[20:] == meetings(snapshot, 6, today=DAYS[20], start=21)
    assert everything[20:22] == meetings(snapshot, 2, today=DAYS[20], start=21)
    assert [p.day for p in everything] == DAYS[:26]


QUESTIONS: list[Callable[[Snapshot, int], object]] = [
    lambda snapshot, n: meetings(snapshot, 4, today=DAYS[n], start=n + 1),
    lambda snapshot, n: meetings(snapshot, 9, today=DAYS[n], start=max(1, n - 9)),
    lambda snapshot, n: fairness(snapshot, snapshot.meetings["s"], DAYS[n // 2], DAYS[n]),
    lambda snapshot, n: within_one_turn(snapshot, snapshot.meetings["s"], DAYS[n]),
]


def test_g6_what_was_asked_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns are remembered from one question to the next: in a team that grows, wishes, and is away."""
    chance, records = random.Random(3), held_history(60)
    people, absences = [person(p) for p in "abcdef"], gone("c", 12, 30)
    remembered: dict[str, series.Fold] = {}
    for _ in range(300):
        number = chance.randrange(20, 60)
        earlier = chance.randrange(number)
        match chance.randrange(12):
            case 0:
                people[2] = person("c", roles={"N": chance.choice(["in", "out", "learn"])})
            case 1:
                absences = gone(chance.choice("abc"), *range(earlier + 1, earlier + 7))
            case 2:
                records[earlier] = replace(records[earlier], changes={"F": chance.choice("abc")})
            case 3:
                records[earlier] = replace(records[earlier], state=chance.choice(["held", "skipped"]))
        snapshot = team(people, records=records[:number], absences=absences)
        for question in chance.sample(QUESTIONS, len(QUESTIONS)):
            monkeypatch.setattr(series, "FOLDS", remembered)
            answer = question(snapshot, number)
            monkeypatch.setattr(series, "FOLDS", {})
            assert question(snapshot, number) == answer


# Wishes and learning


def test_a_newcomer_accompanies_someone_before_a_role_that_asks_for_it() -> None:
    roles = (replace(ROLES[0], shadow_first=True), *ROLES[1:])
    planned = meetings(team([*"abcdef", person("g", joined=DAYS[3])], roles=roles), 16)
    shadowed = [
        (number, seat.role) for number, plan in enumerate(planned, 1) for seat in plan.seats if seat.shadow
    ]
    assert shadowed == [(4, "F")]
    assert planned[3].seats[0].shadow == "g"
    assert "g" in [plan.seats[0].member for plan in planned]
    wanted = meetings(team([*"abcdef", person("g", joined=DAYS[3], roles={"F": "in"})], roles=roles), 6)
    assert not any(seat.shadow for plan in wanted for seat in plan.seats)


def test_who_asks_to_learn_shadows_once_then_takes_the_role() -> None:
    planned = meetings(team([*"ab", person("c", roles={"F": "learn"}), *"def"]), 12)
    shadowed = [number for number, plan in enumerate(planned, 1) if plan.seats[0].shadow == "c"]
    first_turn = [plan.seats[0].member for plan in planned].index("c") + 1
    assert len(shadowed) == 1
    assert shadowed[0] < first_turn


def test_a_recorded_shadow_ends_the_learning_an_older_turn_does_not() -> None:
    people: list[Member | str] = [*"ab", person("c", roles={"F": "learn"}), *"def"]
    everyone = tuple("abcdef")
    turn = record(1, state="held", slots={"F": "c"}, present=everyone)
    still = meetings(team(people, roles=ROLES[:1], records=[turn]), 1, today=DAYS[1], start=2)[0]
    assert still.seats[0].shadow == "c"
    other = record(2, state="held", slots={"F": "d"}, present=everyone, shadows={"F": "c"})
    learnt = meetings(team(people, roles=ROLES[:1], records=[turn, other]), 12, today=DAYS[2], start=3)
    assert not any(seat.shadow for plan in learnt for seat in plan.seats)
    assert "c" in [plan.seats[0].member for plan in learnt]


def test_who_has_learnt_a_role_begins_with_as_few_turns_as_anyone() -> None:
    people: list[Member | str] = [*"ab", person("c", roles={"F": "learn"})]
    turns = [
        record(
            n,
            state="held",
            slots={"F": "ab"[n % 2]},
            present=tuple("abc"),
            shadows={"F": "c"} if n == 8 else {},
        )
        for n in range(1, 9)
    ]
    planned = meetings(team(people, roles=ROLES[:1], records=turns), 6, today=DAYS[8], start=9)
    assert [shorthand(plan) for plan in planned] == [*"bac", *"bac"]


def test_a_role_that_nobody_takes_asks_for_a_volunteer() -> None:
    planned = meetings(team([person(p, roles={"N": "out"}) for p in "abcd"]), 3)
    assert all(plan.seats[1] == Seat("N", None, "any volunteer?") for plan in planned)


def test_half_time_means_half_the_turns() -> None:
    planned = meetings(team([*"abc", person("d", share=2)], roles=ROLES[:1]), 70)
    turns = {p: sum(plan.seats[0].member == p for plan in planned) for p in "abcd"}
    assert turns == {"a": 20, "b": 20, "c": 20, "d": 10}


def test_two_people_share_more_roles_than_hands() -> None:
    roles = tuple(Role(f"r{n}", "R", n) for n in range(5))
    plan = meetings(team("ab", roles=roles), 1)[0]
    assert sorted(shorthand(plan).count(p) for p in "ab") == [2, 3]


# Reasons


def test_reasons_are_true_lines() -> None:
    planned = meetings(team("abcdef", absences=gone("b", 2)), 8)
    assert why(planned[0]) == ["first time"] * 3
    assert planned[1].seats[0].why == "stands in for B"
    assert planned[2].seats[0].why == "kept turn from Tuesday"
    assert "longest ago: 2 Nov" in [line for plan in planned[5:] for line in why(plan)]


def test_longest_ago_is_only_said_of_who_waited_longest() -> None:
    turns = [record(n, state="held", slots={"F": p}, present=tuple("abc")) for n, p in enumerate("aabc", 1)]
    plan = meetings(team("abc", roles=ROLES[:1], records=turns), 1, today=DAYS[4], start=5)[0]
    assert plan.seats == (Seat("F", "b", "next in turn"),)  # a served twice, but before b


def test_a_date_of_another_year_says_so() -> None:
    everyone = tuple("ab")
    old = [
        Occurrence(f"s:{day}", "s", day, "held", slots={"F": who}, present=everyone)
        for day, who in ((date(2025, 12, 30), "a"), (date(2025, 12, 31), "b"))
    ]
    snapshot = team("ab", roles=ROLES[:1], records=old)
    plan = plans(snapshot, snapshot.meetings["s"], [date(2026, 1, 5)], date(2026, 1, 5))[0]
    assert plan.seats == (Seat("F", "a", "longest ago: 30 Dec 2025"),)


def test_an_old_kept_turn_names_the_date() -> None:
    everyone = tuple("abc")
    held = [
        record(1, state="held", slots={"F": "a"}, present=everyone),
        record(2, state="held", slots={"F": "c"}, present=("a", "c"), members=everyone),
    ]
    snapshot = team("abc", roles=ROLES[:1], records=held)
    assert meetings(snapshot, 1, today=DAYS[7], start=8)[0].seats[0].why == "kept turn from Tuesday"
    assert meetings(snapshot, 1, today=DAYS[8], start=9)[0].seats[0].why == "kept turn from 3 Nov"


# Counts


def test_fairness_counts_what_was_held_in_the_window() -> None:
    snapshot = team("abcdef")
    records = [
        record(n, state="pinned", slots={s.role: s.member for s in plan.seats}, present=tuple("abcdef"))
        for n, plan in enumerate(meetings(snapshot, 9), 1)
    ]
    records[8] = replace(records[8], state="skipped")
    snapshot = team("abcdef", records=records)
    meeting = snapshot.meetings["s"]
    fair = fairness(snapshot, meeting, FIRST, DAYS[8])
    assert fair.counts["F"] == {"a": 2, "b": 2, "c": 1, "d": 1, "e": 1, "f": 1}
    assert fair.spread == {"F": 1, "N": 1, "T": 1}
    assert fairness(snapshot, meeting, FIRST, DAYS[6]).spread == {"F": 0, "N": 0, "T": 0}
    assert sum(fairness(snapshot, meeting, DAYS[2], DAYS[4]).counts["N"].values()) == 2
    assert within_one_turn(snapshot, meeting, DAYS[9])


def test_spread_leaves_out_whom_the_role_is_not_for() -> None:
    present = tuple("abc")
    records = [
        record(n, state="held", slots={"F": "a" if n % 2 else "b"}, present=present) for n in (1, 2, 3, 4)
    ]
    people: list[Member | str] = [*"ab", person("c", roles={"F": "out"}), person("d", joined=DAYS[4])]
    snapshot = team(people, roles=ROLES[:1], records=records)
    fair = fairness(snapshot, snapshot.meetings["s"], FIRST, DAYS[5])
    assert fair.counts == {"F": {"a": 2, "b": 2, "c": 0, "d": 0}}
    assert fair.spread == {"F": 0}


def test_within_one_turn_is_not_said_when_it_is_not_so() -> None:
    present = tuple("abc")
    records = [record(n, state="held", slots={"F": "a"}, present=present) for n in (1, 2, 3)]
    snapshot = team("abc", roles=ROLES[:1], records=records)
    assert within_one_turn(snapshot, snapshot.meetings["s"], FIRST)
    assert not within_one_turn(snapshot, snapshot.meetings["s"], DAYS[5])
    assert within_one_turn(team("abc"), snapshot.meetings["s"], FIRST)
