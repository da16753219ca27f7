"""The first start: a folder, you, and the team; or joining one that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Checkbox, Input, Label, Static, TextArea

from store import content
from store.clock import local_zone
from store.errors import NoTeamError
from store.notebook import Notebook
from store.records import Snapshot
from store.rules import calendar
from store.team import Team
from store.team.people import NewMember
from store.team.team import peek

if TYPE_CHECKING:
    from tui.app import AmityApp


class SetupScreen(Screen[None]):
    """One screen, three short steps. A folder that holds a team turns it into joining."""

    DEFAULT_CSS = """
    SetupScreen { align: center top; }
    SetupScreen #page { width: 78; max-width: 100%; height: 100%; padding: 0 2; }
    SetupScreen Label { color: $primary; text-style: bold; }
    SetupScreen Input { border: none; height: 1; padding: 0 1; background: $panel; margin-bottom: 1; }
    SetupScreen TextArea { border: none; height: 4; padding: 0 1; background: $panel; margin-bottom: 1; }
    SetupScreen Input:focus, SetupScreen TextArea:focus { background: $primary 25%; }
    SetupScreen Button { margin-top: 1; }
    SetupScreen .hint { color: $text-muted; height: auto; }
    SetupScreen Checkbox { border: none; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "start", "Start", priority=True),
        Binding("ctrl+q", "app.quit", "Quit"),
    ]

    folder = getters.query_one("#folder", Input)
    me = getters.query_one("#me", Input)
    team_name = getters.query_one("#team", Input)
    people = getters.query_one("#people", TextArea)
    standup = getters.query_one(Checkbox)
    found = getters.query_one("#found", Static)
    go = getters.query_one(Button)
    joining = False

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def compose(self) -> ComposeResult:
        """The three steps."""
        with VerticalScroll(id="page"):
            yield Static("Welcome to amity. Three short steps, and the team has a place.\n", markup=False)
            yield Label("1  A folder that your team shares")
            yield Input(placeholder="such as ~/Dropbox/Harbour", id="folder")
            yield Static(id="found", classes="hint", markup=False)
            yield Label("2  You")
            yield Input(placeholder="your name", id="me")
            yield Label("3  The team", id="third")
            yield Input(placeholder="its name", id="team")
            yield TextArea(id="people", placeholder=Content("colleagues, one name a line; later is fine too"))
            yield Checkbox("A standup every weekday at 09:30, with roles that go round", True)
            yield Button("Start (ctrl+s)", variant="primary", compact=True)
            yield Static(
                "\nAll of it lives in one file in that folder; whoever has the folder can read it. "
                "Your notes stay on this machine.",
                classes="hint",
                markup=False,
            )

    @on(Input.Changed, "#folder")
    def _folder_typed(self) -> None:
        """Looks what is there, off the event loop: a folder may hang."""
        text = self.folder.value.strip()
        if text:
            path = Path(text).expanduser()
            self.app.do(lambda: _look(path), self._show_found)

    def _show_found(self, found: Snapshot | None) -> None:
        self.joining = found is not None
        if found is not None:
            names = ", ".join(m.name for m in found.members.values() if m.left is None)
            self.found.update(Content(f"{found.name} is there: {names}. You will join it."))
        else:
            self.found.update("A new team begins there; the folder is made if it is missing.")
        for widget in (self.team_name, self.people, self.standup):
            widget.display = not self.joining
        self.go.label = Content("Join (ctrl+s)" if self.joining else "Start (ctrl+s)")

    @on(Button.Pressed)
    def action_start(self) -> None:
        """Starts or joins the team and opens the dashboard."""
        home, clock = self.app.home, self.app.clock
        folder, me, name = self.folder.value.strip(), self.me.value.strip(), self.team_name.value.strip()
        for box, value, what in (
            (self.folder, folder, "Which folder does your team share?"),
            (self.me, me, "What is your name?"),
            *(() if self.joining else ((self.team_name, name, "What is the team called?"),)),
        ):
            if not value:
                self.notify(what, severity="warning", markup=False)
                box.focus()
                return
        path, joining = Path(folder).expanduser(), self.joining
        names = [line.strip() for part in self.people.text.split("\n") for line in part.split(",")]
        colleagues = [NewMember(n, None, local_zone()) for n in names if n]
        standup = self.standup.value

        def job() -> tuple[Team, Notebook]:
            if joining:
                team = Team.join(home, clock, path, me)
            else:
                team = Team.begin(home, clock, path, name, me)
                if colleagues:
                    team.add_members(colleagues)
                if standup:
                    _add_standup(team)
                team.sync()
            return team, Notebook.open(home, clock, team.id, team.folder)

        self.app.do(job, lambda both: self.app.enter(*both))


def _look(path: Path) -> Snapshot | None:
    try:
        return peek(path)
    except NoTeamError:
        return None


def _add_standup(team: Team) -> None:
    zone = team.myself().timezone
    first = team.clock.today(zone)
    team.add_meeting(
        "Standup",
        time="09:30",
        timezone=zone,
        rule=calendar.rule_for("weekday", (), first),
        first=first,
        roles=[role.id for role in content.roles().values() if role.default_on],
    )
