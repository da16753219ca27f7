"""Earlier days of the team: what this machine keeps of them, and going back to one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from store.errors import ForeignFileError, NewerFormatError, StoreError, UsageError
from store.restoring import Preview, preview, steps
from store.sync.copies import FILE_NAME
from store.sync.document import FORMAT, SIZE_LIMIT, State, decode, is_notebook, min_reader, team_of
from store.sync.files import read_whole, write_whole
from store.sync.generations import day_of, days, moment_of
from store.sync.replica import Edit
from store.sync.scrub import Scrubber
from store.team.base import UNDO_LIMIT, Change, TeamBase, check_editable, inverse


class Backup(NamedTuple):
    """An earlier file of the team on this machine: of a day, or of the `moment` at which it was asked for."""

    file: Path
    day: date
    moment: datetime | None


class Restored(NamedTuple):
    """What going back changed, and the file with the team as it was `before`, if there was any to keep."""

    changes: Preview
    before: Path | None


class BackupCommands(TeamBase):
    """Backups are this machine's own, outside of the folder. Methods raise `StoreError` kinds."""

    def backups(self) -> list[Backup]:
        """All of them, the newest first."""
        found = ((file, day_of(file), moment_of(file)) for file in days(self.replica.path))
        return [Backup(file, day, moment) for file, day, moment in found if day is not None]

    def backup(self, named: str, day: date | None = None) -> Path:
        """The file that a name means: a backup's, that of a `day`, or any. Raises `UsageError` for none."""
        kept = self.backups()
        for backup in kept:
            if named in (backup.file.stem, backup.file.name):
                return backup.file
        of_day = [backup for backup in kept if backup.day == day]
        if of_day:
            return min(of_day, key=lambda backup: backup.moment is not None).file
        if day is None:
            return Path(named).expanduser()
        known = ", ".join(dict.fromkeys(backup.day.isoformat() for backup in kept)) or "none yet"
        raise UsageError(f"There is no backup of {day}. There are: {known}.")

    def back_up(self) -> Path:
        """Keeps the team as it is now, and says where."""
        return self.replica.keep_now()

    def save_backup(self, file: Path) -> None:
        """Writes the team as it is now to a file anywhere, of the same format as the team file.

        Raises `UsageError` for another team's file, and for any that is no team file of ours.
        """
        if file.exists() and file.name == FILE_NAME and not self._is_ours(file):
            raise UsageError(f"{file} is not this team's; choose another name. It was left as it is.")
        try:
            write_whole(file, self.replica.data)
        except OSError as error:
            raise StoreError(
                f"{file} cannot be written: {(error.strerror or str(error)).lower()}."
            ) from error

    def _is_ours(self, file: Path) -> bool:
        try:
            return team_of(decode(read_whole(file, SIZE_LIMIT)).state) == self.id
        except (StoreError, OSError):
            return False

    def look_back_to(self, file: Path) -> Preview:
        """What going back to that file would change, without changing anything."""
        then = self._then(file)
        state = self.replica.state()
        return preview(steps(then, state, self._me), _names(then))

    def restore(self, file: Path) -> Restored:
        """Goes back to that file; the team as it was before is kept first.

        What it changed can be taken back; what came back stays then, for to remove it would be for ever.
        """
        with self._turn:
            then = self._then(file)
            state = self.replica.state()
            told, kept = preview(steps(then, state, self._me), _names(then)), None
            change = Change("going back to an earlier day", (), ())
            if not state:
                self.replica.absorb(then)
            elif told.lines:
                kept = self.replica.keep_now()

                def edits(state: State) -> list[Edit]:
                    nonlocal told, change
                    check_editable(state)
                    made = list(steps(then, state, self._me))
                    changed = [step.edit for step in made if step.now is not None]
                    change = change._replace(
                        wrote=tuple(changed), before=tuple(inverse(edit, state) for edit in changed)
                    )
                    told = preview(made, _names(then))
                    return [step.edit for step in made]

                self.replica.apply(edits)
                self.nudge()
            self._undo = [*self._undo, change][
                -UNDO_LIMIT:
            ]  # also for nothing: whoever asked may take it back
            return Restored(told, kept)

    def _then(self, file: Path) -> State:
        """The team as a file has it, without words that are gone since."""
        try:
            data = read_whole(file, SIZE_LIMIT)
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from None
        try:
            then = decode(data).state
        except StoreError as error:
            raise type(error)(f"{file}: {error} Nothing was changed.") from None
        if is_notebook(then):
            raise ForeignFileError(
                f"{file} is a private notebook, and no backup of a team. Nothing was changed."
            )
        if team_of(then) != self.id:
            raise ForeignFileError(f"{file} is of another team. Nothing was changed.")
        if min_reader(then) > FORMAT:
            raise NewerFormatError(f"{file} is of a newer amity. Update amity. Nothing was changed.")
        state = self.replica.state()
        return decode(Scrubber(state).scrub(data)).state if state else then


def _names(then: State) -> dict[str, str]:
    """What occurrences are called: as their meetings."""
    meetings = {str(doc.get("id")): str(doc.get("name", "")) for doc in then.get("meetings", {}).values()}
    return {
        str(doc.get("id")): meetings.get(str(doc.get("meeting")), "")
        for doc in then.get("occurrences", {}).values()
    }
