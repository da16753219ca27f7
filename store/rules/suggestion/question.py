"""The thoughtful question of the week, and one to open a meeting with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.content import Question
from store.records import Member, Private, Snapshot
from store.rules import calendar
from store.rules.suggestion.morning import digest, week_begins

LEVELS = ("light", "work", "deeper")
"""The levels take turns, week by week."""

KNOWN_TEAM = 20
"""Working days after which questions that invite reflection are asked."""


def question_of_the_week(
    day: date,
    me: str,
    snapshot: Snapshot,
    questions: Sequence[Question],
    private: Private,
    passed: Sequence[str] = (),
) -> Question | None:
    """A member's question for the week of that day, the same from its first day to its last.

    Each person has an own order in each level. What was asked in earlier weeks (`private.questions`) does not
    return before its level is through, nor what was `passed` this week while there is another; hidden ones
    never come. What was asked this week stays, also when the team adds questions meanwhile. None when all are
    hidden. Raises KeyError for someone who was never in the team.
    """
    member = snapshot.members[me]
    first = week_begins(member, day)
    depth = 2 if calendar.working_days(snapshot, member, date.min, first) >= KNOWN_TEAM else 1
    fit = [q for q in questions if q.depth <= depth and q.id not in private.hidden_questions]
    turn, place = divmod(first.toordinal() // 7, len(LEVELS))
    # A level that is empty, or not yet for someone new, gives its week to the next one.
    pools = ([q for q in fit if q.level == LEVELS[(place - n) % len(LEVELS)]] for n in range(len(LEVELS)))
    pool = next((pool for pool in pools if pool), [])
    if not pool:
        return None
    pool.sort(key=lambda q: digest(me, q.id))
    ahead = [pool[(turn + n) % len(pool)] for n in range(len(pool))]
    times = _weeks_asked(private.questions, first, member)
    now = [q for q in ahead if first in private.questions.get(q.id, ()) and q.id not in passed]
    return min(now or ahead, key=lambda q: (times.get(q.id, 0) + passed.count(q.id), passed.count(q.id)))


def _weeks_asked(asked: Mapping[str, tuple[date, ...]], before: date, member: Member) -> dict[str, int]:
    """In how many weeks each question was asked before that day; one that was used counts like any other."""
    return {
        identity: len({week_begins(member, day) for day in days if day < before})
        for identity, days in asked.items()
    }


def opener(meeting: str, day: date, questions: Sequence[Question]) -> Question | None:
    """A light question for everyone to open a meeting with, the same on every machine; None without any.

    A prime number of them takes part, so that a meeting of any regular rhythm goes through all before one
    returns.
    """
    fit = [q for q in questions if q.level == "light" and q.depth == 1 and "group" in q.good_for]
    fit.sort(key=lambda q: digest(meeting, q.id))
    size = next((n for n in range(len(fit), 1, -1) if all(n % d for d in range(2, n))), len(fit))
    return fit[day.toordinal() % size] if size else None
