"""today."""

from __future__ import annotations

from typing import Any, Literal

import click

from store.errors import UsageError
from store.notebook import Notebook
from store.today import Today, answer_today, decline, take_it_easy
from store.today import today as day_of
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, session

_note = click.option("--note", default="", metavar="TEXT", help="A private note about it.")


ALSO = 6
"""Lines at most about what else asks for attention."""


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
        lines = [f"{day.pick.title} · {_minutes(day.pick.minutes)}", f"  {day.pick.text}"]
        lines += [f"  “{day.pick.say}”"] if day.pick.say else []
        lines += ["", "  Done for today."] if day.state == "done" else []
        if day.state == "done" and any(p.id == day.pick.ref for p in day.promises):
            lines.append(f"  The promise is still open. Tick it off: amity promises done {day.pick.ref[:10]}")
    elif day.rest is not None:
        lines = [day.rest.reason]
    rows = [
        (f"  {now.local(t.starts)[11:16]}", now.snapshot.meetings[t.meeting].name, _role(now, t.role))
        for t in day.turns
    ]
    if rows:
        lines += ["", columns(rows)]
    lines += [f"  Also today: {signal.text}" for signal in day.also[:ALSO]]
    lines += ["  And more: amity promises, amity notes --due"] if len(day.also) > ALSO else []
    lines += [f"  A card was opened for you: amity cards show {card.id[:10]}" for card in day.cards]
    return "\n".join(lines)


def _role(now: Session, role: str) -> str:
    known = now.snapshot.roles.get(role)
    return f"you: {known.name if known else role}" if role else "you are free"


def _tell(kind: Literal["done", "another", "later"] | None = None, note: str = "") -> None:
    with session() as now:
        notebook = _notebook(now)
        if kind is None:
            day = day_of(now.team, notebook, now.clock)
        else:
            day = answer_today(now.team, notebook, now.clock, kind, note)
        answer(_document(now, day), lambda: _words(now, day))


@today.command()
@click.option("--once", is_flag=True, help="In a few lines, quickly: for a shell's start.")
def show(once: bool) -> None:
    """Show today's suggestion."""
    if once:
        _glance()
    else:
        _tell()


def _glance() -> None:
    """The suggestion in a few lines; a folder that hangs is not waited for."""
    with session(glance=True) as now:
        day = day_of(now.team, _notebook(now), now.clock)
        answer(_document(now, day), lambda: _few_words(now, day))


def _few_words(now: Session, day: Today) -> str:
    """Two or three lines."""
    if day.pick is not None:
        done = "  (done)" if day.state == "done" else ""
        lines = [f"{day.pick.title} · {_minutes(day.pick.minutes)}{done}", f"  {day.pick.text}"]
    else:
        lines = [day.rest.reason] if day.rest is not None else []
    coming = next((t for t in day.turns if t.starts > now.clock.now()), None)
    if coming is not None:
        meeting = now.snapshot.meetings[coming.meeting].name
        lines.append(f"  {now.local(coming.starts)[11:16]} {meeting}, {_role(now, coming.role)}")
    return "\n".join(lines)


def _minutes(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _notebook(now: Session) -> Notebook:
    return Notebook.open(now.home, now.clock, now.team.id, now.team.folder)


@today.command()
def easy() -> None:
    """Little energy today: two minutes at most; again takes it back."""
    with session() as now:
        easy = take_it_easy(now.team, _notebook(now), now.clock)
        day = day_of(now.team, _notebook(now), now.clock)
        words = "An easy day: two minutes at most." if easy else "An ordinary day again."
        answer(_document(now, day), lambda: f"{words}\n\n{_words(now, day)}")


@today.command()
@click.argument("until", metavar="[DATE]", required=False)
@click.option("--off", is_flag=True, help="Suggestions come again.")
def quiet(until: str | None, off: bool) -> None:
    """No suggestions up to and including DATE."""
    if (until is None) != off:
        raise UsageError("Say until when it shall be quiet, or --off.")
    with session() as now:
        last = now.day(until) if until is not None else None
        if last is not None and last < now.today():
            raise UsageError("That day is over already.")
        _notebook(now).silence(last)
        words = f"Quiet until {last.isoformat()}." if last else "Suggestions come again."
        answer({"until": last.isoformat() if last else None}, lambda: words)


@today.command()
def never() -> None:
    """Never suggest this one again, and show another."""
    with session() as now:
        notebook = _notebook(now)
        before = day_of(now.team, notebook, now.clock)
        if before.pick is None or before.state != "open":
            raise UsageError("There is no open suggestion today.")
        decline(now.team, notebook, now.clock, "action", before.pick.action)
        day = day_of(now.team, notebook, now.clock)
        answer(_document(now, day), lambda: _words(now, day))


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
