"""Coffee chats: who meets whom this round, when both could, and who writes first.

Every machine draws the same from the same records. Nobody is ever told who skipped, or why.
"""

from store.rules.pairing.draw import draw, group_sizes
from store.rules.pairing.history import after_skips, begins, current_round, first_writer, taking_part
from store.rules.pairing.times import Times, suggest_times

__all__ = [
    "Times",
    "after_skips",
    "begins",
    "current_round",
    "draw",
    "first_writer",
    "group_sizes",
    "suggest_times",
    "taking_part",
]
