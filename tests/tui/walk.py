"""A walk through every room of the dashboard, in one app: for what has to hold wherever one is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.walls import settle

ROOMS: Final = {
    "today": ("1",),
    "why": ("1", "w"),
    "done": ("1", "d"),
    "not for me": ("1", "x"),
    "roles": ("2",),
    "days ahead": ("2", "+"),
    "turns": ("2", "f"),
    "speaking": ("2", "o"),
    "swap": ("2", "s"),
    "new meeting": ("2", "n"),
    "meeting mode": ("2", "m", "space"),
    "parking": ("2", "p"),
    "kudos": ("3", "down"),
    "a card": ("3", "enter"),
    "react": ("3", "r"),
    "themes": ("3", "t"),
    "digest": ("3", "d", "left"),
    "cards": ("3", "c"),
    "a card to sign": ("3", "c", "enter"),
    "sign": ("3", "c", "enter", "w"),
    "composer": ("k",),
    "hand": ("U",),
    "notebook": ("N",),
    "note": ("N", "n"),
    "promises": ("P",),
    "coffee": ("C",),
    "coffee, how often": ("C", "e"),
    "look back": ("L",),
    "everyone": ("E",),
    "add people": ("E", "ctrl+n"),
    "someone": ("E", "enter"),
    "remind": ("E", "enter", "R"),
    "my card": ("M",),
    "away": ("A",),
    "question": ("O",),
    "settings": ("S",),
    "a choice": ("S", "enter"),
    "keys": ("S", *("down",) * 5, "enter"),
    "palette": ("ctrl+p",),
    "the folder": ("!sync_details",),
    "backups": ("!backups",),
    "own words": ("!own_words",),
    "another team": ("!another_team",),
    "help": ("question_mark",),
}
"""What to press for each room, from any tab; after a "!" a command of the palette."""


async def walk(pilot: Pilot[Any], rooms: Iterable[str] = ROOMS) -> AsyncIterator[str]:
    """Goes from room to room, and says in which one is."""
    app = pilot.app
    await settle(pilot)
    for room, keys in ((room, ROOMS[room]) for room in rooms):
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        for key in keys:
            if key.startswith("!"):
                await app.run_action(key[1:])
            else:
                await pilot.press(key)
            await app.workers.wait_for_complete()
        await settle(pilot)
        yield room


def strips(app: Any) -> list[Strip]:
    """The lines of the picture, as they go to the terminal."""
    return list(app.screen._compositor.render_strips(app.size))


def cells(app: Any) -> list[str]:
    """The same without colours."""
    return [strip.text for strip in strips(app)]
