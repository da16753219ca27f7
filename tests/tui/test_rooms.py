"""What has to hold in every room: contrast in our themes, plain signs, the clock and dates that were chosen.

One walk through one app looks at all of it, since walking is what costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from rich.color import Color, ColorType
from textual.containers import ScrollableContainer
from textual.pilot import Pilot
from textual.screen import ModalScreen
from wcwidth import wcwidth

from store.clock import Clock
from store.demo import build_demo
from store.preferences import OWN_THEMES
from store.settings import Home, Settings
from tests.tui.walk import cells, strips, walk
from tests.tui.walls import settle
from tui.app import AmityApp
from tui.commands import EVERYWHERE, PLACES, commands
from tui.opening import open_desk
from tui.plain import TABLE
from tui.screens.help import help_on

OTHER_CLOCK = re.compile(r"\b\d?\d:\d\d\b(?! [ap]m)")
OTHER_DATES = re.compile(r"\b\d\d? (?:Nov|Dec|Oct|Sep|Jan)[a-z]*\b")
TYPED = {
    "new meeting": "a field in which a time is typed",
    "meeting mode": "minutes that are left",
    "my card": "fields in which hours are typed",
    "someone": "hours as they wrote them",
    "remind": "a field in which a time is typed",
}
"""Rooms with times that are no time of day, or are as somebody wrote them."""

STEPS: Final = 5
"""How often esc is pressed at most: out of a list, a search, a window, a room."""

DECORATION: Final = re.compile(r"[\s\u2500-\u259f·🔎]+")
"""Lines, frames, scrollbars, dots between words, an emoji with its own colours: nothing to read."""

LEAST: Final = {"amity-dark": 4.5, "amity-light": 4.5, "amity-contrast": 7.0, "amity-contrast-light": 7.0}


FOCUSED: Final = ("today", "roles", "kudos", "composer", "hand", "promises", "my card", "settings")
SIXTEEN: Final = ("today", "roles", "kudos", "composer", "notebook", "settings", "my card", "help")


def luminance(color: Color) -> float:
    triplet = color.get_truecolor()
    parts = [c / 255 for c in triplet]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts(app: AmityApp) -> Iterator[tuple[str, Color, Color]]:
    """Everything to read on the screen in front, with its colour and the one behind it."""
    covered = isinstance(app.screen, ModalScreen)
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            at, x = x, x + segment.cell_length
            if segment.style is None or DECORATION.fullmatch(segment.text) or not segment.text:
                continue
            widget, _ = app.screen.get_widget_at(at, y)
            if widget.disabled or (covered and widget is app.screen):
                continue  # what cannot be used now, or lies behind a window
            style = segment.style
            fore, back = style.color, style.bgcolor
            assert fore is not None
            assert back is not None
            if style.reverse:
                fore, back = back, fore
            yield segment.text, fore, back


def check_contrast(app: AmityApp, room: str) -> list[Any]:
    least = LEAST[app.theme] if room != "palette" else 4.5  # Textual's own, which has its own colours
    return [
        (
            app.theme,
            room,
            text,
            fore.get_truecolor().hex,
            back.get_truecolor().hex,
            round(contrast(fore, back), 2),
        )
        for text, fore, back in texts(app)
        if contrast(fore, back) < least
    ]


def test_every_sign_that_we_write_has_a_plain_one_as_wide() -> None:
    root = Path(__file__).parents[2]
    readers = ("emoji.py", "line.py", "sentence.py")  # these read what people type
    files = [
        *(root / "tui").rglob("*.py"),
        *(root / "tui").rglob("*.tcss"),
        *(root / "store/content").glob("*.toml"),
    ]
    files += [*(root / "store/rules").rglob("*.py"), *(root / "store").glob("*.py")]
    for file in (file for file in files if file.name not in readers):
        for sign in file.read_text("utf-8"):
            assert sign.isascii() or unicodedata.category(sign)[0] in "LM" or ord(sign) in TABLE, (file, sign)
    for code, plain in TABLE.items():
        assert plain.isascii()
        assert len(plain) == wcwidth(chr(code))
    assert "Zoë 李".translate(TABLE) == "Zoë 李"


async def by_keys_alone(pilot: Pilot[Any], room: str) -> list[tuple[str, str, str]]:
    """What can have the focus without a word or a way to it by tab; a room without a way out."""
    app, found = pilot.app, []
    chain = list(app.screen.focus_chain)
    found += [("silent", room, repr(widget)) for widget in chain if not widget.tooltip]
    reached = {app.focused}
    for _ in chain:
        await pilot.press("tab")
        reached.add(app.focused)
    found += [("not reached", room, repr(widget)) for widget in chain if widget not in reached]
    for _ in range(STEPS):
        if len(app.screen_stack) == 1:
            return found
        await pilot.press("escape")
        await app.workers.wait_for_complete()
    return [*found, ("no way out", room, repr(app.screen))]


def test_every_place_has_its_help() -> None:
    for place in PLACES:
        if place != EVERYWHERE:
            about = str(help_on(place)._text).partition("\n")[0]
            assert len(about.split()) > 5, place
            assert commands(place), place


async def test_every_room(make_home: Callable[[str], Home], folder: Path, clock: Clock) -> None:
    home = make_home("ana")
    build_demo(home, folder, clock)
    Settings(home).prefer("clock_24h", False)
    Settings(home).prefer("date_format", "Nov 23")
    app = AmityApp(open_desk(home, clock))
    pale, wrong, strange, keys, told = [], [], [], [], 0
    async with app.run_test(size=(80, 24)) as pilot:
        app.trying = True
        async for room in walk(pilot):
            text = "\n".join(cells(app))
            told += len(re.findall(r"\d:\d\d [ap]m", text)) + len(re.findall(r"Nov[a-z]* \d", text))
            wrong += [(room, found) for found in OTHER_DATES.findall(text)]
            wrong += [(room, found) for found in OTHER_CLOCK.findall(text) if room not in TYPED]
            strange += [
                (room, sign) for sign in text.translate(TABLE) if not (sign.isascii() or sign.isalpha())
            ]
            for theme in OWN_THEMES:
                if theme != app.theme:
                    app.theme = theme
                    await pilot.pause()
                pale += check_contrast(app, room)
            keys += await by_keys_alone(pilot, room)
    assert not pale
    assert not keys
    assert not wrong
    assert not strange, {sign for _, sign in strange}
    assert told > 30
    assert app.team is not None
    app.team.close()


# Without colour

Look = tuple[str, bool, bool, bool]


def looks(app: AmityApp) -> list[list[Look]]:
    """The picture without its colours: what is written, and whether bold, reversed or underlined."""
    return [
        [
            (
                part.text,
                bool(part.style and part.style.bold),
                bool(part.style and part.style.reverse),
                bool(part.style and part.style.underline),
            )
            for part in strip.simplify()
        ]
        for strip in strips(app)
    ]


async def test_where_one_is_can_be_seen_without_colour(
    make_home: Callable[[str], Home], folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part of a room looks other when it has the focus, and so does the line that is chosen there."""
    monkeypatch.setenv("NO_COLOR", "1")
    home = make_home("ana")
    build_demo(home, folder, clock)
    app = AmityApp(open_desk(home, clock))
    unseen: set[tuple[str, str, str | None]] = set()
    async with app.run_test(size=(80, 24)) as pilot:
        async for room in walk(pilot, FOCUSED):
            chain = [w for w in app.screen.focus_chain if not isinstance(w, ScrollableContainer)]
            for widget in chain:
                app.screen.set_focus(None)
                await settle(pilot)
                without = looks(app)
                app.screen.set_focus(widget)
                await pilot.pause()
                if looks(app) == without:
                    await settle(pilot)
                if looks(app) == without:
                    unseen.add((room, type(widget).__name__, widget.id))
    assert not unseen, unseen


async def test_sixteen_colours_never_hide_words(
    make_home: Callable[[str], Home], folder: Path, clock: Clock
) -> None:
    home = make_home("ana")
    build_demo(home, folder, clock)
    Settings(home).prefer("theme", "ansi-light")
    app = AmityApp(open_desk(home, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        app.trying = True
        async for room in walk(pilot, SIXTEEN):
            for theme in ("ansi-light", "ansi-dark"):
                app.theme = theme
                await pilot.pause()
                seen = list(texts(app))
                assert not [text for text, fore, back in seen if fore == back and not fore.is_default], (
                    theme,
                    room,
                )
                kinds = {colour.type for _, *colours in seen for colour in colours}
                assert kinds <= {ColorType.DEFAULT, ColorType.STANDARD}, (theme, room)
                lined = any(part.style and part.style.underline for strip in strips(app) for part in strip)
                assert lined or room not in ("settings", "notebook"), (theme, room)
