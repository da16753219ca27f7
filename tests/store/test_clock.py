"""Stamps (invariants 10 and 14): unique, later than all that was made or seen, whatever the clocks do."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import AHEAD, NO_STAMP, Clock, Stamper, is_stamp, stamp_time
from store.errors import StoreError
from store.sync.document import decode, encode, key_of, new_state
from store.sync.merge import edited, merge, stamps_in
from store.sync.replica import Edit, Replica
from tests.soak import examples

START = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
MACHINE, OTHER = "aaaaaa", "bbbbbb"


class Jumping(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        super().__init__(START)

    def jump(self, seconds: float) -> None:
        assert self.fixed is not None
        self.fixed += timedelta(seconds=seconds)


def stamp_at(moment: datetime, counter: int = 0, node: str = OTHER + "cccccc") -> str:
    return f"{moment:%Y%m%dT%H%M%S}.{moment.microsecond // 1000:03}-{counter:04x}-{node}"


seconds = st.sampled_from(
    (-400 * 86400.0, -3600.0, -301.0, -1.0, -0.001, 0.0, 0.0, 0.001, 1.0, 301.0, 86400.0)
)
seen = st.tuples(seconds, st.sampled_from((0, 1, 0xFFFE, 0xFFFF)))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("jump"), seconds),
        st.tuples(st.just("make"), st.integers(1, 3)),
        st.tuples(st.just("replace"), seen),
        st.tuples(st.just("witness"), seen),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=examples(), deadline=None)
@given(steps)
def test_invariant_14_unique_and_monotone_over_restarts_and_jumps(story: list[tuple[str, object]]) -> None:
    clock = Jumping()
    stamper = Stamper(clock, machine=MACHINE)
    made: list[str] = []
    for what, how in story:
        match what, how:
            case "jump", float(by):
                clock.jump(by)
            case "make", int(count):
                made += [stamper.next() for _ in range(count)]
            case "replace", (float(by), int(counter)):
                there = stamp_at(clock.now() + timedelta(seconds=by), counter)
                made.append(stamper.next(there, NO_STAMP))
                assert made[-1] > there  # invariant 10
            case "witness", (float(by), int(counter)):
                there = stamp_at(clock.now() + timedelta(seconds=by), counter)
                stamper.witness([there])
                made.append(stamper.next())
                assert made[-1] > there or by > AHEAD.total_seconds()
            case _:
                stamper = Stamper(clock, machine=MACHINE)
                stamper.witness(made)  # the replica holds them
    assert all(map(is_stamp, made))
    assert all(one < other for one, other in itertools.pairwise(made))


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=400), timedelta(days=365 * 900)])
def test_a_stamp_from_the_future_does_not_move_our_clock(ahead: timedelta) -> None:
    stamper = Stamper(Jumping(), machine=MACHINE)
    stamper.witness([stamp_at(START + ahead), stamp_at(START + ahead, node=MACHINE.replace("a", "c"))])
    assert stamp_time(stamper.next()) == START


def test_a_stamp_within_five_minutes_counts_as_seen() -> None:
    stamper = Stamper(Jumping(), machine=MACHINE)
    stamper.witness([near := stamp_at(START + timedelta(minutes=4))])
    assert stamper.next() > near


def test_the_counter_carries_into_the_time() -> None:
    stamper = Stamper(Jumping(), machine=MACHINE)
    made = [stamper.next() for _ in range(0x10000 + 2)]
    assert made == sorted(set(made))
    assert all(map(is_stamp, made[-4:]))
    assert stamp_time(made[-1]) == START + timedelta(milliseconds=1)


@pytest.mark.parametrize("text", ["", "2026", "x" * 40, "20261340T250000.000-0000-aaaaaa", "９0261123T0912"])
def test_what_names_no_moment(text: str) -> None:
    assert stamp_time(text) is None


@given(st.from_regex(r"[0-8]\d{7}T\d{6}\.\d{3}-(?:[0-9a-f]{4}|ffff)-[0-9a-z]{6,15}", fullmatch=True))
def test_whatever_counts_as_a_stamp_can_be_replaced(text: str) -> None:
    """Also the ones that name no day of any calendar, such as the 39th of a 19th month."""
    if is_stamp(text):
        assert is_stamp(made := Stamper(Jumping()).next(text))
        assert made > text


# The last year that a stamp can name is nobody's clock: someone wrote it by hand.

LAST = "89991231T235959.999-fffe-zzzzzz"


def test_a_stamp_of_the_last_year_moves_no_clock_even_when_it_is_beaten() -> None:
    stamper = Stamper(Jumping(), machine=MACHINE)
    beating = stamper.next(LAST)
    assert beating > LAST
    assert is_stamp(beating)
    assert stamp_time(stamper.next()) == START
    again = Stamper(stamper.clock, machine=MACHINE)
    again.witness([beating])
    assert stamp_time(again.next()) == START


def test_where_no_stamp_is_later_nothing_is_acknowledged() -> None:
    stamper = Stamper(Jumping(), machine=MACHINE)
    with pytest.raises(StoreError):
        stamper.next("89991231T235959.999-ffff-zzzzzz")
    assert stamp_time(stamper.next()) == START


# The same through this machine's own copy of the team


@pytest.fixture
def begin(tmp_path: Path) -> Callable[[Clock], Replica]:
    def begin(clock: Clock) -> Replica:
        """The program is started on this machine."""
        replica = Replica(tmp_path / "home" / "amity.json", Stamper(clock, machine=MACHINE))
        if not replica.state():
            replica.absorb(new_state("t-1", "Harbour", "amity 0.1", stamp_at(START)))
        return replica

    return begin


def write(replica: Replica, identity: str, text: str) -> str:
    doc = replica.apply(lambda _: [Edit("kudos", identity, {"text": text})])["kudos"][key_of(identity)]
    assert doc["text"] == text
    return max(stamps_in(doc))


@pytest.mark.parametrize("back", [1.0, 299.0, 301.0, 86400.0, 400 * 86400.0])
def test_after_a_restart_with_the_clock_set_back_stamps_go_on(
    begin: Callable[[Clock], Replica], back: float
) -> None:
    clock = Jumping()
    first = write(begin(clock), "k-1", "before")
    clock.jump(-back)
    replica = begin(clock)
    assert first < write(replica, "k-2", "after") < write(replica, "k-1", "again")


def test_two_programs_on_one_machine_go_on_from_each_other(begin: Callable[[Clock], Replica]) -> None:
    clock = Jumping()
    dashboard, command = begin(clock), begin(clock)
    write(dashboard, "k-1", "one")
    clock.jump(86400)
    later = write(command, "k-2", "two")
    clock.jump(-86400)
    assert write(dashboard, "k-3", "three") > later


def test_an_edit_of_what_bears_a_stamp_from_the_future_is_seen(begin: Callable[[Clock], Replica]) -> None:
    clock = Jumping()
    replica = begin(clock)
    future = stamp_at(START + timedelta(days=400))
    theirs = {**replica.state(), "kudos": {key_of("k-1"): edited({"id": "k-1"}, {"text": "theirs"}, future)}}
    replica.absorb(theirs)
    assert write(replica, "k-2", "elsewhere") < future
    assert write(replica, "k-1", "mine") > future
    union = decode(encode(merge(theirs, replica.state()))).state
    assert union["kudos"][key_of("k-1")]["text"] == "mine"
