"""What the private log and the wall of thanks say about the past, as the points need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from store.content import Catalogue
from store.records import Answer
from store.rules.suggestion.morning import Morning
from store.wall import concerning

UNTRIGGERED = ("", "kudos_gap")
"""Triggers that are no signal of the day."""

MANY = 8
"""More shared moments than these make no difference."""

NAMED_WITHIN = 4
"""Working days in which nobody is suggested too often."""

RARELY_WITHIN = 10
"""The same for those who wish to be suggested rarely."""


@dataclass(slots=True)
class Past:
    """The latest days of each thing before today, each key absent for never.

    `practised` by principle, `shown` by action, `habits` by "thanks", "question" and "offer", `thanked` (my
    last thanks to them) and `met` (our last shared moment) by member. `moments` counts shared moments by
    member, to eight. `named` counts recent untriggered picks by member. `tired` are triggers that were the
    pick on both of my last two working days.
    """

    practised: dict[str, date] = field(default_factory=dict)
    shown: dict[str, date] = field(default_factory=dict)
    habits: dict[str, date] = field(default_factory=dict)
    thanked: dict[str, date] = field(default_factory=dict)
    met: dict[str, date] = field(default_factory=dict)
    moments: Counter[str] = field(default_factory=Counter)
    named: Mapping[str, int] = field(default_factory=dict)
    tired: frozenset[str] = frozenset()

    def meet(self, member: str, day: date) -> None:
        """Takes note of a shared moment."""
        self.moments[member] += 1
        _latest(self.met, member, day)

    def close(self, member: str) -> bool:
        """Whether older kudos cannot change anything about that member any more."""
        return member in self.thanked and self.moments[member] >= MANY


def recall(morning: Morning, catalogue: Catalogue) -> Past:
    """The past as it was this morning."""
    past = Past()
    _read_kudos(morning, past)
    _read_log(morning, catalogue, past)
    for coffee in morning.snapshot.coffee:
        for group in coffee.met:
            if morning.me.id in group and coffee.monday < morning.day:
                for member in set(group) & morning.team.keys():
                    past.meet(member, coffee.monday)
    return past


def _read_kudos(morning: Morning, past: Past) -> None:
    """Looks through the wall, newest first, until everything that counts is known."""
    me, cutoff = morning.me.id, morning.cutoff
    open_ends = set(morning.team)
    for kudos in concerning(morning.snapshot.kudos, me):
        if kudos.given >= cutoff:
            continue
        mine = kudos.giver == me
        day = morning.local_day(kudos.given)
        others = {m for m in (kudos.to if mine else (kudos.giver,)) if m in morning.team}
        for member in others:
            past.meet(member, day)
            if mine:
                _latest(past.thanked, member, day)
        if mine:
            _latest(past.habits, "thanks", day)
        open_ends -= {m for m in others if past.close(m)}
        if not open_ends and "thanks" in past.habits:
            return


def _read_log(morning: Morning, catalogue: Catalogue, past: Past) -> None:
    """Looks through my answers of earlier days."""
    log = [a for a in morning.private.answers if a.day < morning.day]
    for answer in log:
        if answer.kind == "done":
            _latest(past.practised, answer.principle, answer.day)
            action = catalogue.actions.get(answer.action)
            if action is not None and action.start_small:
                _latest(past.habits, action.start_small, answer.day)
            if answer.member in morning.team:
                past.meet(answer.member, answer.day)
    # "Not today" is not remembered against anything, so that what it put off may come again soon.
    put_off = {(a.day, a.action) for a in log if a.kind == "later"}
    seen = [a for a in log if (a.day, a.action) not in put_off]
    for answer in seen:
        _latest(past.shown, answer.action, answer.day)
    past.named = _named(morning, seen)
    past.tired = _tired(morning, log)


def _named(morning: Morning, seen: Iterable[Answer]) -> Counter[str]:
    """In how many recent untriggered picks each person was."""
    longest = set(morning.before(RARELY_WITHIN))
    usual = set(morning.before(NAMED_WITHIN))
    rarely = {m.id for m in morning.team.values() if m.suggest == "rarely"}
    picks = {(a.day, a.action, a.member) for a in seen if a.member and a.trigger in UNTRIGGERED}
    return Counter(m for day, _, m in picks if day in (longest if m in rarely else usual))


def _tired(morning: Morning, log: Iterable[Answer]) -> frozenset[str]:
    last = morning.before(2)
    if len(last) < 2:
        return frozenset()
    first, second = ({a.trigger for a in log if a.day == day} for day in last)
    return frozenset((first & second) - set(UNTRIGGERED))


def _latest(days: dict[str, date], key: str, day: date) -> None:
    if key not in days or days[key] < day:
        days[key] = day
