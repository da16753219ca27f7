"""`amity today` in a shell: a glance, an easy day, silence, never this one."""

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
    for name in ("Ben", "Zoë"):
        machine.run("people", "add", name)
    return machine


def test_a_glance_is_short_says_the_same_each_time_and_waits_for_nobody(ana: Machine) -> None:
    ana.run(
        "meetings", "add", "Standup", "--at", "09:30", "--every", "weekday", "--timezone", "Europe/Berlin"
    )
    first = ana.run("today", "--once").stdout
    assert len(first.splitlines()) == 3
    assert "09:30 Standup" in first
    assert ana.run("today", "--once").stdout == first
    whole = ana.json("today")
    assert ana.json("today", "--once") == whole
    assert whole["suggestion"]["text"] in first
    ana.run("today", "done")
    assert "(done)" in ana.run("today", "--once").stdout
    ana.folder.rename(ana.folder.with_name("gone"))
    gone = ana.run("today", "--once")
    assert "(done)" in gone.stdout
    assert gone.stderr == ""


def test_an_easy_day_silence_and_never_this_one(ana: Machine) -> None:
    first = ana.json("today")["suggestion"]
    assert ana.json("today", "never")["suggestion"]["id"] != first["id"]
    assert ana.json("today", "easy")["suggestion"]["minutes"] <= 2
    assert "ordinary" in ana.run("today", "easy").stdout
    assert ana.json("today", "quiet", "+2w") == {"until": "2026-12-07"}
    assert ana.json("today")["suggestion"] is None
    assert "Monday 7 December" in ana.run("today").stdout
    assert ana.json("today", "quiet", "--off") == {"until": None}
    assert ana.json("today")["suggestion"] is not None
    assert "over already" in ana.run("today", "quiet", "2026-11-20", code=2).stderr
    assert "until when" in ana.run("today", "quiet", code=2).stderr.casefold()


def test_a_promise_that_was_the_suggestion_says_how_to_tick_it_off(tmp_path: Path) -> None:
    before = Machine(tmp_path / "ana", tmp_path / "shared", AMITY_NOW="2026-11-20T09:00:00+01:00")
    before.run("init", str(before.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    kept = before.json("promise", "figures by mon")
    ana = Machine(tmp_path / "ana", tmp_path / "shared")
    assert "figures" in ana.run("today").stdout
    said = ana.run("today", "done").stdout
    assert f"amity promises done {kept['id'][:10]}" in said
    ana.run("promises", "done", kept["id"])
    assert "promises done" not in ana.run("today").stdout
