"""The shapes of our commands: `--json` and `--folder` hold wherever they stand, and a group has a default."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from store.errors import UsageError

_INSTEAD = "amity.instead"
"""The word in whose place the default command was put."""


class Call:
    """What holds for the whole call, wherever it was said."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.as_json = False


def this_call(ctx: click.Context | None = None) -> Call:
    """The call that runs now, or whose line is being completed."""
    return (ctx or click.get_current_context()).find_root().ensure_object(Call)


def _note_folder(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        this_call(ctx).folder = Path(value)


def _note_json(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        this_call(ctx).as_json = True


def _everywhere(shown: Sequence[str], environment: str | None = None) -> list[click.Parameter]:
    """The two options, those of `shown` in the help."""
    return [
        click.Option(
            ["--json", "wants_json"],
            is_flag=True,
            expose_value=False,
            callback=_note_json,
            hidden="json" not in shown,
            help="Print one JSON document.",
        ),
        click.Option(
            ["--folder", "team_folder"],
            metavar="PATH",
            envvar=environment,
            expose_value=False,
            callback=_note_folder,
            hidden="folder" not in shown,
            help="The team's folder; else the last one opened.",
        ),
    ]


class Command(click.Command):
    """A command that answers and exits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _everywhere(("json",))


class Group(click.Group):
    """A group that names what was meant when a command is misspelt.

    `default` is the command that is meant when no other is named: `amity kudos --to @ana`.
    """

    command_class = Command
    default: str | None = "list"
    shown: Sequence[str] = ()
    environment: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _everywhere(self.shown, self.environment)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the default command in front, unless another one or the group's help is asked for."""
        at = _first_word(args)
        word = args[at] if at < len(args) else ""
        if self.default is not None and self._means_default(ctx, word):
            ctx.meta[_INSTEAD] = word
            args = [*args[:at], self.default, *args[at:]]
        return super().parse_args(ctx, args)

    def _means_default(self, ctx: click.Context, word: str) -> bool:
        if not word:  # who completes a line may still name a command
            return not ctx.resilient_parsing
        if word in (*ctx.help_option_names, *self.list_commands(ctx)):
            return False
        assert self.default is not None
        command = self.get_command(ctx, self.default)
        takes_words = command is not None and any(isinstance(p, click.Argument) for p in command.params)
        return takes_words or word.startswith("-")

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what the default one did not understand may have been another's name."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            near = self._near(ctx, ctx.meta.get(_INSTEAD, "")) if self.default is not None else ""
            if not near:
                raise
            raise UsageError(f"{error} Or did you mean {ctx.command_path} {near}?") from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name; else a sentence with the one that was probably meant."""
        word = args[0]
        if ctx.resilient_parsing or word.startswith("-") or word in self.list_commands(ctx):
            return super().resolve_command(ctx, args)
        near = self._near(ctx, word)
        hint = f" Did you mean {near}?" if near else ""
        if not near and len(names := self.list_commands(ctx)) <= FEW:
            hint = f" There are: {', '.join(names)}."
        raise click.UsageError(f"There is no command “{word}” in {ctx.command_path}.{hint}", ctx)

    def _near(self, ctx: click.Context, word: str) -> str:
        from difflib import get_close_matches

        return " or ".join(get_close_matches(word.casefold(), self.list_commands(ctx), n=2, cutoff=0.6))


FEW = 10
"""So many commands of a group are named when none was meant."""


def _first_word(args: Sequence[str]) -> int:
    """Where the first word stands after `--json` and `--folder PATH`."""
    at = 0
    while at < len(args):
        if args[at] == "--folder":
            at += 2
        elif args[at] == "--json" or args[at].startswith("--folder="):
            at += 1
        else:
            break
    return min(at, len(args))
