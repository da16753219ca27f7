"""The notebook as a whole."""

from __future__ import annotations

from store.notebook.days import Days
from store.notebook.notes import Notes
from store.notebook.promises import Promises
from store.notebook.questions import Questions
from store.notebook.reminders import Reminders
from store.notebook.screens import Screens


class Notebook(Notes, Promises, Reminders, Questions, Days, Screens):
    """All that is mine alone, for one team."""
