"""My promises: the private ones, and with each what the team sees of it once it is shared on purpose."""

from __future__ import annotations

from datetime import date

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.records import Promise
from store.rules.promises import moved_message
from store.team import Team


class MyPromises:
    """What I can do with my promises. Methods block on the disk; they raise what notebook and team raise."""

    def __init__(self, team: Team, notebook: Notebook, clock: Clock) -> None:
        self.team = team
        self.notebook = notebook
        self.clock = clock

    @property
    def today(self) -> date:
        """My day."""
        return self.clock.today(self.team.myself().timezone)

    def is_shared(self, promise: str) -> bool:
        """Whether the team sees that promise."""
        return self.team.shared_promise(promise) is not None

    def change(self, promise: str, text: str, to: str = "", by: date | None = None) -> Promise:
        """Corrects the words, the person and the day."""
        return self._shown(self.notebook.change_promise(promise, text, to, by))

    def move(self, promise: str, day: date) -> tuple[Promise, str]:
        """Promises it for another day; with the message that says so to whom it was made.

        Raises `UsageError` for a day that is over.
        """
        if day < self.today:
            raise UsageError("That day is over already; write another one, today or later.")
        old = self.notebook.find_promise(promise).by
        moved = self._shown(self.notebook.move_promise(promise, day))
        return moved, self._message(moved, old)

    def message(self, promise: Promise) -> str:
        """The message about its day, to be sent again; "" if it was never moved.

        A day that has gone by is not named: it may have been moved in time.
        """
        before = [day for day in promise.moved if day != promise.by]
        if not before or promise.by is None:
            return ""
        return self._message(promise, max(before) if max(before) >= self.today else None)

    def _message(self, promise: Promise, old: date | None) -> str:
        assert promise.by is not None
        person = self.team.snapshot().members.get(promise.to)
        name, handle = (person.name, person.handle) if person is not None else ("", "")
        return moved_message(promise.text, name, handle, old, promise.by, self.today)

    def finish(self, promise: str) -> Promise:
        """Marks it as kept today."""
        return self._shown(self.notebook.finish_promise(promise, self.today))

    def reopen(self, promise: str) -> Promise:
        """Takes back that it was kept."""
        return self._shown(self.notebook.reopen_promise(promise))

    def remove(self, promise: str) -> None:
        """Removes it for good, here and for everyone."""
        if self.is_shared(promise):
            self.team.unshare_promise(promise)
        self.notebook.remove_promise(promise)

    def share(self, promise: str) -> Promise:
        """Shows it to the team: its words, its person and its day."""
        found = self.notebook.find_promise(promise)
        self.team.share_promise(found)
        return found

    def unshare(self, promise: str) -> Promise:
        """Keeps it to myself again."""
        self.team.unshare_promise(promise)
        return self.notebook.find_promise(promise)

    def put_back(self, before: Promise, shared: bool, *, removed: bool = False) -> Promise:
        """Makes it what it was before a change, for the team as well."""
        now = self.notebook.put_back_promise(before, removed=removed)
        if shared:
            self.team.share_promise(now)
        elif self.is_shared(now.id):
            self.team.unshare_promise(now.id)
        return now

    def _shown(self, promise: Promise) -> Promise:
        """Brings what the team sees of it up to date."""
        if self.is_shared(promise.id):
            self.team.share_promise(promise)
        return promise
