"""Going back to an earlier day: what comes back, what stays, what never returns, and how it is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import NO_STAMP, Clock, Stamper
from store.errors import ForeignFileError, NewerFormatError, StoreError, UsageError
from store.restoring import SHOWN, preview, steps
from store.settings import Home
from store.sync.document import META, NOTEBOOK_NAME, TOMBSTONES, Doc, State, decode, encode, key_of, new_state
from store.sync.generations import DAYS, day_folder
from store.sync.merge import Keys, edited, merge, stamps_in
from store.sync.replica import Edit
from store.team import Team
from tests.conftest import NOW
from tests.soak import examples
from tests.store.sync.odd import IDS, TIMES, VALUES, states
from tests.store.sync.test_merge import equal

CLOCK = Clock.from_environment({"AMITY_NOW": NOW})


def gone_back(then: State, now: State) -> State:
    """What the replica makes of the edits."""
    after, stamper = {**now}, Stamper(CLOCK)
    for step in steps(then, now):
        table, identity, fields = step.edit
        known = after.get(table, {}).get(key_of(identity))
        stamp = stamper.next(*(stamps_in(known) if known else (NO_STAMP,)))
        doc = {**edited(known, fields, stamp), "id": identity}
        after[table] = {**after.get(table, {}), key_of(identity): doc}
    return after


def dense(seed: int) -> State:
    """A state of few ids whose documents meet in nearly all cells, as registers and as maps."""
    dice = random.Random(seed)
    state: State = {META: {"1": {"app": "amity 0.1", "team": "t-1", "_t": {"": TIMES[0]}}}}
    for table, identity in product(("kudos", "members", "unknown"), IDS):
        doc: Doc = {"id": identity}
        stamps: dict[str, Any] = {"": dice.choice(TIMES)}
        for name in ("f", "parked", "ended"):
            if dice.random() < 0.3:
                stamps[name] = {key: dice.choice(TIMES) for key in "xyz"}
                doc[name] = {key: dice.choice(VALUES) for key in "xyz" if dice.random() < 0.6}
            elif dice.random() < 0.8:
                doc[name] = dice.choice(VALUES)
                stamps |= {name: dice.choice(TIMES)} if dice.random() < 0.5 else {}
        if dice.random() < 0.15:
            stone = {"at": dice.choice(TIMES), "id": identity, "table": table}
            state.setdefault(TOMBSTONES, {})[key_of(identity)] = stone
        if dice.random() < 0.7:
            state.setdefault(table, {})[key_of(identity)] = {**doc, "_t": stamps}
    return state


SEEDS = st.integers(0, 2**20)
ANY = st.one_of(SEEDS.map(dense), SEEDS.map(dense), states())


@settings(max_examples=examples() // 10, deadline=None)
@given(ANY, ANY)
def test_going_back_keeps_the_laws(then: State, now: State) -> None:
    """Invariants 3, 4 and 15, over files of every odd kind: it repeats to nothing, and merges like edits."""
    after = gone_back(then, now)
    stones = now.get(TOMBSTONES, {})
    assert list(steps(then, after)) == []
    assert after.get(TOMBSTONES, {}) == stones
    assert after.get(META) == now.get(META)
    for name in after.keys() - {META, TOMBSTONES}:
        there, known = now.get(name, {}), then.get(name, {})
        assert stones.keys().isdisjoint(after[name].keys() - there.keys())
        for key, doc in there.items():  # nothing that was made since is gone
            assert key in known or after[name][key] == doc
        if name == "kudos":  # what somebody took away stays away
            assert all(after[name][key].keys() <= doc.keys() for key, doc in there.items())
    joined = merge(now, merge({}, after))
    assert equal(merge(joined, now), joined)
    assert equal(merge(now, joined), joined)


@settings(max_examples=examples() // 10, deadline=None)
@given(ANY, ANY)
def test_others_see_it_the_same(then: State, since: State) -> None:
    """Invariant 6: a machine that comes back from that day, and one of now, end with what going back made."""
    now = merge(then, since)
    after = merge({}, gone_back(then, now))
    assert equal(merge(after, then), merge(then, after))
    assert equal(merge(merge(after, then), now), after)
    stones = after.get(TOMBSTONES, {}).keys()
    assert all(stones.isdisjoint(after[name]) for name in after.keys() - {META, TOMBSTONES})


# On a team


@pytest.fixture
def of_monday(team: Team, tmp_path: Path) -> Path:
    """The team as it was: three others, a meeting, an absence."""
    team.add_meeting(
        "Standup",
        time="09:30",
        timezone="UTC",
        rule="FREQ=DAILY",
        first=date(2026, 11, 23),
        roles=["facilitator"],
    )
    file = tmp_path / "monday.json"
    team.save_backup(file)
    return file


def member(team: Team, handle: str) -> str:
    return team.find_member(handle).id


def test_it_is_told_first_and_done_then(
    team: Team, of_monday: Path, make_home: Callable[[str], Home]
) -> None:
    ben, zoe = member(team, "@ben"), member(team, "@zoe")
    (meeting,) = team.snapshot().meetings
    team.replica.apply(
        lambda _: [
            Edit("members", team.me, {"timezone": "UTC"}),
            Edit("members", ben, {"timezone": "UTC", "coffee": True}),
            Edit("members", zoe, {"pronouns": "she"}),
            Edit("meetings", meeting, {"ended": True}),
        ]
    )
    since = team.add_member("Nia", timezone="Europe/Berlin").id
    before = team.replica.data
    told = team.look_back_to(of_monday)
    assert told.lines == ("1 meeting comes back: Standup", "Ana's timezone becomes Europe/Berlin")
    assert team.replica.data == before
    changes, kept = team.restore(of_monday)
    assert changes == told
    assert kept is not None
    assert kept.read_bytes() == before
    snapshot = team.snapshot()
    assert snapshot.members[team.me].timezone == "Europe/Berlin"
    assert snapshot.members[ben].timezone == "UTC"  # what others say of themselves since is theirs
    assert snapshot.members[ben].coffee
    assert snapshot.members[zoe].pronouns == "she"
    assert since in snapshot.members
    assert list(snapshot.meetings) == [meeting]
    assert team.restore(of_monday) == (preview([], {}), None)
    # What came back is there for everyone, and going back again to the day before is one more edit.
    assert team.sync().error is None
    other = Team.join(make_home("ben"), team.clock, team.folder, "@ben")
    assert list(other.snapshot().meetings) == [meeting]
    assert team.look_back_to(kept).lines == (
        "Ana's timezone becomes UTC",
        "1 meeting is taken back again: Standup",
    )
    assert [team.undo() for _ in range(2)] == [
        "going back to an earlier day"
    ] * 2  # the one for nothing first
    assert team.snapshot().members[team.me].timezone == "UTC"
    assert team.snapshot().meetings == {}


def test_what_is_gone_for_good_stays_so(team: Team, tmp_path: Path) -> None:
    """Invariant 15, and what a person says otherwise: no file brings words back, not even a copy by hand."""
    ben = member(team, "@ben")
    first, second = (
        team.give_kudos([ben], words).id for words in ("Thanks for the lamp", "Thanks for the tide")
    )
    team.replica.apply(lambda _: [Edit("members", ben, {"place": "Pier 9"})])
    file = tmp_path / "copy.json"
    team.save_backup(file)
    team.remove_kudos(first)
    team.edit_kudos(second, "Thanks for it all")
    team.replica.apply(lambda _: [Edit("members", ben, {"place": None, "left": "2026-11-23"})])
    assert team.look_back_to(file).lines == ()
    team.restore(file)
    for word in (b"lamp", b"tide", b"Pier 9"):
        assert word not in team.replica.data
    assert team.snapshot().members[ben].left is not None


def test_whoever_left_and_took_their_words_along_stays_gone(
    team: Team, ben: Team, make_home: Callable[[str], Home], tmp_path: Path
) -> None:
    """Invariant 15: neither name nor words nor reactions come back, from no file of before."""
    ben.give_kudos([team.me], "Thanks for the lamp")
    thanks = team.give_kudos([ben.me], "Thanks for the tide").id
    team.sync()
    ben.pull()
    ben.react(thanks, "🎉")
    ben.sync()
    team.pull()
    file, member_id = tmp_path / "before.json", ben.me
    team.save_backup(file)
    ben.leave(make_home("ben"), words_go=True)
    team.pull()
    team.restore(file)
    assert team.snapshot().members[member_id].left is not None
    for word in (b"lamp", b'"Ben"', f'{member_id}:🎉":true'.encode()):
        assert word in file.read_bytes()
        assert word not in team.replica.data


def test_taking_it_back_ends_nothing_for_good(team: Team, ben: Team, tmp_path: Path) -> None:
    """What came back stays, since a tombstone would be for ever; and nothing else is taken back instead."""
    thanks = ben.give_kudos([team.me], "Thanks for the lamp").id
    file = tmp_path / "of-ben.json"
    ben.save_backup(file)
    mine = team.add_member("Nia", timezone="UTC").id
    assert team.restore(file).changes.lines == ("1 kudos comes back",)
    assert team.undo() == "going back to an earlier day"
    assert [k.id for k in team.snapshot().kudos] == [thanks]
    assert mine in team.snapshot().members
    assert team.replica.state().get(TOMBSTONES) is None
    team.restore(file)
    assert team.undo() == "going back to an earlier day"
    assert mine in team.snapshot().members


def test_what_was_lost_comes_back(team: Team, of_monday: Path, folder: Path) -> None:
    """Own copy, its earlier files and the team file are all gone or torn: a file kept elsewhere is enough."""
    for path in (team.replica.path, *team.replica.path.parent.rglob("*.json")):
        path.write_bytes(b"\0" * 9)
    (folder / "amity.json").write_bytes(b"{")
    assert "4 people's cards come back: Ana, Ben, Zoë Krüger …" in team.look_back_to(of_monday).lines
    team.restore(of_monday)
    assert len(team.snapshot().members) == 4


def test_a_torn_replica_comes_back_from_a_day_by_itself(team: Team, clock: Clock, folder: Path) -> None:
    kept = team.back_up()
    for path in {team.replica.path, *team.replica.path.parent.rglob("*.json")} - {kept}:
        path.write_bytes(b"\0")
    (folder / "amity.json").write_bytes(b"{")
    assert team.restore(kept) == (preview([], {}), None)
    assert len(team.snapshot().members) == 4


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (encode(new_state("t-other", "Quay", "amity 0.1", NO_STAMP)), ForeignFileError, "another team"),
        (encode(new_state("n-1", NOTEBOOK_NAME, "amity", NO_STAMP)), ForeignFileError, "private notebook"),
        (b'{"a": {}}', ForeignFileError, "no team file"),
        (b"\0\0", StoreError, "empty"),
        (None, NewerFormatError, "Update amity"),
        ("", UsageError, "cannot be read"),
    ],
)
def test_what_is_no_backup_is_refused(
    team: Team, tmp_path: Path, data: bytes | str | None, error: type[StoreError], words: str
) -> None:
    file, before = tmp_path / "file", team.replica.data
    if data is None:
        state = decode(before).state
        data = encode({**state, META: {"1": {**state[META]["1"], "min_reader": 9}}})
    if isinstance(data, bytes):
        file.write_bytes(data)
    for call in (team.look_back_to, team.restore):
        with pytest.raises(error, match=words):
            call(file)
    assert team.replica.data == before


def test_backups_are_kept_apart_and_bounded(team: Team) -> None:
    first = team.back_up()
    assert team.back_up() == first  # nothing changed meanwhile
    days = day_folder(team.replica.path)
    (days / "notes.json").write_text("a person's own")
    for number in range(DAYS + 5):
        team.replica.apply(lambda _, number=number: [Edit("members", team.me, {"hours": str(number)})])  # type: ignore[misc]
        (days / f"2026-10-{number + 1:02}.json").write_bytes(team.replica.data)
        team.back_up()
    kept = team.backups()
    assert len([one for one in kept if one.moment is not None]) == DAYS
    assert len([one for one in kept if one.moment is None]) == DAYS
    assert max(one.moment for one in kept if one.moment) == team.clock.now().replace(
        microsecond=0
    ) + timedelta(seconds=DAYS + 5)
    assert (days / "notes.json").exists()
    assert team.backup("x", date(2026, 10, 19)).name == "2026-10-19.json"
    with pytest.raises(UsageError, match=r"There are: 20.*, 2026-11-23, "):
        team.backup("x", date(2026, 1, 1))


def test_a_day_with_nothing_but_arrivals_has_its_file(team: Team, ben: Team) -> None:
    assert ben.backups() == []
    team.add_member("Nia", timezone="Europe/Berlin")
    team.sync()
    assert ben.pull().received == 1
    assert len(ben.backups()) == 1


def test_a_long_story_is_cut_short() -> None:
    then: State = {
        f"odd {n}": {key_of(f"x-{n}"): {"id": f"x-{n}", "_t": {"": NO_STAMP}, "name": "\x1b[1m"}}
        for n in range(20)
    }
    told = preview(steps(then, {}), {})
    assert len(told.lines) == SHOWN
    assert told.told[-1] == "and 8 more"
    assert "\x1b" not in "".join(told.lines)


def test_maps_are_set_back_entry_by_entry() -> None:
    stamps = {"_t": {"": "20261123T091200.000-0000-aaaaaa", "changes": {}}}
    then: State = {"occurrences": {key_of("o"): {"id": "o", **stamps, "changes": {"a": "ana", "b": "ben"}}}}
    now: State = {"occurrences": {key_of("o"): {"id": "o", **stamps, "changes": {"a": "zoe", "c": "lei"}}}}
    (step,) = steps(then, now)
    assert step.edit.fields == {"changes": Keys({"a": "ana", "b": "ben"})}


def test_one_is_not_true() -> None:
    then, now = (
        {"unknown": {key_of("o"): {"id": "o", "_t": {"": TIMES[0]}, "f": value}}} for value in (1, True)
    )
    assert [step.edit.fields for step in steps(then, now)] == [{"f": 1}]
