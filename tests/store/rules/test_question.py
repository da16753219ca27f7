"""Questions: the levels take turns, nothing repeats before its level is through, hidden ones never come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import content
from store.content import Question
from store.records import Private, Snapshot
from store.rules.suggestion import opener, question_of_the_week
from store.rules.suggestion.question import LEVELS
from tests.store.rules.suggestion_team import DAY, person, team

ALL = content.questions()
MONDAY = DAY - timedelta(2)


class Diary:
    """Someone who is asked week by week, as the notebook keeps it."""

    def __init__(self, snapshot: Snapshot | None = None, me: str = "ana") -> None:
        self.snapshot, self.me = snapshot or team(), me
        self.asked: dict[str, tuple[date, ...]] = {}
        self.hidden: frozenset[str] = frozenset()

    def week(self, first: date, passes: int = 0, questions: Sequence[Question] = ALL) -> list[Question]:
        """The questions of a week: one, and another for each time that it was passed."""
        seen: list[Question] = []
        for _ in range(passes + 1):
            mine = Private(questions=self.asked, hidden_questions=self.hidden)
            passed = [q.id for q in seen]
            found = question_of_the_week(first, self.me, self.snapshot, questions, mine, passed)
            assert found is not None
            seen.append(found)
            days = self.asked.get(found.id, ())
            self.asked[found.id] = days if first in days else (*days, first)
        return seen


@given(st.lists(st.integers(0, 3), min_size=40, max_size=80), st.sampled_from(("ana", "ben", "eli")))
@settings(max_examples=15)
def test_b1c_nothing_returns_before_its_level_is_through(passes: list[int], me: str) -> None:
    diary = Diary(me=me)
    since: dict[str, set[str]] = {level: set() for level in LEVELS}
    size = {level: sum(q.level == level for q in ALL) for level in LEVELS}
    for number, count in enumerate(passes):
        for question in diary.week(MONDAY + timedelta(7 * number), count):
            shown = since[question.level]
            assert question.id not in shown
            shown.add(question.id)
            if len(shown) == size[question.level]:
                shown.clear()


def test_the_levels_take_turns_and_the_week_has_one_question() -> None:
    diary = Diary()
    weeks = [diary.week(MONDAY + timedelta(7 * n))[0] for n in range(6)]
    assert [q.level for q in weeks[:3]] == [q.level for q in weeks[3:]]
    assert {q.level for q in weeks} == set(LEVELS)
    private = Private(questions=diary.asked)
    for day in range(7):
        again = question_of_the_week(MONDAY + timedelta(35 + day), "ana", team(), ALL, private)
        assert again == weeks[5]


def test_what_is_hidden_never_comes_even_when_little_is_left() -> None:
    diary = Diary()
    diary.hidden = frozenset(q.id for q in ALL if q.level != "work") | {ALL[-1].id}
    for number in range(45):
        (question,) = diary.week(MONDAY + timedelta(7 * number))
        assert question.id not in diary.hidden
    everything = Private(hidden_questions=frozenset(q.id for q in ALL))
    assert question_of_the_week(DAY, "ana", team(), ALL, everything) is None
    assert question_of_the_week(DAY, "ana", team(), (), Private()) is None


def test_someone_new_is_asked_nothing_that_invites_reflection() -> None:
    diary = Diary(team(person("ana", joined=MONDAY)))
    for number in range(4):
        for question in diary.week(MONDAY + timedelta(7 * number), 3):
            assert question.depth == 1


def test_what_is_asked_stays_for_the_week_when_the_team_adds_questions() -> None:
    diary = Diary()
    (first,) = diary.week(MONDAY)
    added = [replace(q, id=f"{q.id}-own") for q in ALL]
    mine = Private(questions=diary.asked)
    assert question_of_the_week(DAY, "ana", team(), [*added, *ALL], mine) == first
    assert question_of_the_week(DAY, "ana", team(), [*added, *ALL], mine, [first.id]) != first


def test_a_question_that_was_used_rests_no_longer_than_others() -> None:
    diary = Diary()
    diary.hidden = frozenset(q.id for q in ALL if q.level != "work")
    (first,) = diary.week(MONDAY)
    diary.asked[first.id] = (MONDAY, DAY, DAY + timedelta(1))
    size = sum(q.level == "work" for q in ALL)
    later = [diary.week(MONDAY + timedelta(7 * n))[0] for n in range(1, 2 * size)]
    assert first not in later[: size - 1]
    assert first in later[size - 1 :]


def test_two_people_have_orders_of_their_own() -> None:
    weeks = [MONDAY + timedelta(7 * n) for n in range(6)]
    ana, ben = Diary(me="ana"), Diary(me="ben")
    assert [ana.week(w)[0].id for w in weeks] != [ben.week(w)[0].id for w in weeks]


@pytest.mark.parametrize("days", [1, 7, 14, 28])
def test_a_meeting_goes_through_its_openers_before_one_returns(days: int) -> None:
    fit = [q for q in ALL if q.level == "light" and "group" in q.good_for and q.depth == 1]
    seen = [opener("s-1", MONDAY + timedelta(days * n), ALL) for n in range(len(fit))]
    ids = [q.id for q in seen if q is not None]
    until = next(n for n in range(1, len(ids)) if ids[n] in ids[:n])
    assert until >= 0.8 * len(fit)
    assert set(ids) <= {q.id for q in fit}
    assert opener("s-1", MONDAY, tuple(reversed(ALL))) == seen[0]
    assert opener("s-1", MONDAY, ()) is None
