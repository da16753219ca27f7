"""The notebook: what I remember about people, for me alone."""

from tui.screens.notes.screen import NotesScreen

__all__ = ["NotesScreen"]
