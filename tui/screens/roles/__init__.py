"""The Roles tab: who has which role in the next meeting and why, and in those ahead."""

from tui.screens.roles.screen import RolesScreen

__all__ = ["RolesScreen"]
