"""Opening, starting and joining a team."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Self

from store.clock import NO_STAMP, Clock, Stamper, local_zone
from store.errors import (
    FolderError,
    ForeignFileError,
    NoTeamError,
    SilentFolderError,
    StoreError,
    UnreadableError,
    UsageError,
)
from store.machine import machine_id
from store.records import Member, Snapshot
from store.settings import Home, Membership, Settings
from store.snapshot import SnapshotBuilder
from store.sync.aside import Aside
from store.sync.copies import FILE_NAME
from store.sync.diary import Diary
from store.sync.document import decode, is_notebook, is_team_id, key_of, new_state, team_of
from store.sync.engine import Engine
from store.sync.files import is_same
from store.sync.folder import Folder, answered
from store.sync.knock import Knock
from store.sync.merge import edited
from store.sync.replica import REPLICA_NAME, Edit, Replica
from store.team.backups import BackupCommands
from store.team.base import new_id
from store.team.cards import CardCommands
from store.team.coffee import CoffeeCommands
from store.team.help import HelpCommands
from store.team.kudos import KudosCommands
from store.team.leaving import LeaveCommands, come_back
from store.team.meetings import MeetingCommands
from store.team.milestones import MilestoneCommands
from store.team.profile import ProfileCommands
from store.team.promises import PromiseCommands
from store.team.themes import ThemeCommands
from store.text import NAME_LIMIT, check_handle, check_text, fold
from store.version import __version__

PATIENCE = 10.0
"""Seconds that a folder gets to answer whoever starts or joins a team."""

GLANCE = 2.0
"""The same where it is only asked whether a team is there."""


class Team(
    ProfileCommands,
    MilestoneCommands,
    MeetingCommands,
    KudosCommands,
    ThemeCommands,
    CardCommands,
    CoffeeCommands,
    HelpCommands,
    PromiseCommands,
    BackupCommands,
    LeaveCommands,
):
    """A team as this machine's person sees it: snapshots of it, and commands that change it.

    Every command is on this machine's disk when it returns; the shared folder follows with `sync`, or in the
    background after `start`. Commands raise `UsageError` for what makes no sense and `StoreError` kinds else.
    """

    moved_from: Path | None = None
    """Where its folder was until it was opened from another one just now."""

    @classmethod
    def begin(
        cls,
        home: Home,
        clock: Clock,
        folder: Path,
        name: str,
        me: str,
        *,
        handle: str | None = None,
        timezone: str | None = None,
    ) -> Self:
        """Starts a team in a folder (made if missing) with me as its first member.

        Raises `UsageError` where there is a team already, `FolderError` where the folder refuses.
        """
        title = check_text(name, "The name of the team", NAME_LIMIT)
        person = check_text(me, "Your name", NAME_LIMIT)
        if handle is not None:
            check_handle(handle)
        team, membership = cls._found(home, clock, folder, title)
        team.me = team.add_member(person, handle, timezone or local_zone()).id
        return team._settle(Settings(home), membership)

    @classmethod
    def begin_with(
        cls, home: Home, clock: Clock, folder: Path, name: str, edits: Collection[Edit], me: str
    ) -> Self:
        """Starts a new team that holds what those edits make, with me as one of its people or as a new one.

        Raises what `begin` does.
        """
        title = check_text(name, "The name of the team", NAME_LIMIT)
        person = _known(_people(title, edits), me)
        newcomer = "" if person else check_text(me, "Your name", NAME_LIMIT)
        team, membership = cls._found(home, clock, folder, title)
        team.replica.apply(lambda _: edits)
        team.me = (person or team.add_member(newcomer, None, local_zone())).id
        return team._settle(Settings(home), membership)

    @classmethod
    def _found(cls, home: Home, clock: Clock, folder: Path, title: str) -> tuple[Self, Membership]:
        """A team of nobody yet, on this machine alone, for a folder that has none."""
        folder = _resolved(home, folder)
        _make_folder(folder)
        if (folder / FILE_NAME).exists():
            peek(folder)  # a file that is no team is another error
            raise UsageError(
                f"There is a team in {folder} already. Join it with: amity join {folder} --me NAME"
            )
        Settings(home)  # before anything is made: they may not be readable
        membership = Membership(new_id("t"), title, folder, "")
        team = cls._assemble(home, clock, membership)
        team.replica.absorb(new_state(membership.team, title, _app(), team.replica.stamper.next()))
        return team, membership

    @classmethod
    def join(
        cls,
        home: Home,
        clock: Clock,
        folder: Path,
        me: str,
        *,
        handle: str | None = None,
        timezone: str | None = None,
    ) -> Self:
        """Joins the team in a folder: as the member whose name or handle is given, else as a new one."""
        folder = _resolved(home, folder)
        look = peek(folder)
        settings = Settings(home)
        come_back(home, look.team)
        membership = Membership(look.team, look.name, folder, "")
        team = cls._assemble(home, clock, membership)
        report = team.pull(PATIENCE)
        if report.error is not None:
            raise report.error
        person = _known(team.snapshot(), me)
        if person is None:
            person = team.add_member(me, handle, timezone or local_zone())
        team.me = person.id
        return team._settle(settings, membership)

    @classmethod
    def open(cls, home: Home, clock: Clock, folder: Path | None = None) -> Self:
        """Opens the team in that folder, else the last one opened. `NoTeamError` when there is none."""
        settings = Settings(home)
        mine = settings.memberships
        if folder is None:
            if not mine:
                raise NoTeamError(
                    "There is no team on this machine yet. Start one: amity init FOLDER --team NAME --me NAME"
                )
            return cls._assemble(home, clock, mine[0])
        wanted = folder.expanduser().absolute()
        for membership in mine:
            if membership.folder == wanted:  # without asking the folder, which may hang
                return cls._assemble(home, clock, membership)
        wanted = _found(wanted)
        for membership in mine:
            if membership.folder == wanted or _is_alike(membership.folder, wanted):
                return cls._assemble(home, clock, membership)
        look = peek(wanted)
        for membership in mine:
            if membership.team == look.team:
                team = cls._assemble(home, clock, moved(home, membership, wanted))
                team.moved_from = membership.folder
                return team
        raise NoTeamError(f"You are not in {look.name} yet. Join it: amity join {wanted} --me NAME")

    @classmethod
    def _assemble(cls, home: Home, clock: Clock, membership: Membership) -> Self:
        machine = machine_id(home)
        tag = machine.removeprefix("r-")[:6]
        aside = Aside(home.aside_folder(membership.team), clock)
        replica = Replica(
            home.team_folder(membership.team) / REPLICA_NAME, Stamper(clock, NO_STAMP, tag), aside=aside
        )
        diary = Diary(clock, home.log_file)
        engine = Engine(replica, Folder(membership.folder, tag[:4]), membership.team, aside, diary)
        return cls(replica, engine, clock, membership.team, membership.me, machine)

    def _settle(self, settings: Settings, membership: Membership) -> Self:
        """Brings the first state to the folder, then keeps the membership. `FolderError` if it refuses."""
        report = self.sync(PATIENCE)
        if report.error is not None:
            raise report.error
        settings.remember(replace(membership, me=self.me))
        self._undo.clear()
        return self

    @property
    def folder(self) -> Path:
        """The shared folder."""
        return self.engine.folder.path

    @property
    def membership(self) -> Membership:
        """What this machine remembers of it."""
        return Membership(self.id, self.snapshot().name, self.folder, self._me)

    def check_membership(self) -> Member:
        """My own record. Raises `NoTeamError` if this team does not know me or marked me as left."""
        member = self.snapshot().members.get(self.me)
        if member is None or member.left is not None:
            self.finish_leaving()
            raise NoTeamError(
                f"You are not in the team in {self.folder} any more. "
                f"Join it again: amity join {self.folder} --me NAME; or have this machine forget it: "
                "amity leave"
            )
        return member


def peek(folder: Path) -> Snapshot:
    """The team in a folder, read without keeping anything. Raises `StoreError` kinds."""
    return answered(folder, PATIENCE, lambda: _peek(folder))


def _peek(folder: Path) -> Snapshot:
    shared = Folder(folder)
    if not folder.is_dir():
        raise NoTeamError(f"There is no folder {folder}.")
    data = shared.read()
    if data is None:
        raise NoTeamError(
            f"There is no team in {folder}. Start one: amity init {folder} --team NAME --me NAME"
        )
    try:
        state, _ = decode(data)
    except StoreError as error:
        raise type(error)(
            f"{shared.file}: {error} It was left as it is. If it stays so, ask someone in the "
            "team to look at it."
        ) from None
    if is_notebook(state):
        raise ForeignFileError(f"{shared.file} is somebody's private notebook, and no team file.")
    if not is_team_id(team_of(state)):
        raise ForeignFileError(f"{shared.file} is no team file.")
    return SnapshotBuilder().build(state)


def holds(folder: Path, team: str) -> bool:
    """Whether the file of that team is in a folder, or one that cannot be read now and may be it.

    Raises `FolderError` for a folder that does not answer or refuses: then nobody knows.
    """
    if not Knock(folder).is_answered(GLANCE):
        raise SilentFolderError(folder)
    try:
        return answered(folder, GLANCE, lambda: _peek(folder)).team == team
    except (NoTeamError, ForeignFileError):
        return False
    except UnreadableError:
        return True


def moved(home: Home, membership: Membership, folder: Path) -> Membership:
    """Remembers that the folder of a team of mine is another one now.

    Raises `UsageError` when it holds another team, or when the old folder still holds this one, and
    `FolderError` when one of them does not answer: nothing changes before that is known.
    """
    folder = _resolved(home, folder)
    look, name, old = peek(folder), membership.name, membership.folder
    if look.team != membership.team:
        raise UsageError(f"{folder} holds another team, {look.name}, and not {name}. Nothing was changed.")
    if folder != old and holds(old, membership.team):
        raise UsageError(
            f"{name} is in both {old} and {folder}. {old} stays the one that is used here: take the file "
            "away from there first if the other is right."
        )
    there = replace(membership, folder=folder)
    Settings(home).remember(there, first=False)
    return there


def _known(snapshot: Snapshot, me: str) -> Member | None:
    """The member whose handle or name that is. Raises `UsageError` when several have the name."""
    wanted = me.strip().lstrip("@").casefold()
    here = [m for m in snapshot.members.values() if m.left is None]
    by_handle = [m for m in here if m.handle == wanted]
    by_name = [m for m in here if fold(m.name) == fold(me.strip())]
    if by_handle:
        return by_handle[0]
    if me.strip().startswith("@"):
        raise UsageError(f"Nobody in {snapshot.name} has the handle @{wanted}.")
    if len(by_name) > 1:
        handles = ", ".join(f"@{m.handle}" for m in by_name)
        raise UsageError(
            f"Several people are called {by_name[0].name}; say which handle is yours: {handles}."
        )
    return by_name[0] if by_name else None


def _people(name: str, edits: Iterable[Edit]) -> Snapshot:
    """The people whom those edits make, before anything is made."""
    members = {
        key_of(edit.id): {**edited(None, edit.fields, NO_STAMP), "id": edit.id}
        for edit in edits
        if edit.table == "members"
    }
    return SnapshotBuilder().build({**new_state("", name, _app(), NO_STAMP), "members": members})


def _app() -> str:
    return f"amity {__version__.rpartition('.')[0]}"


def _resolved(home: Home, folder: Path) -> Path:
    """The folder, whole. Raises `UsageError` when private things would lie inside it."""
    whole = _found(folder.expanduser().absolute())
    try:
        str(whole).encode()
    except UnicodeEncodeError:
        raise UsageError(f"The name of the folder {whole} is not in UTF-8; choose another folder.") from None
    for private in (home.data, home.config):
        if private == whole or whole in private.parents:
            raise UsageError(
                f"{whole} holds amity's private files ({private}); choose another folder to share."
            )
    own = Settings(home).preferences.get("notebook_folder")
    if isinstance(own, str) and (whole in (Path(own), *Path(own).parents) or Path(own) in whole.parents):
        raise UsageError(
            f"You keep your private notebook in {own}; choose another folder to share, or keep the notebook "
            "on this machine alone: amity notes folder --off"
        )
    return whole


def _found(folder: Path) -> Path:
    """Where an absolute path leads. Raises `SilentFolderError` when it hangs."""
    if not Knock(folder).is_answered(PATIENCE):
        raise SilentFolderError(folder)
    return answered(folder, PATIENCE, folder.resolve)


def _is_alike(one: Path, other: Path) -> bool:
    """Whether two names that differ in capitals or accents alone are one folder, as on macOS and Windows."""
    return fold(str(one)) == fold(str(other)) and answered(other, PATIENCE, lambda: is_same(one, other))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise FolderError(f"The folder {folder} cannot be made: {reason}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderError(
            f"The folder {folder} cannot be written: ask for the right to, or choose another one."
        )
