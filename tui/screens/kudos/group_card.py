"""One collected card: who wrote, and from its day on what."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.exchange.cards import as_text
from store.records import GroupCard
from store.rules.cards import is_open, lines_of, readable
from tui.commands import Command, bindings, commands, hint
from tui.screens.window import Window
from tui.widgets.frame import KeyBar
from tui.widgets.group_card import page, title


def seen_place(card: str) -> str:
    """Where the notebook keeps that I have seen a card that was opened for me."""
    return f"card {card}"


class GroupCardScreen(Window[None]):
    """Shows the card of that id, and what one can do about it."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("group_card"),
    ]

    window = getters.query_one("#window", Vertical)
    text = getters.query_one("#text", Static)
    keys = getters.query_one(KeyBar)

    def __init__(self, card: str) -> None:
        super().__init__()
        self._card_id = card

    def compose(self) -> ComposeResult:
        """The words, the keys."""
        with Vertical(id="window"):
            with VerticalScroll():
                yield Static(id="text", markup=False)
            yield KeyBar(())

    def on_mount(self) -> None:
        """Shows the card, and again whenever it changes."""
        self.watch(self.app, "view", self._show)

    @property
    def _card(self) -> GroupCard | None:
        known = self.app.team.cards(self.app.snapshot) if self.app.team and self.app.snapshot else ()
        return next((card for card in known if card.id == self._card_id), None)

    def _show(self) -> None:
        if self.app.snapshot is None:
            return
        card = self._card
        if card is None:
            self.dismiss(None)
            self.app.notify("This card was taken away.", markup=False)
            return
        self.window.border_title = Content(title(card, self.reader))
        self.text.update(page(card, self.reader, self.today))
        self.keys.keys = tuple(c for c in commands("group_card") if self._makes_sense(c, card))
        self._note_seen(card)

    def _makes_sense(self, command: Command, card: GroupCard) -> bool:
        """Whether a key is worth showing on this card."""
        team, mine = self.app.team, card.to == self.reader.me
        assert team is not None
        match command.id:
            case "write":
                return not mine
            case "unsign":
                return bool(lines_of(card, team.me))
            case "change":
                return team.may_change(card)
            case "remove":
                return mine or team.may_change(card)
            case "copy":
                return is_open(card, self.today)
            case _:
                return True

    def _note_seen(self, card: GroupCard) -> None:
        notebook, private = self.app.notebook, self.app.private
        place = seen_place(card.id)
        if card.to == self.reader.me and notebook is not None and private and place not in private.seen:
            self.app.do(partial(notebook.see, place, self.today.isoformat()))

    # What one can do

    def action_write(self) -> None:
        """Opens the field for my lines."""
        card = self._card
        if card is None:
            return
        if card.to == self.reader.me:
            self.notify("This card is for you; thank those who wrote with a kudos.", markup=False)
            return
        from tui.screens.kudos.sign import SignScreen

        self.app.push_screen(SignScreen(card.id, title(card, self.reader), lines_of(card, self.reader.me)))

    def action_unsign(self) -> None:
        """Takes my lines off."""
        team = self.app.team
        if team is not None:
            words = hint("Your lines are off the card. {undo} puts them back.")
            self.app.do(
                partial(team.unsign_card, self._card_id),
                lambda _: self.app.notify(words, markup=False),
                undo=team.undo,
            )

    def action_change(self) -> None:
        """Asks for another occasion or day."""
        card, team = self._card, self.app.team
        if card is None or team is None:
            return
        if not team.may_change(card):
            self.notify(f"Only {self.reader.name(card.by)} can change this card.", markup=False)
            return
        from tui.screens.kudos.card_form import CardFormScreen

        self.app.push_screen(CardFormScreen(card.to, card))

    def action_remove(self) -> None:
        """Takes the card away; `_show` then closes this window."""
        team = self.app.team
        if team is not None:
            self.app.do(partial(team.remove_card, self._card_id), undo=team.undo)

    def action_copy(self) -> None:
        """Puts the card on the clipboard, as text."""
        card, snapshot = self._card, self.app.snapshot
        if card is None or snapshot is None:
            return
        if not is_open(card, self.today):
            self.notify("It can be copied from its day on.", markup=False)
            return
        self.app.copy(as_text(card, readable(card, self.reader.me, self.today), snapshot))
