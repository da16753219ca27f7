"""profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Final

import click

from store.errors import UsageError
from store.records import Member
from store.rules.dates import WEEKDAY_NAMES, weekday
from store.sync.merge import Keys
from store.text import NAME_LIMIT, check_text, clean
from store.zones import is_zone
from tui.cli import say
from tui.cli.groups import Group
from tui.cli.session import Session, answer, columns, handles, session

FIELDS: Final = (
    "name",
    "pronouns",
    "timezone",
    "week",
    "hours",
    "place",
    "thanks",
    "suggest",
    "coffee",
    "share",
    "holidays",
)
"""Those that amity gives a meaning to; `role.ROLE` besides, and any other name is free."""

_CHOICES: Final[Mapping[str, Mapping[str, Any]]] = {
    "thanks": {w: w for w in ("wall", "private", "ask")},
    "suggest": {w: w for w in ("yes", "rarely", "light", "no")},
    "coffee": {"yes": True, "no": False},
    "share": {"1": 1, "2": 2},
}
_FREE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_FREE_LIMIT = 400
_FREE_FIELDS = 30
_SHORT = tuple(day[:3] for day in WEEKDAY_NAMES)


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
    any other name          words, such as channel or ask_me_about
    """
    with session(change=True) as now:
        fields = _fields(now, field.strip().casefold(), value)
        member = now.team.set_profile(fields)
        if "holidays" in fields.get("card", ()):
            _note_holidays(now, member.card.get("holidays", ""))
        _tell(now, member)


def _note_holidays(now: Session, region: str) -> None:
    """Works out the public holidays of a region for the whole team; says so where that cannot be done."""
    from store.exchange.holidays import INSTALL, public_holidays

    days = public_holidays(region, now.today().year) if region else {}
    if days is None:
        say(f"Your region is noted, but its holidays are not known here. Install {INSTALL} and set it again.")
    elif days:
        now.team.set_public_holidays(region, days)


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
        "week": _week(member),
        "hours": member.hours,
        "place": _place(member),
        "thanks": member.thanks,
        "suggest": member.suggest,
        "coffee": member.coffee,
        "share": member.share,
        "roles": dict(sorted(member.roles.items())),
        "card": dict(sorted(member.card.items())),
        "status": now.presence(member),
        "joined": member.joined.isoformat(),
    }


def _week(member: Member) -> str:
    """The days worked as `set` takes them: from the day on which their week begins."""
    days = sorted(member.week, key=lambda day: (day - member.week_start) % 7)
    names = [_SHORT[day - 1] for day in days]
    unbroken = all((after - before) % 7 == 1 for before, after in pairwise(days))
    return f"{names[0]}-{names[-1]}" if unbroken and len(days) > 2 else ",".join(names)


def _place(member: Member) -> str:
    remote = [name for name, place in zip(_SHORT, member.places, strict=True) if place == "remote"]
    return {0: "office", 7: "remote"}.get(len(remote), f"remote:{','.join(remote)}")


def _fields(now: Session, field: str, value: str) -> dict[str, Any]:
    """The fields of the document that a field of the card stands for. Raises `UsageError`."""
    word = value.strip().casefold()
    if field == "name":
        return {"name": check_text(value, "The name", NAME_LIMIT)}
    if field in ("pronouns", "hours"):
        return {field: check_text(value, f"The field {field}", NAME_LIMIT) if word else None}
    if field == "timezone":
        if not is_zone(value.strip()):
            raise UsageError(f"“{clean(value, 60)}” is no time zone; write one such as Europe/Berlin.")
        return {"timezone": value.strip()}
    if field == "week":
        days = _days(word)
        return {"week": sorted(days), "week_start": days[0]}
    if field == "holidays":
        return {"card": Keys({"holidays": _region(value) if word else None})}
    if field == "place":
        return {"places": _places(word)}
    if field in _CHOICES:
        return {field: _one_of(field, word, _CHOICES[field])}
    if field.startswith("role."):
        return {"roles": Keys({_role(now, field[5:]): _one_of(field, word, {w: w for w in _WISHES})})}
    return {"card": Keys({_free(now, field): check_text(value, field, _FREE_LIMIT) if word else None})}


_WISHES: Final = ("in", "out", "learn")


def _one_of(field: str, word: str, allowed: Mapping[str, Any]) -> Any:
    if word not in allowed:
        raise UsageError(f"“{clean(word, 60)}” cannot be {field}; write {' or '.join(allowed)}.")
    return allowed[word]


def _days(word: str) -> list[int]:
    """ISO weekdays of `mon-fri`, `sun-thu` or `mon,tue,thu`, in the order in which they were said."""
    found: list[int] = []
    for part in word.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        begin, end = weekday(first), weekday(last if dash else first)
        if begin is None or end is None:
            raise UsageError(f"“{clean(word, 60)}” is no week; write days such as mon-fri or mon,tue,thu.")
        found += [(begin + step - 1) % 7 + 1 for step in range((end - begin) % 7 + 1)]
    return list(dict.fromkeys(found))


def _places(word: str) -> list[str]:
    where, colon, days = (piece.strip() for piece in word.partition(":"))
    if where not in ("office", "remote"):
        raise UsageError(f"“{clean(word, 60)}” is no place; write office, remote, or remote:mon,fri.")
    there = _days(days) if colon else list(range(1, 8))
    other = "remote" if where == "office" else "office"
    return [where if day in there else other for day in range(1, 8)]


def _region(value: str) -> str:
    """A region that is none, or whose holidays nobody knows, is said before anything is changed."""
    from store.exchange.holidays import check_region, public_holidays

    region = check_region(value)
    public_holidays(region, 2026)
    return region


def _role(now: Session, word: str) -> str:
    wanted = word.replace("-", "_").replace(" ", "_")
    used = {role for meeting in now.snapshot.meetings.values() for role in meeting.roles}
    known = sorted({*now.snapshot.roles, *used})
    if wanted not in known:
        raise UsageError(f"No meeting here has a role “{clean(word, 60)}”. There are: {', '.join(known)}.")
    return wanted


def _free(now: Session, field: str) -> str:
    """The name of a free field. Raises `UsageError` for one that looks like another one misspelt."""
    if not _FREE.fullmatch(field):
        raise UsageError(f"“{clean(field, 60)}” cannot be a field; write letters, such as ask_me_about.")
    card = now.me.card
    if field not in card:
        near = get_close_matches(field, FIELDS, n=1, cutoff=0.7)
        if near:
            raise UsageError(f"There is no field “{field}”. Did you mean {near[0]}?")
        if len(card) >= _FREE_FIELDS:
            raise UsageError(f"A card has room for {_FREE_FIELDS} free fields; empty one of them first.")
    return field
