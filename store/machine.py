"""A random name for this machine, which a copy of its files on another machine does not share."""

from __future__ import annotations

import contextlib
import os
import platform
from hashlib import blake2b
from pathlib import Path

from store.settings import Home
from store.sync.files import write_whole


def machine_id(home: Home) -> str:
    """The name of the machine that this home is on, such as `r-4f1c…` (12 hexadecimal digits).

    A home that was copied to another machine, or to another place, gets a new one: two machines of one name
    would be taken for one. Without a place to keep it, it lasts for one run.
    """
    path, mark = home.data / "machine", _mark(home)
    with contextlib.suppress(OSError, UnicodeDecodeError):
        name, _, known = path.read_text("ascii").strip().partition(" ")
        if known == mark and name.startswith("r-"):
            return name
    name = f"r-{os.urandom(6).hex()}"
    with contextlib.suppress(OSError):
        home.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, f"{name} {mark}\n".encode("ascii"), 0o600)
    return name


def _mark(home: Home) -> str:
    """What tells this place from another: the system's own id, the host's name, and the path."""
    parts = [platform.node(), str(home.data.resolve())]
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            parts.append(Path(place).read_text("ascii").strip())
            break
    return blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
