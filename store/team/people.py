"""Commands on people: joining, leaving, one's own card, absences, the help flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from store.errors import UsageError
from store.records import Absence, Member, Snapshot
from store.sync.replica import Edit
from store.team.base import TeamBase, new_id
from store.text import NAME_LIMIT, check_handle, check_text, clean, handles_for
from store.zones import is_zone


class NewMember:
    """Someone to add: a name, and perhaps a handle and a zone."""

    __slots__ = ("handle", "name", "timezone")

    def __init__(self, name: str, handle: str | None = None, timezone: str | None = None) -> None:
        self.name, self.handle, self.timezone = name, handle, timezone


class PeopleCommands(TeamBase):
    """What one can do about people."""

    def add_member(self, name: str, handle: str | None = None, timezone: str | None = None) -> Member:
        """Adds one member; a handle that is taken is an error when it was asked for, else another is made."""
        added = self.add_members([NewMember(name, handle, timezone)])
        return added[0]

    def add_members(self, people: Iterable[NewMember]) -> list[Member]:
        """Adds several members in one change, in that order."""
        people = list(people)
        ids = [new_id("m") for _ in people]

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            taken = {m.handle for m in snapshot.members.values()}
            asked = {check_handle(person.handle) for person in people if person.handle is not None}
            for identity, person in zip(ids, people, strict=True):
                name = check_text(person.name, "The name", NAME_LIMIT)
                if person.handle is not None and check_handle(person.handle) in taken:
                    raise UsageError(f"Someone here already has the handle @{check_handle(person.handle)}.")
                made = (h for h in handles_for(name) if h not in taken and h not in asked)
                handle = check_handle(next(made) if person.handle is None else person.handle)
                taken.add(handle)
                yield Edit("members", identity, self._new_member(name, handle, person.timezone))

        title = f"add {people[0].name}" if len(people) == 1 else f"add {len(people)} people"
        snapshot = self._change(title, edits)
        return [snapshot.members[i] for i in ids]

    def _new_member(self, name: str, handle: str, timezone: str | None) -> dict[str, Any]:
        if timezone is not None and not is_zone(timezone):
            raise UsageError(f"“{timezone}” is no time zone; write one such as Europe/Berlin.")
        zone = timezone or "UTC"
        return {
            "name": name,
            "handle": handle,
            "timezone": zone,
            "joined": self.clock.today(zone).isoformat(),
        }

    def remove_member(self, member: str) -> Member:
        """Marks someone as having left: history stays, no new roles and no thanks to come."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            person = snapshot.members[member]
            yield Edit("members", member, {"left": self.clock.today(person.timezone).isoformat()})

        return self._change("mark someone as left", edits).members[member]

    def welcome_back(self, member: str) -> Member:
        """Takes back that someone left."""
        return self._change("welcome back", lambda _: [Edit("members", member, {"left": None})]).members[
            member
        ]

    def merge_members(self, stays: str, goes: str) -> Member:
        """Says that two entries are one person, who joined twice: all of the second counts as the first's.

        Nothing is lost: `split_member` parts them again. Raises `UsageError` for one and the same.
        """

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            one, other = (snapshot.same_as.get(member, member) for member in (stays, goes))
            if not {one, other} <= snapshot.members.keys():
                raise UsageError("One of the two is no longer in the team.")
            if one == other:
                raise UsageError("That is one entry already.")
            yield Edit("members", other, {"same_as": one})
            if snapshot.members[one].left is not None and snapshot.members[other].left is None:
                yield Edit("members", one, {"left": None})

        snapshot = self._change("make one of two entries", edits)
        return snapshot.members[snapshot.same_as.get(stays, stays)]

    def split_member(self, member: str) -> list[Member]:
        """Parts again what was made one entry; gives back those that then stand beside it."""
        apart: list[str] = []

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            apart.extend(one for one, stays in snapshot.same_as.items() if stays == member)
            if not apart:
                raise UsageError(f"{snapshot.members[member].name} has one entry alone.")
            # Made one in both directions, on two machines, each names the other.
            return [Edit("members", one, {"same_as": None}) for one in (member, *apart)]

        snapshot = self._change("part two entries", edits)
        return [snapshot.members[one] for one in apart]

    def set_profile(self, fields: Mapping[str, Any]) -> Member:
        """Changes fields of my own card as they stand in the file (docs/format.md); None takes one out."""
        snapshot = self._change("change my card", lambda _: [Edit("members", self.me, dict(fields))])
        return snapshot.members[self.me]

    def set_away(self, member: str, first: date, last: date | None = None) -> Absence:
        """Notes that someone is away from `first` to `last`, both included; open when `last` is None."""
        if last is not None and last < first:
            raise UsageError("The last day away is before the first.")
        identity = new_id("a")
        fields = {"member": member, "first": first.isoformat()}
        if last is not None:
            fields["last"] = last.isoformat()
        snapshot = self._change("note an absence", lambda _: [Edit("absences", identity, fields)])
        return next(a for a in snapshot.absences if a.id == identity)

    def add_holidays(self, days: Mapping[date, str]) -> list[date]:
        """Notes days off of the whole team, with their names; gives back those that are new."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            fresh.extend(sorted(days.keys() - snapshot.holidays))
            for day in fresh:
                fields = {"day": day.isoformat(), "name": clean(days[day], NAME_LIMIT), "deleted": None}
                yield Edit("holidays", f"h:{day.isoformat()}", fields)

        fresh: list[date] = []
        self._change("add holidays", edits)
        return fresh

    def remove_holiday(self, day: date) -> None:
        """Takes back a day off of the whole team. Raises `UsageError` where there is none."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if day not in snapshot.holidays:
                raise UsageError(f"The team has no holiday on {day.isoformat()}.")
            yield Edit("holidays", f"h:{day.isoformat()}", {"deleted": True})

        self._change("remove a holiday", edits)

    def set_public_holidays(self, region: str, days: Mapping[date, str]) -> None:
        """Notes the public holidays of a region; of the years in `days` it then has no others.

        They are kept with the team, so that every machine has the same: not all can work them out.
        """
        years = {day.year for day in days}

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = snapshot.public_holidays.get(region, frozenset())
            for day in sorted(days.keys() - known):
                name = clean(days[day], NAME_LIMIT)
                fields = {"region": region, "day": day.isoformat(), "name": name, "deleted": None}
                yield Edit("public_holidays", f"{region}:{day.isoformat()}", fields)
            for day in sorted(known - days.keys()):
                if day.year in years:
                    yield Edit("public_holidays", f"{region}:{day.isoformat()}", {"deleted": True})

        self._change("note public holidays", edits, undoable=False)

    def set_back(self, member: str, day: date) -> None:
        """Ends the absences that cover that day: the member is back on it. What lies ahead stays."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            for absence in snapshot.absences:
                if absence.member == member and absence.covers(day):
                    yield _ended(absence, day)

        self._change("end an absence", edits)

    def cancel_absence(self, absence: str) -> None:
        """Ends an absence before today, or takes one away that lies ahead. Raises `UsageError` for none."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = next((a for a in snapshot.absences if a.id == absence), None)
            if known is None:
                raise UsageError("This absence was taken away in the meantime.")
            yield _ended(known, self.clock.today(snapshot.members[known.member].timezone))

        self._change("end an absence", edits)


def _ended(absence: Absence, day: date) -> Edit:
    """What makes an absence one that is over on that day."""
    if absence.first >= day:
        return Edit("absences", absence.id, {"deleted": True})
    return Edit("absences", absence.id, {"last": date.fromordinal(day.toordinal() - 1).isoformat()})
