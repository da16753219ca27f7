"""The first start: a folder, you, and the team; or joining one that is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from store.errors import StoreError
from store.notebook import Notebook
from store.team import Team
from tui.commands import bindings, commands
from tui.screens.setup.begin import Answers, Machine, begin, know_machine
from tui.screens.setup.folder_step import FolderStep
from tui.screens.setup.step import Step
from tui.screens.setup.team_step import TeamStep
from tui.screens.setup.you_step import YouStep
from tui.screens.window import Window
from tui.widgets.folder_tree import FolderTree
from tui.widgets.frame import KeyBar

_TITLES: Final = ("Folder", "You", "Team")


class Steps(Widget):
    """The steps in one line; a click goes to one. `joining` leaves out the last, which is there already."""

    at: reactive[int] = reactive(0)
    joining: reactive[str] = reactive("")
    """The name of the team that is joined, "" for a new one."""

    class Chosen(Message):
        """A step was clicked."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step
            """Its number, from 0."""

    def _labels(self) -> list[str]:
        last = f"✓ {self.joining}" if self.joining else f"3 {_TITLES[2]}"
        return [f"1 {_TITLES[0]}", f"2 {_TITLES[1]}", last]

    def render(self) -> Content:
        """What is done has a tick, what is now is bold between marks."""
        parts: list[Content | str | tuple[str, str]] = []
        for number, label in enumerate(self._labels()):
            if number == self.at:
                parts.append((f"▌{label}▐", "bold $primary"))
            else:
                parts.append((f" {'✓' + label[1:] if number < self.at else label} ", "$text-muted"))
            parts.append(("  ", ""))
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Goes to the step under the mouse."""
        edge = 0
        for number, label in enumerate(self._labels()):
            edge += Content(label).cell_length + 4
            if event.x < edge:
                self.post_message(self.Chosen(number))
                return


class SetupScreen(Window[None], inherit_bindings=False):
    """One screen, three short steps. A folder that holds a team turns it into joining."""

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#tree"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("setup"),  # and no letters: those belong to the path
        Binding("f1", "app.help", "Help", show=False),
        Binding("ctrl+p", "app.command_palette", "Commands", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    place = "setup"

    at: reactive[int] = reactive(0)
    """The step that is shown, from 0."""

    strip = getters.query_one(Steps)
    folder_step = getters.query_one(FolderStep)
    you_step = getters.query_one(YouStep)
    team_step = getters.query_one(TeamStep)
    back = getters.query_one("#back", Button)
    next = getters.query_one("#next", Button)

    def __init__(self) -> None:
        super().__init__()
        self._begins = False

    def compose(self) -> ComposeResult:
        """The steps, one at a time, and the way on."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static("Welcome to amity", id="welcome", markup=False)
            yield Steps()
            yield FolderStep(Path.home())
            yield YouStep()
            yield TeamStep()
            with Horizontal(id="ways"):
                back = Button("Back", id="back", compact=True)
                back.tooltip = Content("Goes one step back; nothing that you wrote is lost")
                yield back
                yield Button("Next", id="next", variant="primary", compact=True)
        yield KeyBar(commands("setup"))

    def on_mount(self) -> None:
        """Fills in what this machine knows."""
        self._show_step()
        self.app.do(lambda: know_machine(Path.home()), self._fill_in)

    def _fill_in(self, known: Machine) -> None:
        mine = {m.folder for m in self.app.settings.memberships} if self.app.team is not None else set()
        self.folder_step.offer(known.places, [found for found in known.teams if found.folder not in mine])
        self.you_step.offer(known.name, known.zones)

    # Going back and forth

    @property
    def _steps(self) -> tuple[Step, ...]:
        """The steps that there are: whoever joins has no team to describe."""
        every = (self.folder_step, self.you_step, self.team_step)
        return every[:2] if self.folder_step.look.team is not None else every

    def watch_at(self) -> None:
        """Shows the step and puts the focus where it begins."""
        if self.is_mounted:
            self._show_step()
            self._steps[self.at].start().focus()

    @on(Step.Changed)
    def _show_step(self) -> None:
        team = self.folder_step.look.team
        for number, step in enumerate((self.folder_step, self.you_step, self.team_step)):
            step.display = number == self.at
        self.strip.at, self.strip.joining = self.at, team.name if team else ""
        self.you_step.show_team(team)
        last = self.at == len(self._steps) - 1
        words = ("Join" if team else "Start") if last else "Next"
        self.next.label = Content(words)
        self.query_one(KeyBar).keys = tuple(
            replace(c, bar=words) if c.id == "next" else c for c in commands("setup")
        )
        self.next.tooltip = Content(
            "Opens your first day" if last else "Goes on to the next step; so does enter"
        )
        self.back.display = self.at > 0

    @on(FolderTree.Chosen)
    def _folder_chosen(self, event: FolderTree.Chosen) -> None:
        def go() -> None:
            if self.folder_step.take(event.path):
                self._go_to(1)

        self.folder_step.folder.value = self.folder_step.short(event.path)
        self.folder_step.look_around(go)

    @on(Input.Submitted)
    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """Goes on to the next step; from the last one, to the dashboard."""
        self.next.label = Content("One moment …")
        self._go_to(self.at + 1)

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Goes one step back, and from the first one to where one came from."""
        if self.at > 0:
            self.at -= 1
        elif self.app.team is not None:
            self.dismiss(None)

    def action_leave(self) -> None:
        """A click beside the window is no way to lose what was written."""

    @on(Steps.Chosen)
    def _step_chosen(self, event: Steps.Chosen) -> None:
        self._go_to(min(event.step, len(self._steps) - 1))

    def _go_to(self, step: int) -> None:
        """Goes to that step, or as far as the steps before it let through."""
        if step <= self.at:
            self.at = step
        else:
            self.folder_step.look_around(lambda: self._go_on(step))

    def _go_on(self, step: int) -> None:
        if self.at == 0 and self.folder_step.ask_for_one_in_it():
            self._show_step()
            return
        for number, before in enumerate(self._steps[:step]):
            if missing := before.missing():
                self.at = number
                where, what = missing
                self._show_step()
                if not before.query(".said.-wrong"):  # else it stands there already
                    self.notify(what, severity="warning", markup=False)
                where.focus()
                return
        self.team_step.me = self.you_step.me.value.strip()
        self.team_step.offer(self.folder_step.path)
        if step < len(self._steps):
            self.at = step
            self._show_step()
        elif not self._begins:
            self._begin()

    def _begin(self) -> None:
        you, team = self.you_step, self.team_step
        answers = Answers(
            folder=self.folder_step.path,
            me=f"@{you.person.handle}" if you.person is not None else you.me.value.strip(),
            timezone=you.timezone.value.strip(),
            thanks=str(you.thanks.value),
            team=team.team_name.value.strip(),
            colleagues=team.colleagues,
            standup=team.time.value.strip() if team.standup.value else "",
        )
        home, clock = self.app.home, self.app.clock
        self._begins = True
        self.next.label = Content("One moment …")

        def work() -> tuple[Team, Notebook] | StoreError:
            try:
                return begin(home, clock, answers)
            except StoreError as error:
                return error

        self.app.do(work, self._begun)

    def _begun(self, result: tuple[Team, Notebook] | StoreError) -> None:
        self._begins = False
        self._show_step()
        if isinstance(result, StoreError):
            self.notify(str(result), severity="error", markup=False, timeout=8)
        else:
            if self.app.team is not None:
                self.dismiss(None)
            self.app.enter(*result)

    async def action_quit(self) -> None:
        """Leaves amity; nothing was begun."""
        self.app.exit()
