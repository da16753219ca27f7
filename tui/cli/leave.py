"""leave."""

from __future__ import annotations

import sys

import click

from store.errors import UsageError
from store.team.leaving import GOES, HERE_TOO, THEY_GO, THEY_STAY
from tui.cli.groups import Command
from tui.cli.session import answer, open_team


@click.command(cls=Command)
@click.option(
    "--texts", type=click.Choice(["stay", "go"]), default="stay", help="Whether what you said goes with you."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def leave(texts: str, yes: bool) -> None:
    """Leave the team, and have this machine forget it."""
    team, home, _ = open_team()
    name = team.membership.name
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"This leaves {name} for good. Say --yes if that is meant; nothing was changed.")
        for words in (GOES, THEY_GO if texts == "go" else THEY_STAY, HERE_TOO, _SAVE):
            click.echo(words, err=True)
        click.confirm(f"Leave {name}?", abort=True, err=True)
    team.leave(home, words_go=texts == "go")
    answer({"left": {"id": team.id, "name": name}, "texts": texts}, lambda: f"You have left {name}.")


_SAVE = "Your notes can be saved before, with: amity notes export -o FILE"
