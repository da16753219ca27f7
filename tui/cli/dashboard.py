"""Opening the dashboard: the one place of the command line that imports Textual, and only when called."""

from __future__ import annotations

from pathlib import Path

import click

from store.errors import UsageError
from tui.__main__ import in_terminal
from tui.cli import surroundings


def open_dashboard(folder: Path | None) -> int:
    """The dashboard on that team, or the set-up screen; returns the exit code."""
    import gc

    _check_terminal()
    gc.disable()  # what starting makes stays for good; the app switches it on again once the team is there
    from tui.opening import import_asyncio, open_desk

    desk = open_desk(*surroundings(), folder)
    import_asyncio()
    from tui.app import end, run_dashboard

    end(run_dashboard(desk))


def _check_terminal() -> None:
    if not in_terminal():
        raise UsageError("The dashboard needs a terminal; for scripts there are commands: amity --help")


@click.command()
@click.option(
    "--size", type=click.Choice(["small", "large"]), default="small", help="large has 10,000 kudos."
)
def demo(size: str) -> int:
    """Open the dashboard on a made-up team, in a throwaway home; nothing of yours is touched."""
    import tempfile

    _check_terminal()
    from store.demo import build_demo
    from store.settings import Home

    _, clock = surroundings()
    with tempfile.TemporaryDirectory(prefix="amity-demo-", ignore_cleanup_errors=True) as place:
        root = Path(place)
        home = Home(root / "config", root / "data")
        build_demo(home, root / "Harbour", clock, kudos=10_000 if size == "large" else 320)
        from tui.app import run_dashboard
        from tui.opening import open_desk

        return run_dashboard(open_desk(home, clock))
