"""import: a whole team."""

from __future__ import annotations

from pathlib import Path

import click

from store.errors import StoreError
from store.team import Team
from tui.cli import surroundings
from tui.cli.groups import Group
from tui.cli.session import answer
from tui.cli.teams import FolderPath, card_of


class ImportGroup(Group):
    """What is imported has to be said."""

    default = None


@click.group(cls=ImportGroup, name="import")
def import_() -> None:
    """A whole team out of a file. People: amity people import; meetings: amity meetings import."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=FolderPath())
@click.option("--me", required=True, metavar="NAME_OR_HANDLE", help="Who you are in the team, or your name.")
@click.option("--team", "name", metavar="NAME", help="Another name for the team.")
def team(file: Path, folder: Path, me: str, name: str | None) -> None:
    """Start a new team in FOLDER with all that `amity export team` wrote into FILE."""
    from store.exchange.whole_team import edits, read_team
    from store.sync.document import SIZE_LIMIT

    try:
        with file.open("rb") as stream:
            whole = read_team(stream.read(SIZE_LIMIT + 1))
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {(error.strerror or 'unknown').lower()}.") from None
    home, clock = surroundings()
    made = Team.begin_with(home, clock, folder, name or whole.name, edits(whole), me)
    card = card_of(made)
    count = len(made.snapshot().members)
    answer(
        card,
        lambda: (
            f"{card['team']['name']} stands in {made.folder}, with {count} people. "
            f"You are @{card['me']['handle']}."
        ),
    )
