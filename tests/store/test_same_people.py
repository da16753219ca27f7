"""Two entries for one person: what is known of both is one's, on every machine, and can be parted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import Clock
from store.errors import UsageError
from store.notebook import Notebook
from store.records import Member
from store.settings import Home
from store.snapshot import SnapshotBuilder
from store.snapshot.same import resolved, same_people, whole_removal
from store.sync.document import key_of
from store.sync.merge import Keys, merge
from store.sync.replica import Edit
from store.team import Team

Homes = Callable[[str], Home]


@pytest.fixture
def zoe(team: Team, make_home: Homes, clock: Clock, folder: Path) -> Team:
    """Zoë's second machine, on which she joined under another name."""
    return Team.join(make_home("zoe 2"), clock, folder, "Zoe K")


def member(team: Team, handle: str) -> Member:
    return next(m for m in team.snapshot().members.values() if m.handle == handle)


def test_all_of_the_second_counts_as_the_firsts(
    team: Team, ben: Team, zoe: Team, make_home: Homes, clock: Clock
) -> None:
    first, second = member(zoe, "zoe"), zoe.myself()
    by_zoe = zoe.give_kudos([team.me], "You stayed calm when it broke.")
    zoe.sync()
    team.sync()
    to_both = team.give_kudos([first.id, second.id], "For the night with the import.")
    team.react(by_zoe.id, "🎉", True)
    zoe.set_away(second.id, date(2026, 12, 1), date(2026, 12, 4))
    meeting = team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=date(2026, 11, 23),
        roles=["facilitator"],
        members=[first.id, second.id, team.me],
    )
    for machine in (team, zoe, team):
        machine.sync()
    zoe.react(to_both.id, "👏", True)
    notes = Notebook.open(make_home("ana"), clock, team.id, team.folder)
    notes.add_note(second.id, "Likes early mornings")
    zoe.sync()
    ben.sync()

    assert ben.merge_members(first.id, second.id).name == "Zoë Krüger"
    ben.sync()
    for machine in (team, zoe):
        machine.sync()
        snapshot = machine.snapshot()
        assert second.id not in snapshot.members
        assert snapshot.same_as == {second.id: first.id}
        given_by, thanked = (next(k for k in snapshot.kudos if k.id == i) for i in (by_zoe.id, to_both.id))
        assert given_by.giver == first.id
        assert thanked.to == (first.id,)
        assert [(r.emoji, r.member) for r in thanked.reactions] == [("👏", first.id)]
        assert snapshot.absences[0].member == first.id
        assert snapshot.meetings[meeting.id].members == (first.id, team.me)
    assert notes.private(team.snapshot().same_as).notes[0].member == first.id
    assert zoe.me == first.id
    assert zoe.check_membership().handle == "zoe"

    zoe.react(to_both.id, "👏", False)  # it was given as the other one
    assert next(k for k in zoe.snapshot().kudos if k.id == to_both.id).reactions == ()
    zoe.undo()
    assert len(next(k for k in zoe.snapshot().kudos if k.id == to_both.id).reactions) == 1
    zoe.sync()
    ben.sync()

    before = ben.snapshot()
    ben.undo()
    assert ben.snapshot().members[second.id].name == "Zoe K"
    ben.merge_members(first.id, second.id)
    assert ben.snapshot() == before
    (again,) = ben.split_member(first.id)
    assert again.id == second.id
    assert next(k for k in ben.snapshot().kudos if k.id == to_both.id).to == (first.id, second.id)


def test_merged_on_two_machines_in_both_directions_it_is_one_person_all_the_same(
    team: Team, ben: Team, zoe: Team
) -> None:
    zoe.sync()
    for machine in (team, ben):
        machine.sync()
    first, second = member(team, "zoe").id, zoe.me
    team.merge_members(first, second)
    ben.merge_members(second, first)
    for machine in (team, ben, team, zoe):
        machine.sync()
    stays = min(first, second)
    assert team.snapshot().same_as == ben.snapshot().same_as == {max(first, second): stays}
    assert zoe.me == stays
    assert zoe.check_membership().id == stays


SAME = {"m-2": "m-1"}


def test_what_was_said_as_the_one_who_stays_counts_more() -> None:
    doc = {"id": "x", "answers": {"m-2": "no", "m-1": "yes", "m-3": "no"}, "to": ["m-2", "m-3", "m-1"]}
    shown = resolved({"help": {"1": doc}}, SAME)["help"]["1"]
    assert shown == {"id": "x", "answers": {"m-1": "yes", "m-3": "no"}, "to": ["m-1", "m-3"]}


