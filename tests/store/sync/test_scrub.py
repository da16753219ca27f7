"""What was taken off the wall, or worded otherwise, is in no file any more: a search of all bytes."""

from __future__ import annotations

import os
import re
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from store.clock import Clock
from store.records import Kudos
from store.settings import Home
from store.sync import files
from store.sync.document import TOMBSTONES, decode, encode, key_of
from store.sync.folder import Folder, ReplaceError
from store.sync.generations import generations
from store.sync.scrub import Scrubber
from store.sync.timing import Timing
from store.team import Team
from tests.store.sync.test_copies import GIVEN, PEOPLES

WORDS = "Zimtschnecke im Regen ❤️"
OTHER = "Danke für die ruhige Hand"
SECRET = WORDS.encode()


def holding(root: Path, secret: bytes = SECRET) -> list[str]:
    """All files below `root` in whose bytes the words are."""
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and secret in path.read_bytes()
    )


def hurry(*teams: Team) -> None:
    for team in teams:
        team.engine.inbox.timing = Timing(read_pauses=(0.0, 0.0), heal=0.0, tidy=0.0)


def rounds(*teams: Team) -> None:
    """Everybody in step, twice."""
    for team in teams * 2:
        report = team.sync()
        assert report.status.condition == "in step", report


@pytest.fixture
def zoe(team: Team, make_home: Callable[[str], Home], clock: Clock, folder: Path) -> Team:
    return Team.join(make_home("zoe"), clock, folder, "@zoe")


