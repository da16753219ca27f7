"""The thoughtful question of the week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from store.content import Question
from store.records import Snapshot
from store.rules import calendar
from store.rules.suggestion.morning import digest, week_begins

LEVELS = ("light", "work", "deeper")
"""The levels take turns, week by week."""

KNOWN_TEAM = 20
"""Working days after which questions that invite reflection are asked."""


def question_of_the_week(
    day: date, me: str, snapshot: Snapshot, questions: Sequence[Question], used: Collection[str] = ()
) -> Question:
    """A member's question for the week of that day, the same from its first day to its last.

    Each level has its own order for each person and goes through it to the end before anything returns.
    `used` are ids that were asked otherwise, once for each time, such as those that "another" passed this
    week: the least used ones come first. Raises KeyError for someone who was never in the team, ValueError
    without any question.
    """
    if not questions:
        raise ValueError("There are no questions to choose from.")
    member = snapshot.members[me]
    first = week_begins(member, day)
    depth = 2 if calendar.working_days(snapshot, member, date.min, first) >= KNOWN_TEAM else 1
    turn, place = divmod(first.toordinal() // 7, len(LEVELS))
    fit = [q for q in questions if q.depth <= depth] or list(questions)
    pool = [q for q in fit if q.level == LEVELS[place]]
    if not pool:
        # Someone new gets an easier one instead, far from where that level itself is at the moment.
        pool = [q for q in fit if q.level == LEVELS[1]] or fit
        turn += len(pool) // 2
    pool.sort(key=lambda q: digest(me, q.id))
    ahead = [pool[(turn + n) % len(pool)] for n in range(len(pool))]
    times = Counter(used)
    return min(ahead, key=lambda q: times[q.id])
