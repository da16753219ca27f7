"""The notebook: all my notes, or those about one person."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.records import Note
from store.rules.follow_up import read_follow_up, said
from store.rules.remembered import about, by_person, is_open, newest_first, saying
from tui.commands import bindings, commands
from tui.screens.notes.write import UNCOVER, WriteNoteScreen, write_note
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar
from tui.widgets.notes import COVERED, entry

_EMPTY = (
    "Nothing noted yet.\n\nWhat someone told you and you want to ask about later: a move, an exam, a new "
    "puppy.\nPress n to write it down. It stays with you; nobody else sees it."
)
_NOT_FOUND = "No note says all of this."


class NotesScreen(Window[None]):
    """All notes by person, the newest first; with `member` those about one person."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("notes"),
    ]
    place = "notes"

    entries = getters.query_one(OptionList)
    field = getters.query_one(Field)

    def __init__(self, member: str | None = None) -> None:
        super().__init__()
        self._member = member
        self._shown: dict[str, Note] = {}

    def compose(self) -> ComposeResult:
        """Where one searches, the notes, the keys."""
        with Vertical(id="window", classes="notes") as window:
            name = self.reader.name(self._member) if self._member is not None else ""
            window.border_title = Content(f"Notes about {name}" if name else "Notebook")
            window.border_subtitle = "for you alone"
            yield Field(placeholder="words, or a name", compact=True, max_length=100)
            yield OptionList(markup=False)
            yield KeyBar(commands("notes"))

    def on_mount(self) -> None:
        """Shows the notes, and again whenever one changes or all are covered."""
        self.field.display = False
        self.watch(self.app, "view", self._show, init=False)
        self.watch(self.app, "hidden", self._show)

    def _show(self) -> None:
        private, snapshot = self.app.private, self.app.snapshot
        if private is None or snapshot is None:
            return
        if self.app.hidden and self.field.display:
            self._end_search()  # what one seeks is private as well
        known = newest_first(private.notes)
        if self._member is not None:
            known = about(known, self._member)
        found = () if self.app.hidden else saying(known, self.field.value, snapshot.members)
        before, place = self._chosen, self.entries.highlighted
        self._shown = {note.id: note for note in found}
        options: list[Option] = []
        for member, notes in by_person(found, snapshot.members):
            if self._member is None:
                name = self.reader.name(member) if member else "Someone who is gone"
                options.append(Option(Content.styled(name, "bold $secondary"), disabled=True))
            options += [Option(entry(note, self.today, self.app.timezone), note.id) for note in notes]
        words = COVERED if self.app.hidden else _NOT_FOUND if known else _EMPTY
        self.entries.set_options(options or [Option(Content.styled(words, "$text-muted"), disabled=True)])
        self._highlight(options, before.id if before is not None else None, place)

    def _highlight(self, options: list[Option], chosen: str | None, place: int | None) -> None:
        """The same note as before; where it is gone, the one that took its place."""
        notes = [at for at, option in enumerate(options) if option.id]
        same = [at for at in notes if options[at].id == chosen]
        near = sorted(notes, key=lambda at: abs(at - (place or 0)))
        self.entries.highlighted = next(iter([*same, *near]), None)

    @property
    def _chosen(self) -> Note | None:
        option = self.entries.highlighted_option
        return self._shown.get(option.id) if option is not None and option.id else None

    def _some(self) -> Note | None:
        """The chosen note; says what is missing when there is none."""
        if self._chosen is None:
            words = UNCOVER if self.app.hidden else "Choose a note first." if self._shown else "No note here."
            self.notify(words, markup=False)
        return self._chosen

    # Searching

    def action_search(self) -> None:
        """Opens the line to search in."""
        self.field.display = True
        self.field.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _to_the_notes(self) -> None:
        self.entries.focus()

    def action_leave(self) -> None:
        """Ends the search, else goes back."""
        if self.field.display:
            self._end_search()
        else:
            self.dismiss(None)

    def _end_search(self) -> None:
        self.entries.focus()
        self.field.value = ""
        self.field.display = False

    # What one can do with a note

    @on(OptionList.OptionSelected)
    def action_edit(self) -> None:
        """Opens the chosen note to read or to change it."""
        if note := self._some():
            self.app.push_screen(WriteNoteScreen(note.member, note))

    def action_new(self) -> None:
        """Writes another note, about this person or one who is asked for."""
        first = self._chosen.member if self._chosen is not None else ""
        write_note(self.app, self._member or "", first)

    def action_done(self) -> None:
        """Marks the follow-up as done, or as open again."""
        notebook, note = self.app.notebook, self._some()
        if notebook is None or note is None:
            return
        if note.follow_up is None:
            self.notify("There is no day to come back to it; m chooses one.", markup=False)
        elif is_open(note):
            self.app.do(partial(notebook.finish_note, note.id, self.today), undo=notebook.undo)
        else:
            self.app.do(partial(notebook.reopen_note, note.id), undo=notebook.undo)

    def action_move(self) -> None:
        """Asks for another day to come back to the note."""
        from tui.screens.notes.ask import LaterScreen

        notebook, note, snapshot = self.app.notebook, self._some(), self.app.snapshot
        if notebook is None or note is None or snapshot is None:
            return
        person = snapshot.members.get(note.member, self.app.team.myself(snapshot)) if self.app.team else None
        assert person is not None

        def read(typed: str) -> date:
            return read_follow_up(typed, self.today, person, snapshot)

        def then(day: date | None) -> None:
            if day is not None:
                words = f"Today brings it up on {said(day, self.today)}."
                self.app.do(
                    partial(notebook.postpone_note, note.id, day),
                    lambda _: self.app.notify(words, markup=False),
                    undo=notebook.undo,
                )

        self.app.push_screen(LaterScreen(read), then)

    def action_remove(self) -> None:
        """Deletes the note for good, after asking once."""
        from tui.screens.notes.ask import DeleteScreen

        notebook, note = self.app.notebook, self._some()
        if notebook is None or note is None:
            return

        def then(sure: bool | None) -> None:
            if sure:
                self.app.do(
                    partial(notebook.remove_note, note.id),
                    lambda _: self.app.notify("Deleted for good.", markup=False),
                    undo=notebook.undo,
                )

        self.app.push_screen(DeleteScreen(), then)

    def action_export(self) -> None:
        """Asks where to save all that is shown here, and saves it."""
        from tui.screens.notes.ask import SaveAsScreen

        if self.app.hidden or not self._shown:
            self._some()
        else:
            self.app.push_screen(SaveAsScreen(), self._save_as)

    def _save_as(self, typed: str | None) -> None:
        snapshot, team = self.app.snapshot, self.app.team
        if typed is None or snapshot is None or team is None:
            return
        notes, timezone = tuple(self._shown.values()), self.app.timezone
        shared = [team.folder, *(m.folder for m in self.app.settings.memberships)]

        def job() -> Path:
            from store.exchange.notes import save_notes

            return save_notes(Path(typed), notes, snapshot, timezone, shared)

        self.app.do(job, lambda path: self.app.notify(f"Your notes are in {path}.", markup=False))
