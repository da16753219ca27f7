"""Where things live on this machine, who I am here, my teams, and preferences (TOML, comments kept)."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import preferences as known
from store.errors import StoreError, UsageError
from store.sync.files import write_whole
from store.text import NAME_LIMIT, clean, fold

if TYPE_CHECKING:
    import tomlkit


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
            return tomllib.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
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
            if all(isinstance(t.get(field), str) for field in wanted)
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
            known = list(document.get("team", []))
            others = [t for t in known if t.get("id") != membership.team]
            ids = [t.get("id") for t in known]
            place = ids.index(membership.team) if membership.team in ids and not first else 0
            teams = tomlkit.aot()
            for team in (*others[:place], entry, *others[place:]):
                table = tomlkit.table()
                table.update(team)
                teams.append(table)
            document["team"] = teams

    def forget(self, team: str) -> None:
        """Takes a team out; its files are another matter."""
        with self._change() as document:
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

        text = self.path.read_text("utf-8") if self.path.exists() else known.template()
        document = tomlkit.parse(text)
        yield document
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.path, tomlkit.dumps(document).encode(), 0o600)
        except OSError as error:
            raise StoreError(
                f"The settings in {self.path} cannot be written: {os.strerror(error.errno or 0)}."
            ) from error
        self._data = document.unwrap()
