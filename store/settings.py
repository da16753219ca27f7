"""Where things live on this machine, who I am here, my teams, and preferences (TOML, comments kept)."""

from __future__ import annotations

import contextlib
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store import preferences as known
from store.errors import StoreError, UsageError
from store.sync.document import is_team_id
from store.sync.files import write_whole
from store.text import NAME_LIMIT, clean, fold

if TYPE_CHECKING:
    import tomlkit

PATIENCE: Final = 10.0
"""Seconds that another process of this machine gets to write its settings."""


@dataclass(frozen=True, slots=True)
class Home:
    """The two private folders of this machine: settings, and data (replicas, notebooks, log)."""

    config: Path
    data: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Home:
        """`AMITY_HOME` if it is set, else where this system keeps such things."""
        root = environment.get("AMITY_HOME", "")
        if root:
            base = Path(root).expanduser().resolve()
            return cls(base / "config", base / "data")
        from platformdirs import user_config_path, user_data_path

        return cls(user_config_path("amity", appauthor=False), user_data_path("amity", appauthor=False))

    def team_folder(self, team: str) -> Path:
        """Where the replica of that team lives."""
        return self.data / "teams" / team

    def aside_folder(self, team: str) -> Path:
        """Where bytes go that leave that team's shared folder or make no sense."""
        return self.data / "aside" / team

    @property
    def log_file(self) -> Path:
        """What happened between this machine and its folders; no words of people."""
        return self.data / "log" / "sync.log"

    def notebook_file(self, team: str) -> Path:
        """Where the private notebook for that team lives, in a folder with its earlier files."""
        return self.data / "notebooks" / team / "notebook.json"


@dataclass(frozen=True, slots=True)
class Membership:
    """A team that I am in on this machine: its id and name, its folder, and my member id in it."""

    team: str
    name: str
    folder: Path
    me: str


