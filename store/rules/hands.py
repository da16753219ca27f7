"""Asking for a hand and lending one: whose flag is up, what was offered, and who is still to be thanked.

A flag is read by its owner's days, wherever whoever looks is: one that Li raises in the morning is up at once
for those who still have the evening before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final, NamedTuple

from store.records import HelpFlag, Member, Offer, Snapshot
from store.rules import calendar
from store.wall import concerning
from store.zones import zone

WORKING_DAYS: Final = 5
"""A flag ends by itself after so many working days of its owner, the day it was raised included."""

THANKS_FOR: Final = timedelta(days=14)
"""For so long after a flag ended amity proposes to thank those who helped."""

PHRASES: Final = (
    "I have half an hour this afternoon.",
    "I can look over it tomorrow.",
    "I could take a piece of it.",
    "I have an hour free; say when it suits you.",
)
"""Ways to offer a hand: about time, never about how somebody copes."""

SOME_TIME: Final = "I have some time for it, if you like."
"""The same of someone who chose no words."""

SEEN: Final = "hand"
"""Where the notebook keeps which answers to my offers I have seen (`seen_answers`)."""

ALL_GOOD: Final = "All good, thank you."
"""What somebody sees whose offer is not needed."""


class Offered(NamedTuple):
    """A flag of someone else, and what I offered."""

    flag: HelpFlag
    offer: Offer


def last_day(snapshot: Snapshot, member: Member, since: date) -> date:
    """The fifth working day of the member, `since` included if they work on it."""
    day = since
    if not calendar.works_on(snapshot, member, day):
        day = calendar.next_working_day(snapshot, member, day)
    for _ in range(WORKING_DAYS - 1):
        day = calendar.next_working_day(snapshot, member, day)
    return day


def ends(snapshot: Snapshot, flag: HelpFlag) -> date:
    """The last day of a flag: what it says, and never later than its owner's fifth working day.

    Holidays and absences may have come or gone since it was raised.
    """
    owner = snapshot.members.get(flag.member)
    return min(flag.until, last_day(snapshot, owner, flag.since)) if owner is not None else flag.until


def day_of(member: Member, moment: datetime) -> date:
    """The day that it is for a member at that moment."""
    return moment.astimezone(zone(member.timezone)).date()


def flags_up(snapshot: Snapshot, now: datetime) -> Mapping[str, HelpFlag]:
    """The flags that are up at that moment, by their owner: of two that one person raised, the later."""
    found: dict[str, HelpFlag] = {}
    for flag in sorted(snapshot.help_flags, key=_age):
        owner = snapshot.members.get(flag.member)
        if owner is None or owner.left is not None:
            continue
        today = day_of(owner, now)
        if flag.is_up(today) and today <= ends(snapshot, flag):
            found[flag.member] = flag
    return found


def _age(flag: HelpFlag) -> tuple[date, str]:
    return flag.since, flag.id


def is_for(flag: HelpFlag, member: str) -> bool:
    """Whether a flag of someone else is shown to that member."""
    return flag.member != member and (not flag.to or member in flag.to)


def flags_for(snapshot: Snapshot, me: str, now: datetime) -> tuple[HelpFlag, ...]:
    """The flags of others that are up for me, and to which I have not offered a hand; by day, then by name.

    Those of `kind` "swamped" could use a hand, those of "free" can lend one.
    """
    up = (
        flag for flag in flags_up(snapshot, now).values() if is_for(flag, me) and offer_of(flag, me) is None
    )
    return tuple(sorted(up, key=lambda f: (f.since, snapshot.members[f.member].handle)))


def offer_of(flag: HelpFlag, member: str) -> Offer | None:
    """What that member offered to the owner of the flag."""
    return next((offer for offer in flag.offers if offer.member == member), None)


def offers_to_answer(snapshot: Snapshot, me: str, now: datetime) -> tuple[Offer, ...]:
    """What was offered to me and has no answer yet, the first first."""
    mine = flags_up(snapshot, now).get(me)
    if mine is None:
        return ()
    return tuple(o for o in mine.offers if not o.answer and o.member != me and o.member in snapshot.members)


def my_offers(snapshot: Snapshot, me: str, now: datetime) -> tuple[Offered, ...]:
    """What I offered to those whose flag is up, the first first."""
    up = (flag for flag in flags_up(snapshot, now).values() if is_for(flag, me))
    found = [Offered(flag, offer) for flag in up if (offer := offer_of(flag, me)) is not None]
    return tuple(sorted(found, key=lambda one: (one.offer.at, one.flag.id)))


def answers_to_me(snapshot: Snapshot, me: str, now: datetime, seen: str = "") -> tuple[Offered, ...]:
    """What I offered and have an answer to, without those in `seen`: ids of flags, as `seen_answers` says."""
    known = seen.split()
    return tuple(o for o in my_offers(snapshot, me, now) if o.offer.answer and o.flag.id not in known)


def seen_answers(snapshot: Snapshot, me: str, now: datetime) -> str:
    """What is kept as seen once all answers to me were looked at, "" for none; not what they were."""
    return " ".join(sorted(o.flag.id for o in answers_to_me(snapshot, me, now)))


def lending(flag: HelpFlag) -> tuple[str, ...]:
    """Those to whom the owner of a flag said yes, please."""
    return tuple(offer.member for offer in flag.offers if offer.answer == "yes")


def over(snapshot: Snapshot, me: str, now: datetime) -> tuple[HelpFlag, ...]:
    """My flags that have ended by themselves, or that a later one of mine took the place of."""
    owner = snapshot.members.get(me)
    if owner is None:
        return ()
    today, up = day_of(owner, now), flags_up(snapshot, now).get(me)
    return tuple(
        flag
        for flag in snapshot.help_flags
        if flag.member == me
        and flag.lowered is None
        and (today > ends(snapshot, flag) or (up is not None and _age(flag) < _age(up)))
    )


def thanks_due(snapshot: Snapshot, me: str, now: datetime) -> tuple[str, ...]:
    """Those who helped me and whom I have not thanked on the wall since, by handle."""
    due: dict[str, date] = {}
    for member, since in _helped(snapshot, me, now):
        due[member] = max(since, due.get(member, since))
    if not due:
        return ()
    owner, earliest = snapshot.members[me], min(due.values())
    recent = ((kudos, day_of(owner, kudos.given)) for kudos in concerning(snapshot.kudos, me))
    for kudos, given in takewhile(lambda pair: pair[1] >= earliest, recent):
        if kudos.giver == me:
            for member in kudos.to:
                if member in due and due[member] <= given:
                    del due[member]
    return tuple(sorted(due, key=lambda member: snapshot.members[member].handle))


def _helped(snapshot: Snapshot, me: str, now: datetime) -> Iterator[tuple[str, date]]:
    """Who helped me lately, with the day on which that flag ended."""
    owner = snapshot.members.get(me)
    if owner is None:
        return
    today = day_of(owner, now)
    for flag in snapshot.help_flags:
        if flag.member == me and flag.lowered is not None and today - flag.lowered < THANKS_FOR:
            for member in flag.helped:
                person = snapshot.members.get(member)
                if person is not None and person.left is None and member != me:
                    yield member, flag.lowered
