"""today."""

from __future__ import annotations

from typing import Any, Literal

import click

from store.notebook import Notebook
from store.today import Today, answer_today
from store.today import today as day_of
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, session

_note = click.option("--note", default="", metavar="TEXT", help="A private note about it.")


class TodayGroup(Group):
    """`amity today` means `amity today show`."""

    default = "show"


@click.group(cls=TodayGroup)
def today() -> None:
    """Today's suggestion."""


def _document(now: Session, day: Today) -> dict[str, Any]:
    pick = day.pick
    suggestion = None
    if pick is not None:
        suggestion = {
            "id": pick.action,
            "principle": pick.principle,
            "title": pick.title,
            "text": pick.text,
            "say": pick.say,
            "minutes": pick.minutes,
            "person": now.handle(pick.member) if pick.member else None,
            "why": list(pick.why),
            "state": day.state,
        }
    meetings = now.snapshot.meetings
    return {
        "date": day.day.isoformat(),
        "suggestion": suggestion,
        "roles": [
            {
                "meeting": t.meeting,
                "name": meetings[t.meeting].name,
                "starts": now.local(t.starts),
                "role": t.role,
            }
            for t in day.turns
            if t.role
        ],
        "follow_ups": [
            {"id": n.id, "person": now.handle(n.member), "text": n.text, "due": str(n.follow_up)}
            for n in day.follow_ups
        ],
        "promises": [
            {"id": p.id, "text": p.text, "to": now.handle(p.to) if p.to else None, "by": str(p.by)}
            for p in day.promises
        ],
        "cards": [{"id": c.id, "for": c.occasion, "opens": c.opens.isoformat()} for c in day.cards],
        "kudos": [
            {"id": k.id, "from": now.handle(k.giver), "text": k.text, "given": now.local(k.given)}
            for k in day.kudos
        ],
    }


def _words(now: Session, day: Today) -> str:
    lines = []
    if day.pick is not None:
        lines = [f"{day.pick.title} · {day.pick.minutes} minutes", f"  {day.pick.text}"]
        lines += [f"  “{day.pick.say}”"] if day.pick.say else []
        lines += ["", "  Done for today."] if day.state == "done" else []
    elif day.rest is not None:
        lines = [day.rest.reason]
    rows = [
        (f"  {now.local(t.starts)[11:16]}", now.snapshot.meetings[t.meeting].name, _role(now, t.role))
        for t in day.turns
    ]
    if rows:
        lines += ["", columns(rows)]
    lines += [f"  Also today: {signal.text}" for signal in day.also]
    lines += [f"  A card was opened for you: amity cards show {card.id[:10]}" for card in day.cards]
    return "\n".join(lines)


def _role(now: Session, role: str) -> str:
    known = now.snapshot.roles.get(role)
    return f"you: {known.name if known else role}" if role else "you are free"


def _tell(kind: Literal["done", "another", "later"] | None = None, note: str = "") -> None:
    with session() as now:
        notebook = Notebook.open(now.home, now.clock, now.team.id, now.team.folder)
        if kind is None:
            day = day_of(now.team, notebook, now.clock)
        else:
            day = answer_today(now.team, notebook, now.clock, kind, note)
        answer(_document(now, day), lambda: _words(now, day))


@today.command()
def show() -> None:
    """Show today's suggestion."""
    _tell()


@today.command()
@_note
def done(note: str) -> None:
    """Mark it as done."""
    _tell("done", note)


@today.command()
@_note
def another(note: str) -> None:
    """Ask for another one."""
    _tell("another", note)


@today.command()
@_note
def later(note: str) -> None:
    """Put it off to another day."""
    _tell("later", note)
