"""Commands on the days that people share."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import UsageError
from store.records import Milestone, Snapshot
from store.rules.milestones import checked_day
from store.sync.replica import Edit, Purge
from store.team.base import TeamBase, new_id
from store.text import LINE_LIMIT, check_text, clean

MILESTONES_LIMIT = 20
"""Days that one person shares."""


class MilestoneCommands(TeamBase):
    """What one can do about milestones: each is its owner's alone."""

    def share_milestone(self, month: int, day: int, text: str, year: int | None = None) -> Milestone:
        """Shares a day of mine with the team, by month and day; `year` is for one that comes once.

        Raises `UsageError` for a day that is none, and for a year gone by: it would tell an age.
        """
        identity, words = new_id("d"), check_text(text, "What the day is", LINE_LIMIT)
        checked_day(month, day, year)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            me = snapshot.members[self.me]
            if year is not None and year < self.clock.today(me.timezone).year:
                raise UsageError("Day and month are enough: leave out the year of a day gone by.")
            if sum(m.member == self.me for m in snapshot.milestones) >= MILESTONES_LIMIT:
                raise UsageError(f"You share {MILESTONES_LIMIT} days already; take one back first.")
            fields = {"member": self.me, "month": month, "day": day, "text": words}
            yield Edit("milestones", identity, fields if year is None else {**fields, "year": year})

        snapshot = self._change("share a milestone", edits)
        return next(m for m in snapshot.milestones if m.id == identity)

    def unshare_milestone(self, milestone: str) -> None:
        """Takes back a day that I shared: its words leave the team file and older files for good."""

        def edits(snapshot: Snapshot) -> Iterable[Purge]:
            known = next((m for m in snapshot.milestones if m.id == milestone), None)
            if known is None:
                raise UsageError("This milestone was taken back in the meantime.")
            if known.member != self.me:
                raise UsageError("Only whoever shared a milestone can take it back.")
            yield Purge("milestones", milestone)

        self._change("take a milestone back", edits)

    def find_milestone(self, wanted: str) -> Milestone:
        """My milestone of that id, or the only one whose id begins so. Raises `UsageError`."""
        mine = [m for m in self.snapshot().milestones if m.member == self.me]
        found = [m for m in mine if m.id == wanted] or [m for m in mine if m.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one milestone of yours begins with" if found else "You share no milestone"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity milestones")
