"""The composer."""

from tui.screens.compose.screen import ComposeScreen

__all__ = ["ComposeScreen"]
