"""The question of my week, and one to open the next meeting with: using them, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from store.clock import Clock
from store.content import Question
from store.errors import UsageError
from store.notebook import Notebook
from store.records import Meeting, Private, Snapshot
from store.rules import calendar
from store.rules.suggestion import opener, week_begins
from store.team import Team
from store.today import QUESTION, Today, another_question, today

USED = "question used"
"""Where the notebook keeps which question I asked this week, and when."""

AHEAD = 8
"""Occurrences of a meeting among which the next one that is held is looked for."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A question for everyone, to open an occurrence of a meeting with; `starts` is in UTC."""

    meeting: Meeting
    starts: datetime
    question: Question


def question_used(private: Private, day: Today) -> date | None:
    """On which day of this week I asked its question; None if I have not, or noted nothing."""
    when, _, identity = private.seen.get(USED, "").partition(" ")
    if day.question is None or identity != day.question.id:
        return None
    try:
        used = date.fromisoformat(when)
    except ValueError:  # bent by hand
        return None
    return used if (day.day - used).days < 7 else None


def use_question(team: Team, notebook: Notebook, clock: Clock) -> Today:
    """Notes for me that I asked this week's question. Raises `UsageError` if there is none."""
    now = _with_question(team, notebook, clock)
    assert now.question is not None
    notebook.ask(now.question.id, now.day)
    notebook.see(USED, f"{now.day.isoformat()} {now.question.id}")
    return now


def hide_this_question(team: Team, notebook: Notebook, clock: Clock) -> Today:
    """Never asks this week's question again, and shows another. Raises `UsageError` if there is none."""
    _with_question(team, notebook, clock)
    return another_question(team, notebook, clock, hide=True)


def undoing(notebook: Notebook) -> Callable[[], str | None]:
    """What brings the question of the week back to how it is now."""
    before = notebook.private()

    def undo() -> str:
        now = notebook.private()
        for identity in now.hidden_questions - before.hidden_questions:
            notebook.hide_question(identity, on=False)
        for place in (QUESTION, USED):
            if now.seen.get(place, "") != before.seen.get(place, ""):
                notebook.see(place, before.seen.get(place, ""))
        return "what you did with the question"

    return undo


def next_opener(
    snapshot: Snapshot, me: str, questions: Sequence[Question], now: datetime, meeting: Meeting | None = None
) -> Opener | None:
    """A question for the occurrence that runs or comes next: of that meeting, else of any that I am in."""
    meetings = snapshot.meetings.values() if meeting is None else (meeting,)
    coming = (
        (calendar.start_of(one, day), one.id, one, day)
        for one in meetings
        if (day := _next_held(snapshot, one, now)) is not None
        and (meeting is not None or me in {m.id for m in snapshot.members_of(one, day)})
    )
    starts, _, one, day = min(coming, default=(now, "", None, now.date()))
    question = opener(one.id, day, questions) if one is not None else None
    return Opener(one, starts, question) if one is not None and question is not None else None


def _next_held(snapshot: Snapshot, meeting: Meeting, now: datetime) -> date | None:
    for day in calendar.ahead(meeting, now, AHEAD):
        known = snapshot.occurrences.get(f"{meeting.id}:{day.isoformat()}")
        if known is None or known.state != "skipped":
            return day
    return None


def week_of(team: Team, day: date) -> date:
    """The first day of my own week that holds that day."""
    return week_begins(team.myself(), day)


def _with_question(team: Team, notebook: Notebook, clock: Clock) -> Today:
    found = today(team, notebook, clock)
    if found.question is None:
        raise UsageError(
            "There is no question left to ask. “amity questions hide --off” brings hidden ones back."
        )
    return found
