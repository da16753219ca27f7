"""Days away: from when to when, in plain words, and nothing else."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from store.errors import UsageError
from store.records import Absence, Member
from store.rules import calendar
from store.rules.presence import away_until, day_words, read_days_away
from store.when import day_of
from tui.commands import hint
from tui.screens.window import Window
from tui.widgets.field import Field

_HOW = "today, fri, +2w, or a date such as 2026-11-30"


class AwayScreen(Window[None]):
    """Asks for the first and the last day of someone's absence, with what that means as one types.

    Whoever is away today can be said to be back.
    """

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "#first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    first = getters.query_one("#first", Field)
    last = getters.query_one("#last", Field)
    said = getters.query_one("#said", Static)

    def __init__(self, member: str) -> None:
        super().__init__()
        self._whose = member

    @property
    def _member(self) -> Member:
        assert self.app.snapshot is not None
        return self.app.snapshot.members[self._whose]

    @property
    def _their_day(self) -> date:
        return self.app.clock.today(self._member.timezone)

    @property
    def _mine(self) -> bool:
        return self.app.team is not None and self._whose == self.app.team.me

    def compose(self) -> ComposeResult:
        """Two lines to fill in, what they mean, the buttons."""
        absence = self.app.snapshot.away(self._whose, self._their_day) if self.app.snapshot else None
        with Vertical(id="window", classes="form") as window:
            name = "I am away" if self._mine else f"{self._member.name} is away"
            window.border_title = Content(name)
            window.border_subtitle = "ctrl+s save · esc back"
            for title, identity, value, placeholder in (
                ("From", "first", "today", _HOW),
                ("To", "last", "", "the last day away; empty while it is not known"),
            ):
                with Horizontal(classes="field"):
                    yield Label(title)
                    yield Field(value, placeholder=placeholder, compact=True, max_length=40, id=identity)
            yield Static(id="said", markup=False)
            yield Static(
                Content.styled("Everyone sees the days. There is no place for a reason.", "$text-muted"),
                classes="said",
                markup=False,
            )
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                if absence is not None:
                    yield Button("I am back" if self._mine else "Back today", id="back", compact=True)
                yield Button("Leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Says what the days mean."""
        self._show()

    def _days(self) -> tuple[date, date | None]:
        """The days that were typed. Raises `UsageError`."""
        return read_days_away(self.first.value.strip() or "today", self.last.value, self._their_day)

    @on(Input.Changed)
    def _show(self) -> None:
        try:
            first, last = self._days()
        except UsageError:
            self.said.update(
                Content.styled(f"Write a day as {_HOW}; the last one not before the first.", "$text-error")
            )
            return
        snapshot, today = self.app.snapshot, self._their_day
        assert snapshot is not None
        words = f"Away from {_day(first, today)}"
        if last is None:
            words += " until you say that you are back." if self._mine else " until someone says otherwise."
        else:
            back = calendar.next_working_day(snapshot, self._member, last)
            words += "" if last == first else f" to {_day(last, today)}"
            words += f", back on {_day(back, today)}."
        known = snapshot.away(self._whose, today)
        if known is not None:
            until = away_until(snapshot, self._member, today)
            words += f"\nNoted already: away{f' until {_day(until, today)}' if until else ''}."
        self.said.update(Content.styled(words, "$text-muted"))

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input is self.first:
            self.last.focus()
        else:
            self.action_save()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Notes the days and closes; stays where one is none."""
        team = self.app.team
        try:
            first, last = self._days()
        except UsageError:
            return
        if team is not None:
            self.app.do(partial(team.set_away, self._whose, first, last), self._saved, undo=team.undo)

    def _saved(self, absence: Absence) -> None:
        end = f" to {_day(absence.last, self._their_day)}" if absence.last else ""
        words = f"Away from {_day(absence.first, self._their_day)}{end}. {hint('{undo}')} takes that back."
        self.app.notify(words, markup=False)
        self.dismiss(None)

    @on(Button.Pressed, "#back")
    def _back_today(self) -> None:
        team = self.app.team
        if team is not None:
            words = "Welcome back." if self._mine else f"{self._member.name} is back."
            self.app.do(
                partial(team.set_back, self._whose, self._their_day),
                lambda _: self.app.notify(words, markup=False),
                undo=team.undo,
            )
            self.dismiss(None)

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_leave()


def _day(day: date, today: date) -> str:
    """The day in words, with its date where they alone could be taken for another."""
    words = day_words(day, today)
    return f"{words} ({day_of(day)})" if 0 <= (day - today).days < 7 else f"{day:%A}, {words}"
