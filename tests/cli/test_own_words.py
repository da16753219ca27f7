"""amity content: what is wrong with the team's own words, where scripts can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine
from tests.store.test_own_words import ACTIONS, QUESTIONS, put


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    return machine


def test_own_words_are_shown_and_checked(ana: Machine) -> None:
    assert ana.json("content") == {"actions": [], "questions": [], "problems": []}
    assert "amity-content" in ana.run("content", "check").stdout
    for kind, source in (("actions", ACTIONS), ("questions", QUESTIONS)):
        assert ana.run("content", "example", kind).stdout == source
    put(ana.folder, ACTIONS, QUESTIONS)
    shown = ana.json("content", "show")
    assert [a["id"] for a in shown["actions"]] == ["help.pair-on-release", "include.rotate-demo"]
    assert shown["questions"][0]["level"] == "work"
    assert ana.run("content", "check").stdout == "All is well: 2 actions, 1 question.\n"
    put(ana.folder, ACTIONS.replace("minutes = 10", "minutes = 99"))
    said = ana.run("content", "check", code=2).stdout
    assert (
        said == "amity-content/actions.toml, line 7: action help.pair-on-release: “minutes” cannot be 99.\n"
    )
    assert ana.run("today").stdout  # goes on with ours


def test_files_are_checked_wherever_they_lie(tmp_path: Path) -> None:
    nobody = Machine(tmp_path / "none", tmp_path / "shared")
    put(tmp_path, ACTIONS, QUESTIONS)
    files = [str(tmp_path / "amity-content" / name) for name in ("actions.toml", "questions.toml")]
    assert nobody.run("content", "check", *files).stdout == "All is well: 2 actions, 1 question.\n"
    Path(files[1]).write_text(QUESTIONS.replace("depth = 1", "depth = 3"), "utf-8")
    found = nobody.run("content", "check", *files, "--json", code=2).stdout
    assert '"line":6' in found
    assert files[1] in found
    assert "There is no such file" in nobody.run("content", "check", "missing.toml", code=2).stdout
