"""A collected card in words: what is said of it, and its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from store.records import GroupCard
from store.rules.cards import is_open, readable
from store.text import listed
from store.when import day_of
from tui.commands import hint
from tui.widgets.card import Reader

MANY = 3
"""So many names are said in a sentence; those after them are "others"."""

NO_SECRET = (
    "The team file is no secret: whoever can read the folder can read there what you write, "
    "also before the day."
)


def said(names: Sequence[str]) -> str:
    """Names as one says them: "Ana, Ben and Chi", or "Ana, Ben, Chi and others"."""
    shown = [*names[:MANY], "others"] if len(names) > MANY + 1 else list(names)
    return listed(shown)


def on_day(day: date, today: date) -> str:
    """A day as one says it from today: "today", "tomorrow", "on Friday 27 November"."""
    away = (day - today).days
    if away in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[away]
    return f"on {day_of(day, '%A', year=day.year != today.year)}"


def title(card: GroupCard, reader: Reader) -> str:
    """For whom the card is, and for what."""
    return f"For {reader.name(card.to)} · {card.occasion}"


def writers(card: GroupCard, reader: Reader) -> list[str]:
    """The names of those who wrote."""
    return [reader.name(signature.member) for signature in card.signatures]


def opened_for_me(card: GroupCard, reader: Reader) -> str:
    """What its receiver is told: "A card from Ana, Ben and Chi was opened for you"."""
    names = said(writers(card, reader))
    return f"A card from {names} was opened for you" if names else "A card was opened for you"


def entry(card: GroupCard, reader: Reader, today: date) -> Content:
    """The card in a list: for whom and for what, below when it opens and who wrote."""
    names = said(writers(card, reader))
    if is_open(card, today):
        below = f"opened {on_day(card.opens, today)}{f' · from {names}' if names else ''}"
    else:
        below = f"opens {on_day(card.opens, today)} · {f'{names} wrote' if names else 'nobody wrote yet'}"
    return Content.assemble((title(card, reader), "bold"), "\n", f"  {below}")


def _handed(card: GroupCard, reader: Reader) -> str:
    """How the card gets to whom it is for."""
    name, known = reader.name(card.to), reader.members.get(card.to)
    if known is None or known.left is not None:
        return f"you can copy it for {name}, who has left"
    return f"{name} is shown it here"


def page(card: GroupCard, reader: Reader, today: date) -> Content:
    """The page of the card: from its day on all that was written, before that who has, and my own lines."""
    lines = [
        Content.assemble(Content(s.text), "\n", (f"— {reader.name(s.member)}", "$text-muted"))
        for s in readable(card, reader.me, today)
    ]
    if is_open(card, today):
        head = f"Opened {on_day(card.opens, today)}."
        if not lines:
            lines = [Content("Nobody wrote anything. Late words are welcome.")]
    else:
        names = said([n for n in writers(card, reader) if n != "you"])
        head = f"Opens {on_day(card.opens, today)}; then {_handed(card, reader)}.\n"
        head += f"Already on it: {names}." if names else "Nobody else has written yet."
        mine = Content.styled("Your lines", "bold $text-muted")
        lines = (
            [mine, *lines]
            if lines
            else [Content(hint("You have not written yet: press {group_card.write}."))]
        )
        lines.append(Content.styled(NO_SECRET, "$text-muted"))
    return Content("\n\n").join([Content.styled(head, "$text-muted"), *lines])
