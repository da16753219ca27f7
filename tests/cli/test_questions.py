"""amity questions, as docs/command-line.md has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run(
        "init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin"
    )
    return machine


def test_the_question_of_the_week(ana: Machine) -> None:
    first = ana.json("questions")
    assert first.keys() == {"question", "week", "asked", "opener"}
    assert (first["week"], first["asked"], first["opener"]) == ("2026-11-23", None, None)
    assert "Passing is always fine." in ana.run("questions", "show").stdout
    assert ana.json("questions", "used")["asked"] == "2026-11-23"
    assert "You asked it on Monday." in ana.run("questions").stdout
    second = ana.json("questions", "another")
    assert second["question"]["id"] != first["question"]["id"]
    third = ana.json("questions", "hide")
    assert third["question"]["id"] not in (first["question"]["id"], second["question"]["id"])
    assert ana.json("questions", "show")["question"] == third["question"]
    assert ana.json("questions", "hide", "--off")["question"]["id"] == second["question"]["id"]


def test_the_opener_of_a_meeting(ana: Machine) -> None:
    assert "No meeting is ahead" in ana.run("questions", "opener", code=2).stderr
    ana.run("meetings", "add", "Retro", "--at", "14:00", "--every", "weekday")
    opener = ana.json("questions", "opener")
    assert (opener["name"], opener["starts"]) == ("Retro", "2026-11-23T14:00:00+01:00")
    assert opener == ana.json("questions", "opener", "ret") == ana.json("questions")["opener"]
    assert opener["question"]["text"] in ana.run("questions", "opener").stdout
    assert "nothing" in ana.run("questions", "opener", "nothing", code=2).stderr
