"""The coffee chat that is mine at the moment: with whom, when, and how it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from store import content
from store.content import Question
from store.records import CoffeeRound, Member, Snapshot
from store.rules.pairing.history import first_writer
from store.rules.pairing.rounds import begins, current_round
from store.rules.pairing.times import Times, suggest_times
from store.rules.pairing.words import chat_question, invitation
from store.zones import zone

State = Literal["out", "pausing", "waiting", "alone", "skipped", "open", "met", "missed"]
"""Not opted in; pausing; no draw yet; nobody to meet; left out; to come; met; did not happen."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Coffee chats as I see them now. `others` are whom I meet, `next_round` is the Monday of the next draw.

    `settling` says that two would take part, but for those who have not been here for a week. `groups` are
    all of the round, for everyone to see; `message` is ready to be sent.
    """

    state: State
    monday: date
    next_round: date
    settling: bool = False
    round: CoffeeRound | None = None
    group: tuple[str, ...] = ()
    others: tuple[Member, ...] = ()
    first: Member | None = None
    times: Times | None = None
    question: Question | None = None
    message: str = ""

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Who meets whom this round."""
        return self.round.groups if self.round is not None else ()


def my_chat(snapshot: Snapshot, me: Member, now: datetime) -> Chat:
    """My chat of the round that goes on."""
    today = now.astimezone(zone(me.timezone)).date()
    current = current_round(snapshot, today)
    monday = current.monday if current is not None else begins(today, snapshot.coffee_weeks)
    following = begins(monday, snapshot.coffee_weeks) + timedelta(weeks=snapshot.coffee_weeks)
    group = next((g for g in (current.groups if current else ()) if me.id in g), ())
    others = tuple(snapshot.members[m] for m in group if m != me.id and m in snapshot.members)
    if current is None or not others:
        likes = sum(m.coffee and m.left is None for m in snapshot.members.values())
        return Chat(_without(me, current, today), monday, following, likes > 1, current)
    state: State = "met" if group in current.met else "missed" if group in current.missed else "open"
    times = None
    if state == "open":
        last = following - timedelta(days=1)
        times = suggest_times(snapshot, (me, *others), max(today, monday), last, now)
    question = chat_question(current.id, group, content.questions())
    first = snapshot.members.get(first_writer(current.id, group))
    message = invitation(me, others, times, question)
    return Chat(state, monday, following, False, current, group, others, first, times, question, message)


def _without(me: Member, current: CoffeeRound | None, today: date) -> State:
    """Why there is nobody whom I meet."""
    if not me.coffee:
        return "out"
    if me.coffee_pause is not None and me.coffee_pause >= today:
        return "pausing"
    if current is None:
        return "waiting"
    return "skipped" if me.id in current.skips else "alone"
