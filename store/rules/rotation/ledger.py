"""The state of a series: what the meetings that were held so far make of everyone's turns.

Nothing of it is stored. It is always the fold of the held meetings in order of their days, so that the same
records give the same plan on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import date
from math import ceil
from typing import Literal

from store.records import Member, Role
from store.rules.rotation.assignment import Queue, assign

Person = str
"""A member's id."""

Standing = Literal["in", "out", "learn"]

LONG_AWAY = 5
"""Held meetings missed in a row after which someone comes back like a newcomer, without debts."""

GRACE_NEW, GRACE_BACK = 2, 1
"""Meetings that newcomers and returners attend before they are given a role."""


class Ledger:
    """Turns of every person in every role, and who is new, back, away or learning.

    `members` are the records by id, `roles` the roles of the series in order, `founders` the people of its
    first meeting: they start every role at another place of the same circle, so that the first round is fair.
    For a meeting call `prepare`, then `plan` if there is no record of it, then `hold` if it was held.
    """

    def __init__(
        self, members: Mapping[Person, Member], roles: Sequence[Role], founders: Iterable[Person]
    ) -> None:
        self.members = members
        self.roles = tuple(roles)
        self.founders = tuple(sorted(founders))
        self.held = 0
        self.missed: dict[Person, int] = dict.fromkeys(self.founders, 0)
        self.grace: dict[Person, int] = {}
        self.ease: dict[Person, int] = {}
        self.duty: dict[Person, int] = {}
        self.joining: set[tuple[str, Person]] = set()
        self.turns: dict[str, dict[Person, int]] = {}
        self.last: dict[str, dict[Person, float]] = {}
        self.served: dict[str, dict[Person, date]] = {role.id: {} for role in self.roles}
        self.out: dict[str, frozenset[Person]] = {}
        self.learning: dict[str, set[Person]] = {}
        size = len(self.founders)
        step = max(1, size // max(1, len(self.roles)))
        for number, role in enumerate(self.roles):
            self.turns[role.id] = dict.fromkeys(self.founders, 0)
            self.last[role.id] = {
                person: (place - number * step) % size - size for place, person in enumerate(self.founders)
            }
            wishes = {person: member.roles.get(role.id) for person, member in members.items()}
            self.out[role.id] = frozenset(person for person, wish in wishes.items() if wish == "out")
            self.learning[role.id] = {
                person
                for person, wish in wishes.items()
                if wish == "learn" or (wish is None and role.shadow_first and person not in self.missed)
            }

    def copy(self) -> Ledger:
        """A ledger that can go its own way from here."""
        other = Ledger.__new__(Ledger)
        other.members, other.roles, other.founders = self.members, self.roles, self.founders
        other.held = self.held
        other.missed, other.grace = dict(self.missed), dict(self.grace)
        other.ease, other.duty = dict(self.ease), dict(self.duty)
        other.out, other.joining = self.out, set(self.joining)
        other.learning = {role: set(people) for role, people in self.learning.items()}
        other.turns = {role: dict(turns) for role, turns in self.turns.items()}
        other.last = {role: dict(last) for role, last in self.last.items()}
        other.served = {role: dict(served) for role, served in self.served.items()}
        return other

    def standing(self, person: Person, role: Role) -> Standing:
        """Whether someone takes a role: as they wish, but a newcomer learns some roles first.

        Learning ends when they have accompanied someone in the role once; a newcomer may also just take it.
        """
        if person in self.out[role.id]:
            return "out"
        return "learn" if person in self.learning[role.id] else "in"

    def asked_to_learn(self, person: Person, role: str) -> bool:
        """Whether learning is their own wish, which turns that they served before do not end."""
        return self.members[person].roles.get(role) == "learn"

    def is_fresh(self, person: Person) -> bool:
        """Whether someone is here for the first time, or again after a long absence."""
        return self.missed.get(person, LONG_AWAY) >= LONG_AWAY

    def prepare(self, present: Set[Person], size: int) -> None:
        """Takes in who comes to the next meeting of `size` members: newcomers, returners, and old debts."""
        fresh = {person for person in present if self.is_fresh(person)}
        for role in self.roles:
            turns, last = self.turns[role.id], self.last[role.id]
            wanted = present - self.out[role.id]
            joining = {person for name, person in self.joining if name == role.id and person in present}
            if fresh or joining:
                settled = {person: turns[person] for person in wanted - fresh}
                for person in fresh | joining:
                    others = (turn for other, turn in settled.items() if other != person)
                    turns[person] = max(turns.get(person, 0), min(others, default=0))
                    last[person] = self.held - 0.5  # the end of the queue
                    self.joining.discard((role.id, person))
            # Who was away keeps their turn, but never owes more than one: of those who take the role, only
            # the one with the fewest turns can.
            least = min(wanted, key=turns.__getitem__, default=None)
            if least is not None:
                floor = turns[least] - 1
                for person in present - wanted:
                    turns[person] = max(turns[person], floor)
                others = (turns[person] for person in wanted if person != least)
                turns[least] = max(turns[least], min(others, default=0) - 1)
        for person in fresh:
            self.grace[person] = GRACE_BACK if person in self.missed else GRACE_NEW
            self.ease[person] = size
            self.missed[person] = 0

    def pool(self, present: Collection[Person], wanted: int) -> list[Person]:
        """Those of the present who can be asked for `wanted` roles, by id.

        Newcomers and returners are left in peace at first, and then not asked twice running, as long as there
        are others enough.
        """
        everyone = sorted(present)
        ready = [person for person in everyone if not self.grace.get(person)]
        ready = ready if len(ready) >= wanted else everyone
        rested = [p for p in ready if not (self.ease.get(p) and self.duty.get(p) == self.held - 1)]
        return rested if len(rested) >= wanted else ready

    def candidates(self, role: Role, pool: Iterable[Person]) -> list[Person]:
        """Those of the pool who take the role, first in turn first."""
        turns, last = self.turns[role.id], self.last[role.id]
        able = (person for person in pool if self.standing(person, role) == "in")
        return sorted(able, key=lambda person: (turns[person], last[person], person))

    def plan(self, present: Collection[Person]) -> dict[str, Person | None]:
        """Who takes which role, None for one that nobody takes; roles left out for want of people missing."""
        pool = self.pool(present, len(self.roles))
        roles = list(self.roles)
        optional = sorted((r for r in roles if not r.required), key=lambda r: (r.order, roles.index(r)))
        while len(pool) < len(roles) and optional:
            roles.remove(optional.pop())
        return self.choose(roles, pool, most=max(1, ceil(len(roles) / max(1, len(pool)))))

    def choose(self, roles: Iterable[Role], pool: Collection[Person], most: int) -> dict[str, Person | None]:
        """The best assignment of roles to people of the pool, at most so many a person."""
        queues: dict[str, Queue] = {}
        for role in roles:
            turns, queue = self.turns[role.id], self.candidates(role, pool)
            queues[role.id] = [(person, turns[person] - turns[queue[0]]) for person in queue]
        return assign(queues, most)

    def shadows(self, seats: Mapping[str, Person | None], present: Set[Person]) -> dict[str, Person]:
        """Who accompanies whom: by role id, someone present without a role who is still learning it."""
        found: dict[str, Person] = {}
        for role in self.roles:
            learners = (self.learning[role.id] & present).difference(seats.values(), found.values())
            if learners and seats.get(role.id) is not None:
                found[role.id] = min(learners)
        return found

    def hold(
        self,
        day: date,
        seats: Mapping[str, Person | None],
        present: Collection[Person],
        shadows: Mapping[str, Person],
    ) -> None:
        """Counts a meeting that `prepare` was called for: turns for those who served, absences for others."""
        for role in self.roles:
            person = seats.get(role.id)
            if person is not None:
                self.turns[role.id][person] += max(1, self.members[person].share)
                self.last[role.id][person] = self.held
                self.served[role.id][person] = day
                self.duty[person] = self.held
                if not self.asked_to_learn(person, role.id):
                    self.learning[role.id].discard(person)
            shadow = shadows.get(role.id)
            if shadow is not None and shadow in present and shadow in self.learning[role.id]:
                self.learning[role.id].discard(shadow)
                self.joining.add((role.id, shadow))
        for person in self.missed:
            if person not in present:
                self.missed[person] += 1
                continue
            self.missed[person] = 0
            waiting = self.grace if self.grace.get(person) else self.ease
            if waiting.get(person):
                waiting[person] -= 1
        self.held += 1
