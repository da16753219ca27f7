"""The suggestion of a day, and what else asks for attention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.content import Catalogue
from store.records import Private, Snapshot
from store.rules.suggestion.candidates import Sieve
from store.rules.suggestion.morning import morning as begin
from store.rules.suggestion.past import recall
from store.rules.suggestion.points import best
from store.rules.suggestion.results import Pick, Rest, Signal
from store.rules.suggestion.signals import find
from store.rules.suggestion.wording import example, fill, rest_today, why


def pick(
    day: date,
    me: str,
    snapshot: Snapshot,
    private: Private,
    catalogue: Catalogue,
    roles_today: Sequence[tuple[str, str]] = (),
    low_energy: bool = False,
) -> Pick | Rest:
    """The one small action for a member on a day, or why there is none.

    The same input gives the same answer on every machine. What was recorded after 04:00 local time does not
    count, except for the answers "another" and "later" of that day and what was done meanwhile; the caller
    keeps the first result of a day. `roles_today` are the (role name, meeting name) that the member has that
    day. `low_energy` allows two minutes at most. Raises KeyError for someone who was never in the team.
    """
    morning = begin(day, me, snapshot, private)
    if rest := rest_today(morning):
        return rest
    past = recall(morning, catalogue)
    answers = [a for a in private.answers if a.day == day and a.kind == "another"]
    sieve = Sieve(morning, past, catalogue, frozenset(a.action for a in answers), low_energy)
    signals = find(morning, roles_today, morning.cutoff)
    chosen = best(sieve.candidates(signals), sieve, {a.principle for a in answers})
    if chosen is None:
        return Rest("Nothing fits today, and that is fine.", "enough")
    candidate, points = chosen
    action = candidate.action
    return Pick(
        action=action.id,
        principle=action.principle,
        member=candidate.member,
        trigger=action.trigger,
        points=points,
        minutes=action.minutes,
        title=catalogue.principles[action.principle].title,
        text=fill(action, candidate.values),
        say=example(action, candidate.member, morning, catalogue),
        why=why(candidate, sieve, catalogue),
        ref=candidate.found.ref if candidate.found else "",
    )


def also_today(
    day: date,
    me: str,
    snapshot: Snapshot,
    private: Private,
    catalogue: Catalogue,
    roles_today: Sequence[tuple[str, str]] = (),
    chosen: Pick | None = None,
) -> tuple[Signal, ...]:
    """The signals of the day but the one that `chosen` came from: those of lower tiers, muted ones, new ones.

    Everything recorded up to now counts. Empty on days that are no working days of the member.
    """
    morning = begin(day, me, snapshot, private)
    if me not in morning.here:
        return ()
    found = list(find(morning, roles_today, None))
    if chosen is not None:
        action = catalogue.actions.get(chosen.action)  # none if the team took it away meanwhile
        for signal in found:
            person = morning.team.get(signal.member or "")
            values = {"person": person.name if person else "", **signal.values}
            same = signal.ref == chosen.ref and signal.member == chosen.member
            worded = action is not None and fill(action, values) == chosen.text
            if signal.trigger == chosen.trigger and (same or worded):
                found.remove(signal)
                break
    return tuple(Signal(signal.trigger, signal.member, signal.text, signal.ref) for signal in found)
