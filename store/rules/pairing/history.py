"""Rounds in the calendar: when they begin, who takes part, and what a skip after the draw changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from store.records import CoffeeRound, Member, Snapshot
from store.rules import calendar
from store.rules.pairing.draw import Costs, Group, Round, draw

SETTLED_AFTER = 5
"""Working days in the team after which someone takes part."""


def begins(day: date, weeks: int) -> date:
    """The Monday on which the round of that day begins, for rounds of so many weeks."""
    week = (day.toordinal() - 1) // 7  # ordinal 1 was a Monday
    return date.fromordinal(max(1, (week - week % weeks) * 7 + 1))


def current_round(snapshot: Snapshot, day: date) -> CoffeeRound | None:
    """The round of that day, if it was drawn and is not over."""
    drawn = [c for c in snapshot.coffee if c.groups and c.monday <= day]
    latest = max(drawn, key=lambda c: (c.monday, c.id), default=None)
    lasts = timedelta(weeks=snapshot.coffee_weeks)
    return latest if latest is not None and day - latest.monday < lasts else None


def taking_part(snapshot: Snapshot, monday: date, weeks: int) -> tuple[Member, ...]:
    """Who is drawn for the round that begins on that Monday.

    Those who opted in, do not pause, did not skip it, have been here for a week, and work on some day of it.
    """
    days = [monday + timedelta(days=n) for n in range(7 * weeks)]
    skipped = {member for c in snapshot.coffee if c.monday == monday for member in c.skips}
    return tuple(
        member
        for member in snapshot.active(monday)
        if member.coffee
        and member.id not in skipped
        and (member.coffee_pause is None or member.coffee_pause < monday)
        and _days_here(snapshot, member, monday) >= SETTLED_AFTER
        and any(calendar.works_on(snapshot, member, day) for day in days)
    )


def _days_here(snapshot: Snapshot, member: Member, monday: date) -> int:
    """Working days that a member has been in the team before that day."""
    before = monday - timedelta(days=1)
    return calendar.working_days(snapshot, member, date.min, before)


def past_rounds(rounds: Sequence[CoffeeRound], before: date) -> list[Round]:
    """The draws before that day, in order; a group met unless someone said that it did not."""
    drawn = sorted((c for c in rounds if c.groups and c.monday < before), key=lambda c: (c.monday, c.id))
    return [Round(c.groups, tuple(g for g in c.groups if g not in c.missed)) for c in drawn]


def after_skips(groups: Sequence[Group], skips: Sequence[str], history: Sequence[Round]) -> tuple[Group, ...]:
    """The groups of a draw once some have skipped, one after the other.

    Of three the other two stay. Who is left of a pair joins the pair where that costs least; where there are
    only larger groups, one of them is drawn anew with them. With nobody else they are alone this round.
    """
    now = [tuple(sorted(group)) for group in groups]
    for leaver in skips:
        group = next((group for group in now if leaver in group), None)
        if group is None:
            continue
        now.remove(group)
        rest = tuple(member for member in group if member != leaver)
        now = [*now, rest] if len(rest) > 1 else _taken_in(rest, now, history)
    return tuple(sorted(now))


def _taken_in(left: Group, groups: list[Group], history: Sequence[Round]) -> list[Group]:
    """The groups with someone who was left alone."""
    costs = Costs(sorted({*left, *(member for group in groups for member in group)}), history)

    def price(made: Sequence[Group], instead_of: Group) -> int:
        return sum(map(costs.of, made)) - costs.of(instead_of)

    pairs = [group for group in groups if len(group) == 2]
    ways: list[tuple[tuple[Group, ...], Group]]
    ways = [((tuple(sorted((*pair, *left))),), pair) for pair in pairs]
    ways = ways or [(draw((*group, *left), history), group) for group in groups]
    if not ways:
        return []
    made, instead_of = min(ways, key=lambda way: (price(*way), way))
    return [*(group for group in groups if group != instead_of), *made]


def first_writer(round_id: str, group: Sequence[str]) -> str:
    """Who of a group writes first: a fair coin that falls the same everywhere."""
    return min(group, key=lambda member: sha256(f"{round_id}|{member}".encode()).hexdigest())
