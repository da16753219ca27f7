"""The first start: a folder, you, and the team; or joining one that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Button, Checkbox, Input, Label, Select, Static, TextArea

from store import content
from store.clock import local_zone
from store.errors import NoTeamError, StoreError
from store.exchange.myself import my_name, shared_places
from store.exchange.people import sort_out
from store.notebook import Notebook
from store.records import Snapshot
from store.rules import calendar
from store.team import Team
from store.team.people import NewMember
from store.team.team import peek
from store.text import fold
from store.zones import zone_names
from tui.screens.base import AmityScreen
from tui.widgets.field import Field
from tui.widgets.folder_field import FolderField

if TYPE_CHECKING:
    from tui.app import AmityApp

TYPING = 0.3
"""Seconds without a key after which a path is looked at."""

_WISHES = (("on the wall is fine", "wall"), ("ask me first", "ask"), ("in private, please", "private"))
_HERE = "It all lives in one file in that folder; whoever has the folder can read it. Your notes stay here."


class Look(NamedTuple):
    """What is in a folder: a team, or none; `error` says why nothing can be begun there."""

    team: Snapshot | None = None
    error: str = ""


class Source(NamedTuple):
    """The people that a git history or a CSV file names; `error` says why there are none."""

    people: tuple[NewMember, ...] = ()
    error: str = ""


class SetupScreen(Screen[None]):
    """One screen, three short steps. A folder that holds a team turns it into joining."""

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#folder"
    HORIZONTAL_BREAKPOINTS = AmityScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = AmityScreen.VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "start", "Start", priority=True),
        Binding("ctrl+q", "app.quit", "Quit"),
    ]

    folder = getters.query_one("#folder", Input)
    me = getters.query_one("#me", Input)
    timezone = getters.query_one("#timezone", Input)
    thanks = getters.query_one("#thanks", Select)
    team_name = getters.query_one("#team", Input)
    people = getters.query_one("#people", TextArea)
    source = getters.query_one("#source", Input)
    standup = getters.query_one(Checkbox)
    go = getters.query_one("#go", Button)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._source = Source()
        self._pauses: dict[str, Timer] = {}

    def compose(self) -> ComposeResult:
        """The three steps."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(
                "Welcome to amity. Three short steps, and the team has a place.",
                classes="welcome",
                markup=False,
            )
            yield Label("1  A folder that your team shares", classes="step")
            yield _field("Folder", FolderField("such as ~/Dropbox/Harbour", id="folder"))
            yield Horizontal(id="places")
            yield Static(_HERE, id="found", classes="said", markup=False)
            yield Label("2  You", classes="step")
            yield _field("Name", Field(placeholder="your name", id="me"))
            yield Static(id="who", classes="said", markup=False)
            yield _field("Time zone", Field(local_zone(), id="timezone"))
            yield _field(
                "Thanks to me", Select(_WISHES, value="wall", allow_blank=False, compact=True, id="thanks")
            )
            yield Label("3  The team", classes="step founding")
            yield _field("Its name", Field(placeholder="what you call yourselves", id="team"), "founding")
            people = TextArea(
                id="people", placeholder=Content("colleagues, one name a line; later is fine too")
            )
            yield _field("Colleagues", people, "founding", several=True)
            yield _field(
                "or take from", FolderField("a git repository or a CSV file", id="source"), "founding"
            )
            yield Static(id="taken", classes="said founding", markup=False)
            yield Checkbox(
                "A standup every weekday at 09:30, with roles that go round", True, classes="founding"
            )
            yield Button("Start (ctrl+s)", id="go", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Fills in what this machine knows."""

        def know() -> tuple[str, list[Path], list[str]]:
            return my_name(), shared_places(Path.home()), zone_names()

        self.app.do(know, self._fill_in)

    def _fill_in(self, known: tuple[str, list[Path], list[str]]) -> None:
        name, places, zones = known
        if not self.me.value:
            self.me.value = name
        self.timezone.suggester = SuggestFromList(zones, case_sensitive=False)
        for place in places[:4]:
            button = Button(Content(f"~/{place.name}"), compact=True, classes="place", name=str(place))
            self.query_one("#places").mount(button)

    # The folder, and who is in it

    @on(Input.Changed, "#folder")
    def _folder_typed(self) -> None:
        self._after_typing("folder", self._look_around)

    @on(Button.Pressed, ".place")
    def _take_place(self, event: Button.Pressed) -> None:
        self.folder.value = f"{event.button.name}/"
        self.folder.focus()

    def _after_typing(self, name: str, act: Callable[[], None]) -> None:
        """Waits for a pause, so that not every letter costs a look at the disk."""
        if name in self._pauses:
            self._pauses[name].stop()
        self._pauses[name] = self.set_timer(TYPING, act)

    def _look_around(self) -> None:
        """Looks what is in the folder, beside the event loop: a folder may hang."""
        text = self.folder.value.strip()
        path = Path(text) if text else None
        self.app.do(lambda: look_into(path) if path else Look(), self._show_look)

    def _show_look(self, look: Look) -> None:
        self._look = look
        self.set_class(look.team is not None, "-joining")
        if look.error:
            self._say("#found", look.error, wrong=True)
        elif look.team is not None:
            self._say(
                "#found", f"{look.team.name} is there: {', '.join(_names(look.team))}. You will join it."
            )
            self.me.suggester = SuggestFromList(_names(look.team), case_sensitive=False)
        else:
            begins = "A new team begins there; it is made if it is missing. " if self.folder.value else ""
            self._say("#found", begins + _HERE)
        self.go.label = Content("Join (ctrl+s)" if look.team else "Start (ctrl+s)")
        self._show_who()

    @on(Input.Changed, "#me")
    def _show_who(self) -> None:
        """Says whether the name is one that the team knows."""
        said, team, wanted = "", self._look.team, fold(self.me.value.strip().lstrip("@"))
        if team is not None and wanted:
            here = [m for m in team.members.values() if m.left is None]
            known = next((m for m in here if wanted in (fold(m.name), m.handle)), None)
            said = f"You are @{known.handle} there." if known else "You will be added as someone new."
        self._say("#who", said)

    # Colleagues from elsewhere

    @on(Input.Changed, "#source")
    def _source_typed(self) -> None:
        self._after_typing("source", self._read_source)

    def _read_source(self) -> None:
        text = self.source.value.strip()
        if text:
            self._say("#taken", "Looking …")
        path, zone = Path(text) if text else None, self.timezone.value
        self.app.do(lambda: read_source(path, zone) if path else Source(), self._show_source)

    def _show_source(self, source: Source) -> None:
        self._source = source
        names = [person.name for person in source.people]
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        found = f"{len(names)} people: {', '.join(names[:8])}{more}" if names else ""
        self._say("#taken", source.error or found, wrong=bool(source.error))

    def _say(self, where: str, words: str, *, wrong: bool = False) -> None:
        said = self.query_one(where, Static)
        said.update(Content(words))
        said.display = bool(words)
        said.set_class(wrong, "-wrong")

    # Going on

    def _missing(self) -> Iterator[tuple[Input, str]]:
        """What has to be filled in first, each with where."""
        if not self.folder.value.strip() or self._look.error:
            yield self.folder, self._look.error or "Which folder does your team share?"
        if not self.me.value.strip():
            yield self.me, "What is your name?"
        if self._look.team is None and not self.team_name.value.strip():
            yield self.team_name, "What is the team called?"

    @on(Button.Pressed, "#go")
    def action_start(self) -> None:
        """Starts or joins the team and opens the dashboard."""
        if missing := next(self._missing(), None):
            box, what = missing
            self.notify(what, severity="warning", markup=False)
            box.focus()
            return
        home, clock = self.app.home, self.app.clock
        path = Path(self.folder.value.strip()).expanduser()
        me, zone, wish = self.me.value.strip(), self.timezone.value.strip(), self.thanks.value
        name, standup = self.team_name.value.strip(), self.standup.value
        lines = [line.strip() for part in self.people.text.split("\n") for line in part.split(",")]
        colleagues = [*(NewMember(n, None, zone) for n in lines if n), *self._source.people]

        def job() -> tuple[Team, Notebook]:
            team: Team
            if look_into(path).team is not None:
                team = Team.join(home, clock, path, me, timezone=zone)
            else:
                team = Team.begin(home, clock, path, name, me, timezone=zone)
                others = {fold(p.name): p for p in reversed(colleagues) if fold(p.name) != fold(me)}
                if others:
                    team.add_members(reversed(others.values()))
                if standup:
                    _add_standup(team)
            if wish != team.myself().thanks:
                team.set_profile({"thanks": wish})
            team.sync()
            return team, Notebook.open(home, clock, team.id, team.folder)

        self.app.do(job, lambda both: self.app.enter(*both))


def _field(
    label: str, box: Input | TextArea | Select[str], classes: str = "", *, several: bool = False
) -> Horizontal:
    return Horizontal(Label(label), box, classes=f"field {classes}", id="several" if several else None)


def _names(team: Snapshot) -> list[str]:
    return [m.name for m in team.members.values() if m.left is None]


def look_into(path: Path) -> Look:
    """What is in the folder. Blocks on the disk."""
    try:
        path = path.expanduser()
        if path.exists() and not path.is_dir():
            return Look(error=f"{path} is a file; choose a folder.")
        return Look(peek(path))
    except NoTeamError:
        return Look()
    except (StoreError, OSError, RuntimeError) as error:
        return Look(error=str(error))


def read_source(path: Path, zone: str) -> Source:
    """The people whom a git repository or a CSV file names. Blocks on the disk and on git."""
    from store.exchange.history import read_history
    from store.exchange.tables import read_table

    try:
        path = path.expanduser()
        if not path.exists():
            return Source(error=f"There is nothing at {path} yet.")
        found = read_history(path) if path.is_dir() else read_table(path).people
    except (StoreError, OSError, RuntimeError) as error:
        return Source(error=str(error))
    fresh = sort_out(found, Snapshot("", "")).fresh
    return Source(tuple(NewMember(p.name, p.handle, p.timezone or zone) for p in fresh))


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
