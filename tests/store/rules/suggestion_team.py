"""A small team and what happened in it, for the tests of the suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from store import content
from store.records import Absence, Answer, Kudos, Member, Note, Private, Promise, Snapshot
from store.rules.suggestion import Pick, Rest, also_today, pick
from store.rules.suggestion.candidates import Candidate, Sieve
from store.rules.suggestion.morning import morning
from store.rules.suggestion.past import recall
from store.rules.suggestion.signals import find

DAY = date(2026, 11, 25)  # a Wednesday
OTHERS = ("ben", "chi", "dee", "eli")
CATALOGUE = content.catalogue()


def person(handle: str, **fields: Any) -> Member:
    start: dict[str, Any] = {"joined": date(2020, 1, 1), **fields}
    return Member(id=handle, handle=handle, name=handle.capitalize(), **start)


def team(*changed: Member, **fields: Any) -> Snapshot:
    """Ana, Ben, Chi, Dee and Eli, with those who are given in their place or besides."""
    members = {h: person(h) for h in ("ana", *OTHERS)} | {m.id: m for m in changed}
    return Snapshot(team="t", name="Team", members=members, roles=content.roles(), **fields)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def thanks(giver: str, to: str, day: date, number: int = 0) -> Kudos:
    return Kudos(f"k-{giver}-{to}-{day}-{number}", giver, (to,), "Thank you", noon(day))


def done(action: str, day: date, member: str = "") -> list[Answer]:
    """An action that was shown and done on that day."""
    known = CATALOGUE.actions[action]
    rest = (action, known.principle, member, known.trigger)
    return [Answer(day, noon(day), "shown", *rest), Answer(day, noon(day), "done", *rest)]


def passed(chosen: Pick, kind: Any = "another", day: date = DAY) -> Answer:
    return Answer(day, noon(day), kind, chosen.action, chosen.principle, chosen.member or "", chosen.trigger)


def promise(to: str = "ben", by: date = DAY) -> Promise:
    return Promise("p-1", "Review the import", noon(ago(3)), to, by)


def note(about: str, follow_up: date) -> Note:
    return Note(f"n-{about}", about, "asked about the move", noon(ago(9)), follow_up)


def absent(who: str, first: date, last: date) -> Absence:
    return Absence(f"a-{who}", who, first, last)


def private(answers: Iterable[Answer] = (), **fields: Any) -> Private:
    return Private(answers=tuple(answers), **fields)


def suggest(
    snapshot: Snapshot | None = None,
    mine: Private | None = None,
    day: date = DAY,
    me: str = "ana",
    **extra: Any,
) -> Pick | Rest:
    return pick(day, me, snapshot or team(), mine or Private(), CATALOGUE, **extra)


def picked(
    snapshot: Snapshot | None = None,
    mine: Private | None = None,
    day: date = DAY,
    me: str = "ana",
    **extra: Any,
) -> Pick:
    found = suggest(snapshot, mine, day, me, **extra)
    assert isinstance(found, Pick), found
    return found


def signals(
    snapshot: Snapshot,
    mine: Private | None = None,
    day: date = DAY,
    me: str = "ana",
    chosen: Pick | None = None,
) -> list[tuple[str, str | None]]:
    found = also_today(day, me, snapshot, mine or Private(), CATALOGUE, (), chosen)
    return [(signal.trigger, signal.member) for signal in found]


def sieve(snapshot: Snapshot, mine: Private | None = None, day: date = DAY, me: str = "ana") -> Sieve:
    start = morning(day, me, snapshot, mine or Private())
    return Sieve(start, recall(start, CATALOGUE), CATALOGUE, frozenset(), low_energy=False)


def candidates(
    snapshot: Snapshot, mine: Private | None = None, day: date = DAY, me: str = "ana"
) -> list[Candidate]:
    rules = sieve(snapshot, mine, day, me)
    return list(rules.candidates(find(rules.morning, (), rules.morning.cutoff)))
