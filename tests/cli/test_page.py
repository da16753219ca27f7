"""The page about the command line and the program know the same commands and options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from tui.cli import amity

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, set[str]]]:
    """Every command that can be called, with its long options; a group counts by its own commands."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands_of(found, f"{path} {name}")
    else:
        yield path, long_options(command)


def long_options(command: click.Command) -> set[str]:
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    return {name for option in options for name in option.opts if name.startswith("--")}


def described() -> dict[str, set[str]]:
    """The headings of the page: a command, its words in small letters, and the options it shows."""
    found = {}
    headings = re.findall(r"^### (`amity.*`)$", PAGE.read_text("utf-8"), re.MULTILINE)
    for usage in (usage for heading in headings for usage in re.findall(r"`(amity[^`]*)`", heading)):
        options = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", usage))
        words = re.match(r"amity(?: \[?[a-z]+\]?(?= |$))*", usage)
        assert words is not None
        found[re.sub(r"[\[\]]", "", words[0])] = options
    return found


def test_the_page_and_the_program_agree() -> None:
    program = dict(commands_of(amity, "amity"))
    program["amity"] = {*long_options(amity), "--help"}
    assert described() == program
