"""My lines on a collected card, while I write them."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from store.errors import StoreError
from store.text import TEXT_LIMIT, clean
from tui.commands import bindings, commands
from tui.screens.window import Window
from tui.widgets.frame import KeyBar
from tui.widgets.group_card import NO_SECRET
from tui.widgets.words import Words

DRAFT_PAUSE = 2.0
"""Seconds without a key after which the draft is kept."""


class SignScreen(Window[None]):
    """A field for my lines on the card of that id, with what stands there already; leaving keeps a draft."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "Words"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sign")

    words = getters.query_one(Words)
    said = getters.query_one("#said", Static)

    def __init__(self, card: str, title: str, written: str) -> None:
        super().__init__()
        self._card = card
        self._head = title
        self._written = written
        self._place = f"sign {card}"
        self._pause: Timer | None = None
        self._saving = False

    def compose(self) -> ComposeResult:
        """What to know before one writes, the field, one line of advice, the keys."""
        with Vertical(id="window", classes="sign") as window:
            window.border_title = Content(self._head)
            yield Static(Content.styled(NO_SECRET, "$text-warning"), markup=False)
            yield Words(
                self._draft or self._written,
                placeholder=Content("What will you remember? What do you wish them?"),
                compact=True,
                highlight_cursor_line=False,
            )
            yield Static(id="said", markup=False)
            yield KeyBar(commands("sign"))

    def on_mount(self) -> None:
        """Begins at the end of what is there."""
        self.words.move_cursor(self.words.document.end)
        self._say("Your draft is back." if self._draft else "")

    @property
    def _draft(self) -> str:
        """What was left unfinished."""
        return self.app.private.drafts.get(self._place, "") if self.app.private else ""

    @property
    def _text(self) -> str:
        return clean(self.words.text, TEXT_LIMIT * 2, lines=True)

    def _say(self, words: str) -> None:
        self.said.update(Content.styled(words, "$text-muted"))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(DRAFT_PAUSE, self._keep_draft)

    def _keep_draft(self) -> None:
        """Keeps what is unfinished, privately."""
        notebook = self.app.notebook
        draft = self._text if self._text != self._written else ""
        if notebook is not None and not self._saving and draft != self._draft:
            self.app.do(partial(notebook.set_draft, self._place, draft or None))

    def action_save(self) -> None:
        """Puts the lines on the card."""
        team, notebook, text = self.app.team, self.app.notebook, self._text
        if team is None or notebook is None or self._saving:
            return
        if not text:
            self._say("Write a few words first.")
            return
        if len(text) > TEXT_LIMIT:
            self._say(f"That is longer than {TEXT_LIMIT} characters; please shorten it.")
            return
        self._saving = True

        def job() -> None:
            try:
                team.sign_card(self._card, text)
            except StoreError:
                self._saving = False  # and the words stay in the field
                raise
            notebook.set_draft(self._place, None)

        self.app.do(job, self._saved, undo=team.undo)

    def _saved(self, _: None) -> None:
        self._close()
        self.app.notify("Your lines are on the card.", markup=False)

    def action_leave(self) -> None:
        """Goes back; what was written is kept as a draft."""
        if not self._saving:
            self._keep_draft()
            self._close()

    def _close(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self.dismiss(None)
