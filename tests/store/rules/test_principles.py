"""The principles of good coworker relationships as statements that can fail; each test names its own.

Those that concern files, screens or other rules stand with them: B1b, B1c, B2b, B3a, B4, B5b, B5c, B6, B8b
and B9b.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Answer, CoffeeRound, HelpFlag, Kudos, Milestone, Private, Snapshot
from store.rules.suggestion import Pick, Rest
from store.rules.suggestion.points import points
from tests.store.rules.suggestion_team import (
    CATALOGUE,
    DAY,
    OTHERS,
    ago,
    candidates,
    done,
    note,
    passed,
    person,
    picked,
    private,
    promise,
    sieve,
    signals,
    suggest,
    team,
    thanks,
)

MONDAY, TUESDAY, FRIDAY = DAY - timedelta(2), DAY - timedelta(1), DAY + timedelta(2)
THANKS = {a.id for a in CATALOGUE.actions.values() if a.start_small == "thanks"}
OFFERS = {a.id for a in CATALOGUE.actions.values() if a.start_small == "offer"}


def working_day(before: int, day: date = DAY) -> date:
    """The day that lies so many working days before that one."""
    return [day - timedelta(n) for n in range(1, 200) if (day - timedelta(n)).isoweekday() <= 5][before - 1]


def points_of(action: str, snapshot: Snapshot | None = None, mine: Private | None = None) -> int:
    """The points that an action without a person has today."""
    snapshot, mine = snapshot or team(), mine or Private()
    found = next(c for c in candidates(snapshot, mine) if c.action.id == action and c.member is None)
    return points(found, sieve(snapshot, mine))


# 1 Genuine interest


def test_b1a_a_follow_up_becomes_the_action_of_its_day() -> None:
    chosen = picked(mine=private(notes=(note("chi", DAY),)))
    assert (chosen.action, chosen.member) == ("interest.follow-up-detail", "chi")
    assert "asked about the move" in chosen.text
    assert chosen.ref == "n-chi"


# 2 Reliable and accountable

MUCH = team(
    help_flags=(HelpFlag("h1", "dee", "release notes", TUESDAY, FRIDAY, to=("ana",)),),
    milestones=(Milestone("ms", "ben", DAY.month, DAY.day, "three years"),),
    coffee=(CoffeeRound("c-1", MONDAY, (("ana", "eli"),)),),
)


def test_b2a_a_promise_of_today_outranks_everything() -> None:
    mine = private(promises=(promise(),), notes=(note("chi", TUESDAY),))
    roles = [("Facilitator", "Standup")]
    assert picked(MUCH, mine, roles_today=roles).trigger == "commitment_due"
    without = private(notes=(note("chi", TUESDAY),))
    assert picked(MUCH, without, roles_today=roles).trigger == "help_asked"
    friday = picked(MUCH, private(promises=(promise(by=FRIDAY),)), FRIDAY)  # thanks are due as well by then
    assert friday.trigger == "commitment_due"


def test_b2c_after_two_days_running_it_steps_back() -> None:
    log = [a for day in (MONDAY, TUESDAY) for a in done("reliable.due-with-person", day, "ben")]
    mine = private(log, promises=(promise(),), notes=(note("chi", TUESDAY),))
    chosen = picked(mine=mine)
    assert chosen.trigger == "follow_up_due"
    assert ("commitment_due", "ben") in signals(team(), mine, chosen=chosen)
    once = private(log[:2], promises=(promise(),), notes=(note("chi", TUESDAY),))
    assert picked(mine=once).trigger == "commitment_due"


# 3 Clear and kind words


@given(st.integers(0, 12), st.integers(1, 80))
@settings(max_examples=40)
def test_b3c_feedback_is_for_people_who_know_each_other_well(moments: int, days: int) -> None:
    wall = tuple(thanks("ben", "ana", DAY - timedelta(40), n) for n in range(moments))
    found = candidates(team(person("ben", joined=working_day(days)), kudos=wall))
    delicate = {c.action.id for c in found if c.member == "ben" and c.action.depth == 3}
    assert bool(delicate) is (moments >= 8 and days + 1 >= 60)  # today is a day together as well


# 5 Appreciation


@pytest.mark.parametrize(("back", "more"), [(4, 0), (5, 40), (30, 40)])
def test_b5a_five_working_days_without_thanks_raise_thanks_by_forty(back: int, more: int) -> None:
    wall = (thanks("ana", "ben", working_day(back)),)
    assert points_of("include.whose-idea", team(kudos=wall)) == 38 + more


# 7 Respect for differences

SUN_THU = (7, 1, 2, 3, 4)


def test_b7b_a_week_from_sunday_to_thursday_is_a_week_like_any_other() -> None:
    mine = team(person("ana", week=SUN_THU, week_start=7), person("ben", week=SUN_THU, week_start=7))
    sunday, thursday = DAY + timedelta(4), DAY + timedelta(1)
    rest = suggest(mine, day=FRIDAY)
    assert isinstance(rest, Rest)
    assert rest.reason == "Today is no working day of yours. See you on Sunday 29 November."
    assert {c.member for c in candidates(mine, day=sunday)} == {None, "ben"}  # the others have their Sunday
    days = [MONDAY - timedelta(1), MONDAY, TUESDAY, DAY, thursday]
    parts = [{c.action.week_part for c in candidates(mine, day=day)} - {""} for day in days]
    assert parts == [{"start"}, {"start"}, set(), {"end"}, {"end"}]
    assert picked(mine, day=thursday).action in THANKS  # the last day of this week, without thanks so far
    late = private(notes=(note("ben", MONDAY - timedelta(1)),))
    assert picked(mine, late, day=DAY).trigger == "follow_up_due"  # three days late by now
    away = replace(mine, holidays=frozenset({sunday}))
    assert isinstance(suggest(away, day=sunday), Rest)


@given(st.integers(0, 20), st.sampled_from((0, 1, 2, 5, 6, 7, 8, 9)))
@settings(max_examples=30)
def test_b7c_keep_it_light_is_kept(moments: int, later: int) -> None:
    wall = tuple(thanks("ben", "ana", ago(50), n) for n in range(moments))
    light = team(person("ben", suggest="light"), kudos=wall)
    depths = {c.action.depth for c in candidates(light, day=DAY + timedelta(later)) if c.member == "ben"}
    assert depths == {1}


# 8 Trust over time


@pytest.mark.parametrize("moments", [0, 2, 3, 9])
@pytest.mark.parametrize("days", [6, 18, 19, 30])
def test_b8a_light_things_first(moments: int, days: int) -> None:
    wall = tuple(thanks("ben", "ana", working_day(1), n) for n in range(moments))
    found = candidates(team(person("ben", joined=working_day(days)), kudos=wall))
    deepest = max(c.action.depth for c in found if c.member == "ben")
    assert (deepest == 1) is (days + 1 < 20 or moments < 3)


def test_b8c_thirty_ignored_days_change_no_wording_and_show_no_counter() -> None:
    ignored: list[Answer] = []
    day, seen = date(2026, 10, 5), 0
    while seen < 30:
        if day.isoweekday() <= 5:
            chosen = picked(mine=private(ignored), day=day)
            only_this = Private(
                muted_actions=frozenset(CATALOGUE.actions) - {chosen.action},
                muted_members=frozenset(OTHERS) - {chosen.member},
            )
            assert replace(picked(mine=only_this, day=day), points=0) == replace(chosen, points=0)
            assert not re.search(r"\d", " ".join((chosen.title, chosen.text, *chosen.why)))
            ignored.append(passed(chosen, "shown", day))
            seen += 1
        day += timedelta(1)
    assert isinstance(suggest(mine=private(ignored), day=date(2026, 11, 16)), Pick)


# 9 Across distance


@given(st.integers(0, 59))
@settings(max_examples=20)
def test_b9a_nothing_across_a_distance_when_all_are_on_site(later: int) -> None:
    for place, never in (("office", {"remote", "hybrid"}), ("remote", {"office", "hybrid"})):
        all_there = team(*(person(who, places=(place,) * 7) for who in ("ana", *OTHERS)))
        day = DAY + timedelta(later)
        if day.isoweekday() <= 5:
            assert not {c.action.setting for c in candidates(all_there, day=day)} & never


# Start small

WEEKS_BEFORE = [working_day(n, MONDAY) for n in range(1, 25)]
no_thanks_this_week = st.lists(
    st.builds(
        done,
        st.sampled_from(sorted(CATALOGUE.actions)),
        st.sampled_from(WEEKS_BEFORE),
        st.sampled_from(("", *OTHERS)),
    ),
    max_size=20,
).map(lambda days: [answer for day in days for answer in day])
asks = HelpFlag("h1", "dee", "release notes", TUESDAY, FRIDAY, to=("ana",))


@given(no_thanks_this_week, st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_b10_a_week_does_not_end_without_thanks(
    log: list[Answer], help_open: bool, promised: bool, noted: bool
) -> None:
    snapshot = replace(MUCH, help_flags=(asks,) if help_open else ())
    mine = private(
        log,
        promises=(promise(by=FRIDAY),) if promised else (),
        notes=(note("chi", FRIDAY),) if noted else (),
    )
    chosen = picked(snapshot, mine, FRIDAY)
    rules = sieve(snapshot, mine, FRIDAY)
    best = max(points(c, rules) for c in candidates(snapshot, mine, FRIDAY) if c.action.id in THANKS)
    if promised:
        assert chosen.trigger == "commitment_due"
    elif chosen.trigger == "help_asked":
        assert chosen.points >= best
    else:
        assert chosen.action in THANKS


def test_b10_an_open_request_for_help_may_have_more_points() -> None:
    only = frozenset(THANKS - {"appreciate.credit-by-name"})
    plain = next(a for a in CATALOGUE.actions.values() if (a.principle, a.start_small) == ("appreciate", ""))
    mine = private(done(plain.id, DAY + timedelta(1)), muted_actions=only)
    snapshot = team(help_flags=(asks,))
    assert picked(snapshot, mine, FRIDAY).trigger == "help_asked"
    assert picked(mine=mine, day=FRIDAY).action == "appreciate.credit-by-name"
    thanked: tuple[Kudos, ...] = (thanks("ana", "ben", MONDAY),)
    assert picked(team(kudos=thanked), mine, FRIDAY).action != "appreciate.credit-by-name"


@pytest.mark.parametrize(("back", "more"), [(4, 0), (5, 25)])
def test_b11_five_working_days_without_a_question_raise_questions(back: int, more: int) -> None:
    asked = private(done("interest.time-saver", working_day(back), "ben"))
    assert points_of("include.who-is-missing", mine=asked) == 38 + more
    assert points_of("include.who-is-missing") == 38 + 25  # never is long ago


@pytest.mark.parametrize(("back", "more"), [(9, 0), (10, 20)])
def test_b12_ten_working_days_without_an_offer_raise_offers_by_twenty(back: int, more: int) -> None:
    offered = private(done("help.cover-a-break", working_day(back), "ben"))
    assert points_of("include.take-a-turn", mine=offered) == 38 + more


def test_b12_an_offer_is_worded_as_one_and_leaves_a_way_out() -> None:
    for action in OFFERS:
        text = CATALOGUE.actions[action].text
        assert re.search(r"\b(offer|could|would|may)\b", text, re.IGNORECASE), text
        assert not re.search(r"\b(must|should|has to|needs? to)\b", text), text
