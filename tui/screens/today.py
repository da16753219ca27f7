"""Today: one small action that fits, and beside it what else the day holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Literal

from textual import getters
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store import content
from store.records import Private, Snapshot
from store.today import Today, another_question, answer_today, reopen_today
from store.zones import zone
from tui.commands import bindings
from tui.screens.base import AmityScreen

_WARM = {
    "thanks": "Done for today. It will have done someone good.",
    "": "Done for today. Small things carry a team.",
}


class TodayScreen(AmityScreen):
    """The day's suggestion as the main card; your day, what else asks for attention, and thanks beside it."""

    mode = "today"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    suggestion = getters.query_one("#suggestion", Static)
    aside = getters.query_one("#aside", Static)
    below = getters.query_one("#below", Static)
    unfolded = False

    def body(self) -> Iterable[Widget]:
        """The main card, the lists beside it, and the week below."""
        with VerticalScroll(id="page"):
            yield Static(id="suggestion", classes="card", markup=False)
            yield Static(id="aside", classes="card", markup=False)
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
        if self.day is None or self.app.snapshot is None:
            return
        self.suggestion.border_title = Content("Today")
        self.suggestion.update(self._suggestion(self.day))
        self.aside.border_title = Content("Your day")
        self.aside.update(self._aside(self.day, self.app.snapshot))
        self.below.update(self._below(self.day))

    def _suggestion(self, day: Today) -> Content:
        pick = day.pick
        if pick is None:
            reason = day.rest.reason if day.rest else "Nothing today, and that is fine."
            return Content.assemble(
                "\n", (reason, "bold"), "\n\n", ("See you next working day.", "$text-muted"), "\n"
            )
        minutes = "1 minute" if pick.minutes == 1 else f"{pick.minutes} minutes"
        private = pick.trigger in ("follow_up_due", "commitment_due") and self.app.hidden
        parts: list[Content | str | tuple[str, str]] = [
            "\n",
            (pick.title.upper(), "bold $primary"),
            (f" · {minutes}", "$text-muted"),
            "\n\n",
            ("Covered while you share your screen." if private else pick.text, "bold"),
            "\n",
        ]
        if pick.say:
            parts += ["\n", (f"“{pick.say}”", "italic $text-muted"), "\n"]
        if self.unfolded and not private:
            parts += ["\n", *((f"· {line}\n", "$secondary") for line in pick.why)]
        parts.append("\n")
        if day.state == "open":
            for command, label in (("done", "Done"), ("another", "Another"), ("not_today", "Not today")):
                parts += [self._button(command, label), " "]
            parts.append(self._button("why", "Why?"))
            quiet = [self._link("person", "p", "their card")] if pick.member else []
            quiet += [self._link("copy_phrase", "c", "copy the words")] if pick.say else []
            parts += ["\n\n" if quiet else "", Content("   ").join(quiet)]
        else:
            start = content.catalogue().actions[pick.action].start_small
            parts.append((_WARM.get(start, _WARM[""]), "bold $success"))
            if pick.member and start == "thanks" and self._wall:
                parts += ["\n\n", self._button("thank_person", "Thank them in writing")]
        parts.append("\n")
        return Content.assemble(*parts)

    @property
    def _wall(self) -> bool:
        """Whether there is a wall, for the team and for me."""
        snapshot, private = self.app.snapshot, self.app.private
        return bool(snapshot and snapshot.kudos_on and private and private.wall)

    @staticmethod
    def _button(action: str, label: str) -> Content:
        return Content.from_markup(f"[bold on $panel @click=screen.{action}] {label} [/]")

    @staticmethod
    def _link(action: str, key: str, label: str) -> Content:
        return Content.from_markup(
            f"[@click=screen.{action}][bold $primary]{key}[/] [$text-muted]{label}[/][/]"
        )

    def _aside(self, day: Today, snapshot: Snapshot) -> Content:
        here = zone(self.app.timezone)
        parts: list[Content | str | tuple[str, str]] = []
        for turn in day.turns:
            known = snapshot.roles.get(turn.role)
            role = f"you: {known.name if known else turn.role}" if turn.role else "you are free"
            parts += [
                (f"{turn.starts.astimezone(here):%H:%M}", "bold"),
                f"  {snapshot.meetings[turn.meeting].name}\n       ",
                (role, "$primary" if turn.role else "$text-muted"),
                "\n",
            ]
        if not day.turns:
            parts.append(("No meetings of the team today.\n", "$text-muted"))
        if day.also:
            parts.append(("\nAlso today\n", "bold $text-muted"))
            parts += [f"· {'covered' if self.app.hidden else s.text}\n" for s in day.also[:5]]
        if day.promises:
            parts.append(("\nPromised\n", "bold $text-muted"))
            parts += [f"· {'covered' if self.app.hidden else p.text}\n" for p in day.promises[:4]]
        parts += self._for_you(day, snapshot)
        return Content.assemble(*parts)

    def _for_you(self, day: Today, snapshot: Snapshot) -> list[Content | str | tuple[str, str]]:
        """A card that was opened for me, the latest thanks; no nudge where there is no wall for me."""
        wall = self.app.private is None or self.app.private.wall
        if not wall and not day.cards:
            return []
        parts: list[Content | str | tuple[str, str]] = [("\nFor you\n", "bold $text-muted")]
        for card in day.cards[:1]:
            from tui.widgets.card import Reader
            from tui.widgets.group_card import opened_for_me

            reader = Reader(snapshot.members, card.to, self.app.clock.now(), self.app.timezone)
            parts += [
                (opened_for_me(card, reader), "bold"),
                "  ",
                self._link("for_you", "f", "open it"),
                "\n",
            ]
        for kudos in day.kudos[:1] if wall else ():
            giver = snapshot.members.get(kudos.giver)
            text = kudos.text.replace("\n", " ")
            shown = text if len(text) < 100 else text[:99] + "…"
            parts += [(giver.name if giver else "Someone", "bold"), f": {shown}\n"]
        if wall and not day.kudos and not day.cards:
            more = " A good day to begin with someone else." if snapshot.kudos_on else ""
            parts.append((f"Nothing new this week.{more}\n", "$text-muted"))
        return parts

    def _below(self, day: Today) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        if day.question is not None:
            parts += [("This week's question   ", "bold $text-muted")]
            parts += [self._link("another_question", "o", "another"), "\n", day.question.text, "\n"]
        if self.app.private is not None and not self.app.hidden:
            done = {a.day for a in self.app.private.answers if a.kind == "done"}
            parts += [("Four weeks   ", "bold $text-muted"), _four_weeks(day.day, done)]
        return Content.assemble(*parts)

    # What one can do

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
            from tui.screens.kudos.group_card import GroupCardScreen

            self.app.push_screen(GroupCardScreen(self.day.cards[0].id))
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


def _four_weeks(day: date, done: set[date]) -> Content:
    """A dot for each working day of four weeks, filled where something was done: no count, no streak."""
    monday = day - timedelta(days=day.weekday() + 21)
    weeks = [[monday + timedelta(days=7 * week + n) for n in range(5)] for week in range(4)]
    return Content("   ".join(" ".join("●" if d in done else "·" for d in week) for week in weeks))
