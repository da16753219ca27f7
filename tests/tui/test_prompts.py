"""Three questions or one text: nothing typed is lost between them. And emoji by their names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from store.clock import Clock
from store.content import starters
from store.rules.sentence import sentence
from store.settings import Home
from store.team import Team
from tests.tui.composing import composer, hint, names, open_composer, write
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.widgets.emoji import USUAL, begun, offers, written
from tui.widgets.frame import KeyBar
from tui.widgets.prompts import Answer
from tui.widgets.words import Words

WHOLE = "When the import broke, you stayed calm, so that we went home."


@pytest.fixture
def app(team: Team, make_home: Callable[[str], Home], clock: Clock) -> AmityApp:
    return app_on(team, make_home("ana"), clock)


def bar(app: AmityApp) -> list[str]:
    return [command.bar for command in app.screen.query_one(KeyBar).keys]


async def test_ten_seconds_from_anywhere(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "k", "b", "e", "tab", *"You found the cause in no time", "ctrl+s")
        (kudos,) = team.snapshot().kudos
        assert (kudos.to, kudos.text) == ((team.find_member("ben").id,), "You found the cause in no time")


async def test_three_answers_become_one_sentence_that_is_seen_as_one_types(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o", *"the import broke", "enter", *"stayed calm", "tab")
        assert "When the import broke, you stayed calm." in str(composer(app).preview.render())
        await press(pilot, *"we went home")
        assert WHOLE in " ".join(str(composer(app).preview.render()).replace("│", " ").split())
        assert "One text" in bar(app)
        await press(pilot, "ctrl+s")
        assert [kudos.text for kudos in team.snapshot().kudos] == [WHOLE]


async def test_b3a_one_answer_of_the_three_is_enough(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o", "tab", *"stayed calm when all was on fire", "ctrl+s")
        (kudos,) = team.snapshot().kudos
        assert kudos.text == "You stayed calm when all was on fire."


async def test_changing_between_the_two_loses_nothing(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o", *"the import broke", "tab", *"stayed calm", "ctrl+o")
        screen = composer(app)
        assert screen.words.text == "When the import broke, you stayed calm."
        assert app.focused is screen.words
        await press(pilot, "ctrl+o", *"we went home", "ctrl+o")  # goes on with what is empty
        assert screen.words.text == WHOLE
        await press(pilot, *" Thanks", "ctrl+o")
        assert screen.prompts.answers == ("the import broke", "stayed calm", "we went home")
        await press(pilot, "ctrl+o")
        assert screen.words.text == f"{WHOLE} Thanks"  # my own words are not written over


async def test_words_that_were_there_first_become_an_answer(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab")
        write(app, "Great job.\n\nOn all of it.")
        await press(pilot, "ctrl+o")
        assert composer(app).prompts.answers == ("", "Great job. On all of it.", "")
        assert "Great job. On all of it." in str(composer(app).preview.render())
        await press(pilot, "ctrl+o")
        assert composer(app).words.text == "Great job.\n\nOn all of it."


async def test_a_draft_keeps_which_of_the_two_was_open(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o", *"the import broke", "tab", *"stayed calm")
        composer(app).link.value = "https://example.org"
        await press(pilot, "escape", "k")
        screen = composer(app)
        assert names(app) == ["Ben"]
        assert screen.prompts.answers == ("the import broke", "stayed calm", "")
        assert screen.prompts.region.height > 0
        assert screen.link.value == "https://example.org"
        assert app.focused is screen.prompts.fields[2]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 50)])
async def test_all_three_fit(app: AmityApp, team: Team, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await open_composer(pilot)
        await press(pilot, *"every", "enter", "ctrl+o")
        screen = composer(app)
        places = [*screen.prompts.fields, screen.hint, screen.query_one(KeyBar), screen.link]
        for number, place in enumerate(places):
            assert screen.region.contains_region(place.region), place
            assert place.region.height > 0, place
            assert not any(place.region.overlaps(other.region) for other in places[number + 1 :]), place


async def test_a_starter_fills_the_three_answers(app: AmityApp, team: Team) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o", "ctrl+t")
        screen = composer(app)
        assert screen.prompts.answers[0] == "I was stuck on [what]"
        assert screen.prompts.fields[0].selected_text == "[what]"
        assert starters()[0].example in hint(app)
        await press(pilot, "ctrl+t")
        assert screen.prompts.answers[0] == "I asked about [topic]"
        await press(pilot, *"billing", "tab")
        assert screen.prompts.fields[1].selected_text.startswith("[the detail")
        await press(pilot, *"the rules", "ctrl+t")
        assert screen.prompts.fields[2].selected_text == "[time or trouble]"
        assert "you answered with the rules" in str(screen.preview.render())
        await press(pilot, "ctrl+s")
        assert "[slot]" in hint(app)
        await press(pilot, *"a day", "ctrl+s")
        assert [kudos.text for kudos in team.snapshot().kudos] == [
            "When I asked about billing, you answered with the rules, and I saved a day."
        ]


def test_starters_read_the_same_in_one_text_as_in_three_answers() -> None:
    for starter in starters():
        assert sentence(starter.situation, starter.behaviour, starter.impact)


# Emoji


def test_names_of_emoji_are_known_where_they_are_meant() -> None:
    assert begun("Thanks :tad") == "tad"
    assert [emoji.name for emoji in offers("tad")] == ["tada"]
    assert written("Thanks :tada:") == (7, "🎉")
    assert written(":party_popper:") == (0, "🎉")  # not offered, and known all the same
    assert written("谢谢:tada:") == (2, "🎉")
    for text in ("10:30:", "at 9:tada:", "https://a/:tada:", ":nosuch:", "a::b:", "::tada:", "C:key:", ":t"):
        assert written(text) is None, text
    for text in ("10:30", "https://a/:tad", "C:key", "std::tad"):
        assert begun(text) == "", text
    assert offers("t") == ()
    for name, sign in USUAL.items():
        assert written(f":{name}:") == (0, sign)
        assert any(emoji.sign == sign for emoji in offers(name))


@pytest.mark.parametrize("prompts", [False, True])
async def test_an_emoji_takes_the_place_of_its_name_and_gives_it_back(app: AmityApp, prompts: bool) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", *(["ctrl+o", "tab"] if prompts else []))
        words = app.focused
        assert isinstance(words, Answer if prompts else Words)
        await press(pilot, *"at 10:30:45 :tada: then")
        assert words.text == "at 10:30:45 🎉 then"
        await press(pilot, *["ctrl+z"] * 2)
        assert words.text == "at 10:30:45 :tada:"
        await press(pilot, *" and :clap")
        assert composer(app).emoji.region.height > 0
        await press(pilot, "enter")
        assert words.text == "at 10:30:45 :tada: and 👏"
        assert composer(app).emoji.region.height == 0
        await press(pilot, *" :he", "down", "tab")
        assert words.text == f"at 10:30:45 :tada: and 👏 {offers('he')[1].sign}"
        assert app.focused is words


async def test_escape_leaves_the_name_as_it_was_typed(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", *":tad", "escape")
        assert composer(app).emoji.region.height == 0
        await press(pilot, "a", "enter", *":cla")
        assert composer(app).words.text == ":tada\n:cla"
        await pilot.click("#emoji", offset=(4, 0))
        await settle(pilot)
        assert composer(app).words.text == ":tada\n👏"
        await press(pilot, "!")
        assert composer(app).words.text == ":tada\n👏!"


async def test_pasted_lines_are_one_answer(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_composer(pilot)
        await press(pilot, *"be", "tab", "ctrl+o")
        app.post_message(Paste("one\x1b[2J\ntwo :tada:"))
        await settle(pilot)
        assert composer(app).prompts.answers[0] == "one[2J two :tada:"
        assert not app.screen.query_one(OptionList).region.height
