"""Meetings from an .ics file: its recurring events, with their exceptions, moved occurrences and zones.

The id of a series is derived from the UID, so that the same file twice, or on two machines, is one meeting.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.clock import Clock
from store.errors import UsageError
from store.exchange.components import Components, Lines, name_of, read_components, values
from store.exchange.zones import ZoneNames
from store.records import Meeting, Move
from store.rules import calendar
from store.snapshot import FARTHEST, MOVES_LIMIT, RULE_LIMIT, SKIPS_LIMIT
from store.text import NAME_LIMIT, clean
from store.zones import is_zone, zone

SERIES_LIMIT: Final = 500
"""Recurring events of one file; more are no team's."""

CHANGES_LIMIT: Final = 10_000
"""Changed single occurrences of one file."""

USUAL_MINUTES: Final = 15
"""How long a meeting lasts whose event does not say."""

PATIENCE: Final = 20.0
"""Seconds after which no further series is read."""

_PARSED: Final = frozenset(
    {"DTSTART", "DTEND", "DURATION", "EXDATE", "RDATE", "RECURRENCE-ID", "SUMMARY", "STATUS", "CLASS"}
)


Event = Mapping[str, Any]
"""The properties of an event by name, as the icalendar library gives them."""


_PASSES = 5
"""Of ten years each, in which the changed days of a series are looked up."""


class Skipped(NamedTuple):
    """An event, or a part of one, that was left out, and why: a sentence."""

    summary: str
    why: str


class CalendarFile(NamedTuple):
    """The meetings of a file, without roles and people, and what was left out."""

    meetings: list[Meeting]
    skipped: list[Skipped]


class Odd(Exception):
    """Why an event is left out."""


class _Moment(NamedTuple):
    """A day and time on the clock of a zone."""

    local: datetime
    zone: str

    def utc(self) -> datetime:
        """The same moment in UTC."""
        return self.local.replace(tzinfo=zone(self.zone)).astimezone(UTC)

    def there(self, timezone: str) -> datetime:
        """The same moment on the clock of another zone, naive."""
        if timezone == self.zone:
            return self.local
        return self.utc().astimezone(zone(timezone)).replace(tzinfo=None)


def read_calendar(path: Path, timezone: str, today: date) -> CalendarFile:
    """The recurring events of an .ics file as meetings.

    `timezone` is where times without a zone are, unless the file says so. Raises `UsageError` for a file that
    is no calendar or has more in it than a team can have.
    """
    components = read_components(path)
    own = components.zone if is_zone(components.zone) else timezone
    zones = ZoneNames(components.zones, (own, timezone), today)
    masters, changes = _sorted_out(components, path)
    found = CalendarFile([], [])
    for lines in components.events:
        if not values(lines, "RECURRENCE-ID") and not _recurs(lines):
            found.skipped.append(Skipped(summary_of(lines), "It is not recurring."))
    end = Clock.monotonic() + PATIENCE
    for uid, lines in masters.items():
        reader = _Reader(zones, own, summary_of(lines), found.skipped)
        if Clock.monotonic() > end:
            reader.leave_out("There was no time left for it; the rules of the others are too slow to read.")
            continue
        try:
            found.meetings.append(reader.series(uid, lines, changes.pop(uid, [])))
        except (Odd, OverflowError, ValueError, TypeError, AttributeError, LookupError) as error:
            reader.leave_out(why_unread(error))
    for left in changes.values():
        for lines in left[:1]:
            why = "It is a change to a series that is not in the file."
            found.skipped.append(Skipped(summary_of(lines), why))
    if components.torn:
        found.skipped.append(Skipped("", "The file is cut off; what its end held is missing."))
    return found


def why_unread(error: Exception) -> str:
    """What to say of an event whose reading ended so."""
    return str(error) if isinstance(error, Odd | UsageError) else "It could not be understood."


def _recurs(lines: Lines) -> bool:
    return any(name_of(line) in ("RRULE", "RDATE", "EXRULE") for line in lines)


def _sorted_out(components: Components, path: Path) -> tuple[dict[str, Lines], dict[str, list[Lines]]]:
    """The recurring events by UID, and by UID the changed occurrences. Raises `UsageError`."""
    masters: dict[str, Lines] = {}
    changes: dict[str, list[Lines]] = {}
    # Of several versions of an event the last one counts.
    for lines in sorted(components.events, key=_version):
        uid = next(iter(values(lines, "UID")), "")
        if values(lines, "RECURRENCE-ID"):
            changes.setdefault(uid, []).append(lines)
        elif _recurs(lines):
            own = [line for line in lines if name_of(line) in ("SUMMARY", "DTSTART", "RRULE")]
            masters[uid or "\n".join(own)] = lines
    changed = sum(map(len, changes.values()))
    if len(masters) > SERIES_LIMIT or changed > CHANGES_LIMIT:
        raise UsageError(
            f"{path} has {len(masters)} recurring events with {changed} changes; a team takes "
            f"up to {SERIES_LIMIT} at once. Export the calendar of the team alone."
        )
    return masters, changes


