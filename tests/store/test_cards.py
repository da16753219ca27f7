"""Collected cards: who may write, who sees what from which day on, and what is left of one taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.records import GroupCard
from store.rules.cards import is_fresh, is_open, readable
from store.settings import Home
from store.team import Team
from store.text import TEXT_LIMIT
from tests.hostile import HOSTILE

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def zoe(team: Team, make_home: Callable[[str], Home], clock: Clock) -> Team:
    return Team.join(make_home("zoe"), clock, team.folder, "@zoe")


@pytest.fixture
def card(team: Team, ben: Team, zoe: Team) -> GroupCard:
    """A farewell card for Ben from Ana, which all machines know."""
    begun = team.begin_card(ben.me, "Farewell", FRIDAY)
    all_in_step(team, ben, zoe)
    return begun


def all_in_step(*teams: Team) -> None:
    for team in (*teams, *teams):
        team.sync()


def on_friday(clock: Clock) -> None:
    clock.fixed = datetime.fromisoformat("2026-11-27T09:00:00+01:00")


def written(team: Team, card: GroupCard) -> list[tuple[str, str]]:
    known = team.find_card(card.id)
    names = team.snapshot().members
    day = team.clock.today("Europe/Berlin")
    return [(names[s.member].handle, s.text) for s in readable(known, team.me, day)]


def test_several_write_and_it_opens_on_its_day(
    team: Team, ben: Team, zoe: Team, card: GroupCard, clock: Clock
) -> None:
    team.sign_card(card.id, "Fair winds.")
    clock.fixed = clock.now() + timedelta(minutes=1)
    zoe.sign_card(card.id, "I learned so much from you.\nCome back soon.")
    all_in_step(team, ben, zoe)
    assert written(team, card) == [("ana", "Fair winds.")]
    assert [s.member for s in team.find_card(card.id).signatures] == [team.me, zoe.me]
    on_friday(clock)
    for anyone in (team, ben, zoe):
        assert written(anyone, card) == [
            ("ana", "Fair winds."),
            ("zoe", "I learned so much from you.\nCome back soon."),
        ]
    clock.fixed = datetime.fromisoformat("2028-11-27T09:00:00+01:00")
    assert len(written(ben, card)) == 2  # a card whose day has passed stays readable


def test_whom_it_is_for_knows_nothing_of_it_before(team: Team, ben: Team, card: GroupCard) -> None:
    assert ben.snapshot().cards  # the file is no secret …
    assert ben.cards() == ()  # … the program keeps quiet
    refusals = set()
    for attempt in (
        lambda wanted: ben.find_card(wanted),
        lambda wanted: ben.find_card(wanted[:3]),
        lambda wanted: ben.sign_card(wanted, "?"),
        lambda wanted: ben.unsign_card(wanted),
        lambda wanted: ben.change_card(wanted, occasion="?"),
        lambda wanted: ben.remove_card(wanted),
    ):
        said = []
        for wanted in (card.id, "c-none"):
            with pytest.raises(UsageError) as refused:
                attempt(wanted)
            said.append(str(refused.value).replace(wanted, "ID").replace(wanted[:3], "ID"))
        refusals.add(said[0] == said[1].replace("c-none"[:3], "ID"))
    assert refusals == {True}


def test_late_words_are_welcome_and_its_receiver_writes_none(
    team: Team, ben: Team, zoe: Team, card: GroupCard, clock: Clock
) -> None:
    on_friday(clock)
    zoe.sign_card(card.id, "Late, and meant.")
    assert written(zoe, card) == [("zoe", "Late, and meant.")]
    with pytest.raises(UsageError, match="for you"):
        ben.sign_card(card.id, "Thank you all")


def test_my_lines_can_be_changed_and_taken_back(team: Team, card: GroupCard, clock: Clock) -> None:
    first = team.sign_card(card.id, "Fair winds.").signatures[0].at
    clock.fixed = clock.now() + timedelta(hours=1)
    team.sign_card(card.id, "Fair winds, Ben.")
    assert written(team, card) == [("ana", "Fair winds, Ben.")]
    assert team.find_card(card.id).signatures[0].at == first  # its place stays
    team.unsign_card(card.id)
    assert written(team, card) == []
    with pytest.raises(UsageError, match="nothing"):
        team.unsign_card(card.id)
    assert team.undo() == "take my lines off a card"
    assert written(team, card) == [("ana", "Fair winds, Ben.")]
    team.undo()
    assert written(team, card) == [("ana", "Fair winds.")]


def test_only_who_began_it_changes_it(team: Team, zoe: Team, card: GroupCard) -> None:
    for attempt in (
        lambda: zoe.change_card(card.id, occasion="Party"),
        lambda: zoe.change_card(card.id, opens=MONDAY),
        lambda: zoe.remove_card(card.id),
    ):
        with pytest.raises(UsageError, match="Ana began this card"):
            attempt()
    changed = team.change_card(card.id, occasion="Bon voyage", opens=MONDAY)
    assert (changed.occasion, changed.opens) == ("Bon voyage", MONDAY)
    team.undo()
    assert team.find_card(card.id).occasion == "Farewell"


def test_when_who_began_it_left_the_others_stand_in(
    team: Team, ben: Team, zoe: Team, card: GroupCard, clock: Clock
) -> None:
    team.remove_member(team.me)
    all_in_step(team, ben, zoe)
    assert zoe.change_card(card.id, occasion="Bon voyage").occasion == "Bon voyage"
    on_friday(clock)
    assert not ben.may_change(ben.find_card(card.id))
    ben.remove_card(card.id)  # what was opened for me I may take away
    assert ben.cards() == ()


def test_a_card_taken_away_leaves_no_text(team: Team, ben: Team, zoe: Team, card: GroupCard) -> None:
    zoe.sign_card(card.id, "Nobody-shall-keep-this")
    all_in_step(team, ben, zoe)
    team.remove_card(card.id)
    all_in_step(team, ben, zoe)
    for one in (team, ben, zoe):
        assert one.cards() == ()
        for path in (*one.replica.path.parents[2].rglob("*"), *team.folder.iterdir()):
            if path.is_file():
                data = path.read_bytes()
                assert b"Nobody-shall-keep-this" not in data, path
                assert b"Farewell" not in data, path
    with pytest.raises(UsageError, match="taken away"):
        zoe.sign_card(card.id, "Too late")
    assert team.undo() == "take a card away"
    assert [s.text for s in team.cards()[0].signatures] == ["Nobody-shall-keep-this"]


def test_what_others_wrote_does_not_lose_its_card(team: Team, ben: Team, zoe: Team, card: GroupCard) -> None:
    zoe.sign_card(card.id, "I learned so much.")
    all_in_step(zoe, team)
    with pytest.raises(UsageError, match="Others have written"):
        team.undo()
    assert [s.text for s in team.find_card(card.id).signatures] == ["I learned so much."]
    assert team.undo() != "begin a card"
    zoe.undo()
    other = team.begin_card(zoe.me, "Birthday", FRIDAY)
    assert team.undo() == "begin a card"
    assert other.id not in {c.id for c in team.cards()}


def test_who_can_get_a_card(team: Team, ben: Team) -> None:
    with pytest.raises(UsageError, match="oneself"):
        team.begin_card(team.me, "Birthday", FRIDAY)
    with pytest.raises(UsageError, match="is over"):
        team.begin_card(ben.me, "Birthday", MONDAY - timedelta(days=1))
    with pytest.raises(UsageError, match="more than a year"):
        team.begin_card(ben.me, "Birthday", date(2062, 11, 27))
    with pytest.raises(UsageError, match="empty"):
        team.begin_card(ben.me, " \n", FRIDAY)
    ben.set_profile({"thanks": "private"})
    all_in_step(ben, team)
    with pytest.raises(UsageError, match="in private"):
        team.begin_card(ben.me, "Birthday", FRIDAY)
    ben.set_profile({"thanks": "wall"})
    all_in_step(ben, team)
    team.remove_member(ben.me)
    assert team.begin_card(ben.me, "Farewell", MONDAY).to == ben.me  # who left may still get one


def test_a_team_without_the_wall_begins_none_and_finishes_what_it_began(team: Team, card: GroupCard) -> None:
    team.set_wall(False)
    with pytest.raises(UsageError, match="without the wall"):
        team.begin_card(card.to, "Birthday", FRIDAY)
    team.sign_card(card.id, "Fair winds.")
    assert written(team, card) == [("ana", "Fair winds.")]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_others_write_is_cleaned(team: Team, card: GroupCard, text: str) -> None:
    try:
        shown = team.sign_card(card.id, text).signatures[0].text
    except UsageError:
        return
    assert len(shown) <= TEXT_LIMIT
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_the_day_of_a_card_and_the_week_after(card: GroupCard) -> None:
    week = [FRIDAY + timedelta(days=n) for n in range(-1, 8)]
    assert [is_open(card, day) for day in week] == [False, *[True] * 8]
    assert [is_fresh(card, day) for day in week] == [False, *[True] * 7, False]
