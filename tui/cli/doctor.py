"""doctor."""

from __future__ import annotations

import os
import shutil
import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from tui.cli import surroundings
from tui.cli.groups import Command, this_call
from tui.cli.session import answer, columns

if TYPE_CHECKING:
    from store.doctor import Check


FINE: Final = "✓ fine"
TODO: Final = "▲ to do"

MINIMUM: Final = 30
"""Columns that the words get, however narrow the terminal is."""


@click.command(cls=Command)
def doctor() -> int:
    """Check everything and change nothing."""
    from tui.doctor import look_at_all

    home, clock = surroundings()
    size, out = shutil.get_terminal_size(), sys.stdout
    checks = list(
        look_at_all(home, clock, os.environ, this_call().folder, size, out.encoding or "", out.isatty())
    )
    document = {"checks": [{"name": c.name, "ok": c.ok, "detail": c.detail, "fix": c.fix} for c in checks]}
    answer(document, lambda: _told(checks))
    return 0 if all(check.ok for check in checks) else 1


def _told(checks: list[Check]) -> str:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    beside = max(MINIMUM, width - max(len(check.name) for check in checks) - len(TODO) - 4)
    rows: list[tuple[str, ...]] = []
    for check in checks:
        lines = [check.detail, *([f"▸ {check.fix}"] if check.fix else [])]
        parts = [
            part
            for line in lines
            for part in (wrap(line, beside, break_on_hyphens=False) if width else [line])
        ]
        rows += [(FINE if check.ok else TODO, check.name, parts[0]), *(("", "", part) for part in parts[1:])]
    todo = sum(not check.ok for check in checks)
    things = "1 thing to do." if todo == 1 else f"{todo} things to do."
    return f"{columns(rows)}\n\n{things if todo else 'All is well.'} Nothing was changed."
