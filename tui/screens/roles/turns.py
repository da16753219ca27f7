"""The window with the turns per role, on demand: without ranking, without totals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from store.records import Meeting, Snapshot
from tui.screens.page import PageScreen
from tui.screens.roles.words import people_words, role_name
from tui.widgets.turns import Turns

if TYPE_CHECKING:
    from store.rules.rotation import Fairness

WINDOW = timedelta(days=60)
"""How far back the turns are shown."""


class TurnsScreen(PageScreen):
    """Who had which role how often in the last sixty days; left and right show another role.

    `level` says that everyone is within one turn, `role` is the one to begin with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Role before", show=False),
        Binding("right", "step(1)", "Role after", show=False),
        Binding("f", "dismiss", "Back", show=False),
    ]

    turns = getters.query_one(Turns)

    def __init__(
        self,
        snapshot: Snapshot,
        meeting: Meeting,
        fairness: Fairness,
        today: date,
        *,
        level: bool,
        role: str = "",
        me: str = "",
    ) -> None:
        super().__init__("", Content(""))
        self._snapshot, self._meeting, self._fairness, self._today = snapshot, meeting, fairness, today
        self._level, self._me = level, me
        self._index = meeting.roles.index(role) if role in meeting.roles else 0

    def body(self) -> Widget:
        """The plot."""
        return Turns()

    def on_mount(self) -> None:
        """Shows the first role."""
        self.action_step(0)

    def action_step(self, by: int) -> None:
        """Shows the role before or after."""
        roles, snapshot = self._meeting.roles, self._snapshot
        self._index = (self._index + by) % len(roles)
        role = roles[self._index]
        counts, names = self._fairness.counts.get(role, {}), people_words(snapshot, self._me)
        here = sorted(
            snapshot.members_of(self._meeting, self._today), key=lambda m: (m.name.casefold(), m.handle)
        )
        # Nobody has to say why they do not take a role, and nobody is shown without dots for it.
        here = [m for m in here if counts.get(m.id) or m.roles.get(role) != "out"]
        half = [snapshot.members[m.id].name for m in here if m.share > 1]
        self.turns.people = tuple((names[m.id], counts.get(m.id, 0)) for m in here)
        self.turns.foot = tuple(
            sentence
            for sentence, holds in (
                ("Everyone is within one turn.", self._level),
                (f"Half time, each turn counts double: {', '.join(half)}.", bool(half)),
                ("Who is new starts at the others' level.", any(m.joined > self._since for m in here)),
            )
            if holds
        )
        self.window.border_title = Content(
            f"{role_name(snapshot, role)} · {self._meeting.name} · turns in {WINDOW.days} days"
        )
        steps = "[@click='screen.step(-1)'][b]◂[/][/] [@click='screen.step(1)'][b]▸[/] role[/] · "
        self.window.border_subtitle = (steps if len(roles) > 1 else "") + "[@click=screen.dismiss]esc back[/]"

    @property
    def _since(self) -> date:
        return self._today - WINDOW
