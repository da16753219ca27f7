"""note and notes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from store.errors import UsageError
from store.exchange.notes import as_json, as_markdown, documents, write_private
from store.notebook import Notebook
from store.records import Note
from store.rules.follow_up import read_follow_up, said
from store.rules.remembered import about, by_person, due, is_open, newest_first, saying
from store.settings import Settings
from tui.cli import say, surroundings
from tui.cli.export import give
from tui.cli.groups import Command, Group
from tui.cli.kudos import read_input
from tui.cli.session import Session, answer, columns, handles, session

_NOTHING = "No notes yet. Write one with: amity note @someone “started a new course” --follow-up fri"


@contextmanager
def _notebook() -> Iterator[tuple[Session, Notebook]]:
    """The team and my notebook. What could not go to my other machines is said, and goes there later."""
    with session() as now:
        notebook = Notebook.open(now.home, now.clock, now.team.id, now.team.folder)
        yield now, notebook
        own = notebook.own_folder
        if own is not None and own.engine.report.error is not None:
            say(f"{own.engine.report.error} Your notebook is safe on this machine and goes there later.")


def _day(now: Session, text: str, member: str) -> date:
    """A day as people write it, for something about that member."""
    person = now.snapshot.members.get(member, now.me)
    return read_follow_up(text, now.today(), person, now.snapshot)


def _told(now: Session, note: Note, words: str) -> None:
    """Answers with that note."""
    (document,) = documents([note], now.snapshot, now.me.timezone)
    answer(document, lambda: words)


@click.command(cls=Command)
@click.argument("person", metavar="@h", shell_complete=handles)
@click.argument("text")
@click.option("--follow-up", metavar="DATE", help="When to come back to it: fri, +2w, after her vacation.")
def note(person: str, text: str, follow_up: str | None) -> None:
    """Note something about someone, for you alone; a TEXT of - reads standard input."""
    if text == "-":
        text = read_input("Write your note here")
    with _notebook() as (now, notebook):
        member = now.team.find_member(person)
        day = _day(now, follow_up, member.id) if follow_up is not None else None
        written = notebook.add_note(member.id, text, day)
        when = f" Come back to it on {said(day, now.today())}." if day else ""
        _told(now, written, f"Noted about {member.name}, for you alone.{when}")


@click.group(cls=Group)
def notes() -> None:
    """Your private notes about people; nobody else sees them."""


@notes.command("list")
@click.argument("person", required=False, metavar="@h", shell_complete=handles)
@click.option("--search", default="", metavar="WORDS", help="Only those with all of these words.")
@click.option("--due", "only_due", is_flag=True, help="Only those to come back to by today.")
def list_notes(person: str | None, search: str, only_due: bool) -> None:
    """Show your notes, newest first."""
    with _notebook() as (now, notebook):
        known = notebook.private(now.snapshot.same_as).notes
        found = newest_first(known)
        if person is not None:
            found = about(known, now.team.find_member(person).id)
        found = saying(found, search, now.snapshot.members)
        if only_due:
            found = due(found, now.today())
        shown = {"notes": documents(found, now.snapshot, now.me.timezone)}
        answer(shown, lambda: _words(now, found) if found else _empty(known))


def _empty(known: tuple[Note, ...]) -> str:
    return "Nothing in your notes that fits all of this." if known else _NOTHING


def _words(now: Session, found: tuple[Note, ...]) -> str:
    parts = []
    for member, their in by_person(found, now.snapshot.members):
        rows = []
        for one in their:
            first, *rest = one.text.split("\n")
            rows.append((one.id[:10], now.local(one.written)[:10], first, _state(now, one)))
            rows += [("", "", line, "") for line in rest]
        parts.append(f"{now.name(member)}\n{columns(rows)}")
    return "\n\n".join(parts)


def _state(now: Session, one: Note) -> str:
    if one.done is not None:
        return f"done {one.done.isoformat()}"
    return f"→ {said(one.follow_up, now.today())}" if one.follow_up is not None else ""


@notes.command()
@click.argument("identity", metavar="ID")
@click.argument("text")
@click.option("--follow-up", metavar="DATE", help="Another day to come back to it; an empty text for none.")
def edit(identity: str, text: str, follow_up: str | None) -> None:
    """Change the words of a note; a TEXT of - reads standard input."""
    if text == "-":
        text = read_input("Write your note here")
    with _notebook() as (now, notebook):
        found = notebook.find_note(identity)
        day = found.follow_up
        if follow_up is not None:
            day = _day(now, follow_up, found.member) if follow_up.strip() else None
        _told(now, notebook.edit_note(found.id, text, day), "Changed.")


@notes.command()
@click.argument("identity", metavar="ID")
def done(identity: str) -> None:
    """Mark a follow-up as done; the note stays."""
    with _notebook() as (now, notebook):
        found = notebook.find_note(identity)
        if not is_open(found):
            raise UsageError("There is nothing to come back to in that note.")
        notebook.finish_note(found.id, now.today())
        _told(now, notebook.find_note(found.id), "Done; the note stays.")


@notes.command()
@click.argument("identity", metavar="ID")
@click.argument("day", metavar="DATE")
def later(identity: str, day: str) -> None:
    """Come back to a note on another day: fri, +2w, after her vacation."""
    with _notebook() as (now, notebook):
        found = notebook.find_note(identity)
        when = _day(now, day, found.member)
        notebook.postpone_note(found.id, when)
        _told(now, notebook.find_note(found.id), f"Come back to it on {said(when, now.today())}.")


@notes.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Delete a note for good, also from the earlier files on this machine."""
    with _notebook() as (now, notebook):
        found = notebook.find_note(identity)
        notebook.remove_note(found.id)
        _told(now, found, "Deleted for good.")


@notes.command()
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", help="Which kind of file.")
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else printed.")
def export(form: str, file: Path | None) -> None:
    """Your notes as a file that only you may read, outside the team's folder."""
    with _notebook() as (now, notebook):
        known = notebook.private(now.snapshot.same_as).notes
        data = (as_json if form == "json" else as_markdown)(known, now.snapshot, now.me.timezone)
        if file is None:
            give(data, None, {"format": form, "count": len(known)}, "Your notes")
            return
        shared = [now.team.folder, *(m.folder for m in Settings(now.home).memberships)]
        where = write_private(file, data, shared)
        document = {"format": form, "count": len(known), "file": str(where), "text": None}
        answer(document, lambda: f"Your notes are in {where}.")


@notes.command()
@click.argument("path", required=False, metavar="PATH", type=click.Path(path_type=Path))
@click.option("--off", is_flag=True, help="Keep the notebook on this machine alone again.")
def folder(path: Path | None, off: bool) -> None:
    """Keep the notebook in a synced folder of your own, for your other machine; or show where it is."""
    from store.notebook.own_folder import choose, leave

    if path is not None and off:
        raise UsageError("Say a folder, or --off, not both.")
    home, _ = surroundings()
    if off:
        leave(home)
    if path is not None:
        choose(home, path)
    with _notebook() as (_, notebook):
        own = notebook.own_folder
        shown: dict[str, str | None] = dict.fromkeys(("folder", "file", "state"))
        if own is None:
            words = "Your notebook is on this machine alone. For your other machine: amity notes folder PATH"
        else:
            own.sync()
            shown = {"folder": str(own.path), "file": str(own.file), "state": own.status.condition}
            words = f"Your notebook is in {own.file}: {own.status.condition}."
        answer(shown, lambda: words)
