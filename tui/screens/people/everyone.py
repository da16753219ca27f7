"""Everyone in the team: who is here now, who comes later today, and who on another day."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.records import Member
from store.rules.presence import local_time, presence
from store.text import fold
from tui.commands import bindings, commands
from tui.screens.window import Window
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar

_GROUPS: Final = (
    ("Here now", ("here",)),
    ("Later today", ("later",)),
    ("Another day", ("not today", "away")),
)
_NAME: Final = 24
"""Cells for a name."""

_LEFT: Final = "Have left"

_NOBODY: Final = "Nobody here has a name like that."


class PeopleScreen(Window[None]):
    """Finds someone as one types; enter opens their card."""

    CSS_PATH = "people.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("people"),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
    ]
    place = "people"

    people = getters.query_one(OptionList)
    typed = getters.query_one(Field)

    show_left: reactive[bool] = reactive(False)
    """Whether those who left are shown as well."""

    def compose(self) -> ComposeResult:
        """A line to type in, the people, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Everyone"
            yield Field(placeholder="type to find", compact=True)
            people = OptionList(markup=False, compact=True)
            people.can_focus = False  # the arrow keys move in it while one types
            yield people
            yield KeyBar(commands("people"))

    def on_mount(self) -> None:
        """Shows the people, and again whenever something changes or a minute is over."""
        self.watch(self.app, "view", self._show)
        self.watch(self.app, "moment", self._show)

    @on(Input.Changed)
    def _show(self) -> None:
        snapshot = self.app.snapshot
        if snapshot is None:
            return
        now = self.app.clock.now()
        wanted = fold(self.typed.value.strip().lstrip("@"))
        found = [m for m in snapshot.active(self.today) if _fits(m, wanted)]
        known = {m.id: presence(snapshot, m, now) for m in found}
        before = self.people.highlighted_option
        options: list[Option] = []
        for title, states in _GROUPS:
            group = [m for m in found if known[m.id].state in states]
            if group:
                options.append(Option(Content.styled(title, "bold $secondary"), disabled=True))
                options += [Option(self._entry(m, known[m.id].words), m.id) for m in group]
        left = [m for m in snapshot.members.values() if m.left is not None and _fits(m, wanted)]
        if left and self.show_left:
            options.append(Option(Content.styled(_LEFT, "bold $secondary"), disabled=True))
            options += [Option(self._entry(m, "x on the card: they are back"), m.id) for m in left]
        self.people.set_options(options or [Option(Content.styled(_NOBODY, "$text-muted"), disabled=True)])
        places = {option.id: at for at, option in enumerate(options) if option.id}
        wanted_ids = (before.id if before is not None else None, next(iter(places), None))
        self.people.highlighted = next((places[one] for one in wanted_ids if one in places), None)

    def _entry(self, member: Member, words: str) -> Content:
        name = Content(member.name).truncate(_NAME, ellipsis=True)
        clock = local_time(member, self.app.clock.now(), self.app.timezone).replace(f" for {member.name}", "")
        me = " · you" if self.app.team is not None and member.id == self.app.team.me else ""
        gap = " " * (_NAME + 2 - name.cell_length)
        return Content.assemble("  ", name, gap, (f"{clock}  {words}{me}", "$text-muted"))

    def watch_show_left(self) -> None:
        """Shows them, or no longer."""
        if self.is_mounted:
            self._show()

    def action_show_left(self) -> None:
        """Shows those who left as well, or hides them again."""
        self.show_left = not self.show_left

    def action_add(self) -> None:
        """Opens the form that adds people."""
        if self.app.snapshot is not None:
            from tui.screens.people.add import AddPeopleScreen

            self.app.push_screen(AddPeopleScreen())

    def action_move(self, by: int) -> None:
        """Moves to the person above or below."""
        if by < 0:
            self.people.action_cursor_up()
        else:
            self.people.action_cursor_down()

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Opens the card of the chosen person."""
        self.people.action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self.app.show_person(event.option.id)


def _fits(member: Member, wanted: str) -> bool:
    words = (fold(member.name), *fold(member.name).split(), fold(member.handle))
    return any(word.startswith(wanted) for word in words)
