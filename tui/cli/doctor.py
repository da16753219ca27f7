"""doctor."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from tui.cli import surroundings
from tui.cli.groups import Command, this_call
from tui.cli.session import answer, columns

if TYPE_CHECKING:
    from store.doctor import Check


@click.command(cls=Command)
def doctor() -> int:
    """Check everything and change nothing."""
    from store.doctor import examine
    from tui.keymap import key_checks
    from tui.terminal import terminal_checks

    home, clock = surroundings()
    checks = [
        *examine(home, clock, os.environ, this_call().folder),
        *key_checks(home),
        *terminal_checks(
            os.environ, shutil.get_terminal_size(), sys.stdout.encoding or "", sys.stdout.isatty()
        ),
    ]
    document = {"checks": [{"name": c.name, "ok": c.ok, "detail": c.detail, "fix": c.fix} for c in checks]}
    answer(document, lambda: _told(checks))
    return 0 if all(check.ok for check in checks) else 1


def _told(checks: list[Check]) -> str:
    rows: list[tuple[str, ...]] = []
    for check in checks:
        rows.append(("✓ fine" if check.ok else "▲ to do", check.name, check.detail))
        if check.fix:
            rows.append(("", "", f"▸ {check.fix}"))
    todo = sum(not check.ok for check in checks)
    things = "1 thing to do." if todo == 1 else f"{todo} things to do."
    return f"{columns(rows)}\n\n{things if todo else 'All is well.'} Nothing was changed."
