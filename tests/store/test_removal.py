"""Who may take a kudos off the wall, what undo makes of it, and what else happens at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import UsageError
from store.records import Kudos
from store.settings import Home
from store.sync.document import TOMBSTONES, decode, encode, key_of
from store.sync.replica import Edit, Purge
from store.sync.timing import Timing
from store.team import Team
from store.wall import concerning


@pytest.fixture
def zoe(team: Team, ben: Team, make_home: Callable[[str], Home], clock: Clock, folder: Path) -> Team:
    return Team.join(make_home("zoe"), clock, folder, "@zoe")


@pytest.fixture
def both(team: Team, ben: Team, zoe: Team) -> Kudos:
    """Ana's thanks to Ben and Zoë, with Ben's reaction, known to all three."""
    kudos = team.give_kudos([ben.me, zoe.me], "For the calm", theme="help", link="https://example.org/1")
    in_step(team, ben)
    ben.react(kudos.id, "👏")
    in_step(ben, team, zoe)
    return ben.find_kudos(kudos.id)


def in_step(*teams: Team) -> None:
    for team in teams * 2:
        assert team.sync().status.condition == "in step"


def only(team: Team) -> Kudos:
    (kudos,) = team.snapshot().kudos
    return kudos


def test_whoever_it_is_about_takes_it_off_for_everyone(both: Kudos, team: Team, ben: Team, zoe: Team) -> None:
    zoe.remove_kudos(both.id)
    in_step(zoe, team, ben)
    for one in (team, ben, zoe):
        assert not one.snapshot().kudos
        assert one.snapshot().odd == 0
        with pytest.raises(UsageError, match="There is no kudos"):
            one.find_kudos(both.id)
        with pytest.raises(UsageError, match="taken back in the meantime"):
            one.remove_kudos(both.id)
        with pytest.raises(UsageError, match="taken back in the meantime"):
            one.react(both.id, "👏")


def test_others_are_told_kindly_who_may(both: Kudos, team: Team, make_home: Callable[[str], Home]) -> None:
    lei = Team.join(make_home("lei"), team.clock, team.folder, "李 雷")
    with pytest.raises(UsageError, match=r"Only the people on it .*: Ana, Ben, Zoë Krüger"):
        lei.remove_kudos(both.id)
    with pytest.raises(UsageError, match="Your name is not on this"):
        team.remove_kudos(both.id, my_name=True)
    assert team.snapshot().kudos


def test_only_a_name_leaves_and_comes_back(both: Kudos, team: Team, ben: Team, zoe: Team) -> None:
    ben.remove_kudos(both.id, my_name=True)
    in_step(ben, team)
    assert only(team) == replace(both, to=(zoe.me,))
    assert not list(concerning(team.snapshot().kudos, ben.me))
    assert ben.undo() == "take a name off a kudos"
    in_step(ben, team)
    assert only(team) == both


def test_two_names_that_leave_at_the_same_time_are_both_off(
    both: Kudos, team: Team, ben: Team, zoe: Team
) -> None:
    ben.remove_kudos(both.id, my_name=True)
    zoe.remove_kudos(both.id, my_name=True)
    in_step(ben, zoe, team)
    for one in (team, ben, zoe):
        assert not one.snapshot().kudos
        assert one.snapshot().odd == 0
        assert b"For the calm" not in one.replica.path.read_bytes()
    assert b"For the calm" not in team.engine.folder.file.read_bytes()


def test_in_the_background_as_well(both: Kudos, team: Team, ben: Team, zoe: Team) -> None:
    ben.remove_kudos(both.id, my_name=True)
    zoe.remove_kudos(both.id, my_name=True)
    changed = threading.Event()
    team.engine.inbox.timing = Timing(gather=0.0, poll=0.05)
    team.start(changed.set)
    ben.engine.cycle()
    zoe.engine.cycle()
    end = Clock.monotonic() + 20
    while b"For the calm" in team.engine.folder.file.read_bytes():
        assert Clock.monotonic() < end
        changed.wait(0.05)
    team.close()


def test_the_last_name_takes_the_card_with_it(both: Kudos, team: Team, ben: Team, zoe: Team) -> None:
    ben.remove_kudos(both.id, my_name=True)
    in_step(ben, zoe)
    zoe.remove_kudos(both.id, my_name=True)
    assert key_of(both.id) in zoe.replica.state()[TOMBSTONES]


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_undo_brings_it_back_whole_as_a_new_one(
    both: Kudos, team: Team, ben: Team, zoe: Team, who: str
) -> None:
    mine = team if who == "ana" else ben
    answer = zoe.give_kudos([team.me], "And you")
    zoe.replica.apply(lambda _: [_edit(answer.id, reply=both.id)])
    in_step(zoe, mine)
    mine.remove_kudos(both.id)
    in_step(mine, zoe)
    assert mine.undo() == "take a kudos off the wall"
    in_step(mine, zoe, team)
    for one in (team, zoe):
        back, reply = sorted(one.snapshot().kudos, key=lambda k: k.text == "And you")
        assert back.id != both.id
        assert back == replace(both, id=back.id)
        assert reply.reply == back.id
    assert mine.undo() != "take a kudos off the wall"


def test_after_that_what_was_done_before_can_still_be_undone(team: Team, ben: Team) -> None:
    kudos = team.give_kudos([ben.me], "First")
    team.edit_kudos(kudos.id, "Second")
    team.remove_kudos(kudos.id)
    team.undo()
    assert only(team).text == "Second"
    team.undo()
    assert only(team).text == "First"
    team.undo()
    assert not team.snapshot().kudos
    assert "kudos" not in team.replica.state()  # and no text is left
    assert len(team.replica.state()[TOMBSTONES]) == 2


def test_what_two_took_off_does_not_come_back_by_the_undo_of_the_earlier(
    both: Kudos, team: Team, ben: Team
) -> None:
    team.remove_kudos(both.id)
    ben.set_profile({"pronouns": "he"})  # so that what he does next is later
    ben.remove_kudos(both.id)
    in_step(ben, team)
    for _ in range(3):
        team.undo()
        in_step(team, ben)
        assert "kudos" not in team.replica.state()
        assert len(team.replica.state()[TOMBSTONES]) == 1


def test_a_giving_that_is_undone_takes_what_others_added_with_it(team: Team, ben: Team) -> None:
    kudos = team.give_kudos([ben.me], "Too soon")
    in_step(team, ben)
    ben.react(kudos.id, "👏")
    in_step(ben, team)
    assert team.undo() == "give thanks"
    in_step(team, ben)
    assert not ben.snapshot().kudos
    assert ben.snapshot().odd == 0
    ben.undo()  # the reaction: there is nothing to take it off
    in_step(ben, team)
    assert "kudos" not in decode(team.engine.folder.file.read_bytes()).state


def test_a_tombstone_wins_over_what_others_do_meanwhile(
    both: Kudos, team: Team, ben: Team, zoe: Team
) -> None:
    ben.remove_kudos(both.id)
    team.edit_kudos(both.id, "Even calmer")
    zoe.react(both.id, "🎉")
    in_step(team, zoe, ben)
    in_step(team, zoe, ben)
    for one in (team, ben, zoe):
        assert not one.snapshot().kudos
        assert b"Even calmer" not in one.replica.path.read_bytes()
    assert team.undo() == "change a kudos"
    assert zoe.undo() == "react"
    in_step(team, zoe, ben)
    assert not ben.snapshot().kudos


def test_what_was_purged_takes_no_edit(both: Kudos, team: Team) -> None:
    team.remove_kudos(both.id)
    before = team.replica.state()
    edits: list[Edit | Purge] = [_edit(both.id, text="Again"), Purge("kudos", both.id), _edit("k-unknown")]
    assert team.replica.apply(lambda _: edits) == before


def test_a_hand_that_puts_it_back_does_not(both: Kudos, team: Team, ben: Team) -> None:
    file = team.engine.folder.file
    state = decode(file.read_bytes()).state
    ben.remove_kudos(both.id)
    in_step(ben, team)
    stones = decode(file.read_bytes()).state
    stones["kudos"] = state["kudos"]
    file.write_bytes(encode(stones).replace(b"For the calm", b"For the storm"))
    in_step(team, ben)
    assert not team.snapshot().kudos
    assert b"For the" not in file.read_bytes()


def test_one_that_an_older_amity_took_back_stays_so(both: Kudos, team: Team, ben: Team) -> None:
    team.replica.apply(lambda _: [_edit(both.id, deleted=True, text=None, link=None)])
    in_step(team, ben)
    assert not ben.snapshot().kudos
    with pytest.raises(UsageError, match="in the meantime"):
        ben.remove_kudos(both.id)


def _edit(identity: str, **fields: object) -> Edit:
    return Edit("kudos", identity, fields)
