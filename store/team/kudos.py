"""Commands on the wall of thanks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from store.errors import StoreError, UsageError
from store.records import Kudos, Snapshot
from store.snapshot import WAYS
from store.sync.document import Table
from store.sync.engine import Report
from store.sync.merge import Keys
from store.sync.replica import Edit, Purge
from store.team.base import TeamBase, new_id
from store.text import NAME_LIMIT, TEXT_LIMIT, check_link, check_text, clean
from store.wall import abandoned, find

RECEIVERS_LIMIT = 30
"""People in one kudos."""

NO_WALL = "Your team does without the wall: say it in person, or in a direct message."


class KudosCommands(TeamBase):
    """What one can do with thanks."""

    _seen: Table | None = None
    """The table in which nothing is left that nobody is thanked in."""

    def give_kudos(
        self, to: Sequence[str], text: str, theme: str = "", link: str = "", reply: str = ""
    ) -> Kudos:
        """Puts thanks on the wall, for the work that `link` shows, as an answer to the kudos `reply`.

        `UsageError` for nobody, oneself, who left, who wants none there, for a link that is none, and for an
        answer to what is no longer there.
        """
        identity = new_id("k")
        receivers = list(dict.fromkeys(to))
        words = check_text(text, "The thanks", TEXT_LIMIT, lines=True)
        address = check_link(link)

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
            if address:
                fields["link"] = address
            if reply:
                fields["reply"] = _found(snapshot, reply).id
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

    def edit_kudos(self, kudos: str, text: str, theme: str | None = None, link: str | None = None) -> Kudos:
        """Changes the words of my own kudos, and its theme and link unless None; "" takes one off."""
        words = check_text(text, "The thanks", TEXT_LIMIT, lines=True)
        value = None if theme is None else clean(theme, NAME_LIMIT)
        address = None if link is None else check_link(link)

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            known = self._mine(snapshot, kudos, "change")
            fields: dict[str, object] = {}
            if known.text != words:
                fields |= {"text": words, "edited": self._now()}
            if value is not None and known.theme != value:
                fields["theme"] = value or None
            if address is not None and known.link != address:
                fields["link"] = address or None
            if fields:
                yield Edit("kudos", kudos, fields)

        return _found(self._change("change a kudos", edits), kudos)

    def remove_kudos(self, kudos: str, *, my_name: bool = False) -> None:
        """Takes a kudos that I gave or got off the wall for good: no file keeps its words.

        With `my_name` only I am taken off it, when others are on it as well. Taking that back makes a new
        kudos of the same words. Raises `UsageError` for whom it is not about.
        """

        def edits(snapshot: Snapshot) -> Iterable[Edit | Purge]:
            found = _found(snapshot, kudos)
            if my_name and self.me not in found.to:
                raise UsageError("Your name is not on this kudos.")
            if self.me not in (found.giver, *found.to):
                people = (snapshot.members.get(member) for member in (found.giver, *found.to))
                names = ", ".join(person.name for person in people if person)
                raise UsageError(f"Only the people on it can take this off the wall: {names}.")
            if my_name and len(found.to) > 1:
                # A key each, so that two who do so at the same time are both off.
                yield Edit("kudos", kudos, {"off": Keys({self.me: True})})
            else:
                yield Purge("kudos", kudos)

        self._change("take a name off a kudos" if my_name else "take a kudos off the wall", edits)

    def sync(self, seconds: float = 2.0) -> Report:
        """Brings this machine and the folder in step, and purges what nobody is thanked in any more."""
        report = super().sync(seconds)
        return super().sync(seconds) if self._clear() else report

    def start(self, changed: Callable[[], None]) -> None:
        """Keeps in step in the background; `changed` is called from there when something moved."""

        def then() -> None:
            self._clear()
            changed()

        super().start(then)

    def _clear(self) -> bool:
        """Purges kudos that all receivers took their names off at the same time; whether there were any."""
        try:
            table = self.replica.state().get("kudos", {})
            left = [] if table is self._seen else abandoned(table)
            self._seen = table
            if left:
                self._change("", lambda _: [Purge("kudos", kudos) for kudos in left], undoable=False)
        except StoreError:  # said by whatever is done next
            return False
        return bool(left)

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
