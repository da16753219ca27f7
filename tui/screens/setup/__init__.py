"""The first start."""

from tui.screens.setup.screen import SetupScreen

__all__ = ["SetupScreen"]
