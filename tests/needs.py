"""Programs of the system that some tests drive: what to install where they are missing."""

from __future__ import annotations

import os
import shutil
from typing import Final

import pytest

PACKAGES: Final = {
    "fusermount3": "fuse3",
    "groff": "groff-base",
    "java": "default-jre-headless",
    "qemu-system-x86_64": "qemu-system-x86",
    "sshd": "openssh-server",
}
"""Debian's package of a program, where its name is another."""


def needs(*programs: str) -> None:
    """Goes on if the programs are here. Else says what to install; the gate, which installed them, fails."""
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing:
        return
    packages = " ".join(sorted({PACKAGES.get(name, name) for name in missing}))
    sentence = f"needs {', '.join(missing)}; on Debian: apt-get install {packages}"
    if os.environ.get("AMITY_ENGINES"):
        pytest.fail(sentence)
    pytest.skip(sentence)
