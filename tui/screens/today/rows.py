"""The rows beside the suggestion: what the day holds, and what each can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from textual.content import Content

from store.records import Kudos, Private, Snapshot
from store.rules.suggestion import Signal
from store.today import Today, Turn
from store.zones import zone
from tui.widgets.day_list import Act, Row

COVERED: Final = "covered while you share your screen"

PRIVATE: Final = ("commitment_due", "follow_up_due")
"""Signals whose words are mine alone."""

ALSO_SHOWN, PROMISES_SHOWN = 8, 4
"""Rows at most; the rest is in the rooms that they come from."""

QUOTED: Final = 100
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


def rows_of(
    day: Today, snapshot: Snapshot, private: Private, hidden: bool, timezone: str, cards: Sequence[Row]
) -> list[Row]:
    """All rows of a day. `cards` are those of cards that were opened for me."""
    rows = [*_meetings(day.turns, snapshot, timezone), *_coffee(day)]
    rows = rows or [_quiet("No meetings of the team today.")]
    if also := [*_also(day, hidden), *_promises(day, snapshot, hidden)]:
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
        role = f"you: {known.name if known else turn.role}" if turn.role else "you are free"
        words = Content.assemble(
            (f"{turn.starts.astimezone(here):%H:%M}", "bold"),
            f"  {snapshot.meetings[turn.meeting].name}\n       ",
            (role, "$primary" if turn.role else "$text-muted"),
        )
        yield Row(f"meeting:{turn.meeting}", words, opens="the roles")


def _coffee(day: Today) -> Iterator[Row]:
    for signal in day.also:
        if signal.trigger == "coffee_open":
            yield Row(f"coffee_open:{signal.ref}", Content(signal.text), _ACTS["coffee_open"], "the chat")


def _also(day: Today, hidden: bool) -> Iterator[Row]:
    rest = [signal for signal in day.also if signal.trigger != "coffee_open"]
    for signal in rest[:ALSO_SHOWN]:
        words = COVERED if hidden and signal.trigger in PRIVATE else signal.text
        yield Row(_name(signal), Content(words), _ACTS.get(signal.trigger, ()), _opens(signal))


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
        words = COVERED if hidden else f"{promise.text.rstrip('.')}{whom}: is due tomorrow"
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
            return f"Next: {snapshot.meetings[turn.meeting].name} at {at:%H:%M}."
    return ""
