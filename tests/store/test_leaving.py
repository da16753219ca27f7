"""Leaving a team: what stays, what goes, and that nothing is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from store.clock import Clock
from store.errors import FolderError, ForeignFileError, NoTeamError, StoreError, UsageError
from store.exchange.places import find_folder
from store.notebook import Notebook
from store.settings import Home, Settings
from store.team import Team
from store.team.leaving import SOMEONE
from store.team.team import peek

Homes = Callable[[str], Home]
TODAY = date(2026, 11, 23)

OWN = (
    *("Anastasia Q", "anastasia", "she-and-so", "eight to four", "cardwords", "milestonewords", "helpwords"),
    *("offerwords", "promisewords", "absent-never-worded"),
)
SAID = ("kudoswords", "replywords", "linewords", "topicwords", "occasionwords", "lonelywords")
OTHERS = ("for anastasia's calm".replace("anastasia", "her"), "bensline")


@pytest.fixture
def ana(team: Team, make_home: Homes, clock: Clock, folder: Path) -> Team:
    """Anastasia, who has said and shared one thing of every kind."""
    ana = Team.join(make_home("anastasia"), clock, folder, OWN[0], handle=OWN[1])
    team.sync()
    ben = next(m.id for m in team.snapshot().members.values() if m.handle == "ben")
    ana.sync()
    ana.set_profile({"pronouns": OWN[2], "hours": OWN[3], "coffee": True})
    ana.set_profile({"card": {"about": OWN[4]}})
    ana.share_milestone(5, 24, OWN[5])
    ana.set_away(ana.me, date(2026, 12, 1), date(2026, 12, 4))
    flag = team.raise_flag("over my head")
    team_card = team.begin_card(ben, "from us", date(2026, 12, 5))
    thanked = team.give_kudos([ana.me], OTHERS[0])
    team.sync()
    ana.sync()
    ana.raise_flag(OWN[6])
    ana.offer_help(flag.id, OWN[7])
    notes = Notebook.open(make_home("anastasia"), clock, ana.id, ana.folder)
    promise = notes.add_promise(OWN[8])
    ana.share_promise(promise)
    ana.give_kudos([ben], SAID[0])
    ana.give_kudos([team.me], SAID[1], reply=thanked.id)
    ana.react(thanked.id, "🎉")
    card = ana.begin_card(ben, SAID[4], date(2026, 12, 5))
    ana.sign_card(team_card.id, SAID[2])
    ana.sign_card(ana.begin_card(ben, SAID[5], date(2026, 12, 5)).id, SAID[5])
    meeting = ana.add_meeting(
        *("Standup",),
        time="09:30",
        timezone="Europe/Berlin",
        rule="FREQ=DAILY",
        first=TODAY,
        roles=["facilitator"],
    )
    ana.park(meeting.id, TODAY, SAID[3])
    ana.sync()
    team.sync()
    team.sign_card(card.id, OTHERS[1])
    team.sync()
    ana.sync()
    return ana


def files(*places: Path) -> Iterator[tuple[Path, bytes]]:
    for place in places:
        yield from ((path, path.read_bytes()) for path in place.rglob("*") if path.is_file())


def holding(words: tuple[str, ...], *places: Path) -> list[tuple[Path, str]]:
    return [(path, word) for path, data in files(*places) for word in words if word.encode() in data]


def settings_of(home: Home) -> list[str]:
    return [m.name for m in Settings(home).memberships]


@pytest.mark.parametrize("words_go", [False, True])
def test_what_is_my_own_leaves_every_file(
    words_go: bool, ana: Team, team: Team, make_home: Homes, folder: Path, tmp_path: Path
) -> None:
    home, me = make_home("anastasia"), ana.me
    everywhere = (folder, make_home("ana").data, home.data)
    assert {word for _, word in holding((*OWN, *SAID), folder)} == {*OWN, *SAID} - {OWN[-1]}
    before = team.snapshot()
    ana.leave(home, words_go=words_go)
    team.sync()
    now = team.snapshot()
    person = now.members[me]
    assert person.left == TODAY
    assert person.joined == before.members[me].joined
    assert (person.card, person.hours, person.pronouns, person.coffee) == ({}, "", "", False)
    assert me not in {
        *(a.member for a in now.absences),
        *(m.member for m in now.milestones),
        *(p.member for p in now.promises),
    }
    assert [f.member for f in now.help_flags] == [team.me]
    assert now.help_flags[0].offers == ()
    assert now.meetings == before.meetings
    assert [k.text for k in now.kudos if k.to == (me,)] == [OTHERS[0]]
    assert [s.text for c in now.cards for s in c.signatures if s.member == team.me] == [OTHERS[1]]
    assert now.unfit == 0
    assert holding(OWN if words_go else OWN[2:], *everywhere) == []
    if words_go:
        assert holding(SAID, *everywhere) == []
        assert person.name == SOMEONE
        assert len(now.kudos) == 1
        assert now.kudos[0].reactions == ()
    else:
        assert person.name == OWN[0]
        assert len(now.kudos) == 3
        assert {word for _, word in holding(SAID, folder)} == set(SAID)
    assert settings_of(home) == []
    assert [path for path, data in files(home.data) if ana.id in str(path) and data] == []
    with pytest.raises(NoTeamError):
        Team.open(home, ana.clock)


def test_without_the_folder_nothing_happens(ana: Team, make_home: Homes, folder: Path) -> None:
    home = make_home("anastasia")
    shutil.move(folder, folder.with_name("elsewhere"))
    own = home.team_folder(ana.id) / "amity.json"
    before = own.read_bytes()
    with pytest.raises(FolderError, match="Nothing was changed"):
        ana.leave(home, words_go=True)
    assert own.read_bytes() == before
    assert settings_of(home) == ["Harbour"]
    shutil.move(folder.with_name("elsewhere"), folder)
    ana.leave(home)
    assert settings_of(home) == []


@pytest.mark.parametrize("words_go", [False, True])
def test_killed_on_the_way_it_can_be_said_again(
    words_go: bool, ana: Team, team: Team, make_home: Homes, clock: Clock, folder: Path, tmp_path: Path
) -> None:
    """Killed at every fourth file that is made, replaced or removed: left or not, and never half."""
    home, kept = make_home("anastasia"), tmp_path / "kept"
    shutil.copytree(home.data.parent, kept / "home")
    shutil.copytree(folder, kept / "folder")
    states, at = set(), 0
    while True:
        if child := os.fork():
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        else:
            _die_at(at)
            Team.open(home, clock).leave(home, words_go=words_go)
            os._exit(0)
        here = settings_of(home)
        left = peek(folder).members[ana.me].left is not None
        states.add((left, bool(here)))
        if here:
            Team.open(home, clock).leave(home, words_go=words_go)
        assert holding(OWN[2:] + (SAID if words_go else ()), folder, home.data) == []
        assert peek(folder).members[ana.me].left == TODAY
        assert settings_of(home) == []
        assert [path for path, data in files(home.data) if ana.id in str(path) and data] == []
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        for place, copy in ((home.data.parent, "home"), (folder, "folder")):
            shutil.rmtree(place)
            shutil.copytree(kept / copy, place)
        at += 4
    assert states == {(False, True), (True, True), (True, False)}


def _die_at(number: int) -> None:
    """Has this process killed at the file of that number that it changes from now on."""
    changes = count()

    def look(event: str, words: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(words[2], int) and words[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in ("os.rename", "os.remove", "os.rmdir")) and next(changes) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)


def test_whoever_was_made_one_with_somebody_parts_first(
    ana: Team, team: Team, ben: Team, make_home: Homes
) -> None:
    """Anyone can say that two are one, and it can be parted again; what leaving takes away stays away."""
    before = team.snapshot().members[ben.me]
    for stays, goes in ((ana.me, ben.me), (ben.me, ana.me)):
        team.merge_members(stays, goes)
        team.sync()
        ana.sync()
        with pytest.raises(UsageError, match="Part them first"):
            ana.leave(make_home("anastasia"), words_go=True)
        team.split_member(stays)
        team.sync()
        ana.sync()
    ana.leave(make_home("anastasia"), words_go=True)
    team.sync()
    assert team.snapshot().members[ben.me] == before


@pytest.mark.parametrize("words_go", [False, True])
def test_what_a_second_machine_had_not_sent_goes_as_well(
    ana: Team, team: Team, make_home: Homes, clock: Clock, folder: Path, words_go: bool
) -> None:
    second = Team.join(make_home("anastasia 2"), clock, folder, "@anastasia")
    second.set_profile({"pronouns": "unsent pronouns"})
    kudos = second.give_kudos([team.me], "unsent thanks")
    ana.leave(make_home("anastasia"), words_go=words_go)
    second.sync()
    with pytest.raises(NoTeamError, match="any more"):
        second.check_membership()
    team.sync()
    assert holding(("unsent pronouns",), folder, make_home("ana").data) == []
    assert (kudos.id in {k.id for k in team.snapshot().kudos}) is not words_go
    if words_go:
        assert holding(("unsent thanks",), folder, make_home("ana").data) == []


def test_another_window_that_is_open_brings_nothing_back(
    ana: Team, team: Team, make_home: Homes, clock: Clock, folder: Path
) -> None:
    home = make_home("anastasia")
    other = Team.open(home, clock, folder)
    notes = Notebook.open(home, clock, ana.id, folder)
    ana.leave(home, words_go=True)
    team.give_kudos([team.find_member("ben").id], "Something that came in later.")
    team.sync()
    other.sync()
    for attempt in (
        lambda: other.set_profile({"pronouns": "she"}),
        lambda: notes.add_note(team.me, "private words"),
        other.myself,
    ):
        with pytest.raises(StoreError, match=r"left this team|not in the team"):
            attempt()
    assert [path for path, data in files(home.data) if ana.id in str(path) and data] == []
    again = Team.join(home, clock, folder, "Anastasia again")
    assert again.check_membership().name == "Anastasia again"


def test_a_folder_that_moved_is_found_and_never_another_team(
    team: Team, make_home: Homes, clock: Clock, folder: Path, tmp_path: Path
) -> None:
    Team.begin(make_home("x"), clock, tmp_path / "other", "Harbour", "Somebody else")
    assert find_folder(team.membership, tmp_path / "home" / "me", {}) == []
    new = tmp_path / "drive" / "harbour"
    shutil.copytree(folder, new)
    (tmp_path / "link").symlink_to(new, target_is_directory=True)
    assert find_folder(team.membership, tmp_path / "home" / "me", {}) == [new]


@pytest.mark.parametrize(
    "team_id", ["..", "../../x", "/tmp/x", "a/b", "", ".", "a.b", "T-1", "a:b", "t-1\\n", "a" * 65]
)
def test_a_team_whose_id_would_lead_elsewhere_is_none(
    team_id: str, team: Team, make_home: Homes, clock: Clock, folder: Path
) -> None:
    file = folder / "amity.json"
    file.write_text(file.read_text("utf-8").replace(team.id, team_id), "utf-8")
    with pytest.raises(ForeignFileError):
        Team.join(make_home("new"), clock, folder, "New")
    assert list(files(make_home("new").data.parent)) == []
