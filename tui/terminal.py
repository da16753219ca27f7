"""What the terminal can do, as far as it tells."""

from __future__ import annotations

import codecs
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from os import terminal_size
from typing import Final

from store.doctor import Check, fine, trouble

SMALLEST: Final = (80, 24)

_TAKES: Final = ("kitty", "wezterm", "iterm.app", "ghostty", "alacritty", "foot", "rio", "contour", "vscode")
"""Terminals that let programs use the clipboard, or ask whether they may."""


def terminal_checks(
    environment: Mapping[str, str],
    size: terminal_size,
    encoding: str,
    is_terminal: bool = True,
    tmux: Callable[[], str] | None = None,
) -> Iterator[Check]:
    """Colours, characters, clipboard and size. `tmux` tells its option `set-clipboard`."""
    yield _colours(environment)
    yield _characters(encoding)
    yield _clipboard(environment, tmux or _ask_tmux)
    columns, lines = size
    if not is_terminal:
        yield fine("size", "Not known: the answer does not go to a terminal.")
    elif columns < SMALLEST[0] or lines < SMALLEST[1]:
        yield trouble(
            "size",
            f"{columns} columns and {lines} lines are too few for amity.",
            "Make it 80 by 24 or larger.",
        )
    else:
        yield fine("size", f"{columns} columns and {lines} lines.")


def _colours(environment: Mapping[str, str]) -> Check:
    kind = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return fine("colours", "None, as NO_COLOR asks for.")
    if environment.get("COLORTERM", "").casefold() in ("truecolor", "24bit") or environment.get("WT_SESSION"):
        return fine("colours", "All of them.")
    if kind in ("dumb", "unknown"):
        return trouble("colours", f"TERM is {kind}.", "Open amity in a terminal of its own.")
    if "256" in kind or kind in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty"):
        return fine("colours", f"At least 256, as TERM says ({kind}).")
    return fine("colours", "Few; COLORTERM=truecolor tells amity of more, if your terminal has them.")


def _characters(encoding: str) -> Check:
    from wcwidth import list_versions, wcswidth

    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = ""
    if name != "utf-8":
        return trouble(
            "characters",
            f"Programs write {encoding or 'an unknown encoding'} here; what it lacks shows as “?”.",
            "Set PYTHONUTF8=1, and on Windows use Windows Terminal.",
        )
    width = f"“李” takes {wcswidth('李')} columns; the widths are those of Unicode {list_versions()[-1]}"
    return fine("characters", f"UTF-8. {width}.")


def _clipboard(environment: Mapping[str, str], tmux: Callable[[], str]) -> Check:
    if environment.get("TMUX"):
        told = tmux()
        if told and told != "on":
            return trouble(
                "clipboard",
                f"tmux keeps it from programs (set-clipboard is {told}).",
                "Let them use it: tmux set -g set-clipboard on",
            )
        return fine("clipboard", "tmux passes it on to your terminal.")
    program = environment.get("TERM_PROGRAM", "").casefold()
    named = f"{program} {environment.get('TERM', '').casefold()}"
    if environment.get("WT_SESSION") or any(name in named for name in _TAKES):
        return fine("clipboard", "Your terminal lets programs use it.")
    if environment.get("VTE_VERSION") or program == "apple_terminal" or environment.get("STY"):
        return fine("clipboard", "Probably not for programs: press c twice to see what is to be copied.")
    return fine("clipboard", "Not known: if nothing arrives, press c twice to see what is to be copied.")


def _ask_tmux() -> str:
    program = shutil.which("tmux")
    if program is None:
        return ""
    words = [program, "show-options", "-gsv", "set-clipboard"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=1, check=False, encoding="utf-8")
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.stdout.strip() in ("on", "off", "external") else ""
