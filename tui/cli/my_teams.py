"""teams."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import click

from store.clock import Clock
from store.errors import FolderError, NoTeamError, StoreError, UsageError
from store.settings import Home, Membership, Settings
from store.team import Team
from store.team.team import holds, moved
from store.text import fold
from tui.cli import surroundings
from tui.cli.groups import Group
from tui.cli.session import answer, columns
from tui.cli.teams import FolderPath

_SAID: Final = {
    "there": "",
    "gone": "its file is not there: amity teams move NAME",
    "silent": "the folder does not answer",
}


@click.group(cls=Group)
def teams() -> None:
    """Your teams on this machine."""


def _card(home: Home, clock: Clock, known: Membership) -> dict[str, Any]:
    try:
        folder = "there" if holds(known.folder, known.team) else "gone"
    except FolderError:
        folder = "silent"
    try:
        me = Team.open(home, clock, known.folder).check_membership().handle
    except StoreError:
        me = None
    return {
        "id": known.team,
        "name": known.name,
        "path": str(known.folder),
        "folder": folder,
        "handle": me,
    }


def _shown(home: Home, clock: Clock) -> dict[str, Any]:
    known = Settings(home).memberships
    with ThreadPoolExecutor(8) as together:
        cards = list(together.map(lambda each: _card(home, clock, each), known))
    return {"teams": [{**card, "default": number == 0} for number, card in enumerate(cards)]}


def _line(card: dict[str, Any]) -> tuple[str, ...]:
    handle = f"@{card['handle']}" if card["handle"] else "not in it"
    first = "opens first" if card["default"] else ""
    return card["name"], handle, card["path"], _SAID[card["folder"]] or first


@teams.command("list")
def list_() -> None:
    """Your teams, the one that opens by default first, and whether their folders answer."""
    document = _shown(*surroundings())
    nothing = "You are in no team on this machine yet. Start one: amity init FOLDER --team NAME --me NAME"
    answer(document, lambda: columns([_line(card) for card in document["teams"]]) or nothing)


def _names(_ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The teams that complete a word."""
    try:
        known = Settings(surroundings()[0]).memberships
    except StoreError:
        return []  # a completion has no place for a sentence
    return [each.name for each in known if fold(each.name).startswith(fold(begun))]


@teams.command("open")
@click.argument("name", metavar="NAME_OR_ID", shell_complete=_names)
def open_(name: str) -> None:
    """Have that team open by default from now on."""
    home, clock = surroundings()
    settings = Settings(home)
    known = settings.find_team(name)
    settings.remember(known)
    card = {**_card(home, clock, known), "default": True}
    answer({"team": card}, lambda: f"{known.name} opens by default now.")


@teams.command()
@click.argument("folder", type=FolderPath(), required=False)
@click.option(
    "--team",
    "name",
    metavar="NAME_OR_ID",
    help="Which team; else the one that opens by default.",
    shell_complete=_names,
)
def move(folder: Path | None, name: str | None) -> None:
    """Say where a team's folder is now; without FOLDER it is looked for in likely places."""
    home, clock = surroundings()
    known = _meant(home, folder, name)
    if folder is None:
        folder = _search(known)
    there = moved(home, known, folder)
    card = _card(home, clock, there)
    answer({"team": card, "moved_from": str(known.folder)}, lambda: f"{there.name} is in {there.folder} now.")


def _meant(home: Home, folder: Path | None, name: str | None) -> Membership:
    """The team of that name; else the one whose file is in that folder; else the default one."""
    settings = Settings(home)
    if name is not None:
        return settings.find_team(name)
    if folder is not None:
        from store.team.team import peek

        found = peek(folder.expanduser().absolute()).team
        for known in settings.memberships:
            if known.team == found:
                return known
    if not settings.memberships:
        raise NoTeamError("You are in no team on this machine yet.")
    return settings.memberships[0]


def _search(known: Membership) -> Path:
    import os

    from store.exchange.places import find_folder

    if holds(known.folder, known.team):
        return known.folder
    found = find_folder(known, Path.home(), os.environ)
    if not found:
        raise FolderError(
            f"{known.name} was not found in likely places. If you know where it is: amity teams move FOLDER"
        )
    if len(found) > 1:
        where = ", ".join(map(str, found))
        raise UsageError(f"{known.name} is in several folders: {where}. Say which: amity teams move FOLDER")
    return found[0]
