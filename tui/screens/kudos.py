"""Kudos: the wall of thanks that everyone shares."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, Literal

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from store.records import Kudos, Private, Snapshot
from store.text import fold
from tui.commands import bindings
from tui.screens.base import AmityScreen
from tui.widgets.wall import Wall

Filter = Literal["all", "for me", "from me"]


class KudosScreen(AmityScreen):
    """The wall with its filters and its search."""

    mode = "kudos"
    CSS_PATH = "kudos.tcss"
    AUTO_FOCUS = "#wall"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("kudos"),
        Binding("escape", "leave_search", "Back", show=False),
    ]

    wall = getters.query_one(Wall)
    chips = getters.query_one("#chips", Static)
    empty = getters.query_one("#empty", Static)
    words = getters.query_one("#words", Input)
    shown: Filter = "all"
    _folded: ClassVar[dict[str, tuple[str, str]]] = {}

    def body(self) -> Iterable[Widget]:
        """Filters, search, wall."""
        yield Static(id="chips", markup=False)
        yield Input(placeholder="Search the wall", id="words")
        yield Static(id="empty", markup=False)
        yield Wall()

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Shows the wall as it is now, and notes what was seen."""
        self._refill()
        notebook = self.app.notebook
        newest = snapshot.kudos[0].given.isoformat() if snapshot.kudos else ""
        if self.is_current and notebook is not None and private.seen.get("kudos", "") < newest:
            self.app.do(partial(notebook.see, "kudos", newest))

    def on_screen_resume(self) -> None:
        """Looks again."""
        if self.app.snapshot is not None and self.app.private is not None and self.is_mounted:
            self.show(self.app.snapshot, self.app.private)

    def _refill(self) -> None:
        snapshot, team = self.app.snapshot, self.app.team
        if snapshot is None or team is None:
            return
        found = [k for k in snapshot.kudos if self._fits(k, team.me)]
        wanted = fold(self.words.value).split()
        if wanted:
            found = [k for k in found if all(word in self._fold(k) for word in wanted)]
        names = {m.id: "you" if m.id == team.me else m.name for m in snapshot.members.values()}
        self.wall.times = _times(found[:200], self.app)
        self.wall.set_cards(found, names)
        self.wall.display = bool(found)
        self.empty.display = not found
        self.empty.update(self._nothing(bool(snapshot.kudos)))
        self.chips.update(self._chips())

    def _fits(self, kudos: Kudos, me: str) -> bool:
        if self.shown == "for me":
            return me in kudos.to
        return self.shown == "all" or kudos.giver == me

    def _fold(self, kudos: Kudos) -> str:
        known = self._folded.get(kudos.id)
        if known is None or known[0] is not kudos.text:
            known = (kudos.text, fold(kudos.text))
            self._folded[kudos.id] = known
        return known[1]

    def _chips(self) -> Content:
        parts: list[Content | str] = [" "]
        for name, action in (("all", "show_all"), ("for me", "show_for_me"), ("from me", "show_from_me")):
            style = "bold reverse $primary" if name == self.shown else "$text-muted"
            parts += [Content.from_markup(f"[{style} @click=screen.{action}] {name.capitalize()} [/]"), " "]
        parts.append(Content.from_markup("  [$text-muted @click=screen.search]/ search[/]"))
        return Content.assemble(*parts)

    def _nothing(self, any_at_all: bool) -> Content:
        if not any_at_all:
            words = "The wall is still empty.\n\nPress k and thank someone for something small."
        elif self.words.value:
            words = "Nothing on the wall has these words.\n\nesc shows all again."
        elif self.shown == "for me":
            words = (
                "Nothing for you here yet.\n\nOften the first thanks are the ones that one gives: press k."
            )
        else:
            words = "You have not put thanks on the wall yet.\n\nPress k: two sentences are plenty."
        return Content(words)

    # What one can do

    def _filter(self, wanted: Filter) -> None:
        self.shown = wanted
        self._refill()
        self.wall.first()
        self.wall.focus()

    def action_show_all(self) -> None:
        """The whole wall."""
        self._filter("all")

    def action_show_for_me(self) -> None:
        """What I was given."""
        self._filter("for me")

    def action_show_from_me(self) -> None:
        """What I gave."""
        self._filter("from me")

    def action_search(self) -> None:
        """Searches as one types."""
        self.add_class("-searching")
        self.words.focus()

    def action_leave_search(self) -> None:
        """The whole wall again."""
        self.remove_class("-searching")
        self.words.value = ""
        self.wall.focus()

    @on(Input.Changed, "#words")
    def _typed(self) -> None:
        self._refill()

    @on(Input.Submitted, "#words")
    def _found(self) -> None:
        self.wall.focus()

    def action_newest(self) -> None:
        """To the newest."""
        self.wall.first()

    @on(Wall.Opened)
    def _opened(self, event: Wall.Opened) -> None:
        self._open(event.kudos)

    def action_open(self) -> None:
        """Opens the card in hand."""
        if self.wall.selected is not None:
            self._open(self.wall.selected)

    def _open(self, kudos: Kudos) -> None:
        from tui.screens.open_card import OpenCard

        self.app.push_screen(OpenCard(kudos, self.wall.names, self.app.timezone))

    def action_react(self) -> None:
        """Adds my applause to the card in hand, or takes it back."""
        team, kudos = self.app.team, self.wall.selected
        if team is not None and kudos is not None:
            mine = any(r.member == team.me and r.emoji == "👏" for r in kudos.reactions)
            self.app.do(partial(team.react, kudos.id, "👏", not mine), undo=team.undo)

    def action_edit(self) -> None:
        """Changes the words of a kudos that I gave."""
        team, kudos = self.app.team, self.wall.selected
        if team is None or kudos is None:
            return
        if kudos.giver != team.me:
            self.notify("Only who gave it can change these words.", markup=False)
            return
        from tui.screens.compose import ComposeScreen

        self.app.push_screen(ComposeScreen(list(kudos.to), kudos))

    def action_remove(self) -> None:
        """Takes back a kudos that I gave."""
        team, kudos = self.app.team, self.wall.selected
        if team is not None and kudos is not None:
            done = "Taken off the wall. ctrl+z brings it back."
            self.app.do(
                partial(team.remove_kudos, kudos.id),
                lambda _: self.notify(done, markup=False),
                undo=team.undo,
            )


def _times(found: list[Kudos], app: object) -> dict[str, str]:
    """How long ago each was given, for the newest; older cards show their day."""
    import arrow

    from tui.app import AmityApp

    assert isinstance(app, AmityApp)
    now = app.clock.now()
    return {k.id: arrow.get(k.given).humanize(now) for k in found}
