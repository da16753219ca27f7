"""The settings of this machine."""

from tui.screens.settings.screen import SettingsScreen

__all__ = ["SettingsScreen"]
