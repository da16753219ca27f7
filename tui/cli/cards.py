"""cards."""

from __future__ import annotations

import sys
from typing import Any

import click

from store.errors import UsageError
from store.exchange.cards import as_markdown, as_text, day_in_words
from store.records import GroupCard
from store.rules.cards import is_open, readable
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, handles, session

NO_SECRET = "The team file holds what you write: whoever can read the folder can read it before the day."


@click.group(cls=Group)
def cards() -> None:
    """Cards that several people write, for a farewell or a birthday.

    The program shows one to the person it is for from its day on. The team file is no secret: whoever can
    read the folder can read it before.
    """


def card_document(now: Session, card: GroupCard) -> dict[str, Any]:
    """A card in JSON, with the lines that I may read."""
    return {
        "id": card.id,
        "to": now.handle(card.to),
        "for": card.occasion,
        "opens": card.opens.isoformat(),
        "by": now.handle(card.by),
        "open": is_open(card, now.today()),
        "signed": [now.handle(s.member) for s in card.signatures],
        "lines": [
            {"from": now.handle(s.member), "text": s.text, "at": now.local(s.at)}
            for s in readable(card, now.team.me, now.today())
        ],
    }


def card_text(now: Session, card: GroupCard) -> str:
    """A card as plain text, with the lines that I may read; before its day with who has written."""
    text = as_text(card, readable(card, now.team.me, now.today()), now.snapshot)
    if is_open(card, now.today()):
        return text
    return f"{text}\n{_who_wrote(now, card)}\nIt opens on {day_in_words(card)}.\n"


def _who_wrote(now: Session, card: GroupCard) -> str:
    names = ", ".join(now.name(s.member) for s in card.signatures)
    if is_open(card, now.today()):
        return f"from {names}" if names else "nobody wrote"
    return f"Written so far: {names}." if names else "Nobody has written yet."


@cards.command("list")
def list_cards() -> None:
    """Show the cards to sign, and those that were opened."""
    with session() as now:
        found = now.team.cards()
        document = {"cards": [card_document(now, card) for card in found]}

        def text() -> str:
            if not found:
                return "No cards. Begin one with: amity cards new @someone --for Farewell --opens fri"
            today = now.today()
            rows = [
                (
                    card.id[:10],
                    f"for {now.name(card.to)}",
                    card.occasion,
                    f"{'opened' if is_open(card, today) else 'opens'} {card.opens.isoformat()}",
                    _who_wrote(now, card),
                )
                for card in found
            ]
            return columns(rows)

        answer(document, text)


@cards.command()
@click.argument("person", metavar="@h", shell_complete=handles)
@click.option("--for", "occasion", required=True, metavar="OCCASION", help="Such as Farewell or Birthday.")
@click.option("--opens", required=True, metavar="DATE", help="The day on which that person is shown it.")
def new(person: str, occasion: str, opens: str) -> None:
    """Begin a card for someone."""
    with session(change=True) as now:
        card = now.team.begin_card(now.team.find_member(person).id, occasion, now.day(opens))
        document = card_document(now, card)
    words = f"The card is there. Sign it with: amity cards sign {card.id[:10]} TEXT\n{NO_SECRET}"
    answer(document, lambda: words)


@cards.command()
@click.argument("identity", metavar="ID")
@click.argument("text", required=False)
@click.option("--off", is_flag=True, help="Take your lines off the card.")
def sign(identity: str, text: str | None, off: bool) -> None:
    """Write your lines on a card, or change them; a TEXT of - reads standard input."""
    if (text is None) != off:
        raise UsageError("Say what to write, or --off to take your lines off.")
    if text == "-":
        text = sys.stdin.buffer.read(1 << 20).decode("utf-8", "replace")
    with session(change=True) as now:
        found = now.team.find_card(identity)
        card = now.team.unsign_card(found.id) if text is None else now.team.sign_card(found.id, text)
        document = card_document(now, card)
    answer(document, lambda: "Taken off the card." if off else f"It is on the card. {NO_SECRET}")


@cards.command()
@click.argument("identity", metavar="ID")
@click.option(
    "--format", "form", type=click.Choice(["text", "md"]), default="text", help="Plain or Markdown."
)
def show(identity: str, form: str) -> None:
    """Show a card: all of it from its day on, before that your own lines."""
    with session() as now:
        card = now.team.find_card(identity)
        lines = readable(card, now.team.me, now.today())
        document = card_document(now, card)
        markdown = as_markdown(card, lines, now.snapshot)
        answer(document, lambda: (markdown if form == "md" else card_text(now, card)).rstrip("\n"))


@cards.command()
@click.argument("identity", metavar="ID")
@click.option("--for", "occasion", metavar="OCCASION", help="Another occasion.")
@click.option("--opens", metavar="DATE", help="Another day.")
def change(identity: str, occasion: str | None, opens: str | None) -> None:
    """Change the occasion or the day of a card that you began."""
    with session(change=True) as now:
        day = now.day(opens) if opens is not None else None
        card = now.team.change_card(now.team.find_card(identity).id, occasion=occasion, opens=day)
        document = card_document(now, card)
    answer(document, lambda: "Changed.")


@cards.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Take away a card that you began, or that was opened for you, with all that was written on it."""
    with session(change=True) as now:
        found = now.team.find_card(identity)
        document = card_document(now, found)
        now.team.remove_card(found.id)
    answer(document, lambda: "Taken away.")
