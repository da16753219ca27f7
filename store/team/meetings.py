"""Commands on meetings and on who has which role in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from store.clock import AHEAD
from store.errors import UsageError
from store.records import Meeting, Occurrence, Parked, Snapshot
from store.rules import calendar, rotation
from store.snapshot import FARTHEST
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team.base import TeamBase, new_id
from store.text import NAME_LIMIT, PARKED_LIMIT, check_text, clean, fold
from store.zones import is_zone

ROLES_LIMIT = 12
"""Roles that one meeting can have."""

LINES_LIMIT = 50
"""Lines that one parking lot takes."""

_STEP = timedelta(milliseconds=1)
_ROLE_ID = re.compile(r"\w[\w-]{0,39}")


class MeetingCommands(TeamBase):
    """What one can do about meetings and roles."""

    def find_meeting(self, wanted: str, snapshot: Snapshot | None = None) -> Meeting:
        """The meeting of that id or name, or the only one whose name begins so. Raises `UsageError`."""
        meetings = list((snapshot or self.snapshot()).meetings.values())
        if not meetings:
            raise UsageError(
                "There are no meetings yet. Add one with: amity meetings add NAME --at 09:30 --every weekday"
            )
        folded = fold(wanted.strip())
        exact = [m for m in meetings if m.id == wanted or fold(m.name) == folded]
        found = exact or [m for m in meetings if fold(m.name).startswith(folded)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(sorted(m.name for m in found or meetings))
        what = "More than one meeting is" if found else "No meeting is"
        raise UsageError(f"{what} called “{wanted}”. There are: {names}.")

    def add_meeting(
        self,
        name: str,
        *,
        time: str,
        timezone: str,
        rule: str,
        first: date,
        roles: Sequence[str],
        members: Sequence[str] = (),
        minutes: int = 15,
    ) -> Meeting:
        """Adds a series of meetings (see `Meeting`). Raises `UsageError` for what cannot be."""
        identity = new_id("s")
        fields = self._meeting_fields(name, time, timezone, rule, first, roles, members, minutes)
        return self._change(f"add {name}", lambda _: [Edit("meetings", identity, fields)]).meetings[identity]

    def add_series(self, series: Sequence[Meeting]) -> list[Meeting]:
        """Adds meetings with their ids, exceptions and moves; one whose id is here already stays as it is.

        Gives back those that are new. One that was removed before is back.
        """
        fields = {meeting.id: self._fields_of(meeting) for meeting in series}
        for one in series:
            skips = {day.isoformat(): True for day in one.skips}
            moves = {
                day.isoformat(): {"day": to.day.isoformat(), "time": to.time} for day, to in one.moves.items()
            }
            fields[one.id] |= {"skips": Keys(skips), "moves": Keys(moves), "ended": None}
        fresh: list[str] = []

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            fresh.extend(identity for identity in fields if identity not in snapshot.meetings)
            return [Edit("meetings", identity, fields[identity]) for identity in fresh]

        snapshot = self._change(f"add {len(series)} meetings", edits)
        return [snapshot.meetings[identity] for identity in fresh]

    def edit_meeting(self, meeting: Meeting) -> Meeting:
        """Writes what differs from the meeting as it stands; only that, so that others' edits stay."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            old = snapshot.meetings.get(meeting.id)
            if old is None:
                raise UsageError("This meeting was removed in the meantime.")
            before, after = self._fields_of(old), self._fields_of(meeting)
            changed = {k: v for k, v in after.items() if before[k] != v}
            if changed:
                yield Edit("meetings", meeting.id, changed)

        return self._change(f"change {meeting.name}", edits).meetings[meeting.id]

    def remove_meeting(self, meeting: str) -> None:
        """Ends a series; what was held stays recorded."""
        self._change("remove a meeting", lambda _: [Edit("meetings", meeting, {"ended": True})])

    def _fields_of(self, m: Meeting) -> dict[str, Any]:
        return self._meeting_fields(
            m.name, m.time, m.timezone, m.rule, m.first, m.roles, m.members, m.minutes
        )

    def _meeting_fields(
        self,
        name: str,
        time: str,
        timezone: str,
        rule: str,
        first: date,
        roles: Sequence[str],
        members: Sequence[str],
        minutes: int,
    ) -> dict[str, Any]:
        clock_time = time_of_day(time)
        if not is_zone(timezone):
            raise UsageError(f"“{timezone}” is no time zone; write one such as Europe/Berlin.")
        if not 0 < minutes <= 24 * 60:
            raise UsageError("A meeting lasts between one minute and a day.")
        if len(roles) > ROLES_LIMIT:
            raise UsageError(f"A meeting can have up to {ROLES_LIMIT} roles.")
        for role in roles:
            if not _ROLE_ID.fullmatch(role):
                raise UsageError(
                    f"“{clean(role, 40)}” cannot be a role: use letters, digits, _ or -, such as note_taker."
                )
        return {
            "name": check_text(name, "The name of the meeting", NAME_LIMIT),
            "time": clock_time,
            "timezone": timezone,
            "rule": calendar.check_rule(rule, first),
            "first": first.isoformat(),
            "roles": list(dict.fromkeys(roles)),
            "members": list(dict.fromkeys(members)),
            "minutes": minutes,
        }

    # One occurrence

    def plan(self, meeting: Meeting, day: date, snapshot: Snapshot | None = None) -> rotation.Plan:
        """Who has which role on that day, as recorded or as it stands now."""
        snapshot = snapshot or self.snapshot()
        return rotation.plans(snapshot, meeting, [day], self.clock.today(meeting.timezone))[0]

    def pin(self, meeting: str, day: date) -> Occurrence:
        """Writes the plan of that day down, the same for all from now on; keeps an earlier pin."""
        return self._record(meeting, day, "settle the roles", None)

    def confirm(self, meeting: str, day: date) -> Occurrence:
        """Records the meeting as held as planned."""
        return self._record(meeting, day, "record a meeting as held", "held")

    def _record(self, meeting: str, day: date, title: str, state: str | None) -> Occurrence:
        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            series = self._series(snapshot, meeting, day)
            known = snapshot.occurrences.get(occurrence_id(meeting, day))
            fields: dict[str, Any] = {} if state is None else {"state": state}
            if known is None or known.pinned_at is None:
                fields["pins"] = Keys({self.machine: self._pin(snapshot, series, day)})
            if known is not None and known.state == "skipped" and state is None:
                return
            if fields:
                yield _edit(meeting, day, fields)

        changed = self._change(title, edits, undoable=state is not None)
        return changed.occurrences[occurrence_id(meeting, day)]

    def _pin(self, snapshot: Snapshot, meeting: Meeting, day: date) -> dict[str, Any]:
        plan = self.plan(meeting, day, snapshot)
        members = [m.id for m in snapshot.members_of(meeting, calendar.when(meeting, day)[0])]
        return {
            "at": self.clock.now().isoformat(timespec="milliseconds"),
            "slots": {seat.role: seat.member or "" for seat in plan.seats},
            "shadows": {seat.role: seat.shadow for seat in plan.seats if seat.shadow},
            "members": members,
            "present": [m for m in members if m not in plan.away],
        }

    def skip(self, meeting: str, day: date) -> Occurrence:
        """Records that the meeting is not held: nobody's turn is used up."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            self._series(snapshot, meeting, day)
            yield _edit(meeting, day, {"state": "skipped"})

        return self._change("skip a meeting", edits).occurrences[occurrence_id(meeting, day)]

    def move(self, meeting: str, day: date, to: date, time: str | None = None) -> Meeting:
        """Holds the occurrence of that day on another one, at its usual time or another; also back again."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            series = self._series(snapshot, meeting, day)
            clock_time = time_of_day(time or series.time)
            if abs(to - day) > FARTHEST:
                raise UsageError(f"A meeting can be moved by up to {FARTHEST.days} days.")
            moved = {"day": to.isoformat(), "time": clock_time}
            usual = (to, clock_time) == (day, series.time)
            yield Edit("meetings", meeting, {"moves": Keys({day.isoformat(): None if usual else moved})})

        return self._change("move a meeting", edits).meetings[meeting]

    def unskip(self, meeting: str, day: date) -> None:
        """Takes back that the meeting is skipped."""
        self._change("hold the meeting after all", lambda _: [_edit(meeting, day, {"state": None})])

    def swap(self, meeting: str, role: str, member: str, day: date) -> Occurrence:
        """Gives a role to someone else; whoever held it gets the one that they had, if they had one."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            series = self._series(snapshot, meeting, day)
            if role not in series.roles:
                names = ", ".join(series.roles) or "none"
                raise UsageError(f"{series.name} has no role “{role}”. Its roles: {names}.")
            if member not in {m.id for m in snapshot.members_of(series, calendar.when(series, day)[0])}:
                raise UsageError(f"{snapshot.members[member].name} is not in {series.name}.")
            seats = {seat.role: seat.member for seat in self.plan(series, day, snapshot).seats}
            changes: dict[str, str] = {role: member}
            for other, holder in seats.items():
                if holder == member and other != role:
                    changes[other] = seats.get(role) or ""
            yield _edit(meeting, day, {"changes": Keys(changes)})

        return self._change("swap a role", edits).occurrences[occurrence_id(meeting, day)]

    def set_absent(self, meeting: str, member: str, day: date, absent: bool = True) -> Occurrence:
        """Notes that someone cannot come to one meeting; only the roles that they had are given to others."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            self._series(snapshot, meeting, day)
            yield _edit(meeting, day, {"absent": Keys({member: absent})})

        return self._change("note who cannot come", edits).occurrences[occurrence_id(meeting, day)]

    # Its parking lot

    def park(self, meeting: str, day: date, text: str) -> Parked:
        """Puts a line in the parking lot of one meeting, for everyone to see."""
        identity, words = new_id("l"), check_text(text, "The line", PARKED_LIMIT)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            series = self._series(snapshot, meeting, day)
            known = snapshot.occurrences.get(occurrence_id(meeting, day))
            if known is not None and len(known.parked) >= LINES_LIMIT:
                raise UsageError(f"The parking lot of {series.name} is full: {LINES_LIMIT} lines.")
            at = self._after(known.parked if known is not None else ())
            line = {"text": words, "by": self.me, "at": at.isoformat(timespec="milliseconds")}
            yield _edit(meeting, day, {"parked": Keys({identity: line})})

        lines = self._change("park a line", edits).occurrences[occurrence_id(meeting, day)].parked
        return next(line for line in lines if line.id == identity)

    def _after(self, lines: Sequence[Parked]) -> datetime:
        """Now, but after the lines that are there, if their clocks are ahead a little."""
        now = self.clock.now()
        latest = max((line.at for line in lines if line.at < now + AHEAD), default=now - _STEP)
        return max(now, latest + _STEP)

    def unpark(self, meeting: str, day: date, line: str) -> None:
        """Takes a line of mine out of the parking lot."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = snapshot.occurrences.get(occurrence_id(meeting, day))
            found = next((p for p in known.parked if p.id == line), None) if known is not None else None
            if found is None:
                raise UsageError("This line was taken back in the meantime.")
            if found.by != self.me:
                author = snapshot.members.get(found.by)
                raise UsageError(f"Only {author.name if author else 'its author'} can take this line back.")
            yield _edit(meeting, day, {"parked": Keys({line: None})})

        self._change("take a line back", edits)

    def _series(self, snapshot: Snapshot, meeting: str, day: date) -> Meeting:
        series = snapshot.meetings.get(meeting)
        if series is None:
            raise UsageError("This meeting was removed in the meantime.")
        if not calendar.has(series, day):
            raise UsageError(f"{series.name} does not take place on {day.isoformat()}.")
        return series


def time_of_day(text: str) -> str:
    """A time of day as `HH:MM`. Raises `UsageError` for what is none."""
    hour, _, minute = text.partition(":")
    digits = hour.isdecimal() and minute.isdecimal() and len(minute) == 2
    if not (digits and int(hour) < 24 and int(minute) < 60):
        raise UsageError(f"“{text}” is no time of day; write one such as 09:30.")
    return f"{int(hour):02}:{minute}"


def occurrence_id(meeting: str, day: date) -> str:
    """Derived from the fact, so that making it twice is making it once."""
    return f"{meeting}:{day.isoformat()}"


def _edit(meeting: str, day: date, fields: Mapping[str, Any]) -> Edit:
    facts = {"meeting": meeting, "day": day.isoformat()}
    return Edit("occurrences", occurrence_id(meeting, day), {**facts, **fields})
