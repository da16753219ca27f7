"""What commands share: opening the team, taking in and bringing to the folder, and answering."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
import orjson

from store.clock import Clock
from store.errors import UnreadableError, UsageError
from store.records import Member, Snapshot
from store.settings import Home
from store.team import Team
from store.text import clean
from store.zones import zone
from tui.cli import surroundings

SYNC_SECONDS: Final = 2.0
"""How long a command waits for the folder."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class DefaultGroup(click.Group):
    """A group whose command `default` is meant when no other is named: `amity kudos --to @ana`."""

    default = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the default command in front, unless another one or the group's help is asked for."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


class Session:
    """An open team for one command."""

    def __init__(self, team: Team, home: Home, clock: Clock) -> None:
        self.team = team
        self.home = home
        self.clock = clock

    @property
    def snapshot(self) -> Snapshot:
        """The team now."""
        return self.team.snapshot()

    @property
    def me(self) -> Member:
        """My own record."""
        return self.team.myself()

    def today(self) -> date:
        """Today where I am."""
        return self.clock.today(self.me.timezone)

    def day(self, text: str) -> date:
        """A date from ISO, today, tomorrow or a weekday. Raises `UsageError`."""
        today, wanted = self.today(), text.strip().casefold()
        if wanted in ("today", "tomorrow"):
            return today + timedelta(days=wanted == "tomorrow")
        if wanted[:3] in _DAYS and wanted.isalpha():
            return today + timedelta(days=(_DAYS.index(wanted[:3]) - today.weekday()) % 7)
        try:
            return date.fromisoformat(wanted)
        except ValueError:
            raise UsageError(
                f"“{text}” is no date; write 2026-11-30, today, tomorrow or mon to sun."
            ) from None

    def local(self, moment: datetime) -> str:
        """A moment as ISO 8601 with the offset of where I am."""
        return moment.astimezone(zone(self.me.timezone)).isoformat(timespec="seconds")

    def handle(self, member: str) -> str:
        """The handle of a member id; the id itself for someone whom the file does not know."""
        found = self.snapshot.members.get(member)
        return found.handle if found else member

    def name(self, member: str) -> str:
        """The name of a member id."""
        found = self.snapshot.members.get(member)
        return found.name if found else "someone"


@contextmanager
def session(*, change: bool = False) -> Iterator[Session]:
    """The team of this call, with what the folder holds; a change goes to the folder at the end.

    Raises the store's errors. A folder that cannot be reached is said on stderr and stops nothing.
    """
    folder: Path | None = click.get_current_context().find_root().obj
    home, clock = surroundings()
    team = Team.open(home, clock, folder)
    report = team.pull()
    if isinstance(report.error, UnreadableError):
        raise report.error
    team.check_membership()
    if report.error is not None and not change:
        warn(f"{report.error} The answer comes from this machine.")
    elif report.status.condition == "read only":
        warn(f"Reading only: {report.status.detail}.")
    yield Session(team, home, clock)
    if change:
        after = team.sync(SYNC_SECONDS)
        if after.error is not None:
            warn(f"{after.error} Your change is safe on this machine and goes out by itself later.")


def warn(sentence: str) -> None:
    """A line on stderr."""
    click.echo(f"amity: {clean(sentence)}", err=True)


def answer(as_json: bool, document: Any, text: Callable[[], str]) -> None:
    """Prints the JSON document, or the text for people."""
    if as_json:
        sys.stdout.flush()
        click.echo(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE), nl=False)
    else:
        click.echo(text())


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as aligned columns, by the width that a terminal gives each character."""
    from wcwidth import wcswidth

    def width(text: str) -> int:
        return max(0, wcswidth(text))

    widths = [max((width(row[i]) for row in rows), default=0) for i in range(max(map(len, rows), default=0))]
    return "\n".join(
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip()
        for row in rows
    )
