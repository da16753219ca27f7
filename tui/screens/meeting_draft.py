"""What stands in the meeting form, and what it means: a meeting, or what is wrong beside each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from store.errors import UsageError
from store.records import Meeting, Snapshot
from store.rules import calendar
from store.text import NAME_LIMIT, check_text, clean

Repeats = Literal["weekday", "day", "week", "2weeks", "month", "rule"]
Field = Literal["name", "days", "rule", "first", "time", "minutes", "zone", "people"]

EVERYONE: Final = "*"
"""Stands for all of the team, also those who join later."""

LONGEST: Final = 24 * 60
"""Minutes that a meeting can last."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it stands: what was typed, however wrong. `days` are ISO weekdays."""

    name: str = ""
    repeats: Repeats = "weekday"
    days: tuple[int, ...] = ()
    rule: str = ""
    first: str = ""
    time: str = "09:30"
    minutes: str = "15"
    zone: str = "UTC"
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = (EVERYONE,)


def new_draft(snapshot: Snapshot, today: date, zone: str) -> Draft:
    """An empty form: every weekday from today on, with the usual roles, for everyone."""
    usual = tuple(role.id for role in snapshot.roles.values() if role.default_on)
    return Draft(
        name="" if snapshot.meetings else "Standup",
        days=(today.isoweekday(),),
        first=today.isoformat(),
        zone=zone,
        roles=usual,
    )


def draft_of(meeting: Meeting) -> Draft:
    """The form for a meeting as it is."""
    repeats, days = _choice(meeting)
    return Draft(
        name=meeting.name,
        repeats=repeats,
        days=days or (meeting.first.isoweekday(),),
        rule=meeting.rule,
        first=meeting.first.isoformat(),
        time=meeting.time,
        minutes=str(meeting.minutes),
        zone=meeting.timezone,
        roles=meeting.roles,
        people=meeting.members or (EVERYONE,),
    )


def _choice(meeting: Meeting) -> tuple[Repeats, tuple[int, ...]]:
    """The choice and weekdays that make a rule, or "rule" for one that no choice makes."""
    named = meeting.rule.partition("BYDAY=")[2].partition(";")[0].split(",")
    days = tuple(number for number, name in enumerate(calendar.DAYS, 1) if name in named)
    for every in get_args(calendar.Every):
        if calendar.rule_for(every, _on(every, days), meeting.first) == meeting.rule:
            return every, days
    return "rule", days


def _on(repeats: Repeats, days: tuple[int, ...]) -> tuple[int, ...]:
    """The weekdays that matter for a choice; the others name theirs themselves."""
    return days if repeats in ("week", "2weeks") else ()


def check(
    draft: Draft, zones: Collection[str] = (), known: Meeting | None = None
) -> tuple[Meeting | None, Mapping[Field, str]]:
    """The meeting that a draft describes, and what is wrong by field; no meeting if anything is.

    `known` is the meeting that is edited. `zones` are the names that there are, none if not known yet.
    """
    wrong: dict[Field, str] = {}
    first = _first(draft, wrong)
    rule = _rule(draft, first, wrong) if first is not None else ""
    meeting = Meeting(
        id=known.id if known is not None else "",
        name=_name(draft, wrong),
        first=first or date.min,
        time=_time(draft, wrong),
        timezone=_zone(draft, zones, wrong),
        rule=rule,
        roles=draft.roles,
        members=_people(draft, wrong),
        minutes=_minutes(draft, wrong),
        skips=known.skips if known is not None else (),
        moves=known.moves if known is not None else {},
    )
    return (None if wrong else meeting), wrong


def _name(draft: Draft, wrong: dict[Field, str]) -> str:
    try:
        return check_text(draft.name, "The name", NAME_LIMIT)
    except UsageError:
        wrong["name"] = f"At most {NAME_LIMIT} characters." if clean(draft.name) else "A few words."
        return ""


def _first(draft: Draft, wrong: dict[Field, str]) -> date | None:
    try:
        return date.fromisoformat(draft.first.strip())
    except ValueError:
        wrong["first"] = "A day such as 2026-11-23."
        return None


def _rule(draft: Draft, first: date, wrong: dict[Field, str]) -> str:
    if draft.repeats in ("week", "2weeks") and not draft.days:
        wrong["days"] = "Choose at least one day."
        return ""
    try:
        if draft.repeats == "rule":
            return calendar.check_rule(draft.rule, first)
        rule = calendar.rule_for(draft.repeats, _on(draft.repeats, draft.days), first)
        return calendar.check_rule(rule, first)
    except UsageError as error:
        wrong["rule" if draft.repeats == "rule" else "first"] = str(error)
        return ""


def _time(draft: Draft, wrong: dict[Field, str]) -> str:
    hour, _, minute = draft.time.strip().partition(":")
    fits = hour.isdecimal() and minute.isdecimal() and len(hour) < 3 and len(minute) == 2
    if not fits or int(hour) > 23 or int(minute) > 59:
        wrong["time"] = "A time such as 09:30."
        return ""
    return f"{int(hour):02}:{int(minute):02}"


def _minutes(draft: Draft, wrong: dict[Field, str]) -> int:
    text = draft.minutes.strip()
    if not text.isdecimal() or len(text) > 4 or not 0 < int(text) <= LONGEST:
        wrong["minutes"] = f"From 1 to {LONGEST}."
        return 0
    return int(text)


def _zone(draft: Draft, zones: Collection[str], wrong: dict[Field, str]) -> str:
    name = draft.zone.strip()
    if zones and name not in zones:
        by_fold = {zone.casefold(): zone for zone in zones}
        if name.casefold() not in by_fold:
            wrong["zone"] = "A zone such as Europe/Berlin."
        return by_fold.get(name.casefold(), "")
    return name


def _people(draft: Draft, wrong: dict[Field, str]) -> tuple[str, ...]:
    if EVERYONE in draft.people:
        return ()
    if not draft.people:
        wrong["people"] = "Choose someone, or everyone."
    return draft.people


def next_days(meeting: Meeting, today: date, count: int = 5) -> list[date]:
    """The next occurrences of a meeting from today on."""
    return calendar.days(replace(meeting, ended=False), max(today, meeting.first), count)
