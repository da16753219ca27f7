"""kudos."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import UsageError
from store.finding import Finder, between, words_of
from store.records import ME_TOO, Kudos
from store.wall import concerning, receivers_of, select
from store.zones import zone
from tui.cli import say
from tui.cli.export import give as hand_over
from tui.cli.groups import Group, this_call
from tui.cli.session import Session, answer, handles, session

if TYPE_CHECKING:
    from store.exchange.digest import Kind

_INPUT_LIMIT: Final = 1 << 20
"""Bytes of standard input that are read; far more than a kudos may have."""


@click.group(cls=Group)
def kudos() -> None:
    """The wall of thanks."""


def _document(now: Session, one: Kudos) -> dict[str, Any]:
    reactions = {emoji: sorted(map(now.handle, members)) for emoji, members in sorted(one.joined.items())}
    return {
        "id": one.id,
        "from": now.handle(one.giver),
        "to": [now.handle(m) for m in one.to],
        "text": one.text,
        "value": one.theme or None,
        "given": now.local(one.given),
        "edited": now.local(one.edited) if one.edited else None,
        "reactions": reactions,
        "link": one.link or None,
        "reply": one.reply or None,
    }


def documents(now: Session, found: Iterable[Kudos]) -> list[dict[str, Any]]:
    """Those kudos in JSON."""
    return [_document(now, kudos) for kudos in found]


def matching(
    now: Session, to: str | None, giver: str | None, since: str | None, search: str | None = None
) -> Sequence[Kudos]:
    """The kudos that fit all that is asked for, newest first. Raises `UsageError` for an unknown person."""
    found: Sequence[Kudos] = now.snapshot.kudos
    if since:
        found = between(found, datetime.combine(now.day(since, back=True), time(), zone(now.me.timezone)))
    if to:
        receiver = now.team.find_member(to).id
        found = select(found, lambda says: receiver in receivers_of(says))
    if giver:
        source = now.team.find_member(giver).id
        found = select(found, lambda says: bool(says["from"] == source))
    return Finder().telling(found, words_of(search or ""), now.snapshot.members)


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
        found = matching(now, to, giver, since, search)
        shown = found[:limit]
        document = (
            {"kudos": [_document(now, k) for k in shown], "total": len(found)}
            if this_call().as_json
            else None
        )

        def text() -> str:
            if not shown and now.snapshot.kudos:
                return "Nothing on the wall that fits all of this."
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


def read_input(asked: str = "Write your thanks here") -> str:
    """The text on standard input. Who types it there is asked so, and told how to end it."""
    if sys.stdin is None:
        raise UsageError("There is no standard input to read the text from.")
    if sys.stdin.isatty():
        end = "ctrl+z and enter" if sys.platform == "win32" else "ctrl+d"
        say(f"{asked}; {end} on a line of its own ends it, ctrl+c gives up.")
    try:
        return sys.stdin.buffer.read(_INPUT_LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("What came in is not in UTF-8; save or send it as UTF-8 and try again.") from None


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
        text = read_input()
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
@click.option("--my-name", is_flag=True, help="Only take your name off it; the others stay thanked.")
def remove(identity: str, my_name: bool) -> None:
    """Take a kudos that you gave or got off the wall."""
    with session(change=True) as now:
        found = now.team.find_kudos(identity)
        document = _document(now, found)
        alone = len(found.to) == 1
        now.team.remove_kudos(found.id, my_name=my_name)
    answer(document, lambda: "Your name is off it." if my_name and not alone else "Taken off the wall.")


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


@kudos.command("digest")
@click.option("--week", "kind", flag_value="week", default="week", help="Of a week; that is usual.")
@click.option("--month", "kind", flag_value="month", help="Of a month.")
@click.option("--date", metavar="DATE", help="The week or month of that day; else today's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "text"]),
    default="text",
    help="Markdown, a page, or text to read aloud; that is usual.",
)
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else printed.")
def digest_command(kind: Kind, date: str | None, form: str, file: Path | None) -> None:
    """The thanks of a week or a month, to read aloud or to paste."""
    from store.exchange.digest import as_markdown, as_page, as_text, digest, kudos_of, span_of

    with session() as now:
        day = now.day(date, back=True) if date else now.today()
        span = span_of(kind, day, now.me.week_start)
        snapshot, timezone = now.snapshot, now.me.timezone
        told = digest(snapshot, span, timezone, now.me.week_start)
        text = {"md": as_markdown, "html": as_page, "text": as_text}[form](told)
        about: dict[str, Any] = {
            "period": kind,
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
        }
        if this_call().as_json:
            about["kudos"] = documents(now, kudos_of(snapshot, span, timezone))
    hand_over(text.encode(), file, {**about, "format": form}, told.title)


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
