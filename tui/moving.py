"""Going from one team to another within the dashboard: nothing of the one is ever seen in the other."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from textual.screen import Screen

from store.errors import NoTeamError, StoreError
from store.notebook import Notebook
from store.records import Status
from store.settings import Home, Membership
from store.team import Team
from store.team.team import holds, moved
from tui.opening import View
from tui.team_app import TeamApp, TeamMoved

T = TypeVar("T")

BETWEEN: Final = "between"
"""The mode of nothing, while one team goes and another comes."""


class Moves(TeamApp):
    """An app that can change its team."""

    def begin(self) -> None:
        """Keeps the team and the notebook in step from here on."""
        if self.team is not None:
            self.refresh_team()
            self.team.start(self._moved)
            if self.team.moved_from is not None:
                words = (
                    f"The folder has moved from {self.team.moved_from} to {self.team.folder}; that is kept."
                )
                self.notify(words, markup=False, timeout=8)
        if self.notebook is not None and self.notebook.own_folder is not None:
            self.notebook.own_folder.start(self._moved)

    def _moved(self) -> None:
        self.post_message(TeamMoved())  # this is the sync thread: posting is safe, touching widgets is not

    def enter(self, team: Team, notebook: Notebook) -> None:
        """Opens the dashboard on that team, which was just started, joined or opened, and remembers it."""
        self._move(lambda: (team, notebook))

    def open_team(self, membership: Membership) -> None:
        """Goes to another team of this machine. One that cannot be opened says why, and this one stays."""
        self._move(partial(_open, self.home, self, membership))

    def action_find_folder(self) -> None:
        """Looks where the folder may be now, and goes on there if I say so."""
        team = self.team
        if team is not None:
            self.notify("Looking for the folder …", markup=False)
            self.do(partial(_search, team), partial(self._found, team))

    def _found(self, team: Team, folders: list[Path]) -> None:
        if team.folder in folders:
            self.notify(f"The team is where it was: {team.folder}.", markup=False)
        elif not folders:
            words = "It was not found in likely places. If you know where it is: amity teams move FOLDER"
            self.notify(words, severity="warning", markup=False, timeout=10)
        else:
            from tui.screens.choose import ChooseScreen

            ways = [(str(folder), f"Go on in {folder}") for folder in folders]
            about = f"{team.folder} does not hold the team any more. What waits on this machine goes along."
            self.push_screen(ChooseScreen("The team is there", ways, about), partial(self._go_on_in, team))

    def _go_on_in(self, team: Team, folder: str | None) -> None:
        if folder is not None:
            home, known = self.home, team.membership
            self._move(lambda: _open(home, self, moved(home, known, Path(folder))))

    def action_leave_team(self) -> None:
        """Says what leaving does, and asks whether, and how."""
        if self.team is not None and self.private is not None:
            from store.team.leaving import GOES, HERE_TOO
            from tui.screens.choose import ChooseScreen

            about = f"{GOES}\n\n{HERE_TOO}"
            own = self.notebook.own_folder if self.notebook is not None else None
            if own is not None:
                about += f" The copy in {own.path} stays."
            ways = [("keep", "Stay in the team")]
            if self.private.notes:
                ways.append(("save", "Save your notes as a file first"))
            ways += [
                ("stay", "Leave; what you said stays"),
                ("go", "Leave; what you said goes, and your name"),
            ]
            title = f"Leave {self.team.membership.name}?"
            self.push_screen(ChooseScreen(title, ways, about), self._leave_so)

    def _leave_so(self, way: str | None) -> None:
        if way == "save":
            from tui.screens.notes.ask import SaveAsScreen

            self.push_screen(SaveAsScreen(), self._save_notes)
        elif way in ("stay", "go"):
            self._move_once(self._leave(words_go=way == "go"))

    def _save_notes(self, typed: str | None) -> None:
        if typed is None or self.snapshot is None or self.private is None or self.team is None:
            return
        from store.exchange.notes import save_notes

        shared = [self.team.folder, *(known.folder for known in self.settings.memberships)]
        job = partial(save_notes, Path(typed), self.private.notes, self.snapshot, self.timezone, shared)

        def then(path: Path) -> None:
            self.notify(f"Your notes are in {path}.", markup=False)
            self.action_leave_team()

        self.do(job, then)

    async def _leave(self, *, words_go: bool) -> None:
        team, notebook = self.team, self.notebook
        if team is None or notebook is None:
            return

        def job() -> None:
            team.leave(self.home, words_go=words_go)
            self.settings.reload()

        await (await self.shut())  # before its files go, so that nothing makes them anew
        try:
            await self.on_thread(job)
        except StoreError as error:
            await self._go_over(lambda: (team, notebook))
            self.notify(str(error), severity="error", markup=False, timeout=12)
        else:
            if self.settings.memberships:
                await self._go_over(partial(_open, self.home, self, self.settings.memberships[0]))
            self.notify("You have left the team.", markup=False)
        if self.team is None:
            await self.switch_mode("setup")

    def _move(self, opening: Callable[[], tuple[Team, Notebook]]) -> None:
        self._move_once(self._go_over(opening))

    async def _go_over(self, opening: Callable[[], tuple[Team, Notebook]]) -> None:
        def work() -> tuple[Team, Notebook, View]:
            team, notebook = opening()
            view = self.look(team, notebook)
            self.settings.remember(team.membership)
            return team, notebook, view

        try:
            team, notebook, view = await self.on_thread(work)
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
            return
        await self.shut()
        self.team, self.notebook = team, notebook
        self._take(view)
        self.begin()
        await self.switch_mode("today")

    def _move_once(self, moving: Coroutine[Any, Any, None]) -> None:
        """Runs it unless one is moving already: half of a move would leave nothing on the screen."""
        if any(worker.group == "moving" and worker.is_running for worker in self.workers):
            moving.close()
        else:
            self.run_worker(moving, group="moving")

    async def shut(self) -> asyncio.Future[None]:
        """Takes down every screen, and forgets all that is known of the team; its work ends beside us."""
        if BETWEEN not in self._modes:
            self.add_mode(BETWEEN, Screen)
        await self.switch_mode(BETWEEN)
        for mode, screen in self.MODES.items():
            await self.remove_mode(mode)  # what was being written is kept as a draft, in its own notebook
            self.add_mode(mode, screen)
        self.clear_notifications()
        team, notebook = self.team, self.notebook
        self.team = self.notebook = None
        self.view, self.status = None, Status()
        self._undo.clear()
        self.gone()
        return asyncio.get_running_loop().run_in_executor(None, _close, team, notebook)

    async def on_thread(self, job: Callable[[], T]) -> T:
        """What a job on the store's thread gives back."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, job)


def _open(home: Home, app: TeamApp, membership: Membership) -> tuple[Team, Notebook]:
    team = Team.open(home, app.clock, membership.folder)
    try:
        team.check_membership()
    except NoTeamError:  # this machine's own copy may be behind, or gone
        team.pull()
        team.check_membership()
    return team, Notebook.open(home, app.clock, team.id, team.folder)


def _search(team: Team) -> list[Path]:
    """Where the team is: its own folder if it is still there, else those that were found."""
    from store.exchange.places import find_folder

    if holds(team.folder, team.id):
        return [team.folder]
    return find_folder(team.membership, Path.home(), os.environ)


def _close(team: Team | None, notebook: Notebook | None) -> None:
    """Ends what works for them; what waits goes to the folder first, if it answers."""
    if team is not None:
        team.close()
    if notebook is not None and notebook.own_folder is not None:
        notebook.own_folder.close()
