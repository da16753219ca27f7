"""Commands on coffee chats: the draw, skipping, pausing, and whether one met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from store.errors import UsageError
from store.records import CoffeeRound, Snapshot
from store.snapshot import WAYS
from store.snapshot.coffee import group_key
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team.base import TeamBase

_SEEN = ("in step", "waiting")
"""How a machine stands that has looked into the folder."""


def round_id(monday: date) -> str:
    """The id of the round that begins on that Monday, the same on every machine."""
    return f"coffee:{monday.isoformat()}"


class CoffeeCommands(TeamBase):
    """What one can do about coffee chats."""

    def settle_coffee(self) -> Snapshot:
        """Draws the round of today if nobody has, and gives back the team as it then is.

        Whoever looks first on or after its Monday pins what the rule says; of two pins the earlier counts.
        Nothing is drawn for fewer than two people, and never one before a round that was drawn already. Nor
        is it where the folder has not been seen yet: who is behind would draw without those who came in
        since, and by the earlier moment their draw would win.
        """
        if self.status.condition not in _SEEN:
            return self.snapshot()
        before = self.snapshot()
        if sum(m.coffee and m.left is None for m in before.members.values()) < 2:
            return before  # as in most teams: nothing more is looked at, or imported
        monday = self._due(before)
        if monday is None or not before.editable:
            return before

        from store.rules.pairing.draw import draw
        from store.rules.pairing.history import past_rounds
        from store.rules.pairing.rounds import taking_part

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if self._due(snapshot) != monday:
                return
            people = [m.id for m in taking_part(snapshot, monday, snapshot.coffee_weeks)]
            groups = draw(people, past_rounds(snapshot.coffee, monday), snapshot.coffee_size)
            if groups:
                pin = {"at": self._now(), "groups": [list(group) for group in groups]}
                fields = {"monday": monday.isoformat(), "pins": Keys({self.machine: pin})}
                yield Edit("coffee", round_id(monday), fields)

        return self._change("draw coffee chats", edits, undoable=False)

    def _due(self, snapshot: Snapshot) -> date | None:
        """The Monday of a round that is still to be drawn, if one is and there are two to draw."""
        from store.rules.pairing.rounds import begins, taking_part

        today = self.clock.today(self.myself(snapshot).timezone)
        monday = begins(today, snapshot.coffee_weeks)
        if any(c.monday >= monday and c.groups for c in snapshot.coffee):
            return None
        return monday if len(taking_part(snapshot, monday, snapshot.coffee_weeks)) > 1 else None

    def join_coffee(self, on: bool = True) -> None:
        """Says that I like coffee chats, or do without them."""
        title = "join coffee chats" if on else "leave coffee chats"
        self._change(title, lambda _: [Edit("members", self.me, {"coffee": on, "coffee_pause": None})])

    def pause_coffee(self, until: date | None) -> None:
        """Does without coffee chats up to and including that day; None ends the pause."""
        value = None if until is None else until.isoformat()
        self._change("pause coffee chats", lambda _: [Edit("members", self.me, {"coffee_pause": value})])

    def skip_coffee(self, monday: date, on: bool = True) -> Snapshot:
        """Leaves out the round that begins on that Monday, drawn or not. No reason is asked or kept.

        Taking it back works until the others were drawn anew around it; then it is for the next round.
        """
        fields = {"monday": monday.isoformat(), "skips": Keys({self.me: self._now() if on else None})}
        return self._change("skip a coffee round", lambda _: [Edit("coffee", round_id(monday), fields)])

    def mark_met(self, coffee: CoffeeRound, group: Sequence[str], met: bool | None = True) -> Snapshot:
        """Notes that my group met, or that it did not happen; None takes that back."""
        if self.me not in group or tuple(group) not in coffee.groups:
            raise UsageError("That is not your chat.")
        fields = {"met": Keys({group_key(group): met})}
        title = "say that you met" if met else "say that it did not happen"
        return self._change(title, lambda _: [Edit("coffee", coffee.id, fields)])

    def set_coffee(self, weeks: int | None = None, size: int | None = None) -> Snapshot:
        """Sets for the whole team how many weeks a round lasts (1 to 6), and how many meet (2 to 4)."""
        if weeks is not None and not 1 <= weeks <= 6:
            raise UsageError("A round lasts from 1 to 6 weeks.")
        if size is not None and not 2 <= size <= 4:
            raise UsageError("Two, three or four can meet.")
        wanted = {"coffee_weeks": weeks, "coffee_size": size}
        fields = {name: value for name, value in wanted.items() if value is not None}
        return self._change("change the coffee rounds", lambda _: [Edit("team", WAYS, fields)])

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")
