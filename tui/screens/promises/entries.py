"""The list of promises, and how one looks in it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from store.records import Promise, SharedPromise
from store.rules.promises import due_words, first_name, kept_words, moved_words
from store.text import fold
from tui.widgets.card import Reader

COVERED = "covered"
SHARED = "◆ shared"
"""A mark and a word: colour alone says nothing."""


class Entries(OptionList):
    """The promises; above the first one, the arrow leads to where one types."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("up", "back", "Up", show=False)]

    def action_back(self) -> None:
        """The entry above, or out of the list."""
        places = [n for n, option in enumerate(self.options) if not option.disabled]
        if self.highlighted is None or not places or self.highlighted <= places[0]:
            self.screen.focus_previous()
        else:
            self.action_cursor_up()


def head(words: str, *, first: bool) -> Content:
    """What stands above some promises, with a line between it and those before."""
    return Content.styled(words if first else f"\n{words}", "bold $secondary")


def mine(promise: Promise, reader: Reader, today: date, shared: bool, hidden: bool) -> Content:
    """A promise of mine: when, what, for whom; below that the days that it had before."""
    if hidden:
        return Content.styled(COVERED, "$text-muted")
    for_whom = "" if _names(promise.text, reader, promise.to) else f" · for {reader.name(promise.to)}"
    mark = SHARED if shared else ""
    if promise.done is not None:
        parts = [f"{promise.text}{for_whom}", kept_words(promise.done, today), mark]
        return Content.styled(" · ".join(filter(None, parts)), "$text-muted")
    due = promise.by is not None and promise.by <= today
    when = due_words(promise.by, today)
    below = " · ".join(filter(None, (moved_words(promise.moved, promise.by, today), mark)))
    return Content.assemble(
        Content.styled(f"{when} · " if when else "", "bold $text-warning" if due else "$text-muted"),
        Content(promise.text),
        Content.styled(for_whom, "$text-muted"),
        Content.styled(f"\n  {below}" if below else "", "$text-muted"),
    )


def _names(text: str, reader: Reader, member: str) -> bool:
    """Whether it is for nobody, or the words say for whom."""
    return not member or fold(first_name(reader.name(member))) in fold(text)


def theirs(promise: SharedPromise, reader: Reader, today: date, hidden: bool) -> Content:
    """What a colleague promised to me, or to the team."""
    if hidden:
        return Content.styled(COVERED, "$text-muted")
    whom = "" if promise.to else ", to the team"
    when = kept_words(promise.done, today) if promise.done is not None else due_words(promise.by, today)
    return Content.assemble(
        Content(promise.text),
        Content.styled(
            f" · {reader.name(promise.member)}{whom}{f' · {when}' if when else ''}", "$text-muted"
        ),
    )
