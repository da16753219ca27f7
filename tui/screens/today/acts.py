"""What the keys do to the rows beside the suggestion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual import getters, on

from store.records import Promise
from store.today import Today, put_off
from tui.commands import EVERYWHERE, Command, commands
from tui.screens.base import AmityScreen
from tui.widgets.day_list import Act, DayList
from tui.widgets.frame import KeyBar

if TYPE_CHECKING:
    from store.promises import MyPromises


class DayActs(AmityScreen):
    """The rows of a day, each of which can be opened and acted on in place."""

    rows = getters.query_one("#rows", DayList)

    @property
    def day(self) -> Today | None:
        """The day as it is shown."""
        return self.app.day

    def action_rows(self) -> None:
        """Goes to the rows beside the suggestion."""
        self.rows.focus()

    def action_focus_suggestion(self) -> None:
        """Leaves the rows."""
        self.set_focus(None)

    @on(DayList.Chosen)
    def _show_keys(self, event: DayList.Chosen) -> None:
        """What the chosen row can do stands in the key bar, else what the suggestion can."""
        row = event.row
        keys = [c for c in (*commands("today"), *commands(EVERYWHERE)) if c.bar]
        if row is not None:
            acts = [*row.acts, *([Act("enter", row.opens)] if row.opens else []), Act("escape", "back")]
            mine = (
                Command(f"row('{act.key}')", act.key, act.word, "", "today", act.word.capitalize())
                for act in acts
            )
            keys = [*mine, *(c for c in keys if c.where == EVERYWHERE)]
        self.query_one(KeyBar).keys = tuple(keys)

    def action_row(self, key: str) -> None:
        """Does to the chosen row what that key does: from a click on the key bar."""
        if key == "escape":
            self.action_focus_suggestion()
        elif key == "enter":
            self.rows.action_open()
        else:
            self.rows.action_act(key)

    @on(DayList.Acted)
    async def _act(self, event: DayList.Acted) -> None:
        kind, _, ref = event.name.partition(":")
        if event.key == "enter":
            await self._open(kind, ref)
        elif kind == "commitment_due" and event.key == "d":
            self.finish_promise(ref)
        elif kind == "commitment_due":
            self._move_promise(ref)
        elif kind == "follow_up_due":
            self._follow_up(ref, event.key == "d")
        elif kind == "reminder" and event.key == "d":
            self._finish_reminder(ref)
        elif kind == "offer":
            self._answer_offer(ref, "yes" if event.key == "y" else "no")
        elif kind == "coffee_open":
            self._met(ref)
        elif event.key == "t":
            self._thank_for(kind, ref)

    async def _open(self, kind: str, ref: str) -> None:
        """Opens what a row stands for."""
        match kind:
            case "meeting":
                await self.app.show_meeting(ref)
            case "coffee_open":
                self.app.action_coffee()
            case "commitment_due" | "promises":
                self.app.action_promises()
            case "help_asked":
                self._offer_a_hand(ref)
            case "offer" | "answer":
                self.app.action_hand()
            case "helper":
                self._thank_for(kind, ref)
            case "role_today":
                self.app.action_roles()
            case "kudos":
                await self.app.action_kind_words()
            case "card":
                self.open_card(ref)
            case _:
                self.app.show_person(self._member_of(kind, ref))

    def open_card(self, card: str) -> None:
        """Opens a card that several people wrote."""
        from tui.screens.kudos.group_card import GroupCardScreen

        self.app.push_screen(GroupCardScreen(card))

    def _member_of(self, kind: str, ref: str) -> str:
        """Whom a row is about."""
        private, signals = self.app.private, self.day.also if self.day is not None else ()
        if kind == "reminder" and private is not None:
            return next((r.member for r in private.reminders if r.id == ref), "")
        found = (s.member for s in signals if s.trigger == kind and ref in (s.ref, s.member))
        return next(found, None) or ref

    def _thank_for(self, kind: str, ref: str) -> None:
        given = self.day.kudos if self.day is not None else ()
        giver = next((kudos.giver for kudos in given if kudos.id == ref), "")
        whom = {"kudos": giver, "helper": ref}.get(kind) or self._member_of(kind, ref)
        self.app.action_thank(whom)

    def _offer_a_hand(self, flag: str) -> None:
        snapshot = self.app.snapshot
        found = next((f for f in (snapshot.help_flags if snapshot else ()) if f.id == flag), None)
        if found is not None:
            from tui.screens.hand.offer import OfferScreen

            self.app.push_screen(OfferScreen(found))

    def _answer_offer(self, member: str, answer: Literal["yes", "no"]) -> None:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        from store.rules.hands import flags_up

        mine = flags_up(snapshot, self.app.clock.now()).get(team.me)
        if mine is not None:
            self.app.do(partial(team.answer_offer, mine.id, member, answer), undo=team.undo)

    def _met(self, coffee: str) -> None:
        """My group of that round met."""
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        for found in snapshot.coffee:
            group = next((g for g in found.groups if team.me in g), None)
            if found.id == coffee and group is not None:
                self.app.do(partial(team.mark_met, found, group, True), undo=team.undo)

    def _do_promise(self, promise: str, what: str, job: Callable[[MyPromises, Promise], Promise]) -> None:
        """Does something to a promise of mine that can be taken back."""
        team, notebook, private = self.app.team, self.app.notebook, self.app.private
        before = next((p for p in private.promises if p.id == promise), None) if private is not None else None
        if team is None or notebook is None or before is None:
            return
        from store.promises import MyPromises

        my = MyPromises(team, notebook, self.app.clock)

        def run() -> str:
            after = job(my, before)
            return my.message(after) if after.by != before.by else ""

        def undo() -> str:
            my.put_back(before, my.is_shared(promise))
            return what

        def then(message: str) -> None:
            if message:
                self.app.copy(message, "Moved. The message is copied: paste it in your chat.")

        self.app.do(run, then, undo=undo)

    def finish_promise(self, promise: str) -> None:
        """Ticks a promise off."""
        self._do_promise(promise, "keep a promise", lambda my, before: my.finish(before.id))

    def _move_promise(self, promise: str) -> None:
        """Asks for its new day, and copies the message that says so."""
        private = self.app.private
        found = next((p for p in private.promises if p.id == promise), None) if private is not None else None
        if found is None:
            return
        from tui.screens.promises.ask import MoveScreen

        def then(day: date | None) -> None:
            if day is not None:
                self._do_promise(promise, "move a promise", lambda my, before: my.move(before.id, day)[0])

        self.app.push_screen(MoveScreen(found), then)

    def _finish_reminder(self, reminder: str) -> None:
        notebook = self.app.notebook
        if notebook is None or self.day is None:
            return

        def undo() -> str:
            notebook.reopen_reminder(reminder)
            return "that a reminder is done"

        self.app.do(partial(notebook.finish_reminder, reminder, self.day.day), undo=undo)

    def _follow_up(self, note: str, done: bool) -> None:
        team, notebook, private = self.app.team, self.app.notebook, self.app.private
        before = next((n for n in private.notes if n.id == note), None) if private is not None else None
        if team is None or notebook is None or self.day is None or before is None:
            return
        today = self.day.day

        def job() -> None:
            if done:
                notebook.finish_note(note, today)
            else:
                put_off(team, notebook, note, today)

        def undo() -> str:
            if done:
                notebook.reopen_note(note)
            else:
                notebook.postpone_note(note, before.follow_up)
            return "what you did with a follow-up"

        self.app.do(job, undo=undo)
