"""Several teams on one machine, and folders that move."""

from __future__ import annotations

import os
import pty
import shutil
from pathlib import Path

import pytest

from tests.cli.machine import Machine


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared" / "harbour", HOME=str(tmp_path / "me"))
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    machine.run("people", "add", "Ben")
    machine.run("init", str(tmp_path / "crew"), "--team", "Crew", "--me", "Ana K")
    return machine


def test_which_team_opens(ana: Machine, tmp_path: Path) -> None:
    crew, harbour = ana.json("teams")["teams"]
    assert [crew["name"], crew["default"], crew["folder"], crew["handle"]] == ["Crew", True, "there", "ana"]
    assert [harbour["name"], harbour["default"], harbour["path"]] == ["Harbour", False, str(ana.folder)]
    assert [p["name"] for p in ana.json("people")["people"]] == ["Ana K"]
    assert ana.json("teams", "open", "harbour")["team"] == {**harbour, "default": True}
    assert [p["name"] for p in ana.json("people")["people"]] == ["Ana", "Ben"]
    assert "There are: Harbour, Crew" in ana.run("teams", "open", "Nobody", code=2).stderr
    ana.run("init", str(tmp_path / "crew 2"), "--team", "Crew", "--me", "Ana")
    assert crew["id"] in ana.run("teams", "open", "Crew", code=2).stderr
    assert ana.json("teams", "open", crew["id"])["team"]["path"] == str(tmp_path / "crew")
    assert "opens first" in ana.run("teams").stdout.splitlines()[0]


def test_a_folder_that_moved_is_known_by_its_team(ana: Machine, tmp_path: Path) -> None:
    old, new = ana.folder, tmp_path / "shared" / "drive" / "harbour"
    shutil.copytree(old, new)
    both = ana.run("--folder", str(new), "people", code=2).stderr
    assert "in both" in both
    assert ana.json("teams")["teams"][1]["path"] == str(old)
    shutil.rmtree(old)
    ana.run("--folder", str(old), "kudos", "give", "@ben", "Said while it was away")
    assert ana.json("teams")["teams"][1]["folder"] == "gone"

    refused = ana.run("teams", "move", str(tmp_path / "crew"), "--team", "Harbour", code=2).stderr
    assert "another team" in refused
    found = ana.json("teams", "move", "--team", "Harbour")
    assert [found["team"]["path"], found["moved_from"]] == [str(new), str(old)]
    assert [t["name"] for t in ana.json("teams")["teams"]] == ["Crew", "Harbour"]
    assert ana.json("--folder", str(new), "sync")["state"] == "in step"
    assert b"Said while it was away" in (new / "amity.json").read_bytes()

    shutil.move(new, old)
    moved = ana.run("--folder", str(old), "people")
    assert f"has moved from {new} to {old}" in moved.stderr
    assert ana.run("--folder", str(old), "people").stderr == ""
    shutil.rmtree(old)
    assert "not found" in ana.run("teams", "move", "--team", "Harbour", code=5).stderr


def test_leaving(ana: Machine, tmp_path: Path) -> None:
    harbour = ("--folder", str(ana.folder))
    ana.run(*harbour, "kudos", "give", "@ben", "Thank you for the calm")
    assert "--yes" in ana.run(*harbour, "leave", code=2).stderr
    shutil.move(ana.folder, tmp_path / "away")
    assert "Nothing was changed" in ana.run(*harbour, "leave", "--yes", code=5).stderr
    shutil.move(tmp_path / "away", ana.folder)
    left = ana.json(*harbour, "leave", "--texts", "go", "--yes")
    assert [left["left"]["name"], left["texts"]] == ["Harbour", "go"]
    assert b"calm" not in (ana.folder / "amity.json").read_bytes()
    assert [t["name"] for t in ana.json("teams")["teams"]] == ["Crew"]
    ana.run(*harbour, "people", code=3)
    end, terminal = pty.openpty()
    program = ana.start("leave", stdin=terminal)
    os.write(end, b"n\n")
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "stays" in err
    assert "notes export" in err
    assert [t["name"] for t in ana.json("teams")["teams"]] == ["Crew"]
