"""Today: the card that turns over, the rows beside it, and what one can do in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest
from textual.content import Content

from store.clock import Clock
from store.records import Answer
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from store.today import today as day_of
from tests.store.test_coffee import opted_in
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen
from tui.screens.page import PageScreen
from tui.screens.promises import PromisesScreen
from tui.screens.today import TodayScreen
from tui.screens.wishes import WishesScreen
from tui.widgets.frame import KeyBar

MONDAY = date(2026, 11, 23)


@pytest.fixture
def home(make_home: Callable[[str], Home]) -> Home:
    return make_home("ana")


@pytest.fixture
def app(team: Team, home: Home, clock: Clock) -> AmityApp:
    return app_on(team, home, clock)


def today(app: AmityApp) -> TodayScreen:
    assert isinstance(app.screen, TodayScreen)
    return app.screen


def picture(app: AmityApp) -> str:
    return app.export_screenshot().replace("&#160;", " ")


def names(app: AmityApp) -> list[str]:
    return [row.name.partition(":")[0] for row in today(app).rows.rows if row.name]


async def test_a_promise_is_ticked_off_in_its_row(app: AmityApp) -> None:
    assert app.notebook is not None
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        promise = app.notebook.add_promise("Review [b]the import", app.team.me if app.team else "", MONDAY)
        app.refresh_team()
        await settle(pilot)
        assert names(app) == ["commitment_due"]
        assert "Review [b]the import" in picture(app)
        await press(pilot, "down", "d")
        assert [p.done for p in app.notebook.private().promises if p.id == promise.id] == [MONDAY]
        assert names(app) == []


async def test_a_follow_up_is_done_or_moved_by_three_working_days(app: AmityApp, team: Team) -> None:
    ben, notebook = team.find_member("ben").id, app.notebook
    assert notebook is not None
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        notebook.add_note(ben, "asked about the move", MONDAY)
        app.refresh_team()
        await settle(pilot)
        await press(pilot, "down", "m")
        assert [n.follow_up for n in notebook.private().notes] == [MONDAY + timedelta(3)]
        notebook.postpone_note(notebook.private().notes[0].id, MONDAY)
        app.refresh_team()
        await settle(pilot)
        await press(pilot, "h")
        assert "asked about the move" not in picture(app)
        await press(pilot, "h", "down", "d")
        assert [n.done for n in notebook.private().notes] == [MONDAY]


async def test_a_key_that_a_row_does_not_know_does_nothing_to_the_suggestion(
    app: AmityApp, ben: Team
) -> None:
    ben.give_kudos([ben.find_member("ana").id], "You stayed calm.")
    ben.sync()
    assert app.team is not None
    app.team.sync()
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert names(app) == ["kudos"]
        await press(pilot, "down", "d")
        assert app.day is not None
        assert app.day.state == "open"
        await press(pilot, "t")
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.receivers.chosen == (ben.me,)


async def test_the_mouse_opens_a_row_and_esc_leaves_the_rows(app: AmityApp, ben: Team) -> None:
    ben.give_kudos([ben.find_member("ana").id], "You stayed calm.")
    ben.sync()
    assert app.team is not None
    app.team.sync()
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "down")
        assert app.focused is today(app).rows
        await press(pilot, "escape")
        assert app.focused is None
        rows = today(app).rows
        assert await pilot.click(rows, offset=(3, rows.size.height - 1))
        await settle(pilot)
        assert app.current_mode == "kudos"


async def test_the_card_turns_over_only_where_motion_is_wanted(app: AmityApp) -> None:
    app.animation_level = "full"
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        seen: list[float] = []
        card = today(app).suggestion
        today(app).watch(card, "turn", lambda turn: seen.append(turn), init=False)
        await press(pilot, "a")
        await pilot.wait_for_animation()
        assert seen[0] == 0.0
        assert card.turn == 1.0
        assert card._old == []
        await app.run_action("app.motion")
        seen.clear()
        await press(pilot, "d")
        assert seen == []
        assert "Done for today" in picture(app)
    assert app.settings.preferences["reduced_motion"] is True


async def test_half_way_round_the_card_is_thin(app: AmityApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        card = today(app).suggestion
        whole = [line.text for line in card.render_lines(card._whole)]
        card._old = card.render_lines(card._whole)
        for turn, width in ((0.25, 0.7), (0.5, 0.03), (0.75, 0.7)):
            card.set_reactive(type(card).turn, turn)
            lines = [line.text for line in card.render_lines(card._whole)]
            assert {len(line) for line in lines} == {len(whole[0])}
            assert len(lines[0].strip()) == pytest.approx(width * len(whole[0]), abs=2)
        card.set_reactive(type(card).turn, 1.0)
        assert [line.text for line in card.render_lines(card._whole)] == whole
        card.update(Content("\nOther words"))
        await settle(pilot)
        for turn, other in ((0.1, False), (0.9, True)):
            card.set_reactive(type(card).turn, turn)
            assert any("Other" in line.text for line in card.render_lines(card._whole)) is other


async def test_never_this_one_and_taking_that_back(app: AmityApp) -> None:
    assert app.notebook is not None
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.day is not None
        assert app.day.pick is not None
        first = app.day.pick.action
        await press(pilot, "x", "enter")
        assert app.notebook.private().muted_actions == {first}
        assert app.day.pick is not None
        assert app.day.pick.action != first
        assert isinstance(app.screen, WishesScreen)
        assert "What you asked for" in picture(app)
        await press(pilot, "end", "enter")
        assert app.notebook.private().muted_actions == frozenset()
        await press(pilot, "ctrl+z")
        assert app.notebook.private().muted_actions == {first}


async def test_an_easy_day_has_short_suggestions(app: AmityApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "l")
        assert app.day is not None
        assert app.day.pick is not None
        assert app.day.pick.minutes <= 2
        assert app.private is not None
        assert app.private.easy_days == {MONDAY}
        await press(pilot, "l")
        assert app.private.easy_days == frozenset()


async def test_the_look_back_is_private_and_has_no_numbers(app: AmityApp, clock: Clock) -> None:
    assert app.notebook is not None
    when = MONDAY - timedelta(5)
    app.notebook.answer(
        Answer(when, clock.now() - timedelta(5), "done", "trust.keep-confidence", "trust", "", "")
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "L")
        assert isinstance(app.screen, PageScreen)
        shown = picture(app)
        assert "Trust over time" in shown
        assert "Wednesday 18 November" in shown
        await press(pilot, "escape", "h", "L")
        assert "Covered" in picture(app)
        assert "Wednesday 18 November" not in picture(app)


async def test_an_offer_is_answered_in_its_row_and_the_key_bar_can_be_clicked(
    app: AmityApp, team: Team, ben: Team
) -> None:
    team.raise_flag("Release notes")
    team.sync()
    ben.sync()
    flag = ben.snapshot().help_flags[0]
    ben.offer_help(flag.id, "I have [b]half an hour")
    ben.sync()
    team.sync()
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert names(app) == ["offer"]
        assert "I have [b]half an hour" in today(app).rows.rows[2].words.plain
        await press(pilot, "down")
        bar = today(app).query_one(KeyBar)
        assert [c.bar for c in bar.keys[:3]] == ["Yes", "Not needed", "Open"]
        assert await pilot.click(bar, offset=(2, 0))
        await settle(pilot)
        assert [o.answer for o in team.snapshot().help_flags[0].offers] == ["yes"]
        await press(pilot, "ctrl+z", "down", "n")
        assert [o.answer for o in team.snapshot().help_flags[0].offers] == ["no"]
        assert names(app) == []
        await press(pilot, "escape")
        assert bar.keys[0].id == "done"


async def test_the_chat_of_the_round_is_a_row_until_someone_says_they_met(app: AmityApp, team: Team) -> None:
    opted_in(team, "ana", "ben")
    assert app.notebook is not None
    app.notebook.add_promise("Review the import", "", MONDAY)  # so that the chat is not the suggestion
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        app.notebook.pin(MONDAY, None)
        app.refresh_team()
        await settle(pilot)
        if app.day is not None and app.day.pick is not None and app.day.pick.trigger == "coffee_open":
            await press(pilot, "a")
        assert "coffee_open" in names(app)
        await press(pilot, "down", "d")
        assert "coffee_open" not in names(app)
        assert team.snapshot().coffee[0].met


async def test_b9c_late_for_someone_is_said_and_one_key_reminds_me_when_they_are_there(
    app: AmityApp, team: Team, clock: Clock
) -> None:
    li = team.find_member("李")
    team.replica.apply(lambda _: [Edit("members", li.id, {"timezone": "America/Chicago"})])
    assert app.notebook is not None
    pick = day_of(team, app.notebook, clock).pick
    assert pick is not None
    about = replace(pick, member=li.id, text="Ask 李 雷 what helps them most.")
    app.notebook.pin(MONDAY, None)
    app.notebook.pin(MONDAY, {**asdict(about), "why": list(about.why)})
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert "It is 02:12 for 李 雷." in str(today(app).suggestion.content)
        await press(pilot, "r")
        (reminder,) = app.notebook.private().reminders
        assert reminder.at == datetime.fromisoformat("2026-11-23T09:00:00-06:00")
        assert "reminder" not in names(app)
        clock.fixed = reminder.at
        app.refresh_team()
        await settle(pilot)
        assert names(app).count("reminder") == 1
        await press(pilot, "down")
        while today(app).rows.chosen.partition(":")[0] != "reminder":
            await press(pilot, "down")
        await press(pilot, "d")
        assert app.notebook.private().reminders[0].done == MONDAY
        await press(pilot, "ctrl+z", "ctrl+z")
        assert app.notebook.private().reminders == ()


async def test_many_promises_leave_room_for_the_rest(app: AmityApp) -> None:
    assert app.notebook is not None
    for number in range(9):
        app.notebook.add_promise(f"promise {number}", "", MONDAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert names(app).count("commitment_due") == 5
        assert names(app)[-1] == "promises"
        await press(pilot, "down", "end", "enter")
        assert isinstance(app.screen, PromisesScreen)


async def test_a_reminder_names_nobody_while_private_text_is_covered(app: AmityApp, team: Team) -> None:
    assert app.notebook is not None
    app.notebook.remind(team.find_member("ben").id, "ask about the move", team.clock.now())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        said = [row.words.plain for row in today(app).rows.rows if row.name.startswith("reminder")]
        assert said == ["Ben is there: ask about the move"]
        await press(pilot, "h")
        said = [row.words.plain for row in today(app).rows.rows if row.name.startswith("reminder")]
        assert said == ["covered while you share your screen"]
