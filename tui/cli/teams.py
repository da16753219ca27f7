"""init, join and sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.clock import wrong_clock
from store.errors import FolderError, NewerFormatError
from store.team import Team
from tui.cli import say, surroundings
from tui.cli.groups import Command
from tui.cli.session import answer, open_team

if TYPE_CHECKING:
    from store.sync.engine import Report


class FolderPath(click.Path):
    """A folder as it was typed. click would look at it, and wait for as long as it hangs."""

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> Path:
        """The path, unseen."""
        return Path(value)


def card_of(team: Team) -> dict[str, Any]:
    """The team, me in it, and its file, as JSON has them."""
    me, snapshot = team.myself(), team.snapshot()
    return {
        "team": {"id": team.id, "name": snapshot.name},
        "me": {"id": me.id, "handle": me.handle, "name": me.name},
        "file": str(team.engine.folder.file),
    }


@click.command(cls=Command)
@click.argument("folder", type=FolderPath())
@click.option("--team", "name", required=True, metavar="NAME", help="The name of the team.")
@click.option("--me", required=True, metavar="NAME", help="Your name.")
@click.option("--handle", metavar="H", help="Your handle; else made from your name.")
@click.option("--timezone", metavar="TZ", help="Your time zone; else this machine's.")
def init(folder: Path, name: str, me: str, handle: str | None, timezone: str | None) -> None:
    """Start a team in FOLDER, which is made if it is missing."""
    home, clock = surroundings()
    team = Team.begin(home, clock, folder, name, me, handle=handle, timezone=timezone)
    card = card_of(team)
    answer(card, lambda: f"{name} has begun in {team.folder}. You are @{card['me']['handle']}.")


@click.command(cls=Command)
@click.argument("folder", type=FolderPath())
@click.option("--me", required=True, metavar="NAME_OR_HANDLE", help="Who you are in the team, or your name.")
@click.option("--timezone", metavar="TZ", help="Your time zone if you are new; else this machine's.")
def join(folder: Path, me: str, timezone: str | None) -> None:
    """Join the team in FOLDER, as a member it knows or as a new one."""
    home, clock = surroundings()
    team = Team.join(home, clock, folder, me, timezone=timezone)
    card = card_of(team)
    answer(card, lambda: f"Welcome to {card['team']['name']}. You are @{card['me']['handle']}.")


@click.command(cls=Command)
def sync() -> None:
    """Bring this machine and the folder in step once."""
    team, _, _ = open_team()
    report = team.sync(10)
    if report.error is not None and not isinstance(report.error, FolderError):
        raise report.error
    ahead = team.replica.ahead()
    document = {
        "state": report.status.condition,
        "received": report.received,
        "sent": report.sent,
        "merged_copies": list(report.merged_copies),
        "set_aside": [str(p) for p in (*report.set_aside, team.replica.set_aside) if p is not None],
        "clock_ahead": round(ahead.total_seconds()),
    }
    if report.status.condition == "read only":
        raise NewerFormatError(f"The team file was read, not written: {report.status.detail}.")
    answer(document, lambda: "\n".join(_told(report)))
    if ahead:
        say(wrong_clock(ahead))
    if report.error is not None:
        raise FolderError(f"{report.error} What you changed is safe here: {report.status.waiting} waiting.")


def _told(report: Report) -> Iterator[str]:
    """What one cycle did, a line each."""
    yield f"{report.status.condition}: {report.received} received, {report.sent} sent"
    if report.status.condition == "waiting":
        yield f"{report.status.waiting} waiting: {report.status.detail}"
    for name in report.merged_copies:
        yield f"merged {name}"
    for path in report.set_aside:
        yield f"set aside {path}"
