"""export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from store.errors import StoreError
from tui.cli.groups import Group, this_call
from tui.cli.session import answer, session


class ExportGroup(Group):
    """What is exported has to be said."""

    default = None


@click.group(cls=ExportGroup)
def export() -> None:
    """For a calendar, a page or a chat."""


@export.command()
@click.option("--format", "form", type=click.Choice(["ics", "md"]), required=True, help="Which kind of file.")
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else printed.")
def roles(form: str, file: Path | None) -> None:
    """Who has which role in the meetings of the next eight weeks."""
    from store.exchange.agenda import as_calendar, as_markdown, coming

    with session() as now:
        snapshot, moment = now.snapshot, now.clock.now()
        found = coming(snapshot, moment)
        data = (
            as_calendar(snapshot, found, moment) if form == "ics" else as_markdown(snapshot, found).encode()
        )
    give(data, file, {"format": form, "count": len(found)}, f"{len(found)} meetings")


def give(data: bytes, file: Path | None, about: dict[str, Any], what: str) -> None:
    """Writes the file, or prints it; in JSON it is `text` where there is no file."""
    if file is not None:
        try:
            file.write_bytes(data)
        except OSError as error:
            why = (error.strerror or "unknown").lower()
            raise StoreError(f"{file} cannot be written: {why}.") from None
        answer({**about, "file": str(file), "text": None}, lambda: f"{what} are in {file}.")
    elif this_call().as_json:
        answer({**about, "file": None, "text": data.decode()}, str)
    else:
        click.echo(data, nl=False)
