"""backup and restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from store.errors import NoTeamError, StoreError, UsageError
from store.restoring import Preview
from store.team import Team
from store.team.backups import Backup
from tui.cli import say, surroundings
from tui.cli.groups import Group, this_call
from tui.cli.session import SYNC_SECONDS, answer, columns, session


class BackupGroup(Group):
    """Alone, it makes one."""

    default = "now"


@click.group(cls=BackupGroup)
def backup() -> None:
    """What this machine keeps of earlier days, outside of the shared folder."""


@backup.command("now")
@click.option(
    "-o", "file", metavar="FILE", type=click.Path(path_type=Path), help="Where to; else beside the others."
)
def now_(file: Path | None) -> None:
    """Keep the team as it is now."""
    with session() as now:
        if file is None:
            kept = now.team.back_up()
        else:
            now.team.save_backup(file)
            kept = file
    answer({"file": str(kept)}, lambda: f"The team as it is now is in {kept}.")


@backup.command("list")
def list_() -> None:
    """All of them, the newest first."""
    home, clock = surroundings()
    kept = Team.open(home, clock, this_call().folder).backups()
    documents = [
        {
            "file": str(one.file),
            "day": one.day.isoformat(),
            "at": one.moment.isoformat() if one.moment else None,
            "bytes": one.file.stat().st_size,
        }
        for one in kept
    ]
    answer({"backups": documents}, lambda: _listed(kept))


def _listed(kept: list[Backup]) -> str:
    if not kept:
        return "None yet: the first is kept with the second change of a day. Make one now: amity backup"
    rows = [
        (one.file.stem, f"{one.day:%a} {one.day.day} {one.day:%B}", "asked for" if one.moment else "")
        for one in kept
    ]
    return f"{columns(rows)}\n\nGo back to one: amity restore {kept[0].file.stem}"


def _names(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The backups that complete a word; the shell itself completes files."""
    home, clock = surroundings()
    try:
        kept = Team.open(home, clock, this_call(ctx).folder).backups()
    except StoreError:
        return []
    found = [CompletionItem(one.file.stem) for one in kept if one.file.stem.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]


@click.command(cls=Group.command_class)
@click.argument("what", metavar="[DAY|FILE]", default="", shell_complete=_names)
@click.option("--yes", is_flag=True, help="Do it without asking.")
def restore(what: str, yes: bool) -> None:
    """Go back to an earlier day: first shows what would change."""
    home, clock = surroundings()
    team = Team.open(home, clock, this_call().folder)
    report = team.pull(SYNC_SECONDS)
    if report.error is not None:
        say(f"{report.error} The answer comes from this machine.")
    if team.replica.state() and team.me not in team.snapshot().members:
        raise NoTeamError(f"You are not in the team in {team.folder} any more.")
    file = _meant(team, what)
    found = team.look_back_to(file)
    asks = not (yes or this_call().as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    sure = bool(found.lines) and (yes or (asks and _asked(file, found)))
    before = None
    if sure:
        found, before = team.restore(file)
        after = team.sync(SYNC_SECONDS)
        if after.error is not None:
            say(f"{after.error} Your change is safe on this machine and goes out by itself later.")
    document = {
        "from": str(file),
        "changes": list(found.lines),
        "more": found.more,
        "restored": sure,
        "before": str(before) if before else None,
    }
    lines = _told(file, found, before, sure)
    if asks and found.lines:  # all of that was shown before
        lines = lines[-1:] if sure else ["Nothing was changed."]
    answer(document, lambda: "\n".join(lines))


def _meant(team: Team, what: str) -> Path:
    """The file that was named: a backup by its name or day, else any file; the newest if nothing was said."""
    if not what:
        kept = team.backups()
        if not kept:
            raise UsageError("There is no backup on this machine yet. Name a file: amity restore FILE")
        return kept[0].file
    if Path(what).expanduser().is_file():
        return Path(what).expanduser()
    from store.rules.dates import read_day

    zone = "UTC"  # the days of the files
    try:
        day = read_day(what, team.clock.today(zone), back=True)
    except UsageError:
        day = None
    return team.backup(what, day)


def _asked(file: Path, found: Preview) -> bool:
    """Shows what would change, and asks."""
    click.echo("\n".join(_told(file, found, None, False)[:-1]))
    return click.confirm("Change it so?")


def _told(file: Path, found: Preview, before: Path | None, sure: bool) -> list[str]:
    lines = [
        f"Back to {file.stem if file.parent.name == 'days' else file}:",
        *(f"  {line}" for line in found.told),
    ]
    if not found.lines:
        return [*lines, "Nothing was changed."]
    lines.append("What was made since stays. What was taken back or removed for good stays so.")
    if not sure:
        return [*lines, "Nothing was changed. To do it, add --yes"]
    undo = f" To undo it: amity restore {before.stem}" if before else ""
    return [*lines, f"Done.{undo}"]
