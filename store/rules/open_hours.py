"""Open half hours: when somebody likes to be brought a question, as they wrote it on their card."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from store.records import Member, Snapshot
from store.rules import calendar
from store.rules.dates import WEEKDAY_NAMES
from store.zones import zone

FIELD: Final = "open"
"""The field of the card."""

USUAL: Final = 30
"""Minutes that one lasts."""

_DAYS: Final = {name[:3]: number for number, name in enumerate(WEEKDAY_NAMES, 1)}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_TIME = r"\d{1,2}(?:[:.h]\d{2})?"
_SLOT = re.compile(
    rf"\b(?P<days>{_DAY}(?:\s*(?:,|and|&|/|-|–)\s*{_DAY})*|every day|daily|weekdays)[\s,]*(?:at\s+|from\s+)?"
    rf"(?P<first>{_TIME})(?:\s*(?:-|–|to)\s*(?P<last>{_TIME}))?",
    re.IGNORECASE,
)


class OpenHour(NamedTuple):
    """On which ISO weekdays it is, from when to when, and what else stands there."""

    days: frozenset[int]
    begins: time
    ends: time
    words: str = ""


class OpenToday(NamedTuple):
    """An open half hour of a member today, in UTC."""

    member: str
    begins: datetime
    ends: datetime
    words: str


def read_open(text: str) -> tuple[OpenHour, ...]:
    """The times in a text such as `Tue 14:00-14:30: bring me a question`, or `mon, thu at 9:30`.

    What follows the last of them belongs to all. Without an end it is half an hour.
    """
    found = list(_SLOT.finditer(text))
    if not found:
        return ()
    words = text[found[-1].end() :].strip(" \t:;,.–-")
    hours: list[OpenHour] = []
    for slot in found:
        begins, ends = _time(slot["first"]), _time(slot["last"] or "")
        if begins is None:
            continue
        if ends is None or ends <= begins:
            hour, minute = divmod(begins.hour * 60 + begins.minute + USUAL, 60)
            ends = time(hour, minute) if hour < 24 else time.max
        hours.append(OpenHour(_days(slot["days"].casefold()), begins, ends, words))
    return tuple(hours)


def _days(text: str) -> frozenset[int]:
    if text in ("every day", "daily"):
        return frozenset(range(1, 8))
    if text == "weekdays":
        return frozenset(range(1, 6))
    named = [(dash, _DAYS[day[:3]]) for dash, day in re.findall(rf"([-–])?\s*({_DAY})", text)]
    days = {number for _, number in named}
    for (_, first), (dash, last) in pairwise(named):
        if dash:
            days |= {(first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)}
    return frozenset(days)


def _time(text: str) -> time | None:
    hour, _, minute = re.sub(r"[.h]", ":", text.casefold()).partition(":")
    if not hour or int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))


def open_today(snapshot: Snapshot, me: str, now: datetime) -> tuple[OpenToday, ...]:
    """The open half hours of others that end later on my day, the next one first.

    None of someone who does not work that day.
    """
    reader = snapshot.members.get(me)
    if reader is None:
        return ()
    here = zone(reader.timezone)
    mine = now.astimezone(here).date()
    found: list[OpenToday] = []
    for member in snapshot.members.values():
        if member.id == me or not (text := member.card.get(FIELD, "")):
            continue
        found += (h for h in _hours(snapshot, member, text, now) if h.begins.astimezone(here).date() == mine)
    return tuple(sorted(found, key=lambda hour: (hour.begins, hour.member)))


def _hours(snapshot: Snapshot, member: Member, text: str, now: datetime) -> list[OpenToday]:
    """Those of a member around that moment which are not over."""
    there = zone(member.timezone)
    today = now.astimezone(there).date()
    found = []
    for hour in read_open(text):
        for day in (today, today + timedelta(days=1)):
            if day.isoweekday() not in hour.days or not calendar.works_on(snapshot, member, day):
                continue
            begins, ends = (
                datetime.combine(day, edge, there).astimezone(UTC) for edge in (hour.begins, hour.ends)
            )
            if now < ends:
                found.append(OpenToday(member.id, begins, ends, hour.words))
    return found
