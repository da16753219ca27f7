"""The notebook on the command line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.machine import Machine

NOTE = {"id", "person", "text", "written", "follow_up", "done"}


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    machine.run("people", "add", "Zoë Krüger")
    return machine


def test_notes_from_first_to_last(ana: Machine, tmp_path: Path) -> None:
    assert "No notes yet" in ana.run("notes").stdout
    ana.run("away", "@zoe", "2026-11-30", "2026-12-04")
    note = ana.json("note", "@zoe", "Trains for a marathon", "--follow-up", "after her vacation")
    assert set(note) == NOTE
    assert (note["person"], note["follow_up"], note["done"]) == ("zoe", "2026-12-07", None)
    assert note["written"] == "2026-11-23T08:12:00+00:00" or note["written"].startswith("2026-11-23T")
    ana.run("note", "@ana", "-", stdin="two\nlines\n")
    other = ana.json("notes", "@ana")["notes"][0]
    assert other["text"] == "two\nlines"
    assert {n["id"] for n in ana.json("notes")["notes"]} == {note["id"], other["id"]}
    assert [n["id"] for n in ana.json("notes", "list", "--search", "KRUGER mara")["notes"]] == [note["id"]]
    assert ana.json("notes", "--due") == {"notes": []}
    assert "fits all of this" in ana.run("notes", "--due").stdout
    assert ana.json("notes", "later", note["id"][:8], "today")["follow_up"] == "2026-11-23"
    assert [n["id"] for n in ana.json("notes", "--due")["notes"]] == [note["id"]]
    assert ana.json("notes", "edit", note["id"], "Ran a marathon", "--follow-up", "")["follow_up"] is None
    assert "nothing to come back to" in ana.run("notes", "done", note["id"], code=2).stderr
    ana.run("notes", "later", note["id"], "+2w")
    assert ana.json("notes", "done", note["id"])["done"] == "2026-11-23"
    told = ana.run("notes").stdout
    assert "Zoë Krüger" in told
    assert f"{note['id'][:10]}  2026-11-23  Ran a marathon  done 2026-11-23" in told
    assert ana.json("notes", "remove", note["id"])["id"] == note["id"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"marathon" in path.read_bytes()]
    assert len(ana.json("notes")["notes"]) == 1


def test_what_is_refused(ana: Machine) -> None:
    for words, said in {
        ("note", "@nobody", "x"): "nobody here has",
        ("note", "@zoe", "  "): "is empty",
        ("note", "@zoe", "x", "--follow-up", "when I feel like it"): "is no date",
        ("note", "@zoe", "x", "--follow-up", "back"): "No time away of Zoë Krüger is known",
        ("note", "@zoe", "x", "--follow-up", "2020-01-01"): "is over",
        ("notes", "done", "n-nowhere"): "There is no note",
        ("notes", "folder", "/nowhere/at all"): "There is no folder",
        ("notes", "folder", ".", "--off"): "not both",
    }.items():
        assert said.casefold() in ana.run(*words, code=2).stderr.casefold(), words
    assert ana.json("notes") == {"notes": []}


def test_export(ana: Machine, tmp_path: Path) -> None:
    ana.run("note", "@zoe", "likes # tea")
    assert "likes \\# tea" in ana.run("notes", "export").stdout
    assert ana.json("notes", "export")["count"] == 1
    mine = tmp_path / "mine.json"
    shown = ana.json("notes", "export", "--format", "json", "-o", str(mine))
    assert shown == {"format": "json", "count": 1, "file": str(mine), "text": None}
    assert "likes # tea" in mine.read_text("utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(mine.stat().st_mode) == 0o600
    refused = ana.run("notes", "export", "-o", str(ana.folder / "notes.md"), code=2).stderr
    assert "a team shares" in refused
    assert not (ana.folder / "notes.md").exists()


def test_two_machines_of_one_person(ana: Machine, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    assert ana.json("notes", "folder") == {"folder": None, "file": None, "state": None}
    shown = ana.json("notes", "folder", str(own))
    assert (shown["folder"], shown["state"]) == (str(own), "in step")
    ana.run("note", "@zoe", "likes tea")
    second = Machine(tmp_path / "second", ana.folder)
    second.run("join", str(ana.folder), "--me", "@ana")
    second.run("notes", "folder", str(own))
    assert [n["text"] for n in second.json("notes")["notes"]] == ["likes tea"]
    assert second.json("today") == ana.json("today")
    second.run("today", "done", "--note", "it went well")
    assert ana.json("today")["suggestion"]["state"] == "done"
    assert "yours alone" in ana.run("notes", "folder", str(ana.folder), code=2).stderr
    own.rename(tmp_path / "away")
    gone = ana.run("note", "@zoe", "and coffee")
    assert "safe on this machine" in gone.stderr
    assert ana.json("notes", "folder", "--off")["folder"] is None
    assert {n["text"] for n in ana.json("notes")["notes"]} == {"likes tea", "and coffee", "it went well"}
