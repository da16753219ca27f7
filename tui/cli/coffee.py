"""coffee."""

from __future__ import annotations

from typing import Any

import click

from store.coffee import Chat, my_chat
from store.errors import UsageError
from store.rules.pairing.words import times_words
from store.text import listed
from tui.cli.groups import Group
from tui.cli.session import Session, answer, session


class CoffeeGroup(Group):
    """`amity coffee` means `amity coffee show`."""

    default = "show"


@click.group(cls=CoffeeGroup)
def coffee() -> None:
    """Coffee chats: who meets whom this round."""


def _tell(now: Session) -> None:
    """Draws the round if nobody has, and shows it."""
    now.team.settle_coffee()
    chat = my_chat(now.snapshot, now.me, now.clock.now())
    answer(_document(now, chat), lambda: _words(now, chat))


def _document(now: Session, chat: Chat) -> dict[str, Any]:
    moments = chat.times.moments if chat.times is not None else ()
    return {
        "round": chat.round.id if chat.round is not None else None,
        "since": chat.monday.isoformat(),
        "next": chat.next_round.isoformat(),
        "weeks": now.snapshot.coffee_weeks,
        "size": now.snapshot.coffee_size,
        "pairs": sorted(sorted(now.handle(m) for m in group) for group in chat.groups),
        "mine": sorted(other.handle for other in chat.others),
        "state": chat.state,
        "first": chat.first.handle if chat.first is not None else None,
        "times": [now.local(moment) for moment in moments],
        "question": chat.question.text if chat.question is not None else None,
        "message": chat.message,
    }


def _words(now: Session, chat: Chat) -> str:
    lines = []
    if chat.others:
        writes = "you write" if chat.first == now.me else f"{chat.first.name if chat.first else ''} writes"
        lines.append(f"You meet {listed([o.name for o in chat.others])}; {writes} first.")
        lines += [
            f"  {times_words(m, now.me, chat.others)}" for m in (chat.times.moments if chat.times else ())
        ]
        lines += [f"  “{chat.question.text}”"] if chat.question is not None and chat.state == "open" else []
    lines += {
        "out": ["You do not take part. Join with: amity coffee join"],
        "pausing": ["You do without coffee chats for a while. End that with: amity coffee join"],
        "waiting": [
            f"Whoever is new takes part after a week here. The next draw is on {chat.next_round.isoformat()}."
            if chat.settling
            else "The next draw needs two people who take part."
        ],
        "alone": [f"Alone this round. There is a new draw on {chat.next_round.isoformat()}."],
        "skipped": [f"You leave this round out. There is a new draw on {chat.next_round.isoformat()}."],
        "met": ["You met."],
        "missed": ["It did not happen, no matter."],
    }.get(chat.state, [])
    groups = [listed([now.name(m) for m in group]) for group in chat.groups]
    return "\n".join([*lines, *(["", "Who meets whom:"] if groups else []), *(f"  {g}" for g in groups)])


@coffee.command()
def show() -> None:
    """Show this round."""
    with session(change=True) as now:
        _tell(now)


@coffee.command()
def join() -> None:
    """Take part from the next draw on."""
    with session(change=True) as now:
        now.team.join_coffee()
        _tell(now)


@coffee.command()
def leave() -> None:
    """Take part no more."""
    with session(change=True) as now:
        now.team.join_coffee(False)
        _tell(now)


@coffee.command()
@click.option("--next", "following", is_flag=True, help="The next round instead of this one.")
@click.option("--off", is_flag=True, help="Take part after all.")
def skip(following: bool, off: bool) -> None:
    """Leave this round out; no reason is asked."""
    with session(change=True) as now:
        chat = my_chat(now.snapshot, now.me, now.clock.now())
        now.team.skip_coffee(chat.next_round if following else chat.monday, not off)
        _tell(now)


@coffee.command()
@click.argument("until", metavar="DATE")
def pause(until: str) -> None:
    """Do without coffee chats up to and including DATE."""
    with session(change=True) as now:
        last = now.day(until)
        if last < now.today():
            raise UsageError("That day is over already.")
        now.team.pause_coffee(last)
        _tell(now)


@coffee.command()
@click.argument("said", metavar="[yes|no]", type=click.Choice(["yes", "no"]), default="yes")
def met(said: str) -> None:
    """Say that you met, or that it did not happen."""
    with session(change=True) as now:
        chat = my_chat(now.snapshot, now.me, now.clock.now())
        if chat.round is None or not chat.group:
            raise UsageError("There is no chat of yours this round.")
        now.team.mark_met(chat.round, chat.group, said == "yes")
        _tell(now)


@coffee.command()
@click.argument("weeks", type=click.IntRange(1, 6))
def every(weeks: int) -> None:
    """Draw every so many WEEKS, for the whole team."""
    with session(change=True) as now:
        now.team.set_coffee(weeks=weeks)
        _tell(now)


@coffee.command()
@click.argument("people", type=click.IntRange(2, 4))
def size(people: int) -> None:
    """Meet in pairs (2), threes or fours, for the whole team."""
    with session(change=True) as now:
        now.team.set_coffee(size=people)
        _tell(now)