class Litter:
    """Older files of every kind that hold the words, on both machines and in the folder."""

    def __init__(self, *teams: Team) -> None:
        self.teams = teams
        for team in teams:
            hurry(team)
            team.sync()
            path = team.replica.path
            data = path.read_bytes()
            days = path.parent / "days"
            days.mkdir(exist_ok=True)
            (days / "2026-11-01.json").write_bytes(data)
            (days / "2026-11-02.json").write_bytes(data)
            aside = team.engine.aside
            aside.keep("copy", "amity 2.json", data)
            aside.keep(
                "copy", "amity edited.json", orjson.dumps(decode(data).state, option=orjson.OPT_INDENT_2)
            )
            aside.keep("damaged", "amity.json", cut_in(data))
            aside.keep("damaged", "amity.json", data[: data.index(SECRET)] + data[data.index(SECRET) - 9 :])
            aside.keep("damaged", "amity.json", data[: len(data) // 3] + data[data.index(SECRET) - 4 :])
            (aside.folder / "~amity-0a1b2c3d.tmp").write_bytes(data)
            (path.parent / "~amity-0a1b2c3d.tmp").write_bytes(data)
        file = teams[0].engine.folder.file
        for name in GIVEN:
            file.with_name(name).write_bytes(file.read_bytes())


def cut_in(data: bytes) -> bytes:
    """The file cut off in the middle of the words, with zeros where the rest was."""
    return data[: data.index(SECRET) + len(SECRET)] + b"\0" * 100


def give(team: Team, *handles: str, words: str = WORDS) -> Kudos:
    return team.give_kudos([team.find_member(handle).id for handle in handles], words)


def again_here(team: Team, root: Path) -> Team:
    """Ana's team as another process on her machine opens it."""
    return Team.open(Home(root / "ana" / "config", root / "ana" / "data"), team.clock)


Act = Callable[[Team, Team, Kudos], object]

WAYS: dict[str, Act] = {
    "the giver takes it back": lambda ana, _, kudos: ana.remove_kudos(kudos.id),
    "the receiver takes it off": lambda _, ben, kudos: ben.remove_kudos(kudos.id),
    "the giver changes the words": lambda ana, _, kudos: ana.edit_kudos(kudos.id, "Rather so"),
    "the giving is undone": lambda ana, _, kudos: ana.undo(),
    "an edit with it is undone": lambda ana, _, kudos: ana.undo(),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_file_holds_the_words_any_more(team: Team, ben: Team, tmp_path: Path, way: str) -> None:
    kept = give(team, "ben", words=OTHER)
    if way == "an edit with it is undone":
        kudos = give(team, "ben", words="First so")
        team.edit_kudos(kudos.id, WORDS)
    else:
        kudos = give(team, "ben")
    Litter(team, ben)
    ben.sync()
    assert len(holding(tmp_path)) > 20
    WAYS[way](team, ben, kudos)
    rounds(team, ben)
    assert holding(tmp_path) == []
    for one in (team, ben):
        assert kept.id in {k.id for k in one.snapshot().kudos}
        for path in generations(one.replica.path):
            assert decode(path.read_bytes()).sound
        assert any(OTHER.encode() in path.read_bytes() for path in one.engine.aside.contents())
        assert not one.replica.storage.leavings.keys()
    rounds(team, ben)
    assert holding(tmp_path) == []


def test_a_purge_is_a_tombstone_as_it_is_documented(team: Team, ben: Team) -> None:
    kudos = give(team, "ben")
    rounds(team, ben)
    ben.remove_kudos(kudos.id)
    rounds(ben, team)
    state = decode(team.engine.folder.file.read_bytes()).state
    (stone,) = state[TOMBSTONES].values()
    assert stone == {"at": stone["at"], "id": kudos.id, "table": "kudos"}
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{3}-[0-9a-f]{4}-\w+", stone["at"])
    assert list(state[TOMBSTONES]) == [key_of(kudos.id)]
    assert "kudos" not in state  # the table goes with the last of it
    assert encode(state) == team.engine.folder.file.read_bytes()


def test_a_machine_that_was_away_brings_an_old_file_and_nothing_returns(
    team: Team, ben: Team, zoe: Team, tmp_path: Path
) -> None:
    kudos = give(team, "ben", "zoe")
    rounds(team, ben, zoe)
    file = team.engine.folder.file
    old = file.read_bytes()
    give(zoe, "ana", words=OTHER)  # offline, and not yet brought
    ben.remove_kudos(kudos.id)
    rounds(ben, team)
    file.write_bytes(old)  # the engine lays the old file over the new one, and beside it
    file.with_name(GIVEN[0]).write_bytes(old)
    hurry(team, ben, zoe)
    assert holding(zoe.replica.path.parent)
    rounds(zoe, team, ben)
    assert holding(tmp_path) == []
    for one in (team, ben, zoe):
        assert [k.text for k in one.snapshot().kudos] == [OTHER]


def test_what_is_set_aside_later_holds_nothing_of_it(team: Team, ben: Team, tmp_path: Path) -> None:
    give(team, "ben", words=OTHER)
    kudos = give(team, "ben")
    rounds(team, ben)
    old = team.engine.folder.file.read_bytes()
    team.remove_kudos(kudos.id)
    rounds(team, ben)
    assert holding(tmp_path) == []
    hurry(team)
    file = team.engine.folder.file
    file.with_name(GIVEN[1]).write_bytes(old)
    file.write_bytes(cut_in(old))
    reports = [team.sync() for _ in range(3)]
    kept = [path for report in reports for path in report.set_aside]
    assert [path.name.split("-")[1] for path in kept] == ["damaged", "copy"]
    assert OTHER.encode() in kept[1].read_bytes()
    assert holding(tmp_path) == []


def test_a_torn_conflict_copy_goes_only_when_it_may_hold_what_is_gone(
    team: Team, ben: Team, tmp_path: Path
) -> None:
    give(team, "ben", words=OTHER)
    kudos = give(team, "ben")
    hurry(team, ben)
    rounds(team, ben)
    torn = team.engine.folder.file.with_name(GIVEN[0])
    torn.write_bytes(cut := cut_in(team.engine.folder.file.read_bytes()))
    rounds(team, ben)
    assert torn.read_bytes() == cut
    ben.remove_kudos(kudos.id)
    ben.engine.inbox.look_again()
    rounds(ben, team)
    assert not torn.exists()
    assert holding(tmp_path) == []
    assert [path for path in ben.engine.aside.contents() if "-damaged-" in path.name]


def test_words_that_only_a_torn_file_brought_leave_it_as_well(team: Team, ben: Team, tmp_path: Path) -> None:
    rounds(team, ben)
    kudos = give(ben, "ana")
    hurry(team, ben)
    file = team.engine.folder.file
    file.write_bytes(cut_in(ben.replica.data))
    for _ in range(2):
        team.sync()
    assert len(holding(team.engine.aside.folder)) == 1
    ben.edit_kudos(kudos.id, "Rather so")  # which is the first that Ana hears of it
    rounds(ben, team)
    assert holding(tmp_path) == []


@pytest.mark.parametrize("name", [PEOPLES[1], "backup of november.json"])
def test_a_persons_own_copy_keeps_what_it_had_and_brings_nothing_back(
    team: Team, ben: Team, tmp_path: Path, name: str
) -> None:
    kudos = give(team, "ben")
    rounds(team, ben)
    backup = team.engine.folder.file.with_name(name)
    backup.write_bytes(old := team.engine.folder.file.read_bytes())
    team.remove_kudos(kudos.id)
    hurry(team, ben)
    rounds(team, ben)
    assert backup.read_bytes() == old
    assert [Path(path).name for path in holding(tmp_path)] == [name]
    assert not team.snapshot().kudos


def test_a_sidecar_loses_it_while_the_team_file_cannot_be_replaced(
    team: Team, ben: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds(team, ben)
    replace = Folder._replace
    monkeypatch.setattr(Folder, "_replace", lambda *_: (_ for _ in ()).throw(ReplaceError("held")))
    kudos = give(team, "ben")
    team.sync()
    beside = team.folder / team.engine.folder.sidecar
    assert SECRET in beside.read_bytes()
    team.remove_kudos(kudos.id)
    team.sync()
    assert beside.exists()
    assert holding(tmp_path) == []
    monkeypatch.setattr(Folder, "_replace", replace)
    rounds(team, ben)
    assert not beside.exists()
    assert holding(tmp_path) == []


def test_an_earlier_file_that_was_scrubbed_can_take_the_place_of_a_damaged_one(
    team: Team, ben: Team, tmp_path: Path
) -> None:
    kept = give(team, "ben", words=OTHER)
    kudos = give(team, "ben")
    rounds(team, ben)
    team.remove_kudos(kudos.id)
    team.engine.scrub()  # and the folder has not heard of it yet
    path = team.replica.path
    for damaged in (path, path.with_suffix(".previous.json")):
        damaged.write_bytes(path.read_bytes()[:-40])
        again = again_here(team, tmp_path)
        assert [k.id for k in again.snapshot().kudos] == [kept.id]
        assert key_of(kudos.id) in again.replica.state()[TOMBSTONES]
    rounds(again, ben)
    assert [k.id for k in ben.snapshot().kudos] == [kept.id]
    assert holding(tmp_path) == []


def test_a_damaged_own_copy_that_was_set_aside_loses_it(team: Team, ben: Team, tmp_path: Path) -> None:
    kudos = give(team, "ben")
    give(team, "ben", words=OTHER)
    rounds(team, ben)
    path = team.replica.path
    path.write_bytes(path.read_bytes()[:-40])
    again = again_here(team, tmp_path)
    rounds(again)
    assert any("-damaged-" in name for name in holding(tmp_path))
    again.remove_kudos(kudos.id)
    rounds(again, ben)
    assert holding(tmp_path) == []


@pytest.mark.parametrize(
    "when", ["before the write", "after the write", "in the scrub", "before it is settled"]
)
@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_killed_in_between_the_next_start_goes_on(team: Team, ben: Team, tmp_path: Path, when: str) -> None:
    kudos = give(team, "ben")
    kept = give(team, "ben", words=OTHER)
    Litter(team)
    rounds(team, ben)
    process = os.fork()
    if not process:
        try:
            mine = again_here(team, tmp_path)
            die_in(mine, when)
            mine.remove_kudos(kudos.id)
            mine.sync()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    again = again_here(team, tmp_path)
    there = {k.text for k in again.snapshot().kudos}
    assert there == ({OTHER, WORDS} if when == "before the write" else {OTHER})
    if when == "before the write":
        rounds(again)
        assert {k.text for k in again.snapshot().kudos} == there
        assert SECRET in again.replica.path.read_bytes()
        again.remove_kudos(kudos.id)
    rounds(again, ben)
    assert holding(tmp_path) == []
    assert [k.id for k in again.snapshot().kudos] == [kept.id]
    assert not list(tmp_path.rglob("~amity-*"))


def die_in(team: Team, when: str) -> None:
    """Kills this process there."""

    def die(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    replica, write = team.replica, files.write_whole
    written: list[Path] = []

    def counted(path: Path, data: bytes, mode: int | None = None) -> None:
        if when == "before the write" and path == replica.path:
            die()
        write(path, data, mode)
        written.append(path)
        if when == "after the write" and path == replica.path:
            die()
        if when == "in the scrub" and len([p for p in written if p != replica.path]) == 3:
            die()

    for module in ("replica", "storage"):
        pytest.MonkeyPatch().setattr(f"store.sync.{module}.write_whole", counted)
    if when == "before it is settled":
        pytest.MonkeyPatch().setattr(replica.storage.leavings, "settle", die)


# Words that come and go while it works


def test_words_that_are_lost_meanwhile_are_not_forgotten(
    team: Team, ben: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kudos = give(team, "ben", words="First so")
    rounds(team, ben)
    team.edit_kudos(kudos.id, WORDS)
    other = again_here(team, tmp_path)
    scrub, done = Scrubber.scrub, list[object]()

    def meanwhile(scrubber: Scrubber, data: bytes) -> bytes:
        clean = scrub(scrubber, data)
        if not done:  # another process of this machine, between reading a file and replacing it
            done.append(other.edit_kudos(kudos.id, "At last so"))
        return clean

    monkeypatch.setattr(Scrubber, "scrub", meanwhile)
    team.engine.scrub()
    assert done
    rounds(team, ben)
    assert holding(tmp_path) == []
    assert holding(tmp_path, b"First so") == []
    assert [k.text for k in team.snapshot().kudos] == ["At last so"]


def test_a_write_meanwhile_keeps_the_newest_generation(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kudos = give(team, "ben")
    team.remove_kudos(kudos.id)
    other = again_here(team, tmp_path)
    scrub, done = Scrubber.scrub, list[object]()

    def meanwhile(scrubber: Scrubber, data: bytes) -> bytes:
        clean = scrub(scrubber, data)
        if not done:
            done.append(1)
            give(other, "ben", words=OTHER)
            give(other, "ben", words=OTHER + " again")
        return clean

    monkeypatch.setattr(Scrubber, "scrub", meanwhile)
    team.engine.scrub()
    previous = next(iter(generations(team.replica.path)))
    assert OTHER.encode() in previous.read_bytes()
    assert holding(tmp_path) == []


def test_what_cannot_be_scrubbed_now_is_scrubbed_later(
    team: Team, ben: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kudos = give(team, "ben")
    Litter(team)
    rounds(team, ben)
    write = files.write_whole

    def full(path: Path, data: bytes, mode: int | None = None) -> None:
        if path.parent == team.engine.aside.folder:
            raise OSError(28, "No space left on device")
        write(path, data, mode)

    monkeypatch.setattr("store.sync.replica.write_whole", full)
    ben.remove_kudos(kudos.id)
    rounds(ben, team)
    assert holding(team.engine.aside.folder)
    monkeypatch.setattr("store.sync.replica.write_whole", write)
    rounds(team, ben)
    assert holding(tmp_path) == []


def test_nothing_is_read_or_written_when_nothing_was_lost(
    team: Team, ben: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    kudos = give(team, "ben")
    rounds(team, ben)
    ben.react(kudos.id, "👏")
    rounds(team, ben)
    monkeypatch.setattr("store.sync.replica.Scrubber", None)
    rounds(team, ben)
    assert not team.replica.storage.leavings.path.exists()


def test_files_without_the_words_stay_as_they_are(team: Team, ben: Team) -> None:
    give(team, "ben", words=OTHER)
    rounds(team)
    before = team.engine.aside.keep("copy", "amity 2.json", team.replica.path.read_bytes())
    torn = team.engine.aside.keep("damaged", "amity.json", team.replica.path.read_bytes()[:-70])
    marks = [path.stat().st_ino for path in (before, torn)]
    team.remove_kudos(give(team, "ben").id)
    old = torn.read_bytes()
    rounds(team)
    assert torn.read_bytes() == old
    assert [path.stat().st_ino for path in (before, torn)] == marks


def test_the_file_of_another_team_is_left_alone(team: Team) -> None:
    """Notebooks of several teams share a folder of daily files."""
    kudos = give(team, "ben")
    data = team.replica.data
    theirs = data.replace(team.id.encode(), b"t-" + b"0" * (len(team.id) - 2))
    team.remove_kudos(kudos.id)
    assert Scrubber(team.replica.state()).scrub(theirs) is theirs
    assert SECRET not in Scrubber(team.replica.state()).scrub(data)


def test_a_torn_file_is_cut_for_words_that_two_gave_to_one_document(team: Team) -> None:
    """Made by two at the same time, so that nothing in it tells that there were other words."""
    kudos = give(team, "ben", words=OTHER)
    state, key = team.replica.state(), key_of(kudos.id)
    theirs = {**state, "kudos": {key: {**state["kudos"][key], "text": WORDS}}}
    torn = cut_in(encode(theirs))
    assert Scrubber(state).scrub(torn) is torn
    assert SECRET not in Scrubber(state, {key}).scrub(torn)
