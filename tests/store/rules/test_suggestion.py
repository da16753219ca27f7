"""The day's suggestion: its limits, and its properties. The worked examples have a file of their own."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Answer, CoffeeRound, HelpFlag, Kudos, Milestone, Private, Snapshot
from store.rules.suggestion import Pick, Rest, digest, pick
from tests.store.rules.suggestion_team import (
    CATALOGUE,
    DAY,
    OTHERS,
    absent,
    ago,
    candidates,
    done,
    note,
    passed,
    person,
    picked,
    private,
    promise,
    signals,
    suggest,
    team,
    thanks,
)

R = TypeVar("R")
MONDAY, TUESDAY, THURSDAY = DAY - timedelta(2), DAY - timedelta(1), DAY + timedelta(1)


def test_silence_ends_on_its_day() -> None:
    silent = Private(silent_until=DAY)
    assert isinstance(suggest(mine=silent), Rest)
    assert isinstance(suggest(mine=silent, day=THURSDAY), Pick)


def test_the_last_day_of_a_week_without_thanks() -> None:
    friday = DAY + timedelta(2)
    assert CATALOGUE.actions[picked(day=friday).action].start_small == "thanks"
    due = private(promises=(promise(by=friday),))
    assert picked(mine=due, day=friday).trigger == "commitment_due"


def test_a_role_is_announced_for_the_first_two_times() -> None:
    chosen = picked(roles_today=[("Facilitator", "Standup")])
    assert chosen.trigger == "role_today"
    assert "Facilitator" in chosen.text
    assert "Standup" in chosen.text


def test_the_braces_of_people_stay_as_they_are() -> None:
    mine = private(notes=(replace(note("chi", TUESDAY), text="said {person} and {role} [b]"),))
    assert "said {person} and {role} [b]" in picked(mine=mine).text


def workday_before(count: int) -> date:
    """The day that lies so many working days back."""
    return [DAY - timedelta(n) for n in range(1, 60) if (DAY - timedelta(n)).isoweekday() <= 5][count - 1]


@pytest.mark.parametrize(("back", "again"), [(10, False), (11, True)])
def test_a_suggestion_rests_for_ten_working_days(back: int, again: bool) -> None:
    mine = private(done("include.whose-idea", workday_before(back)))
    assert ("include.whose-idea" in {c.action.id for c in candidates(team(), mine)}) is again


@pytest.mark.parametrize(("back", "less"), [(11, 20), (30, 20), (31, 0)])
def test_what_was_shown_lately_has_fewer_points(back: int, less: int) -> None:
    only = frozenset(CATALOGUE.actions) - {"appreciate.overdue-thanks"}
    mine = private([passed(picked(), "shown", workday_before(back))], muted_actions=only)
    assert picked(mine=mine).points == 105 - less


@pytest.mark.parametrize(("back", "due"), [(9, False), (10, True)])
def test_a_gap_of_thanks_is_ten_working_days(back: int, due: bool) -> None:
    wall = (thanks("ana", "ben", workday_before(back)),)
    found = {c.member for c in candidates(team(kudos=wall)) if c.action.trigger == "kudos_gap"}
    assert ("ben" in found) is due
    assert "chi" in found


@pytest.mark.parametrize(
    ("snapshot", "mine"), [(team(kudos_on=False), private()), (team(), private(wall=False))]
)
def test_without_a_wall_nothing_asks_for_thanks_on_it(snapshot: Snapshot, mine: Private) -> None:
    asking = {"appreciate.overdue-thanks", "appreciate.group-kudos"}
    friday = DAY + timedelta(2)
    assert asking <= {c.action.id for c in candidates(team(), day=friday)}
    found = candidates(snapshot, mine, friday)
    assert not asking & {c.action.id for c in found}
    assert any(c.action.start_small == "thanks" for c in found)  # to say it in person
    assert all(c.tier == 0 for c in found if c.action.start_small == "thanks")
    assert any(c.tier > 0 for c in candidates(team(), day=friday) if c.action.start_small == "thanks")


@pytest.mark.parametrize(("back", "deeper"), [(18, False), (19, True)])
def test_deeper_actions_wait_for_twenty_days_in_the_team(back: int, deeper: bool) -> None:
    found = candidates(team(person("ana", joined=workday_before(back))))
    assert any(c.action.depth > 1 and c.member is None for c in found) is deeper


@pytest.mark.parametrize(
    ("wish", "times", "named"), [("yes", 1, True), ("yes", 2, False), ("rarely", 1, False)]
)
def test_nobody_is_named_too_often(wish: str, times: int, named: bool) -> None:
    log = [a for n in range(times) for a in done("interest.enjoy-this-week", workday_before(n + 1), "ben")]
    found = candidates(team(person("ben", suggest=wish)), private(log))
    assert any(c.member == "ben" for c in found) is named


# Properties

WORKDAYS = [DAY - timedelta(n) for n in range(1, 40) if (DAY - timedelta(n)).isoweekday() <= 5]
logs = st.lists(
    st.builds(
        done,
        st.sampled_from(sorted(CATALOGUE.actions)),
        st.sampled_from(WORKDAYS),
        st.sampled_from(("", *OTHERS)),
    ),
    max_size=12,
).map(lambda days: [answer for day in days for answer in day])
walls = st.lists(
    st.tuples(
        st.sampled_from(("ana", *OTHERS)), st.sampled_from(("ana", *OTHERS)), st.sampled_from(WORKDAYS)
    ),
    max_size=12,
).map(lambda given: tuple(thanks(a, b, day, n) for n, (a, b, day) in enumerate(given) if a != b))
mutes = st.frozensets(st.sampled_from(OTHERS), max_size=2)


def eventful(log: list[Answer], wall: tuple[Kudos, ...]) -> tuple[Snapshot, Private]:
    """A team in which much happens at once; nothing of it decides alone."""
    newest_first = tuple(sorted(wall, key=lambda k: (k.given, k.id), reverse=True))
    snapshot = team(
        person("fay", joined=MONDAY),
        kudos=newest_first,
        absences=(absent("eli", ago(16), ago(1)), absent("dee", ago(40), ago(38))),
        help_flags=(flag("h1", "dee"), flag("h2", "ben", kind="free"), flag("h3", "chi", to=("ana",))),
        milestones=(Milestone("m1", "dee", DAY.month, DAY.day, "x"), Milestone("m2", "ben", 11, 25, "y")),
        coffee=(CoffeeRound("c1", MONDAY, (("ana", "chi"), ("ben", "dee"))),),
    )
    return snapshot, private(log, notes=(note("chi", TUESDAY), note("dee", MONDAY)), promises=(promise(),))


def picked_member(snapshot: Snapshot, mine: Private, gone: str) -> str | None:
    """Whom the pick names when that person, whom much is about, is away."""
    about = (note(gone, DAY),), (promise(gone),)
    away = replace(snapshot, absences=(*snapshot.absences, absent(gone, DAY, DAY)))
    return picked(away, replace(mine, notes=about[0], promises=about[1])).member


def flag(identity: str, member: str, **fields: Any) -> HelpFlag:
    return HelpFlag(identity, member, "release notes", DAY, DAY + timedelta(5), **fields)


@given(logs, walls, st.sampled_from(("ana", *OTHERS, "fay")), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_records_does_not_matter(
    log: list[Answer], wall: tuple[Kudos, ...], me: str, coin: random.Random
) -> None:
    def shuffled(records: Sequence[R]) -> tuple[R, ...]:
        return tuple(coin.sample(records, len(records)))

    snapshot, mine = eventful(log, wall)
    mixed = replace(
        snapshot,
        members=dict(shuffled(list(snapshot.members.items()))),
        absences=shuffled(snapshot.absences),
        help_flags=shuffled(snapshot.help_flags),
        milestones=shuffled(snapshot.milestones),
        coffee=shuffled(snapshot.coffee),
    )
    other = replace(mine, answers=shuffled(mine.answers), notes=shuffled(mine.notes))
    catalogue = replace(CATALOGUE, actions=dict(shuffled(list(CATALOGUE.actions.items()))))
    for private_file in (mine, replace(mine, notes=(), promises=())):
        other_file = replace(
            other, notes=other.notes if private_file.notes else (), promises=private_file.promises
        )
        one = pick(DAY, me, snapshot, private_file, CATALOGUE)
        assert pick(DAY, me, mixed, other_file, catalogue) == one


late = st.integers(4 * 60, 24 * 60).map(
    lambda minute: datetime.combine(DAY, time(), UTC) + timedelta(minutes=minute)
)


@given(logs, walls, late, st.sampled_from(OTHERS))
@settings(max_examples=40, deadline=None)
def test_what_is_recorded_after_four_in_the_morning_changes_nothing(
    log: list[Answer], wall: tuple[Kudos, ...], at: datetime, other: str
) -> None:
    busy, mine = eventful(log, wall)
    mine = replace(mine, promises=())
    for snapshot, own in ((busy, mine), (team(kudos=busy.kudos), replace(mine, notes=()))):
        given = Kudos("k-late", "ana", (other,), "Thanks", at), Kudos("k-2", other, ("ana",), "Thanks", at)
        synced = replace(snapshot, kudos=(*given, *snapshot.kudos))
        typed = replace(
            own,
            notes=(*own.notes, replace(note(other, DAY), id="n-late", written=at)),
            promises=(replace(promise(other), made=at),),
            answers=(*own.answers, *done("include.whose-idea", DAY)),
        )
        assert suggest(synced, typed) == suggest(snapshot, own)
    early = replace(promise(), made=datetime.combine(DAY, time(3, 59), UTC))
    assert picked(busy, replace(mine, promises=(early,))).trigger == "commitment_due"


def test_the_same_on_any_machine() -> None:
    """Other hashes of texts in sets, another time zone of the machine."""
    code = (
        "from dataclasses import replace; from datetime import timedelta\n"
        "from store.records import Private; from store.rules.suggestion import pick\n"
        "from tests.store.rules.test_suggestion import CATALOGUE, DAY, OTHERS, eventful\n"
        "snapshot, mine = eventful([], ())\n"
        "for later in range(5):\n"
        "    for me in ('ana', *OTHERS, 'fay'):\n"
        "        for own in (mine, Private()):\n"
        "            for team in (snapshot, replace(snapshot, help_flags=())):\n"
        "                print(pick(DAY + timedelta(later), me, team, own, CATALOGUE))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Adak"))
    }
    assert len(said) == 1
    assert said.pop().count(b"Pick(") > 50


LIMITS = {"new_joiner": 2, "back_from_leave": 3, "milestone": 3, "help_asked": 3}
"""So many teammates at most turn to one person for the same reason on one day (help: its first day)."""


@given(st.integers(3, 30), st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_nobody_is_run_over(size: int, seed: int) -> None:
    people = [person(digest(str(seed), str(n))[:8]) for n in range(size)]
    new, back, proud, asking = (people[n % size].id for n in (0, 1, 2, 1))
    members = {p.id: p for p in people} | {new: person(new, joined=MONDAY)}
    snapshot = Snapshot(
        team="t",
        name="Team",
        members=members,
        absences=(absent(back, ago(16), ago(3)),),
        milestones=(Milestone("m1", proud, TUESDAY.month, TUESDAY.day, "three years"),),
        help_flags=(HelpFlag(f"h{seed}", asking, "release notes", TUESDAY, TUESDAY + timedelta(5)),),
    )
    met: Counter[str] = Counter()
    for later in range(12):
        day = MONDAY + timedelta(later)
        turned: Counter[tuple[str, str | None]] = Counter()
        for me in members:
            for trigger, about in signals(snapshot, day=day, me=me):
                turned[trigger, about] += 1
                met[me] += trigger == "new_joiner"
        for (trigger, _), count in turned.items():
            assert count <= LIMITS[trigger] or (trigger == "help_asked" and day > TUESDAY)
        if day == TUESDAY:
            assert turned["help_asked", asking] == min(3, size - 1)
        if day == TUESDAY + timedelta(1):
            assert turned["help_asked", asking] == size - 1
    assert max(met.values()) == 1
    assert met.total() == min(size - 1, 2 * 10)


def test_only_an_open_request_for_help_asks_for_help() -> None:
    for quiet in (
        flag("h1", "dee", to=("ana",), kind="free"),
        flag("h1", "dee", to=("ana",), lowered=DAY),
        flag("h1", "dee", to=("ben",)),
        replace(flag("h1", "dee", to=("ana",)), until=TUESDAY),
    ):
        assert signals(team(help_flags=(quiet,))) == []
    assert signals(team(help_flags=(flag("h1", "dee", to=("ana",)),))) == [("help_asked", "dee")]


@given(logs, walls, mutes, st.sampled_from(OTHERS), st.sampled_from(OTHERS), st.sampled_from((1, 2, 5, 15)))
@settings(max_examples=60, deadline=None)
def test_nobody_is_named_who_should_not_be(
    log: list[Answer], wall: tuple[Kudos, ...], muted: frozenset[str], shy: str, gone: str, minutes: int
) -> None:
    snapshot = replace(
        team(person(shy, suggest="no"), kudos=wall), absences=(absent(gone, MONDAY, THURSDAY),)
    )
    mine = private(log, muted_members=muted, max_minutes=minutes, muted_principles=frozenset({"trust"}))
    assert picked_member(*eventful(log, wall), gone) != gone
    found = suggest(snapshot, mine)
    if isinstance(found, Pick):
        assert found.member not in {*muted, shy, gone}
        assert found.minutes <= minutes
        assert found.principle != "trust"
        assert "{" not in found.text
        assert found.minutes == CATALOGUE.actions[found.action].minutes
    assert suggest(snapshot, mine) == found


@given(logs, walls)
@settings(max_examples=40, deadline=None)
def test_reasons_are_true(log: list[Answer], wall: tuple[Kudos, ...]) -> None:
    found = suggest(team(kudos=wall), private(log))
    assert isinstance(found, Pick)
    action = CATALOGUE.actions[found.action]
    assert found.why[0] == action.why
    assert len(found.why) <= 3
    mine = {k.given.date() for k in wall if k.giver == "ana"}
    did = {a.day for a in log if a.kind == "done" and CATALOGUE.actions[a.action].start_small == "thanks"}
    if "No thank-you from you this week." in found.why:
        assert not {day for day in mine | did if MONDAY <= day < DAY}
