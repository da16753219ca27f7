"""The program: `amity`, or `python -m tui`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def in_terminal() -> bool:
    """Whether a person sits at both ends, or at a browser that shows what a terminal would."""
    return "TEXTUAL_DRIVER" in os.environ or all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)
    )


def main() -> None:
    """Without arguments opens the dashboard at once, since reading a command line costs 15 ms."""
    if len(sys.argv) == 1 and "_AMITY_COMPLETE" not in os.environ and in_terminal():
        gc.disable()  # what starting makes stays; the app switches it on again once the team is there
        from store.clock import Clock
        from store.errors import StoreError
        from store.settings import Home
        from tui.opening import import_asyncio, open_desk

        folder = os.environ.get("AMITY_FOLDER")
        try:
            home, clock = Home.from_environment(os.environ), Clock.from_environment(os.environ)
            desk = open_desk(home, clock, Path(folder) if folder else None)
        except StoreError:
            gc.enable()  # the command line says what is wrong
        else:
            import_asyncio()
            from tui.app import end, run_dashboard

            end(run_dashboard(desk))
    from tui.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
