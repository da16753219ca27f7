"""profile."""

from __future__ import annotations

from typing import Any

import click

from store.records import Member
from store.rules.hours import read_hours
from store.rules.open_hours import read_open
from store.team.profile import place_of, week_of
from tui.cli import say
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, handles, session


class ProfileGroup(Group):
    """`amity profile @ben` means `amity profile show @ben`."""

    default = "show"


@click.group(cls=ProfileGroup)
def profile() -> None:
    """A person's card."""


@profile.command()
@click.argument("handle", metavar="[@h]", required=False, shell_complete=handles)
def show(handle: str | None) -> None:
    """Show someone's card, or yours."""
    with session() as now:
        _tell(now, now.team.find_member(handle) if handle else now.me)


@profile.command("set")
@click.argument("field")
@click.argument("value")
def change(field: str, value: str) -> None:
    """Set a FIELD of your card to VALUE; an empty one takes it off.

    \b
    name, pronouns, hours   words
    timezone                such as Europe/Berlin
    week                    mon-fri, sun-thu, or mon,tue,thu
    place                   office, remote, or remote:mon,fri
    thanks                  wall, private, ask
    suggest                 yes, rarely, light, no
    coffee                  yes, no
    share                   1, or 2 for half time: each turn counts double
    role.ROLE               in, out, learn
    holidays                the region of your public holidays: DE, or DE-BE
    say                     how to say your name
    focus, open             hours: not to be interrupted in, open to questions
    channel, feedback       words: how to reach you, how you like to hear things
    thanks_words            words: how you like to be thanked
    ask_me_about            words
    any other name          words of your own
    """
    name = field.strip().casefold()
    with session(change=True) as now:
        member = now.team.write_card({name: value})
        if name == "holidays" and not now.team.note_public_holidays():
            from store.exchange.holidays import INSTALL

            say(
                "Your region is noted, but its holidays are not known here. "
                f"Install {INSTALL} and set it again."
            )
        if name in ("hours", "focus") and value.strip() and read_hours(value) is None:
            say("Kept as words; no hours can be read from them. Write such as 9-17.")
        if name == "open" and value.strip() and not read_open(value):
            say("Kept as words; no time can be read from them. Write such as: tue 14:00")
        _tell(now, member)


def _tell(now: Session, member: Member) -> None:
    card = _card(now, member)

    def text() -> str:
        plain = [(k, v) for k, v in card.items() if k not in ("id", "roles", "card", "coffee")]
        plain.append(("coffee", "yes" if member.coffee else "no"))
        roles = [(f"role.{role}", wish) for role, wish in card["roles"].items()]
        return columns([(k, str(v)) for k, v in (*plain, *roles, *card["card"].items()) if v != ""])

    answer(card, text)


def _card(now: Session, member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "handle": member.handle,
        "name": member.name,
        "pronouns": member.pronouns,
        "timezone": member.timezone,
        "week": week_of(member),
        "hours": member.hours,
        "place": place_of(member),
        "thanks": member.thanks,
        "suggest": member.suggest,
        "coffee": member.coffee,
        "share": member.share,
        "roles": dict(sorted(member.roles.items())),
        "card": dict(sorted(member.card.items())),
        "status": now.presence(member),
        "joined": member.joined.isoformat(),
    }
