"""The keys that were chosen for commands, and which of them make sense. No screen is needed to ask."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.text import clean
from tui.commands import COMMANDS, EVERYWHERE, PLACES, Command, commands, shown

if TYPE_CHECKING:
    pass

TABS: Final = ("today", "roles", "kudos")
"""The places where every command of everywhere works too."""

IN_WINDOWS: Final = ("undo", "hide", "help", "command_palette")
"""The commands of everywhere that work in windows."""

NAMED: Final = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
    *("backspace", "enter", "escape", "tab", "space", *(f"f{number}" for number in range(1, 13))),
)
_SHORT: Final = {"solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at"} | {
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SAME: Final = {"ctrl+c": "it copies", "ctrl+q": "it always ends amity", "ctrl+h": "it is backspace"} | {
    "ctrl+i": "it is tab",
    "ctrl+j": "it is enter",
    "ctrl+m": "it is enter",
}
"""Keys that mean something else already, or that a terminal sends for another one."""
_NEEDED: Final = {
    *("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "backspace", "space"),
    *("pageup", "pagedown", "home", "end", "delete"),
}
"""Keys that one needs to move about, to choose and to write: only those have them who always had."""
EDITING: Final = {
    *("f6", "f7", "home", "end", "pageup", "pagedown", "delete", "backspace", "up", "down", "left", "right"),
    *(f"ctrl+{letter}" for letter in "acdefkuvwxyz"),
    *(f"{held}+{key}" for held in ("ctrl", "shift", "ctrl+shift") for key in ("left", "right")),
    *(f"shift+{key}" for key in ("up", "down", "home", "end", "delete")),
}
"""Keys that mean something in a text that one writes, and are kept from everybody else there."""


class Keymap(NamedTuple):
    """The keys that make sense, by the names of commands, and what is wrong with the others."""

    keys: dict[str, str]
    problems: list[str]


def long_name(key: str) -> str:
    """A key as Textual calls it: `question_mark` for `?`."""
    key = key.strip()
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _SHORT.get(name, name)


_SIGNS: Final = {long_name(chr(code)) for code in range(33, 127)}


def split(keys: str) -> list[str]:
    """The keys of a list with commas, each as Textual calls it."""
    return [long_name(key) for key in keys.split(",") if key.strip()]


def refusal(command: Command, key: str) -> str | None:
    """Why a command cannot have that key, in a few words; None if it can."""
    usual = split(command.key)
    if key in usual:
        return None
    if key in _SAME:
        return f"{key} cannot be chosen: {_SAME[key]}"
    if key in _NEEDED:
        return f"{shown(key)} is needed to move about and to choose"
    return None if _can_be_pressed(key) else f"not every terminal sends “{clean(key, 40)}”"


def _can_be_pressed(key: str) -> bool:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not modifiers:
        return last in NAMED or last in _SIGNS or (len(last) == 1 and last.isprintable() and last.isalnum())
    if modifiers == ["ctrl"] and len(last) == 1:
        return last.isascii() and last.islower()
    return modifiers in (["ctrl"], ["shift"], ["ctrl", "shift"]) and last in NAMED[:10]


def _while_typing(keys: list[str]) -> bool:
    """Whether one of the keys works while one types."""
    return any(key not in EDITING and ("+" in key or (key in NAMED and key != "space")) for key in keys)


def read(chosen: Mapping[str, Any]) -> Keymap:
    """What of a keymap makes sense. The rest is said and left out: those commands keep their usual keys."""
    known = {command.name: command for command in COMMANDS}
    keys: dict[str, str] = {}
    problems: list[str] = []
    for name, value in _flat(chosen):
        command = known.get(name)
        why = _unknown(name, list(known)) if command is None else _wrong(command, value)
        if why is None:
            keys[name] = ",".join(split(value))
        else:
            problems.append(f"keys.{clean(name, 60)}: {why}.")
    while clashes := list(_clashes(keys)):  # what is left out has its usual key again, and that may clash too
        for name, why in clashes:
            if keys.pop(name, None) is not None:
                problems.append(f"keys.{name}: {why}.")
    return Keymap(keys, problems)


def _flat(chosen: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries of the table; `roles.swap` without quotes is a table of its own in TOML."""
    for name, value in chosen.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", keys) for inner, keys in value.items())
        else:
            yield name, value


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1) or [n for n in known if n.endswith(f".{name}")][:1]
    return f"there is no such command{f'; the nearest is {near[0]}' if near else ''}"


def _wrong(command: Command, value: object) -> str | None:
    """Why that cannot be the keys of a command; None if it can."""
    if not isinstance(value, str) or not split(value):
        return 'write one key or several, such as "t" or "ctrl+t,f5"'
    keys = split(value)
    if why := next((why for key in keys if (why := refusal(command, key))), None):
        return why
    away = command.id in ("leave", "back", "close") or command.name == "setup.quit"
    writes = command.where not in (EVERYWHERE, *TABS) and _while_typing(split(command.key))
    if (away or writes) and not _while_typing(keys):
        return "it needs a key that also works while one types, such as ctrl+t or f5"
    return None


def together(where: str) -> list[Command]:
    """The commands that work at a place at once."""
    if where in (EVERYWHERE, *TABS):
        return [*commands(where), *(commands(EVERYWHERE) if where != EVERYWHERE else ())]
    return [*commands(where), *(c for c in commands(EVERYWHERE) if c.id in IN_WINDOWS)]


def _clashes(keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The chosen keys that mean two things at one place, with what else they mean."""
    for where in PLACES:
        owners: dict[str, Command] = {}
        for command in together(where):
            for key in split(keys.get(command.name, command.key)):
                other = owners.setdefault(key, command)
                if other is not command and (command.name in keys or other.name in keys):
                    late, early = (command, other) if command.name in keys else (other, command)
                    yield late.name, f"{shown(key)} is “{early.title}” already ({PLACES[early.where]})"
