"""remind and reminders: private."""

from __future__ import annotations

from typing import Any

import click

from store.notebook import Notebook
from store.records import Reminder
from store.rules.reminders import open_reminders, read_moment, reminders_due, their_time
from tui.cli.groups import Command, Group
from tui.cli.session import Session, answer, columns, handles, session


def _notebook(now: Session) -> Notebook:
    return Notebook.open(now.home, now.clock, now.team.id, now.team.folder)


def _document(now: Session, reminder: Reminder) -> dict[str, Any]:
    return {
        "id": reminder.id,
        "person": now.handle(reminder.member),
        "text": reminder.text,
        "at": now.local(reminder.at),
        "due": reminder.done is None and reminder.at <= now.clock.now(),
        "done": reminder.done.isoformat() if reminder.done else None,
    }


def _when(now: Session, reminder: Reminder) -> str:
    """The moment by the clock where they are; mine for someone whom the file does not know."""
    person = now.snapshot.members.get(reminder.member, now.me)
    return their_time(reminder.at, person, now.clock.now())


@click.command(cls=Command)
@click.argument("handle", metavar="@h", shell_complete=handles)
@click.argument("text", metavar="TEXT")
@click.option(
    "--at", "when", default="", metavar="WHEN", help="09:00, fri, fri 09:00 or a date: their clock."
)
def remind(handle: str, text: str, when: str) -> None:
    """Remind yourself of something when someone is there again; nobody else sees it.

    Without --at it is when their next working day begins.
    """
    with session() as now:
        member = now.team.find_member(handle)
        at = read_moment(when, now.snapshot, member, now.clock.now())
        reminder = _notebook(now).remind(member.id, text, at)
        document, words = _document(now, reminder), _when(now, reminder)
    answer(document, lambda: f"You will see it at {words}, and you alone.")


@click.group(cls=Group)
def reminders() -> None:
    """What you want to be reminded of; nobody else sees it."""


@reminders.command("list")
def list_reminders() -> None:
    """Show the reminders that are not done, the first to come first."""
    with session() as now:
        private = _notebook(now).private(now.snapshot.same_as)
        found = open_reminders(private)
        due = {r.id for r in reminders_due(private, now.clock.now())}
        document = {"reminders": [_document(now, r) for r in found]}

        def text() -> str:
            if not found:
                return "No reminders. Set one with: amity remind @someone “ask about the draft”"
            return columns(
                [
                    (r.id[:8], "now" if r.id in due else _when(now, r), f"@{now.handle(r.member)}", r.text)
                    for r in found
                ]
            )

        answer(document, text)


@reminders.command()
@click.argument("identity", metavar="ID")
def done(identity: str) -> None:
    """Mark a reminder as done."""
    with session() as now:
        notebook = _notebook(now)
        reminder = notebook.find_reminder(identity)
        notebook.finish_reminder(reminder.id, now.today())
        document = _document(now, notebook.find_reminder(reminder.id))
    answer(document, lambda: f"Done: {reminder.text}")


@reminders.command()
@click.argument("identity", metavar="ID")
@click.argument("when", metavar="WHEN")
def move(identity: str, when: str) -> None:
    """Move a reminder to another moment."""
    with session() as now:
        notebook = _notebook(now)
        reminder = notebook.find_reminder(identity)
        person = now.snapshot.members.get(reminder.member, now.me)
        notebook.move_reminder(reminder.id, read_moment(when, now.snapshot, person, now.clock.now()))
        moved = notebook.find_reminder(reminder.id)
        document, words = _document(now, moved), _when(now, moved)
    answer(document, lambda: f"You will see it at {words}.")


@reminders.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Delete a reminder for good."""
    with session() as now:
        notebook = _notebook(now)
        reminder = notebook.find_reminder(identity)
        document = _document(now, reminder)
        notebook.remove_reminder(reminder.id)
    answer(document, lambda: "The reminder is gone.")
