"""serve."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import sys

import click

from store.errors import StoreError, UsageError
from tui.cli.groups import this_call

PORT = 8000


@click.command()
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
    click.echo(
        f"amity is at {server.address}\n"
        "Whoever knows this address and works on this machine sees your dashboard. ctrl+c ends it."
    )
    with contextlib.suppress(KeyboardInterrupt):
        server.serve()


def _dashboard() -> str:
    """The command that opens the dashboard, for a shell."""
    folder = this_call().folder
    words = [sys.executable, "-P", "-m", "tui", *(["--folder", str(folder.absolute())] if folder else [])]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else f"exec {shlex.join(words)}"
