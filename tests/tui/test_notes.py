"""The notebook on the screen: written, found, changed, covered, deleted and saved as a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.clock import Clock
from store.notebook import Notebook
from store.settings import Home
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.test_cards import flat, notices
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.notes import NotesScreen
from tui.screens.notes.ask import DeleteScreen, LaterScreen, SaveAsScreen
from tui.screens.notes.draft import Draft
from tui.screens.notes.write import WriteNoteScreen
from tui.screens.pick_person import PickPersonScreen
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar
from tui.widgets.notes import person_notes

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def app(team: Team, home: Home, clock: Clock) -> AmityApp:
    return app_on(team, home, clock)


@pytest.fixture
def notebook(app: AmityApp) -> Notebook:
    assert app.notebook is not None
    return app.notebook


async def typed(pilot: Pilot[None], text: str) -> None:
    """Types all of it at once."""
    await pilot.press(*text)
    await settle(pilot)


async def test_a_note_is_written_moved_done_changed_and_deleted(
    app: AmityApp, notebook: Notebook, team: Team
) -> None:
    zoe = team.find_member("zoe")
    team.set_away(zoe.id, TODAY + timedelta(1), TODAY + timedelta(2))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "N")
        assert isinstance(app.screen, NotesScreen)
        assert "Nothing noted yet" in flat(app)
        await press(pilot, "n")
        assert isinstance(app.screen, PickPersonScreen)
        await typed(pilot, "zoe")
        await press(pilot, "enter")
        assert isinstance(app.screen, WriteNoteScreen)
        await typed(pilot, "Łódź!")
        await press(pilot, "tab")
        await typed(pilot, "soon")
        assert "“soon” is no date" in flat(app)
        await press(pilot, "ctrl+s")
        assert notebook.private().notes == ()
        app.screen.day.field.value = "after her vacation"
        await settle(pilot)
        assert "Thursday 26 November" in flat(app)
        await press(pilot, "ctrl+s")
        (note,) = notebook.private().notes
        assert (note.member, note.text, note.follow_up) == (zoe.id, "Łódź!", date(2026, 11, 26))
        assert isinstance(app.screen, NotesScreen)
        assert "Noted, for you alone. Today brings it up on Thursday 26 November." in notices(app)
        assert "come back to it on Thursday 26 November" in flat(app)
        await press(pilot, "m")
        assert isinstance(app.screen, LaterScreen)
        await typed(pilot, "no")
        await press(pilot, "enter")
        assert isinstance(app.screen, LaterScreen)
        app.screen.day.field.value = ""
        await typed(pilot, "+2w")
        await press(pilot, "enter")
        assert notebook.private().notes[0].follow_up == date(2026, 12, 7)
        await press(pilot, "d")
        assert notebook.private().notes[0].done == TODAY
        await press(pilot, "d")
        assert notebook.private().notes[0].done is None
        await press(pilot, "ctrl+z")
        assert notebook.private().notes[0].done == TODAY
        await press(pilot, "enter", "?", "ctrl+s")
        assert notebook.private().notes[0].text == "Łódź!?"
        await press(pilot, "x")
        assert isinstance(app.screen, DeleteScreen)
        await press(pilot, "escape")
        assert len(notebook.private().notes) == 1
        await press(pilot, "x", "enter")
        assert notebook.private().notes == ()
        await press(pilot, "ctrl+z")
        assert [n.text for n in notebook.private().notes] == ["Łódź!?"]
        await press(pilot, "escape")
        assert app.screen is app.screen_stack[0]
    team.close()


async def test_an_unfinished_note_is_kept_also_when_the_program_ends(
    app: AmityApp, notebook: Notebook, team: Team, home: Home, clock: Clock
) -> None:
    ben = team.find_member("ben")
    place = f"note {ben.id}"
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_note(ben.id)
        await settle(pilot)
        await typed(pilot, "half")
        await press(pilot, "escape")
        assert Draft.read(notebook.private().drafts[place]) == Draft("half", "")
        app.action_note(ben.id)
        await settle(pilot)
        assert "Your draft is back." in flat(app)
        await press(pilot, "!", "tab", "f")
    app._worker.submit(lambda: None).result()
    assert Draft.read(notebook.private().drafts[place]) == Draft("half!", "f")
    team.close()
    again = app_on(team, home, clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        again.action_note(ben.id)
        await settle(pilot)
        assert isinstance(again.screen, WriteNoteScreen)
        await press(pilot, "tab", "f", "r", "i", "ctrl+s")
        (note,) = notebook.private().notes
        assert (note.text, note.follow_up) == ("half!", date(2026, 11, 27))
        assert place not in notebook.private().drafts
    assert again.team is not None
    again.team.close()


async def test_searching_covering_and_saving_as_a_file(
    app: AmityApp, notebook: Notebook, team: Team, tmp_path: Path
) -> None:
    zoe, ben, li = (team.find_member(h) for h in ("zoe", "ben", "李"))
    notebook.add_note(zoe.id, "Trains for a marathon")
    notebook.add_note(ben.id, "[@click=app.quit]likes[/] tea")
    for text in HOSTILE:
        notebook.add_note(li.id, f"{text[:2000]} end")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "N", "slash")
        await typed(pilot, "kruger mar")
        assert "Trains for a marathon" in flat(app)
        assert "likes" not in flat(app)
        await press(pilot, "enter", "e")
        assert isinstance(app.screen, WriteNoteScreen)
        assert app.screen.words.text == "Trains for a marathon"
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, NotesScreen)
        await press(pilot, "slash")
        await typed(pilot, "click=")
        assert "[@click=app.quit]likes[/] tea" in flat(app)
        await press(pilot, "enter", "w")
        assert isinstance(app.screen, SaveAsScreen)
        inside = team.folder / "notes.md"
        app.screen.query_one("Field", Field).value = str(inside)
        await press(pilot, "enter")
        assert not inside.exists()
        assert "a team shares" in notices(app)
        await press(pilot, "w")
        app.screen.query_one("Field", Field).value = str(tmp_path / "mine.json")
        await press(pilot, "enter")
        saved = (tmp_path / "mine.json").read_text("utf-8")
        assert "likes" in saved
        assert "marathon" not in saved  # what is shown, and no more
        if os.name == "posix":
            assert stat.S_IMODE((tmp_path / "mine.json").stat().st_mode) == 0o600
        await press(pilot, "enter")
        assert isinstance(app.screen, WriteNoteScreen)
        app.action_hide()
        await settle(pilot)
        assert "likes" not in flat(app)
        assert "click=" not in flat(app)
        await press(pilot, "escape")
        for keys in (["d"], ["m"], ["x"], ["w"], ["enter"], ["n"]):
            await press(pilot, *keys)
            assert isinstance(app.screen, NotesScreen), keys
            assert "likes" not in flat(app)
            assert "Covered" in flat(app)
        app.action_note(ben.id)
        await settle(pilot)
        assert isinstance(app.screen, NotesScreen)
        await press(pilot, "h")
        assert "Covered" not in flat(app)
    team.close()


async def test_by_mouse_and_for_one_person(
    app: AmityApp, notebook: Notebook, team: Team, home: Home, clock: Clock
) -> None:
    ben, yesterday = team.find_member("ben"), Clock(clock.now() - timedelta(1))
    notebook.add_note(team.find_member("zoe").id, "not about Ben")
    Notebook.open(home, yesterday, team.id, team.folder).add_note(ben.id, "older")
    notebook.replica.storage.forget()
    note = notebook.add_note(ben.id, "newer", TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(NotesScreen(ben.id))
        await settle(pilot)
        assert "Notes about Ben" in flat(app)
        assert "not about Ben" not in flat(app)
        assert "come back to it today" in flat(app)
        await pilot.click("OptionList", offset=(3, 0))
        await settle(pilot)
        assert isinstance(app.screen, WriteNoteScreen)
        await press(pilot, "escape")
        bar = app.screen.query_one(KeyBar)
        (edge,) = (edge for command, edge in bar._fitting() if command.id == "done")
        await pilot.click(KeyBar, offset=(edge - 3, 0))
        await settle(pilot)
        assert notebook.find_note(note.id).done == TODAY
        await press(pilot, "n")
        assert isinstance(app.screen, WriteNoteScreen)
        assert "Last: newer" in flat(app)
        await pilot.click(offset=(0, 0))
        await settle(pilot)
        assert isinstance(app.screen, NotesScreen)
    team.close()


def test_the_lines_for_a_persons_card(notebook: Notebook) -> None:
    for text in ("first", "second", "third", "fourth"):
        notebook.add_note("m-1", text)
    notebook.add_note("m-2", "of another one")
    due = notebook.add_note("m-1", "[b]due[/b]", TODAY - timedelta(1))
    private = notebook.private()
    shown = person_notes(private, "m-1", hidden=False, today=TODAY).plain.split("\n")
    assert shown[:2] == ["[b]due[/b]", "Monday 23 November · was to come back to on Sunday 22 November"]
    assert shown[-1] == "More in your notebook: N"
    assert len(shown) == 7
    assert person_notes(private, "m-1", hidden=True, today=TODAY).plain == "Covered; h shows it."
    assert person_notes(private, "m-3", hidden=True, today=TODAY).plain == ""
    notebook.finish_note(due.id, TODAY)
    assert "done" not in person_notes(notebook.private(), "m-3", hidden=False, today=TODAY).plain


def test_drafts_are_read_whatever_was_kept() -> None:
    draft = Draft("two\nlines “x”", "+2w")
    assert Draft.read(str(draft)) == draft
    for kept in ("", "no json", "[1]", '{"text": 5', '{"text": 5, "day": []}', "7"):
        assert isinstance(Draft.read(kept).text, str)
