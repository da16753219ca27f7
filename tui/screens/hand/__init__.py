"""A hand: asking for one, lending one, and thanks for it."""

from tui.screens.hand.screen import HandScreen

__all__ = ["HandScreen"]
