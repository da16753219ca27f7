"""Commands on promises that I show to the team, on purpose and one by one."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import UsageError
from store.records import Promise, SharedPromise, Snapshot
from store.sync.document import TOMBSTONES, key_of
from store.sync.replica import Edit, Purge
from store.team.base import TeamBase
from store.text import LINE_LIMIT, check_text


class PromiseCommands(TeamBase):
    """What one can do with shared promises. `store.promises` keeps them in step with the private ones."""

    def shared_promise(self, promise: str, snapshot: Snapshot | None = None) -> SharedPromise | None:
        """What the team sees of my promise of that id; None for a private one."""
        known = (snapshot or self.snapshot()).promises
        return next((p for p in known if p.member == self.me and p.is_of(promise)), None)

    def share_promise(self, promise: Promise) -> SharedPromise:
        """Shows a promise of mine to everyone, or brings what they see of it up to date.

        Neither the days that it had before nor anything else that I noted goes along.
        """
        text = check_text(promise.text, "What is shared", LINE_LIMIT)
        fields = {
            "member": self.me,
            "text": text,
            "to": promise.to or None,
            "by": promise.by.isoformat() if promise.by is not None else None,
            "done": promise.done.isoformat() if promise.done is not None else None,
        }
        identity = ""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            nonlocal identity
            known = self.shared_promise(promise.id, snapshot)
            identity = known.id if known is not None else self._free(promise.id, snapshot)
            yield Edit("promises", identity, fields)

        # Taking it back concerns the private one as well, and is done from there.
        snapshot = self._change("share a promise", edits, undoable=False)
        return next(p for p in snapshot.promises if p.id == identity)

    def unshare_promise(self, promise: str) -> None:
        """Keeps a promise to myself again: its words leave every file. Raises `UsageError` for others'."""

        def edits(snapshot: Snapshot) -> Iterable[Purge]:
            known = self.shared_promise(promise, snapshot)
            if known is None:
                if any(p.is_of(promise) for p in snapshot.promises):
                    raise UsageError("Only whoever made this promise can take it back.")
                raise UsageError("This promise is not shared; nobody but you can see it.")
            yield Purge("promises", known.id)

        self._change("keep a promise to myself", edits, undoable=False)

    def _free(self, promise: str, snapshot: Snapshot) -> str:
        """An id for the record: what was taken back for good keeps its own."""
        stones, known = self.replica.state().get(TOMBSTONES, {}), {p.id for p in snapshot.promises}
        identity, number = promise, 1
        while key_of(identity) in stones or identity in known:
            number += 1
            identity = f"{promise}.{number}"
        return identity
