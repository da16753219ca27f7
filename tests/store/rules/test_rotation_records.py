"""The rotation over what is recorded: pins, changes, late absences, odd documents."""

from __future__ import annotations

from dataclasses import replace

from store.records import Member, Move, Occurrence, Snapshot
from store.rules.rotation import Plan, Seat, fairness
from tests.store.rules.rotation_team import (
    DAYS,
    FIRST,
    ROLES,
    gone,
    meetings,
    person,
    record,
    shorthand,
    team,
    why,
)


def test_a_plan_that_is_pinned_as_computed_changes_nothing() -> None:
    """Every step of a computed future, once it was pinned and is over, gives the same further plans."""
    people: list[Member | str] = [*"abcde", person("f", share=2), person("g", joined=DAYS[4])]
    roles = (replace(ROLES[0], shadow_first=True), *ROLES[1:])
    absences = gone("ab", 3, 4) + gone("c", 6)
    ahead = meetings(team(people, roles=roles, absences=absences), 15)
    records: list[Occurrence] = []
    for number, plan in enumerate(ahead, 1):
        snapshot = team(people, roles=roles, absences=absences, records=records)
        today = DAYS[number - 1]
        assert meetings(snapshot, 15 - number + 1, today=today, start=number) == ahead[number - 1 :]
        members = [p.id for p in snapshot.members_of(snapshot.meetings["s"], plan.day)]
        records.append(
            record(
                number,
                state="pinned",
                slots={seat.role: seat.member for seat in plan.seats},
                shadows={seat.role: seat.shadow for seat in plan.seats if seat.shadow},
                members=tuple(members),
                present=tuple(p for p in members if p not in plan.away),
            )
        )


def test_a_pinned_meeting_counts_when_its_day_is_over_a_planned_one_never() -> None:
    slots = {"F": "a", "N": "b", "T": "c"}
    pinned = team("abcdef", records=[record(1, state="pinned", slots=slots, present=tuple("abcdef"))])
    planned = team("abcdef", records=[record(1, changes=slots)])
    assert [plan.state for plan in meetings(pinned, 1, today=FIRST)] == ["pinned"]
    past = meetings(pinned, 2, today=DAYS[1])
    assert [(plan.state, shorthand(plan)) for plan in past] == [("held", "abc"), ("planned", "bce")]
    past = meetings(planned, 2, today=DAYS[1])
    assert [(plan.state, shorthand(plan)) for plan in past] == [("planned", "abc"), ("planned", "ace")]


def moved(snapshot: Snapshot, number: int, to: int) -> Snapshot:
    """With the nth meeting held at ten on the day of another."""
    series = snapshot.meetings["s"]
    return replace(
        snapshot, meetings={"s": replace(series, moves={DAYS[number - 1]: Move(DAYS[to - 1], "10:00")})}
    )


def test_a_moved_meeting_counts_when_the_day_it_is_held_on_is_over() -> None:
    slots = {"F": "a", "N": "b", "T": "c"}
    pinned = record(1, state="pinned", slots=slots, present=tuple("abcdef"))
    snapshot = moved(team("abcdef", records=[pinned]), 1, to=3)
    assert [plan.state for plan in meetings(snapshot, 1, today=DAYS[2])] == ["pinned"]
    assert [plan.state for plan in meetings(snapshot, 1, today=DAYS[3])] == ["held"]


def test_turns_go_round_in_the_order_in_which_meetings_are_held() -> None:
    plans = meetings(moved(team("abcdef"), 1, to=3), 4)
    assert [plan.day for plan in plans] == [DAYS[1], DAYS[2], DAYS[0], DAYS[3]]
    assert [shorthand(plan) for plan in plans] == ["ace", "bdf", "cea", "dfb"]


def test_who_is_away_counts_on_the_day_on_which_a_moved_meeting_is_held() -> None:
    there = moved(team("abcdef", absences=gone("a", 1)), 1, to=3)
    away = moved(team("abcdef", absences=gone("a", 3)), 1, to=3)
    assert [meetings(snapshot, 1)[0].away for snapshot in (there, away)] == [(), ("a",)]


def test_looking_at_days_on_which_nothing_was_held_changes_nothing() -> None:
    """Not even when they came before the first meeting, or someone was there for the first time."""
    people: list[Member | str] = [
        "a",
        "b",
        *(person(p, joined=DAYS[1]) for p in "cd"),
        person("e", joined=DAYS[2]),
    ]
    held = record(2, state="held", slots={"F": "c", "N": "d", "T": "a"}, present=tuple("abcd"))
    snapshot = team(people, records=[held, record(3, state="skipped")])
    assert meetings(snapshot, 12, today=DAYS[5])[5:] == meetings(snapshot, 7, today=DAYS[5], start=6)
    others = tuple("abcd")
    history = [
        record(n, state="held", slots={"F": "abcd"[n % 4]}, members=others, present=others)
        for n in range(2, 9)
    ]
    for since in range(1, 11):
        snapshot = team([*others, "e"], records=[*history, record(9, absent=("e",))])
        expected = meetings(snapshot, 12, today=DAYS[9], start=10)
        assert meetings(snapshot, 22 - since, today=DAYS[9], start=since)[-12:] == expected


