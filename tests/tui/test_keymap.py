"""Keys of one's own: what makes sense is taken, everything else is said and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key
from textual.widgets import Input, Static, TextArea

from store.clock import Clock
from store.settings import Home, Settings
from store.team import Team
from tests.tui.walls import app_on, press, settle
from tui import keymap
from tui.commands import COMMANDS, PLACES, choose_keys, commands, hint, key_of
from tui.doctor import key_check
from tui.screens.coffee.words import HINTS
from tui.screens.compose import ComposeScreen
from tui.screens.help import _ABOUT
from tui.screens.kudos.balance import _NOBODY
from tui.screens.kudos.board import _NOTHING
from tui.screens.kudos.cards import _EMPTY
from tui.screens.people.words import COVERED
from tui.widgets.frame import KeyBar

WORDS = "When it broke you stayed, so we went home on time."
NAMES = [command.name for command in COMMANDS]


def test_names_are_unmistakable_and_keys_are_called_as_textual_calls_them() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert {command.where for command in COMMANDS} == set(PLACES)
    for code in range(33, 127):
        assert keymap.long_name(chr(code)) == _character_to_key(chr(code))


def test_keys_that_write_and_edit_are_known() -> None:
    keys = {
        k for field in (TextArea, Input) for b in field.BINDINGS for k in getattr(b, "key", "").split(",")
    }
    missed = {key for key in keys - keymap.EDITING if keymap._can_be_pressed(key)} - {"enter", "escape"}
    assert not missed


def test_the_usual_keys_make_sense() -> None:
    for where in PLACES:
        keys = [key for command in keymap.together(where) for key in keymap.split(command.key)]
        assert len(keys) == len(set(keys)), where
    assert keymap.read({c.name: c.key for c in COMMANDS if c.key}).problems == []


@pytest.mark.parametrize(
    ("name", "keys", "why"),
    [
        ("thank", "ctrl+1", "not every terminal"),
        ("thank", "alt+k", "not every terminal"),
        ("thank", "hyper", "not every terminal"),
        ("thank", "ctrl+m", "it is enter"),
        ("thank", "ctrl+c", "it copies"),
        ("thank", "enter", "needed to move"),
        ("thank", "", "write one key"),
        ("thank", 5, "write one key"),
        ("thank", "e", "“Edit this meeting” already (Roles)"),
        ("people", "k", "“Thank someone” already (Everywhere)"),
        ("undo", "x", "already"),
        ("note.save", "d", "also works while one types"),
        ("compose.leave", "x", "also works while one types"),
        ("compose.send", "f7,ctrl+a", "also works while one types"),
        ("person.leave", "v", "also works while one types"),
        ("notes.search", "h", "“Hide private text” already (Everywhere)"),
        ("roles.swop", "w", "the nearest is roles.swap"),
        ("swap", "w", "the nearest is roles.swap"),
    ],
)
def test_what_cannot_be(name: str, keys: object, why: str) -> None:
    read = keymap.read({name: keys})
    assert read.keys == {}
    (problem,) = read.problems
    assert problem.startswith(f"keys.{name}: ")
    assert why in problem


def test_two_can_change_places_and_tables_of_toml_are_understood() -> None:
    swapped = {"today": {"done": "a", "another": "d"}, "roles.swap": "?,w", "help": "f1"}
    assert keymap.read(swapped).keys == {
        **{"today.done": "a", "today.another": "d", "roles.swap": "question_mark,w"},
        "help": "f1",
    }
    # without the exchange, the first is left with its own key, and then the second cannot have it either
    assert len(keymap.read({"today.done": "a", "today.another": "n", "today.not_today": "d"}).keys) == 3
    assert keymap.read({"today.done": "a", "today.another": "ctrl+m"}).keys == {}


@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(
            st.sampled_from(
                [
                    *"abcdehkqxyz?/-",
                    *("ctrl+b", "ctrl+s", "escape", "enter", "f5", "f6", "space", "ctrl+1", ""),
                ]
            ),
            max_size=3,
        ).map(",".join),
        max_size=12,
    )
)
def test_whatever_is_chosen_every_key_means_one_thing_and_every_place_can_be_left(
    chosen: dict[str, str],
) -> None:
    read = keymap.read(chosen)
    assert len(read.keys) + len(read.problems) == len(chosen)
    assert keymap.read(read.keys) == (read.keys, [])
    for where in PLACES:
        mine = {c.name: keymap.split(read.keys.get(c.name, c.key)) for c in keymap.together(where)}
        keys = [key for several in mine.values() for key in set(several)]
        assert len(keys) == len(set(keys))
        for command in commands(where):
            if command.id in ("leave", "close"):
                assert any(
                    k not in {*keymap.EDITING, *keymap._SIGNS, "space"} and len(k) > 1
                    for k in mine[command.name]
                )


def test_words_show_the_keys_as_they_are() -> None:
    assert key_of("thank") == "k"
    choose_keys({"thank": "ctrl+t,k"})
    assert key_of("thank") == "^t"
    assert key_of("hide") == "h"


async def test_the_dashboard_takes_the_keys_and_says_what_it_cannot_take(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    home = make_home("ana")
    file = home.config / "settings.toml"
    words = file.read_text("utf-8")
    file.write_text(words + '[keys]\nthank = "Z"\nundo = "f5"\nswop = "x"\ncompose.send = "f8"\n', "utf-8")
    app = app_on(team, home, clock)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        (said,) = [note.message for note in app._notifications]
        assert "keys.swop: there is no such command" in said
        assert " Z Thank" in str(app.screen.query_one(KeyBar).render())
        await press(pilot, "k")
        assert len(app.screen_stack) == 1
        await press(pilot, "Z")
        assert isinstance(app.screen, ComposeScreen)
        assert "f8 Send" in str(app.screen.query_one(KeyBar).render())
        app.screen.query_one(TextArea).text = WORDS
        await press(pilot, *"ben", "enter", "f8")
        assert not isinstance(app.screen, ComposeScreen)
        assert [k.text for k in team.snapshot().kudos] == [WORDS]
        await press(pilot, "N", "f5")  # undo in front of a window too
        assert [k.text for k in team.snapshot().kudos] == []
        assert any(entry.help.startswith("Z · ") for entry in app.get_system_commands(app.screen))
        await press(pilot, "question_mark")
        assert "f5  Undo my last change" in str(app.screen.query_one(Static).render())


def test_no_hint_names_a_command_that_is_none() -> None:
    calls = re.compile(r'hint\(\s*f?("[^"]*"(?:\s*"[^"]*")*)')
    sources = [file.read_text("utf-8") for file in (Path(__file__).parents[2] / "tui").rglob("*.py")]
    said = [words for source in sources for words in calls.findall(source)]
    said += [*HINTS.values(), *_NOTHING.values(), *_ABOUT.values(), _EMPTY, _NOBODY, COVERED]
    found = {name for words in said for name in re.findall(r"\{([a-z_.]+)\}", words)} - {"next", "new"}
    assert {"undo", "thank", "roles.skip", "kudos.newest", "coffee.skip"} <= found
    assert found <= set(NAMES) | {"was"}


def test_hints_have_the_keys_of_now_and_leave_braces_alone() -> None:
    choose_keys({"undo": "f5", "roles.skip": "question_mark"})
    assert hint("{undo}, {roles.skip} or {thank}; {next} {x.y}") == "f5, ? or k; {next} {x.y}"


def test_the_doctor_says_what_is_wrong_with_keys(make_home: Callable[[str], Home]) -> None:
    home = make_home("ana")
    assert key_check(home).ok
    Settings(home).choose_keys({"thank": "enter", "undo": "f5"})
    check = key_check(home)
    assert (check.name, check.ok) == ("keys", False)
    assert "thank" in check.detail
