"""Leaving a team: what is one's own goes out of its file, and the team's files from this machine.

What others need stays: that somebody had which role and met whom, and what they said themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterator
from typing import Any, Final

from store.errors import FolderError, NewerFormatError, StoreError, UsageError
from store.settings import Home, Settings
from store.sync.document import STAMPS, Doc, State, is_team_id, key_of
from store.sync.engine import Report
from store.sync.merge import Keys
from store.sync.replica import REPLICA_NAME, Edit, Purge, left_mark
from store.team.base import TeamBase

SOMEONE: Final = "Someone who left"
"""The name of whoever left and took their words along."""

A_CARD: Final = "A card"
"""The occasion of a card that others wrote on, once whoever began it took their words along."""

GOES: Final = (
    "Your card, days away, days that you share, flags and offers of a hand, wishes for coffee chats and "
    "shared promises leave the team's folder, on every machine. Which roles you had stays, so that turns "
    "remain fair, and so does what others said to you."
)
"""What leaving does to the folder, whatever is chosen."""

THEY_STAY: Final = "What you said stays: thanks, reactions, lines on cards and topics."
THEY_GO: Final = (
    "What you said goes, too: thanks, reactions, lines on cards and topics; and so does your name."
)

HERE_TOO: Final = (
    "From this machine your notebook for this team goes as well, with everything else that amity kept of it."
)
"""What leaving does here."""

_PATIENCE: Final = 10.0
_LOOKS: Final = 5

_KEPT: Final = ("id", STAMPS, "handle", "name", "joined", "left", "same_as", "gone")
_OF_MINE: Final = ("absences", "milestones", "help", "promises")
"""Tables whose documents are about one `member`."""


class LeaveCommands(TeamBase):
    """Leaving."""

    def leave(self, home: Home, *, words_go: bool = False) -> None:
        """Leaves the team: my data goes out of its file, then the team from this machine.

        With `words_go` all that I wrote goes, too, and my name. Whatever is cut short can be said again, and
        nothing leaves this machine before the folder was seen to hold all of it. Raises `FolderError` when
        the folder is not in step with this machine, `NewerFormatError` when it may not be written; then
        nothing was changed but what the sentence says.
        """
        self._mine_alone()
        come_back(home, self.id)  # an earlier try may have been cut short
        self.close()
        if self._background is not None and self._background.is_alive:
            raise FolderError(f"The folder {self.engine.folder.path} does not answer. {_NOTHING}")
        self._reach(_NOTHING)
        mine = self._mine_alone()  # as the folder has it by now
        day = self.clock.today(self.myself().timezone).isoformat()
        self.replica.apply(lambda state: parting(state, mine, day, words_go=words_go))
        self._undo.clear()
        self._reach(
            "You have left; this machine keeps everything until the folder has it. Leave once more then."
        )
        _take_away(home, self.id)

    def finish_leaving(self) -> None:
        """Takes out what this machine had not sent yet when I left on another one of mine."""
        doc = self.replica.state().get("members", {}).get(key_of(self._me), {})
        gone, day = doc.get("gone"), doc.get("left")
        if gone in ("data", "words") and isinstance(day, str):
            self.replica.apply(lambda state: parting(state, {self._me}, day, words_go=gone == "words"))
            self.sync(_PATIENCE)

    def _mine_alone(self) -> set[str]:
        """My id. Raises `UsageError` where somebody made me one with another entry.

        Anyone can say so, and it can be parted again; what leaving takes away does not come back.
        """
        snapshot = self.snapshot()
        if self.me != self._me or self.me in snapshot.same_as.values():
            person = snapshot.members[self.me]
            raise UsageError(
                f"@{person.handle} was made one of two entries, and leaving is about yours alone. Part "
                f"them first: amity people split @{person.handle}. {_NOTHING_YET}"
            )
        return {self.me}

    def _reach(self, otherwise: str) -> None:
        """Brings all to the folder, and sees it there. Raises with that sentence if it cannot be."""
        for _ in range(_LOOKS):
            report = self.sync(_PATIENCE)
            if report.status.condition != "reading":
                break
        _check(report, otherwise)


def _check(report: Report, otherwise: str) -> None:
    condition, detail = report.status.condition, report.status.detail
    if condition == "read only":
        raise NewerFormatError(f"A newer amity keeps this team file: update amity first. {otherwise}")
    if condition != "in step":
        why = str(report.error or f"The folder is not in step yet: {detail or condition}.")
        raise FolderError(f"{why} {otherwise}")


_NOTHING_YET: Final = "Nothing was changed."
_NOTHING: Final = "Nothing was changed: leaving needs the folder, so that nothing is lost."


def parting(state: State, mine: Container[str], day: str, *, words_go: bool) -> Iterator[Edit | Purge]:
    """What takes a person's data out of a team's file; `mine` are their ids. Said twice, it is said once."""
    for doc in state.get("members", {}).values():
        if doc.get("id") in mine:
            yield _bare(doc, day, words_go=words_go)
    for table in _OF_MINE:
        for doc in state.get(table, {}).values():
            if doc.get("member") in mine:
                yield Purge(table, doc["id"])
            elif table == "help":
                yield from _without(table, doc, mine, ("offers", "answers", "helped"))
    if words_go:
        yield from _words(state, mine)


def _bare(doc: Doc, day: str, *, words_go: bool) -> Edit:
    """The entry of whoever left: what else was on their card is gone."""
    fields: dict[str, Any] = {
        field: Keys(dict.fromkeys(value)) if isinstance(value, dict) else None
        for field, value in doc.items()
        if field not in _KEPT and (value or not isinstance(value, dict))
    }
    if not doc.get("left"):
        fields["left"] = day
    gone = "words" if words_go else "data"
    if doc.get("gone") != gone:
        fields["gone"] = gone  # for what another machine of theirs has not sent yet
    if words_go:
        handle = f"left-{key_of(doc['id'])[:6]}"
        fields |= {k: v for k, v in (("name", SOMEONE), ("handle", handle)) if doc.get(k) != v}
    return Edit("members", doc["id"], fields)


def _words(state: State, mine: Container[str]) -> Iterator[Edit | Purge]:
    """What a person wrote: thanks, reactions, lines on cards, topics to come back to."""
    for doc in state.get("kudos", {}).values():
        if doc.get("from") in mine:
            yield Purge("kudos", doc["id"])
        else:
            reactions = _map(doc, "reactions")
            if gone := [key for key in reactions if key.partition(":")[0] in mine]:
                yield Edit("kudos", doc["id"], {"reactions": Keys(dict.fromkeys(gone))})
    for doc in state.get("cards", {}).values():
        signed = _map(doc, "signatures")
        if doc.get("by") in mine and all(member in mine for member in signed):
            yield Purge("cards", doc["id"])
            continue
        yield from _without("cards", doc, mine, ("signatures",))
        if doc.get("by") in mine and doc.get("occasion") not in (None, A_CARD):
            yield Edit("cards", doc["id"], {"occasion": A_CARD})
    for doc in state.get("occurrences", {}).values():
        topics = _map(doc, "parked")
        gone = [key for key, topic in topics.items() if isinstance(topic, dict) and topic.get("by") in mine]
        if gone:
            yield Edit("occurrences", doc["id"], {"parked": Keys(dict.fromkeys(gone))})


def _without(table: str, doc: Doc, mine: Container[str], fields: tuple[str, ...]) -> Iterator[Edit]:
    """The document without a person's entries in maps by member."""
    gone = {field: [key for key in _map(doc, field) if key in mine] for field in fields}
    changes = {field: Keys(dict.fromkeys(keys)) for field, keys in gone.items() if keys}
    if changes:
        yield Edit(table, doc["id"], changes)


