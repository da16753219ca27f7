"""status."""

from __future__ import annotations

from typing import Any, Literal

import click

from store.errors import UsageError
from store.records import HelpFlag, Load, Offer
from store.rules import hands
from store.rules.open_hours import OpenToday, open_today
from store.text import listed
from tui.cli.groups import Group
from tui.cli.session import Session, answer, handles, session

NO_SECRET = "Whoever can read the folder can read it."


class StatusGroup(Group):
    """`amity status` means `amity status show`."""

    default = "show"


@click.group(cls=StatusGroup)
def status() -> None:
    """Whether you could use a hand, or can lend one.

    It ends by itself after five of your working days at the latest.
    """


@status.command()
def show() -> None:
    """Show what is up for you: yours, that of others, and what was offered."""
    with session() as now:
        _tell(now)


@status.command()
@click.argument("text", required=False, default="")
@click.option("--until", metavar="DATE", help="The last day; at most five working days.")
@click.option("--to", multiple=True, metavar="@h", shell_complete=handles, help="Only to these people.")
def swamped(text: str, until: str | None, to: tuple[str, ...]) -> None:
    """Say that you could use a hand, with what in one line of TEXT."""
    _raise("swamped", text, until, to)


@status.command()
@click.argument("text", required=False, default="")
@click.option("--until", metavar="DATE", help="The last day; at most five working days.")
@click.option("--to", multiple=True, metavar="@h", shell_complete=handles, help="Only to these people.")
def free(text: str, until: str | None, to: tuple[str, ...]) -> None:
    """Say that you can lend a hand."""
    _raise("free", text, until, to)


def _raise(kind: Load, text: str, until: str | None, to: tuple[str, ...]) -> None:
    with session(change=True) as now:
        day = now.day(until) if until is not None else None
        flag = now.team.raise_flag(text, [now.team.find_member(h).id for h in to], kind, day)
        document = _document(now)
        whom = listed([now.name(member) for member in flag.to]) or "your team"
        words = f"Told {whom}, until {flag.until.isoformat()} at the latest. Lower it with: amity status fine"
    answer(document, lambda: f"{words}\n{NO_SECRET}" if flag.to else words)


@status.command()
@click.option(
    "--helped-by", "helpers", multiple=True, metavar="@h", shell_complete=handles, help="Who helped you."
)
def fine(helpers: tuple[str, ...]) -> None:
    """Lower your flag; its words, and what was offered to you, are gone then."""
    with session(change=True) as now:
        people = [now.team.find_member(handle) for handle in helpers]
        now.team.lower_flag([person.id for person in people])
        document = _document(now)
    words = "Lowered."
    if people:
        named = " ".join(f"@{person.handle}" for person in people)
        words += f" Thank them with: amity kudos give {named} TEXT --for help"
    answer(document, lambda: words)


@status.command()
@click.argument("person", metavar="@h", shell_complete=handles)
@click.argument("text", required=False)
@click.option("--off", is_flag=True, help="Take your offer back.")
def offer(person: str, text: str | None, off: bool) -> None:
    """Offer a hand to someone whose flag is up, best in words about your time."""
    if text is not None and off:
        raise UsageError("Say what you offer, or --off to take your offer back.")
    with session(change=True) as now:
        flag = _flag_of(now, now.team.find_member(person).id)
        if off:
            now.team.withdraw_offer(flag.id)
        else:
            now.team.offer_help(flag.id, hands.SOME_TIME if text is None else text)
        document = _document(now)
        name = now.name(flag.member)
    words = f"Taken back; if {name} counts on you, tell them." if off else f"Offered to {name}; a no is fine."
    answer(document, lambda: words)


@status.command("answer")
@click.argument("person", metavar="@h", shell_complete=handles)
@click.argument("said", type=click.Choice(["yes", "no"]))
def reply(person: str, said: Literal["yes", "no"]) -> None:
    """Answer someone's offer: yes please, or not needed, thanks."""
    with session(change=True) as now:
        member = now.team.find_member(person).id
        mine = _mine(now)
        if mine is None:
            raise UsageError("You have no flag up.")
        now.team.answer_offer(mine.id, member, said)
        document = _document(now)
        name = now.name(member)
    words = f"{name} sees: yes, please." if said == "yes" else f"{name} sees: {hands.ALL_GOOD}"
    answer(document, lambda: words)


