"""A promise part by part: the words, to whom, by when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from store.errors import UsageError
from store.records import Member
from store.rules.dates import read_day
from store.rules.promises import in_words, others, people_named
from store.text import LINE_LIMIT, NAME_LIMIT, clean
from tui.screens.window import Window
from tui.widgets.field import Field

HOW = "fri, next mon, +2w, or a date such as 2026-11-30"


class Parts(NamedTuple):
    """The words, a member's id ("" for nobody), a day."""

    text: str
    to: str = ""
    by: date | None = None


class PromiseForm(Window[Parts | None]):
    """Asks for the parts of a promise, beginning with those that are known; None when it was left."""

    CSS_PATH = "promises.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
    ]

    text = getters.query_one("#text", Field)
    to = getters.query_one("#to", Field)
    by = getters.query_one("#by", Field)
    said = getters.query_one("#said", Static)

    def __init__(self, known: Parts) -> None:
        super().__init__()
        self._known = known

    def compose(self) -> ComposeResult:
        """Three lines to fill in, what they mean, two buttons."""
        known = self._known
        person = self.reader.members.get(known.to)
        with Vertical(id="window", classes="form") as window:
            window.border_title = "A promise"
            window.border_subtitle = "ctrl+s save · esc back"
            for name, label, value, hint, limit in (
                ("text", "What", known.text, "figures", LINE_LIMIT),
                ("to", "For", f"@{person.handle}" if person else "", "a name, or nobody", NAME_LIMIT),
                ("by", "By", known.by.isoformat() if known.by else "", HOW, 20),
            ):
                with Horizontal(classes="field"):
                    yield Label(label)
                    yield Field(value, placeholder=hint, max_length=limit, compact=True, id=name)
            yield Static(id="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="leave", compact=True)

    def on_mount(self) -> None:
        """Says what the parts mean."""
        self._show()

    @property
    def _people(self) -> tuple[Member, ...]:
        """Those who can be meant: people of today, and whoever it was for so far."""
        assert self.app.snapshot is not None
        here = others(self.app.snapshot, self.reader.me, self.today)
        known = self.reader.members.get(self._known.to)
        return here if known is None or known in here else (*here, known)

    def _read(self) -> tuple[Parts | None, str]:
        """The parts, or None with what is wrong; and what to say about them."""
        text, name, day = (clean(field.value) for field in (self.text, self.to, self.by))
        if not text:
            return None, "Say what you promised."
        found = people_named(name, self._people)
        if name and not found:
            return None, f"Nobody here goes by “{name}”."
        if len(found) > 1:
            handles = ", ".join(f"@{self.reader.members[member].handle}" for member in found)
            return None, f"Which one: {handles}?"
        to = found[0] if found else ""
        try:
            by = read_day(day, self.today) if day else None
        except UsageError:
            return None, f"Write the day as {HOW}."
        return Parts(text, to, by), in_words(text, self.reader.name(to) if to else "", by, self.today)

    @on(Input.Changed)
    def _show(self) -> None:
        parts, words = self._read()
        self.said.update(Content.styled(words, "$text-muted" if parts else "$text-warning"))

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input is self.by:
            self.action_save()
        else:
            self.focus_next()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Closes the form with its parts; stays where something is missing."""
        parts, _ = self._read()
        if parts is not None:
            self.dismiss(parts)

    @on(Button.Pressed, "#leave")
    def _back(self) -> None:
        self.action_leave()
