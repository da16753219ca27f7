"""The versions of what amity stands on, and which extras are there."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from store.doctor.check import Check, fine, trouble
from store.version import __version__

NEEDED: Final = ("textual", "tinydb", "orjson")
EXTRAS: Final = {"holidays": "public holidays", "textual-serve": "amity serve"}
"""What can be installed besides, and what it is for."""


def versions() -> Iterator[Check]:
    """Of Python, amity and the libraries; extras that are not there are no trouble."""
    found = {name: _version(name) for name in (*NEEDED, *EXTRAS)}
    gone = [name for name in NEEDED if not found[name]]
    if gone:
        yield trouble("versions", f"{', '.join(gone)} cannot be found.", "Install amity again.")
    else:
        named = ", ".join(f"{name} {found[name]}" for name in NEEDED)
        yield fine("versions", f"amity {__version__}, Python {platform.python_version()}, {named}")
    here = [name for name in EXTRAS if found[name]]
    lacking = [f"{name} (for {what})" for name, what in EXTRAS.items() if not found[name]]
    told = [f"there: {', '.join(here)}"] if here else []
    told += [f"not there: {', '.join(lacking)}"] if lacking else []
    yield fine("extras", "; ".join(told).capitalize() + ".")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