def test_nobody_comes_to_a_meeting_on_a_holiday() -> None:
    plan, after = meetings(team("abcdef", holidays=frozenset({FIRST})), 2)
    assert (plan.seats, plan.free, plan.away) == ((), (), tuple("abcdef"))
    assert shorthand(after) == "ace"


def test_people_come_on_the_days_they_work() -> None:
    people = [person("a", week=(1, 2)), *"bcdef", person("g", left=DAYS[2])]
    monday, _, wednesday = meetings(team(people), 3)
    assert "a" not in monday.away
    assert wednesday.away == ("a",)
    assert all("g" not in (*wednesday.free, seat.member) for seat in wednesday.seats)


def test_a_late_absence_gives_away_only_that_persons_role() -> None:
    pinned = record(2, state="pinned", slots={"F": "b", "N": "d", "T": "f"}, present=tuple("abcdef"))
    first = record(1, state="pinned", slots={"F": "a", "N": "c", "T": "e"}, present=tuple("abcdef"))
    late = replace(pinned, absent=("b",))
    for snapshot in (
        team("abcdef", records=[first, late]),
        team("abcdef", records=[first, pinned], absences=gone("b", 2)),
    ):
        plan = meetings(snapshot, 1, today=DAYS[1], start=2)[0]
        assert shorthand(plan) == "cdf"
        assert plan.seats[0] == Seat("F", "c", "stands in for B")
        assert (plan.free, plan.away) == (("a", "e"), ("b",))
    afterwards = meetings(team("abcdef", records=[first, late]), 2, today=DAYS[2], start=2)
    assert [shorthand(plan) for plan in afterwards] == ["cdf", "bea"]
    assert afterwards[1].seats[0].why == "kept turn from Tuesday"


def test_an_absence_entered_later_does_not_rewrite_what_was_held() -> None:
    present = tuple("abcdef")
    held = record(1, state="pinned", slots={"F": "a", "N": "c", "T": "e"}, present=present)
    plan = meetings(team("abcdef", records=[held], absences=gone("a", 1)), 1, today=DAYS[1])[0]
    assert shorthand(plan) == "ace"


def test_a_vacated_role_stays_open_when_everyone_present_has_one() -> None:
    pinned = record(1, state="pinned", slots={"F": "a", "N": "b"}, present=("a", "b"), absent=("a",))
    plan = meetings(team("ab", records=[pinned]), 1)[0]
    assert plan.seats == (Seat("F", None, "any volunteer?"), Seat("N", "b", "first time"))


def test_a_promise_to_take_a_role_ends_with_an_absence() -> None:
    snapshot = team("abcdef", records=[record(2, changes={"F": "e"}, absent=("e",))])
    plan = meetings(snapshot, 2)[1]
    assert shorthand(plan) == "bdf"
    assert "e" in plan.away


def test_a_role_given_up_is_open() -> None:
    plan = meetings(team("abcdef", records=[record(1, changes={"N": None})]), 1)[0]
    assert plan.seats[1] == Seat("N", None, "any volunteer?")


def test_a_change_moves_nobody_else() -> None:
    plan = meetings(team("abcdef", records=[record(1, changes={"F": "f"})]), 1)[0]
    assert shorthand(plan) == "fce"


def test_a_swap_counts_for_those_who_served() -> None:
    plan, after, *_ = meetings(team("abcdef", records=[record(1, changes={"F": "c", "N": "a"})]), 4)
    assert shorthand(plan) == "cae"
    assert why(plan) == ["swapped", "swapped", "first time"]
    assert not {"F": "c", "N": "a"}.items() & {seat.role: seat.member for seat in after.seats}.items()


def test_unknown_people_and_roles_in_records_do_no_harm() -> None:
    odd = record(
        1,
        state="pinned",
        slots={"F": "nobody", "Z": "a", "Y": None, "N": "b"},
        changes={"Q": "a", "T": "ghost"},
        shadows={"F": "ghost"},
        members=("ghost", "a", "b", "c"),
        present=("ghost", "a", "b", "c"),
        absent=("phantom",),
    )
    for today in (FIRST, DAYS[1]):
        plan = meetings(team("abc", records=[odd]), 2, today=today)[0]
        assert [(seat.role, seat.member) for seat in plan.seats] == [
            ("F", None),
            ("N", "b"),
            ("T", None),
            ("Y", None),
            ("Z", "a"),
        ]


def test_no_members_no_roles_no_days() -> None:
    assert meetings(team(""), 1)[0] == Plan("s", FIRST, "planned", (), (), ())
    assert meetings(team("ab", roles=()), 1)[0].free == ("a", "b")
    assert meetings(team("ab"), 0) == ()
    assert fairness(team(""), team("").meetings["s"], FIRST, FIRST).spread == {"F": 0, "N": 0, "T": 0}


def test_a_role_that_nobody_described_is_named_after_its_id() -> None:
    snapshot = replace(team("abcdef"), roles={})
    assert [seat.role for seat in meetings(snapshot, 1)[0].seats] == ["F", "N", "T"]
