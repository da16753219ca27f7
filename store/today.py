"""The day: its one suggestion with my answers to it, and what else today holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Literal

from store import content
from store.clock import Clock
from store.content.folder import own_words
from store.content.own import OwnWords
from store.errors import UsageError
from store.notebook import Notebook
from store.records import Answer, GroupCard, Kudos, Note, Private, Promise, Snapshot
from store.rules import calendar, cards, rotation
from store.rules.suggestion import (
    Pick,
    Rest,
    Signal,
    also_today,
    digest,
    pick,
    question_of_the_week,
    week_begins,
)
from store.sync.document import Doc
from store.team import Team
from store.wall import concerning

DayState = Literal["open", "done", "later", "enough"]

RECENT = timedelta(days=7)
"""How far back "for you" looks."""

QUESTION = "question"
"""Where the notebook keeps the questions that were passed this week."""

EASY_MINUTES = 2
"""Minutes that a suggestion may take on a day with little energy."""

PUT_OFF = 3
"""Working days by which a follow-up moves when it has to wait."""

DUE_SOON = timedelta(days=1)
"""Promises due by then are shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A meeting of today: its start, and the role that I have in it ("" for none)."""

    meeting: str
    starts: datetime
    role: str


@dataclass(frozen=True, slots=True)
class Today:
    """All that the Today screen shows. Without a `pick`, `rest` says why there is none.

    `kudos` are the latest thanks to me, `cards` those that were opened for me within the last week.
    `keepsake` is one of the thanks that I was ever given, for a day without a suggestion. `words` are those
    that suggestions and questions come from: ours and the team's own.
    """

    day: date
    pick: Pick | None
    rest: Rest | None
    state: DayState
    also: tuple[Signal, ...] = ()
    turns: tuple[Turn, ...] = ()
    follow_ups: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    kudos: tuple[Kudos, ...] = ()
    cards: tuple[GroupCard, ...] = ()
    question: content.Question | None = None
    keepsake: Kudos | None = None
    words: OwnWords = field(default_factory=OwnWords)


def today(team: Team, notebook: Notebook, clock: Clock) -> Today:
    """Today for me. The first suggestion of a day is kept, so that nothing that arrives later changes it."""
    snapshot = team.snapshot()
    private = notebook.private(snapshot.same_as)
    day = clock.today(team.myself(snapshot).timezone)
    turns = _turns(team, snapshot, day, clock)
    words = own_words(team.folder)
    chosen = _pinned(notebook, day)
    result: Pick | Rest | None = chosen
    silent = private.silent_until is not None and day <= private.silent_until
    if chosen is None or silent or _answered(private, day, "later"):
        roles = _roles_today(snapshot, turns, clock.now())
        easy = day in private.easy_days
        result = pick(day, team.me, snapshot, private, words.catalogue, roles, low_energy=easy)
        if isinstance(result, Pick):
            _keep(notebook, clock, day, result)
    return _view(team, notebook, snapshot, private, clock, day, turns, result, words)


def answer_today(
    team: Team, notebook: Notebook, clock: Clock, kind: Literal["done", "another", "later"], note: str = ""
) -> Today:
    """Answers today's suggestion: done, show another one, or not today. Raises `UsageError` without one.

    `note` is kept as a private note on the person of the suggestion, on myself if there is none.
    """
    before = today(team, notebook, clock)
    if before.pick is None or before.state != "open":
        raise UsageError("There is no open suggestion today.")
    chosen = before.pick
    answer = Answer(
        before.day, clock.now(), kind, chosen.action, chosen.principle, chosen.member or "", chosen.trigger
    )
    if note:  # first, since it may be refused
        notebook.add_note(chosen.member or team.me, note)
    notebook.answer(answer)
    if kind == "done":
        _close_due(notebook, before, chosen)
    if kind == "another":
        notebook.pin(before.day, None)
    return today(team, notebook, clock)


def reopen_today(team: Team, notebook: Notebook, clock: Clock) -> Today:
    """Takes back that today's suggestion was done or put off."""
    day = clock.today(team.myself().timezone)
    if not (notebook.forget_answer(day, "done") or notebook.forget_answer(day, "later")):
        raise UsageError("There is nothing to take back today.")
    return today(team, notebook, clock)


def take_it_easy(team: Team, notebook: Notebook, clock: Clock) -> bool:
    """Makes today an easy day, with two minutes at most, or an ordinary one again; says which it now is.

    A suggestion that is open and too long makes room for a shorter one.
    """
    before = today(team, notebook, clock)
    easy = before.day not in notebook.private().easy_days
    notebook.easy_day(before.day, easy)
    if easy and before.state == "open" and before.pick is not None and before.pick.minutes > EASY_MINUTES:
        notebook.pin(before.day, None)
    return easy


def decline(team: Team, notebook: Notebook, clock: Clock, kind: str, identity: str) -> None:
    """Never suggests that action, principle or member again; what is open and of that kind makes room."""
    before = today(team, notebook, clock)
    notebook.mute(kind, identity)
    pick = before.pick
    if pick is not None and before.state == "open":
        about = {"action": pick.action, "principle": pick.principle, "member": pick.member}
        if about[kind] == identity:
            notebook.pin(before.day, None)


def put_off(team: Team, notebook: Notebook, note: str, day: date) -> date:
    """Moves a follow-up by three of my working days from that day, and says to which."""
    snapshot = team.snapshot()
    until = day
    for _ in range(PUT_OFF):
        until = calendar.next_working_day(snapshot, team.myself(snapshot), until)
    notebook.postpone_note(note, until)
    return until


