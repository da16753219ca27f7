"""The rows beside the suggestion: what the day holds, and what each can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from textual.content import Content

from store.records import Kudos, Private, Snapshot
from store.rules.suggestion import Signal
from store.today import Today, Turn
from store.when import time_column, time_of
from store.zones import zone
from tui.widgets.day_list import Act, Row

COVERED: Final = "covered while you share your screen"

PRIVATE: Final = ("commitment_due", "follow_up_due")
"""Signals whose words are mine alone."""

ALSO_SHOWN, PROMISES_SHOWN = 5, 2
"""Rows at most; the rest is in the rooms that they come from."""

QUOTED: Final = 44
"""Characters of someone's thanks."""

_DONE, _LATER, _MOVE = Act("d", "done"), Act("m", "later"), Act("m", "move")
_ACTS: Final[Mapping[str, tuple[Act, ...]]] = {
    "commitment_due": (_DONE, _MOVE),
    "follow_up_due": (_DONE, _LATER),
    "coffee_open": (Act("d", "we met"),),
    "milestone": (Act("t", "thank"),),
    "back_from_leave": (),
}
_OPENS: Final = {
    "commitment_due": "open",
    "help_asked": "offer a hand",
    "role_today": "the roles",
    "coffee_open": "the chat",
}
"""What Enter opens; the card of the person for all others."""


class Reading(NamedTuple):
    """Who reads the rows and when; `hidden` while private text is covered."""

    me: str
    now: datetime
    timezone: str
    hidden: bool = False


def rows_of(
    day: Today, snapshot: Snapshot, private: Private, reading: Reading, cards: Sequence[Row]
) -> list[Row]:
    """All rows of a day. `cards` are those of cards that were opened for me."""
    hidden = reading.hidden
    rows = [*_meetings(day.turns, snapshot, reading.timezone), *_open_hours(snapshot, reading), *_coffee(day)]
    rows = rows or [_quiet("No meetings of the team today.")]
    if also := [
        *_reminders(snapshot, private, reading),
        *_hands(snapshot, private, reading),
        *_also(day, hidden),
        *_promises(day, snapshot, hidden),
    ]:
        rows += [_heading("Also today"), *also]
    for_me = [*cards, *(_kudos(day.kudos[:1], snapshot) if private.wall else ())]
    if not for_me and private.wall:
        more = " A good day to begin with someone else." if snapshot.kudos_on else ""
        for_me = [_quiet(f"Nothing new this week.{more}")]
    if for_me:
        rows += [_heading("For you"), *for_me]
    return rows


def _heading(words: str) -> Row:
    return Row("", Content.styled(f"\n{words}", "bold $text-muted"))


def _quiet(words: str) -> Row:
    return Row("", Content.styled(words, "$text-muted not bold"))


def _meetings(turns: Sequence[Turn], snapshot: Snapshot, timezone: str) -> Iterator[Row]:
    here = zone(timezone)
    for turn in turns:
        known = snapshot.roles.get(turn.role)
        role = f"you: {known.name if known else turn.role}" if turn.role else "free"
        starts = time_column(turn.starts.astimezone(here))
        words = Content.assemble(
            (starts, "bold"),
            f"  {snapshot.meetings[turn.meeting].name}",
            (f"\n{' ' * len(starts)}  {role}", "$primary") if turn.role else (f" · {role}", "$text-muted"),
        )
        yield Row(f"meeting:{turn.meeting}", words, opens="the roles")


def _open_hours(snapshot: Snapshot, reading: Reading) -> Iterator[Row]:
    """When somebody likes to be brought a question today."""
    if not any("open" in member.card for member in snapshot.members.values()):
        return
    from store.rules.open_hours import open_today

    here = zone(reading.timezone)
    for hour in open_today(snapshot, reading.me, reading.now):
        words = Content.assemble(
            (time_column(hour.begins.astimezone(here)), "bold"),
            f"  Open half hour: {snapshot.members[hour.member].name}",
        )
        yield Row(f"open:{hour.member}", words, opens="their card")


