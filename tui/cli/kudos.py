"""kudos."""

from __future__ import annotations

import sys
from typing import Any

import click

from store.errors import UsageError
from store.records import ME_TOO, Kudos
from store.text import fold
from store.wall import concerning
from tui.cli.groups import Group, this_call
from tui.cli.session import Session, answer, handles, session


@click.group(cls=Group)
def kudos() -> None:
    """The wall of thanks."""


def _document(now: Session, one: Kudos) -> dict[str, Any]:
    reactions: dict[str, list[str]] = {}
    for reaction in one.reactions:
        reactions.setdefault(reaction.emoji, []).append(now.handle(reaction.member))
    return {
        "id": one.id,
        "from": now.handle(one.giver),
        "to": [now.handle(m) for m in one.to],
        "text": one.text,
        "value": one.theme or None,
        "given": now.local(one.given),
        "edited": now.local(one.edited) if one.edited else None,
        "reactions": {emoji: sorted(people) for emoji, people in sorted(reactions.items())},
    }


def _words(now: Session, one: Kudos) -> str:
    to = ", ".join(now.name(m) for m in one.to)
    theme = f" · {one.theme}" if one.theme else ""
    reactions = "".join(f"  {r.emoji} {now.name(r.member)}" for r in one.reactions)
    body = "\n  ".join(one.text.split("\n"))
    when = now.local(one.given)[:16].replace("T", " ")
    return f"{now.name(one.giver)} → {to} · {when}{theme}\n  {body}" + (f"\n{reactions}" if reactions else "")


@kudos.command("list")
@click.option("--to", "to", metavar="@h", help="Only thanks to that person.", shell_complete=handles)
@click.option("--from", "giver", metavar="@h", help="Only thanks from that person.", shell_complete=handles)
@click.option("--since", metavar="DATE", help="Only from that day on.")
@click.option("--search", metavar="WORDS", help="Only those with all of these words.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the newest first.")
def list_kudos(
    to: str | None, giver: str | None, since: str | None, search: str | None, limit: int | None
) -> None:
    """Show the wall, newest first."""
    with session() as now:
        receiver = now.team.find_member(to).id if to else None
        source = now.team.find_member(giver).id if giver else None
        first = now.day(since, back=True).isoformat() if since else ""
        words = fold(search or "").split()
        found = [
            k
            for k in now.snapshot.kudos
            if (receiver is None or receiver in k.to)
            and (source is None or k.giver == source)
            and now.local(k.given)[:10] >= first
            and all(word in fold(k.text) for word in words)
        ]
        shown = found[:limit]
        document = (
            {"kudos": [_document(now, k) for k in shown], "total": len(found)}
            if this_call().as_json
            else None
        )

        def text() -> str:
            if not shown:
                return "Nothing on the wall here yet. Begin with: amity kudos give @someone “Thank you for …”"
            return "\n\n".join(_words(now, k) for k in shown)

        answer(document, text)


def _receiver(now: Session, word: str) -> str:
    """The member of a handle. One that has no @ may be a part of a text without quotes."""
    try:
        return now.team.find_member(word).id
    except UsageError as error:
        if word.startswith("@"):
            raise
        raise UsageError(f"{error} A text of several words needs quotes.") from None


@kudos.command()
@click.argument("words", nargs=-1, required=True, metavar="@h [@h…] TEXT", shell_complete=handles)
@click.option("--for", "theme", default="", metavar="VALUE", help="What it is for: help, craft, …")
def give(words: tuple[str, ...], theme: str) -> None:
    """Thank one or more people; a TEXT of - reads standard input."""
    *people, text = words
    if not people:
        raise UsageError("Say whom you thank and for what: amity kudos give @ben “Thank you for …”")
    if text == "-":
        text = sys.stdin.buffer.read(1 << 20).decode("utf-8", "replace")
    with session(change=True) as now:
        to = [_receiver(now, word) for word in people]
        given = now.team.give_kudos(to, text, theme)
        document = _document(now, given)
    answer(document, lambda: f"Your thanks to {', '.join(now.name(m) for m in to)} are on the wall.")


@kudos.command()
@click.argument("identity", metavar="ID")
@click.argument("text")
def edit(identity: str, text: str) -> None:
    """Change the words of a kudos that you gave."""
    with session(change=True) as now:
        changed = now.team.edit_kudos(now.team.find_kudos(identity).id, text)
        document = _document(now, changed)
    answer(document, lambda: "Changed.")


@kudos.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Take back a kudos that you gave."""
    with session(change=True) as now:
        found = now.team.find_kudos(identity)
        document = _document(now, found)
        now.team.remove_kudos(found.id)
    answer(document, lambda: "Taken off the wall.")


@kudos.command()
@click.argument("identity", metavar="ID")
@click.argument("emoji")
@click.option("--off", is_flag=True, help="Take the reaction back.")
def react(identity: str, emoji: str, off: bool) -> None:
    """Add your reaction to a kudos, or take it back; me-too stands for 🙌."""
    emoji = ME_TOO if emoji.strip().casefold() in ("me-too", "me too", "metoo") else emoji
    with session(change=True) as now:
        changed = now.team.react(now.team.find_kudos(identity).id, emoji, on=not off)
        document = _document(now, changed)
    answer(document, lambda: "Taken back." if off else f"{emoji} is on it.")


@kudos.command()
def mine() -> None:
    """Show your kind words: all that was ever said to you, newest first."""
    from tui.cli.cards import card_document, card_text

    with session() as now:
        found = [k for k in concerning(now.snapshot.kudos, now.team.me) if now.team.me in k.to]
        cards = [card for card in now.team.cards() if card.to == now.team.me]
        document = {
            "kudos": [_document(now, k) for k in found],
            "cards": [card_document(now, card) for card in cards],
        }

        def text() -> str:
            said = [f"{k.text}\n— {now.name(k.giver)}, {now.local(k.given)[:10]}" for k in found]
            said += [card_text(now, card).rstrip() for card in cards]
            return "\n\n".join(said) or "Nothing yet. Thanks travel: begin with someone else."

        answer(document, text)


@kudos.command()
@click.option("--me", is_flag=True, help="For you alone: no tab and no nudges.")
def off(me: bool) -> None:
    """Do without the wall, as a team or alone. Nothing is deleted."""
    _switch(me, on=False)


@kudos.command()
@click.option("--me", is_flag=True, help="For you alone.")
def on(me: bool) -> None:
    """Bring the wall back."""
    _switch(me, on=True)


def _switch(me: bool, *, on: bool) -> None:
    from store.notebook import Notebook

    with session(change=not me) as now:
        notebook = Notebook.open(now.home, now.clock, now.team.id, now.team.folder)
        if me:
            notebook.prefer_wall(on)
        else:
            now.team.set_wall(on)
        document = {"team": now.snapshot.kudos_on, "me": notebook.private().wall}
    who = "You do" if me else "The team does"
    back = " for you" if me else ""
    words = f"The wall is back{back}." if on else f"{who} without the wall now. Nothing was deleted."
    answer(document, lambda: words)
