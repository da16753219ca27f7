"""Coffee chats on several machines: one draw, skips without a word, and whether one met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from store.clock import Clock
from store.coffee import my_chat
from store.errors import UsageError
from store.records import Snapshot
from store.settings import Home
from store.sync.replica import Edit
from store.team import Team
from tests.conftest import NOW

MONDAY = date(2026, 11, 23)
LATER = datetime.fromisoformat(NOW) + timedelta(days=7)


def opted_in(team: Team, *handles: str) -> None:
    """They have been here for a while and like coffee chats."""
    ids = [team.find_member(handle).id for handle in handles]
    fields = {"coffee": True, "joined": "2026-01-05"}
    team.replica.apply(lambda _: [Edit("members", one, fields) for one in ids])
    assert team.sync().error is None


def groups(snapshot: Snapshot) -> set[frozenset[str]]:
    handles = {m.id: m.handle for m in snapshot.members.values()}
    return {frozenset(handles[m] for m in group) for c in snapshot.coffee for group in c.groups}


def test_two_who_are_new_wait_for_a_week(team: Team) -> None:
    ids = [team.find_member(handle).id for handle in ("ana", "ben")]
    team.replica.apply(lambda _: [Edit("members", one, {"coffee": True}) for one in ids])
    assert team.settle_coffee().coffee == ()
    chat = my_chat(team.snapshot(), team.myself(), team.clock.now())
    assert (chat.state, chat.settling) == ("waiting", True)
    team.clock = Clock(team.clock.now() + timedelta(days=14))
    assert len(groups(team.settle_coffee())) == 1


@pytest.fixture
def everyone(team: Team) -> Team:
    handles = [m.handle for m in team.snapshot().members.values()]
    opted_in(team, *handles)
    return team


def test_nobody_is_drawn_who_did_not_opt_in(team: Team) -> None:
    assert team.settle_coffee().coffee == ()
    opted_in(team, "ana")
    assert team.settle_coffee().coffee == ()
    me = team.myself()
    chat = my_chat(team.snapshot(), me, team.clock.now())
    assert (chat.state, chat.groups) == ("waiting", ())


def test_a_round_is_drawn_once_and_stays(everyone: Team) -> None:
    first = everyone.settle_coffee()
    assert len(groups(first)) == 2
    assert everyone.settle_coffee() is first
    everyone.pause_coffee(MONDAY + timedelta(30))
    assert [change.title for change in everyone._undo][-1:] == ["pause coffee chats"]
    assert "draw coffee chats" not in {change.title for change in everyone._undo}  # nobody's to take back
    everyone.clock = Clock(everyone.clock.now() + timedelta(days=1))
    assert groups(everyone.settle_coffee()) == groups(first)


def test_two_machines_that_draw_with_different_knowledge_end_with_the_earlier_draw(
    everyone: Team, ben: Team, make_home: Callable[[str], Home]
) -> None:
    ben.sync()
    clock = Clock(everyone.clock.now() - timedelta(minutes=1))
    earlier = Team.open(make_home("ana"), clock)
    assert earlier.settle_coffee().coffee == ()  # it has not looked into the folder
    earlier.sync()
    ben.clock = Clock(everyone.clock.now() + timedelta(minutes=1))
    ben.pause_coffee(MONDAY + timedelta(30))
    theirs, ours = ben.settle_coffee(), earlier.settle_coffee()
    assert groups(theirs) != groups(ours)
    for one in (ben, everyone, ben):
        one.sync()
    assert groups(ben.snapshot()) == groups(everyone.snapshot()) == groups(ours)


def test_who_skips_is_left_out_and_nothing_says_why(everyone: Team, ben: Team, folder: Path) -> None:
    everyone.settle_coffee()
    everyone.sync()
    ben.sync()
    ben.skip_coffee(MONDAY)
    ben.sync()
    everyone.sync()
    found = groups(everyone.snapshot())
    assert all("ben" not in group for group in found)
    assert sorted(m for group in found for m in group) == sorted(["ana", "zoe", "李"])
    chat = my_chat(ben.snapshot(), ben.myself(), ben.clock.now())
    assert (chat.state, chat.group) == ("skipped", ())
    ben.undo()
    assert any("ben" in group for group in groups(ben.snapshot()))


def test_either_says_whether_they_met_and_can_take_it_back(everyone: Team) -> None:
    everyone.settle_coffee()
    me = everyone.myself()
    chat = my_chat(everyone.snapshot(), me, everyone.clock.now())
    assert chat.round is not None
    assert chat.state == "open"
    assert chat.first in (me, *chat.others)
    assert chat.message.startswith(f"Hi {chat.others[0].name}")
    states = []
    for met in (True, False, None):
        everyone.mark_met(chat.round, chat.group, met)
        states.append(my_chat(everyone.snapshot(), me, everyone.clock.now()).state)
    assert states == ["met", "missed", "open"]
    others = next(group for group in chat.groups if me.id not in group)
    with pytest.raises(UsageError, match="not your chat"):
        everyone.mark_met(chat.round, others)


def test_who_did_not_meet_can_be_drawn_again_and_who_met_is_not(everyone: Team) -> None:
    pairs = []
    start = everyone.clock.now()
    for number in range(3):
        everyone.clock = Clock(start + timedelta(weeks=2 * number))
        everyone.settle_coffee()
        chat = my_chat(everyone.snapshot(), everyone.myself(), everyone.clock.now())
        assert chat.round is not None
        pairs.append(chat.group)
        if number == 0:
            everyone.mark_met(chat.round, chat.group, False)
    assert len(set(pairs)) == 3 or pairs[0] in pairs[1:]
    assert pairs[1] != pairs[2]


def test_a_pause_and_the_settings_of_the_team(everyone: Team) -> None:
    everyone.pause_coffee(MONDAY)
    chat = my_chat(everyone.snapshot(), everyone.myself(), everyone.clock.now())
    assert chat.state == "pausing"
    assert all("ana" not in group for group in groups(everyone.settle_coffee()))
    everyone.join_coffee()
    assert everyone.myself().coffee_pause is None
    after = everyone.set_coffee(weeks=1, size=4)
    assert (after.coffee_weeks, after.coffee_size) == (1, 4)
    everyone.clock = Clock(LATER)
    assert len(groups(everyone.settle_coffee())) > 1
    for wrong in ({"weeks": 0}, {"weeks": 7}, {"size": 1}, {"size": 5}):
        with pytest.raises(UsageError):
            everyone.set_coffee(**wrong)


@pytest.mark.parametrize(
    "fields",
    [
        {"coffee_weeks": 0, "coffee_size": True},
        {"coffee_weeks": "2", "coffee_size": 99},
        {"coffee_weeks": None, "coffee_size": [2]},
    ],
)
def test_nonsense_in_the_file_leaves_the_usual_ways(team: Team, fields: dict[str, object]) -> None:
    team.replica.apply(lambda _: [Edit("team", "team", fields)])
    snapshot = team.snapshot()
    assert (snapshot.coffee_weeks, snapshot.coffee_size) == (2, 2)


@pytest.mark.parametrize(
    "pins", [[], {"r-1": {"at": "yesterday", "groups": []}}, {"r-1": {"at": NOW, "groups": "all"}}]
)
def test_nonsense_in_a_draw_is_no_draw(team: Team, pins: object) -> None:
    fields = {"monday": "2026-11-23", "pins": pins}
    team.replica.apply(lambda _: [Edit("coffee", "coffee:2026-11-23", fields)])
    assert not groups(team.snapshot())