# What there is


def _mine(now: Session) -> HelpFlag | None:
    return hands.flags_up(now.snapshot, now.clock.now()).get(now.team.me)


def _flag_of(now: Session, member: str) -> HelpFlag:
    flag = hands.flags_up(now.snapshot, now.clock.now()).get(member)
    if flag is None or (member != now.team.me and not hands.is_for(flag, now.team.me)):
        raise UsageError(f"{now.name(member)} has no flag up. See those that are with: amity status")
    return flag


def _flags(now: Session) -> list[HelpFlag]:
    """All that I am shown: mine, then those of others, by day."""
    up = hands.flags_up(now.snapshot, now.clock.now())
    shown = [f for f in up.values() if f.member == now.team.me or hands.is_for(f, now.team.me)]
    return sorted(shown, key=lambda f: (f.member != now.team.me, f.since, now.handle(f.member)))


def _offers(now: Session, flag: HelpFlag) -> list[Offer]:
    """What I may know of: all that I was offered and that is not answered with no, or what I offered."""
    if flag.member == now.team.me:
        known = now.snapshot.members
        return [o for o in flag.offers if o.answer != "no" and o.member in known and o.member != flag.member]
    return [o for o in flag.offers if o.member == now.team.me]


def _document(now: Session) -> dict[str, Any]:
    mine, snapshot, moment = _mine(now), now.snapshot, now.clock.now()
    return {
        "status": mine.kind if mine is not None else "fine",
        "flags": [
            {
                "id": flag.id,
                "person": now.handle(flag.member),
                "kind": flag.kind,
                "text": flag.text,
                "since": flag.since.isoformat(),
                "until": hands.ends(snapshot, flag).isoformat(),
                "to": [now.handle(member) for member in flag.to],
                "offers": [
                    {
                        "from": now.handle(o.member),
                        "text": o.text,
                        "at": now.local(o.at),
                        "answer": o.answer or None,
                    }
                    for o in _offers(now, flag)
                ],
            }
            for flag in _flags(now)
        ],
        "open": [
            {
                "person": now.handle(hour.member),
                "from": now.local(hour.begins),
                "to": now.local(hour.ends),
                "text": hour.words,
            }
            for hour in open_today(snapshot, now.team.me, moment)
        ],
        "thank": [now.handle(member) for member in hands.thanks_due(snapshot, now.team.me, moment)],
    }


def _tell(now: Session) -> None:
    document = _document(now)

    def text() -> str:
        moment = now.clock.now()
        lines = [line for flag in _flags(now) for line in _lines(now, flag)]
        lines += [_open_line(now, hour) for hour in open_today(now.snapshot, now.team.me, moment)]
        for member in hands.thanks_due(now.snapshot, now.team.me, moment):
            how = f"amity kudos give @{now.handle(member)} TEXT --for help"
            lines.append(f"Thank {now.name(member)} for the hand with: {how}")
        how = "Nobody has a flag up. Say that you could use a hand with: amity status swamped TEXT"
        return "\n".join(lines) or how

    answer(document, text)


def _lines(now: Session, flag: HelpFlag) -> list[str]:
    mine = flag.member == now.team.me
    who = "You" if mine else now.name(flag.member)
    what = "could use a hand" if flag.kind == "swamped" else "can lend a hand"
    words = f": {flag.text}" if flag.text else ""
    head = f"{who} {what}{words} (until {hands.ends(now.snapshot, flag).isoformat()})"
    said = {"": "", "yes": "  → yes, please", "no": ""}
    below = []
    for one in _offers(now, flag):
        if mine:
            below.append(f"  @{now.handle(one.member)} {now.name(one.member)}: {one.text}{said[one.answer]}")
        elif one.answer == "no":
            below.append(f"  {hands.ALL_GOOD}")
        else:
            below.append(f"  you offered: {one.text}{said[one.answer]}")
    return [head, *below]


def _open_line(now: Session, hour: OpenToday) -> str:
    begins = now.local(hour.begins)[11:16]
    return f"{now.name(hour.member)} has an open half hour today at {begins}" + (
        f": {hour.words}" if hour.words else ""
    )
