"""Opening a team while Textual is still being imported, so that the first frame has something to show."""

from __future__ import annotations

import contextlib
import importlib
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from store.clock import Clock
from store.errors import NoTeamError, StoreError
from store.notebook import Notebook
from store.records import Private, Snapshot
from store.settings import Home, Settings
from store.team import Team
from store.today import Today, today
from store.wall import since


class View(NamedTuple):
    """All that the screens show: the team, my notebook and my day at one moment.

    `new` counts the thanks of others that came since I last looked at the wall.
    """

    snapshot: Snapshot
    private: Private
    day: Today
    new: int


def look(team: Team, notebook: Notebook, clock: Clock) -> View:
    """The view of now. Blocks on the disk."""
    with contextlib.suppress(StoreError):  # a disk that refuses is told of where somebody changes something
        team.settle_coffee()  # whoever looks first draws the round
    day = today(team, notebook, clock)
    snapshot = team.snapshot()
    private = notebook.private(snapshot.same_as)
    seen = private.seen.get("kudos")
    new = since(snapshot.kudos, datetime.fromisoformat(seen)) if seen else ()
    return View(snapshot, private, day, sum(kudos.giver != team.me for kudos in new))


def _store_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="amity-store")


@dataclass(slots=True)
class Desk:
    """What the dashboard works with: a team and my notebook on it (None before there is one), this machine's
    settings, its clock, and the one thread that works for the screens. `first` is the view to begin with.
    """

    team: Team | None
    notebook: Notebook | None
    home: Home
    clock: Clock
    worker: ThreadPoolExecutor = field(default_factory=_store_thread)
    settings: Settings = field(init=False)
    first: Future[View] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.settings = Settings(self.home)
        if self.team is not None and self.notebook is not None:
            self.first = self.worker.submit(look, self.team, self.notebook, self.clock)


def import_asyncio() -> None:
    """Imports asyncio without TLS, which nothing here speaks: 10 ms and 4 MiB that a start can do without.

    Whoever imports ssl later gets it whole; only TLS over asyncio would be missing.
    """
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio takes the ImportError as "no TLS here"
        try:
            importlib.import_module("asyncio")
        finally:
            del sys.modules["ssl"]


def open_desk(home: Home, clock: Clock, folder: Path | None = None) -> Desk:
    """The team in that folder, else the last one opened, else none: then the set-up screen comes first.

    Raises `StoreError` kinds for a team that is there but cannot be opened.
    """
    try:
        team = Team.open(home, clock, folder)
    except NoTeamError:
        if folder is not None:
            raise
        return Desk(None, None, home, clock)
    return Desk(team, Notebook.open(home, clock, team.id, team.folder), home, clock)
