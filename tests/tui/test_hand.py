"""A hand on the screen: asked for, offered, answered with one key or the mouse, lowered and thanked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from store.clock import Clock
from store.records import HelpFlag
from store.rules import hands
from store.settings import Home
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.hand import HandScreen
from tui.screens.hand.flag_form import FlagFormScreen
from tui.screens.hand.helpers import HelpersScreen
from tui.screens.hand.offer import OfferScreen
from tui.screens.people.person import PersonScreen


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


def flat(app: AmityApp) -> str:
    """What is on the screen in one line, however it was wrapped in its window."""
    strips = app.screen._compositor.render_strips(app.size)
    lines = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    return " ".join(lines.replace("│", " ").split())


def listed(app: AmityApp) -> str:
    """What the list holds, also what a notice covers for a moment."""
    assert isinstance(app.screen, HandScreen)
    assert app.screen.entries.option_count == len(app.screen._rows)
    return " ".join(" | ".join(row.words.plain for row in app.screen._rows).split())


def notices(app: AmityApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


def up(team: Team) -> HelpFlag | None:
    return hands.flags_up(team.snapshot(), team.clock.now()).get(team.me)


def in_step(*teams: Team) -> None:
    for team in (*teams, *teams):
        team.sync()


async def go_to(pilot: Pilot[None], kind: str) -> None:
    """Moves the cursor to the first row of that kind."""
    screen = pilot.app.screen
    assert isinstance(screen, HandScreen)
    screen.entries.highlighted = next(n for n, row in enumerate(screen._rows) if row.kind == kind)
    await settle(pilot)


async def test_a_flag_is_raised_answered_lowered_and_leads_to_thanks(
    team: Team, ben: Team, home: Home, clock: Clock
) -> None:
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "U")
        assert "Nobody else is asking for a hand now." in listed(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, FlagFormScreen)
        await press(pilot, *"Release notes", "enter", *"ben", "enter", "enter", *"sat")
        assert "Five working days at most: until Friday 27 November" in flat(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, FlagFormScreen)
        await press(pilot, *["backspace"] * 3, *"wed", "enter")
        flag = up(team)
        assert flag is not None
        assert (flag.text, flag.to, flag.until.day) == ("Release notes", (ben.me,), 25)
        assert "You could use a hand until Wednesday 25 November · shown to Ben" in flat(app)
        in_step(team, ben)
        ben.offer_help(flag.id, "This afternoon?")
        in_step(ben, team)
        app.refresh_team()
        await settle(pilot)
        assert "Ben offers: This afternoon?" in flat(app)
        await press(pilot, "n")
        assert "Ben sees: All good, thank you." in notices(app)
        assert "offers" not in listed(app)
        await press(pilot, "ctrl+z", "y")
        assert "✓ Ben lends you a hand: This afternoon?" in listed(app)
        await press(pilot, "d")
        assert isinstance(app.screen, HelpersScreen)
        assert app.screen.names.selected == [ben.me]
        await press(pilot, "enter")
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.receivers.chosen == (ben.me,)
        assert app.screen.words.text.startswith("When I was stuck on “Release notes”, you [")
        assert app.screen.theme.value == "help"
        assert up(team) is None
        app.screen.words.text = "When the notes were due, you sat down with me."
        await press(pilot, "ctrl+s")
        (kudos,) = team.snapshot().kudos
        assert (kudos.to, kudos.theme) == ((ben.me,), "help")
        assert "→ Thank Ben" not in listed(app)


async def test_the_mouse_answers_as_well(team: Team, ben: Team, home: Home, clock: Clock) -> None:
    flag = team.raise_flag("Release notes")
    in_step(team, ben)
    ben.offer_help(flag.id, "This afternoon?")
    in_step(ben, team)
    app = app_on(team, home, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "U")
        lines = [strip.text for strip in app.screen._compositor.render_strips(app.size)]
        y = next(n for n, line in enumerate(lines) if "→ Not needed, thanks" in line)
        await pilot.click(offset=(lines[y].index("Not needed"), y))
        await settle(pilot)
        known = up(team)
        assert known is not None
        assert [o.answer for o in known.offers] == ["no"]


async def test_a_hand_is_offered_in_ready_words_or_own_ones(
    team: Team, ben: Team, home: Home, clock: Clock
) -> None:
    ben.raise_flag("The letter")
    in_step(ben, team)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "U", "o")
        assert isinstance(app.screen, OfferScreen)
        assert "The letter" in flat(app)
        await press(pilot, "tab", *"Half", "escape")
        assert not any(
            b"Half" in path.read_bytes() for path in team.folder.iterdir()
        )  # unsent, so mine alone
        assert isinstance(app.screen, HandScreen)
        await press(pilot, "o")
        assert app.screen.query_one(Input).value == "Half"  # what was typed is kept
        app.screen.query_one(OptionList).focus()
        await press(pilot, "down", "enter")
        offered = hands.my_offers(team.snapshot(), team.me, clock.now())
        assert [o.offer.text for o in offered] == [hands.PHRASES[1]]
        assert app.private is not None
        assert not any(place.startswith("offer") for place in app.private.drafts)
        assert "no answer yet" in listed(app)
        in_step(team, ben)
        ben.answer_offer(offered[0].flag.id, team.me, "no")
        in_step(ben, team)
        app.refresh_team()
        await settle(pilot)
        shown = listed(app)
        assert "Ben: All good, thank you." in shown
        assert hands.PHRASES[1] not in shown
        assert "could use a hand" not in shown.replace("Say that you could use a hand", "")
        assert not hands.answers_to_me(team.snapshot(), team.me, clock.now(), app.private.seen[hands.SEEN])
        await go_to(pilot, "offered")
        await press(pilot, "enter", "x")
        assert notices(app).count("Ben: All good, thank you.") == 2


async def test_those_who_lend_a_hand_are_a_key_away(team: Team, ben: Team, home: Home, clock: Clock) -> None:
    ben.raise_flag("An hour tomorrow", kind="free")
    ben.set_profile({"card": {"open": "mon 14:00: bring me a question"}})
    in_step(ben, team)
    app = app_on(team, home, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "U")
        assert "Ben can lend a hand until Friday 27 November An hour tomorrow" in listed(app)
        assert "Ben open today 14:00 to 14:30 bring me a question" in listed(app)
        for kind in ("free", "open"):
            await go_to(pilot, kind)
            await press(pilot, "enter")
            assert isinstance(app.screen, PersonScreen)
            assert "@ben" in flat(app)
            await press(pilot, "escape")
        await press(pilot, "o", "y", "d", "k", "x")
        said = notices(app)
        for words in (
            "Nobody is asking",
            "no offer to answer",
            "no flag up",
            "nobody to thank",
            "offer of yours",
        ):
            assert words in said
        await press(pilot, "l", *"Half an", "escape")
        assert isinstance(app.screen, HandScreen)
        await press(pilot, "l", *" hour", "ctrl+s")
        mine = up(team)
        assert mine is not None
        assert (mine.kind, mine.text) == ("free", "Half an hour")
        await press(pilot, "d")  # who lent a hand is no question here
        assert up(team) is None
        await press(pilot, "ctrl+z")
        assert up(team) is not None


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_what_others_write_is_only_text(
    team: Team, ben: Team, home: Home, clock: Clock, size: tuple[int, int]
) -> None:
    flag = team.raise_flag(HOSTILE[0])
    in_step(team, ben)
    ben.offer_help(flag.id, HOSTILE[1])
    ben.raise_flag(HOSTILE[2])
    in_step(ben, team)
    app = app_on(team, home, clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "U", "y", "o", "escape", "d", "enter")
        assert isinstance(app.screen, ComposeScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, HandScreen)
