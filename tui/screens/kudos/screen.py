"""The Kudos screen's commands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.finding import View
from store.records import ME_TOO, Kudos, Private, Snapshot
from store.rules.cards import is_fresh, is_open, lines_of
from tui.commands import EVERYWHERE, bindings, commands, hint
from tui.screens.kudos.board import WallScreen
from tui.widgets.chips import Chip, Chips
from tui.widgets.frame import KeyBar
from tui.widgets.group_card import on_day, opened_for_me
from tui.widgets.wall import Wall

_CALM = Content.assemble(
    ("Your team does without the wall.", "bold"),
    "\n\nNothing was deleted. Thank people in person, or in a direct message.\n\n",
    ("f", "bold $primary"),
    "  your kind words: all that was said to you\n",
    ("c", "bold $primary"),
    "  cards for a farewell or a birthday that were begun\n\n",
    ("In a shell, amity kudos list shows what was written,\n", "$text-muted"),
    ("and amity kudos on brings the wall back.", "$text-muted"),
)

_CALM_KEYS = ("show_for_me", "cards")
"""What can be done on this screen without the wall."""

_ON_THE_WALL = frozenset(command.id for command in commands("kudos"))


class KudosScreen(WallScreen):
    """The Kudos tab: what one can do about the chosen card."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("kudos")

    card_news = getters.query_one("#card-news", Chips)

    def body(self) -> Iterable[Widget]:
        """What is to be told of collected cards, then the wall; or a calm page where there is none."""
        yield Chips(id="card-news")
        yield from super().body()
        yield Static(_CALM, id="calm")

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Shows the wall as it is now, and what is to be told of collected cards."""
        super().show(snapshot, private)
        self.card_news.chips = tuple(self._card_news(snapshot, private))
        self.card_news.display = bool(self.card_news.chips)
        self._show_calm()

    def _card_news(self, snapshot: Snapshot, private: Private) -> Iterable[Chip]:
        """One line at most: a card that was opened for me, one that I could sign, one that was opened."""
        from tui.screens.kudos.group_card import seen_place

        team, reader = self.app.team, self._reader
        today = self.app.clock.today(reader.timezone)
        known = team.cards(snapshot) if team is not None else ()
        fresh = [card for card in known if is_fresh(card, today)]
        for card in fresh:
            if card.to == reader.me and seen_place(card.id) not in private.seen:
                words = f" c  {opened_for_me(card, reader)} "
                yield Chip(f"open_group_card('{card.id}')", words, "bold reverse $primary", "Open it")
                return
        for card in known:
            if not is_open(card, today) and not lines_of(card, reader.me):
                words = f"c  A card for {reader.name(card.to)} to sign opens {on_day(card.opens, today)}"
                yield Chip("cards", words, "$text-muted", "Key c: cards to sign")
                return
        for card in fresh:
            if card.to != reader.me:
                words = f"c  The card for {reader.name(card.to)} was opened {on_day(card.opens, today)}"
                yield Chip("cards", words, "$text-muted", "Key c: cards")
                return

    # With and without the wall

    def show_kind_words(self) -> None:
        """Shows what was said to me, and nothing else."""
        self.search.value = ""
        self.remove_class("-searching")
        self._look_for(View(who="for_me"))
        self.wall.focus()

    def _look_for(self, view: View) -> None:
        super()._look_for(view)
        self._show_calm()

    def _show_calm(self) -> None:
        """Where the team does without the wall, only what was said to me is still to be read here."""
        snapshot = self.app.snapshot
        off = snapshot is not None and not snapshot.kudos_on and self.view.who != "for_me"
        if off is not self.has_class("-off"):
            self.set_class(off, "-off")
            keys = (*commands("kudos"), *(c for c in commands(EVERYWHERE) if not off or c.id != "thank"))
            self.query_one(KeyBar).keys = tuple(c for c in keys if c.bar and self.check_action(c.id, ()))
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without the wall there is nothing to do with its cards."""
        return action in _CALM_KEYS or not self.has_class("-off") or action not in _ON_THE_WALL

    # Collected cards, and whom I have not thanked

    def action_cards(self) -> None:
        """Shows the cards to sign."""
        from tui.screens.kudos.cards import CardsScreen

        self.app.push_screen(CardsScreen())

    def action_open_group_card(self, card: str) -> None:
        """Opens a collected card."""
        from tui.screens.kudos.group_card import GroupCardScreen

        self.app.push_screen(GroupCardScreen(card))

    def action_balance(self) -> None:
        """Shows whom I have not thanked lately, for me alone."""
        from tui.screens.kudos.balance import BalanceScreen

        def then(member: str | None) -> None:
            if member is not None:
                self.app.action_thank(member)

        self.app.push_screen(BalanceScreen(), then)

    # The chosen card

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
                case "older" | "newer":
                    if self.wall.follow(1 if wish == "older" else -1) is None:
                        self.notify(f"There is no {wish} card here.", markup=False)
                    self.action_open()
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

    def action_me_too(self) -> None:
        """Adds my name to the chosen card, or takes it back."""
        if kudos := self._chosen():
            from tui.screens.kudos.react import toggle

            toggle(self.app, kudos, ME_TOO)

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
            from tui.screens.choose import ChooseScreen

            ways = (("name", "Take off my name"), ("card", "Take the card off the wall"))
            asked = ChooseScreen("Others are on this card as well", ways)
            self.app.push_screen(asked, partial(self._take_off, kudos))
        else:
            self._take_off(kudos, "card")

    def _take_off(self, kudos: Kudos, what: str | None) -> None:
        team = self.app.team
        if team is None or what is None:
            return

        def then(_: None) -> None:
            done = "Your name is off it." if what == "name" else "Taken off the wall."
            self.notify(f"{done} {hint('{undo}')} puts it back.", markup=False)
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
