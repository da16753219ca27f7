"""`amity status`: who could use a hand, who can lend one, and what is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "team")
    begin = ("init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    machine.run(*begin)
    machine.run("people", "add", "Ben")
    return machine


@pytest.fixture
def ben(ana: Machine, tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ben", ana.folder)
    machine.run("join", str(ana.folder), "--me", "@ben")
    return machine


def test_from_a_flag_to_thanks(ana: Machine, ben: Machine) -> None:
    assert ana.json("status") == {"status": "fine", "flags": [], "open": [], "thank": []}
    raised = ana.json("status", "swamped", "The [b]release notes[/b]", "--until", "wed", "--to", "@ben")
    (flag,) = raised["flags"]
    assert (raised["status"], flag["person"], flag["kind"]) == ("swamped", "ana", "swamped")
    assert (flag["since"], flag["until"], flag["to"]) == ("2026-11-23", "2026-11-25", ["ben"])
    assert "The [b]release notes[/b]" in ben.run("status").stdout
    (offer,) = ben.json("status", "offer", "@ana", "This afternoon?")["flags"][0]["offers"]
    assert offer == {
        "from": "ben",
        "text": "This afternoon?",
        "at": "2026-11-23T09:12:00+01:00",
        "answer": None,
    }
    assert "@ben Ben: This afternoon?" in ana.run("status").stdout
    ana.run("status", "answer", "ben", "yes")
    assert "yes, please" in ben.run("status", "show").stdout
    done = ana.json("status", "fine", "--helped-by", "@ben")
    assert done == {"status": "fine", "flags": [], "open": [], "thank": ["ben"]}
    assert ben.json("status")["flags"] == []
    ana.run("kudos", "give", "@ben", "You sat down with me.", "--for", "help")
    assert ana.json("status")["thank"] == []


def test_b4b_not_needed_leaves_thanks_alone(ana: Machine, ben: Machine) -> None:
    ana.run("status", "swamped")
    ben.run("status", "offer", "ana")
    assert ana.json("status", "answer", "@ben", "no")["flags"][0]["offers"] == []
    told = ben.run("status").stdout
    assert "All good, thank you." in told
    assert "you offered" not in told
    refused = ben.run("status", "offer", "@ana", "Really?", code=2).stderr
    assert refused == "amity: Ana: All good, thank you.\n"


def test_what_makes_no_sense_is_said(ana: Machine, ben: Machine) -> None:
    assert "no flag up" in ana.run("status", "fine", code=2).stderr
    assert "no flag up" in ana.run("status", "answer", "@ben", "yes", code=2).stderr
    assert "2026-11-27" in ana.run("status", "swamped", "x", "--until", "2026-12-24", code=2).stderr
    assert "no flag up" in ana.run("status", "offer", "@ben", "x", code=2).stderr
    ben.run("status", "free", "An hour tomorrow")
    assert "ask them" in ana.run("status", "offer", "@ben", "x", code=2).stderr
    ana.run("status", "swamped", "y")
    ben.run("status", "offer", "@ana", "x")
    ben.run("status", "offer", "@ana", "--off")
    assert "taken back" in ana.run("status", "answer", "@ben", "yes", code=2).stderr


def test_open_half_hours_stand_in_my_time(ana: Machine, ben: Machine) -> None:
    ben.run("profile", "set", "timezone", "Asia/Shanghai")
    ben.run("profile", "set", "open", "mon 17:00: bring me a question")
    (hour,) = ana.json("status")["open"]
    assert hour == {
        "person": "ben",
        "from": "2026-11-23T10:00:00+01:00",
        "to": "2026-11-23T10:30:00+01:00",
        "text": "bring me a question",
    }
    assert "Ben has an open half hour today at 10:00: bring me a question" in ana.run("status").stdout
