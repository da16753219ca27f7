"""What the first start finds out and does. All of it blocks on the disk: never on the event loop."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from store import content
from store.clock import Clock
from store.errors import NoTeamError, StoreError
from store.exchange.myself import my_name
from store.exchange.people import Found, known_as, sort_out
from store.exchange.places import FoundTeam, Place, shared_places, teams_at
from store.notebook import Notebook
from store.records import Snapshot
from store.rules import calendar
from store.settings import Home
from store.team import Team
from store.team.people import NewMember
from store.team.team import peek
from store.zones import zone as zone_of
from store.zones import zone_names


class Machine(NamedTuple):
    """What this machine knows: the name of whoever sits at it, where folders are shared, the teams there."""

    name: str
    places: list[Place]
    teams: list[FoundTeam]
    zones: list[str]


class Look(NamedTuple):
    """What is in a folder: a team, or none; `error` says why nothing can be begun there."""

    team: Snapshot | None = None
    error: str = ""


class Source(NamedTuple):
    """The people that a git history or a CSV file names; `error` says why there are none."""

    people: tuple[NewMember, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that the three steps asked for. The last three are for a new team only.

    `standup` is the time of a standup every weekday, "" for none.
    """

    folder: Path
    me: str
    timezone: str
    thanks: str
    team: str
    colleagues: tuple[NewMember, ...]
    standup: str


def know_machine(own: Path) -> Machine:
    """What can be found out before anything is asked."""
    places = shared_places(own, os.environ)
    return Machine(my_name(), places, teams_at(places), zone_names())


def look_into(path: Path, own: Path) -> Look:
    """What is in the folder. One's own whole folder is nothing to share."""
    try:
        path = path.expanduser()
        if not path.is_absolute():
            return Look(error="Write the whole path, such as ~/Dropbox/Harbour.")
        if path.exists() and not path.is_dir():
            return Look(error=f"{path} is a file; choose a folder.")
        return Look(peek(path))
    except NoTeamError:
        if path == own:
            return Look(error="That is all that you have; choose a folder in it that your team shares.")
        return Look(error=_why_not(path))
    except (StoreError, OSError, RuntimeError) as error:
        return Look(error=str(error))


def _why_not(path: Path) -> str:
    """Why no team can begin at that path; "" if one can."""
    nearest = next(place for place in (path, *path.parents) if place.exists())
    if not nearest.is_dir():
        return f"{nearest} is a file; choose a folder."
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"You may not write in {nearest}; ask for the right to, or choose another folder."
    return ""


def read_source(path: Path) -> Source:
    """The people whom a git repository or a CSV file names."""
    from store.exchange.history import read_history
    from store.exchange.tables import read_table

    try:
        path = path.expanduser()
        if not path.exists():
            return Source(error=f"There is nothing at {path} yet.")
        found = read_history(path) if path.is_dir() else read_table(path).people
    except (StoreError, OSError, RuntimeError) as error:
        return Source(error=str(error))
    fresh = sort_out(found, Snapshot("", "")).fresh
    return Source(tuple(fresh), "" if fresh else f"{path} names nobody.")


def begin(home: Home, clock: Clock, answers: Answers) -> tuple[Team, Notebook]:
    """Starts the team, or joins the one that is there by now. Raises `StoreError` kinds."""
    team: Team
    if look_into(answers.folder, answers.folder).team is not None:
        team = Team.join(home, clock, answers.folder, answers.me, timezone=answers.timezone)
    else:
        team = Team.begin(home, clock, answers.folder, answers.team, answers.me, timezone=answers.timezone)
        _people(team, answers)
        if answers.standup:
            _add_standup(team, answers.standup)
    me = team.myself()
    wishes = {"thanks": (me.thanks, answers.thanks), "timezone": (me.timezone, answers.timezone)}
    if changes := {field: wish for field, (now, wish) in wishes.items() if wish != now}:
        team.set_profile(changes)
    team.sync()
    return team, Notebook.open(home, clock, team.id, team.folder)


def each_once(people: Iterable[NewMember], me: str) -> tuple[NewMember, ...]:
    """Everybody but me, each once, however often they are named."""
    fresh = sort_out((Found(person) for person in people), Snapshot("", "")).fresh
    return tuple(person for person in fresh if known_as(person.name) != known_as(me))


def _people(team: Team, answers: Answers) -> None:
    if answers.colleagues:
        team.add_members(
            NewMember(p.name, p.handle, p.timezone or answers.timezone) for p in answers.colleagues
        )


def _add_standup(team: Team, time: str) -> None:
    zone = team.myself().timezone
    now = team.clock.now().astimezone(zone_of(zone))
    first = now.date() if f"{now:%H:%M}" < time else now.date() + timedelta(days=1)
    team.add_meeting(
        "Standup",
        time=time,
        timezone=zone,
        rule=calendar.rule_for("weekday", (), first),
        first=first,
        roles=[role.id for role in content.roles().values() if role.default_on],
    )
