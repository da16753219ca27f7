"""Today: the day's suggestion, and what else it holds."""

from tui.screens.today.screen import TodayScreen

__all__ = ["TodayScreen"]
