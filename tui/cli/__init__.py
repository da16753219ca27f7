"""The command line (docs/command-line.md). Nothing here imports Textual but the dashboard itself."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from store.clock import Clock
from store.errors import StoreError
from store.settings import Home
from store.text import clean
from store.version import __version__

_MODULES: Final = {
    "demo": "tui.cli.dashboard",
    "init": "tui.cli.teams",
    "join": "tui.cli.teams",
    "sync": "tui.cli.teams",
    "people": "tui.cli.people",
    "away": "tui.cli.people",
    "back": "tui.cli.people",
    "meetings": "tui.cli.meetings",
    "roles": "tui.cli.roles",
    "kudos": "tui.cli.kudos",
    "today": "tui.cli.today",
}
"""Where each command lives; a module is imported when its command is called."""

_HELP: Final = {
    "demo": "Open the dashboard on a made-up team.",
    "init": "Start a team in a folder.",
    "join": "Join the team in a folder.",
    "sync": "Bring this machine and the folder in step.",
    "people": "Who is in the team; add and import people.",
    "away": "Note that someone is away.",
    "back": "Note that someone is back.",
    "meetings": "The team's meetings; add one.",
    "roles": "Who has which role in the next meetings.",
    "kudos": "The wall of thanks; give, change, take back, react.",
    "today": "Today's suggestion, and what else today holds.",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _MODULES:
            return None
        found = getattr(import_module(_MODULES[cmd_name]), cmd_name.replace("-", "_"))
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, from the table: help imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_HELP.items()))


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="amity", message="%(prog)s %(version)s")
@click.option(
    "--folder", metavar="PATH", envvar="AMITY_FOLDER", help="The team's folder; else the last one opened."
)
@click.pass_context
def amity(ctx: click.Context, folder: str | None) -> None:
    """A team dashboard for the terminal. Without a command it opens the dashboard."""
    ctx.obj = Path(folder) if folder else None
    if ctx.invoked_subcommand is None:
        from tui.cli.dashboard import open_dashboard

        ctx.exit(open_dashboard(ctx.obj))


def run(arguments: list[str] | None = None) -> int:
    """Runs the program and returns its exit code; every error is a sentence on stderr."""
    try:
        result: Any = amity.main(arguments, prog_name="amity", standalone_mode=False)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        usage = f" See: {context.command_path} --help" if context is not None else ""
        _say(f"{error.format_message()}{usage}")
        return 2
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - whoever read us has gone
        return 0
    except StoreError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        _say(f"The answer could not be written or read: {(error.strerror or str(error)).lower()}.")
        return 1
    except Exception as error:  # the last door: a person gets a sentence, never a traceback
        _say(
            f"Something unforeseen happened ({type(error).__name__}: {error}). Nothing saved before is lost."
        )
        return 1
    return result if isinstance(result, int) else 0


def _say(sentence: str) -> None:
    click.echo(f"amity: {clean(sentence)}", err=True)


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(run())


def surroundings() -> tuple[Home, Clock]:
    """Where this machine keeps things, and its clock."""
    return Home.from_environment(os.environ), Clock.from_environment(os.environ)
