"""The state of the team as one person's day begins: who is here, and how far away other days are for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from store.records import Member, Private, Snapshot
from store.rules import calendar
from store.zones import zone

DAY_BEGINS = time(4)
"""What is recorded after that local time does not change the day's suggestion any more."""

COUNTED = 61
"""Working days looked back: one more than the longest distance that a rule asks for."""

FARTHEST = 800
"""Calendar days looked back for them."""


def digest(*parts: str) -> str:
    """The fair coin of the rules, the same everywhere: SHA-256 in lower-case hex, parts joined by `|`."""
    return sha256("|".join(parts).encode()).hexdigest()


def rank(member: str, key: str, members: Iterable[str]) -> int:
    """The place of a member in the shuffled order of members that belongs to the key."""
    return sorted(members, key=lambda m: digest(key, m)).index(member)


@dataclass(frozen=True, slots=True)
class Morning:
    """One person's day before it begins.

    `team` is everyone but me, `here` the ids of all who work today. `worked` are the ordinals of my latest
    working days up to today, ascending, as far back as any rule looks. `week` are the working days of my own
    week, which begins on `week_first`.
    """

    day: date
    me: Member
    snapshot: Snapshot
    private: Private
    team: Mapping[str, Member]
    here: frozenset[str]
    worked: tuple[int, ...]
    week: tuple[date, ...]
    week_first: date
    cutoff: datetime

    def since(self, day: date) -> int:
        """My working days after that day up to today (the working-day distance), counted to 61 at most."""
        return len(self.worked) - bisect_right(self.worked, day.toordinal())

    def together(self, member: Member) -> int:
        """My working days since the two of us have been in the team, counted to 61 at most."""
        first = max(self.me.joined, member.joined)
        return len(self.worked) - bisect_right(self.worked, first.toordinal() - 1)

    def member_day(self, member: Member) -> int:
        """Which working day in the team today is for that member; the day of joining is 1."""
        return calendar.working_days(self.snapshot, member, date.min, self.day)

    def before(self, count: int) -> tuple[date, ...]:
        """My last working days before today, newest first."""
        past = [o for o in self.worked if o < self.day.toordinal()]
        return tuple(date.fromordinal(o) for o in past[: -count - 1 : -1])

    def rank(self, key: str, about: str) -> int:
        """My place among the teammates other than the one it is about, in the order of the key."""
        return rank(self.me.id, key, (m for m in (*self.team, self.me.id) if m != about))

    def local_day(self, moment: datetime) -> date:
        """My calendar day at that moment; for those long ago, where it makes no difference, the UTC one."""
        return moment.astimezone(self.cutoff.tzinfo).date() if moment.year > 1 else moment.date()


def morning(day: date, me: str, snapshot: Snapshot, private: Private) -> Morning:
    """The morning of that day for a member. Raises KeyError for someone who was never in the team."""
    myself = snapshot.members[me]
    team = {m.id: m for m in snapshot.active(day) if m.id != me}
    at_work = calendar.at_work(snapshot, (*team.values(), myself), day)
    week_first = week_begins(myself, day)
    days = (week_first + timedelta(days=n) for n in range(7) if (date.max - week_first).days >= n)
    return Morning(
        day=day,
        me=myself,
        snapshot=snapshot,
        private=private,
        team=team,
        here=frozenset(m.id for m in at_work),
        worked=tuple(_worked(snapshot, myself, day))[::-1],
        week=tuple(d for d in days if calendar.works_on(snapshot, myself, d)),
        week_first=week_first,
        cutoff=datetime.combine(day, DAY_BEGINS, tzinfo=zone(myself.timezone)),
    )


def week_begins(member: Member, day: date) -> date:
    """The first day of a member's own week that holds that day."""
    return day - timedelta(days=min((day.isoweekday() - member.week_start) % 7, day.toordinal() - 1))


def _worked(snapshot: Snapshot, member: Member, day: date) -> Iterator[int]:
    """The ordinals of a member's working days, from that day backwards."""
    found = 0
    last = day.toordinal()
    for ordinal in range(last, max(member.joined.toordinal(), last - FARTHEST, 1) - 1, -1):
        if calendar.works_on(snapshot, member, date.fromordinal(ordinal)):
            yield ordinal
            found += 1
            if found == COUNTED:
                return
