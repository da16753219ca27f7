"""Promises: reading one from a line, saying when it is due, in which order they stand, moving one early."""

from store.rules.promises.line import PromiseLine, Span, others, people_named, read_promise
from store.rules.promises.lists import done_lately, open_promises, promised_to
from store.rules.promises.words import (
    day_words,
    due_words,
    first_name,
    in_words,
    kept_words,
    moved_message,
    moved_words,
)

__all__ = [
    "PromiseLine",
    "Span",
    "day_words",
    "done_lately",
    "due_words",
    "first_name",
    "in_words",
    "kept_words",
    "moved_message",
    "moved_words",
    "open_promises",
    "others",
    "people_named",
    "promised_to",
    "read_promise",
]
