"""The third step: a new team, its people and its daily meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Label, Static, TextArea

from store.errors import UsageError
from store.exchange.people import names_in
from store.team.meetings import time_of_day
from store.team.people import NewMember
from tui.screens.setup.begin import Source, each_once, read_source
from tui.screens.setup.step import Step, told
from tui.widgets.field import Field
from tui.widgets.folder_field import FolderField

STANDUP: Final = "09:30"


class TeamStep(Step):
    """What the new team is called, who is in it, whether it meets every day."""

    team_name = getters.query_one("#team", Input)
    people = getters.query_one("#people", TextArea)
    source = getters.query_one("#source", Input)
    standup = getters.query_one("#standup", Checkbox)
    time = getters.query_one("#time", Input)

    def __init__(self) -> None:
        super().__init__("step-team")
        self._source = Source()
        self._offered = ""
        self.me = ""

    def compose(self) -> ComposeResult:
        """The name of the team, people pasted or from elsewhere, the standup."""
        yield Static(
            "Only the name is needed; people can join by themselves later.", classes="about", markup=False
        )
        team = Field(placeholder="what you call yourselves", id="team")
        team.tooltip = Content("The name of the team, at the top of everyone's dashboard")
        yield Horizontal(Label("Its name"), team, classes="field")
        people = TextArea(id="people", placeholder=Content("type or paste names: one a line, or with commas"))
        people.tooltip = Content("Names, as they come from a list or an e-mail; addresses are left out")
        yield Horizontal(Label("Colleagues"), people, classes="field several")
        source = FolderField("a git repository, or a CSV file", id="source")
        source.tooltip = Content("Takes the authors of a git repository, or the names of a CSV file")
        yield Horizontal(Label("or take from"), source, classes="field")
        yield Static(id="taken", classes="said", markup=False)
        standup = Checkbox("A standup every weekday at", True, id="standup", compact=True)
        standup.tooltip = Content(
            "A short daily meeting whose roles go round; it can be changed or removed later"
        )
        time = Field(STANDUP, id="time")
        time.tooltip = Content("When it starts, by your clock")
        yield Horizontal(Label("Meeting"), standup, time, classes="field")

    def offer(self, folder: Path) -> None:
        """Offers the folder's name as the team's, as long as nobody wrote another."""
        if self.team_name.value == self._offered:
            self._offered = folder.name.replace("_", " ").strip()
            self.team_name.value = self._offered

    @property
    def colleagues(self) -> tuple[NewMember, ...]:
        """Everybody who was named, each once."""
        typed = (NewMember(name) for name in names_in(self.people.text))
        return each_once((*self._source.people, *typed), self.me)

    @on(Input.Changed, "#source")
    def _source_typed(self) -> None:
        self.after_typing(self.read)

    def read(self) -> None:
        """Reads whom the source names."""
        text = self.source.value.strip()
        if text:
            self.say("#taken", "Looking …")

        def show(source: Source) -> None:
            if text == self.source.value.strip():
                self._source = source
                self.count()

        self.app.do(lambda: read_source(Path(text)) if text else Source(), show)

    @on(TextArea.Changed, "#people")
    def count(self) -> None:
        """Says who will be in the team."""
        names = [person.name for person in self.colleagues]
        if self._source.error:
            self.say("#taken", self._source.error, wrong=True)
        elif names:
            self.say("#taken", f"You and {told(names)}.")
        else:
            self.say("#taken", "")

    def missing(self) -> tuple[Widget, str] | None:
        """A name, and a time for the standup."""
        if not self.team_name.value.strip():
            return self.team_name, "What is the team called?"
        if self._source.error:
            return self.source, self._source.error
        try:
            time_of_day(self.time.value.strip())
        except UsageError as error:
            return (self.time, str(error)) if self.standup.value else None
        return None

    def start(self) -> Widget:
        """The name."""
        return self.team_name
