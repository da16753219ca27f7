"""The Kudos screen's commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from store.records import Kudos
from tui.commands import bindings
from tui.screens.kudos.board import WallScreen
from tui.widgets.wall import Wall

if TYPE_CHECKING:
    from tui.screens.kudos.take_off import Part


class KudosScreen(WallScreen):
    """The Kudos tab: what one can do about the chosen card."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("kudos")

    def _chosen(self) -> Kudos | None:
        if self.wall.chosen is None:
            self.notify("There is no card here to do that with.", markup=False)
        return self.wall.chosen

    def action_open(self) -> None:
        """Opens the chosen card."""
        if kudos := self._chosen():
            self._open(kudos)

    @on(Wall.Opened)
    def _card_opened(self, event: Wall.Opened) -> None:
        self._open(event.kudos)

    def _open(self, kudos: Kudos) -> None:
        from tui.screens.kudos.open_card import OpenCardScreen

        def then(wish: str | None) -> None:
            match wish:
                case "reply":
                    self._reply(kudos)
                case "edit":
                    self._edit(kudos)
                case "remove":
                    self._remove(kudos)

        self.app.push_screen(OpenCardScreen(kudos), then)

    def action_react(self) -> None:
        """Asks for an emoji to add to the chosen card, or to take back."""
        if kudos := self._chosen():
            from tui.screens.kudos.react import ReactScreen

            self.app.push_screen(ReactScreen(kudos))

    def action_reply(self) -> None:
        """Opens the composer for thanks in answer to the chosen card."""
        if kudos := self._chosen():
            self._reply(kudos)

    def _reply(self, kudos: Kudos) -> None:
        from tui.screens.compose import ComposeScreen

        # To one's own words one adds something for those whom they thank.
        to = [m for m in kudos.to if m != self._me] if kudos.giver == self._me else [kudos.giver]
        self.app.push_screen(ComposeScreen(to, reply=kudos))

    def action_edit(self) -> None:
        """Opens my own words for a change."""
        if kudos := self._chosen():
            self._edit(kudos)

    def _edit(self, kudos: Kudos) -> None:
        if self._is_mine(kudos, "change them"):
            from tui.screens.compose import ComposeScreen

            self.app.push_screen(ComposeScreen(kudos=kudos))

    def action_remove(self) -> None:
        """Takes a kudos that I gave or got off the wall."""
        if kudos := self._chosen():
            self._remove(kudos)

    def _remove(self, kudos: Kudos) -> None:
        if self._me not in (kudos.giver, *kudos.to):
            self.notify("Only the people on it can take it off the wall.", markup=False)
        elif self._me != kudos.giver and len(kudos.to) > 1:
            from tui.screens.kudos.take_off import TakeOffScreen

            self.app.push_screen(TakeOffScreen(), partial(self._take_off, kudos))
        else:
            self._take_off(kudos, "card")

    def _take_off(self, kudos: Kudos, what: Part | None) -> None:
        team = self.app.team
        if team is None or what is None:
            return

        def then(_: None) -> None:
            done = "Your name is off it." if what == "name" else "Taken off the wall."
            self.notify(f"{done} ctrl+z puts it back.", markup=False)
            draft, notebook = f"edit {kudos.id}", self.app.notebook
            if notebook is not None and self.app.private and draft in self.app.private.drafts:
                self.app.do(partial(notebook.set_draft, draft, None))

        self.app.do(partial(team.remove_kudos, kudos.id, my_name=what == "name"), then, undo=team.undo)

    def _is_mine(self, kudos: Kudos, what: str) -> bool:
        if kudos.giver == self._me:
            return True
        name = self._reader.name(kudos.giver)
        self.notify(f"These are {name}’s words; only {name} can {what}.", markup=False)
        return False

    def action_digest(self) -> None:
        """Opens this week's thanks, to read aloud."""
        from tui.screens.kudos.digest import DigestScreen

        self.app.push_screen(DigestScreen())
