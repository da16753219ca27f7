"""promise and promises."""

from __future__ import annotations

import re
from typing import Any

import click

from store.notebook import Notebook
from store.promises import MyPromises
from store.records import Promise, SharedPromise
from store.rules.promises import (
    done_lately,
    due_words,
    in_words,
    moved_words,
    open_promises,
    others,
    promised_to,
    read_promise,
)
from tui.cli import say
from tui.cli.groups import Command, Group
from tui.cli.session import Session, answer, columns, handles, session

WHAT_IS_SEEN = "Everyone on the team can see its words, its person and its day; nothing else of it."


@click.group(cls=Group)
def promises() -> None:
    """What you said that you would do.

    It is private: only what you share on purpose is ever in the team's folder.
    """


_MEANT_DAY = re.compile(r"\b(?:by|until|till|due)\b", re.IGNORECASE)
"""Words that lead a day in most promises."""


def _mine(now: Session) -> MyPromises:
    notebook = Notebook.open(now.home, now.clock, now.team.id, now.team.folder)
    return MyPromises(now.team, notebook, now.clock)


def _document(now: Session, mine: MyPromises, promise: Promise) -> dict[str, Any]:
    return {
        "id": promise.id,
        "text": promise.text,
        "to": now.handle(promise.to) if promise.to else None,
        "by": promise.by.isoformat() if promise.by is not None else None,
        "made": now.local(promise.made),
        "done": promise.done.isoformat() if promise.done is not None else None,
        "moved": [day.isoformat() for day in promise.moved],
        "shared": mine.is_shared(promise.id),
    }


def _words(now: Session, promise: Promise) -> str:
    return in_words(promise.text, now.name(promise.to) if promise.to else "", promise.by, now.today())


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True, metavar="TEXT")
@click.option("--to", "to", metavar="@h", help="To whom; else as the text says.", shell_complete=handles)
@click.option("--by", "by", metavar="DATE", help="By which day; else as the text says.")
@click.option("--share", is_flag=True, help=f"Show it to the team. {WHAT_IS_SEEN}")
def promise(words: tuple[str, ...], to: str | None, by: str | None, share: bool) -> None:
    """Keep something that you promised: "figures for Ben by fri".

    What you say with --to or --by counts, whatever the text says; an empty one means nobody, or no day.
    """
    text = " ".join(words)
    with session(change=share) as now:
        mine, me, today = _mine(now), now.me, now.today()
        people = others(now.snapshot, me.id, today) if to is None else ()
        read = read_promise(text, people, today, me.week, me.week_start)
        person = read.to if to is None else now.team.find_member(to).id if to else ""
        day = read.by if by is None else now.day(by) if by else None
        kept = mine.notebook.add_promise(read.text if None in (to, by) else text, person, day)
        if share:
            mine.share(kept.id)
        document, line = _document(now, mine, kept), _words(now, kept)
        namesakes = ", ".join(f"@{now.handle(member)}" for member in read.namesakes)
    answer(document, lambda: f"Kept: {line}" + (f"\n{WHAT_IS_SEEN}" if share else ""))
    if day is not None and day < today:
        say("That day is over already: it is due at once.")
    if day is None and by is None and _MEANT_DAY.search(text):
        say(f"No day was understood in it; set one with: amity promises move {kept.id[:10]} fri")
    if namesakes:
        say(f"More than one person has that name ({namesakes}): it is linked to nobody. Say whom with --to.")


@promises.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that you kept.")
def list_promises(everything: bool) -> None:
    """Show your promises by day; those that you kept in the last two weeks come last."""
    with session() as now:
        mine, today = _mine(now), now.today()
        known = mine.notebook.private(now.snapshot.same_as).promises
        kept = [p for p in reversed(known) if p.done is not None] if everything else done_lately(known, today)
        found = [*open_promises(known), *kept]
        to_me = promised_to(now.snapshot.promises, now.me.id, today)
        document = {
            "promises": [_document(now, mine, p) for p in found],
            "to_me": [_shared(now, p) for p in to_me],
        }

        def text() -> str:
            if to_me:
                theirs = columns([(f"  {now.name(p.member)}", p.text, due_words(p.by, today)) for p in to_me])
                mine_too = columns([_row(now, mine, p) for p in found])
                return "\n\n".join(filter(None, (mine_too, f"Promised to you:\n{theirs}")))
            if not found:
                return "No promises. Keep one with: amity promise “figures for Ben by fri”"
            return columns([_row(now, mine, p) for p in found])

        answer(document, text)


def _shared(now: Session, promise: SharedPromise) -> dict[str, Any]:
    """A promise that somebody shared and that is mine to know."""
    return {
        "id": promise.id,
        "from": now.handle(promise.member),
        "text": promise.text,
        "by": promise.by.isoformat() if promise.by is not None else None,
    }


def _row(now: Session, mine: MyPromises, promise: Promise) -> tuple[str, ...]:
    today = now.today()
    when = f"kept {promise.done.isoformat()}" if promise.done is not None else due_words(promise.by, today)
    before = moved_words(promise.moved, promise.by, today)
    notes = [f"for {now.name(promise.to)}" if promise.to else "", before if promise.done is None else ""]
    notes += ["shared" if mine.is_shared(promise.id) else ""]
    return promise.id[:10], when, promise.text, " · ".join(filter(None, notes))


def _change(identity: str, what: str, said: str) -> None:
    """Does one thing to the promise of that id, and says so."""
    with session(change=True) as now:
        mine = _mine(now)
        found = mine.notebook.find_promise(identity)
        document = _document(now, mine, found)
        changed = getattr(mine, what)(found.id)
        if isinstance(changed, Promise):
            document = _document(now, mine, changed)
    answer(document, lambda: said)


@promises.command()
@click.argument("identity", metavar="ID")
def done(identity: str) -> None:
    """Mark a promise as kept."""
    _change(identity, "finish", "Kept. Well done.")


@promises.command()
@click.argument("identity", metavar="ID")
def reopen(identity: str) -> None:
    """Take back that a promise was kept."""
    _change(identity, "reopen", "It is open again.")


@promises.command()
@click.argument("identity", metavar="ID")
@click.argument("words", nargs=-1, required=True, metavar="DATE")
def move(identity: str, words: tuple[str, ...]) -> None:
    """Promise it for another day, and print a message that says so, to be sent."""
    with session(change=True) as now:
        mine = _mine(now)
        moved, message = mine.move(mine.notebook.find_promise(identity).id, now.day(" ".join(words)))
        document = {**_document(now, mine, moved), "message": message}
    answer(document, lambda: message)


@promises.command()
@click.argument("identity", metavar="ID")
def share(identity: str) -> None:
    """Show a promise to the team: its words, its person and its day, nothing else of it."""
    _change(identity, "share", f"Shared. {WHAT_IS_SEEN}")


@promises.command()
@click.argument("identity", metavar="ID")
def unshare(identity: str) -> None:
    """Keep a promise to yourself again; its words leave the team's files."""
    _change(identity, "unshare", "It is yours alone again.")


@promises.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Remove a promise for good, also where it was shared."""
    _change(identity, "remove", "Removed for good.")
