"""Versions side by side (invariant 9): old files open as they were, newer ones lose nothing in our hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from screenshots.scenes import settle
from store.clock import Clock
from store.errors import NewerFormatError
from store.records import (
    Absence,
    CoffeeRound,
    HelpFlag,
    Kudos,
    Meeting,
    Member,
    Milestone,
    Occurrence,
    Reaction,
)
from store.settings import Home
from store.snapshot import SnapshotBuilder
from store.sync.document import META, STAMPS, State, decode, encode, key_of
from store.sync.lines import Lines
from store.sync.merge import Keys, edited
from store.team import Team
from tests.cli.machine import Machine
from tests.fuzz.target import FORMAT_1
from tui.app import AmityApp
from tui.opening import open_desk
from tui.widgets.frame import Header


def named(kind: str, number: int) -> str:
    return f"{kind}-{0xABC1230000 + number:024x}"


ANA, BEN, LI, ZOE = (named("m", number) for number in range(2, 6))
STANDUP = named("s", 9)
DAY = date(2026, 11, 23)


def put(folder: Path, data: bytes) -> Path:
    """The team file in a new shared folder."""
    folder.mkdir()
    file = folder / "amity.json"
    file.write_bytes(data)
    return file


# The past


def test_the_file_of_format_1_was_never_written_anew() -> None:
    assert blake2b(FORMAT_1.read_bytes(), digest_size=12).hexdigest() == "f911d30f738206fc86bacb9e"


def test_a_file_of_format_1_opens_with_every_record_as_it_was() -> None:
    snapshot = SnapshotBuilder().build(decode(FORMAT_1.read_bytes()).state)
    assert (snapshot.team, snapshot.name, snapshot.editable, snapshot.odd) == (
        named("t", 1),
        "Harbour",
        True,
        0,
    )
    assert snapshot.members == {
        ANA: Member(
            ANA,
            "ana",
            "Ana Petrović",
            DAY,
            timezone="Europe/Berlin",
            week=(1, 2, 3, 4),
            places=("office", "remote", "office", "remote", "office", "office", "office"),
            hours="9 to 17",
            thanks="ask",
            suggest="rarely",
            coffee=True,
            share=2,
            roles={"facilitator": "in", "note_taker": "out"},
            card={"ask me about": "maps 🗺️", "coffee": "black"},
        ),
        BEN: Member(BEN, "ben", "Ben Ødegård", DAY, timezone="Europe/Oslo"),
        LI: Member(LI, "李", "李 雷", DAY, timezone="America/Chicago"),
        ZOE: Member(ZOE, "zoe", "Zoë Krüger", DAY, left=DAY),
    }
    assert snapshot.absences == (
        Absence(named("a", 6), BEN, date(2026, 11, 25), date(2026, 11, 27)),
        Absence(named("a", 7), LI, date(2026, 12, 1)),
    )
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    roles = ("facilitator", "note_taker")
    standup = Meeting(STANDUP, "Stand-up", date(2026, 11, 2), "09:30", "Europe/Berlin", rule, roles)
    assert list(snapshot.meetings) == [STANDUP]
    held = snapshot.meetings[STANDUP]
    assert (held.minutes, held.skips) == (20, (date(2026, 12, 24),))
    assert (
        held.id,
        held.name,
        held.first,
        held.time,
        held.timezone,
        held.rule,
        held.roles,
        held.members,
    ) == (standup.id, standup.name, standup.first, standup.time, standup.timezone, standup.rule, roles, ())
    assert snapshot.occurrences == {
        f"{STANDUP}:2026-11-24": Occurrence(
            f"{STANDUP}:2026-11-24",
            STANDUP,
            date(2026, 11, 24),
            "held",
            slots={"facilitator": ANA, "note_taker": BEN},
            changes={"facilitator": BEN, "note_taker": ANA},
            members=(ANA, BEN, LI),
            present=(ANA, BEN, LI),
            absent=(LI,),
            pinned_at=datetime(2026, 11, 23, 8, 12, 5, 891000, UTC),
            pinned_by="r-3ce33d51a2b4",
        ),
        f"{STANDUP}:2026-11-26": Occurrence(f"{STANDUP}:2026-11-26", STANDUP, date(2026, 11, 26), "skipped"),
    }
    assert list(snapshot.kudos) == [
        Kudos(
            named("k", 12),
            ANA,
            (LI,),
            "First words",
            datetime(2026, 11, 23, 8, 12, 8, 768000, UTC),
            edited=datetime(2026, 11, 23, 8, 12, 9, 179000, UTC),
        ),
        Kudos(
            named("k", 11),
            ANA,
            (BEN, LI),
            "Danke für die Ruhe am Dienstag ❤️\nund den Kuchen",
            datetime(2026, 11, 23, 8, 12, 7, 535000, UTC),
            theme="calm",
            link="https://example.org/pr/7",
            reactions=(Reaction("🎉", ANA),),
        ),
    ]
    assert snapshot.help_flags == (
        HelpFlag(named("f", 15), BEN, "I could use a hand with the import", DAY, date(2026, 11, 27), (ANA,)),
    )
    assert snapshot.milestones == (Milestone(named("i", 16), LI, 3, 14, "birthday"),)
    assert snapshot.coffee == (
        CoffeeRound(named("c", 17), DAY, ((ANA, BEN), (LI, ZOE)), met=((ANA, BEN),), missed=((LI, ZOE),)),
    )
    assert snapshot.holidays == frozenset({date(2026, 12, 25)})


def test_a_file_of_format_1_is_written_back_byte_for_byte() -> None:
    data = FORMAT_1.read_bytes()
    read = decode(data)
    assert read.sound
    assert encode(read.state) == data == Lines().encode(Lines().decode_own(data))


def test_who_joins_a_team_of_format_1_changes_nothing(
    make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    file = put(folder, FORMAT_1.read_bytes())
    team = Team.join(make_home("ben"), clock, folder, "@ben")
    assert team.sync().status.condition == "in step"
    assert file.read_bytes() == FORMAT_1.read_bytes() == team.replica.path.read_bytes()


# The future, made up


LATER = "20271123T081211.234-0000-9f9f9f000000"


def from_the_future(min_reader: int) -> State:
    """The same team as a later version might keep it."""
    state = decode(FORMAT_1.read_bytes()).state
    head = edited(state[META]["1"], {"novelty": {"of": [1, 2.5, None]}, "seasons": Keys({"x": True})}, LATER)
    state[META] = {"1": {**head, "format": 2, "min_reader": min_reader, "app": "amity 2.0"}}
    state["moods"] = {
        key_of(f"o-{n}"): {
            **edited(None, {"of": BEN, "mood": {"deep": [n, True, None]}}, LATER),
            "id": f"o-{n}",
        }
        for n in range(3)
    }
    novel: dict[str, dict[str, dict[str, Any]]] = {
        "members": {
            BEN: {"mood": "calm", "skills": Keys({"maps": 3, "tea": {"since": 2020}})},
            LI: {"week": {"1": "morning"}},
        },
        "kudos": {named("k", 12): {"text": {"rich": ["First", {"b": "words"}]}}},
        "meetings": {STANDUP: {"colour": 7, "links": Keys({"notes": "https://example.org"})}},
        "occurrences": {f"{STANDUP}:2026-11-26": {"state": "half"}},
    }
    for name, changes in novel.items():
        table = dict(state[name])
        for identity, fields in changes.items():
            table[key_of(identity)] = edited(table[key_of(identity)], fields, LATER)
        state[name] = table
    return state


@pytest.fixture
def newer(folder: Path) -> Path:
    """A team file of format 2 that asks versions like this one not to edit it."""
    return put(folder, encode(from_the_future(min_reader=2)))


def test_a_newer_file_is_read_by_commands_and_never_changed(
    newer: Path, folder: Path, tmp_path: Path
) -> None:
    data, before = newer.read_bytes(), newer.stat()
    ben = Machine(tmp_path / "ben", folder)
    ben.run("join", str(folder), "--me", "@ben")
    assert [k["text"] for k in ben.json("kudos")["kudos"]] == [
        "Danke für die Ruhe am Dienstag ❤️\nund den Kuchen"
    ]
    assert {p["name"] for p in ben.json("people")["people"]} == {"Ana Petrović", "Ben Ødegård"}
    assert ben.json("meetings")["meetings"][0]["name"] == "Stand-up"
    reading: tuple[tuple[str, ...], ...] = (
        ("today",),
        ("roles",),
        ("roles", "stand"),
        ("profile",),
        ("kudos",),
    )
    for words in reading:
        assert "reading only" in ben.run(*words).stderr.lower()
    changes: tuple[tuple[str, ...], ...] = (
        ("kudos", "give", "@ana", "Thank you"),
        ("people", "add", "Somebody"),
        ("away", "@ben", "today"),
        ("profile", "set", "hours", "9 to 5"),
        ("roles", "confirm", "stand", "today"),
        ("sync",),
    )
    for words in changes:
        assert "newer" in ben.run(*words, code=4).stderr
    Machine(tmp_path / "new", folder).run("join", str(folder), "--me", "Somebody New", code=4)
    assert newer.read_bytes() == data
    assert newer.stat() == before
    assert [path.name for path in folder.iterdir()] == ["amity.json"]


def test_a_newer_file_is_kept_whole_and_passed_on(
    newer: Path, make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    data = newer.read_bytes()
    team = Team.join(make_home("ben"), clock, folder, "@ben")
    assert team.replica.path.read_bytes() == data
    assert not team.snapshot().editable
    assert team.snapshot().odd == 3  # one each of members, kudos and occurrences is past our understanding
    with pytest.raises(NewerFormatError):
        team.give_kudos([ANA], "Thank you")
    newer.write_bytes(FORMAT_1.read_bytes())  # an old copy comes back
    assert team.sync().status.condition == "read only"
    assert newer.read_bytes() == data


async def test_the_dashboard_says_that_it_only_reads(
    newer: Path, make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    data, before = newer.read_bytes(), newer.stat()
    team = Team.join(make_home("ben"), clock, folder, "@ben")
    team.close()
    app = AmityApp(open_desk(make_home("ben"), clock))
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        assert app.screen.query_one(Header).status.condition == "read only"
        assert "reading only: newer team file" in app.export_screenshot().replace("&#160;", " ")
        await pilot.press("ctrl+z")
        await settle(app, pilot.pause)
    assert newer.read_bytes() == data
    assert newer.stat() == before


def test_what_was_undone_when_the_team_got_newer_stays(team: Team, ben: Team) -> None:
    """Taking back is a change like any other."""
    team.give_kudos([ben.me], "Before the others updated")
    state = {**team.replica.state()}
    state[META] = {"1": {**state[META]["1"], "format": 2, "min_reader": 2}}
    team.replica.absorb(state)
    with pytest.raises(NewerFormatError):
        team.undo()
    assert [k.text for k in team.snapshot().kudos] == ["Before the others updated"]


def test_what_only_newer_versions_know_survives_our_edits(
    make_home: Callable[[str], Home], clock: Clock, folder: Path
) -> None:
    file = put(folder, encode(from_the_future(min_reader=1)))
    before = file.read_bytes()
    team = Team.join(make_home("ben"), clock, folder, "@ben")
    team.set_profile({"hours": "9 to 5", "card": Keys({"coffee": "tea"})})
    team.give_kudos([ANA], "Thank you")
    team.skip(STANDUP, date(2026, 11, 27))
    assert team.sync().status.condition == "in step"
    after = file.read_bytes()
    old, new = decode(before).state, decode(after).state
    changed = {key_of(BEN), key_of(f"{STANDUP}:2026-11-27")}
    given = new["kudos"].keys() - old["kudos"].keys()
    fresh = _lines(after) - _lines(before)
    assert {line.split(b'"')[1].decode() for line in fresh} == {"_meta"} | changed | given
    assert new["moods"] == old["moods"]
    assert new[META] == old[META]
    mine, theirs = old["members"][key_of(BEN)], new["members"][key_of(BEN)]
    assert theirs["hours"] == "9 to 5"
    for field in ("mood", "skills"):
        assert theirs[field] == mine[field]
        assert theirs[STAMPS][field] == mine[STAMPS][field]
    assert team.sync().sent == 0


def _lines(data: bytes) -> set[bytes]:
    return {line.removesuffix(b",") for line in data.split(b"\n")}
