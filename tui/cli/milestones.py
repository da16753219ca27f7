"""milestones."""

from __future__ import annotations

from typing import Any

import click

from store.records import Milestone
from store.rules.milestones import next_time, read_shared_day, shared_day_words
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, session


@click.group(cls=Group)
def milestones() -> None:
    """Days that people chose to share: day and month, never an age."""


def _document(now: Session, milestone: Milestone) -> dict[str, Any]:
    ahead = next_time(milestone, now.today())
    return {
        "id": milestone.id,
        "person": now.handle(milestone.member),
        "month": milestone.month,
        "day": milestone.day,
        "year": milestone.year,
        "text": milestone.text,
        "next": ahead.isoformat() if ahead else None,
    }


@milestones.command("list")
def list_milestones() -> None:
    """Show the days that people share, the next ones first."""
    with session() as now:
        known = now.snapshot.members
        shared = [m for m in now.snapshot.milestones if m.member in known and known[m.member].left is None]
        found = [_document(now, m) for m in shared]
        found.sort(key=lambda d: (d["next"] is None, d["next"] or "", d["id"]))
        days = {m.id: shared_day_words(m) for m in shared}

        def text() -> str:
            if not found:
                return "Nobody shares a day yet. Share one with: amity milestones add “24 May” TEXT"
            return columns([(d["id"][:8], days[d["id"]], f"@{d['person']}", d["text"]) for d in found])

        answer({"milestones": found}, text)


@milestones.command()
@click.argument("day", metavar="DAY")
@click.argument("text", metavar="TEXT")
def add(day: str, text: str) -> None:
    """Share a DAY of yours, such as “24 May” or 05-24; 2027-05-24 is that one day alone."""
    with session(change=True) as now:
        shared = read_shared_day(day, now.today())
        milestone = now.team.share_milestone(shared.month, shared.day, text, shared.year)
        document = _document(now, milestone)
    words = shared_day_words(milestone)
    answer(document, lambda: f"The team can see {words}: {milestone.text}")


@milestones.command()
@click.argument("identity", metavar="ID")
def remove(identity: str) -> None:
    """Take back a day that you shared; its words are gone for good."""
    with session(change=True) as now:
        milestone = now.team.find_milestone(identity)
        document = _document(now, milestone)
        now.team.unshare_milestone(milestone.id)
    answer(document, lambda: f"{shared_day_words(milestone)} is no longer shared.")
