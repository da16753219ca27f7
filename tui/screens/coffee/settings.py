"""Pausing for a while, and for the whole team how often there is a draw and how many meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.records import Snapshot
from store.rules.suggestion.wording import on as day_words
from store.team import Team
from tui.screens.window import Window

PAUSES: Final = (("for two weeks", 2), ("for a month", 4), ("for three months", 13))
WEEKS: Final = {
    1: "every week",
    2: "every two weeks",
    3: "every three weeks",
    4: "every four weeks",
    6: "every six weeks",
}
SIZES: Final = {2: "in pairs", 3: "in threes", 4: "in fours"}

FEW = 3
"""With so few people, who meet anyway, every four weeks is enough."""

Line = tuple[Content, Callable[[], object] | None]


class CoffeeSettingsScreen(Window[None]):
    """Lines to choose; a mark stands before what holds now."""

    CSS_PATH = "coffee.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False),
    ]

    lines = getters.query_one(OptionList)

    def __init__(self) -> None:
        super().__init__()
        self._jobs: list[Callable[[], object] | None] = []

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(id="window") as window:
            window.border_title = "Pausing, and how often"
            window.border_subtitle = "enter choose · esc back"
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Follows the team."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        found = [*self._pauses(team, snapshot), *_rounds(team, snapshot)]
        self._jobs = [job for _, job in found]
        at = self.lines.highlighted
        self.lines.set_options(Option(words, disabled=job is None) for words, job in found)
        self.lines.highlighted = at if at is not None and at < len(found) else 1

    def _pauses(self, team: Team, snapshot: Snapshot) -> Iterator[Line]:
        pause = snapshot.members[team.me].coffee_pause
        yield _heading("I do without coffee chats"), None
        if pause is not None and pause >= self.today:
            yield Content(f"● until {day_words(pause)}: end the pause"), partial(team.pause_coffee, None)
        for words, weeks in PAUSES:
            until = self.today + timedelta(weeks=weeks)
            line = Content.assemble(f"  {words}", (f"   until {day_words(until)}", "$text-muted"))
            yield line, partial(team.pause_coffee, until)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        job = self._jobs[event.option_index]
        if job is not None and self.app.team is not None:
            self.app.do(job, undo=self.app.team.undo)


def _heading(words: str) -> Content:
    return Content.styled(f"\n{words}", "bold $text-muted")


def _rounds(team: Team, snapshot: Snapshot) -> Iterator[Line]:
    yield _heading("For the whole team: a new draw"), None
    people = sum(m.coffee and m.left is None for m in snapshot.members.values())
    for weeks, words in WEEKS.items():
        mark = "●" if weeks == snapshot.coffee_weeks else " "
        advice = "   enough for so few" if weeks == 4 and people <= FEW else ""
        line = Content.assemble(f"{mark} {words}", (advice, "$text-muted"))
        yield line, partial(team.set_coffee, weeks=weeks)
    yield _heading("For the whole team: we meet"), None
    for size, words in SIZES.items():
        mark = "●" if size == snapshot.coffee_size else " "
        yield Content(f"{mark} {words}"), partial(team.set_coffee, size=size)