class Settings:
    """`settings.toml`. What cannot be read as settings is reported, never overwritten."""

    def __init__(self, home: Home) -> None:
        self.path = home.config / "settings.toml"
        self._data = self._load()

    def reload(self) -> None:
        """Reads the file again, which was changed by other means."""
        self._data = self._load()

    def _load(self) -> dict[str, Any]:
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise StoreError(f"{self.path} is no file; move it away.")  # reading a pipe would never end
            return tomllib.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number or a nesting without end
            raise StoreError(
                f"The settings in {self.path} cannot be read: {error}. Mend or remove the file."
            ) from None
        except OSError as error:
            raise StoreError(f"The settings in {self.path} cannot be read: {error.strerror}.") from None

    @property
    def tables(self) -> Mapping[str, Any]:
        """All of the file, as it stands there."""
        return self._data

    @property
    def preferences(self) -> Mapping[str, Any]:
        """All preferences as they stand in the file."""
        found = self._data.get("preferences", {})
        return found if isinstance(found, dict) else {}

    @property
    def values(self) -> dict[str, known.Value]:
        """Each preference by its name: what the file says if that makes sense, else the default."""
        return known.values(self.preferences)

    @property
    def keys(self) -> Mapping[str, Any]:
        """The keys that were chosen for commands, as they stand in the file."""
        found = self._data.get("keys", {})
        return found if isinstance(found, dict) else {}

    @property
    def problems(self) -> list[str]:
        """What of the file makes no sense, a sentence each; the keys aside (`tui.keymap`)."""
        tables = [
            f"{name} is no table; write [{name}] on a line of its own, and the settings below it."
            for name in ("preferences", "keys")
            if not isinstance(self._data.get(name, {}), dict)
        ]
        return [*tables, *known.problems(self.preferences)]

    @property
    def memberships(self) -> list[Membership]:
        """The teams on this machine, the last one opened first."""
        found = self._data.get("team", [])
        teams = [t for t in found if isinstance(t, dict)] if isinstance(found, list) else []
        wanted = ("id", "name", "folder", "me")
        return [
            Membership(t["id"], t["name"], Path(t["folder"]), t["me"])
            for t in teams
            if all(isinstance(t.get(field), str) and "\0" not in t[field] for field in wanted)
            and is_team_id(t["id"])
        ]

    def prefer(self, name: str, value: str | int | bool | None) -> None:
        """Sets a preference; None takes it out."""
        self._put("preferences", {name: value})

    def choose_keys(self, keys: Mapping[str, str | None]) -> None:
        """Chooses keys for commands by their names; None takes a choice out."""
        self._put("keys", keys)

    def _put(self, table: str, entries: Mapping[str, str | int | bool | None]) -> None:
        if not isinstance(self._data.get(table, {}), dict):
            raise StoreError(f"In {self.path}, {table} is no table. Mend that first; nothing was changed.")
        with self._change() as document:
            found = document.setdefault(table, {})
            for name, value in entries.items():
                if value is None:
                    found.pop(name, None)
                else:
                    found[name] = value

    def remember(self, membership: Membership, *, first: bool = True) -> None:
        """Keeps a team, in first place: the one that is opened by default; or else where it was."""
        import tomlkit

        with self._change() as document:
            entry = {
                "id": membership.team,
                "name": membership.name,
                "folder": str(membership.folder),
                "me": membership.me,
            }
            known = _teams_in(document, self.path)
            ids = [team.get("id") for team in known]
            place = ids.index(membership.team) if membership.team in ids else -1
            table = known.pop(place) if place >= 0 else tomlkit.table()
            if any(table.get(field) != value for field, value in entry.items()):
                table.update(entry)
            known.insert(place if place > 0 and not first else 0, table)
            if [team.get("id") for team in known] != ids:
                teams = tomlkit.aot()
                for team in known:
                    teams.append(team)  # the very same table, with the comments in it
                document["team"] = teams

    def forget(self, team: str) -> None:
        """Takes a team out; its files are another matter."""
        with self._change() as document:
            _teams_in(document, self.path)
            teams = document.get("team", [])
            for number in reversed([n for n, known in enumerate(teams) if known.get("id") == team]):
                del teams[number]

    def find_team(self, name: str) -> Membership:
        """The team of that name, or id. Raises `UsageError` when none or several are meant."""
        known = self.memberships
        found = [m for m in known if m.team == name] or [m for m in known if fold(m.name) == fold(name)]
        if len(found) == 1:
            return found[0]
        if found:
            where = "; ".join(f"{m.team} in {m.folder}" for m in found)
            raise UsageError(f"Several of your teams are called {found[0].name}; say its id: {where}.")
        names = ", ".join(m.name for m in known) or "none yet"
        raise UsageError(f"No team of yours here is called “{clean(name, NAME_LIMIT)}”. There are: {names}.")

    @contextlib.contextmanager
    def _change(self) -> Iterator[tomlkit.TOMLDocument]:
        import tomlkit
        from filelock import FileLock

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self.path.with_suffix(".lock"), timeout=PATIENCE):
                self._data = self._load()  # another process may have changed it since
                text = self.path.read_text("utf-8") if self.path.exists() else known.template()
                document = tomlkit.parse(text)
                yield document
                if (changed := tomlkit.dumps(document)) != text:
                    write_whole(self.path, changed.encode(), 0o600)
        except (OSError, TimeoutError) as error:
            why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "another amity holds them"
            raise StoreError(f"The settings in {self.path} cannot be written: {why}.") from error
        self._data = document.unwrap()


def _teams_in(document: tomlkit.TOMLDocument, path: Path) -> list[Any]:
    """The teams as they stand there. Raises `StoreError` where something else stands in their place."""
    teams = document.get("team", [])
    if not isinstance(teams, list) or not all(isinstance(team, dict) for team in teams):
        raise StoreError(f"In {path}, team is no list of teams. Mend that first; nothing was changed.")
    return list(teams)
