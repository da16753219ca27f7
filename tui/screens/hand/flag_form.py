"""A small form to say that one could use a hand, or can lend one: what, to whom, how long."""

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
from store.records import HelpFlag, Load, Member
from store.rules import hands
from store.rules.dates import read_day
from store.text import LINE_LIMIT, clean
from tui.screens.hand.rows import until
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.group_card import on_day
from tui.widgets.receivers import NameField, Receivers

ASKED_LIMIT = 30
"""People whom one flag is shown to, unless it is everyone."""

_TITLES = {"swamped": "You could use a hand", "free": "You can lend a hand"}
_EXAMPLES = {"swamped": "with what: the release notes …", "free": "an hour tomorrow, a second look …"}
NO_SECRET = "It is shown to them alone; whoever can read the folder can read it there."


class Asked(Receivers):
    """Whom a flag is shown to."""

    def note(self, member: Member) -> str:
        """The handle is all that matters here."""
        return f"@{member.handle}"


class FlagFormScreen(Window[None]):
    """Raises a flag of that kind. Leaving keeps the words as a draft."""

    CSS_PATH = "hand.tcss"
    AUTO_FOCUS = "#what"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    what = getters.query_one("#what", Field)
    asked = getters.query_one(Asked)
    day = getters.query_one("#day", Field)
    said = getters.query_one("#said", Static)

    def __init__(self, kind: Load) -> None:
        super().__init__()
        self._kind: Load = kind
        self._place = f"flag {kind}"

    def compose(self) -> ComposeResult:
        """Three lines to fill in, all of which may stay empty, what they mean, two buttons."""
        with Vertical(id="window", classes="form") as window:
            window.border_title = _TITLES[self._kind]
            window.border_subtitle = "ctrl+s save · esc back"
            with Horizontal(classes="field"):
                yield Label("In a line")
                yield Field(
                    self._draft,
                    placeholder=_EXAMPLES[self._kind],
                    max_length=LINE_LIMIT,
                    compact=True,
                    select_on_focus=False,
                    id="what",
                )
            with Horizontal(classes="field people"):
                yield Label("Shown to")
                yield Asked(limit=ASKED_LIMIT)
            with Horizontal(classes="field"):
                yield Label("Until")
                yield Field(
                    placeholder="empty, or a day: tomorrow, fri …", compact=True, max_length=20, id="day"
                )
            yield Static(id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Raise it", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)

    def on_mount(self) -> None:
        """Knows who there is, and says how long it stays."""
        here = {m.id: m for m in self.reader.members.values() if m.left is None and m.id != self.reader.me}
        self.asked.know(here, (), self.reader.me)
        self.query_one(NameField).placeholder = "everyone, or a name"
        self._show()

    @property
    def _draft(self) -> str:
        return self.app.private.drafts.get(self._place, "") if self.app.private else ""

    @property
    def _is_up(self) -> bool:
        """Whether I have a flag up already."""
        snapshot = self.app.snapshot
        return snapshot is not None and self.reader.me in hands.flags_up(snapshot, self.reader.now)

    @property
    def _last(self) -> date:
        """The day on which it ends by itself at the latest."""
        assert self.app.snapshot is not None
        me = self.app.snapshot.members[self.reader.me]
        return hands.last_day(self.app.snapshot, me, self.today)

    def _day(self) -> date | None:
        """The day that was typed, None for nothing. Raises `UsageError` for what is no such day."""
        typed = self.day.value.strip()
        if not typed:
            return None
        try:
            day = read_day(typed, self.today)
        except UsageError:
            raise UsageError("Write the day as tomorrow, fri, or a date; or leave it empty.") from None
        if day < self.today:
            raise UsageError("That day is over; choose today or a day to come.")
        if day > self._last:
            raise UsageError(f"Five working days at most: {until(self._last, self.today)}.")
        return day

    @on(Input.Changed)
    @on(Receivers.Changed)
    def _show(self) -> None:
        try:
            words, wrong = (
                f"It is lowered by itself after {_after(self._day() or self._last, self.today)}.",
                False,
            )
        except UsageError as error:
            words, wrong = str(error), True
        if self.asked.chosen and not wrong:
            words += f" {NO_SECRET}"
        if self._is_up and not wrong:
            words += " The flag that is up is lowered."
        self.said.update(Content.styled(words, "$text-error" if wrong else "$text-muted"))

    @on(Input.Submitted, "#what")
    def _next(self) -> None:
        self.query_one(NameField).focus()

    @on(Receivers.Left)
    def _further(self) -> None:
        self.day.focus()

    @on(Input.Submitted, "#day")
    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Raises the flag and closes the form; stays where something is wrong."""
        team, notebook = self.app.team, self.app.notebook
        if team is None or notebook is None:
            return
        if self.asked.typed:
            self.query_one(NameField).focus()
            words = "Choose the name that you mean first, or clear the field."
            self.said.update(Content.styled(words, "$text-warning"))
            return
        try:
            day = self._day()
        except UsageError:
            self.day.focus()
            return
        text, place, to = clean(self.what.value, LINE_LIMIT), self._place, self.asked.chosen

        def job() -> HelpFlag:
            flag = team.raise_flag(text, to, self._kind, day)
            if place in notebook.private().drafts:
                notebook.set_draft(place, None)
            return flag

        self.app.do(job, self._raised, undo=team.undo)

    def _raised(self, flag: HelpFlag) -> None:
        self.dismiss(None)
        self.app.notify(f"It is up {until(flag.until, self.today)}. d lowers it.", markup=False)

    def action_leave(self) -> None:
        """Closes the offered names, else the form; the words are kept."""
        if self.asked.close_offers():
            return
        notebook, words = self.app.notebook, clean(self.what.value, LINE_LIMIT)
        if notebook is not None and words != self._draft:
            self.app.do(partial(notebook.set_draft, self._place, words or None))
        self.dismiss(None)

    @on(Button.Pressed, "#leave")
    def _back(self) -> None:
        self.action_leave()


def _after(day: date, today: date) -> str:
    return on_day(day, today).removeprefix("on ")
