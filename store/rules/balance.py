"""Gentle balance: whom I have not thanked lately. Names alone come out, never a number or a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from store.records import Member, Snapshot
from store.rules import calendar
from store.text import fold
from store.wall import concerning, since
from store.zones import zone

WEEKS = 4
"""Of my working weeks; days off, holidays and absences do not count."""

EVERYONE = "Everyone has been thanked this month."
"""All that is ever said about the team as a whole."""

_FARTHEST = 366
"""Calendar days looked back for my working weeks."""


def not_thanked_lately(snapshot: Snapshot, me: str, day: date) -> tuple[Member, ...]:
    """Those whom I have not thanked on the wall within my last four working weeks up to that day, by name.

    Left out are those who joined since, were away all the time, want thanks in private (what I told them
    there nobody knows) or no suggestions about them. Only what I gave counts, and only whether I did.
    """
    myself = snapshot.members[me]
    first = _weeks_ago(snapshot, myself, day)
    here = zone(myself.timezone)
    begin = datetime.combine(first, time(), here)
    recent = takewhile(lambda kudos: kudos.given >= begin, concerning(snapshot.kudos, me))
    thanked = {member for kudos in recent if kudos.giver == me for member in kudos.to}
    others = (m for m in _on_the_wall(snapshot, first, day) if m.id != me and m.suggest != "no")
    return tuple(sorted((m for m in others if m.id not in thanked), key=_by_name))


def team_line(snapshot: Snapshot, day: date, timezone: str = "UTC") -> str:
    """`EVERYONE` when everybody who can be thanked on the wall was, in the month of that day; else nothing.

    `timezone` says where the month begins.
    """
    first = day.replace(day=1)
    begin = datetime.combine(first, time(), zone(timezone))
    missing = {member.id for member in _on_the_wall(snapshot, first, day)}
    if not missing:
        return ""
    for kudos in since(snapshot.kudos, begin - timedelta(microseconds=1)):
        missing.difference_update(kudos.to)
        if not missing:
            return EVERYONE
    return ""


def _on_the_wall(snapshot: Snapshot, first: date, day: date) -> Iterator[Member]:
    """Who was in the team from `first` to `day`, worked then, and may be thanked on the wall."""
    for member in snapshot.active(day):
        worked = calendar.working_days(snapshot, member, first - timedelta(days=1), day)
        if member.joined <= first and member.thanks != "private" and worked > 0:
            yield member


def _weeks_ago(snapshot: Snapshot, member: Member, day: date) -> date:
    """The first of the member's last working days that make `WEEKS` working weeks."""
    wanted = WEEKS * max(1, len(set(member.week)))
    low, high = 0, _FARTHEST  # the fewest days back that hold so many working days
    while low < high:
        middle = (low + high) // 2
        if calendar.working_days(snapshot, member, day - timedelta(days=middle), day) >= wanted:
            high = middle
        else:
            low = middle + 1
    return day - timedelta(days=max(low - 1, 0))


def _by_name(member: Member) -> tuple[str, str, str]:
    return fold(member.name), member.name, member.id
