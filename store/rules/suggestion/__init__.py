"""One small kind act a day: which, with whom, and why.

A signal of the day comes first, by tier (`signals`); without one, points choose among everything that fits
(`candidates`, `points`), so that principles, people and small habits take turns. What is known when the day
begins (`morning`, `past`) decides, and the result is the same on every machine.
"""

from store.rules.suggestion.choice import also_today, pick
from store.rules.suggestion.morning import digest, week_begins
from store.rules.suggestion.question import opener, question_of_the_week
from store.rules.suggestion.results import Pick, Rest, RestKind, Signal

__all__ = [
    "Pick",
    "Rest",
    "RestKind",
    "Signal",
    "also_today",
    "digest",
    "opener",
    "pick",
    "question_of_the_week",
    "week_begins",
]
