"""Today: one small action that fits, and beside it what else the day holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Literal

from textual import getters
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.records import Private, Snapshot
from store.rules.presence import Outside, outside_hours
from store.text import LINE_LIMIT, clean
from store.today import Today, another_question, answer_today, reopen_today, take_it_easy
from tui.commands import bindings
from tui.screens.today.acts import DayActs
from tui.screens.today.card import NextStep, Part, link, rest_of, words_of
from tui.screens.today.rows import PRIVATE, Reading, rows_of, what_is_next
from tui.widgets.day_list import DayList, Row
from tui.widgets.turning import TurningCard

_NEXT = {
    "commitment_due": NextStep("tick_promise", "Tick the promise off"),
    "help_asked": NextStep("offer_a_hand", "Offer a hand"),
    "coffee_open": NextStep("app.coffee", "Open the chat"),
}
"""What follows a suggestion that came from a signal."""


class TodayScreen(DayActs):
    """The day's suggestion as the main card; your day, what else asks for attention, and thanks beside it."""

    mode = "today"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    suggestion = getters.query_one("#suggestion", TurningCard)
    aside = getters.query_one("#aside", Vertical)
    below = getters.query_one("#below", Static)
    unfolded = False
    _listens = False
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

    def _show_hidden(self, hidden: bool) -> None:
        super()._show_hidden(hidden)
        if self._listens:
            self._draw()

    def _draw(self) -> None:
        team, snapshot, private = self.app.team, self.app.snapshot, self.app.private
        if self.day is None or team is None or snapshot is None or private is None:
            return
        self.suggestion.border_title = Content("Today")
        self._draw_card(self.day, snapshot)
        self.aside.border_title = Content("Your day")
        reading = Reading(team.me, self.app.clock.now(), self.app.timezone, self.app.hidden)
        cards = self._opened_cards(self.day, snapshot)
        self.rows.show(rows_of(self.day, snapshot, private, reading, cards))
        self.below.update(self._below(self.day))

    def _draw_card(self, day: Today, snapshot: Snapshot) -> None:
        pick, hidden = day.pick, self.app.hidden
        if pick is None:
            next_up = what_is_next(day, snapshot, self.app.clock.now(), self.app.timezone)
            giver = snapshot.members.get(day.keepsake.giver) if day.keepsake is not None else None
            words = rest_of(day, next_up, giver.name if giver else "Someone")
        else:
            words = words_of(day, self.unfolded, hidden, self._next_step(day), self._outside(day))
        self.suggestion.set_class(pick is None, "-rest")
        shown = (day.day, pick.text if pick else None, day.state)
        turns, self._shown = bool(self._shown) and self._shown != shown, shown
        if turns:
            self.suggestion.turn_to(words)
        else:
            self.suggestion.update(words)

    def on_mount(self) -> None:
        """Listens to what the app knows; what comes first is drawn once, with the view."""
        super().on_mount()
        self._listens = True

    def _show_moment(self, moment: str) -> None:
        super()._show_moment(moment)
        if self._listens:
            self._draw()  # a reminder may be due, or it is morning where someone is

    def _outside(self, day: Today) -> Outside | None:
        """When the person of the suggestion is there, if they are not now."""
        snapshot = self.app.snapshot
        if snapshot is None or day.pick is None or not day.pick.member:
            return None
        person = snapshot.members.get(day.pick.member)
        return outside_hours(snapshot, person, self.app.clock.now()) if person is not None else None

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
            parts += [link("another_question", "another"), "  ", link("app.question", "open")]
            parts += ["\n", day.question.text, "\n"]
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
        pick = self.day.pick if self.day is not None else None
        if pick is not None and pick.trigger in PRIVATE and self.app.hidden:
            self.notify("Covered while you share your screen.", markup=False)
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

    def action_remind(self) -> None:
        """Reminds me of the suggestion when its person is there."""
        day, notebook = self.day, self.app.notebook
        outside = self._outside(day) if day is not None else None
        if day is None or day.pick is None or day.pick.member is None or notebook is None:
            return
        if outside is None:
            self.notify("They are there now.", markup=False)
            return
        text, member = clean(day.pick.text, LINE_LIMIT), day.pick.member
        when = outside.words.rpartition(": ")[2].removeprefix("remind me ")
        made: list[str] = []

        def undo() -> str:
            notebook.remove_reminder(made.pop())
            return "a reminder"

        def job() -> None:
            made.append(notebook.remind(member, text, outside.moment).id)

        said = f"Reminder {when}. Only you see it."
        self.app.do(job, lambda _: self.notify(said, markup=False), undo=undo)

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
            self.open_card(self.day.cards[0].id)
        else:
            await self.app.action_kind_words()

    def action_another_question(self) -> None:
        """Another question for this week, please."""
        team, notebook, clock = self.app.team, self.app.notebook, self.app.clock
        if team is not None and notebook is not None:
            self.app.do(partial(another_question, team, notebook, clock))

    def action_thank_person(self) -> None:
        """Opens the composer for the person of the suggestion."""
        if self.day is not None and self.day.pick is not None and self.day.pick.member:
            self.app.action_thank(self.day.pick.member)

    def action_offer_a_hand(self) -> None:
        """Offers a hand to whoever asked for one."""
        if self.day is not None and self.day.pick is not None:
            self._offer_a_hand(self.day.pick.ref)

    def action_tick_promise(self) -> None:
        """The promise of the suggestion is kept."""
        if self.day is not None and self.day.pick is not None:
            self.finish_promise(self.day.pick.ref)


def _four_weeks(day: date, done: set[date]) -> Content:
    """A dot for each working day of four weeks, filled where something was done: no count, no streak."""
    monday = day - timedelta(days=day.weekday() + 21)
    weeks = [[monday + timedelta(days=7 * week + n) for n in range(5)] for week in range(4)]
    return Content("   ".join(" ".join("●" if d in done else "·" for d in week) for week in weeks))
