"""What the dashboard knows of the team, and the one thread that works for it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any, TypeVar

from textual import on
from textual.app import App
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from store.clock import local_zone
from store.errors import StoreError
from store.notebook import Notebook
from store.records import Private, Snapshot, Status
from store.team import Team
from store.today import Today
from tui.opening import Desk, View, look

T = TypeVar("T")


class TeamMoved(Message):
    """Something changed in the team or in the shared folder; posted from the sync thread."""


class TeamApp(App[None]):
    """An app on a team. Its screens show `snapshot` and `private`, and change things through `do`."""

    view: reactive[View | None] = reactive(None)
    """The team, my notebook and my day at this moment."""
    status: reactive[Status] = reactive(Status())
    """How the shared folder stands."""
    hidden: reactive[bool] = reactive(False)
    """Whether private text is covered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.team = desk.team
        self.notebook = desk.notebook
        self.home = desk.home
        self.clock = desk.clock
        self.settings = desk.settings
        self._first = desk.first
        self._worker = desk.worker
        self._undo: list[Callable[[], str | None]] = []

    @property
    def snapshot(self) -> Snapshot | None:
        """The team at this moment."""
        return self.view.snapshot if self.view is not None else None

    @property
    def private(self) -> Private | None:
        """My notebook at this moment."""
        return self.view.private if self.view is not None else None

    @property
    def day(self) -> Today | None:
        """My day at this moment."""
        return self.view.day if self.view is not None else None

    @property
    def timezone(self) -> str:
        """My time zone: my card's, else this machine's."""
        if self.snapshot is not None and self.team is not None and self.team.me in self.snapshot.members:
            return self.snapshot.members[self.team.me].timezone
        return local_zone()

    def refresh_team(self) -> None:
        """Reads the team again, off the event loop; nothing is repainted when nothing changed."""
        self.do(lambda: None)

    @on(TeamMoved)
    def _team_moved(self) -> None:
        self.refresh_team()

    def do(
        self,
        job: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        undo: Callable[[], str | None] | None = None,
    ) -> None:
        """Runs a job on the store's thread, shows the team as it then is, calls `then` with the result.

        `undo` is what ctrl+z calls to take the job back. What the store refuses is shown as its sentence.
        """
        self.run_worker(self._perform(job, then, undo), group="store", exit_on_error=True)

    def finish(self, job: Callable[[], object]) -> None:
        """Runs a job on the store's thread although the app is closing; the program waits for it."""
        self._worker.submit(job)

    async def _perform(
        self, job: Callable[[], T], then: Callable[[T], object] | None, undo: Callable[[], str | None] | None
    ) -> None:
        team, notebook = self.team, self.notebook

        def work() -> tuple[T, View | None]:
            result = job()
            return result, self.look(team, notebook) if team is not None and notebook is not None else None

        try:
            result, view = await asyncio.get_running_loop().run_in_executor(self._worker, work)
        except StoreError as error:
            words = str(error) if self.team is team else "Your last change in the other team was not kept."
            self.notify(words, severity="error", markup=False, timeout=8)
            return
        if self.team is not team:
            return  # what was asked for in one team is not shown in another
        if view is not None and self.is_running:
            self._take(view)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if undo is not None:
            self._undo.append(undo)
        if then is not None and not self._left(then):
            then(result)

    def look(self, team: Team, notebook: Notebook) -> View:
        """That team, my notebook and my day in it. Blocks on the disk."""
        view = look(team, notebook, self.clock)
        len(view.snapshot.kudos)  # puts a large wall in order here, so that no screen has to
        return view

    def _left(self, then: Callable[[Any], object]) -> bool:
        """Whether whoever waits for a result is no longer there: a screen was left, or the app is closing."""
        asker = getattr(then, "__self__", None)
        return not self.is_running or (isinstance(asker, Widget) and not asker.is_attached)

    def _take(self, view: View) -> None:
        """Shows what was read."""
        assert self.team is not None
        self.view, self.status = view, self.team.status
        self.taken()

    def taken(self) -> None:
        """Called when there is something new to show."""

    def gone(self) -> None:
        """Called when there is no team any more, before another one comes."""
