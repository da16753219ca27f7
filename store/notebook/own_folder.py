"""The notebook in a private synced folder of one's own, for people with two machines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.clock import Clock
from store.errors import FolderError, SilentFolderError, StoreError, UsageError
from store.machine import machine_id
from store.records import Status
from store.settings import Home, Settings
from store.sync.copies import FILE_NAME
from store.sync.diary import Diary
from store.sync.document import NOTEBOOK
from store.sync.engine import Engine, Report
from store.sync.folder import Folder, answered
from store.sync.knock import Knock
from store.sync.replica import Replica

if TYPE_CHECKING:
    from store.sync.background import Background

PREFERENCE: Final = "notebook_folder"
"""The preference that names the folder."""

PATIENCE: Final = 2.0
"""Seconds that the folder gets to answer."""

GLANCE: Final = 0.3
"""Seconds that whoever opens the notebook waits for the folder."""


class OwnFolder:
    """Keeps a notebook in step with a folder below the one that I named, of which each team has its own."""

    def __init__(self, replica: Replica, identity: str, home: Home, settings: Settings, clock: Clock) -> None:
        self.path = Path(str(settings.preferences[PREFERENCE]))
        tag = machine_id(home).removeprefix("r-")[:4]
        self.engine = _OwnEngine(
            replica,
            Folder(self.path / f"amity-notebook-{identity.removeprefix(NOTEBOOK)[:8]}", tag, 0o600),
            identity,
            replica.aside,
            Diary(clock, home.log_file),
        )
        self.engine.shared = [membership.folder for membership in settings.memberships]
        self.engine.knock = Knock(self.path)
        self._background: Background | None = None
        self._silent = False

    @property
    def file(self) -> Path:
        """The notebook in the folder."""
        return self.engine.folder.file

    @property
    def status(self) -> Status:
        """How this machine and the folder stand."""
        return self.engine.report.status

    def look(self) -> Report:
        """Takes in what my other machines left there, for a moment at most."""
        return self._cycle(GLANCE, push=False)

    def sync(self) -> Report:
        """Brings both in step, for at most two seconds."""
        report = self._cycle(PATIENCE, push=True)
        self._silent = isinstance(report.error, SilentFolderError)
        return report

    def _cycle(self, seconds: float, push: bool) -> Report:
        report = self.engine.report = self.engine.within(seconds, push)
        self.engine.scrub()
        return report

    def nudge(self) -> None:
        """Says that something changed: it goes there in the background, or now where there is none.

        A folder that did not answer once is not waited for again.
        """
        if self._background is not None:
            self._background.nudge()
        elif not self._silent:
            self.sync()

    def start(self, changed: Callable[[], None]) -> None:
        """Keeps in step in the background; `changed` is called from there when something moved."""
        from store.sync.background import Background  # only the dashboard needs it

        self._background = Background(self.engine, changed)
        self._background.start()

    def close(self) -> None:
        """Ends the background work; what still waits goes to the folder first, for at most two seconds."""
        if self._background is not None:
            self._background.stop()
            self._background = None


class _OwnEngine(Engine):
    """Looks at the folder before anything is read or written there: what a team shares is never used."""

    shared: Sequence[Path]
    knock: Knock

    def cycle(self, push: bool = True) -> Report:
        """One cycle, where the folder is mine alone."""
        folder = self.folder.path
        try:
            if not self.knock.is_answered(PATIENCE):
                raise SilentFolderError(folder)
            check_own(folder.parent, self.shared)
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            check_own(folder, self.shared, ours=True)
        except OSError as error:
            return self._refuse(FolderError(f"{folder} cannot be made: {(error.strerror or '').lower()}."))
        except StoreError as error:
            return self._refuse(error)
        return super().cycle(push)

    def _refuse(self, error: StoreError) -> Report:
        self.status = Status("unreachable", self._waiting(), str(error))
        self.report = Report(self.status, error=error)
        return self.report


def choose(home: Home, path: Path) -> Path:
    """Keeps the notebooks in that folder from now on. Raises `UsageError` if it is not mine alone.

    The result is the folder, whole.
    """
    settings = Settings(home)
    wanted = path.expanduser().absolute()
    if not Knock(wanted).is_answered(PATIENCE):
        raise SilentFolderError(wanted)
    whole = answered(wanted, PATIENCE, wanted.resolve)
    check_own(whole, [membership.folder for membership in settings.memberships])
    _forget_place(home)
    settings.prefer(PREFERENCE, str(whole))
    return whole


def leave(home: Home) -> None:
    """Keeps the notebooks on this machine alone from now on; what lies in the folder stays there."""
    Settings(home).prefer(PREFERENCE, None)
    _forget_place(home)


def check_own(path: Path, shared: Iterable[Path], ours: bool = False) -> None:
    """Raises `UsageError` for a folder that is, lies in or holds one that a team shares; links are followed.

    `ours` is a folder with the notebook in it, which holds a file of the same name as a team's does.
    """
    if not path.is_absolute():
        raise UsageError(f"{path} does not say where the folder is; write its whole path.")
    whole = answered(path, PATIENCE, path.resolve)
    if not whole.is_dir():
        raise UsageError(f"There is no folder {path}.")
    for folder in shared:
        if whole == folder or folder in whole.parents or whole in folder.parents:
            raise UsageError(
                f"{path} is, lies in or holds {folder}, which your team shares; choose a folder that is "
                "yours alone."
            )
    for above in whole.parents if ours else (whole, *whole.parents):
        if (above / FILE_NAME).exists():
            raise UsageError(f"{above} holds a team file; choose a folder that is yours alone.")


def _forget_place(home: Home) -> None:
    """Forgets which disk the folder was on: another one may be elsewhere."""
    for place in (home.data / "notebooks").glob("*/folder"):
        with contextlib.suppress(OSError):
            place.unlink()
