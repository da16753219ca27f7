"""Looking back: which principles I practised, week by week. For me alone, without a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from store.content import Principle
from store.records import Answer, Kudos

WEEKS = 12
"""Weeks that are looked back at, the present one included."""


@dataclass(frozen=True, slots=True)
class Practised:
    """A principle, and for each week, oldest first, whether I practised it; `last` is the latest day."""

    principle: Principle
    weeks: tuple[bool, ...]
    last: date | None


def look_back(
    day: date,
    week_start: int,
    answers: Iterable[Answer],
    given: Iterable[tuple[Kudos, date]],
    principles: Mapping[str, Principle],
) -> list[Practised]:
    """All principles in their own order, with the weeks in which I practised them.

    `week_start` is the ISO weekday on which my week begins, `given` are my thanks with their days: one on the
    wall practises appreciation. How often within a week makes no difference.
    """
    first = day - timedelta(days=(day.isoweekday() - week_start) % 7 + 7 * (WEEKS - 1))
    days: dict[str, set[date]] = {identity: set() for identity in principles}
    for answer in answers:
        if answer.kind == "done" and answer.day <= day:
            days.setdefault(answer.principle, set()).add(answer.day)
    for _, when in given:
        if when <= day and "appreciate" in days:
            days["appreciate"].add(when)
    return [
        Practised(
            principle,
            tuple(
                any(first + timedelta(7 * week) <= d < first + timedelta(7 * (week + 1)) for d in found)
                for week in range(WEEKS)
            ),
            max(found, default=None),
        )
        for principle in sorted(principles.values(), key=lambda p: p.number)
        for found in (days[principle.id],)
    ]
