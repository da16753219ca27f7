"""A small window with the days of the week: those on which I work, or work from afar."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final, Literal

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store.records import Member
from store.rules.dates import WEEKDAY_NAMES
from store.team.profile import place_of
from tui.screens.people.card_draft import place_words, remote_days
from tui.screens.window import Window
from tui.widgets.weekdays import Weekdays

_ASKED: Final = {
    "week": ("Working days", "On which days do you work? Your team sees it."),
    "place": ("Remote on", "On which days are you not in the office? Your team sees it."),
}


class DaysScreen(Window[None]):
    """Asks for days, and writes them on my card."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "Weekdays"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("escape,q", "leave", "Back", show=False, id="settings.leave"),
    ]
    place = "settings"

    weekdays = getters.query_one(Weekdays)

    def __init__(self, field: Literal["week", "place"], me: Member) -> None:
        super().__init__()
        self._field = field
        self._begins = me.week_start
        self._days = tuple(sorted(me.week)) if field == "week" else remote_days(place_of(me))

    def compose(self) -> ComposeResult:
        """The days in a line."""
        title, question = _ASKED[self._field]
        with Vertical(id="window") as window:
            window.border_title = title
            window.border_subtitle = "space on or off · ctrl+s save · esc back"
            yield Static(Content(question))
            yield Weekdays()

    def on_mount(self) -> None:
        """Shows the days as they are."""
        self.weekdays.days = self._days
        self.weekdays.tooltip = Content("Space, or a click, turns a day on or off")

    def action_save(self) -> None:
        """Writes the days on my card."""
        team, days = self.app.team, self.weekdays.days
        if team is None:
            return
        if self._field == "week" and not days:
            self.app.notify("A week has at least one working day.", severity="warning", markup=False)
            return
        if self._field == "week":
            in_order = sorted(days, key=lambda day: (day - self._begins) % 7)
            written = ",".join(WEEKDAY_NAMES[day - 1] for day in in_order)
        else:
            written = place_words(days)
        self.dismiss(None)
        self.app.do(partial(team.write_card, {self._field: written}), undo=team.undo)
