"""Sixty days of someone who does what is suggested: principles, people and habits keep their balance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from store.records import Answer, Member, Place, Snapshot
from tests.store.rules.suggestion_team import CATALOGUE, OTHERS, done, person, picked, private, team

DAYS = 60
WEEKS = DAYS / 5
EVERYONE = ("ana", *OTHERS)
HERE: Place = "office"
AWAY: Place = "remote"

SUN_THU = (7, 1, 2, 3, 4)


def hybrid() -> dict[str, Member]:
    """Two who are elsewhere on some days, one always, one never, one at the week's ends."""
    places: dict[str, tuple[Place, ...]] = {
        "ana": (HERE, HERE, AWAY, HERE, AWAY, HERE, HERE),
        "ben": (AWAY,) * 7,
        "chi": (HERE, AWAY, HERE, HERE, AWAY, HERE, HERE),
        "dee": (HERE,) * 7,
        "eli": (AWAY, HERE, HERE, AWAY, HERE, HERE, HERE),
    }
    return {who: person(who, places=place) for who, place in places.items()}


TEAMS: dict[str, tuple[Snapshot, tuple[int, ...], int]] = {
    "on site": (team(), (1, 2, 3, 4, 5), 8),
    "hybrid": (team(*hybrid().values()), (1, 2, 3, 4, 5), 9),
    "Sunday to Thursday": (
        team(*(person(who, week=SUN_THU, week_start=7) for who in EVERYONE)),
        SUN_THU,
        8,
    ),
}
"""A team, its working days, and how many of the nine principles it has actions for."""


@dataclass
class Record:
    """What was done in sixty days."""

    principles: Counter[str] = field(default_factory=Counter)
    people: Counter[str | None] = field(default_factory=Counter)
    habits: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)


def sixty_days(snapshot: Snapshot, week: tuple[int, ...], me: str) -> Record:
    """Each pick is done on its day."""
    record, answers, day = Record(), list[Answer](), date(2026, 9, 6)
    while record.actions.total() < DAYS:
        if day.isoweekday() in week:
            chosen = picked(snapshot, private(answers), day, me)
            answers += done(chosen.action, day, chosen.member or "")
            record.principles[chosen.principle] += 1
            record.people[chosen.member] += 1
            record.habits[CATALOGUE.actions[chosen.action].start_small] += 1
            record.actions[chosen.action] += 1
        day += timedelta(1)
    return record


@pytest.mark.parametrize("me", EVERYONE)
@pytest.mark.parametrize("name", TEAMS)
def test_sixty_days_keep_the_balance(name: str, me: str) -> None:
    snapshot, week, principles = TEAMS[name]
    record = sixty_days(snapshot, week, me)
    assert len(record.principles) == principles
    assert all(3 <= count <= 12 for count in record.principles.values()), record.principles
    assert record.people[None] >= DAYS / 3
    others = [count for who, count in record.people.items() if who is not None]
    assert len(others) == len(EVERYONE) - 1
    assert max(others) - min(others) <= 3, record.people
    assert 0.9 <= record.habits["thanks"] / WEEKS <= 1.4, record.habits
    assert 0.9 <= record.habits["question"] / WEEKS <= 1.6, record.habits
    assert 0.4 <= record.habits["offer"] / WEEKS <= 0.9, record.habits
    assert len(record.actions) >= 45
    assert max(record.actions.values()) <= 5  # what rests ten working days comes five times at most
