"""kudos."""

from __future__ import annotations

import sys
from typing import Any

import click

from store.errors import UsageError
from store.records import Kudos
from store.text import fold
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
        "link": one.link or None,
        "reply": one.reply or None,
    }


def _words(now: Session, one: Kudos) -> str:
    to = ", ".join(now.name(m) for m in one.to)
    theme = f" · {one.theme}" if one.theme else ""
    reactions = "".join(f"  {r.emoji} {now.name(r.member)}" for r in one.reactions)
    body = "\n  ".join([*one.text.split("\n"), *([one.link] if one.link else [])])
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
@click.option("--link", default="", metavar="URL", help="Where the work can be seen.")
@click.option("--reply", default="", metavar="ID", help="The kudos that this one answers.")
def give(words: tuple[str, ...], theme: str, link: str, reply: str) -> None:
    """Thank one or more people; a TEXT of - reads standard input."""
    *people, text = words
    if not people:
        raise UsageError("Say whom you thank and for what: amity kudos give @ben “Thank you for …”")
    if text == "-":
        text = sys.stdin.buffer.read(1 << 20).decode("utf-8", "replace")
    with session(change=True) as now:
        to = [_receiver(now, word) for word in people]
        answered = now.team.find_kudos(reply).id if reply else ""
        given = now.team.give_kudos(to, text, theme, link, answered)
        document = _document(now, given)
        to_ask = [now.name(m) for m in to if now.snapshot.members[m].thanks == "ask"]
    answer(document, lambda: f"Your thanks to {', '.join(now.name(m) for m in to)} are on the wall.")
    if to_ask:
        names = ", ".join(to_ask)
        click.echo(f"{names} would like to be asked first. Not yet? amity kudos remove {given.id}", err=True)


@kudos.command()
@click.argument("identity", metavar="ID")
@click.argument("text")
@click.option("--for", "theme", metavar="VALUE", help="What it is for; an empty text takes it off.")
@click.option("--link", metavar="URL", help="Where the work can be seen; an empty text takes it off.")
def edit(identity: str, text: str, theme: str | None, link: str | None) -> None:
    """Change the words of a kudos that you gave."""
    with session(change=True) as now:
        changed = now.team.edit_kudos(now.team.find_kudos(identity).id, text, theme, link)
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
    """Add your reaction to a kudos, or take it back."""
    with session(change=True) as now:
        changed = now.team.react(now.team.find_kudos(identity).id, emoji, on=not off)
        document = _document(now, changed)
    answer(document, lambda: "Taken back." if off else f"{emoji} is on it.")


@kudos.command("themes")
@click.argument("what", required=False, type=click.Choice(["add", "remove"]))
@click.argument("word", required=False)
def list_themes(what: str | None, word: str | None) -> None:
    """Show what thanks can be for in this team, or change that list."""
    if what and not word:
        raise UsageError(f"Say which theme: amity kudos themes {what} WORD")
    with session(change=bool(what)) as now:
        team = now.team
        if what and word:
            word = team.add_theme(word) if what == "add" else team.remove_theme(word)
        known = team.snapshot().themes
    said = {
        "add": f"{word} is one of the team’s themes.",
        "remove": f"{word} is no theme of the team any more.",
    }
    answer({"themes": list(known)}, lambda: said[what] if what else "\n".join(known))
