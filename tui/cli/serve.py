"""serve."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys

import click

from store.errors import StoreError, UsageError
from tui.cli.groups import Command, this_call
from tui.cli.session import answer

PORT = 8000


@click.command(cls=Command)
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help=f"Where; else {PORT}, or any that is free."
)
def serve(port: int | None) -> None:
    """Show the dashboard in a web browser, on this machine alone."""
    try:
        from tui.browser.server import OwnServer, listen
    except ModuleNotFoundError as error:
        raise UsageError(
            "The browser needs one more package: pipx inject amity textual-serve, or install amity[serve]."
        ) from error
    try:
        sock = listen(PORT if port is None else port)
    except OSError as error:
        if port is not None:
            why = (error.strerror or "unknown").lower()
            raise StoreError(f"Port {port} cannot be used: {why}. Try without --port.") from None
        sock = listen(0)
    server = OwnServer(_dashboard(), sock)
    words = (
        f"amity is at {server.address}\n"
        "Whoever knows this address and works on this machine sees your dashboard. ctrl+c ends it."
    )
    answer({"address": server.address}, lambda: words)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve()


def _dashboard() -> str:
    """The command that opens the dashboard, for a shell. No name of a folder stands in it.

    A shell may take something in it for a command (cmd.exe an ampersand); the environment is read as it is.
    """
    if folder := this_call().folder:
        os.environ["AMITY_FOLDER"] = str(folder.absolute())
    words = [sys.executable, "-P", "-m", "tui"]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else f"exec {shlex.join(words)}"
