"""export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import StoreError, UsageError
from store.sync.copies import FILE_NAME
from tui.cli import say
from tui.cli.groups import Group, this_call
from tui.cli.session import Session, answer, handles, session

if TYPE_CHECKING:
    from store.exchange.thanks import Teller


class ExportGroup(Group):
    """What is exported has to be said."""

    default = None


@click.group(cls=ExportGroup)
def export() -> None:
    """For a calendar, a page, a spreadsheet or a chat."""


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


@export.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "csv", "json"]),
    required=True,
    help="A page (html), a spreadsheet (csv), a chat or wiki (md), a program (json).",
)
@click.option("--since", metavar="DATE", help="Only from that day on.")
@click.option("--to", "to", metavar="@h", help="Only thanks to that person.", shell_complete=handles)
@click.option("--from", "giver", metavar="@h", help="Only thanks from that person.", shell_complete=handles)
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else printed.")
def kudos(form: str, since: str | None, to: str | None, giver: str | None, file: Path | None) -> None:
    """The wall of thanks, newest first."""
    import orjson

    from store.exchange.thanks import Teller
    from store.exchange.wall import as_csv, as_markdown, as_page
    from tui.cli.kudos import documents, matching

    with session() as now:
        found, team = matching(now, to, giver, since), now.snapshot.name
        if form == "json":
            data = orjson.dumps({"kudos": documents(now, found)}, option=orjson.OPT_APPEND_NEWLINE)
        else:
            teller = Teller(now.snapshot, now.me.timezone)
            wall, title = list(map(teller.tell, found)), _title(now, teller, to, giver)
            match form:
                case "html":
                    data = as_page(wall, title, team, now.me.week_start).encode()
                case "md":
                    data = as_markdown(wall, title, team).encode()
                case _:
                    data = as_csv(wall)
    give(data, file, {"format": form}, "The thanks")


@export.command()
@click.option("--format", "form", type=click.Choice(["json"]), required=True, help="A program's.")
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else printed.")
def team(form: str, file: Path | None) -> None:
    """The whole team, for a new folder or another program; nothing that is yours alone."""
    from store.exchange.whole_team import as_json

    with session() as now:
        found = as_json(now.team.replica.state(), now.clock.now())
        name = now.snapshot.name
    if found.left_out:
        say(f"{found.left_out} things in the team file do not fit and were left out.")
    give(found.data, file, {"format": form}, f"All that {name} shares", "is")


def _title(now: Session, teller: Teller, to: str | None, giver: str | None) -> str:
    """Whose thanks these are: "Thanks from Ana to Ben"; "Our wall of thanks" of everyone's."""
    if not (to or giver):
        return "Our wall of thanks"
    words = [("from", giver), ("to", to)]
    named = [f"{word} {teller.name(now.team.find_member(handle).id)}" for word, handle in words if handle]
    return " ".join(("Thanks", *named))


def give(data: bytes, file: Path | None, about: dict[str, Any], what: str, verb: str = "are") -> None:
    """Writes the file, or prints it; in JSON it is `text` where there is no file."""
    if file is not None:
        if file.exists() and file.name in (FILE_NAME, "settings.toml"):
            raise UsageError(f"{file} belongs to amity; choose another name. It was left as it is.")
        try:
            file.write_bytes(data)
        except OSError as error:
            why = (error.strerror or "unknown").lower()
            raise StoreError(f"{file} cannot be written: {why}.") from None
        answer({**about, "file": str(file), "text": None}, lambda: f"{what} {verb} in {file}.")
    elif this_call().as_json:
        answer({**about, "file": None, "text": data.decode()}, str)
    else:
        click.echo(data, nl=False)
