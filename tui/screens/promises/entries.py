"""How promises look in the list."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from store.records import Promise, SharedPromise
from store.rules.promises import day_words, due_words, moved_words
from tui.widgets.card import Reader

COVERED = "covered"
SHARED = "◆ shared"
"""A mark and a word: colour alone says nothing."""


def head(words: str) -> Content:
    """What stands above some promises."""
    return Content.styled(words, "bold $secondary")


def mine(promise: Promise, reader: Reader, today: date, shared: bool, hidden: bool) -> Content:
    """A promise of mine: when, what, for whom; below that the days that it had before."""
    if hidden:
        return Content.styled(COVERED, "$text-muted")
    for_whom = f" · for {reader.name(promise.to)}" if promise.to else ""
    mark = f" · {SHARED}" if shared else ""
    if promise.done is not None:
        return Content.styled(
            f"{promise.text}{for_whom}{mark} · kept {day_words(promise.done, today)}", "$text-muted"
        )
    due = promise.by is not None and promise.by <= today
    when = due_words(promise.by, today)
    before = moved_words(promise.moved, promise.by, today)
    return Content.assemble(
        Content.styled(f"{when} · " if when else "", "bold $text-warning" if due else "$text-muted"),
        Content(promise.text),
        Content.styled(f"{for_whom}{mark}", "$text-muted"),
        Content.styled(f"\n  {before}" if before else "", "$text-muted"),
    )


def theirs(promise: SharedPromise, reader: Reader, today: date, hidden: bool) -> Content:
    """What a colleague promised to me, or to the team."""
    if hidden:
        return Content.styled(COVERED, "$text-muted")
    whom = "" if promise.to else ", to the team"
    when = (
        f"kept {day_words(promise.done, today)}" if promise.done is not None else due_words(promise.by, today)
    )
    return Content.assemble(
        Content(promise.text),
        Content.styled(
            f" · {reader.name(promise.member)}{whom}{f' · {when}' if when else ''}", "$text-muted"
        ),
    )
