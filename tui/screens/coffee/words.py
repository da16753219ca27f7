"""What the window of the coffee chats says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from textual.content import Content

from store.coffee import Chat
from store.records import Member
from store.rules.pairing.words import times_words
from store.rules.suggestion.wording import on
from store.text import listed
from tui.commands import hint

Part = Content | str | tuple[str, str]

ABOUT: Final = (
    "Now and then two people of the team meet for half an hour, without an agenda. amity draws who meets "
    "whom, so that in time everyone meets everyone. Only those who wish take part, and leaving a round out "
    "needs no reason."
)

HINTS: Final = {
    "out": "Press {coffee.take_part} to take part.",
    "pausing": "Press {coffee.settings} to end the pause.",
    "waiting": "The next draw needs two people who take part.",
    "alone": "This round nobody is left for you to meet. There is a new draw on {next}.",
    "skipped": "You leave this round out. There is a new draw on {next}. "
    "{coffee.skip} takes that back for the next one.",
    "met": "You met. Good.",
    "missed": "It did not happen, no matter. There is a new draw on {next}.",
    "open": "Did you meet? m says yes, x that it did not happen. Nobody asks twice.",
}


def words_of(chat: Chat, me: Member, members: Mapping[str, Member], pause: date | None) -> Content:
    """My chat of this round, and who else meets whom."""
    parts: list[Part] = []
    if chat.state == "out":
        parts += [ABOUT, "\n\n"]
    elif chat.state == "pausing" and pause is not None:
        parts += [(f"You do without coffee chats until {on(pause)}.", "bold"), "\n\n"]
    elif chat.others:
        parts += _mine(chat, me)
    words = hint(HINTS[chat.state]).format(next=on(chat.next_round))
    if chat.state == "waiting" and chat.settling:
        words = f"Whoever is new takes part after a week here. The next draw is on {on(chat.next_round)}."
    parts += [(words, "$text-success" if chat.state == "met" else "$text-muted"), "\n"]
    if chat.groups:
        parts += ["\n", (f"Who meets whom, since {on(chat.monday)}\n", "bold $text-muted")]
        for group in chat.groups:
            names = [members[m].name for m in group if m in members]
            mark = "▸ " if group == chat.group else "  "
            parts += [mark, listed(names), "\n"]
    return Content.assemble(*parts)


def _mine(chat: Chat, me: Member) -> list[Part]:
    names = listed([other.name for other in chat.others])
    writes = (
        "You write first." if chat.first == me else f"{chat.first.name if chat.first else ''} writes first."
    )
    parts: list[Part] = [(f"You meet {names}.", "bold"), "  ", (writes, "$primary"), "\n\n"]
    if chat.times is not None and chat.times.moments:
        said = "You could meet" if chat.times.overlap else "Your hours do not meet; this asks the same of all"
        parts.append((f"{said}\n", "$text-muted"))
        parts += [f"  {times_words(moment, me, chat.others)}\n" for moment in chat.times.moments]
        parts.append("\n")
    if chat.question is not None and chat.state == "open":
        parts += [("To begin with\n", "$text-muted"), (f"  “{chat.question.text}”\n", "italic"), "\n"]
    return parts
