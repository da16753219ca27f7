"""Milestones, reminders and absences on the command line, as docs/command-line.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine

MILESTONE = {"id", "person", "month", "day", "year", "text", "next"}
REMINDER = {"id", "person", "text", "at", "due", "done"}


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    place = tmp_path_factory.mktemp("people")
    machine = Machine(place / "ana", place / "team")
    machine.run(
        *("init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    )
    machine.run("people", "add", "李 雷", "--handle", "lei", "--timezone", "Asia/Shanghai")
    return machine


def test_milestones(ana: Machine) -> None:
    assert "Nobody shares a day yet" in ana.run("milestones").stdout
    added = ana.json("milestones", "add", "29 Feb", "Started here")
    assert set(added) == MILESTONE
    assert (added["person"], added["month"], added["day"], added["year"]) == ("ana", 2, 29, None)
    assert added["next"] == "2027-02-28"
    assert ana.json("milestones", "add", "2027-05-24", "Moving")["year"] == 2027
    assert "24 May: born" in ana.run("milestones", "add", "1990-05-24", "born").stdout
    found = ana.json("milestones", "list")
    assert set(found) == {"milestones"}
    assert found["milestones"][0]["text"] == "Started here"
    assert "1990" not in ana.run("milestones").stdout
    ana.run("milestones", "add", "31 June", "x", code=2)
    ana.run("milestones", "remove", "d-none", code=2)
    assert ana.json("milestones", "remove", added["id"][:12])["text"] == "Started here"
    assert b"Started here" not in (ana.folder / "amity.json").read_bytes()


def test_reminders_are_private(ana: Machine, tmp_path: Path) -> None:
    assert "No reminders" in ana.run("reminders").stdout
    kept = ana.json("remind", "@lei", "ask about the Leuchtturm")
    assert set(kept) == REMINDER
    assert (kept["person"], kept["at"]) == ("lei", "2026-11-24T02:00:00+01:00")
    assert (kept["due"], kept["done"]) == (False, None)
    said = ana.run("remind", "lei", "second", "--at", "fri 10:00").stdout
    assert said == "You will see it at 10:00 on Friday, their time, and you alone.\n"
    later = Machine(Path(ana.environment["AMITY_HOME"]), ana.folder, AMITY_NOW="2026-11-24T03:00:00+01:00")
    assert [r["due"] for r in later.json("reminders")["reminders"]] == [True, False]
    assert later.run("reminders").stdout.splitlines()[0].split()[1] == "now"
    moved = ana.json("reminders", "move", kept["id"][:9], "2026-12-01")
    assert moved["at"] == "2026-12-01T02:00:00+01:00"
    assert ana.json("reminders", "done", kept["id"])["done"] == "2026-11-23"
    assert [r["text"] for r in ana.json("reminders")["reminders"]] == ["second"]
    assert ana.json("reminders", "remove", kept["id"])["text"] == kept["text"]
    for words in (("remind", "@lei", " "), ("remind", "@lei", "x", "--at", "soon"), ("remind", "@no", "x")):
        ana.run(*words, code=2)
    for file in ana.folder.rglob("*"):
        assert b"Leuchtturm" not in file.read_bytes()
    home = Path(ana.environment["AMITY_HOME"])
    holders = [f for f in home.rglob("*") if f.is_file() and b"second" in f.read_bytes()]
    assert [f.stat().st_mode & 0o077 for f in holders] == [0] * len(holders)
    assert all(f.suffix != ".log" for f in holders)


def test_absences_in_plain_words_and_without_a_reason(ana: Machine) -> None:
    away = ana.json("away", "@lei", "today", "+2w")
    assert away == {"id": away["id"], "person": "lei", "from": "2026-11-23", "to": "2026-12-07"}
    ana.run("away", "@lei", "today", "fri", "flu", code=2)
    assert ana.json("away", "@lei", "next mon")["to"] is None  # it overlaps the other
    assert {p["handle"]: p["status"] for p in ana.json("people")["people"]}["lei"] == "away"
    assert ana.json("profile", "@lei")["status"] == "away"
    assert ana.json("back", "@lei")["status"] == "here"
    assert "2026-11-30 to open" in ana.run("back", "@lei").stdout  # what lies ahead stays, and is named
    assert "no days away" in ana.run("back", "@lei", "--ahead").stdout.casefold()
    assert ana.run("back", "@lei").stdout.strip().endswith("was not away.")
    later = Machine(Path(ana.environment["AMITY_HOME"]), ana.folder, AMITY_NOW="2026-12-02T03:00:00+01:00")
    assert {p["handle"]: p["status"] for p in later.json("people")["people"]}["lei"] == "here"


def test_all_fields_of_the_card(ana: Machine) -> None:
    words = {
        "say": "AH-na",
        "pronouns": "she/her, ella",
        "focus": "9-11",
        "open": "tue 14:00",
        "channel": "chat",
        "feedback": "in writing",
        "thanks_words": "a quiet word",
        "ask_me_about": "boats",
    }
    for field, value in words.items():
        card = ana.json("profile", "set", field, value)
    pronouns = words.pop("pronouns")
    assert (card["pronouns"], card["card"]) == (pronouns, words)
    assert "Did you mean focus" in ana.run("profile", "set", "focuss", "9", code=2).stderr
