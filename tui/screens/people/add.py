"""Adding people: names that are typed or pasted, or those that a git history or a CSV file names."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Label, Static, TextArea

from store.exchange.people import Found, Sorting, names_in, sort_out
from store.records import Member
from store.team.people import NewMember
from store.zones import is_zone
from tui.commands import bindings, commands, hint
from tui.screens.setup.begin import Source, read_source
from tui.screens.setup.step import TYPING, told
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.folder_field import FolderField
from tui.widgets.frame import KeyBar


class AddPeopleScreen(Window[None]):
    """Says who will be added before it happens; nobody is added twice."""

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "#names"
    BINDINGS: ClassVar[list[BindingType]] = bindings("add_people")
    place = "add_people"

    names = getters.query_one("#names", TextArea)
    source = getters.query_one("#source", Input)
    timezone = getters.query_one("#timezone", Input)
    said = getters.query_one("#said", Static)

    def __init__(self) -> None:
        super().__init__()
        self._source = Source()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Names, or where they come from; their zone; what will be."""
        with Vertical(id="window") as window:
            window.border_title = "Add people"
            names = TextArea(
                id="names", placeholder=Content("type or paste names: one a line, or with commas")
            )
            names.tooltip = Content("Names, as they come from a list or an e-mail; addresses are left out")
            yield names
            source = FolderField("a git repository, or a CSV file", id="source")
            source.tooltip = Content("Takes the authors of a git repository, or the names of a CSV file")
            yield Horizontal(Label("or take from"), source, classes="field")
            zone = Field(self.app.timezone, id="timezone")
            zone.tooltip = Content("Their time zone, where the file names none; they can change it")
            yield Horizontal(Label("Time zone"), zone, classes="field")
            yield Static(id="said", markup=False)
            yield KeyBar(commands("add_people"))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._preview()

    @on(Input.Changed, "#source")
    def _source_typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(TYPING, self.read)

    def read(self) -> None:
        """Reads whom the source names."""
        text = self.source.value.strip()

        def show(source: Source) -> None:
            if text == self.source.value.strip():
                self._source = source
                self._preview()

        self.app.do(lambda: read_source(Path(text)) if text else Source(), show)

    def _sorted(self) -> Sorting:
        assert self.app.snapshot is not None
        typed = (NewMember(name) for name in names_in(self.names.text))
        return sort_out(map(Found, (*self._source.people, *typed)), self.app.snapshot)

    def _preview(self) -> None:
        assert self.app.snapshot is not None
        found, members = self._sorted(), self.app.snapshot.members
        parts: list[str] = []
        if found.fresh:
            count = f", {len(found.fresh)} people" if len(found.fresh) > 1 else ""
            parts.append(f"New{count}: {told([p.name for p in found.fresh])}.")
        if found.known:
            parts.append(f"Here already: {told([members[m].name for m in found.known])}.")
        self.said.set_class(bool(self._source.error), "-wrong")
        self.said.update(Content(self._source.error or " ".join(parts)))

    def action_save(self) -> None:
        """Adds them."""
        team, zone = self.app.team, self.timezone.value.strip()
        fresh = [NewMember(p.name, p.handle, p.timezone or zone) for p in self._sorted().fresh]
        if team is None or self._source.error or not fresh:
            self.notify(self._source.error or "Nobody new is named yet.", severity="warning", markup=False)
        elif not is_zone(zone):
            what = f"“{zone}” is no time zone; write one such as Europe/Berlin."
            self.notify(what, severity="warning", markup=False)
            self.timezone.focus()
        else:
            self.app.do(partial(team.add_members, fresh), self._added, undo=team.undo)

    def _added(self, members: list[Member]) -> None:
        self.app.notify(
            f"{told([m.name for m in members])} {'is' if len(members) == 1 else 'are'} in the team. "
            f"{hint('{undo}')} takes that back.",
            markup=False,
        )
        self.dismiss(None)
