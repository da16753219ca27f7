"""The question of my week and the openers of meetings, as they are used, hidden and brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from store import content
from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.questions import (
    USED,
    hide_this_question,
    next_opener,
    question_used,
    undoing,
    use_question,
)
from store.settings import Home
from store.team import Team
from store.today import another_question, today

MONDAY = date(2026, 11, 23)


@pytest.fixture
def notebook(make_home: Callable[[str], Home], clock: Clock, team: Team) -> Notebook:
    return Notebook.open(make_home("ana"), clock, team.id, team.folder)


def asked(team: Team, notebook: Notebook, clock: Clock) -> str:
    question = today(team, notebook, clock).question
    assert question is not None
    return question.id


@pytest.mark.parametrize("act", [another_question, hide_this_question])
def test_another_comes_and_the_first_can_be_brought_back(
    act: Callable[..., object], team: Team, notebook: Notebook, clock: Clock
) -> None:
    first = asked(team, notebook, clock)
    undo = undoing(notebook)
    act(team, notebook, clock)
    second = asked(team, notebook, clock)
    assert second != first
    friday = Clock(datetime.fromisoformat("2026-11-27T09:12:00+01:00"))
    assert asked(team, notebook, friday) == second
    assert undo() == "what you did with the question"
    assert asked(team, notebook, clock) == first


def test_what_i_asked_is_noted_and_can_be_taken_back(team: Team, notebook: Notebook) -> None:
    clock = Clock(datetime.fromisoformat("2026-11-25T09:12:00+01:00"))
    day = today(team, notebook, clock)
    assert question_used(notebook.private(), day) is None
    undo = undoing(notebook)
    use_question(team, notebook, clock)
    assert question_used(notebook.private(), today(team, notebook, clock)) == date(2026, 11, 25)
    another_question(team, notebook, clock)
    assert question_used(notebook.private(), today(team, notebook, clock)) is None
    undo()
    assert question_used(notebook.private(), today(team, notebook, clock)) is None
    assert day.question is not None
    notebook.see(USED, f"nonsense {day.question.id}")
    assert question_used(notebook.private(), day) is None


def test_when_all_are_hidden_there_is_none(team: Team, notebook: Notebook, clock: Clock) -> None:
    for question in content.questions():
        notebook.hide_question(question.id)
    assert today(team, notebook, clock).question is None
    for act in (use_question, hide_this_question):
        with pytest.raises(UsageError, match="no question left"):
            act(team, notebook, clock)


def test_nothing_of_it_is_in_the_shared_folder(team: Team, notebook: Notebook, clock: Clock) -> None:
    first = asked(team, notebook, clock)
    use_question(team, notebook, clock)
    another_question(team, notebook, clock)
    hidden = asked(team, notebook, clock)
    hide_this_question(team, notebook, clock)
    team.give_kudos([team.find_member("ben").id], "Thanks")
    team.sync()
    files = [path for path in team.folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert not [i for i in (first, hidden) if i.encode() in path.read_bytes()]
    assert notebook.replica.path.stat().st_mode & 0o077 == 0


def test_a_meeting_that_is_held_next_gets_an_opener(team: Team, clock: Clock) -> None:
    questions, now = content.questions(), clock.now()
    assert next_opener(team.snapshot(), team.me, questions, now) is None
    ben = team.find_member("ben").id
    daily: dict[str, Any] = {"timezone": "Europe/Berlin", "rule": "FREQ=DAILY", "first": MONDAY, "roles": []}
    team.add_meeting("Others", time="09:15", members=[ben], **daily)
    retro = team.add_meeting("Retro", time="14:00", **daily)
    found = next_opener(team.snapshot(), team.me, questions, now)
    assert found is not None
    assert (found.meeting.id, found.starts) == (retro.id, datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
    assert (found.question.level, "group" in found.question.good_for) == ("light", True)
    team.skip(retro.id, MONDAY)
    again = next_opener(team.snapshot(), team.me, questions, now)
    assert again is not None
    assert again.starts == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    others = team.find_meeting("Others")
    asked = next_opener(team.snapshot(), team.me, questions, now, others)
    assert asked is not None
    assert asked.meeting == others
    assert next_opener(team.snapshot(), team.me, (), now) is None
