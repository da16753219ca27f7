"""`amity coffee` on two machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine

TODAY = "2026-11-23T09:12:00+01:00"


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    folder = tmp_path / "shared"
    before = {"AMITY_NOW": "2026-10-05T09:00:00+02:00"}
    old = Machine(tmp_path / "ana", folder, **before)
    old.run("init", str(folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    Machine(tmp_path / "li", folder, **before).run(
        "join", str(folder), "--me", "李 雷", "--timezone", "Asia/Tokyo"
    )
    return Machine(tmp_path / "ana", folder), Machine(tmp_path / "li", folder)


def test_a_chat_from_joining_to_having_met(machines: tuple[Machine, Machine]) -> None:
    ana, li = machines
    assert ana.json("coffee")["state"] == "out"
    assert "amity coffee join" in ana.run("coffee").stdout
    assert ana.json("coffee", "join")["state"] == "waiting"
    mine = li.json("coffee", "join")
    assert mine["pairs"] == [["ana", "李"]]
    assert mine["mine"] == ["ana"]
    assert mine["first"] in ("ana", "李")
    assert all(moment.endswith("+09:00") for moment in mine["times"])
    theirs = ana.json("coffee")
    assert theirs["round"] == mine["round"] == "coffee:2026-11-23"
    assert theirs["message"].startswith("Hi 李 雷")
    assert "You meet 李 雷" in ana.run("coffee").stdout
    assert ana.json("coffee", "met")["state"] == "met"
    assert li.json("coffee", "met", "no")["state"] == "missed"
    assert ana.json("coffee", "skip")["pairs"] == []
    assert ana.json("coffee", "skip", "--off")["state"] == "missed"
    assert li.json("coffee", "pause", "+3w")["state"] == "missed"


def test_what_cannot_be_is_said(machines: tuple[Machine, Machine]) -> None:
    ana, _ = machines
    assert "no chat of yours" in ana.run("coffee", "met", code=2).stderr
    assert "over already" in ana.run("coffee", "pause", "2026-11-22", code=2).stderr
    ana.run("coffee", "every", "7", code=2)
    ana.run("coffee", "size", "5", code=2)
    found = ana.json("coffee", "every", "4")
    assert (found["weeks"], found["size"]) == (4, 2)
