"""people, away and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from store.errors import UsageError
from store.records import Member
from store.rules.presence import read_days_away
from tui.cli import say
from tui.cli.groups import Command, Group
from tui.cli.session import SHOWN, Session, answer, columns, handles, session


def _person(now: Session, member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "handle": member.handle,
        "name": member.name,
        "timezone": member.timezone,
        "status": now.presence(member),
        "joined": member.joined.isoformat(),
    }


@click.group(cls=Group)
def people() -> None:
    """Who is in the team."""


@people.command("list")
def list_people() -> None:
    """List the members."""
    with session() as now:
        found = [_person(now, m) for m in now.snapshot.members.values() if m.left is None]

        def text() -> str:
            return columns(
                [(f"@{p['handle']}", p["name"], p["timezone"], p["status"], p["joined"]) for p in found]
            )

        answer({"people": found}, text)


@people.command()
@click.argument("name")
@click.option("--handle", metavar="H", help="The handle; else made from the name.")
@click.option("--timezone", metavar="TZ", help="Their time zone; else yours.")
def add(name: str, handle: str | None, timezone: str | None) -> None:
    """Add a member."""
    with session(change=True) as now:
        member = now.team.add_member(name, handle, timezone or now.me.timezone)
        person = _person(now, member)
    answer(person, lambda: f"{member.name} is in the team as @{member.handle}.")


@people.command()
@click.argument("stays", metavar="@h", shell_complete=handles)
@click.argument("goes", metavar="@h", shell_complete=handles)
def merge(stays: str, goes: str) -> None:
    """Make one of two entries for one person; the first card stays, the history of both counts as theirs."""
    with session(change=True) as now:
        member = now.team.merge_members(now.team.find_member(stays).id, now.team.find_member(goes).id)
        person = _person(now, member)
    answer(person, lambda: f"Both are @{member.handle} now. Apart again: amity people split @{member.handle}")


@people.command()
@click.argument("person", metavar="@h", shell_complete=handles)
def split(person: str) -> None:
    """Part again what was made one person of two entries."""
    with session(change=True) as now:
        apart = now.team.split_member(now.team.find_member(person).id)
        found = [_person(now, m) for m in apart]
    answer({"people": found}, lambda: f"Apart again: {', '.join(f'@{m.handle}' for m in apart)}.")


@people.command("import")
@click.option("--git", "repository", type=click.Path(path_type=Path), help="A git repository: its authors.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="A CSV file: name, handle, timezone.")
@click.option("--since", metavar="DATE", help="Only authors of commits from then on.")
@click.option("--limit", type=click.IntRange(1, 500), help="At most so many people, the most frequent first.")
def import_people(repository: Path | None, table: Path | None, since: str | None, limit: int | None) -> None:
    """Add people from a git history or a CSV file; nobody is added twice."""
    from store.exchange.history import read_history
    from store.exchange.people import Found, Skipped, sort_out
    from store.exchange.tables import read_table

    if (repository is None) == (table is None):
        raise UsageError("Say where the people come from: --git REPO or --csv FILE.")
    if since and repository is None:
        raise UsageError("--since goes with --git.")
    with session(change=True) as now:
        found: list[Found]
        skipped: list[Skipped] = []
        if repository is not None:
            first = now.day(since, back=True).isoformat() if since else None
            found = read_history(repository, first)
        else:
            assert table is not None
            found, skipped = read_table(table)
        sorting = sort_out(found[:limit], now.snapshot)
        skipped = sorted([*skipped, *sorting.skipped])
        for line, why in skipped[:SHOWN]:
            say(f"Line {line} of {table} was left out: {why}")
        if len(skipped) > SHOWN:
            say(f"So were {len(skipped) - SHOWN} more.")
        if skipped and not sorting.fresh and not sorting.known:
            raise UsageError(f"Nobody could be taken from {table}.")
        for person in sorting.fresh:
            person.timezone = person.timezone or now.me.timezone
        added = now.team.add_members(sorting.fresh) if sorting.fresh else []
        document = {
            "added": [_person(now, m) for m in added],
            "known": [_person(now, now.snapshot.members[m]) for m in sorting.known],
            "skipped": [{"line": line, "why": why} for line, why in skipped],
        }

    def text() -> str:
        rows = [(f"@{m.handle}", m.name) for m in added]
        known = f"{len(sorting.known)} known already."
        return f"Added {len(added)}, {known}\n{columns(rows)}".rstrip()

    answer(document, text)


@people.command()
@click.argument("handle", shell_complete=handles)
def remove(handle: str) -> None:
    """Mark someone as having left: history stays, no new roles."""
    with session(change=True) as now:
        member = now.team.remove_member(now.team.find_member(handle).id)
        person = _person(now, member)
    answer(person, lambda: f"{member.name} is marked as having left. What they did stays.")


@click.command(cls=Command)
@click.argument("handle", shell_complete=handles)
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="[TO]", required=False)
def away(handle: str, first: str, last: str | None) -> None:
    """Note that someone is away, from FROM to TO."""
    with session(change=True) as now:
        member = now.team.find_member(handle)
        begin, end_day = read_days_away(first, last or "", now.today())
        absence = now.team.set_away(member.id, begin, end_day)
    end = absence.last.isoformat() if absence.last else None
    document = {"id": absence.id, "person": member.handle, "from": absence.first.isoformat(), "to": end}
    until = f" to {end}" if end else ""
    answer(document, lambda: f"{member.name} is away from {document['from']}{until}.")


@click.command(cls=Command)
@click.argument("handle", shell_complete=handles)
@click.option("--ahead", is_flag=True, help="Take back days away that are still to come.")
def back(handle: str, ahead: bool) -> None:
    """Note that someone is back today."""
    with session(change=True) as now:
        member = now.team.find_member(handle)
        today = now.clock.today(member.timezone)
        was_away = now.snapshot.away(member.id, today) is not None
        coming = [a for a in now.snapshot.absences if a.member == member.id and a.first > today]
        if ahead:
            for absence in coming:
                now.team.cancel_absence(absence.id)
        else:
            now.team.set_back(member.id, today)
        person = _person(now, member)

    def text() -> str:
        if ahead:
            return f"No days away of {member.name} lie ahead any more."
        said = f"{member.name} is back." if was_away else f"{member.name} was not away."
        days = ", ".join(f"{a.first.isoformat()} to {a.last or 'open'}" for a in coming)
        more = f" Still to come: {days}. Take that back with: amity back @{member.handle} --ahead"
        return said + (more if coming else "")

    answer(person, text)
