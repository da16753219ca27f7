"""What comes in: reading the team file and every copy of it in the folder, and believing only whole ones."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from store.clock import Clock
from store.errors import DamagedFileError, FolderError, ForeignFileError, UnreadableError
from store.sync.copies import FILE_NAME
from store.sync.document import NOTEBOOK, SIZE_LIMIT, Decoded, State, is_notebook, looks_torn, team_of
from store.sync.files import digest
from store.sync.folder import HEAD, Folder, Mark
from store.sync.place import Place
from store.sync.replica import Replica
from store.sync.timing import Timing

_COPIES: Final = 50
_BYTES: Final = 16 * 1024 * 1024
"""What is read of copies in one go; the rest waits for the next cycle."""


UNSETTLED: Final = Mark(-1, -1, -1, -1)
"""Stands for the mark of a file that has to be read again."""


class Copy(NamedTuple):
    """What is known of a file beside the team file.

    `content` is its digest when it is a copy, whole or `torn`, else None; `merged` the monotonic second at
    which all of it was first seen to be in the team file as well.
    """

    mark: Mark
    content: bytes | None = None
    merged: float | None = None
    torn: bool = False


@dataclass(slots=True)
class Pulled:
    """What the folder holds: the team file's bytes and their digest, and the states new to us, by file name.

    `copies` are the other files that were looked at, `unread` how many are left for the next cycle, `torn` is
    where a team file that makes no sense was set aside.
    """

    main: bytes | None = None
    digest: bytes | None = None
    states: dict[str, State] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    unread: int = 0
    torn: Path | None = None


class Inbox:
    """Reads a shared folder for one team. What it gives out counts as known only after `accept`."""

    def __init__(self, replica: Replica, folder: Folder, team: str, place: Place, timing: Timing) -> None:
        self.replica = replica
        self.folder = folder
        self.team = team
        self.place = place
        self.timing = timing
        self.known = b""
        """The digest of the team file that we hold all of."""
        self.held: State = {}
        """What the team file holds, as far as we have seen."""
        self.copies: dict[str, Copy] = {}
        self.marks: dict[str, Mark] = {}
        """The folder as it was when it was last read."""
        self._damage = (b"", 0.0)
        self._odd: dict[str, bytes] = {}

    @property
    def unsettled(self) -> bool:
        """Whether there are copies that must be looked at again soon."""
        return any(copy.mark is UNSETTLED for copy in self.copies.values())

    def pull(self, may_mend: bool) -> Pulled:
        """Reads what is new. Raises `FolderError`, and `UnreadableError` for a team file that makes no sense.

        With `may_mend` a team file that stays torn is set aside instead, so that it can be written anew.
        """
        marks = self.marks = self.folder.look()
        pulled = Pulled()
        self.copies = {name: copy for name, copy in self.copies.items() if name in marks}
        budget = _BYTES
        for name, mark in marks.items():
            if name == FILE_NAME or (name in self.copies and self.copies[name].mark == mark):
                continue
            if len(pulled.copies) >= _COPIES or budget < 0:
                pulled.unread += 1
                continue
            budget -= self._read_copy(name, mark, pulled)
        self._read_main(may_mend, pulled)
        return pulled

    def accept(self, pulled: Pulled) -> None:
        """Takes note of what was pulled, once it is safe in the replica."""
        if pulled.main is None:
            self.known, self.held = b"", {}
        elif FILE_NAME in pulled.states:
            self.known, self.held = pulled.digest or b"", pulled.states[FILE_NAME]
        self.copies.update(pulled.copies)

    def look_again(self) -> None:
        """Forgets the files that made no sense: their marks may not tell that they do now."""
        self.copies = {name: copy for name, copy in self.copies.items() if copy.content and not copy.torn}

    def _read_main(self, may_mend: bool, pulled: Pulled) -> None:
        earlier: bytes | None = None
        size = self.marks[FILE_NAME].size if FILE_NAME in self.marks else 0
        for pause in (*self.timing.read_pauses, None):
            try:
                pulled.main = data = self.folder.read(FILE_NAME, size)
            except DamagedFileError as error:
                raise self._left_alone(error) from None
            pulled.digest = None if data is None else digest(data)
            if data is None:
                if pause is None or not self.place.known:
                    break
            elif pulled.digest in (self.replica.now()[1], self.known):
                return
            else:
                try:
                    state, sound = self._understand(data)
                except DamagedFileError as error:
                    if pause is None:
                        pulled.torn = self._set_aside(data, error, may_mend)
                        return
                except UnreadableError as error:
                    raise self._left_alone(error) from None
                else:
                    # An edit by other means is one once it stays the same: it might be half of something.
                    if sound or (pause is None and data == earlier):
                        pulled.states[FILE_NAME] = state
                        return
                    if pause is None:
                        raise self._left_alone(DamagedFileError("It keeps changing."))
            earlier = data
            time.sleep(pause or 0.0)
        if self.folder.is_online_only():
            raise FolderError(
                f"{self.folder.file} is only online: iCloud took it off this machine. Open the folder and "
                "download it; your copy here is whole."
            )
        if self.place.is_elsewhere(self.folder):
            raise FolderError(
                f"The folder {self.folder.path} is empty, and on another disk than before. Is the drive or "
                f"the share connected? If the team file was removed, put a copy of {self.replica.path} there."
            )

    def _set_aside(self, data: bytes, error: DamagedFileError, may_mend: bool) -> Path:
        """Keeps the bytes of a torn team file. Raises while it may still arrive, or is not ours."""
        mark, now = digest(data), Clock.monotonic()
        if self._damage[0] != mark:
            self._damage = (mark, now)
        lasted = now - self._damage[1] >= self.timing.heal
        if not (may_mend and lasted and self.place.known and looks_torn(data, self.team)):
            raise self._left_alone(error) from None
        return self.replica.keep_aside("damaged", FILE_NAME, data)

    def _read_copy(self, name: str, mark: Mark, pulled: Pulled) -> int:
        """Reads a file if it is a copy of this team's; how many bytes that were."""
        pulled.copies[name] = Copy(mark)
        if not 0 < mark.size <= SIZE_LIMIT or self.team.encode() not in self.folder.head(name):
            return 0
        data: bytes | None = None
        try:
            data = self.folder.read(name, mark.size)
            if data is None or self.team.encode() not in data[:HEAD]:
                return 0
            state, sound = self._understand(data)
        except UnreadableError:
            if data is not None and looks_torn(data, self.team):
                pulled.copies[name] = Copy(mark, digest(data), torn=True)
            return mark.size
        content = digest(data)
        if not sound and self._odd.get(name) != content:
            self._odd[name] = content
            pulled.copies[name] = Copy(UNSETTLED)  # as above: it must be the same when we look the next time
        else:
            pulled.copies[name] = Copy(mark, content)
            pulled.states[name] = state
        return len(data)

    def _understand(self, data: bytes) -> Decoded:
        state, sound = self.replica.decode(data)
        if is_notebook(state) and not self.team.startswith(NOTEBOOK):
            raise ForeignFileError("This is somebody's private notebook, and no team file.")
        if team_of(state) != self.team:
            raise ForeignFileError("This is the team file of another team.")
        if not sound:
            state = self.replica.adopt(state)
        return Decoded(state, sound)

    def _left_alone(self, error: UnreadableError) -> UnreadableError:
        return type(error)(
            f"{self.folder.file}: {error} It was left as it is, and your copy here is safe. If it stays so, "
            "move it elsewhere: amity then writes it anew."
        )
