"""The second step: who I am, and perhaps one of those who are in the team already."""

from __future__ import annotations

from typing import Final

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from store.clock import local_zone
from store.records import Member, Snapshot
from store.text import fold
from store.zones import is_zone
from tui.screens.setup.step import Step, still_in
from tui.widgets.field import Field

_WISHES: Final = (
    ("on the wall is fine", "wall"),
    ("ask me first", "ask"),
    ("in private, please", "private"),
)


class YouStep(Step):
    """Who I am. Where there is a team, perhaps one of its people."""

    me = getters.query_one("#me", Input)
    timezone = getters.query_one("#timezone", Input)
    thanks = getters.query_one("#thanks", Select)
    known = getters.query_one("#known", OptionList)

    def __init__(self) -> None:
        super().__init__("step-you")
        self._team: Snapshot | None = None
        self._person = ""

    def compose(self) -> ComposeResult:
        """Name, zone, how I like to be thanked; the people who are there."""
        yield Static("So that the others know you, and when you are there.", classes="about", markup=False)
        me = Field(placeholder="your name", id="me")
        me.tooltip = Content("Your name as your colleagues use it")
        yield Horizontal(Label("Name"), me, classes="field")
        yield Static(id="who", classes="said", markup=False)
        zone = Field(local_zone(), id="timezone")
        zone.tooltip = Content("Your time zone, such as Europe/Berlin; right takes what is offered")
        yield Horizontal(Label("Time zone"), zone, classes="field")
        thanks = Select(_WISHES, value="wall", allow_blank=False, compact=True, id="thanks")
        thanks.tooltip = Content("How you like to be thanked; the others see it when they thank you")
        yield Horizontal(Label("Thanks to me"), thanks, classes="field")
        yield Static("Are you one of them? Enter on your name joins as that person.", id="ask", markup=False)
        known = OptionList(markup=False, compact=True, id="known")
        known.tooltip = Content("The people of the team: enter, or a click, if one of them is you")
        yield known

    def offer(self, name: str, zones: list[str]) -> None:
        """Fills in what this machine knows."""
        if not self.me.value:
            self.me.value = name
        self.timezone.suggester = SuggestFromList(zones, case_sensitive=False)

    def show_team(self, team: Snapshot | None) -> None:
        """Offers the people of the team that is joined."""
        if team is self._team:
            return
        self._team = team
        here = still_in(team) if team is not None else []
        self.known.set_options(Option(Content(m.name), m.id) for m in here)
        self.set_class(team is not None, "-joining")
        self.me.suggester = SuggestFromList([m.name for m in here], case_sensitive=False)
        self._show_who()

    @property
    def person(self) -> Member | None:
        """The member of the team that the name stands for."""
        wanted = fold(self.me.value.strip().lstrip("@"))
        here = still_in(self._team) if self._team is not None and wanted else []
        return next((m for m in here if wanted in (fold(m.name), m.handle)), None)

    @on(Input.Changed, "#me")
    @on(Input.Changed, "#timezone")
    def _show_who(self) -> None:
        """Says whether the name is one that the team knows, and what it knows otherwise than this machine."""
        person = self.person
        self.say("#who", self._who(person))
        if person is not None and self._team is not None and self._person != person.id:
            self.thanks.value = person.thanks
            self.known.highlighted = self.known.get_option_index(person.id)
        self._person = person.id if person is not None else ""

    def _who(self, person: Member | None) -> str:
        if self._team is None or not self.me.value.strip():
            return ""
        if person is None:
            return "You will be added as someone new."
        zone = self.timezone.value.strip()
        other = f" Your card says {person.timezone}; it will say {zone}." if zone != person.timezone else ""
        return f"You are @{person.handle} there.{other}"

    @on(OptionList.OptionSelected, "#known")
    def _is_me(self, event: OptionList.OptionSelected) -> None:
        if self._team is not None and event.option.id is not None:
            self.me.value = f"@{self._team.members[event.option.id].handle}"
            self.me.focus()

    def missing(self) -> tuple[Widget, str] | None:
        """A name, and a zone that there is."""
        if not self.me.value.strip():
            return self.me, "What is your name?"
        if not is_zone(self.timezone.value.strip()):
            return self.timezone, f"“{self.timezone.value}” is no time zone; write one such as Europe/Berlin."
        return None

    def start(self) -> Widget:
        """The name."""
        return self.me
