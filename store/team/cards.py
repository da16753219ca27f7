"""Commands on collected cards, for a farewell or a birthday: several people write, it opens on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from store.errors import UsageError
from store.records import GroupCard, Snapshot
from store.rules import cards as rules
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge
from store.team.base import TeamBase, new_id
from store.text import NAME_LIMIT, TEXT_LIMIT, check_text, clean

LONGEST_WAIT = timedelta(days=366)
"""How far ahead the day of a card can lie; further away it is a slip of the pen."""


class CardCommands(TeamBase):
    """What one can do with collected cards. One for me that is not opened yet does not exist for me."""

    def cards(self, snapshot: Snapshot | None = None) -> tuple[GroupCard, ...]:
        """The cards that I may know of today, those still to be opened first."""
        snapshot = snapshot or self.snapshot()
        return rules.visible(snapshot.cards, self.me, self._my_day(snapshot))

    def find_card(self, wanted: str, snapshot: Snapshot | None = None) -> GroupCard:
        """The card of that id, or the only one whose id begins so. Raises `UsageError`."""
        known = self.cards(snapshot)
        found = [c for c in known if c.id == wanted] or [c for c in known if c.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one card begins with" if found else "There is no card"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity cards")

    def begin_card(self, to: str, occasion: str, opens: date) -> GroupCard:
        """Begins a card for a member, here or leaving. `UsageError` for oneself, and for a day gone by."""
        identity, words = new_id("c"), check_text(occasion, "The occasion", NAME_LIMIT)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if not snapshot.kudos_on:
                raise UsageError("Your team does without the wall, so no new card can be begun.")
            self._check_receiver(snapshot, to)
            self._check_day(snapshot, opens)
            fields = {"to": to, "occasion": words, "opens": opens.isoformat(), "by": self.me}
            yield Edit("cards", identity, fields)

        return _found(self._change("begin a card", edits), identity)

    def _check_receiver(self, snapshot: Snapshot, to: str) -> None:
        if to == self.me:
            raise UsageError("A card for oneself would be no surprise; begin one for someone else.")
        person = snapshot.members[to]
        if person.thanks == "private":
            raise UsageError(
                f"{person.name} would rather be thanked in private, and a card is read by everyone: "
                "send your words in a direct message. Nothing was stored."
            )

    def _check_day(self, snapshot: Snapshot, opens: date) -> None:
        today = self._my_day(snapshot)
        if opens < today:
            raise UsageError(f"{opens.isoformat()} is over; choose today or a day to come.")
        if opens > today + LONGEST_WAIT:
            raise UsageError(f"{opens.isoformat()} is more than a year away; choose a nearer day.")

    def sign_card(self, card: str, text: str) -> GroupCard:
        """Writes my lines on a card, or changes them; late words are welcome."""
        words = check_text(text, "What you write", TEXT_LIMIT, lines=True)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = self._known(snapshot, card)
            if known.to == self.me:
                raise UsageError("This card is for you; thank those who wrote with a kudos.")
            before = next((s for s in known.signatures if s.member == self.me), None)
            if before is None or before.text != words:
                at = before.at if before is not None else self.clock.now()
                line = {"text": words, "at": at.isoformat(timespec="milliseconds")}
                yield Edit("cards", card, {"signatures": Keys({self.me: line})})

        return _found(self._change("sign a card", edits), card)

    def unsign_card(self, card: str) -> GroupCard:
        """Takes my lines off a card."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if not rules.lines_of(self._known(snapshot, card), self.me):
                raise UsageError("You have written nothing on this card.")
            yield Edit("cards", card, {"signatures": Keys({self.me: None})})

        return _found(self._change("take my lines off a card", edits), card)

    def change_card(self, card: str, *, occasion: str | None = None, opens: date | None = None) -> GroupCard:
        """Changes the occasion or the day of a card that I began."""
        words = None if occasion is None else check_text(occasion, "The occasion", NAME_LIMIT)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = self._known(snapshot, card)
            self._check_may(snapshot, known, "change it")
            fields: dict[str, object] = {}
            if words is not None and words != known.occasion:
                fields["occasion"] = words
            if opens is not None and opens != known.opens:
                self._check_day(snapshot, opens)
                fields["opens"] = opens.isoformat()
            if fields:
                yield Edit("cards", card, fields)

        return _found(self._change("change a card", edits), card)

    def remove_card(self, card: str) -> None:
        """Takes a card away with all that was written on it: one that I began, or that was opened for me."""

        def edits(snapshot: Snapshot) -> Iterable[Purge]:
            known = self._known(snapshot, card)
            if known.to != self.me:
                self._check_may(snapshot, known, "take it away")
            yield Purge("cards", card)

        self._change("take a card away", edits)

    def undo(self) -> str | None:
        """Takes back my last change. `UsageError` for having begun a card on which others wrote by now."""
        with self._turn:
            last = self._undo[-1].before if self._undo else ()
            begun = {edit.id for edit in last if isinstance(edit, Purge)}
            for card in self.snapshot().cards:
                if card.id in begun and any(s.member != self.me for s in card.signatures):
                    self._undo.pop()
                    raise UsageError("Others have written on this card by now. You can still take it away.")
            return super().undo()

    def may_change(self, card: GroupCard, snapshot: Snapshot | None = None) -> bool:
        """Whether I began the card; when whoever did has left, anyone but its receiver stands in."""
        beginner = (snapshot or self.snapshot()).members.get(card.by)
        gone = beginner is None or beginner.left is not None
        return card.by == self.me or (gone and card.to != self.me)

    def _check_may(self, snapshot: Snapshot, card: GroupCard, what: str) -> None:
        if not self.may_change(card, snapshot):
            raise UsageError(f"{snapshot.members[card.by].name} began this card; only they can {what}.")

    def _known(self, snapshot: Snapshot, card: str) -> GroupCard:
        for known in self.cards(snapshot):
            if known.id == card:
                return known
        raise UsageError("This card was taken away in the meantime.")

    def _my_day(self, snapshot: Snapshot) -> date:
        me = snapshot.members.get(self.me)
        return self.clock.today(me.timezone if me is not None else "UTC")


def _found(snapshot: Snapshot, card: str) -> GroupCard:
    return next(known for known in snapshot.cards if known.id == card)