def _version(lines: Lines) -> int:
    text = next(iter(values(lines, "SEQUENCE")), "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def summary_of(lines: Lines) -> str:
    """What an event is called."""
    text = next(iter(values(lines, "SUMMARY")), "")
    for written, meant in (("\\n", " "), ("\\N", " "), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        text = text.replace(written, meant)
    return clean(text, NAME_LIMIT)


class _Reader:
    """Reads one recurring event; what of it cannot be kept goes to `skipped`."""

    def __init__(self, zones: ZoneNames, own: str, summary: str, skipped: list[Skipped]) -> None:
        self.zones, self.own, self.summary, self.skipped = zones, own, summary, skipped

    def leave_out(self, why: str) -> None:
        """Notes what is left out, once."""
        note = Skipped(self.summary, why)
        if note not in self.skipped[-20:]:
            self.skipped.append(note)

    def series(self, uid: str, lines: Lines, changes: Sequence[Lines]) -> Meeting:
        """The meeting that an event stands for. Raises `Odd` if it cannot be one."""
        event = parsed(lines)
        _check_kind(event, lines)
        start, end = self._moment(event["DTSTART"]), self._end(event)
        minutes = round((end - start.local) / timedelta(minutes=1)) if end else USUAL_MINUTES
        if minutes > 24 * 60:
            raise Odd("It lasts longer than a day.")
        rule = values(lines, "RRULE")[0].replace(" ", "")
        try:
            rule = calendar.check_rule(rule, start.local.date())
        except UsageError as error:
            raise Odd(str(error)) from None
        if len(rule) > RULE_LIMIT:
            raise Odd("Its recurrence rule is too long.")
        meeting = Meeting(
            id=f"s-{blake2b(uid.encode(), digest_size=12).hexdigest()}",
            name=self.summary,
            first=start.local.date(),
            time=f"{start.local:%H:%M}",
            timezone=start.zone,
            rule=rule,
            roles=(),
            minutes=minutes if minutes > 0 else USUAL_MINUTES,
            skips=tuple(sorted({self._day(value, start.zone) for value in _dates(event, "EXDATE")})),
        )
        meeting = self._changed(meeting, changes)
        self._note_odd_days(event, meeting)
        if len(meeting.moves) > MOVES_LIMIT or len(meeting.skips) > SKIPS_LIMIT:
            raise Odd("It has more exceptions than a meeting here can have.")
        return meeting

    def _changed(self, meeting: Meeting, changes: Sequence[Lines]) -> Meeting:
        """The meeting with its moved and cancelled occurrences."""
        moves: dict[date, Move] = {}
        skips = set(meeting.skips)
        read = list(self._read_changes(meeting, changes))
        known = _days_among(meeting, (day for day, _ in read))
        for day, event in read:
            moves.pop(day, None)
            if day not in known:
                if day not in meeting.skips:
                    self.leave_out(f"The change of {day} is left out: that is none of its days.")
            elif event["RECURRENCE-ID"].params.get("RANGE"):
                self.leave_out(
                    f"The change of {day} and all later ones is left out: make it a series of its own."
                )
            elif str(event.get("STATUS", "")).upper() == "CANCELLED":
                skips.add(day)
            elif "DTSTART" in event and not isinstance(event["DTSTART"].dt, datetime):
                self.leave_out(f"The one of {day} lasts all day; it stays at {meeting.time}.")
            elif "DTSTART" in event:
                held = self._moment(event["DTSTART"]).there(meeting.timezone)
                move = Move(held.date(), f"{held:%H:%M}")
                if abs(move.day - day) > FARTHEST:
                    self.leave_out(f"The one of {day} was moved by more than a year; it stays where it was.")
                elif (move.day, move.time) != (day, meeting.time):
                    moves[day] = move
        return replace(meeting, moves=moves, skips=tuple(sorted(skips)))

    def _read_changes(self, meeting: Meeting, changes: Sequence[Lines]) -> Iterator[tuple[date, Event]]:
        """The changed occurrences with their days, without those that make no sense."""
        for lines in changes:
            try:
                event = parsed(lines)
                for name in ("DTSTART", "RECURRENCE-ID"):
                    if name in event:
                        self._day(event[name], meeting.timezone)
                yield self._day(event["RECURRENCE-ID"], meeting.timezone), event
            except Odd as odd:
                self.leave_out(f"A change is left out. {odd}")

    def _note_odd_days(self, event: Event, meeting: Meeting) -> None:
        """Says which days of the event are none of its rule, and so not kept."""
        days = {self._day(value, meeting.timezone) for value in _dates(event, "RDATE")}
        known = _days_among(replace(meeting, moves={}), (*days, meeting.first))
        if meeting.first not in {*known, *meeting.skips}:
            self.leave_out(f"Its first day, {meeting.first}, is left out: it is none of its rule.")
        extra = sorted(days - known)
        if extra:
            listed = ", ".join(map(str, extra[:5])) + (" …" if len(extra) > 5 else "")
            self.leave_out(f"Its extra days are left out: {listed}.")

    def _moment(self, value: Any) -> _Moment:
        """When a property says that something is. Raises `Odd` for an unknown zone."""
        moment, tzid = value.dt, value.params.get("TZID")
        assert isinstance(moment, datetime)
        local = moment.replace(tzinfo=None)
        if tzid is None:
            return _Moment(local, "UTC" if moment.tzinfo is not None else self.own)
        name = self.zones.find(tzid)
        if name is None:
            raise Odd(f"Its time zone “{clean(tzid, 60)}” does not exist.")
        return _Moment(local, name)

    def _day(self, value: Any, timezone: str) -> date:
        """The day of a property, on the clock of the series if it has a time."""
        if isinstance(value.dt, tuple):  # a period
            value = _Value(value.dt[0], value.params)
        return self._moment(value).there(timezone).date() if isinstance(value.dt, datetime) else value.dt

    def _end(self, event: Event) -> datetime | None:
        """When an event ends, on the clock on which it starts."""
        start = self._moment(event["DTSTART"])
        if "DURATION" in event:
            length: timedelta = event["DURATION"].dt
            return start.local + length
        if "DTEND" in event and isinstance(event["DTEND"].dt, datetime):
            end = self._moment(event["DTEND"])
            return start.local + (end.utc() - start.utc())
        return None


def _days_among(meeting: Meeting, wanted: Iterable[date]) -> set[date]:
    """Those of the days that a series has, found in few passes."""
    left, found = sorted(set(wanted)), set[date]()
    for _ in range(_PASSES):
        if left:
            last = min(left[-1], left[0] + calendar.HORIZON) if left[0].year < 9000 else left[-1]
            found |= {*calendar.days(meeting, left[0], calendar.HORIZON.days + 1, last)}.intersection(left)
            left = [day for day in left if day > last]
    return found


class _Value(NamedTuple):
    """A value with its parameters, as a property has them."""

    dt: Any
    params: Any


def _check_kind(event: Event, lines: Lines) -> None:
    """Raises `Odd` for an event that is no meeting of a series."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise Odd("It was cancelled.")
    if str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise Odd("It is marked as private.")
    if not summary_of(lines):
        raise Odd("It has no name.")
    if "DTSTART" not in event:
        raise Odd("It has no beginning.")
    all_day = "TRUE" in values(lines, "X-MICROSOFT-CDO-ALLDAYEVENT")
    if all_day or not isinstance(event["DTSTART"].dt, datetime):
        raise Odd("It lasts all day.")
    if values(lines, "EXRULE"):
        raise Odd("It has a rule for exceptions (EXRULE), which only old calendars have.")
    rules = len(values(lines, "RRULE"))
    if rules != 1:
        raise Odd("It has several rules." if rules else "It has single days instead of a rule (RDATE).")


def parsed(lines: Lines) -> Event:
    """The event of these lines, as far as it is needed. Raises `Odd` for one that cannot be read."""
    from icalendar import Event as Component

    wanted = [line for line in lines if name_of(line) in _PARSED]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about zones, which are found out here
        event = Component.from_ical("\r\n".join(("BEGIN:VEVENT", *wanted, "END:VEVENT", "")))
    wrong = [str(name) for name, _ in event.errors if name]
    repeated = [
        name
        for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
        if isinstance(event.get(name), list)
    ]
    if wrong or repeated:
        raise Odd(f"It could not be understood: {(wrong or repeated)[0]}.")
    return dict(event)


def _dates(event: Event, name: str) -> Iterator[_Value]:
    """The single dates of a property that may be repeated."""
    found = event.get(name, [])
    for several in found if isinstance(found, list) else [found]:
        for value in several.dts:
            yield _Value(value.dt, several.params)
