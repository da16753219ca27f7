"""A small window to write a note, or to change one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from store.errors import StoreError, UsageError
from store.records import Note
from store.rules.follow_up import read_follow_up, said
from store.rules.remembered import last_spoken_of
from store.text import TEXT_LIMIT, clean
from tui.commands import bindings, commands, hint
from tui.screens.notes.draft import Draft
from tui.screens.window import Window
from tui.widgets.day_field import DayField
from tui.widgets.frame import KeyBar
from tui.widgets.notes import COVERED, shortened, told
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.team_app import TeamApp

DRAFT_PAUSE = 2.0
"""Seconds after which what was typed is kept as a draft."""

UNCOVER = hint("Private text is covered. Press {hide} to show it, then write.")


def write_note(app: TeamApp, member: str = "", first: str = "") -> None:
    """Opens the window for a note about that member, or asks about whom; `first` is offered first."""
    if app.snapshot is None or app.team is None:
        return
    if app.hidden:
        app.notify(UNCOVER, markup=False)
    elif member in app.snapshot.members:
        app.push_screen(WriteNoteScreen(member))
    else:
        from tui.screens.pick_person import Choice, PickPersonScreen

        me = app.team.me
        people = sorted(
            (m for m in app.snapshot.members.values() if m.id != me),
            key=lambda m: (m.id != first, m.left is not None, m.handle),
        )
        choices = [Choice(m.id, m.name, "has left" if m.left else "", m.handle) for m in people]

        def then(chosen: str | None) -> None:
            if chosen is not None:
                app.push_screen(WriteNoteScreen(chosen))

        app.push_screen(PickPersonScreen("A note about whom?", choices), then)


class WriteNoteScreen(Window[None]):
    """A field for the words and one for the day to come back to them; with `note` it changes that one.

    Leaving keeps what was written as a draft, and so does a moment's pause.
    """

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "Words"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("note"),
    ]
    place = "note"

    words = getters.query_one(Words)
    day = getters.query_one(DayField)
    advice = getters.query_one("#said", Static)

    def __init__(self, member: str, note: Note | None = None) -> None:
        super().__init__()
        self._member = member
        self._note = note
        self._key = f"note {note.id if note else member}"
        self._pause: Timer | None = None
        self._finished = False
        self._unsaved: str | None = None

    def compose(self) -> ComposeResult:
        """What we spoke of last, the words, the day, one line of advice, the keys."""
        kept = self._kept or self._before
        with Vertical(id="window") as window:
            window.border_title = Content(f"A note about {self.reader.name(self._member)}")
            window.border_subtitle = "for you alone"
            yield Static(self._last, id="last", markup=False)
            yield Words(
                kept.text,
                placeholder=Content("What do you want to remember?"),
                compact=True,
                highlight_cursor_line=False,
            )
            yield DayField("Come back to it", kept.day, self._read, self.today, "No day: it is just kept.")
            yield Static(id="said", markup=False)
            yield KeyBar(commands("note"))

    def on_mount(self) -> None:
        """Begins at the end of what is there; covers it all when private text is covered."""
        self.query_one("#last").display = bool(self._last)
        self.words.move_cursor(self.words.document.end)
        self._say("Your draft is back." if self._kept else "")
        self.watch(self.app, "hidden", self._show_hidden)

    def _show_hidden(self, hidden: bool) -> None:
        self.set_class(hidden, "-hidden")
        self.query_one("#window", Vertical).border_subtitle = COVERED if hidden else "for you alone"

    @property
    def _before(self) -> Draft:
        """The note as it was."""
        if self._note is None:
            return Draft()
        return Draft(self._note.text, self._note.follow_up.isoformat() if self._note.follow_up else "")

    @property
    def _kept(self) -> Draft | None:
        """What was left unfinished."""
        kept = self.app.private.drafts.get(self._key) if self.app.private else None
        return Draft.read(kept) if kept else None

    @property
    def _last(self) -> Content:
        """What was noted last about this person, to go on from there."""
        notes = self.app.private.notes if self.app.private is not None and self._note is None else ()
        last = last_spoken_of(notes, self._member)
        if last is None:
            return Content("")
        written = told(last, self.today, self.app.timezone)
        return Content.styled(f"Last: {shortened(clean(last.text, 160))}  {written}", "$text-muted")

    def _read(self, typed: str) -> date:
        snapshot = self.app.snapshot
        assert snapshot is not None
        if self._note is not None and typed == self._before.day and self._note.follow_up is not None:
            return self._note.follow_up  # it may be over, and still stand
        return read_follow_up(typed, self.today, snapshot.members[self._member], snapshot)

    @property
    def _written(self) -> Draft:
        return Draft(clean(self.words.text, TEXT_LIMIT * 2, lines=True), self.day.typed)

    def _say(self, words: str, firmly: bool = False) -> None:
        self.advice.update(Content.styled(words, "$text-warning" if firmly else "$text-muted"))

    # Keeping a draft

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        self._unsaved = str(self._written) if self._written not in (self._before, Draft()) else None
        if self._pause is None and self.is_attached:
            self._pause = self.set_timer(DRAFT_PAUSE, self._keep_draft)

    def _keep_draft(self) -> None:
        self._pause = None
        drafts = self.app.private.drafts if self.app.private else {}
        notebook, draft = self.app.notebook, self._unsaved
        if notebook is not None and not self._finished and draft != drafts.get(self._key):
            self.app.do(partial(notebook.set_draft, self._key, draft))

    def on_unmount(self) -> None:
        """Keeps the draft when the whole program is left."""
        notebook = self.app.notebook
        drafts = self.app.private.drafts if self.app.private else {}
        if notebook is not None and not self._finished and self._unsaved != drafts.get(self._key):
            self.app.finish(partial(notebook.set_draft, self._key, self._unsaved))

    def action_leave(self) -> None:
        """Goes back; what was written is kept as a draft."""
        if not self._finished and not self.words.decline():
            self._keep_draft()
            self._close()

    def _close(self) -> None:
        self._finished = True
        if self._pause is not None:
            self._pause.stop()
        self.dismiss(None)

    # Saving

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Keeps the note; stays where something is missing."""
        notebook, text = self.app.notebook, self._written.text
        if notebook is None or self._finished:
            return
        try:
            day = self.day.day()
        except UsageError as error:
            self.day.field.focus()
            self._say(str(error) if not self.day.typed else "Write a day, or clear the field.", firmly=True)
            return
        if not text or len(text) > TEXT_LIMIT:
            self.words.focus()
            long = f"That is longer than {TEXT_LIMIT} characters; please shorten it."
            self._say(long if text else "Write a few words first.", firmly=True)
            return
        self._finished = True
        note = self._note

        def job() -> None:
            try:
                if note is None:
                    notebook.add_note(self._member, text, day)
                else:
                    notebook.edit_note(note.id, text, day)
            except StoreError:
                self._finished = False  # and the words stay in the field
                raise
            if self._key in notebook.private().drafts:
                notebook.set_draft(self._key, None)

        when = f" Today brings it up on {said(day, self.today)}." if day is not None else ""
        words = f"{'Noted' if note is None else 'Changed'}, for you alone.{when}"

        def then(_: None) -> None:
            self._close()
            self.app.notify(words, markup=False)

        self.app.do(job, then, undo=notebook.undo)