def _map(doc: Doc, field: str) -> dict[str, Any]:
    found = doc.get(field)
    return found if isinstance(found, dict) else {}


def _take_away(home: Home, team: str) -> None:
    """Takes a team from this machine, what it is known by last: cut short, it can be done again."""
    if not is_team_id(team):
        raise StoreError("The id of this team makes no sense, so its files here were left as they are.")
    marks = [left_mark(home.notebook_file(team)), left_mark(home.team_folder(team) / REPLICA_NAME)]
    for mark in marks:  # for a dashboard that is open elsewhere on this machine
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(0o600)
    for folder in (home.notebook_file(team).parent, home.aside_folder(team), home.team_folder(team)):
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise StoreError(
                f"You have left, but {folder} could not be removed "
                f"({(error.strerror or str(error)).lower()}). Remove it by hand, and leave once more."
            ) from error
    earlier = home.notebook_file(team).parent
    earlier.with_name(f"{earlier.name}.json").unlink(missing_ok=True)  # of earlier versions
    Settings(home).forget(team)


def come_back(home: Home, team: str) -> None:
    """Takes away the marks of an earlier leaving: somebody joins that team on this machine again."""
    for path in (home.notebook_file(team), home.team_folder(team) / REPLICA_NAME):
        left_mark(path).unlink(missing_ok=True)
