"""Cards to sign, and those that were opened."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.records import GroupCard
from store.rules.cards import is_fresh, is_open
from store.team.kudos import NO_WALL
from tui.commands import bindings, commands, hint
from tui.screens.window import Window
from tui.widgets.frame import KeyBar
from tui.widgets.group_card import entry

_EMPTY = (
    "No cards here.\n\nFor a farewell or a birthday several people can write one card together.\n"
    "It opens on its day. Press {cards.new_card} to begin one."
)


class CardsScreen(Window[None]):
    """All cards that I may know of; enter opens one, n begins another."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("cards"),
    ]

    entries = getters.query_one(OptionList)

    def compose(self) -> ComposeResult:
        """The list, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Cards to sign"
            yield OptionList(markup=False)
            yield KeyBar(commands("cards"))

    def on_mount(self) -> None:
        """Shows the cards, and again whenever one changes."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        known = team.cards(snapshot)
        before = self.entries.highlighted_option
        chosen = before.id if before is not None else None
        options: list[Option] = []
        for head, group in (
            ("To sign", [c for c in known if not is_open(c, self.today)]),
            ("Opened", [c for c in known if is_open(c, self.today)]),
        ):
            if group:
                options.append(Option(Content.styled(head, "bold $secondary"), disabled=True))
                options += [Option(entry(card, self.reader, self.today), card.id) for card in group]
        self.entries.set_options(
            options or [Option(Content.styled(hint(_EMPTY), "$text-muted"), disabled=True)]
        )
        places = {option.id: place for place, option in enumerate(options) if option.id}
        for_me = next((card.id for card in known if self._is_for_me_and_new(card)), None)
        wanted = (chosen, for_me, next(iter(places), None))
        self.entries.highlighted = next((places[one] for one in wanted if one in places), None)

    def _is_for_me_and_new(self, card: GroupCard) -> bool:
        return card.to == self.reader.me and is_fresh(card, self.today)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self._open(event.option.id)

    def action_open(self) -> None:
        """Opens the chosen card."""
        self.entries.action_select()

    def _open(self, card: str) -> None:
        from tui.screens.kudos.group_card import GroupCardScreen

        self.app.push_screen(GroupCardScreen(card))

    def action_new_card(self) -> None:
        """Asks for whom a new card is, then for what and when."""
        team, snapshot = self.app.team, self.app.snapshot
        if team is None or snapshot is None:
            return
        if not snapshot.kudos_on:
            self.notify(NO_WALL, markup=False)
            return
        from tui.screens.pick_person import Choice, PickPersonScreen

        others = (m for m in snapshot.members.values() if m.id != team.me)
        people = sorted(others, key=lambda m: (m.left is not None, m.handle))
        notes = {"wall": "", "ask": "likes to be asked first", "private": "in private, please"}
        choices = [
            Choice(m.id, m.name, "has left" if m.left is not None else notes[m.thanks], m.handle)
            for m in people
        ]
        self.app.push_screen(PickPersonScreen("Who is the card for?", choices), self._begin)

    def _begin(self, member: str | None) -> None:
        if member is None or self.app.snapshot is None:
            return
        person = self.app.snapshot.members[member]
        if person.thanks == "private":
            words = f"{person.name} would rather be thanked in private: write a direct message."
            self.notify(words, markup=False)
            return
        from tui.screens.kudos.card_form import CardFormScreen

        def then(card: str | None) -> None:
            if card is not None:
                self._open(card)

        self.app.push_screen(CardFormScreen(member), then)
