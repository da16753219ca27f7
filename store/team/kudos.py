"""Commands on the wall of thanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.errors import UsageError
from store.records import Kudos, Snapshot
from store.snapshot import WAYS
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team.base import TeamBase, new_id
from store.text import NAME_LIMIT, TEXT_LIMIT, check_text, clean
from store.wall import find

RECEIVERS_LIMIT = 30
"""People in one kudos."""

NO_WALL = "Your team does without the wall: say it in person, or in a direct message."


class KudosCommands(TeamBase):
    """What one can do with thanks."""

    def give_kudos(self, to: Sequence[str], text: str, theme: str = "", link: str = "") -> Kudos:
        """Puts thanks on the wall. `UsageError` for nobody, oneself, who left, who wants none there."""
        identity = new_id("k")
        receivers = list(dict.fromkeys(to))
        words = check_text(text, "The thanks", TEXT_LIMIT, lines=True)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            self._check_receivers(snapshot, receivers)
            fields: dict[str, object] = {
                "from": self.me,
                "to": receivers,
                "text": words,
                "given": self._now(),
            }
            if value := clean(theme, NAME_LIMIT):
                fields["theme"] = value
            if address := clean(link, 400):
                fields["link"] = address
            yield Edit("kudos", identity, fields)

        return _found(self._change("give thanks", edits), identity)

    def _check_receivers(self, snapshot: Snapshot, receivers: Sequence[str]) -> None:
        if not snapshot.kudos_on:
            raise UsageError(NO_WALL)
        if not receivers:
            raise UsageError("Say whom you want to thank.")
        if len(receivers) > RECEIVERS_LIMIT:
            raise UsageError(f"One kudos can thank up to {RECEIVERS_LIMIT} people.")
        if self.me in receivers:
            raise UsageError("It is good to be content with yourself; the wall is for thanking others.")
        for member in receivers:
            person = snapshot.members[member]
            if person.left is not None:
                raise UsageError(
                    f"{person.name} has left the team and would not see it; write to them directly."
                )
            if person.thanks == "private":
                raise UsageError(
                    f"{person.name} would rather be thanked in private: send your words in a direct message. "
                    "Nothing was stored."
                )

    def edit_kudos(self, kudos: str, text: str) -> Kudos:
        """Changes the words of my own kudos."""
        words = check_text(text, "The thanks", TEXT_LIMIT, lines=True)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if self._mine(snapshot, kudos, "change").text != words:
                yield Edit("kudos", kudos, {"text": words, "edited": self._now()})

        return _found(self._change("change a kudos", edits), kudos)

    def remove_kudos(self, kudos: str) -> None:
        """Takes my own kudos back: its words leave the file at once."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            self._mine(snapshot, kudos, "take back")
            yield Edit("kudos", kudos, {"deleted": True, "text": None, "link": None})

        self._change("take a kudos back", edits)

    def react(self, kudos: str, emoji: str, on: bool = True) -> Kudos:
        """Adds my reaction to a kudos, or takes it back."""
        mark = clean(emoji, 16)
        if not mark or mark != emoji.strip() or ":" in mark:
            raise UsageError("A reaction is one emoji, such as 👏.")

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            _found(snapshot, kudos)
            yield Edit("kudos", kudos, {"reactions": Keys({f"{self.me}:{mark}": on})})

        return _found(self._change("react", edits), kudos)

    def set_wall(self, on: bool) -> None:
        """Whether the team has a wall; without it nothing is deleted, and nothing comes onto it."""

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if snapshot.kudos_on != on:
                yield Edit("team", WAYS, {"kudos": None if on else "off"})

        self._change("bring the wall back" if on else "do without the wall", edits)

    def find_kudos(self, wanted: str, snapshot: Snapshot | None = None) -> Kudos:
        """The kudos of that id, or the only one whose id begins so. Raises `UsageError`."""
        wall = (snapshot or self.snapshot()).kudos
        exact = find(wall, wanted)
        found = [exact] if exact else [k for k in wall if k.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        what = "More than one kudos begins with" if found else "There is no kudos"
        raise UsageError(f"{what} “{clean(wanted, 60)}”. See the ids with: amity kudos list --json")

    def _mine(self, snapshot: Snapshot, kudos: str, verb: str) -> Kudos:
        found = _found(snapshot, kudos)
        if found.giver != self.me:
            giver = snapshot.members.get(found.giver)
            name = giver.name if giver else "the giver"
            raise UsageError(f"Only {name} can {verb} these words.")
        return found

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")


def _found(snapshot: Snapshot, kudos: str) -> Kudos:
    found = find(snapshot.kudos, kudos)
    if found is None:
        raise UsageError("This kudos was taken back in the meantime.")
    return found