def another_question(team: Team, notebook: Notebook, clock: Clock, *, hide: bool = False) -> Today:
    """Shows another question for this week of mine; those that were passed come back last.

    With `hide` the present one never comes again.
    """
    before = today(team, notebook, clock)
    if before.question is not None and hide:
        notebook.hide_question(before.question.id)
    elif before.question is not None:
        week = week_begins(team.myself(), before.day)
        passed = [*passed_questions(notebook.private(), week), before.question.id]
        notebook.see(QUESTION, " ".join([week.isoformat(), *passed]))
    return today(team, notebook, clock)


def passed_questions(private: Private, week: date) -> list[str]:
    """The questions that were passed in the week that began on that day."""
    kept = private.seen.get(QUESTION, "").split()
    return kept[1:] if kept[:1] == [week.isoformat()] else []


def _close_due(notebook: Notebook, before: Today, chosen: Pick) -> None:
    """A follow-up that was the suggestion is done with it; a promise is ticked in its own list."""
    if chosen.trigger == "follow_up_due":
        for due in before.follow_ups:
            if due.id == chosen.ref or (not chosen.ref and due.member == chosen.member):
                notebook.finish_note(due.id, before.day)
                return


def _pinned(notebook: Notebook, day: date) -> Pick | None:
    kept = notebook.pinned(day)
    return None if kept is None else _restore(kept)


def _restore(kept: Doc) -> Pick | None:
    try:
        return Pick(**{**kept, "why": tuple(kept["why"])})
    except (TypeError, KeyError):  # kept by another version
        return None


def _keep(notebook: Notebook, clock: Clock, day: date, chosen: Pick) -> None:
    notebook.pin(day, {**asdict(chosen), "why": list(chosen.why)})
    notebook.answer(
        Answer(
            day, clock.now(), "shown", chosen.action, chosen.principle, chosen.member or "", chosen.trigger
        )
    )


def _answered(private: Private, day: date, kind: str) -> bool:
    return any(a.day == day and a.kind == kind for a in private.answers)


def _view(
    team: Team,
    notebook: Notebook,
    snapshot: Snapshot,
    private: Private,
    clock: Clock,
    day: date,
    turns: tuple[Turn, ...],
    result: Pick | Rest | None,
    words: OwnWords,
) -> Today:
    me = team.myself(snapshot)
    chosen = result if isinstance(result, Pick) else None
    rest = result if isinstance(result, Rest) else None
    state: DayState = "open"
    if _answered(private, day, "done"):
        state = "done"
    elif rest is not None and rest.kind in ("later", "enough"):
        state = "later" if rest.kind == "later" else "enough"
    due = day + DUE_SOON
    passed = passed_questions(private, week_begins(me, day))
    question = question_of_the_week(day, team.me, snapshot, words.questions, private, passed)
    if question is not None:
        notebook.ask(question.id, week_begins(me, day))
    return Today(
        day=day,
        pick=chosen,
        rest=rest,
        state=state,
        also=also_today(
            day,
            team.me,
            snapshot,
            private,
            words.catalogue,
            _roles_today(snapshot, turns, clock.now()),
            chosen,
        ),
        turns=turns,
        follow_ups=tuple(n for n in private.notes if n.done is None and n.follow_up and n.follow_up <= day),
        promises=tuple(p for p in private.promises if p.done is None and p.by and p.by <= due),
        kudos=_for_me(snapshot, team.me, clock.now() - RECENT),
        cards=tuple(c for c in snapshot.cards if c.to == team.me and cards.is_fresh(c, day)),
        question=question,
        keepsake=_keepsake(snapshot, team.me, day) if chosen is None and private.wall else None,
        words=words,
    )


def _for_me(snapshot: Snapshot, me: str, since: datetime) -> tuple[Kudos, ...]:
    recent = takewhile(lambda kudos: kudos.given >= since, concerning(snapshot.kudos, me))
    return tuple(kudos for kudos in recent if me in kudos.to)


def _keepsake(snapshot: Snapshot, me: str, day: date) -> Kudos | None:
    """One of the thanks that I was ever given, another one each day."""
    mine = [kudos for kudos in concerning(snapshot.kudos, me) if me in kudos.to]
    return mine[int(digest(str(day), me)[:8], 16) % len(mine)] if mine else None


def _turns(team: Team, snapshot: Snapshot, day: date, clock: Clock) -> tuple[Turn, ...]:
    """My meetings of the day by start, with the role that I have in each."""
    found = []
    for meeting in snapshot.meetings.values():
        if team.me not in {m.id for m in snapshot.members_of(meeting, day)}:
            continue
        days = calendar.between(meeting, day, day)
        for plan in rotation.plans(snapshot, meeting, days, clock.today(meeting.timezone)):
            if plan.state != "skipped" and team.me not in plan.away:
                role = next((seat.role for seat in plan.seats if seat.member == team.me), "")
                found.append(Turn(meeting.id, calendar.start_of(meeting, plan.day), role))
    return tuple(sorted(found, key=lambda turn: (turn.starts, turn.meeting)))


def _roles_today(snapshot: Snapshot, turns: tuple[Turn, ...], now: datetime) -> list[tuple[str, str]]:
    """My roles in meetings that are still to come, each with its meeting: what can be prepared for."""

    def name(role: str) -> str:
        return snapshot.roles[role].name if role in snapshot.roles else role

    return [(name(t.role), snapshot.meetings[t.meeting].name) for t in turns if t.role and t.starts > now]
