"""What one can choose on this machine, once: the file, the screen and the pages come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from store.errors import UsageError
from store.text import clean

Value = str | bool

OWN_THEMES: Final = ("amity-dark", "amity-light", "amity-contrast", "amity-contrast-light")
"""The themes that are ours."""

THEMES: Final = (
    *OWN_THEMES,
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte"),
    *("catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord"),
    *("rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light"),
    *("textual-dark", "textual-light", "tokyo-night"),
)
"""Every theme that can be chosen."""

DATE_FORMATS: Final = ("23 Nov", "Nov 23", "2026-11-23", "23/11", "11/23")
"""How a date can be written, each by the example of the same day."""


@dataclass(frozen=True, slots=True)
class Preference:
    """Something to choose: its name in the file, what may stand there, and what it means.

    The first of `values` is the default.
    """

    id: str
    values: tuple[Value, ...]
    title: str
    meaning: str

    @property
    def default(self) -> Value:
        """What holds when nothing was chosen."""
        return self.values[0]

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        return " or ".join(filter(None, (", ".join(map(shown, self.values[:-1])), shown(self.values[-1]))))


PREFERENCES: Final = (
    Preference("theme", THEMES, "Theme", "Colours; contrast for strong ones, ansi for the terminal's own."),
    Preference("reduced_motion", (False, True), "Less motion", "Cards change at once instead of turning."),
    Preference("ascii", (False, True), "Plain signs", "Lines, dots and arrows of ASCII alone; names stay."),
    Preference("clock_24h", (True, False), "24 hour clock", "21:30; without it, 9:30 pm."),
    Preference("date_format", DATE_FORMATS, "Dates", "How amity writes a date."),
)  # fmt: skip

ELSEWHERE: Final = ("notebook_folder",)
"""What stands in the same table, and is chosen by a command of its own, which checks it."""

_BY_ID: Final = {preference.id: preference for preference in PREFERENCES}


def shown(value: object) -> str:
    """A value as it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def find(name: str) -> Preference:
    """The preference of that name. Raises `UsageError`, with all the names."""
    if name not in _BY_ID:
        raise UsageError(f"There is no setting “{clean(name, 60)}”. There are: {', '.join(_BY_ID)}.")
    return _BY_ID[name]


_SWITCH: Final = {True: ("true", "yes", "on"), False: ("false", "no", "off")}


def read_value(preference: Preference, text: str) -> Value:
    """A value as it was typed: `true`, `yes` or `on`. Raises `UsageError`, with what is allowed."""
    word = text.strip().casefold()
    for value in preference.values:
        if word in (_SWITCH[value] if isinstance(value, bool) else (value.casefold(),)):
            return value
    raise UsageError(f"{preference.id} can be {preference.allowed}, not “{clean(text, 60)}”.")


def values(found: Mapping[str, Any]) -> dict[str, Value]:
    """The value of each preference: what the file says if that makes sense, else the default."""
    return {p.id: found[p.id] if _fits(p, found.get(p.id)) else p.default for p in PREFERENCES}


def problems(found: Mapping[str, Any]) -> list[str]:
    """What of the file's preferences makes no sense, a sentence each: it stays, and counts for nothing."""
    said = []
    for name, value in found.items():
        if name not in (*_BY_ID, *ELSEWHERE):
            said.append(f"preferences.{clean(name, 60)} is no setting; there are: {', '.join(_BY_ID)}.")
        elif not _fits(_BY_ID[name], value):
            there = clean(shown(value), 60)
            said.append(f"preferences.{name} is {there}; it can be {_BY_ID[name].allowed}.")
    return said


def _fits(preference: Preference, value: object) -> bool:
    return any(value == allowed and type(value) is type(allowed) for allowed in preference.values)


_HEAD: Final = """\
# amity's settings on this machine. Edit freely: comments are kept.
# Keys of your own stand in a table [keys], such as: roles.swap = "w"
# (docs/settings.md)."""


def template() -> str:
    """What a new settings.toml holds: every preference with its default and its meaning."""
    lines = [_HEAD, "", "[preferences]"]
    for preference in PREFERENCES:
        lines += ["", f"# {preference.title}: {preference.meaning}"]
        if len(preference.values) <= len(DATE_FORMATS) and isinstance(preference.default, str):
            lines.append(f"# One of {preference.allowed}.")
        lines.append(f"# {preference.id} = {shown(preference.default)}")
    return "\n".join([*lines, "", ""])
