"""What could be suggested today: every action with every person it may name, sieved, in its tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from store.content import Action, Catalogue
from store.records import Member
from store.rules.suggestion.morning import Morning
from store.rules.suggestion.past import Past
from store.rules.suggestion.signals import TIERS, Found

SETTLED_AFTER = 5
"""Working days in the team after which someone is suggested, and the habits of thanks and offers begin."""

THANKS_EVERY, QUESTION_EVERY, OFFER_EVERY = 5, 5, 10
"""Working days after which a habit asks for its next time."""

GAP = 10
"""Working days without thanks to someone that count as a gap."""

REST = 10
"""Working days for which a suggestion is not shown again."""

NAMED = {"yes": 2, "light": 2, "rarely": 1}
"""So often may someone be in recent untriggered picks, by their own wish; absent: not at all."""

KNOWN_TEAM = 20
"""Working days after which less light actions without a person are suggested."""

LOW_ENERGY = 2
"""Minutes for a day with little energy."""

RESCUE_TIER = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An action that may be suggested, for one person or none, in a tier."""

    action: Action
    member: str | None
    tier: int
    values: Mapping[str, str] = field(default_factory=dict)
    found: Found | None = None


class Sieve:
    """Finds the candidates of a morning. `passed` are the actions that were passed today."""

    def __init__(
        self, morning: Morning, past: Past, catalogue: Catalogue, passed: frozenset[str], low_energy: bool
    ) -> None:
        self.morning = morning
        self.past = past
        self.catalogue = catalogue
        self.passed = passed
        private = morning.private
        self.max_minutes = min(private.max_minutes, LOW_ENERGY) if low_energy else private.max_minutes
        self.my_day = morning.together(morning.me)
        self.wall = morning.snapshot.kudos_on and private.wall
        self.places = {m: morning.snapshot.members[m].place_on(morning.day) for m in morning.here}

    # Habits

    def open_habit(self, habit: str) -> bool:
        """Whether a small habit (thanks, question, offer) has rested long enough to ask for its next time."""
        every = {"thanks": THANKS_EVERY, "question": QUESTION_EVERY, "offer": OFFER_EVERY}.get(habit)
        if habit == "thanks" and not self.wall:  # where no thanks are written down, none are missed
            return False
        if every is None or (habit != "question" and self.my_day <= SETTLED_AFTER):
            return False
        last = self.past.habits.get(habit)
        return last is None or self.morning.since(last) >= every

    @property
    def thanked_this_week(self) -> bool:
        """Whether I have thanked anyone since my own week began; taken for granted without a wall."""
        if not self.wall:
            return True
        last = self.past.habits.get("thanks")
        return last is not None and last >= self.morning.week_first

    @cached_property
    def rescue(self) -> bool:
        """Whether it is the last working day of my week and nobody has been thanked in it."""
        week = self.morning.week
        return (
            bool(week)
            and week[-1] == self.morning.day
            and self.my_day > SETTLED_AFTER
            and not self.thanked_this_week
        )

    # Candidates

    def candidates(self, signals: Sequence[Found]) -> Iterator[Candidate]:
        """All that may be suggested, each action with each person once."""
        private = self.morning.private
        for action in self.catalogue.actions.values():
            muted = action.id in private.muted_actions or action.principle in private.muted_principles
            if muted or action.id in self.passed:
                continue
            if action.trigger in TIERS:
                yield from self._triggered(action, signals)
            elif self._fits_today(action):
                tier = self._rescued(action)
                if not action.needs_person:
                    if action.depth == 1 or self.my_day >= KNOWN_TEAM:
                        yield Candidate(action, None, tier)
                    continue
                for person, depth in self.people:
                    if action.depth <= depth and self._suits(action, person):
                        yield Candidate(action, person.id, tier, {"person": person.name})

    def _triggered(self, action: Action, signals: Sequence[Found]) -> Iterator[Candidate]:
        named: set[str | None] = set()
        for found in signals:
            if found.trigger != action.trigger:
                continue
            member = found.member if found.member in self.morning.here else None
            if action.needs_person != (member is not None) or member in named:
                continue
            if self.morning.private.muted_members & {found.member or "", *found.also}:
                continue
            named.add(member)
            name = {"person": self.morning.team[member].name} if member else {}
            tier = 0 if found.trigger in self.past.tired else TIERS[found.trigger]
            tier = max(tier, self._rescued(action))
            yield Candidate(action, member, tier, {**name, **found.values}, found)

    def _rescued(self, action: Action) -> int:
        """The tier of an action that no signal asks for."""
        return RESCUE_TIER if self.rescue and action.start_small == "thanks" else 0

    def _fits_today(self, action: Action) -> bool:
        """Whether the action fits the day, whomever it names."""
        if action.minutes > self.max_minutes:
            return False
        shown = self.past.shown.get(action.id)
        if shown is not None and self.morning.since(shown) <= REST:
            return False
        if action.trigger == "kudos_gap" and not self.open_habit("thanks"):
            return False
        if not self.wall and "kudos" in action.text:
            return False
        week, day = self.morning.week, self.morning.day
        if action.week_part and day not in (week[:2] if action.week_part == "start" else week[-2:]):
            return False
        return action.needs_person or self._fits_place(action, None)

    @cached_property
    def people(self) -> list[tuple[Member, int]]:
        """Whom an untriggered action may name today, each with how personal it may be (1 to 3)."""
        morning, past = self.morning, self.past
        return [
            (person, self.stage(person))
            for person in morning.team.values()
            if person.id in morning.here
            and person.id not in morning.private.muted_members
            and past.named.get(person.id, 0) < NAMED.get(person.suggest, 0)
            and morning.member_day(person) > SETTLED_AFTER
        ]

    def stage(self, person: Member) -> int:
        """How well the two of us know each other, 1 to 3, by time together and shared moments."""
        together, moments = self.morning.together(person), self.past.moments[person.id]
        if together < 20 or moments < 3 or person.suggest == "light":
            return 1
        return 3 if together >= 60 and moments >= 8 else 2

    def _suits(self, action: Action, person: Member) -> bool:
        if action.trigger == "kudos_gap":
            last = self.past.thanked.get(person.id)
            if last is not None and self.morning.since(last) < GAP:
                return False
        return self._fits_place(action, person.id)

    def _fits_place(self, action: Action, member: str | None) -> bool:
        """Whether the action fits where people are today: the two it is between, or the whole team."""
        if action.setting == "any":
            return True
        me = self.morning.me.id
        places = self.places
        if action.setting == "hybrid":
            return len(set(places.values())) > 1
        if action.setting == "remote":
            concerned = places.values() if member is None else (places[me], places[member])
            return "remote" in concerned
        others = (m for m in places if m != me) if member is None else (member,)
        return places[me] == "office" and any(places[m] == "office" for m in others)
