"""The command line (docs/command-line.md). Nothing here imports Textual but the dashboard itself."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import StoreError
from store.text import clean
from store.version import __version__
from tui.cli.groups import Group, this_call

if TYPE_CHECKING:
    from store.clock import Clock
    from store.settings import Home

_COMMANDS: Final = {
    "demo": ("dashboard", "Open the dashboard on a made-up team."),
    "init": ("teams", "Start a team in a folder."),
    "join": ("teams", "Join the team in a folder."),
    "teams": ("my_teams", "Your teams on this machine; which one opens, where its folder is."),
    "leave": ("leave", "Leave a team; what you said there stays or goes."),
    "people": ("people", "Who is in the team; add and import people."),
    "status": ("status", "Whether you could use a hand, or can lend one; offer one to others."),
    "profile": ("profile", "A person's card; change yours."),
    "away": ("people", "Note that someone is away."),
    "back": ("people", "Note that someone is back."),
    "milestones": ("milestones", "Days that people share; share one of yours, take one back."),
    "remind": ("reminders", "Remind yourself of something when someone is there."),
    "reminders": ("reminders", "Your reminders, for you alone."),
    "meetings": ("meetings", "The team's meetings; add and import some."),
    "coffee": ("coffee", "Coffee chats: who meets whom this round."),
    "roles": ("roles", "Who has which role in the next meetings."),
    "kudos": ("kudos", "The wall of thanks; give, change, take back, react."),
    "note": ("notes", "Note something about someone, for you alone."),
    "notes": ("notes", "Your private notes; search, change, export."),
    "cards": ("cards", "Cards that several people write, for a farewell or a birthday."),
    "promise": ("promises", "Keep something that you promised: figures for Ben by fri."),
    "promises": ("promises", "What you promised; done, moved early, shared on purpose."),
    "today": ("today", "Today's suggestion, and what else today holds."),
    "questions": ("questions", "The question of the week, and one to open a meeting with."),
    "content": ("content", "Actions and questions that the team made for itself."),
    "settings": ("settings", "What you chose on this machine: colours, clock, keys; change it."),
    "export": ("export", "The wall of thanks, who has which role, or the whole team, as files."),
    "import": ("imports", "A whole team out of a file, into a new folder."),
    "serve": ("serve", "The dashboard in a web browser, on this machine alone."),
    "sync": ("teams", "Bring this machine and the folder in step."),
    "backup": ("backups", "What this machine keeps of earlier days; keep the team as it is now."),
    "restore": ("backups", "Go back to an earlier day; first shows what would change."),
    "doctor": ("doctor", "Check everything, change nothing."),
    "completions": ("completions", "Completion of commands and names for your shell."),
}
"""Where each command lives, imported when it is called, and its line in the help, which imports none."""

SAID: Final = 600
"""Characters of a sentence on stderr: what was typed may be longer than anyone reads."""


class _Amity(Group):
    """The program: without a command it opens the dashboard."""

    default = None
    shown = ("json", "folder")
    environment = "AMITY_FOLDER"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        found = getattr(import_module(f"tui.cli.{_COMMANDS[cmd_name][0]}"), name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


@click.group(
    cls=_Amity, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="amity", message="%(prog)s %(version)s")
@click.pass_context
def amity(ctx: click.Context) -> None:
    """A team dashboard for the terminal. Without a command it opens the dashboard."""
    if ctx.invoked_subcommand is None:
        if this_call().as_json:
            raise click.UsageError("--json goes with a command, such as: amity kudos --json", ctx)
        from tui.cli.dashboard import open_dashboard

        ctx.exit(open_dashboard(this_call().folder))


def run(arguments: list[str] | None = None) -> int:
    """Runs the program and returns its exit code; every error is a sentence on stderr."""
    out = sys.stdout
    try:
        result: Any = amity.main(arguments, prog_name="amity", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        usage = f" See: {context.command_path} --help" if context is not None else ""
        what = error.format_message().rstrip()
        say(f"{what}{'' if what.endswith(('.', '?')) else '.'}{usage}")
        return 2
    except SystemExit as stop:
        if sys.stdout is out:
            return stop.code if isinstance(stop.code, int) else 1
        return _unread(0)  # click's way to say that whoever read us has gone
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return _unread(0)
    except StoreError as error:
        say(str(error))
        return error.exit_code
    except OSError as error:
        say(f"The answer could not be written or read: {(error.strerror or str(error)).lower()}.")
        return _unread(1)
    except Exception as error:  # the last door: a person gets a sentence, never a traceback
        say(f"Something unforeseen happened ({type(error).__name__}: {error}). Nothing saved before is lost.")
        return 1
    return result if isinstance(result, int) else 0


def _unread(code: int) -> int:
    """Lets what is still on its way to stdout go nowhere, so that Python's own last flush cannot fail."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return code


def say(sentence: str) -> None:
    """A line on stderr."""
    with contextlib.suppress(OSError):
        click.echo(f"amity: {clean(sentence, SAID)}", err=True)


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(run())


def surroundings() -> tuple[Home, Clock]:
    """Where this machine keeps things, and its clock."""
    from store.clock import Clock
    from store.settings import Home

    return Home.from_environment(os.environ), Clock.from_environment(os.environ)
