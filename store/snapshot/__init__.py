"""From documents to records."""

from store.snapshot.builder import SnapshotBuilder
from store.snapshot.meetings import FARTHEST, MOVES_LIMIT, RULE_LIMIT, SKIPS_LIMIT
from store.snapshot.thanks import THEMES_LIMIT, WAYS

__all__ = [
    "FARTHEST",
    "MOVES_LIMIT",
    "RULE_LIMIT",
    "SKIPS_LIMIT",
    "THEMES_LIMIT",
    "WAYS",
    "SnapshotBuilder",
]
