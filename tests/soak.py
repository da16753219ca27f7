"""How many examples a property gets: some thousands in the gate, many more in the long run (`make soak`)."""

from __future__ import annotations

import os
from typing import Final

SOAK: Final = bool(os.environ.get("AMITY_SOAK"))
"""Whether this is the long run."""


def examples(gate: int = 5_000, soak: int = 100_000) -> int:
    """The number for this run."""
    return soak if SOAK else gate
