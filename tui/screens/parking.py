"""The parking lot of a meeting: topics to come back to, read, added and taken back in a window."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.records import Meeting, Parked, Snapshot
from store.text import PARKED_LIMIT, clean
from store.when import day_of
from tui.commands import bindings, commands
from tui.screens.roles.agenda import parked_before
from tui.widgets.card import ago
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar

if TYPE_CHECKING:
    from tui.app import AmityApp

EMPTY = "Nothing is parked. A topic that would lead away now can wait here for later."


def _day(day: date) -> str:
    return day_of(day, "%a")


class Lines(OptionList):
    """The lines; below the last one, the arrow leads to where one types."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "further", "Down", show=False)]

    def action_further(self) -> None:
        """The next line, or out of the list."""
        if self.highlighted is None or self.highlighted >= self.option_count - 1:
            self.screen.focus_next()
        else:
            self.action_cursor_down()


class Line(Field):
    """Where one types; up leads into the lines."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("up", "app.focus_previous", "Up", show=False)]


class ParkingScreen(ModalScreen[None]):
    """Shows what is parked on one occurrence, and what was last time.

    Enter adds what was typed, which leaving keeps as a draft.
    """

    CSS_PATH = "parking.tcss"
    AUTO_FOCUS = "Line"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("parking"),
        Binding("ctrl+z", "app.undo", "Undo my last change", show=False, id="undo"),
    ]

    window = getters.query_one("#window", Vertical)
    lines = getters.query_one(Lines)
    line = getters.query_one(Line)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, meeting: Meeting, day: date) -> None:
        super().__init__()
        self._meeting, self._day = meeting, day
        self._occurrence = f"{meeting.id}:{day.isoformat()}"
        self._place = f"parking {self._occurrence}"
        self._shown: dict[str, tuple[date, Parked]] | None = None

    def compose(self) -> ComposeResult:
        """The lines, one to type in, the keys."""
        with Vertical(id="window") as window:
            window.border_title = Content(f"Parking lot · {self._meeting.name} · {_day(self._day)}")
            yield Lines(markup=False, compact=True)
            yield Line(placeholder="what to come back to", compact=True, max_length=PARKED_LIMIT)
            yield KeyBar(commands("parking"))

    def on_mount(self) -> None:
        """Puts back what was left unfinished, and follows what others add."""
        self.line.value = self._draft
        self.watch(self.app, "view", self._show)

    @property
    def _draft(self) -> str:
        """What was typed and not added, as it was kept."""
        return self.app.private.drafts.get(self._place, "") if self.app.private else ""

    def _show(self) -> None:
        snapshot = self.app.snapshot
        if snapshot is None:
            return
        known = snapshot.occurrences.get(self._occurrence)
        before = parked_before(snapshot, self._meeting.id, self._day)
        found = [o for o in (before, known) if o is not None and o.parked]
        shown = {line.id: (o.day, line) for o in found for line in o.parked}
        if shown == self._shown:
            return
        grown = self._shown is not None and len(shown) > len(self._shown)
        chosen, self._shown = self.lines.highlighted, shown
        options: list[Option] = []
        for occurrence in found:
            if before is not None:
                head = "This time" if occurrence is known else f"Last time, {_day(occurrence.day)}"
                options.append(Option(Content.styled(head, "bold $text-muted"), disabled=True))
            options += [Option(self._words(snapshot, line), line.id) for line in occurrence.parked]
        self.lines.set_options(options or [Option(Content.styled(EMPTY, "$text-muted"), disabled=True)])
        if options:
            last = len(options) - 1
            place = last if grown or chosen is None else min(chosen, last)
            self.lines.highlighted = place if not options[place].disabled else last

    def _words(self, snapshot: Snapshot, line: Parked) -> Content:
        author = snapshot.members.get(line.by)
        name = "you" if self._is_mine(line) else author.name if author else "someone"
        return Content.assemble(
            Content(line.text),
            "  ",
            Content.styled(f"{name} · {ago(line.at, self.app.clock.now())}", "$text-muted"),
        )

    def _is_mine(self, line: Parked) -> bool:
        return self.app.team is not None and line.by == self.app.team.me

    @property
    def _chosen(self) -> tuple[date, Parked] | None:
        option = self.lines.highlighted_option
        return self._shown.get(option.id) if self._shown and option is not None and option.id else None

    # Commands

    def action_add_line(self) -> None:
        """Adds what was typed."""
        text, team = clean(self.line.value, PARKED_LIMIT), self.app.team
        if team is None or not text:
            self.line.focus()
            return
        self.line.value = ""
        self._keep_draft("")
        self.app.do(partial(team.park, self._meeting.id, self._day, text), undo=team.undo)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_add_line()

    def action_remove_line(self) -> None:
        """Takes the chosen line back, if it is mine."""
        chosen, team = self._chosen, self.app.team
        if chosen is None or team is None:
            self.notify("Nothing is parked.", markup=False)
        elif not self._is_mine(chosen[1]):
            self.notify("Only whoever wrote a line can take it back.", markup=False)
        else:
            day, line = chosen
            self.app.do(partial(team.unpark, self._meeting.id, day, line.id), undo=team.undo)

    def action_leave(self) -> None:
        """Goes back; what was typed is kept."""
        self._keep_draft(clean(self.line.value, PARKED_LIMIT))
        self.dismiss(None)

    def _keep_draft(self, text: str) -> None:
        notebook = self.app.notebook
        if notebook is not None and text != self._draft:
            self.app.do(partial(notebook.set_draft, self._place, text or None))

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.id)

    def on_click(self, event: events.Click) -> None:
        """A click beside the window goes back."""
        if event.widget is self:
            self.action_leave()