def _reminders(snapshot: Snapshot, private: Private, reading: Reading) -> Iterator[Row]:
    """What I wanted to be reminded of by now."""
    if not private.reminders:
        return
    from store.rules.presence import outside_hours
    from store.rules.reminders import reminders_due

    for reminder in reminders_due(private, reading.now):
        person = snapshot.members.get(reminder.member)
        late = person is not None and outside_hours(snapshot, person, reading.now) is not None
        name = f"{person.name}{'' if late else ' is there'}: " if person is not None else ""
        words = Content.assemble((name, "bold"), reminder.text)
        acts = (Act("d", "done"), Act("t", "thank"))
        words = Content(COVERED) if reading.hidden else words
        yield Row(f"reminder:{reminder.id}", words, acts, "their card")


def _hands(snapshot: Snapshot, private: Private, reading: Reading) -> Iterator[Row]:
    """Offers to me, answers to mine, and who helped me and is still to be thanked."""
    if not snapshot.help_flags:
        return
    from store.rules import hands

    me, now = reading.me, reading.now
    for offer in hands.offers_to_answer(snapshot, me, now):
        words = Content.assemble(
            (snapshot.members[offer.member].name, "bold"), f" offers a hand: {offer.text or hands.SOME_TIME}"
        )
        yield Row(f"offer:{offer.member}", words, (Act("y", "yes"), Act("n", "not needed")))
    for flag, offer in hands.answers_to_me(snapshot, me, now, private.seen.get(hands.SEEN, "")):
        said = hands.ALL_GOOD if offer.answer == "no" else "Yes, please."
        yield Row(
            f"answer:{flag.id}", Content.assemble((snapshot.members[flag.member].name, "bold"), f": {said}")
        )
    for member in hands.thanks_due(snapshot, me, now):
        words = Content.assemble((snapshot.members[member].name, "bold"), " lent you a hand")
        yield Row(f"helper:{member}", words, (Act("t", "thank"),), "thank them")


def _coffee(day: Today) -> Iterator[Row]:
    for signal in day.also:
        if signal.trigger == "coffee_open":
            yield Row(f"coffee_open:{signal.ref}", Content(signal.text), _ACTS["coffee_open"], "the chat")


def _also(day: Today, hidden: bool) -> Iterator[Row]:
    rest = [signal for signal in day.also if signal.trigger != "coffee_open"]
    for signal in rest[:ALSO_SHOWN]:
        words = COVERED if hidden and signal.trigger in PRIVATE else signal.text
        yield Row(_name(signal), Content(words), _ACTS.get(signal.trigger, ()), _opens(signal))
    if any(signal.trigger == "commitment_due" for signal in rest[ALSO_SHOWN:]):
        yield Row("promises:", Content.styled("and more that you promised", "$text-muted"))


def _name(signal: Signal) -> str:
    return f"{signal.trigger}:{signal.ref or signal.member or ''}"


def _opens(signal: Signal) -> str:
    return _OPENS.get(signal.trigger, "their card" if signal.member else "")


def _promises(day: Today, snapshot: Snapshot, hidden: bool) -> Iterator[Row]:
    """Promises that are due soon; those that are due are signals already."""
    soon = [p for p in day.promises if p.by is not None and p.by > day.day]
    for promise in soon[:PROMISES_SHOWN]:
        person = snapshot.members.get(promise.to)
        whom = f", for {person.name}" if person else ""
        words = COVERED if hidden else f"{promise.text.rstrip('.')}{whom}: due tomorrow"
        yield Row(f"commitment_due:{promise.id}", Content(words), (_DONE, _MOVE))


def _kudos(kudos: Sequence[Kudos], snapshot: Snapshot) -> Iterator[Row]:
    for thanks in kudos:
        giver = snapshot.members.get(thanks.giver)
        text = thanks.text.replace("\n", " ")
        shown = text if len(text) < QUOTED else f"{text[: QUOTED - 1]}…"
        words = Content.assemble((giver.name if giver else "Someone", "bold"), f": {shown}")
        yield Row(f"kudos:{thanks.id}", words, (Act("t", "thank back"),), "your kind words")


def what_is_next(day: Today, snapshot: Snapshot, now: datetime, timezone: str) -> str:
    """One line about what still comes today, for a page without a suggestion; "" for nothing."""
    for turn in day.turns:
        if turn.starts > now:
            at = turn.starts.astimezone(zone(timezone))
            return f"Next: {snapshot.meetings[turn.meeting].name} at {time_of(at)}."
    return ""
