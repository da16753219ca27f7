"""The day on which to come back to something, as people write it: also "after her vacation"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from store.errors import UsageError
from store.records import Member, Snapshot
from store.rules.calendar import next_working_day
from store.rules.dates import read_day
from store.when import day_of

HOW: Final = "fri, +2w, in 3 days, after her vacation"
"""Examples for a field."""

_WHOSE = r"(?:(?:her|his|their|the)|@(?P<whose>[\w.\-]+?)(?:'s|’s|'|’)?)\s+"
_WHO = r"(?:she|he|they|@(?P<who>[\w.\-]+?))"
_AWAY = r"(?:vacations?|holidays?|leave|absence|time off|time away|days? off|trip)"
_BACK: Final = re.compile(
    rf"after\s+(?:{_WHOSE})?{_AWAY}"
    rf"|(?:(?:when|once|as soon as)\s+)?(?:{_WHO}\s*(?:'s|’s|is|are|comes|come|gets|get)\s+)?back"
)


def read_follow_up(text: str, today: date, member: Member, snapshot: Snapshot) -> date:
    """The day that is meant, for something about that member; `today` is where I am.

    Beside all that `read_day` takes, "after her vacation", "when she is back" and the like: the first working
    day after the absence that is known now, or else next. Raises `UsageError` for what is no day, for one
    that is over, and when no absence is known.
    """
    found = _BACK.fullmatch(" ".join(text.casefold().split()))
    if found is not None:
        handle = found["whose"] or found["who"]
        return _return_of(_named(handle, snapshot) if handle else member, today, snapshot)
    try:
        day = read_day(text, today)
    except UsageError as error:
        raise UsageError(f"{str(error).removesuffix(', or +2w.')}, +2w, or after her vacation.") from None
    if day < today:
        raise UsageError(f"{said(day, today)} is over; choose today or a day to come.")
    return day


def said(day: date, today: date) -> str:
    """A day in full, with its year if that is another one: "Friday 27 November"."""
    return day_of(day, "%A", year=day.year != today.year)


def _named(handle: str, snapshot: Snapshot) -> Member:
    found = next((m for m in snapshot.members.values() if m.handle == handle and m.left is None), None)
    if found is None:
        raise UsageError(f"Nobody here has the handle @{handle}.")
    return found


def _return_of(member: Member, today: date, snapshot: Snapshot) -> date:
    """The member's first working day after the absence that is, or comes next."""
    coming = [a for a in snapshot.absences if a.member == member.id and (a.last is None or a.last >= today)]
    if not coming:
        raise UsageError(
            f"No time away of {member.name} is known here; write a day such as mon or +2w, or tell the team "
            f"with: amity away @{member.handle} FROM TO"
        )
    away = min(coming, key=lambda a: (a.first, a.id))
    if away.last is None:
        raise UsageError(f"It is not known yet when {member.name} is back; write a day such as mon or +2w.")
    return next_working_day(snapshot, member, away.last)
