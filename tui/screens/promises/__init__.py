"""My promises."""

from tui.screens.promises.screen import PromisesScreen

__all__ = ["PromisesScreen"]
