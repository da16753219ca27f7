"""Today: one small action that fits, and beside it what else the day holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Literal

from textual import getters, on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.records import Private, Snapshot
from store.today import Today, another_question, answer_today, put_off, reopen_today, take_it_easy
from tui.commands import bindings
from tui.screens.base import AmityScreen
from tui.screens.today.card import NextStep, Part, link, rest_of, words_of
from tui.screens.today.rows import rows_of, what_is_next
from tui.widgets.day_list import DayList, Row
from tui.widgets.turning import TurningCard

_NEXT = {
    "commitment_due": NextStep("tick_promise", "Tick the promise off"),
    "help_asked": NextStep("app.hand", "Offer a hand"),
    "coffee_open": NextStep("app.coffee", "Open the chat"),
}
"""What follows a suggestion that came from a signal."""


class TodayScreen(AmityScreen):
    """The day's suggestion as the main card; your day, what else asks for attention, and thanks beside it."""

    mode = "today"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    suggestion = getters.query_one("#suggestion", TurningCard)
    aside = getters.query_one("#aside", Vertical)
    rows = getters.query_one("#rows", DayList)
    below = getters.query_one("#below", Static)
    unfolded = False
    _shown: tuple[object, ...] = ()
    """What the card shows: another one turns it over."""

    def body(self) -> Iterable[Widget]:
        """The main card, the rows beside it, and the week below."""
        with VerticalScroll(id="page"):
            yield TurningCard(id="suggestion", classes="card")
            with Vertical(id="aside", classes="card"):
                yield DayList(id="rows")
            yield Static(id="below", markup=False)

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Draws the day anew."""
        self._draw()

    @property
    def day(self) -> Today | None:
        """The day as it is shown."""
        return self.app.day

    def _show_hidden(self, hidden: bool) -> None:
        super()._show_hidden(hidden)
        self._draw()

    def _draw(self) -> None:
        if self.day is None or self.app.snapshot is None or self.app.private is None:
            return
        self.suggestion.border_title = Content("Today")
        self._draw_card(self.day, self.app.snapshot)
        self.aside.border_title = Content("Your day")
        cards = self._opened_cards(self.day, self.app.snapshot)
        rows = rows_of(
            self.day, self.app.snapshot, self.app.private, self.app.hidden, self.app.timezone, cards
        )
        self.rows.show(rows)
        self.below.update(self._below(self.day))

    def _draw_card(self, day: Today, snapshot: Snapshot) -> None:
        pick, hidden = day.pick, self.app.hidden
        if pick is None:
            next_up = what_is_next(day, snapshot, self.app.clock.now(), self.app.timezone)
            giver = snapshot.members.get(day.keepsake.giver) if day.keepsake is not None else None
            words = rest_of(day, next_up, giver.name if giver else "Someone")
        else:
            words = words_of(day, self.unfolded, hidden, self._next_step(day), "")
        self.suggestion.set_class(pick is None, "-rest")
        shown = (day.day, pick.text if pick else None, day.state)
        turns, self._shown = bool(self._shown) and self._shown != shown, shown
        if turns:
            self.suggestion.turn_to(words)
        else:
            self.suggestion.update(words)

    @property
    def _wall(self) -> bool:
        """Whether there is a wall, for the team and for me."""
        snapshot, private = self.app.snapshot, self.app.private
        return bool(snapshot and snapshot.kudos_on and private and private.wall)

    def _next_step(self, day: Today) -> NextStep | None:
        """What follows naturally once the suggestion was done."""
        pick = day.pick
        if pick is None or day.state != "done":
            return None
        if pick.trigger == "commitment_due" and not any(p.id == pick.ref for p in day.promises):
            return None  # ticked off
        if pick.trigger in _NEXT:
            return _NEXT[pick.trigger]
        action = day.words.catalogue.actions.get(pick.action)
        if action is not None and action.start_small == "thanks" and pick.member and self._wall:
            return NextStep("thank_person", "Thank them in writing")
        return None

    def _opened_cards(self, day: Today, snapshot: Snapshot) -> list[Row]:
        if not day.cards:
            return []
        from tui.widgets.card import Reader
        from tui.widgets.group_card import opened_for_me

        found = []
        for card in day.cards[:1]:
            reader = Reader(snapshot.members, card.to, self.app.clock.now(), self.app.timezone)
            words = Content.assemble((opened_for_me(card, reader), "bold"), "  ", ("f", "bold $primary"))
            found.append(Row(f"card:{card.id}", words, opens="the card"))
        return found

    def _below(self, day: Today) -> Content:
        parts: list[Part] = []
        if day.question is not None:
            parts += [("This week's question   ", "bold $text-muted")]
            parts += [link("another_question", "o", "another"), "\n", day.question.text, "\n"]
        if self.app.private is not None and not self.app.hidden:
            done = {a.day for a in self.app.private.answers if a.kind == "done"}
            parts += [("Four weeks   ", "bold $text-muted"), _four_weeks(day.day, done)]
        return Content.assemble(*parts)

    # Answers to the suggestion

    def _answer(self, kind: Literal["done", "another", "later"]) -> None:
        team, notebook, clock = self.app.team, self.app.notebook, self.app.clock
        if team is None or notebook is None:
            return

        def undo() -> str:
            reopen_today(team, notebook, clock)
            return "today's answer"

        self.unfolded = False
        job = partial(answer_today, team, notebook, clock, kind)
        self.app.do(job, undo=undo if kind != "another" else None)

    def action_done(self) -> None:
        """I did it."""
        self._answer("done")

    def action_another(self) -> None:
        """Another suggestion, please."""
        self._answer("another")

    def action_not_today(self) -> None:
        """Nothing more today."""
        self._answer("later")

    def action_why(self) -> None:
        """Unfolds the reasons, or folds them."""
        self.unfolded = not self.unfolded
        self._draw()

    async def action_next_step(self) -> None:
        """What follows from what was done."""
        step = self._next_step(self.day) if self.day is not None else None
        if step is not None:
            await self.run_action(step.action)

    def action_easy(self) -> None:
        """Little energy today: nothing longer than two minutes; again takes it back."""
        team, notebook, clock = self.app.team, self.app.notebook, self.app.clock
        if team is not None and notebook is not None:
            self.app.do(partial(take_it_easy, team, notebook, clock), self._say_easy)

    def _say_easy(self, easy: bool) -> None:
        words = "An easy day: two minutes at most." if easy else "An ordinary day again."
        self.notify(words, markup=False)

    def action_wishes(self) -> None:
        """Not for me: never this one, nothing about someone, silence for a while."""
        from tui.screens.wishes import WishesScreen

        self.app.push_screen(WishesScreen(self.day.pick if self.day is not None else None))

    def action_copy_phrase(self) -> None:
        """Puts the words to say on the clipboard."""
        if self.day is not None and self.day.pick is not None:
            self.app.copy(self.day.pick.say or self.day.pick.text, "The words are on the clipboard.")

    def action_person(self) -> None:
        """Opens the card of the suggestion's person."""
        if self.day is not None and self.day.pick is not None and self.day.pick.member:
            self.app.show_person(self.day.pick.member)

    async def action_for_you(self) -> None:
        """Opens the card that was opened for me, else my kind words."""
        if self.day is not None and self.day.cards:
            self._open_card(self.day.cards[0].id)
        else:
            await self.app.action_kind_words()

    def _open_card(self, card: str) -> None:
        from tui.screens.kudos.group_card import GroupCardScreen

        self.app.push_screen(GroupCardScreen(card))

    def action_another_question(self) -> None:
        """Another question for this week, please."""
        team, notebook, clock = self.app.team, self.app.notebook, self.app.clock
        if team is not None and notebook is not None:
            self.app.do(partial(another_question, team, notebook, clock))

    def action_thank_person(self) -> None:
        """Opens the composer for the person of the suggestion."""
        if self.day is not None and self.day.pick is not None and self.day.pick.member:
            self.app.action_thank(self.day.pick.member)

    def action_tick_promise(self) -> None:
        """The promise of the suggestion is kept."""
        if self.day is not None and self.day.pick is not None:
            self._finish_promise(self.day.pick.ref)

    # The rows

    def action_rows(self) -> None:
        """Goes to the rows beside the suggestion."""
        self.rows.focus()

    def action_focus_suggestion(self) -> None:
        """Leaves the rows."""
        self.set_focus(None)

    @on(DayList.Acted)
    async def _act(self, event: DayList.Acted) -> None:
        kind, _, ref = event.name.partition(":")
        if event.key == "enter":
            await self._open(kind, ref)
        elif kind == "commitment_due":
            if event.key == "d":
                self._finish_promise(ref)
            else:
                await self.run_action("app.promises")
        elif kind == "follow_up_due":
            self._follow_up(ref, event.key == "d")
        elif event.key == "t":
            await self._thank_for(kind, ref)

    async def _open(self, kind: str, ref: str) -> None:
        """Opens what a row stands for."""
        match kind:
            case "meeting":
                await self.app.show_meeting(ref)
            case "coffee_open":
                await self.run_action("app.coffee")
            case "commitment_due":
                await self.run_action("app.promises")
            case "help_asked":
                await self.run_action("app.hand")
            case "role_today":
                self.app.action_roles()
            case "kudos":
                await self.app.action_kind_words()
            case "card":
                self._open_card(ref)
            case _:
                self.app.show_person(self._member_of(kind, ref))

    def _member_of(self, kind: str, ref: str) -> str:
        """Whom a row is about."""
        day = self.day
        signals = day.also if day is not None else ()
        found = (s.member for s in signals if s.trigger == kind and ref in (s.ref, s.member))
        return next(found, None) or ref

    async def _thank_for(self, kind: str, ref: str) -> None:
        given = self.day.kudos if self.day is not None else ()
        giver = next((kudos.giver for kudos in given if kudos.id == ref), "")
        self.app.action_thank(giver if kind == "kudos" else self._member_of(kind, ref))

    def _finish_promise(self, promise: str) -> None:
        notebook = self.app.notebook
        if notebook is not None and self.day is not None:
            day = self.day.day
            self.app.do(lambda: notebook.finish_promise(promise, day))

    def _follow_up(self, note: str, done: bool) -> None:
        team, notebook = self.app.team, self.app.notebook
        if team is None or notebook is None or self.day is None:
            return
        today = self.day.day
        job: Callable[[], object] = partial(put_off, team, notebook, note, today)
        self.app.do(partial(notebook.finish_note, note, today) if done else job)


def _four_weeks(day: date, done: set[date]) -> Content:
    """A dot for each working day of four weeks, filled where something was done: no count, no streak."""
    monday = day - timedelta(days=day.weekday() + 21)
    weeks = [[monday + timedelta(days=7 * week + n) for n in range(5)] for week in range(4)]
    return Content("   ".join(" ".join("●" if d in done else "·" for d in week) for week in weeks))
