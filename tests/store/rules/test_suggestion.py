"""The day's suggestion, by worked examples (C1 to C25), over 60 days, and by properties."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Answer, HelpFlag, Kudos, Member, Milestone, Private, Snapshot
from store.rules.suggestion import Pick, Rest
from store.rules.suggestion.morning import digest
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

MONDAY, TUESDAY, THURSDAY = DAY - timedelta(2), DAY - timedelta(1), DAY + timedelta(1)


# Worked examples


def test_c1_nothing_recorded() -> None:
    chosen = picked()
    assert (chosen.action, chosen.member, chosen.points) == ("appreciate.overdue-thanks", "eli", 105)
    coins = [digest(str(DAY), "ana", chosen.action, other)[:4] for other in ("eli", "dee", "ben", "chi")]
    assert coins == ["538d", "bbab", "c462", "da21"]


def test_c2_a_promise_comes_before_a_follow_up() -> None:
    mine = private(promises=(promise(),), notes=(note("chi", TUESDAY),))
    chosen = picked(mine=mine)
    assert (chosen.action, chosen.member) == ("reliable.due-with-person", "ben")
    assert signals(team(), mine, chosen=chosen) == [("follow_up_due", "chi")]


def test_c3_the_same_kind_twice_running_gives_way() -> None:
    before = [
        *done("reliable.due-with-person", MONDAY, "ben"),
        *done("reliable.due-with-person", TUESDAY, "ben"),
    ]
    mine = private(before, promises=(promise(),), notes=(note("chi", TUESDAY),))
    chosen = picked(mine=mine)
    assert (chosen.action, chosen.member) == ("interest.follow-up-detail", "chi")
    assert signals(team(), mine, chosen=chosen) == [("commitment_due", "ben")]


def test_c4_help_asked_of_all_reaches_three_first_and_everyone_next_day() -> None:
    flag = HelpFlag("h1", "dee", "release notes", DAY, DAY + timedelta(5))
    raised = team(help_flags=(flag,))
    found = {me: picked(raised, me=me) for me in ("ana", "ben", "chi", "eli")}
    assert {me for me, p in found.items() if (p.action, p.member) == ("help.asked", "dee")} == {
        "ana",
        "chi",
        "eli",
    }
    assert found["ben"].action == "appreciate.overdue-thanks"
    assert all(("help_asked", "dee") in signals(raised, day=THURSDAY, me=me) for me in found)


def test_c6_welcome_back_by_three_and_a_fourth_the_day_after() -> None:
    away = team(absences=(absent("eli", ago(16), ago(1)),))
    welcomed = {
        day: {
            me
            for me in ("ana", "ben", "chi", "dee")
            if (p := picked(away, day=day, me=me)).action == "interest.welcome-back" and p.member == "eli"
        }
        for day in (DAY, THURSDAY)
    }
    assert welcomed == {DAY: {"ana", "ben", "chi"}, THURSDAY: {"dee"}}


def test_c7_two_teammates_a_day_meet_someone_new() -> None:
    larger = team(person("fay", joined=MONDAY))
    days = [MONDAY + timedelta(n) for n in (0, 1, 2, 3, 4, 7, 8)]
    turns = [
        {me for me in ("ana", *OTHERS) if ("new_joiner", "fay") in signals(larger, day=day, me=me)}
        for day in days
    ]
    assert turns == [{"ben", "eli"}, {"ana", "dee"}, {"chi"}, set(), set(), set(), set()]
    first = picked(larger, day=MONDAY, me="fay")
    assert (first.principle, CATALOGUE.actions[first.action].depth) == ("interest", 1)
    assert (first.action, first.member) == ("interest.enjoy-this-week", "ana")


def test_c8_a_milestone_reaches_three_and_only_when_it_is_shared() -> None:
    shared = team(milestones=(Milestone("ms", "dee", DAY.month, DAY.day, "three years on the team"),))
    found = [picked(shared, me=me) for me in ("ana", "ben", "chi", "eli")]
    assert sum((p.action, p.member) == ("appreciate.milestone", "dee") for p in found) == 3
    assert not [c for c in candidates(team()) if c.action.trigger == "milestone"]


def test_c10_the_principle_that_rested_longest() -> None:
    habits = {a.start_small: a for a in CATALOGUE.actions.values() if a.principle in ("help", "respect")}
    yesterday = {"help": habits["offer"].id, "respect": habits["question"].id}
    others = sorted(set(CATALOGUE.principles) - {"trust", *yesterday})
    log = [a for action in yesterday.values() for a in done(action, TUESDAY)]
    for principle, back in zip(others, (2, 5, 6, 7, 8, 9, 12), strict=False):
        plain = next(
            a
            for a in CATALOGUE.actions.values()
            if (a.principle, a.start_small, a.trigger) == (principle, "", "")
        )
        log += done(plain.id, ago(back))
    wall = tuple(thanks("ana", other, TUESDAY) for other in OTHERS)
    chosen = picked(team(kudos=wall), private(log))
    assert (chosen.principle, chosen.points) == ("trust", 38)
    assert chosen.action == "trust.keep-confidence"


def test_c11_one_minute() -> None:
    chosen = picked(mine=Private(max_minutes=1))
    assert (chosen.action, chosen.minutes, chosen.points) == ("include.whose-idea", 1, 78)


def test_c13_my_own_first_days() -> None:
    chosen = picked(team(person("ana", joined=MONDAY)))
    action = CATALOGUE.actions[chosen.action]
    assert action.principle in ("interest", "trust")
    assert action.depth == 1
    assert action.start_small not in ("thanks", "offer")
    assert (chosen.action, chosen.member, chosen.points) == ("interest.enjoy-this-week", "dee", 85)


def test_c14_another_one_three_times() -> None:
    answers: list[Answer] = []
    shown = []
    for _ in range(3):
        chosen = picked(mine=private(answers))
        shown.append(chosen.action)
        answers.append(passed(chosen))
    assert shown == ["appreciate.overdue-thanks", "communicate.share-good-news", "include.whose-idea"]
    enough = suggest(mine=private(answers))
    assert isinstance(enough, Rest)
    assert (enough.kind, enough.reason) == ("enough", "That is enough for today.")


def test_c15_not_today() -> None:
    mine = private([passed(picked(), "later")])
    assert isinstance(suggest(mine=mine), Rest)
    assert picked(mine=mine, day=THURSDAY).action == picked(day=THURSDAY).action


@pytest.mark.parametrize(
    ("snapshot", "day", "kind"),
    [
        (team(holidays=frozenset({DAY})), DAY, "holiday"),
        (team(person("ana", week=(1, 2, 3))), THURSDAY, "day off"),
        (team(absences=(absent("ana", ago(1), THURSDAY),)), DAY, "away"),
    ],
)
def test_c16_days_without_a_suggestion(snapshot: Snapshot, day: date, kind: str) -> None:
    found = suggest(snapshot, day=day)
    assert isinstance(found, Rest)
    assert found.kind == kind


def test_silence_ends_on_its_day() -> None:
    silent = Private(silent_until=DAY)
    assert isinstance(suggest(mine=silent), Rest)
    assert isinstance(suggest(mine=silent, day=THURSDAY), Pick)


def test_c19_thanks_to_whom_they_are_longest_due() -> None:
    wall = tuple(
        thanks("ana", to, ago(days)) for to, days in (("ben", 9), ("eli", 20), ("chi", 30), ("dee", 40))
    )
    chosen = picked(team(kudos=wall))
    assert (chosen.action, chosen.member, chosen.points) == ("appreciate.overdue-thanks", "dee", 103)


@pytest.mark.parametrize(
    ("ben", "moments", "depths"),
    [
        (person("ben", joined=date(2026, 11, 2)), 0, {1}),
        (person("ben"), 3, {1, 2}),
        (person("ben"), 8, {1, 2, 3}),
        (person("ben", suggest="light"), 8, {1}),
    ],
)
def test_c20_how_personal_it_may_be(ben: Member, moments: int, depths: set[int]) -> None:
    wall = tuple(thanks("ben", "ana", ago(50), n) for n in range(moments))
    found = candidates(team(ben, kudos=wall))
    assert {c.action.depth for c in found if c.member == "ben"} == depths


def test_c22_who_is_away_is_left_in_peace() -> None:
    gone = team(absences=(absent("ben", DAY, DAY),))
    mine = private(notes=(note("ben", DAY),))
    assert not [c for c in candidates(gone, mine) if c.member == "ben"]
    assert ("follow_up_due", "ben") not in signals(gone, mine)
    assert picked(gone, mine, day=THURSDAY).action == "interest.follow-up-detail"


def test_c25_where_people_are() -> None:
    far = ("remote",) * 7
    apart = candidates(team(person("ana", places=far), person("chi", places=far)))
    assert not [c for c in apart if c.action.setting == "office"]
    assert {"remote", "hybrid"} <= {c.action.setting for c in apart}
    on_site = candidates(team())
    assert not [c for c in on_site if c.action.setting in ("remote", "hybrid")]
    assert "office" in {c.action.setting for c in on_site}


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


# Sixty days


def test_sixty_days_keep_the_balance() -> None:
    answers: list[Answer] = []
    principles: Counter[str] = Counter()
    people: Counter[str | None] = Counter()
    actions: set[str] = set()
    thanked = 0
    day, worked = date(2026, 9, 7), 0
    while worked < 60:
        if day.isoweekday() <= 5:
            chosen = picked(mine=private(answers), day=day)
            answers += done(chosen.action, day, chosen.member or "")
            principles[chosen.principle] += 1
            people[chosen.member] += 1
            actions.add(chosen.action)
            thanked += CATALOGUE.actions[chosen.action].start_small == "thanks"
            worked += 1
        day += timedelta(1)
    assert len(principles) == 8
    assert all(5 <= count <= 10 for count in principles.values()), principles
    assert 27 <= people[None] <= 35
    assert all(6 <= people[other] <= 9 for other in OTHERS), people
    assert 46 <= len(actions) <= 56
    assert 0.9 <= thanked / 12 <= 1.4


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


@given(logs, walls, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_records_does_not_matter(
    log: list[Answer], wall: tuple[Kudos, ...], coin: random.Random
) -> None:
    newest_first = tuple(sorted(wall, key=lambda k: (k.given, k.id), reverse=True))
    one = suggest(team(kudos=newest_first), private(log, notes=(note("chi", TUESDAY), note("dee", MONDAY))))
    members = list(team().members.items())
    coin.shuffle(members)
    shuffled = coin.sample(log, len(log))
    other = replace(team(kudos=newest_first), members=dict(members))
    assert suggest(other, private(shuffled, notes=(note("dee", MONDAY), note("chi", TUESDAY)))) == one


@given(logs, walls, mutes, st.sampled_from(OTHERS), st.sampled_from(OTHERS), st.sampled_from((1, 2, 5, 15)))
@settings(max_examples=60, deadline=None)
def test_nobody_is_named_who_should_not_be(
    log: list[Answer], wall: tuple[Kudos, ...], muted: frozenset[str], shy: str, gone: str, minutes: int
) -> None:
    snapshot = replace(
        team(person(shy, suggest="no"), kudos=wall), absences=(absent(gone, MONDAY, THURSDAY),)
    )
    mine = private(log, muted_members=muted, max_minutes=minutes, muted_principles=frozenset({"trust"}))
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
