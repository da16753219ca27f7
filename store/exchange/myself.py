"""What this machine knows about the person at it, to fill in the first form."""

from __future__ import annotations

import os
import subprocess
from typing import Final

from store.text import NAME_LIMIT, clean

GIT_SECONDS: Final = 2.0


def my_name() -> str:
    """The name that git signs commits with, else the one that the system knows; "" when neither has one."""
    return clean(_name_in_git() or _name_in_system(), NAME_LIMIT)


def _name_in_git() -> str:
    command = ["git", "config", "--global", "--get", "user.name"]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=GIT_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def _name_in_system() -> str:
    if os.name != "posix":
        return os.environ.get("USERNAME", "")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except KeyError:
        return ""
