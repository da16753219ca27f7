"""What one can do in the composer: begin with a starter, send, ask first, keep for later."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from store.content import Starter, starters
from store.errors import StoreError
from store.records import Kudos
from store.rules.sentence import sentence
from store.text import TEXT_LIMIT, clean, is_link, listed
from tui.commands import bindings
from tui.screens.compose import advice
from tui.screens.compose.draft import Draft
from tui.screens.compose.form import ThanksForm
from tui.widgets.frame import KeyBar
from tui.widgets.prompts import QUESTIONS
from tui.widgets.receivers import NameField
from tui.widgets.words import word_count

FEW_WORDS = 6
"""Thanks with fewer words get one gentle hint."""

A_MOMENT = 1.0
"""Seconds within which sending again is a key that was held down, and not somebody's consent."""


class ComposeScreen(ThanksForm):
    """Writes a kudos, to those in `to` if any, or in answer to `reply`; with `kudos` it changes one of mine.

    `begin` is what stands there first, where no draft is kept.

    Closing it keeps the text as a draft, which is there again next time; sending throws the draft away.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("compose")

    def __init__(
        self,
        to: Sequence[str] = (),
        kudos: Kudos | None = None,
        reply: Kudos | None = None,
        begin: Draft | None = None,
    ) -> None:
        super().__init__(kudos.to if kudos else to, kudos, reply, begin)
        self._hinted: set[str] = set()
        self._starter = -1
        self._started: tuple[str, ...] = (begin.text,) if begin else ()  # the starter as it was put in
        self._shown_example = ""
        self._asked_at = 0.0

    # Words to begin with

    @property
    def _example(self) -> str:
        """What a starter may become, while it stands as it was put in."""
        return self._shown_example if self._started and self._written == self._started else ""

    @property
    def _written(self) -> tuple[str, ...]:
        return tuple(clean(field.text, lines=True) for field in self.fields)

    def action_starter(self) -> None:
        """Selects the next slot of a starter, or puts in the next starter; own words are left alone."""
        untouched = not any(self._written) or self._written == self._started
        if not untouched and self._select_slot():
            return
        offered = [s for s in starters() if s.theme == self._theme] or list(starters())
        self._starter = (self._starter + 1) % len(offered)
        starter = offered[self._starter]
        if untouched:
            self._begin(starter)
        self.focus_words()
        self._shown_example = f"For example: {starter.example}"
        self._say(self._shown_example)

    def _begin(self, starter: Starter) -> None:
        parts = (starter.situation, starter.behaviour, starter.impact)
        if self.has_class("-prompts"):
            self._started = tuple(
                _without(part, label) for part, (label, _) in zip(parts, QUESTIONS, strict=True)
            )
            self.prompts.begin(self._started)
        else:
            self._started = (clean(sentence(*parts), lines=True),)
            self.words.begin(*self._started)

    def _select_slot(self) -> bool:
        """Selects the next slot: in the field with the cursor if it has one, else in the next that has."""
        fields = [*self.fields, *self.fields]
        here = next((at for at, field in enumerate(fields) if field.has_focus), 0)
        found = next((field for field in fields[here:] if field.has_slot), None)
        if found is not None:
            found.focus()
            found.select_slot()
        return found is not None

    def action_prompts(self) -> None:
        """Changes between one free text and three answers. What stands in either stays there."""
        answers = self.prompts.answers
        if self.has_class("-prompts"):
            text, said = self._composed
            if not self.words.text or (self.words.text == text and answers != said):
                self._composed = (sentence(*answers), answers)
                self.words.text = self._composed[0]
                self.words.move_cursor(self.words.document.end)
        elif not any(answers):
            self.prompts.fill(("", clean(self.words.text), ""))
            self._composed = (self.words.text, self.prompts.answers)
        self._open(prompts=not self.has_class("-prompts"))
        self.focus_words()
        self._update()
        self._advise()

    # Leaving and sending

    def action_leave(self) -> None:
        """Closes the offers, else the composer; what was written stays as a draft."""
        declined = [words.decline() for words in self.fields]
        if not self._sending and not any(declined) and not self.receivers.close_offers():
            self._save_draft()
            self._close()

    def _close(self) -> None:
        self._unsaved = None
        if self._pause is not None:
            self._pause.stop()
        if self.is_attached:
            self.dismiss(None)

    def action_send(self) -> None:
        """Sends what is ready; says what is missing otherwise."""
        if self._sending:
            return
        missing = self._missing()
        if missing:
            self._say(missing, firmly=True)
        elif self._kudos is not None:
            self._change(self._kudos)
        elif self._private():
            self._copy()
        elif self._to_ask_about and self._to_ask_about != self._asked:
            self._ask()
        elif not self._asked or self.app.clock.monotonic() - self._asked_at > A_MOMENT:
            self._give()

    def _missing(self) -> str:
        """Why it cannot be sent yet, with the cursor where to go on; each gentle hint is given once."""
        if self._kudos is None:
            if self.receivers.typed or not self.receivers.chosen:
                self.query_one(NameField).focus()
                typed = "Choose the name that you mean first, or clear the field."
                return typed if self.receivers.typed else "Say whom you want to thank."
            if any(advice.refusal(member, self._me) for member in self._members()):
                return self._about_receivers()
        if self._link and not is_link(self._link):
            self.link.focus()
            return advice.NO_LINK
        if not any(field.has_focus for field in self.fields):
            self.focus_words()
        if not self._text:
            return "Write a few words first."
        if len(self._text) > TEXT_LIMIT:
            return f"That is longer than {TEXT_LIMIT} characters; please shorten it."
        if any(field.has_slot for field in self.fields) and self._is_new("slot"):
            return advice.SLOT_LEFT
        if word_count(self._text) < FEW_WORDS and self._is_new("short"):
            return advice.SHORT
        return ""

    def _is_new(self, hint: str) -> bool:
        """Whether this hint is still to be given; it then counts as given."""
        is_new = hint not in self._hinted
        self._hinted.add(hint)
        return is_new

    def _copy(self) -> None:
        """Copies the words for a direct message. Nothing is stored, and the text stays to be copied again."""
        self.app.copy_to_clipboard("\n".join([self._text, self._link] if self._link else [self._text]))
        self._copied = self._text
        if self.app.notebook is not None:  # also what was kept before it was known to be private
            self.app.do(partial(self.app.notebook.set_draft, self._place, None))
        to = listed(self._private())
        self._say(f"Copied. Paste it into a direct message to {to}; nothing was stored.", firmly=True)

    def _ask(self) -> None:
        """Copies a question to those who want to be asked; sending the same words again says they agreed."""
        self._asked, self._asked_at = self._to_ask_about, self.app.clock.monotonic()
        self.app.copy_to_clipboard(advice.question(self._text, self._link))
        self._save_draft()
        to = listed(advice.wishing(self._members(), "ask"))
        self._say(
            f"Copied: a question for {to}. Nothing is on the wall, and your words are kept here. "
            "Once they say yes, send again.",
            firmly=True,
        )

    def _give(self) -> None:
        assert self.app.team is not None
        answered = self._reply.id if self._reply else ""
        store = partial(
            self.app.team.give_kudos, self.receivers.chosen, self._text, self._theme, self._link, answered
        )
        names = listed([member.name for member in self._members()])
        self._send(store, f"Your words for {names} are on the wall. That was kind.")

    def _change(self, kudos: Kudos) -> None:
        assert self.app.team is not None
        store = partial(self.app.team.edit_kudos, kudos.id, self._text, self._theme, self._link)
        self._send(store, "Your words are changed.")

    def _send(self, store: partial[Kudos], words: str) -> None:
        """Stores it, throws the draft away and closes; what is refused stays, and the app says why."""
        team, notebook = self.app.team, self.app.notebook
        assert team is not None
        assert notebook is not None
        place = self._place
        self._sending = True
        self._unsaved = None

        def job() -> None:
            try:
                store()
            except StoreError:
                self._sending = False
                raise
            if place in notebook.private().drafts:
                notebook.set_draft(place, None)

        def then(_: None) -> None:
            self._close()
            self.app.notify(words, markup=False)

        self.app.do(job, then, undo=team.undo)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.id)


def _without(part: str, label: str) -> str:
    """A part of a starter without what its label says already."""
    begins = part.casefold().startswith(f"{label.casefold()} ")
    rest = part[len(label) + 1 :] if begins else part
    return clean(rest.removeprefix("so ") if label == "So that" else rest)
