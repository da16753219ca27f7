"""The Kudos tab."""

from tui.screens.kudos.screen import KudosScreen

__all__ = ["KudosScreen"]