def test_what_is_taken_away_goes_also_where_it_was_said_as_the_other() -> None:
    state = {"help": {key_of("h"): {"id": "h", "offers": {"m-2": {"text": "an hour"}, "m-3": {}}}}}
    edit = whole_removal(Edit("help", "h", {"offers": Keys({"m-1": None})}), state, SAME)
    assert isinstance(edit, Edit)
    assert edit.fields == {"offers": {"m-1": None, "m-2": None}}
    kept = Edit("help", "h", {"offers": Keys({"m-1": {"text": "two"}})})
    assert whole_removal(kept, state, SAME) == kept


def test_made_one_in_a_circle_it_is_parted_as_a_whole(team: Team, ben: Team, zoe: Team) -> None:
    zoe.sync()
    for machine in (team, ben):
        machine.sync()
    first, second = member(team, "zoe").id, zoe.me
    team.merge_members(first, second)
    ben.merge_members(second, first)
    for machine in (team, ben, team):
        machine.sync()
    team.split_member(min(first, second))
    assert team.snapshot().same_as == {}


def test_whoever_was_made_one_with_somebody_who_is_no_more_is_still_there(
    team: Team, ben: Team, zoe: Team
) -> None:
    added = ben.add_member("Zoe")
    for machine in (ben, zoe, team):
        machine.sync()
    team.merge_members(added.id, zoe.me)
    ben.undo()
    for machine in (team, ben, team, zoe):
        machine.sync()
    assert zoe.snapshot().same_as == {}
    assert zoe.myself().name == "Zoe K"


ONE = {"id": "m-1", "handle": "one", "name": "One", "joined": "2026-01-05"}
TWO = {"id": "m-2", "handle": "two", "name": "Two", "joined": "2026-01-02", "same_as": "m-1"}


@pytest.mark.parametrize(
    ("one", "two", "there"),
    [
        ({}, {}, {"m-1": date(2026, 1, 2)}),
        ({}, {"joined": ""}, {"m-1": date(2026, 1, 5)}),
        ({}, {"joined": "0000"}, {"m-1": date(2026, 1, 5)}),
        ({"handle": 7}, {}, {"m-2": date(2026, 1, 2)}),
        ({"deleted": True}, {}, {"m-2": date(2026, 1, 2)}),
        ({"id": {}}, {}, {"m-2": date(2026, 1, 2)}),
    ],
)
def test_what_does_not_fit_hides_nobody(one: Any, two: Any, there: dict[str, date]) -> None:
    snapshot = SnapshotBuilder().build({"members": {"1": {**ONE, **one}, "2": {**TWO, **two}}})
    assert {m.id: m.joined for m in snapshot.members.values()} == there


def test_one_entry_cannot_be_merged_with_itself_or_parted(team: Team) -> None:
    with pytest.raises(UsageError, match="one entry already"):
        team.merge_members(team.me, team.me)
    with pytest.raises(UsageError, match="one entry alone"):
        team.split_member(team.me)
    twice = team.add_member("Ana P").id
    team.merge_members(team.me, twice)
    with pytest.raises(UsageError, match="one entry already"):  # in a window that shows them as before
        team.merge_members(twice, team.me)


IDS = ("m-1", "m-2", "m-3", "m-4")
ODD: tuple[Any, ...] = (*IDS, *IDS, "m-none", "", 7, None, {}, ["m-1"])


@given(st.lists(st.sampled_from(ODD), min_size=4, max_size=4), st.permutations(range(4)), st.data())
def test_whatever_is_said_of_whom_everyone_agrees(
    edges: list[Any], order: list[int], data: st.DataObject
) -> None:
    docs = {}
    for number, (identity, edge) in enumerate(zip(IDS, edges, strict=True)):
        doc = {"id": identity, "handle": identity, "name": identity, "joined": f"2026-01-0{number + 1}"}
        docs[key_of(identity)] = {**doc, "same_as": edge} if edge is not None else doc
    odd: Any = data.draw(st.sampled_from([{}, {"7": {"id": {}, "same_as": "m-1"}}, {"7": {"same_as": []}}]))
    shuffled = {key: docs[key] for key in (list(docs)[n] for n in order)}
    same = same_people(docs)
    assert same_people({**odd, **shuffled}) == same
    assert not same.keys() & set(same.values())
    assert {*same, *same.values()} <= set(IDS)
    snapshot = SnapshotBuilder().build({"members": merge({"members": docs}, {"members": odd})["members"]})
    assert snapshot.members.keys() == set(IDS) - same.keys()
    for identity, stays in same.items():
        assert snapshot.members[stays].joined <= date(2026, 1, IDS.index(identity) + 1)
