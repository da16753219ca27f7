"""The question of the week in a window of its own, and a light one to open the next meeting with."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.questions import Opener, hide_this_question, next_opener, question_used, undoing, use_question
from store.today import another_question
from store.when import time_of
from store.zones import zone
from tui.commands import bindings, commands, hint
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

LEVELS: Final = {
    "light": "A light one: nothing to prepare, nothing personal needed",
    "work": "About how we work",
    "deeper": "A deeper one, for people who know each other",
}
"""How far a question goes, in words."""

PASS: Final = "Passing is always fine, for you and for whomever you ask."

_EMPTY: Final = "No question is left to ask. Hidden ones come back with: amity questions hide --off"


class QuestionScreen(Window[None]):
    """This week's question with what one can do with it; the opener of my next meeting below."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("question"),
    ]
    place = "question"

    week = getters.query_one("#week", Static)
    next_meeting = getters.query_one("#next", Static)
    _opener: Opener | None = None

    def compose(self) -> ComposeResult:
        """The two questions, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "This week's question"
            with VerticalScroll():
                yield Static(id="week", markup=False)
                yield Static(id="next", markup=False)
            yield KeyBar(commands("question"))

    def on_mount(self) -> None:
        """Follows the week."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        app = self.app
        if app.team is None or app.snapshot is None or app.private is None or app.day is None:
            return
        day, question = app.day, app.day.question
        if question is None:
            self.week.update(Content(_EMPTY))
        else:
            used = question_used(app.private, day)
            below = f"You asked it on {used:%A}." if used else PASS
            self.week.update(
                Content.assemble(
                    (f"{LEVELS[question.level]}\n\n", "$text-muted"),
                    (question.text, "bold"),
                    (f"\n\n{below}", "$success" if used else "$text-muted"),
                )
            )
        self._opener = next_opener(app.snapshot, app.team.me, day.words.questions, app.clock.now())
        self.next_meeting.display = self._opener is not None
        if self._opener is not None:
            starts = self._opener.starts.astimezone(zone(app.timezone))
            head = f"To open {self._opener.meeting.name}, {starts:%A} {time_of(starts)}\n"
            self.next_meeting.update(Content.assemble((head, "$text-muted"), self._opener.question.text))

    # Commands

    def action_another(self) -> None:
        """Another question for this week; this one comes back later."""
        team, notebook = self.app.team, self.app.notebook
        if team is not None and notebook is not None:
            job = partial(another_question, team, notebook, self.app.clock)
            self.app.do(job, undo=undoing(notebook))

    def action_used(self) -> None:
        """I asked it."""
        team, notebook = self.app.team, self.app.notebook
        if team is not None and notebook is not None:
            self.app.do(partial(use_question, team, notebook, self.app.clock), undo=undoing(notebook))

    def action_never(self) -> None:
        """This question does not come again."""
        team, notebook = self.app.team, self.app.notebook
        if team is not None and notebook is not None:
            job = partial(hide_this_question, team, notebook, self.app.clock)
            self.app.do(job, self._say_hidden, undo=undoing(notebook))

    def _say_hidden(self, _: object) -> None:
        self.notify(hint("This one does not come again. {undo} takes that back."), markup=False)

    def action_copy(self) -> None:
        """Puts the question on the clipboard."""
        if self.app.day is not None and self.app.day.question is not None:
            self.app.copy(self.app.day.question.text)

    def action_copy_opener(self) -> None:
        """Puts the opener on the clipboard."""
        if self._opener is not None:
            self.app.copy(self._opener.question.text)
