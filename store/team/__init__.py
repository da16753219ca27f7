"""The one door to what a team shares."""

from store.team.team import Team

__all__ = ["Team"]
