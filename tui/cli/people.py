"""people, away and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from store.errors import UsageError
from store.records import Member
from tui.cli.session import DefaultGroup, Session, answer, columns, json_option, session


def _person(open_team: Session, member: Member) -> dict[str, Any]:
    day = open_team.clock.today(member.timezone)
    status = "away" if open_team.snapshot.away(member.id, day) else "here"
    return {
        "id": member.id,
        "handle": member.handle,
        "name": member.name,
        "timezone": member.timezone,
        "status": "left" if member.left is not None else status,
        "joined": member.joined.isoformat(),
    }


@click.group(cls=DefaultGroup)
def people() -> None:
    """Who is in the team."""


@people.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """List the members."""
    with session() as now:
        found = [_person(now, m) for m in now.snapshot.members.values() if m.left is None]

        def text() -> str:
            return columns([(f"@{p['handle']}", p["name"], p["timezone"], p["status"]) for p in found])

        answer(as_json, {"people": found}, text)


@people.command()
@click.argument("name")
@click.option("--handle", metavar="H", help="The handle; else made from the name.")
@click.option("--timezone", metavar="TZ", help="Their time zone; else yours.")
@json_option
def add(name: str, handle: str | None, timezone: str | None, as_json: bool) -> None:
    """Add a member."""
    with session(change=True) as now:
        member = now.team.add_member(name, handle, timezone or now.me.timezone)
        person = _person(now, member)
    answer(as_json, person, lambda: f"{member.name} is in the team as @{member.handle}.")


@people.command("import")
@click.option("--git", "repository", type=click.Path(path_type=Path), help="A git repository: its authors.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="A CSV file: name, handle, timezone.")
@click.option("--since", metavar="DATE", help="Only authors of commits from then on.")
@click.option("--limit", type=click.IntRange(1, 500), help="At most so many people, the most frequent first.")
@json_option
def import_people(
    repository: Path | None, table: Path | None, since: str | None, limit: int | None, as_json: bool
) -> None:
    """Add people from a git history or a CSV file; nobody is added twice."""
    from store.exchange.people import from_csv, from_git, unknown

    if (repository is None) == (table is None):
        raise UsageError("Say where the people come from: --git REPO or --csv FILE.")
    if since and repository is None:
        raise UsageError("--since goes with --git.")
    with session(change=True) as now:
        if repository is not None:
            found = from_git(repository, since=now.day(since).isoformat() if since else None)
        else:
            assert table is not None
            found = from_csv(table)
        fresh, known = unknown(found[:limit], now.snapshot)
        for person in fresh:
            person.timezone = person.timezone or now.me.timezone
        added = now.team.add_members(fresh) if fresh else []
        document = {
            "added": [_person(now, m) for m in added],
            "known": [_person(now, now.snapshot.members[m]) for m in known],
        }
    names = ", ".join(f"{m.name} (@{m.handle})" for m in added) or "nobody new"
    answer(as_json, document, lambda: f"Added {names}. {len(known)} known already.")


@people.command()
@click.argument("handle")
@json_option
def remove(handle: str, as_json: bool) -> None:
    """Mark someone as having left: history stays, no new roles."""
    with session(change=True) as now:
        member = now.team.remove_member(now.team.find_member(handle).id)
        person = _person(now, member)
    answer(as_json, person, lambda: f"{member.name} is marked as having left. What they did stays.")


@click.command()
@click.argument("handle")
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="[TO]", required=False)
def away(handle: str, first: str, last: str | None) -> None:
    """Note that someone is away, from FROM to TO."""
    with session(change=True) as now:
        member = now.team.find_member(handle)
        absence = now.team.set_away(member.id, now.day(first), now.day(last) if last else None)
    until = f" to {absence.last.isoformat()}" if absence.last else ""
    click.echo(f"{member.name} is away from {absence.first.isoformat()}{until}.")


@click.command()
@click.argument("handle")
def back(handle: str) -> None:
    """Note that someone is back today."""
    with session(change=True) as now:
        member = now.team.find_member(handle)
        now.team.set_back(member.id, now.clock.today(member.timezone))
    click.echo(f"{member.name} is back.")
