"""All that the doctor looks at: the machine, the team, the keys that were chosen, and the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import terminal_size
from pathlib import Path

from store.clock import Clock
from store.doctor import Check, examine, fine, trouble
from store.errors import StoreError
from store.settings import Home, Settings
from tui.terminal import terminal_checks


def look_at_all(
    home: Home,
    clock: Clock,
    environment: Mapping[str, str],
    folder: Path | None,
    size: terminal_size,
    encoding: str,
    is_terminal: bool = True,
) -> Iterator[Check]:
    """All checks, as they are made; nothing is changed. Blocks on the disk."""
    yield from examine(home, clock, environment, folder)
    yield key_check(home)
    yield from terminal_checks(environment, size, encoding, is_terminal)


def key_check(home: Home) -> Check:
    """Whether the keys that were chosen make sense."""
    from tui.keymap import read

    try:
        chosen = Settings(home).keys
    except StoreError:
        return fine("keys", "The usual ones, since the settings cannot be read.")
    keys, problems = read(chosen)
    if problems:
        others = len(problems) - 1
        more = f" There {'is' if others == 1 else 'are'} {others} more." if others else ""
        return trouble("keys", f"{problems[0]}{more}", "Choose others in the settings: amity settings")
    return fine("keys", f"{len(keys)} of your own." if keys else "The usual ones.")
