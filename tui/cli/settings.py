"""settings: what was chosen on this machine. It needs no team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from store.errors import UsageError
from store.preferences import PREFERENCES, Preference, find, read_value, shown
from store.settings import Settings
from store.text import clean
from tui import keymap
from tui.cli import surroundings
from tui.cli.groups import Group
from tui.cli.session import answer, columns
from tui.commands import COMMANDS, Command

_KEYS = "keys."


class SettingsGroup(Group):
    """`amity settings` means `amity settings show`."""

    default = "show"


def _names(_ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The settings that complete a word."""
    names = [*(p.id for p in PREFERENCES), *(f"{_KEYS}{command.name}" for command in COMMANDS)]
    return [name for name in names if name.startswith(begun)]


def _choices(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """What the setting before it may be."""
    values = (shown(v).strip('"') for p in PREFERENCES if p.id == ctx.params.get("name") for v in p.values)
    return [value for value in values if value.startswith(begun)]


@click.group(cls=SettingsGroup)
def settings() -> None:
    """What you chose on this machine: colours, clock, keys."""


@settings.command()
def show() -> None:
    """Show every setting with its value and its meaning, the keys that you chose, and what makes no sense."""
    now = _settings()
    keys = keymap.read(now.keys)
    problems = [*now.problems, *keys.problems]
    document = {
        "file": str(now.path),
        "settings": [_document(now, preference) for preference in PREFERENCES],
        "keys": keys.keys,
        "problems": problems,
    }

    def text() -> str:
        rows = [(p.id, shown(now.values[p.id]), p.meaning) for p in PREFERENCES]
        rows += [(f"{_KEYS}{name}", shown(chosen), "") for name, chosen in keys.keys.items()]
        return "\n".join([columns(rows), "", f"The file: {now.path}", *problems])

    answer(document, text)


@settings.command("set")
@click.argument("name", metavar="SETTING", shell_complete=_names)
@click.argument("value", metavar="CHOICE", shell_complete=_choices)
def change(name: str, value: str) -> None:
    """Set SETTING to CHOICE, such as: theme amity-contrast, or keys.thank ctrl+t."""
    now = _settings()
    if name.startswith(_KEYS):
        _choose_keys(now, name.removeprefix(_KEYS), value)
    else:
        preference = find(name)
        now.prefer(preference.id, read_value(preference, value))
    _tell(now, name)


@settings.command()
@click.argument("name", metavar="SETTING", shell_complete=_names)
def reset(name: str) -> None:
    """Take SETTING back to what it usually is; keys is all keys."""
    now = _settings()
    if name == "keys":
        now.choose_keys(dict.fromkeys(now.keys))
    elif name.startswith(_KEYS):
        _command(name.removeprefix(_KEYS))
        now.choose_keys({name.removeprefix(_KEYS): None})
    else:
        now.prefer(find(name).id, None)
    _tell(now, name)


def _settings() -> Settings:
    home, _ = surroundings()
    return Settings(home)


def _command(name: str) -> Command:
    found = next((command for command in COMMANDS if command.name == name), None)
    if found is None:
        (problem,) = keymap.read({name: ""}).problems
        raise UsageError(problem)
    return found


def _choose_keys(now: Settings, name: str, value: str) -> None:
    command = _command(name)
    chosen: Mapping[str, Any] = keymap.read(now.keys).keys
    read = keymap.read({**chosen, name: value})
    if read.keys.get(name) is None or not chosen.keys() <= read.keys.keys():
        raise UsageError(read.problems[0])
    now.choose_keys({command.name: value})


def _document(now: Settings, preference: Preference) -> dict[str, Any]:
    return {
        "name": preference.id,
        "value": now.values[preference.id],
        "default": preference.default,
        "allowed": list(preference.values),
        "title": preference.title,
        "meaning": preference.meaning,
    }


def _tell(now: Settings, name: str) -> None:
    """Answers with what holds now."""
    if name.startswith(_KEYS):
        command = _command(name.removeprefix(_KEYS))
        value: Any = keymap.read(now.keys).keys.get(command.name, command.key)
        document = {"name": name, "value": value, "default": command.key}
    elif name == "keys":
        document = {"name": name, "value": keymap.read(now.keys).keys, "default": {}}
        answer(document, lambda: "All keys are as they usually are.")
        return
    else:
        document = _document(now, find(name))
    answer(document, lambda: f"{clean(name, 60)} is {shown(document['value'])}.")
