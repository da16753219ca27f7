"""The command palette's people, meetings, teams and themes. Names stay plain text, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import FuzzySearch

if TYPE_CHECKING:
    from tui.app import AmityApp


class Entry(NamedTuple):
    """Something to choose: its words, what it does, and how."""

    words: str
    help: str
    run: Callable[[], object]


class TeamCommands(Provider):
    """Offers each person, each meeting, each other team of this machine and each theme."""

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def _entries(self) -> Iterator[Entry]:
        app = self.app
        if app.snapshot is not None and app.team is not None:
            here = [m for m in app.snapshot.members.values() if m.left is None]
            for member in here:
                handle = f"@{member.handle}"
                yield Entry(
                    f"{member.name}: card",
                    f"{handle} · how to reach them",
                    partial(app.show_person, member.id),
                )
                if member.id != app.team.me:
                    yield Entry(f"Thank {member.name}", handle, partial(app.action_thank, member.id))
            for meeting in app.snapshot.meetings.values():
                yield Entry(
                    f"{meeting.name}: roles", "Who has which role", partial(app.show_meeting, meeting.id)
                )
        yield from self._teams()
        for theme in app.available_themes:
            yield Entry(f"Theme: {theme}", "Colours", partial(setattr, app, "theme", theme))

    def _teams(self) -> Iterator[Entry]:
        app = self.app
        for known in app.settings.memberships:
            if app.team is None or known.team != app.team.id:
                yield Entry(f"Open {known.name}", f"{known.folder}", partial(app.open_team, known))

    async def discover(self) -> Hits:
        """The other teams, before anything is typed; people would hide the commands, and one types a name."""
        for entry in self._teams():
            yield DiscoveryHit(Content(entry.words), entry.run, text=entry.words, help=entry.help)

    async def search(self, query: str) -> Hits:
        """What fits the words typed so far."""
        search = FuzzySearch()
        for entry in self._entries():
            score, offsets = search.match(query, entry.words)
            if score > 0:
                shown = Content(entry.words)
                for offset in offsets:
                    shown = shown.stylize("bold underline", offset, offset + 1)
                yield Hit(score, shown, entry.run, text=entry.words, help=entry.help)
