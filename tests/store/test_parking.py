"""The parking lot of a meeting: lines that everyone adds, kept in the file, merged one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from store.errors import UsageError
from store.records import Meeting, Parked
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.team import Team
from store.team.meetings import LINES_LIMIT
from tests.hostile import HOSTILE

MONDAY = date(2026, 11, 23)


@pytest.fixture
def meeting(team: Team) -> Meeting:
    return team.add_meeting(
        "Standup",
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=WEEKLY;BYDAY=MO",
        first=MONDAY,
        roles=["facilitator"],
    )


def parked(team: Team, meeting: Meeting) -> tuple[Parked, ...]:
    return team.snapshot().occurrences[f"{meeting.id}:{MONDAY}"].parked


def words(team: Team, meeting: Meeting) -> set[str]:
    return {line.text for line in parked(team, meeting)}


def test_a_line_names_its_author_and_can_be_undone(team: Team, meeting: Meeting) -> None:
    line = team.park(meeting.id, MONDAY, "  Who owns\nthe import? ")
    assert (line.text, line.by, line.at) == ("Who owns the import?", team.me, team.clock.now())
    assert parked(team, meeting) == (line,)
    assert team.undo() == "park a line"
    assert parked(team, meeting) == ()


def test_lines_stand_in_the_order_in_which_they_came(team: Team, meeting: Meeting) -> None:
    for number in range(9):
        team.park(meeting.id, MONDAY, f"{number}")
    assert "".join(line.text for line in parked(team, meeting)) == "012345678"
    far = {"text": "from a wrong clock", "by": team.me, "at": "9999-12-31T23:59:59Z"}
    edit = {"parked": Keys({"l-1": far})}
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", edit)])
    assert team.park(meeting.id, MONDAY, "9").at - team.clock.now() < timedelta(seconds=1)


def test_taking_back_can_be_undone(team: Team, meeting: Meeting) -> None:
    line = team.park(meeting.id, MONDAY, "Rename the import")
    team.unpark(meeting.id, MONDAY, line.id)
    assert parked(team, meeting) == ()
    assert team.undo() == "take a line back"
    assert parked(team, meeting) == (line,)


def test_the_words_of_a_line_that_was_taken_back_are_gone(team: Team, meeting: Meeting) -> None:
    line = team.park(meeting.id, MONDAY, "something rash")
    team.unpark(meeting.id, MONDAY, line.id)
    team.sync()
    assert b"something rash" not in (team.folder / "amity.json").read_bytes()


def test_two_homes_that_park_at_once_end_with_both_lines(team: Team, meeting: Meeting, ben: Team) -> None:
    team.sync()
    ben.sync()
    mine = team.park(meeting.id, MONDAY, "From Ana")
    his = ben.park(meeting.id, MONDAY, "From Ben")
    for home in (team, ben, team):
        assert home.sync().error is None
    assert words(team, meeting) == words(ben, meeting) == {"From Ana", "From Ben"}
    ben.unpark(meeting.id, MONDAY, his.id)
    team.park(meeting.id, MONDAY, "Another")
    for home in (team, ben, team):
        home.sync()
    assert words(team, meeting) == words(ben, meeting) == {"From Ana", "Another"}
    with pytest.raises(UsageError, match="Only Ana can take this line back"):
        ben.unpark(meeting.id, MONDAY, mine.id)


def test_parking_leaves_the_roles_as_they_are(team: Team, meeting: Meeting) -> None:
    before = team.plan(meeting, MONDAY)
    team.park(meeting.id, MONDAY, "Later")
    assert team.plan(meeting, MONDAY) == before


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \x1b ", "The line is empty"), ("w" * 201, "longer than 200 characters")]
)
def test_what_cannot_be_parked_is_told(team: Team, meeting: Meeting, text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        team.park(meeting.id, MONDAY, text)


def test_a_full_parking_lot_says_so(team: Team, meeting: Meeting) -> None:
    lines = {
        f"l-{n}": {"text": f"{n}", "by": team.me, "at": "2026-11-23T08:00:00Z"} for n in range(LINES_LIMIT)
    }
    edit = {"meeting": meeting.id, "day": MONDAY.isoformat(), "parked": Keys(lines)}
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", edit)])
    assert len(parked(team, meeting)) == LINES_LIMIT
    with pytest.raises(UsageError, match="parking lot of Standup is full: 50 lines"):
        team.park(meeting.id, MONDAY, "One more")


def test_days_without_a_meeting_and_lines_that_are_gone_are_refused(team: Team, meeting: Meeting) -> None:
    with pytest.raises(UsageError, match="does not take place"):
        team.park(meeting.id, date(2026, 11, 24), "x")
    with pytest.raises(UsageError, match="taken back in the meantime"):
        team.unpark(meeting.id, MONDAY, "l-1")


def test_odd_lines_are_passed_over_and_hostile_ones_cleaned(team: Team, meeting: Meeting) -> None:
    kept = team.park(meeting.id, MONDAY, "Whole")
    at = {"by": team.me, "at": "2026-11-23T08:00:00Z"}
    odd: dict[str, Any] = {
        "a b": {"text": "bad key", **at},
        "l-1": "no line",
        "l-2": {"text": 5, **at},
        "l-3": {"text": "no author", "at": at["at"]},
        "l-4": {"text": "no time", "by": team.me, "at": "soon"},
    }
    hostile = {f"h-{n}": {"text": text, **at} for n, text in enumerate(HOSTILE)}
    edit = {"parked": Keys({**odd, **hostile})}
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", edit)])
    lines = parked(team, meeting)
    assert kept in lines
    assert {line.id for line in lines} <= {kept.id, *hostile}
    assert all(len(line.text) <= 200 and not {"\x1b", "\u202e", "\n"} & set(line.text) for line in lines)
    team.replica.apply(lambda _: [Edit("occurrences", f"{meeting.id}:{MONDAY}", {"parked": "nonsense"})])
    assert team.snapshot().odd == 0
