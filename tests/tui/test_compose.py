"""The composer: whom, what, how it is kept, and what is kindly refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.events import Paste
from textual.widgets import Input, OptionList, Select

from store.clock import Clock
from store.content import starters
from store.records import Member
from store.settings import Home
from store.team import Team
from store.team.kudos import RECEIVERS_LIMIT
from store.text import clean
from tests.tui.composing import KIND, composer, hint, holding, names, open_composer, said, wish, write
from tests.tui.walls import app_on, press, settle, until
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.compose.draft import Draft
from tui.screens.pick_theme import PickThemeScreen
from tui.widgets.receivers import NameField, People
from tui.widgets.words import Words


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(team, make_home("ana"), clock)


@pytest.fixture
def zoe(team: Team) -> Member:
    return team.find_member("zoe")


# Sending


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+enter"])
async def test_thanks_reach_the_wall(app: AmityApp, team: Team, zoe: Member, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "enter", "@", "b", "tab")
        assert names(app) == ["Zoë Krüger", "Ben"]
        await press(pilot, *"You ")
        write(app, KIND)
        composer(app).query_one(Select).value = "craft"
        await press(pilot, key)
        (kudos,) = team.snapshot().kudos
        assert kudos.to == (zoe.id, team.find_member("ben").id)
        assert (kudos.text, kudos.theme) == (KIND, "craft")
        assert not isinstance(app.screen, ComposeScreen)
        assert "Zoë Krüger and Ben" in said(app)
        await press(pilot, "ctrl+z")
        assert team.snapshot().kudos == ()


async def test_names_can_be_picked_by_arrow_comma_and_mouse_and_taken_away(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "down", "down", "enter")
        assert names(app) == ["Zoë Krüger"]
        await press(pilot, "b", "comma")
        assert names(app) == ["Zoë Krüger", "Ben"]
        await press(pilot, "down")
        await pilot.click(OptionList, offset=(3, 1))
        await settle(pilot)
        assert names(app) == ["Zoë Krüger", "Ben", "李 雷"]
        await press(pilot, "backspace")
        assert names(app) == ["Zoë Krüger", "Ben"]
        await pilot.click(People, offset=(2, 0))
        await settle(pilot)
        assert names(app) == ["Ben"]
        assert isinstance(app.focused, Input)


async def test_what_is_missing_is_said_and_nothing_is_sent(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "ctrl+s")
        assert "whom" in hint(app)
        await press(pilot, "z", "ctrl+s")
        assert "Choose the name" in hint(app)
        await press(pilot, "enter", "ctrl+s")
        assert "few words first" in hint(app)
        assert isinstance(app.focused, Words)
        write(app, "word " * 900)
        await press(pilot, "ctrl+s")
        assert "shorten" in hint(app)
        assert team.snapshot().kudos == ()


async def test_b3b_few_words_get_one_hint_and_are_sent_when_meant(
    app: AmityApp, team: Team, zoe: Member
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_thank(zoe.id)
        await settle(pilot)
        write(app, "Thank you, Zoë")
        await press(pilot, "ctrl+s")
        assert "Send again" in hint(app)
        assert team.snapshot().kudos == ()
        await press(pilot, "ctrl+s")
        assert [kudos.text for kudos in team.snapshot().kudos] == ["Thank you, Zoë"]


async def test_what_the_team_refuses_stays_in_the_composer(app: AmityApp, team: Team, zoe: Member) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_thank(zoe.id)
        await settle(pilot)
        write(app, KIND)
        team.close()  # so that the dashboard does not hear of it
        wish(team, zoe, "private")
        await press(pilot, "ctrl+s")
        assert "in private" in said(app)
        assert team.snapshot().kudos == ()
        assert composer(app).words.text == KIND
        wish(team, zoe, "wall")
        await press(pilot, "ctrl+s")
        assert len(team.snapshot().kudos) == 1


# Wishes of those who are thanked


async def test_b5b_private_thanks_are_copied_and_never_stored(app: AmityApp, team: Team, zoe: Member) -> None:
    wish(team, zoe, "private")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        write(app, "A secret thank you for the calm words.")
        await settle(pilot)
        composer(app)._save_unasked()  # what the pause in typing does, before anyone is named
        await settle(pilot)
        app.action_refresh()
        await settle(pilot)
        assert holding(team.folder.parent, b"secret")  # in my own notebook
        assert not holding(team.folder, b"secret")
        composer(app).query_one(NameField).focus()
        await press(pilot, "z", "enter")
        assert "thanked in private" in hint(app)
        await press(pilot, "b", "enter")
        assert "Take them off" in hint(app)
        write(app, "A secret thank you for the very calm words.")
        composer(app)._save_unasked()  # not any more
        await settle(pilot)
        assert not holding(team.folder.parent, b"very calm")
        await press(pilot, "ctrl+s")
        assert app.clipboard == "A secret thank you for the very calm words."
        assert "nothing was stored" in hint(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ComposeScreen)
        assert app.private is not None
        assert not any(app.private.drafts.values())
    team.sync()
    assert team.snapshot().kudos == ()
    assert holding(team.folder, b"Harbour")
    assert not holding(team.folder.parent, b"secret")  # nor in the files that were kept from before


async def test_who_wants_to_be_asked_is_asked_before_anything_is_on_the_wall(
    app: AmityApp, team: Team, zoe: Member, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(team, zoe, "ask")
    moments = iter(range(0, 1000, 10))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(moments)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "enter")
        assert "asked first" in hint(app)
        write(app, KIND)
        await press(pilot, "ctrl+s")
        assert KIND in app.clipboard
        assert "May I" in app.clipboard
        assert "Nothing is on the wall" in hint(app)
        assert team.snapshot().kudos == ()
        await press(pilot, "escape", "k")  # they answer later
        assert composer(app).words.text == KIND
        assert "have asked Zoë" in hint(app)
        write(app, KIND + " And kind.")  # which they were not asked about
        await press(pilot, "ctrl+s")
        assert team.snapshot().kudos == ()
        assert "And kind." in app.clipboard
        await press(pilot, "ctrl+s")
        assert [kudos.text for kudos in team.snapshot().kudos] == [KIND + " And kind."]


async def test_a_key_held_down_is_nobodys_consent(app: AmityApp, team: Team, zoe: Member) -> None:
    wish(team, zoe, "ask")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "tab")
        write(app, KIND)
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await settle(pilot)
        assert team.snapshot().kudos == ()


# Groups


async def test_a_group_is_added_at_once_without_me_and_who_left(
    app: AmityApp, team: Team, zoe: Member
) -> None:
    li = team.find_member("李")
    team.add_meeting(
        "Stand-up",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=WEEKLY;BYDAY=MO",
        first=date(2026, 11, 23),
        roles=["facilitator"],
        members=(team.me, zoe.id, li.id),
    )
    team.remove_member(team.find_member("ben").id)
    wish(team, zoe, "private")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"stand")
        assert [str(option.prompt) for option in composer(app).receivers.offers.options] == [
            "Everyone at Stand-up  李 雷"
        ]
        await press(pilot, "enter")
        assert names(app) == ["李 雷"]
        assert "Without Zoë Krüger" in hint(app)
        await press(pilot, "backspace", *"every", "down", "tab")
        assert names(app) == ["李 雷"]
        write(app, KIND)
        await press(pilot, "ctrl+s")
        assert [kudos.to for kudos in team.snapshot().kudos] == [(li.id,)]


async def test_a_group_that_is_too_large_is_answered_kindly(app: AmityApp, team: Team) -> None:
    for number in range(RECEIVERS_LIMIT):
        team.add_member(f"Person {number:02}")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"team", "enter")
        assert names(app) == []
        assert "up to 30 people" in hint(app)
        team.remove_member(team.find_member("ben").id)
        team.remove_member(team.find_member("zoe").id)
        team.remove_member(team.find_member("李").id)
        app.action_refresh()
        await settle(pilot)
        await press(pilot, *"team", "enter")
        assert len(names(app)) == RECEIVERS_LIMIT
        assert composer(app).words.region.height >= 4


# A link, and themes of the team's own


async def test_a_link_goes_with_the_words_and_anything_else_is_answered_kindly(
    app: AmityApp, team: Team
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab")
        write(app, KIND)
        composer(app).link.value = "javascript:alert(1)"
        await press(pilot, "ctrl+s")
        assert "https://" in hint(app)
        assert app.focused is composer(app).link
        assert team.snapshot().kudos == ()
        composer(app).link.value = " https://example.org/12 "
        await press(pilot, "ctrl+s")
        assert [kudos.link for kudos in team.snapshot().kudos] == ["https://example.org/12"]


async def test_a_theme_can_be_added_and_taken_off_from_here(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab")
        write(app, KIND)
        composer(app).theme.focus()
        await settle(pilot)
        await press(pilot, "enter", "end", "enter")
        assert isinstance(app.screen, PickThemeScreen)
        await press(pilot, *"Mentoring", "enter")
        assert "Mentoring" in team.snapshot().themes
        assert composer(app).theme.value == "Mentoring"
        composer(app).theme.focus()
        await settle(pilot)
        await press(pilot, "enter", "end", "enter", "escape")
        assert composer(app).theme.value == "Mentoring"
        composer(app).theme.focus()
        await settle(pilot)
        await press(pilot, "enter", "end", "enter", *"craft", "ctrl+x")
        await until(pilot, lambda: "craft" not in team.snapshot().themes)
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: "craft" in team.snapshot().themes)
        await press(pilot, *["backspace"] * 5, *"ment", "enter")
        await press(pilot, "ctrl+s")
        assert [kudos.theme for kudos in team.snapshot().kudos] == ["Mentoring"]


async def test_oneself_and_who_left_are_refused_kindly(app: AmityApp, team: Team, zoe: Member) -> None:
    team.remove_member(zoe.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"ana", "enter")
        assert "thanking others" in hint(app)
        write(app, KIND)
        await press(pilot, "ctrl+s")
        assert "thanking others" in hint(app)
        composer(app).query_one(NameField).focus()
        await press(pilot, "backspace", *"zoe", "enter")
        assert "has left" in hint(app)
        await press(pilot, "ctrl+s")
        assert team.snapshot().kudos == ()


# Drafts


async def test_a_draft_is_kept_given_back_and_thrown_away(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "enter")
        write(app, KIND)
        composer(app).query_one(Select).value = "help"
        await press(pilot, "escape", "k")
        assert names(app) == ["Zoë Krüger"]
        assert composer(app).words.text == KIND
        assert composer(app).query_one(Select).value == "help"
        assert "draft is back" in hint(app)
        assert isinstance(app.focused, Words)
        await press(pilot, "ctrl+s", "k")
        assert composer(app).words.text == ""
        assert names(app) == []
        assert app.private is not None
        assert not any(app.private.drafts.values())


async def test_a_draft_outlives_the_program(
    app: AmityApp, team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        write(app, KIND)
        await settle(pilot)
        composer(app)._save_unasked()  # what the pause in typing does
        await settle(pilot)
    again = app_on(team, make_home("ana"), clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        assert composer(again).words.text == KIND


async def test_words_for_one_person_do_not_come_up_for_another(
    app: AmityApp, team: Team, zoe: Member
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_thank(zoe.id)
        await settle(pilot)
        write(app, KIND)
        await press(pilot, "escape")
        app.action_thank(team.find_member("ben").id)
        await settle(pilot)
        assert composer(app).words.text == ""
        await press(pilot, "escape")
        app.action_thank(zoe.id)
        await settle(pilot)
        assert composer(app).words.text == KIND


async def test_what_was_left_for_someone_comes_back_with_them(app: AmityApp, zoe: Member) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_thank(zoe.id)
        await settle(pilot)
        write(app, KIND)
        await press(pilot, "escape", "k")
        assert names(app) == ["Zoë Krüger"]
        assert composer(app).words.text == KIND
        await press(pilot, "ctrl+s", "k")
        assert composer(app).words.text == ""


@pytest.mark.parametrize(
    "draft",
    [
        Draft(),
        Draft(("m-1", "m-2"), "meeting roles", 'One.\n\n“Two” \\ "three".'),
        Draft(answers=("the import", "stayed", ""), prompts=True, link="https://example.org", asked=True),
    ],
)
def test_a_draft_is_read_as_it_was_kept(draft: Draft) -> None:
    assert Draft.read(clean(str(draft), lines=True)) == draft


def test_a_draft_of_an_earlier_version_and_a_damaged_one_are_read() -> None:
    assert Draft.read("to m-1 m-2\nfor craft\nOne.\n\nTwo.") == Draft(("m-1", "m-2"), "craft", "One.\n\nTwo.")
    assert Draft.read('{"text": "cut o').text == '{"text": "cut o'
    assert Draft.read('{"to": 7, "text": [], "answers": "x", "prompts": 1}') == Draft()


async def test_escape_closes_the_offers_first(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "escape")
        assert isinstance(app.screen, ComposeScreen)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ComposeScreen)


# Starters


async def test_starters_are_put_in_and_filled_in(app: AmityApp, team: Team, zoe: Member) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_thank(zoe.id)
        await settle(pilot)
        await press(pilot, "ctrl+t")
        assert composer(app).words.text.startswith(starters()[0].situation)
        assert starters()[0].example in hint(app)
        await press(pilot, "ctrl+t")
        assert composer(app).words.text.startswith(starters()[1].situation)
        assert composer(app).words.selected_text.startswith("[")
        await press(pilot, *"billing")
        assert "billing" in composer(app).words.text
        await press(pilot, "ctrl+t")
        assert composer(app).words.selected_text.startswith("[")
        await press(pilot, "ctrl+s")
        assert "[slot]" in hint(app)
        assert team.snapshot().kudos == ()
        await press(pilot, "ctrl+s")
        assert len(team.snapshot().kudos) == 1


async def test_own_words_are_never_replaced_by_a_starter(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        write(app, KIND)
        composer(app).query_one(Select).value = "craft"
        await press(pilot, "ctrl+t")
        assert composer(app).words.text == KIND
        assert hint(app) == f"For example: {next(s for s in starters() if s.theme == 'craft').example}"


# Changing


async def test_my_words_can_be_changed(app: AmityApp, team: Team, zoe: Member) -> None:
    mine = team.give_kudos([zoe.id], "You stayed calm whle the import broke.", "craft")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "e")
        assert composer(app).words.text == mine.text
        assert names(app) == ["Zoë Krüger"]
        write(app, KIND)
        await press(pilot, "escape", "e")
        assert composer(app).words.text == KIND  # the draft
        assert composer(app).theme.value == "craft"
        composer(app).theme.value = "help"
        composer(app).link.value = "https://example.org/12"
        await press(pilot, "ctrl+s")
        (kudos,) = team.snapshot().kudos
        assert (kudos.text, kudos.theme, kudos.to) == (KIND, "help", mine.to)
        assert kudos.link == "https://example.org/12"
        assert kudos.edited is not None
        assert app.private is not None
        assert not any(app.private.drafts.values())


# Looks and safety


@pytest.mark.parametrize("size", [(60, 18), (60, 24), (80, 24), (120, 40), (200, 50)])
async def test_nothing_is_cut_off(app: AmityApp, team: Team, zoe: Member, size: tuple[int, int]) -> None:
    wish(team, zoe, "private")
    async with app.run_test(size=size) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "enter", "b", "enter", "down")
        screen = composer(app)
        whole = screen.region
        for widget in (screen.words, screen.hint, screen.query_one("KeyBar"), screen.query_one("#for")):
            assert whole.contains_region(widget.region), widget
            assert widget.region.height > 0, widget
        assert screen.words.region.height >= 4
        assert not screen.hint.region.overlaps(screen.query_one("KeyBar").region)
        assert (screen.preview.region.height > 0) == (size[0] >= 80)
        if size[0] >= 80:
            assert "Zoë Krüger, Ben" in str(screen.preview.render())


async def test_pasted_control_characters_are_dropped(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        app.post_message(Paste("b\x1b]0;owned\x07en"))
        await settle(pilot)
        assert composer(app).query_one(NameField).value == "b]0;owneden"
        composer(app).words.focus()
        app.post_message(Paste("one\x1b[2J\ntwo\x9b"))
        await settle(pilot)
        assert composer(app).words.text == "one[2J\ntwo"


async def test_markup_in_names_and_words_is_only_text(app: AmityApp, team: Team, zoe: Member) -> None:
    me, team.me = team.me, zoe.id
    team.set_profile({"name": "[@click=app.quit]Zo[/] [/y]"})
    team.me = me
    async with app.run_test(size=(120, 40)) as pilot:
        await open_composer(pilot)
        await press(pilot, "z", "enter")
        assert names(app) == ["[@click=app.quit]Zo[/] [/y]"]
        write(app, "[b]six[/b] [link] words [@click=app.quit]go here[/]")
        await press(pilot, "ctrl+s")
        assert [kudos.text for kudos in team.snapshot().kudos] == [
            "[b]six[/b] [link] words [@click=app.quit]go here[/]"
        ]
        assert "[@click=app.quit]Zo" in said(app)
