"""What commands share: opening the team, taking in and bringing to the folder, and answering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from store.clock import Clock
from store.errors import StoreError, UnreadableError
from store.records import Member, Snapshot
from store.rules.dates import read_day
from store.rules.presence import is_away
from store.settings import Home
from store.team import Team
from store.text import fold
from store.zones import zone
from tui.cli import say, surroundings
from tui.cli.groups import this_call

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SYNC_SECONDS: Final = 2.0
"""How long a command waits for the folder."""

GLANCE_SECONDS: Final = 0.2
"""The same where a shell begins."""

SHOWN: Final = 20
"""Lines about what an import left out, for people; JSON has all."""


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

    def day(self, text: str, *, back: bool = False) -> date:
        """A date from ISO, today, tomorrow or a weekday, today included. Raises `UsageError`.

        A weekday is the next such day; with `back`, where a beginning is asked for, the last one.
        """
        return read_day(text, self.today(), back=back)

    def presence(self, member: Member) -> str:
        """`here`, `away`, or `left`: today, where they are."""
        if member.left is not None:
            return "left"
        return "away" if is_away(self.snapshot, member, self.clock.today(member.timezone)) else "here"

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


def open_team() -> tuple[Team, Home, Clock]:
    """The team of this call. A folder that has moved is said on stderr."""
    home, clock = surroundings()
    team = Team.open(home, clock, this_call().folder)
    if team.moved_from is not None:
        say(f"{team.snapshot().name} has moved from {team.moved_from} to {team.folder}; that is kept.")
    return team, home, clock


@contextmanager
def session(*, change: bool = False, glance: bool = False) -> Iterator[Session]:
    """The team of this call, with what the folder holds; a change goes to the folder at the end.

    Raises the store's errors. A folder that cannot be reached is said on stderr and stops nothing; a `glance`
    hardly waits for it, and says nothing.
    """
    team, home, clock = open_team()
    report = team.pull(GLANCE_SECONDS if glance else SYNC_SECONDS)
    if isinstance(report.error, UnreadableError):
        raise report.error
    team.check_membership()
    if report.error is not None and not change and not glance:
        say(f"{report.error} The answer comes from this machine.")
    elif report.status.condition == "read only":
        say(f"Reading only: {report.status.detail}.")
    yield Session(team, home, clock)
    if change:
        hangs = report.error is not None and team.engine.folder.hangs
        if hangs:
            team.engine.scrub()  # part of `sync`, and not in need of the folder
        after = report if hangs else team.sync(SYNC_SECONDS)
        if after.error is not None:
            say(f"{after.error} Your change is safe on this machine and goes out by itself later.")


def answer(document: Any, text: Callable[[], str]) -> None:
    """Prints the JSON document if it was asked for, else the text for people."""
    if this_call().as_json:
        click.echo(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE), nl=False)
    else:
        click.echo(text())


def handles(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The handles that complete a word, from this machine's copy alone."""
    return _completions(ctx, begun.lstrip("@"), "@", lambda team: [m.handle for m in team.members.values()])


def meeting_names(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The meetings that complete a word."""
    return _completions(ctx, begun, "", lambda team: [m.name for m in team.meetings.values()])


def _completions(
    ctx: click.Context, begun: str, mark: str, names: Callable[[Snapshot], list[str]]
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    home, clock = surroundings()
    try:
        found = names(Team.open(home, clock, this_call(ctx).folder).snapshot())
    except StoreError:
        return []  # a completion has no place for a sentence
    return [CompletionItem(mark + name) for name in found if fold(name).startswith(fold(begun))]


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
