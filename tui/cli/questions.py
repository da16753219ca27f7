"""questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from store.errors import UsageError
from store.notebook import Notebook
from store.questions import Opener, hide_this_question, next_opener, question_used, use_question, week_of
from store.records import Meeting
from store.today import Today, another_question, today
from store.zones import zone
from tui.cli.groups import Group
from tui.cli.session import Session, answer, meeting_names, session

PASS = "Passing is always fine."
NONE = "No question is left to ask. “amity questions hide --off” brings hidden ones back."


class QuestionsGroup(Group):
    """`amity questions` means `amity questions show`."""

    default = "show"


@click.group(cls=QuestionsGroup)
def questions() -> None:
    """The question of the week, and one to open a meeting with. What you do with them is private."""


def _notebook(now: Session) -> Notebook:
    return Notebook.open(now.home, now.clock, now.team.id, now.team.folder)


def _question(now: Session, notebook: Notebook, day: Today) -> dict[str, Any]:
    used = question_used(notebook.private(), day)
    one = day.question
    return {
        "question": {"id": one.id, "level": one.level, "text": one.text} if one is not None else None,
        "week": week_of(now.team, day.day).isoformat(),
        "asked": used.isoformat() if used else None,
    }


def _opener(found: Opener | None, now: Session) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "meeting": found.meeting.id,
        "name": found.meeting.name,
        "starts": now.local(found.starts),
        "question": {"id": found.question.id, "text": found.question.text},
    }


def _coming(now: Session, day: Today, meeting: Meeting | None = None) -> Opener | None:
    return next_opener(now.snapshot, now.team.me, day.words.questions, now.clock.now(), meeting)


def _words(now: Session, notebook: Notebook, day: Today) -> str:
    if day.question is None:
        lines = [NONE]
    else:
        used = question_used(notebook.private(), day)
        lines = [day.question.text, f"  {_asked(used)}" if used else f"  {PASS}"]
    coming = _coming(now, day)
    return "\n".join(lines + (["", *_opening(now, coming)] if coming is not None else []))


def _asked(used: date) -> str:
    return f"You asked it on {used:%A}."


def _opening(now: Session, found: Opener) -> list[str]:
    starts = found.starts.astimezone(zone(now.me.timezone))
    return [f"To open {found.meeting.name}, {starts:%A} {starts:%H:%M}:", f"  {found.question.text}"]


def _tell(now: Session, notebook: Notebook, day: Today) -> None:
    document = {**_question(now, notebook, day), "opener": _opener(_coming(now, day), now)}
    answer(document, lambda: _words(now, notebook, day))


@questions.command()
def show() -> None:
    """Show the question of the week, and the opener of your next meeting."""
    with session() as now:
        notebook = _notebook(now)
        _tell(now, notebook, today(now.team, notebook, now.clock))


@questions.command()
def another() -> None:
    """Show another question for this week; this one comes back later."""
    with session() as now:
        notebook = _notebook(now)
        _tell(now, notebook, another_question(now.team, notebook, now.clock))


@questions.command()
@click.option("--off", is_flag=True, help="Bring all hidden questions back.")
def hide(off: bool) -> None:
    """Never show this question again, and show another."""
    with session() as now:
        notebook = _notebook(now)
        if off:
            for identity in sorted(notebook.private().hidden_questions):
                notebook.hide_question(identity, on=False)
            day = today(now.team, notebook, now.clock)
        else:
            day = hide_this_question(now.team, notebook, now.clock)
        _tell(now, notebook, day)


@questions.command()
def used() -> None:
    """Note for yourself that you asked it; it rests until its level is through."""
    with session() as now:
        notebook = _notebook(now)
        _tell(now, notebook, use_question(now.team, notebook, now.clock))


@questions.command()
@click.argument("meeting", metavar="[MEETING]", required=False, shell_complete=meeting_names)
def opener(meeting: str | None) -> None:
    """Show a light question for everyone, to open MEETING with, or your next meeting."""
    with session() as now:
        wanted = now.team.find_meeting(meeting) if meeting is not None else None
        day = today(now.team, _notebook(now), now.clock)
        found = _coming(now, day, wanted)
        if found is None:
            raise UsageError(
                "No meeting is ahead. Add one: amity meetings add Standup --at 09:30 --every weekday"
            )
        answer(_opener(found, now), lambda: "\n".join(_opening(now, found)))
