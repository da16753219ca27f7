"""A small window to offer a hand: ready words about time, or one's own."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from store.records import HelpFlag
from store.rules.hands import PHRASES
from store.text import LINE_LIMIT, clean
from tui.commands import hint
from tui.screens.window import Window
from tui.widgets.field import Field


class OfferScreen(Window[None]):
    """Offers a hand to the owner of a flag. `before` is what I offered already; leaving keeps a draft."""

    CSS_PATH = "hand.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]

    phrases = getters.query_one(OptionList)
    words = getters.query_one(Field)

    def __init__(self, flag: HelpFlag, before: str = "") -> None:
        super().__init__()
        self._flag, self._before = flag, before
        self._place = f"offer {flag.id}"

    def compose(self) -> ComposeResult:
        """What the flag says, the ready words, a line for one's own."""
        name = self.reader.name(self._flag.member)
        with Vertical(id="window", classes="form") as window:
            window.border_title = Content(f"Offer {name} a hand")
            window.border_subtitle = "enter offer · esc back"
            if self._flag.text:
                yield Static(
                    Content.styled(f"“{self._flag.text}”", "$text-muted"), classes="said", markup=False
                )
            yield OptionList(*PHRASES, markup=False, compact=True)
            yield Field(
                self._draft or self._before,
                placeholder="or in your own words: when you have time",
                max_length=LINE_LIMIT,
                compact=True,
                select_on_focus=False,
            )
            yield Static(
                Content.styled(f"{name} can say “not needed, thanks”, and that is fine.", "$text-muted"),
                classes="said",
                markup=False,
            )

    def on_mount(self) -> None:
        """Goes on where one was."""
        self.phrases.highlighted = 0
        if self.words.value:
            self.words.focus()

    @property
    def _draft(self) -> str:
        return self.app.private.drafts.get(self._place, "") if self.app.private else ""

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._offer(PHRASES[event.option_index])

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if words := clean(self.words.value, LINE_LIMIT):
            self._offer(words)
        else:
            self.phrases.focus()

    def _offer(self, words: str) -> None:
        team, notebook = self.app.team, self.app.notebook
        if team is None or notebook is None:
            return
        flag, place, name = self._flag.id, self._place, self.reader.name(self._flag.member)

        def job() -> None:
            team.offer_help(flag, words)
            if place in notebook.private().drafts:
                notebook.set_draft(place, None)

        self.app.do(job, partial(self._offered, name), undo=team.undo)

    def _offered(self, name: str, _: None) -> None:
        self.dismiss(None)
        self.app.notify(f"{name} sees your offer. {hint('{undo}')} takes it back.", markup=False)

    def action_leave(self) -> None:
        """Goes back; own words are kept."""
        notebook, words = self.app.notebook, clean(self.words.value, LINE_LIMIT)
        draft = words if words != self._before else ""
        if notebook is not None and draft != self._draft:
            self.app.do(partial(notebook.set_draft, self._place, draft or None))
        self.dismiss(None)
