"""Commands on asking for a hand and lending one.

Each acts as me alone: only its owner raises and lowers a flag, answers what was offered and says who helped;
only whoever offered a hand takes the offer back. What somebody writes into the file by other means nobody can
prevent (docs/format.md).

A flag that has ended is gone with all its words, as soon as its owner is in step; of it stays, under an id
that follows from its own, who helped, until they are thanked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from store.errors import StoreError, UsageError
from store.records import HelpFlag, Load, Snapshot
from store.rules import hands
from store.sync.engine import Report
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge
from store.team.base import TeamBase, new_id
from store.text import LINE_LIMIT, check_text

_REMAINS = ":helped"
"""What follows the id of a flag in that of the document which says who helped."""


class HelpCommands(TeamBase):
    """What one can do with a flag of one's own, and with those of others."""

    def raise_flag(
        self, text: str = "", to: Sequence[str] = (), kind: Load = "swamped", until: date | None = None
    ) -> HelpFlag:
        """Says that I could use a hand, or with `kind` "free" that I can lend one, to all or to some members.

        It ends by itself after `until`, at the latest and by default on my fifth working day. One that is up
        is lowered. `UsageError` for a day gone by or later than that, for myself and for who left.
        """
        identity = new_id("h")
        words = check_text(text, "What you write", LINE_LIMIT) if text.strip() else ""
        asked = list(dict.fromkeys(to))

        def edits(snapshot: Snapshot) -> Iterable[Edit | Purge]:
            self._check_asked(snapshot, asked)
            me, today = self.myself(snapshot), self._today_of_mine(snapshot)
            last = hands.last_day(snapshot, me, today)
            if until is not None and until < today:
                raise UsageError("That day is over already; choose another one.")
            if until is not None and until > last:
                raise UsageError(
                    f"A flag is up for five working days at most; choose a day until {last.isoformat()}."
                )
            for flag in snapshot.help_flags:
                if flag.member == self.me and flag.lowered is None:
                    yield from _end(flag, hands.lending(flag), today)
            fields: dict[str, object] = {
                "member": self.me,
                "kind": kind,
                "text": words,
                "since": today.isoformat(),
                "until": (until or last).isoformat(),
            }
            yield Edit("help", identity, fields | ({"to": asked} if asked else {}))

        title = "say that you could use a hand" if kind == "swamped" else "say that you can lend a hand"
        return _found(self._change(title, edits), identity)

    def _check_asked(self, snapshot: Snapshot, asked: Sequence[str]) -> None:
        for member in asked:
            person = snapshot.members[member]
            if member == self.me:
                raise UsageError("You know it already; name others, or nobody to tell everyone.")
            if person.left is not None:
                raise UsageError(f"{person.name} has left the team and would not see it.")

    def lower_flag(self, helpers: Sequence[str] = ()) -> None:
        """Lowers my flag; its words and what was offered leave the file. `helpers` are those who helped.

        Raises `UsageError` when none is up.
        """

        def edits(snapshot: Snapshot) -> Iterable[Edit | Purge]:
            flag = hands.flags_up(snapshot, self.clock.now()).get(self.me)
            if flag is None:
                raise UsageError("You have no flag up.")
            self._check_helpers(snapshot, helpers)
            return _end(flag, helpers, self._today_of_mine(snapshot))

        self._change("lower your flag", edits)

    def helped_by(self, flag: str, helpers: Sequence[str]) -> None:
        """Says who helped, which lowers the flag: thanks are proposed from then on."""

        def edits(snapshot: Snapshot) -> Iterable[Edit | Purge]:
            known = _found(snapshot, flag)
            self._check_own(snapshot, known, "say who helped")
            self._check_helpers(snapshot, helpers)
            if known.id.endswith(_REMAINS):
                return [Edit("help", known.id, {"helped": Keys(dict.fromkeys(helpers, True))})]
            return _end(known, helpers, self._today_of_mine(snapshot))

        self._change("say who helped", edits)

    def _check_helpers(self, snapshot: Snapshot, helpers: Sequence[str]) -> None:
        if self.me in helpers:
            raise UsageError("Well done; name the others who helped.")
        for member in helpers:
            if member not in snapshot.members:
                raise UsageError("Somebody whom you named is not in the team.")

    def dismiss_thanks(self, member: str) -> None:
        """Lets the proposal to thank that helper go."""

        def edits(snapshot: Snapshot) -> Iterable[Edit | Purge]:
            for flag in snapshot.help_flags:
                if flag.member == self.me and flag.lowered is not None and member in flag.helped:
                    if len(flag.helped) > 1:
                        yield Edit("help", flag.id, {"helped": Keys({member: None})})
                    else:
                        yield Purge("help", flag.id)

        self._change("let a thank-you go", edits)

    # The hands of others

    def offer_help(self, flag: str, text: str) -> HelpFlag:
        """Offers a hand to the owner of a flag that is up and shown to me, or words the offer anew.

        `UsageError` for a flag of my own, for one that says "I can lend a hand", and once the answer was no.
        """
        words = check_text(text, "What you offer", LINE_LIMIT)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = self._up_for_me(snapshot, flag)
            name = snapshot.members[known.member].name
            if known.kind == "free":
                raise UsageError(f"{name} can lend a hand themselves; ask them for it.")
            before = hands.offer_of(known, self.me)
            if before is not None and before.answer == "no":
                raise UsageError(f"{name}: {hands.ALL_GOOD}")
            if before is None or before.text != words:
                at = before.at if before is not None else self.clock.now()
                yield _offer(known, self.me, words, at.isoformat(timespec="milliseconds"))

        return _found(self._change("offer a hand", edits), flag)

    def withdraw_offer(self, flag: str) -> None:
        """Takes my offer back. `UsageError` if there is none, or it was not needed."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = self._up_for_me(snapshot, flag)
            offer = hands.offer_of(known, self.me)
            if offer is None:
                raise UsageError("You have not offered a hand here.")
            if offer.answer == "no":
                raise UsageError(f"{snapshot.members[known.member].name}: {hands.ALL_GOOD}")
            yield Edit("help", known.id, {"offers": Keys({self.me: None})})

        self._change("take an offer back", edits)

    def answer_offer(self, flag: str, member: str, answer: Literal["yes", "no"]) -> HelpFlag:
        """Answers what a member offered to me: yes please, or not needed, which ends it and its words."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = _found(snapshot, flag)
            self._check_own(snapshot, known, "answer what was offered")
            offer = hands.offer_of(known, member)
            if offer is None:
                raise UsageError("This offer was taken back in the meantime.")
            if offer.answer != answer:
                fields: dict[str, object] = {"answers": Keys({member: answer})}
                if answer == "no" and offer.text:
                    at = offer.at.isoformat(timespec="milliseconds")
                    fields |= _offer(known, member, "", at).fields
                yield Edit("help", known.id, fields)

        title = "say yes, please" if answer == "yes" else "say that it is not needed"
        return _found(self._change(title, edits), flag)

    def _up_for_me(self, snapshot: Snapshot, flag: str) -> HelpFlag:
        known = next((f for f in hands.flags_up(snapshot, self.clock.now()).values() if f.id == flag), None)
        if known is not None and known.member == self.me:
            raise UsageError("That is your own flag.")
        if known is None or not hands.is_for(known, self.me):
            raise UsageError("This flag is no longer up.")
        return known

    def _check_own(self, snapshot: Snapshot, flag: HelpFlag, what: str) -> None:
        if flag.member != self.me:
            owner = snapshot.members.get(flag.member)
            raise UsageError(f"Only {owner.name if owner else 'whoever raised it'} can {what}.")

    def _today_of_mine(self, snapshot: Snapshot) -> date:
        return self.clock.today(self.myself(snapshot).timezone)

    # What has ended

    def sync(self, seconds: float = 2.0) -> Report:
        """Brings this machine and the folder in step, without the words of my flags that have ended."""
        report = super().sync(seconds)
        return super().sync(seconds) if self._tidy_flags() else report

    def start(self, changed: Callable[[], None]) -> None:
        """Keeps in step in the background; `changed` is called from there when something moved."""

        def then() -> None:
            self._tidy_flags()
            changed()

        super().start(then)

    def _tidy_flags(self) -> bool:
        """Takes away my flags that have ended and thanks that were given; whether there were any.

        Two machines of mine do the same at the same time without harm: gone is gone, and who helped stands
        under the same id.
        """
        try:
            snapshot = self.snapshot()
            if self.me not in snapshot.members or not any(self._left_over(snapshot)):
                return False
            self._change("", self._left_over, undoable=False)
        except StoreError:  # said by whatever is done next
            return False
        return True

    def _left_over(self, snapshot: Snapshot) -> Iterable[Edit | Purge]:
        now, today = self.clock.now(), self._today_of_mine(snapshot)
        for flag in hands.over(snapshot, self.me, now):
            yield from _end(flag, hands.lending(flag), min(today, hands.ends(snapshot, flag)))
        due = hands.thanks_due(snapshot, self.me, now)
        for flag in snapshot.help_flags:
            if flag.member == self.me and flag.lowered is not None:
                if not flag.id.endswith(_REMAINS):
                    yield from _end(flag, [m for m in flag.helped if m in due], flag.lowered)
                elif not any(member in due for member in flag.helped):
                    yield Purge("help", flag.id)


def _end(flag: HelpFlag, helpers: Sequence[str], day: date) -> Iterable[Edit | Purge]:
    """The end of a flag: nothing stays of it but who helped."""
    yield Purge("help", flag.id)
    if helpers:
        fields = {
            "member": flag.member,
            "kind": flag.kind,
            "since": flag.since.isoformat(),
            "until": flag.until.isoformat(),
            "lowered": day.isoformat(),
            "helped": Keys(dict.fromkeys(helpers, True)),
        }
        yield Edit("help", flag.id + _REMAINS, fields)


def _offer(flag: HelpFlag, member: str, words: str, at: str) -> Edit:
    return Edit("help", flag.id, {"offers": Keys({member: {"text": words, "at": at}})})


def _found(snapshot: Snapshot, flag: str) -> HelpFlag:
    for known in snapshot.help_flags:
        if known.id == flag:
            return known
    raise UsageError("This flag is no longer up.")
