"""The window of hands: my flag, what was offered to me, the flags of others, and what I offered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.records import HelpFlag, Load
from store.rules import hands
from store.team.kudos import NO_WALL
from tui.commands import Command, bindings, commands
from tui.screens.hand.rows import Kind, Row, rows
from tui.screens.window import Window
from tui.widgets.frame import KeyBar


class HandScreen(Window[None]):
    """All hands that are asked for, offered and lent, as far as they concern me."""

    CSS_PATH = "hand.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("hand"),
    ]
    place = "hand"

    entries = getters.query_one(OptionList)
    keys = getters.query_one(KeyBar)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """The list, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "A hand"
            yield OptionList(markup=False)
            yield KeyBar(())

    def on_mount(self) -> None:
        """Shows what there is, and again whenever something changes."""
        self.watch(self.app, "view", self._show)

    def _show(self) -> None:
        snapshot = self.app.snapshot
        if self.app.team is None or snapshot is None:
            return
        before = self._chosen
        self._rows = rows(snapshot, self.reader)
        self.entries.set_options(Option(row.words, row.id, disabled=row.is_quiet) for row in self._rows)
        self.entries.highlighted = self._place_of(before)
        self._show_keys()
        self._note_seen()

    def _place_of(self, before: Row | None) -> int | None:
        """Where the cursor goes: to an offer that waits, when one comes first; else to where it was."""
        places = {row.id: place for place, row in enumerate(self._rows) if not row.is_quiet}
        if before is not None and before.id in places:
            return places[before.id]
        waiting = next((row.id for row in self._rows if row.kind == "yes"), None)
        return places[waiting] if waiting else next(iter(places.values()), None)

    def _note_seen(self) -> None:
        notebook, private, snapshot = self.app.notebook, self.app.private, self.app.snapshot
        assert snapshot is not None
        seen = hands.seen_answers(snapshot, self.reader.me, self.reader.now)
        if notebook is not None and private is not None and seen != private.seen.get(hands.SEEN, ""):
            self.app.do(partial(notebook.see, hands.SEEN, seen))

    # What is chosen

    @property
    def _chosen(self) -> Row | None:
        option = self.entries.highlighted_option
        return next((row for row in self._rows if option is not None and row.id == option.id), None)

    def _meant(self, *kinds: Kind) -> Row | None:
        """The chosen row if it is of such a kind, else the only one of the first kind that there is."""
        chosen = self._chosen
        if chosen is not None and chosen.kind in kinds:
            return chosen
        found = [row for row in self._rows if row.kind == kinds[0]]
        return found[0] if len(found) == 1 else None

    def _flag(self, row: Row | None) -> HelpFlag | None:
        known = self.app.snapshot.help_flags if self.app.snapshot else ()
        return next((flag for flag in known if row is not None and flag.id == row.of), None)

    @on(OptionList.OptionHighlighted)
    def _show_keys(self) -> None:
        self.keys.keys = tuple(command for command in commands("hand") if self._makes_sense(command))

    def _makes_sense(self, command: Command) -> bool:
        """Whether a key is worth showing now."""
        kinds = {row.kind for row in self._rows}
        here = self._chosen.kind if self._chosen is not None else "head"
        match command.id:
            case "say_yes" | "say_no":
                return "yes" in kinds
            case "offer":
                return "flag" in kinds
            case "lower":
                return "mine" in kinds
            case "thank_helper":
                return "thank" in kinds
            case "ask" | "lend":
                return "mine" not in kinds
            case "take_back":
                return here in ("offered", "thank")
            case _:
                return True

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_act()

    def action_act(self) -> None:
        """Does what the chosen row is for."""
        row = self._chosen
        match row.kind if row is not None else "head":
            case "ask":
                self.action_ask()
            case "lend":
                self.action_lend()
            case "mine" | "lending":
                self.action_lower()
            case "yes":
                self.action_say_yes()
            case "no":
                self.action_say_no()
            case "thank":
                self.action_thank_helper()
            case "flag" | "offered":
                self.action_offer()
            case "free" | "open" if row is not None:
                self.app.show_person(row.of.partition(" ")[0])

    # My flag

    def action_ask(self) -> None:
        """Says that I could use a hand."""
        self._raise("swamped")

    def action_lend(self) -> None:
        """Says that I can lend one."""
        self._raise("free")

    def _raise(self, kind: Load) -> None:
        from tui.screens.hand.flag_form import FlagFormScreen

        self.app.push_screen(FlagFormScreen(kind))

    def action_lower(self) -> None:
        """Lowers my flag; asks who helped, where somebody could have."""
        team, row = self.app.team, next((row for row in self._rows if row.kind == "mine"), None)
        flag = self._flag(row)
        if team is None or flag is None:
            self.notify("You have no flag up.", markup=False)
        elif flag.kind == "free":
            self.app.do(team.lower_flag, lambda _: self._say("Lowered."), undo=team.undo)
        else:
            from tui.screens.hand.helpers import HelpersScreen

            self.app.push_screen(HelpersScreen(flag), partial(self._lowered, flag.text))

    def _lowered(self, text: str, helpers: Sequence[str] | None) -> None:
        team = self.app.team
        if team is None or helpers is None:
            return

        def then(_: None) -> None:
            if helpers:
                self._thank(helpers, text)
            else:
                self._say("Lowered. Its words are gone.")

        self.app.do(partial(team.lower_flag, helpers), then, undo=team.undo)

    def action_say_yes(self) -> None:
        """Yes, please."""
        self._answer("yes")

    def action_say_no(self) -> None:
        """Not needed, thanks."""
        self._answer("no")

    def _answer(self, answer: Literal["yes", "no"]) -> None:
        team = self.app.team
        row, mine = self._meant("yes", "no"), next((r for r in self._rows if r.kind == "mine"), None)
        if team is None or row is None or mine is None:
            several = any(row.kind == "yes" for row in self._rows)
            self._say("Choose the offer first." if several else "There is no offer to answer.")
            return
        name = self.reader.name(row.of)
        words = f"{name} sees: yes, please." if answer == "yes" else f"{name} sees: {hands.ALL_GOOD}"
        job = partial(team.answer_offer, mine.of, row.of, answer)
        self.app.do(job, lambda _: self._say(words), undo=team.undo)

    # The hands of others

    def action_offer(self) -> None:
        """Offers a hand, or words an offer anew."""
        row = self._meant("flag", "offered")
        flag = self._flag(row)
        if flag is None:
            several = any(row.kind == "flag" for row in self._rows)
            self._say("Choose whom first." if several else "Nobody is asking for a hand now.")
            return
        offer = hands.offer_of(flag, self.reader.me)
        if offer is not None and offer.answer == "no":
            self._say(f"{self.reader.name(flag.member)}: {hands.ALL_GOOD}")
            return
        from tui.screens.hand.offer import OfferScreen

        self.app.push_screen(OfferScreen(flag, offer.text if offer is not None else ""))

    def action_take_back(self) -> None:
        """Takes my offer back, or lets a proposal to thank go."""
        team, row = self.app.team, self._chosen
        if team is None or row is None or row.kind not in ("offered", "thank"):
            self._say("Choose an offer of yours first.")
            return
        if row.kind == "thank":
            self.app.do(partial(team.dismiss_thanks, row.of), undo=team.undo)
            return
        flag = self._flag(row)
        offer = hands.offer_of(flag, self.reader.me) if flag is not None else None
        counted = offer is not None and offer.answer == "yes" and flag is not None
        words = (
            f"Taken back. Tell {self.reader.name(flag.member)}: they count on you."
            if counted and flag
            else ""
        )
        self.app.do(
            partial(team.withdraw_offer, row.of), lambda _: self._say(words or "Taken back."), undo=team.undo
        )

    def action_thank_helper(self) -> None:
        """Opens the composer for whoever lent me a hand."""
        row = self._meant("thank")
        if row is not None:
            self._thank([row.of])
        else:
            several = any(row.kind == "thank" for row in self._rows)
            self._say("Choose whom first." if several else "There is nobody to thank for a hand now.")

    def _thank(self, helpers: Sequence[str], text: str = "") -> None:
        """Opens the composer with those who helped, and with a beginning about the help."""
        if self.app.snapshot is None or not self.app.snapshot.kudos_on:
            self._say(NO_WALL)
            return
        from tui.screens.compose import ComposeScreen
        from tui.screens.hand.thanks import beginning

        self.app.push_screen(ComposeScreen(helpers, begin=beginning(text)))

    def _say(self, words: str) -> None:
        self.app.notify(words, markup=False)
