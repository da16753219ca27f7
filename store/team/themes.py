"""Commands on what thanks can be for: the team's own list of themes."""

from __future__ import annotations

from collections.abc import Iterable

from store.content import themes
from store.errors import UsageError
from store.records import Snapshot
from store.snapshot import THEMES_LIMIT, WAYS
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team.base import TeamBase
from store.text import check_text, fold

THEME_LIMIT = 30
"""Characters in a theme: it has its place on every card."""


class ThemeCommands(TeamBase):
    """What one can do with themes. Thanks that were given for one keep it, whatever becomes of the list."""

    def add_theme(self, theme: str) -> str:
        """Adds a theme to the list and returns it as it stands there. One that is there already stays."""
        word = check_text(theme, "The theme", THEME_LIMIT)
        known = _same(self.snapshot(), word)
        if known:
            return known

        def edits(snapshot: Snapshot) -> Iterable[Edit]:
            if len(snapshot.themes) >= THEMES_LIMIT // 2:
                raise UsageError("The team has very many themes already; remove one that nobody uses.")
            # One of ours that was taken out comes back by taking that back.
            yield Edit("team", WAYS, {"themes": Keys({word: None if word in themes() else True})})

        self._change(f"add the theme {word}", edits)
        return word

    def remove_theme(self, theme: str) -> str:
        """Takes a theme off the list and returns it. Raises `UsageError` for one that is not there."""
        word = _same(self.snapshot(), theme)
        if not word:
            names = ", ".join(self.snapshot().themes)
            raise UsageError(
                f"The team has no theme “{check_text(theme, 'The theme', 60)}”: there are {names}."
            )

        def edits(_: Snapshot) -> Iterable[Edit]:
            yield Edit("team", WAYS, {"themes": Keys({word: False if word in themes() else None})})

        self._change(f"remove the theme {word}", edits)
        return word


def _same(snapshot: Snapshot, theme: str) -> str:
    """The theme of the list that is the same but for case and accents; "" if there is none."""
    wanted = fold(theme.strip())
    return next((known for known in snapshot.themes if fold(known) == wanted), "")
