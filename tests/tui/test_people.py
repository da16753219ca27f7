"""People on the screen: everyone, someone's card, my own card, days away, reminders by their clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from store.clock import Clock
from store.settings import Home
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team import Team
from tests.hostile import HOSTILE
from tests.tui.walls import app_on, press, settle
from tui.app import AmityApp
from tui.screens.people.away import AwayScreen
from tui.screens.people.everyone import PeopleScreen
from tui.screens.people.my_card import MyCardScreen
from tui.screens.people.person import PersonScreen
from tui.screens.people.remind import RemindScreen
from tui.widgets.weekdays import Weekdays

LI = "李"


def seen(app: AmityApp) -> str:
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def far_away(team: Team, **more: Any) -> str:
    """李 雷 as she shares herself: in Shanghai, from nine to five."""
    li = team.find_member(LI).id
    fields = {"timezone": "Asia/Shanghai", "hours": "9-17", **more}
    team.replica.apply(lambda _: [Edit("members", li, fields)])
    return li


async def typed(pilot: Pilot[None], field: str, text: str) -> None:
    found = pilot.app.screen.query_one(field, Input)
    found.focus()
    found.value = text
    await settle(pilot)


async def test_from_everyone_to_a_card_and_what_one_can_do_there(
    team: Team, make_home: Callable[[str], Home], folder: Any
) -> None:
    evening = Clock(datetime.fromisoformat("2026-11-23T14:40:00+01:00"))
    li = far_away(
        team, card=Keys({"say": "lee lay", "channel": "chat", "[b]x": "[red]free[/]"}), pronouns="she"
    )
    team.set_away(team.find_member("ben").id, date(2026, 11, 23), date(2026, 11, 26))
    app = app_on(team, make_home("ana"), evening)
    async with app.run_test(size=(100, 36)) as pilot:
        await press(pilot, "E")
        assert isinstance(app.screen, PeopleScreen)
        shown = seen(app)
        assert shown.index("Here now") < shown.index("Zoë") < shown.index("Another day") < shown.index("Ben")
        assert "away until Thursday" in shown
        assert "21:40  done for today" in shown
        await press(pilot, *"zoe")
        assert [o.id for o in app.screen.people.options if o.id] == [team.find_member("zoe").id]
        await press(pilot, *["backspace"] * 3, "李", "enter")
        card = app.screen
        assert isinstance(card, PersonScreen)
        assert card.member is not None
        assert card.member.id == li
        shown = seen(app)
        for words in (
            "lee lay",
            "she",
            "21:40 for",
            "there again at 09:00",
            "[red]free[/]",
            "Mon–Fri office",
        ):
            assert words in shown
        assert app.notebook is not None
        await press(pilot, "r")
        (kept,) = app.notebook.private().reminders
        assert kept.at == datetime.fromisoformat("2026-11-24T09:00:00+08:00")
        assert kept.text in seen(app)
        await press(pilot, "h")
        assert kept.text not in seen(app)
        assert "Press h" in seen(app)
        await press(pilot, "h", "ctrl+z")
        assert app.notebook.private().reminders == ()
        await press(pilot, "s")
        assert app.private is not None
        assert app.private.muted_members == {li}
        await press(pilot, "ctrl+z")
        assert not app.private.muted_members
        await press(pilot, "c")
        assert app.clipboard.startswith(
            "李 雷 (@李)\nchat\nHours: 9-17 (Asia/Shanghai)\nNow: 21:40 for 李 雷"
        )
        await press(pilot, "R")
        assert isinstance(app.screen, RemindScreen)
        await typed(pilot, "#text", "the harbour map")
        await typed(pilot, "#when", "soon")
        assert "is no time" in seen(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, RemindScreen)
        await press(pilot, "escape", "R")
        assert app.screen.query_one("#text", Input).value == "the harbour map"
        await typed(pilot, "#when", "fri 10:00")
        assert "Friday 03:00 for you" in seen(app)
        await press(pilot, "ctrl+s")
        (kept,) = app.notebook.private().reminders
        assert (kept.text, f"{kept.at:%d %H:%M}") == ("the harbour map", "27 02:00")
        await press(pilot, "d")
        assert "harbour map" not in seen(app)
        await press(pilot, "ctrl+z")
        assert "harbour map" in seen(app)
        await press(pilot, "e")
        assert isinstance(app.screen, PersonScreen)  # it is not mine to change
        first = card.member.id
        await press(pilot, "right")
        assert card.member.id != first
        await press(pilot, "left", "escape", "escape")
        assert not isinstance(app.screen, (PersonScreen, PeopleScreen))
        team.sync()
    assert "harbour map" not in "".join(f.read_text("utf-8") for f in folder.rglob("*.json"))
    team.close()


async def test_my_card_is_checked_kept_and_saved(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        assert isinstance(app.screen, MyCardScreen)
        await typed(pilot, "#pronouns", "elle, أنتِ")
        await typed(pilot, "#timezone", "Mars/Base")
        assert "is no time zone" in seen(app)
        await press(pilot, "ctrl+s")
        form = app.screen
        assert isinstance(form, MyCardScreen)
        assert form.focused is form.query_one("#timezone")
        await press(pilot, "escape")
        assert team.myself().pronouns == ""
        await press(pilot, "M")
        assert app.screen.query_one("#pronouns", Input).value == "elle, أنتِ"
        await typed(pilot, "#timezone", "Asia/Kolkata")
        app.screen.query_one("#suggest", Select).value = "light"
        app.screen.query_one(Weekdays).focus()
        await press(pilot, "right", "space")
        await typed(pilot, "#week", "sun-thu")
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, MyCardScreen)
        me = team.myself()
        assert (me.pronouns, me.timezone, me.suggest) == ("elle, أنتِ", "Asia/Kolkata", "light")
        assert (me.places[1], me.places[0], me.week_start) == ("remote", "office", 7)
        assert app.private is not None
        assert not app.private.drafts
        await press(pilot, "ctrl+z")
        assert team.myself().pronouns == ""
    team.close()


async def test_days_that_i_share_and_days_away(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "A")
        assert isinstance(app.screen, AwayScreen)
        await typed(pilot, "#last", "fri")
        assert "back on Monday, 30 November" in " ".join(str(app.screen.said.render()).split())
        await typed(pilot, "#first", "+2w")
        await typed(pilot, "#last", "today")
        assert "Write a day" in seen(app)
        await typed(pilot, "#first", "today")
        await typed(pilot, "#last", "fri")
        await press(pilot, "ctrl+s")
        (absence,) = team.snapshot().absences
        assert (absence.member, absence.last) == (team.me, date(2026, 11, 27))
        await press(pilot, "M")
        await typed(pilot, "#shared-day", "31 june")
        await typed(pilot, "#shared-text", "Learned to sail")
        await press(pilot, "enter")
        assert not team.snapshot().milestones
        await typed(pilot, "#shared-day", "29 feb")
        assert "in years without one" in seen(app)
        await typed(pilot, "#shared-text", "Learned to sail")
        await press(pilot, "enter")
        assert [m.text for m in team.snapshot().milestones] == ["Learned to sail"]
        app.screen.query_one("#milestones", OptionList).focus()
        await press(pilot, "x")
        assert not team.snapshot().milestones
        await press(pilot, "ctrl+z")
        assert team.snapshot().milestones
        app.screen.query_one("#absences", OptionList).focus()
        await press(pilot, "x")
        assert not team.snapshot().absences
        await press(pilot, "escape")
    team.close()


async def test_cards_of_all_kinds_are_shown_as_they_are(
    team: Team, make_home: Callable[[str], Home], clock: Clock
) -> None:
    edits = [
        Edit(
            "members",
            f"m-{number}",
            {
                **{"name": f"{text} n", "handle": f"h{number}", "joined": "2026-11-01", "pronouns": text},
                "hours": text,
                "card": Keys({"say": text, "ask_me_about": text, f"{text[:30]} f": text, "focus": text}),
            },
        )
        for number, text in enumerate(HOSTILE)
    ]
    edits += [
        Edit("milestones", f"d-{n}", {"member": f"m-{n}", "month": 5, "day": 24, "text": f"{text} m"})
        for n, text in enumerate(HOSTILE)
    ]
    team.replica.apply(lambda _: edits)
    app = app_on(team, make_home("ana"), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "E")
        assert "\x1b" not in seen(app)
        for number in (0, 1, 3, 5, 9, 13, 15):
            app.show_person(f"m-{number}")
            await settle(pilot)
            shown = seen(app)
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            for key in ("A", "R", "a"):
                await press(pilot, key)
                assert app.screen.query(Static)
                if not isinstance(app.screen, PersonScreen):
                    await press(pilot, "escape")
            await press(pilot, "escape")
        app.show_person("m-0")
        await settle(pilot)
        assert HOSTILE[0] in seen(app)
        assert app.is_running
    team.close()
