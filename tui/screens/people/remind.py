"""A reminder of one's own: what, and when, by the clock where the other person is."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from store.errors import UsageError
from store.records import Member, Reminder
from store.rules.presence import local_time
from store.rules.reminders import read_moment, their_time
from store.text import LINE_LIMIT, clean
from store.when import time_of
from store.zones import zone
from tui.screens.window import Window
from tui.widgets.field import Field


class RemindScreen(Window[None]):
    """Asks what I want to be reminded of when the member of that id is there; leaving keeps the words."""

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    text = getters.query_one("#text", Field)
    when = getters.query_one("#when", Field)
    said = getters.query_one("#said", Static)

    def __init__(self, member: str) -> None:
        super().__init__()
        self._whose = member
        self._place = f"remind {member}"

    @property
    def _member(self) -> Member:
        assert self.app.snapshot is not None
        return self.app.snapshot.members[self._whose]

    @property
    def _draft(self) -> str:
        return self.app.private.drafts.get(self._place, "") if self.app.private else ""

    def compose(self) -> ComposeResult:
        """Two lines to fill in, what the moment is, the buttons."""
        with Vertical(id="window", classes="form") as window:
            window.border_title = Content(f"Remind me: {self._member.name}")
            window.border_subtitle = "ctrl+s save · esc back"
            for title, identity, value, placeholder in (
                ("What", "text", self._draft, "get in touch with them"),
                ("When", "when", "", "when their day begins; or 09:00, fri, fri 09:00, a date"),
            ):
                with Horizontal(classes="field"):
                    yield Label(title)
                    yield Field(
                        value,
                        placeholder=placeholder,
                        compact=True,
                        max_length=LINE_LIMIT,
                        id=identity,
                    )
            yield Static(id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)

    def on_mount(self) -> None:
        """Says when it would be."""
        self._show()

    def _moment(self) -> datetime:
        """The moment that was typed. Raises `UsageError`."""
        assert self.app.snapshot is not None
        return read_moment(self.when.value, self.app.snapshot, self._member, self.app.clock.now())

    @on(Input.Changed)
    def _show(self) -> None:
        now, member = self.app.clock.now(), self._member
        try:
            at = self._moment()
        except UsageError as error:
            self.said.update(Content.styled(str(error), "$text-error"))
            return
        mine = at.astimezone(zone(self.app.timezone))
        words = (
            f"It is {local_time(member, now, self.app.timezone)}: you see it at {their_time(at, member, now)}"
        )
        self.said.update(
            Content.styled(f"{words}, {mine:%A} {time_of(mine)} for you. Nobody else does.", "$text-muted")
        )

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input is self.text:
            self.when.focus()
        else:
            self.action_save()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keeps the reminder and closes; stays where the moment is none."""
        notebook, member = self.app.notebook, self._member
        try:
            at = self._moment()
        except UsageError:
            self.when.focus()
            return
        if notebook is None:
            return
        text = clean(self.text.value, LINE_LIMIT) or f"Get in touch with {member.name}"
        kept: list[Reminder] = []

        def remind() -> Reminder:
            kept.append(notebook.remind(member.id, text, at))
            notebook.set_draft(self._place, None)
            return kept[-1]

        def undo() -> str:
            notebook.remove_reminder(kept[-1].id)
            return "a reminder"

        self.app.do(remind, self._saved, undo=undo)

    def _saved(self, reminder: Reminder) -> None:
        words = f"You are reminded at {their_time(reminder.at, self._member, self.app.clock.now())}."
        self.app.notify(words, markup=False)
        self.dismiss(None)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Goes back; the words are kept."""
        text, notebook = clean(self.text.value, LINE_LIMIT), self.app.notebook
        if notebook is not None and text != self._draft:
            self.app.do(lambda: notebook.set_draft(self._place, text or None))
        self.dismiss(None)
