"""`amity promise` and `amity promises`, as processes on two machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine

KEYS = {"id", "text", "to", "by", "made", "done", "moved", "shared"}


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "shared")
    machine.run("init", str(machine.folder), "--team", "Harbour", "--me", "Ana")
    for name in ("Ben Ødegård", "李 雷"):
        machine.run("people", "add", name)
    return machine


def holding(folder: Path, words: str) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]


def test_from_a_promise_to_a_kept_one(ana: Machine) -> None:
    kept = ana.json("promise", "figures for ben by fri")
    assert set(kept) == KEYS
    assert (kept["text"], kept["to"], kept["by"], kept["moved"]) == ("figures", "ben", "2026-11-27", [])
    named = ana.json("promise", "send it by fri", "--to", "@李", "--by", "2026-12-02")
    assert (named["text"], named["to"], named["by"]) == ("send it by fri", "李", "2026-12-02")
    one = ana.json("promise", "the", "slides", "by", "tomorrow", "for", "Ben", "--to", "")
    assert (one["text"], one["to"], one["by"]) == ("the slides for Ben", None, "2026-11-24")
    ana.run("promises", "remove", one["id"])

    identity = kept["id"][:12]
    said = ana.run("promises", "move", identity, "2026-12-01").stdout
    assert said.startswith("Hi Ben, the figures will be with you on Tuesday 1 December instead of Friday.")
    listed = ana.json("promises")["promises"]
    assert [(p["text"], p["by"], p["moved"]) for p in listed] == [
        ("figures", "2026-12-01", ["2026-11-27"]),
        ("send it by fri", "2026-12-02", []),
    ]
    assert ana.json("promises", "move", identity, "next", "wed")["moved"] == ["2026-11-27", "2026-12-01"]
    text = ana.run("promises").stdout
    assert "for Ben Ødegård · was Friday 27 November" in text
    assert ana.json("promises", "done", identity)["done"] == "2026-11-23"
    assert ana.json("promises", "reopen", identity)["done"] is None
    assert ana.json("promises", "remove", identity)["text"] == "figures"
    assert [p["text"] for p in ana.json("promises", "list", "--all")["promises"]] == ["send it by fri"]
    assert not holding(ana.folder, "figures")


def test_shared_on_purpose_and_taken_back(ana: Machine) -> None:
    private = ana.json("promise", "numbers by fri")
    shared = ana.json("promise", "figures for ben by fri", "--share")
    assert (private["shared"], shared["shared"]) == (False, True)
    assert holding(ana.folder, "figures")
    assert not holding(ana.folder, "numbers")
    assert "Everyone on the team can see" in ana.run("promises", "share", private["id"]).stdout
    assert holding(ana.folder, "numbers")
    assert ana.json("promises", "unshare", private["id"])["shared"] is False
    assert not holding(ana.folder, "numbers")
    refused = ana.run("promises", "unshare", private["id"], code=2).stderr
    assert "nobody but you can see it" in refused


def test_what_is_wrong_is_said_in_a_sentence(ana: Machine) -> None:
    ana.run("people", "add", "Ben Brandt")
    done = ana.run("promise", "figures for Ben")
    assert done.stdout == "Kept: figures for Ben\n"
    assert "@ben, @ben.brandt" in done.stderr or "@ben.brandt, @ben" in done.stderr
    for words in (
        ("promise", " "),
        ("promise", "x", "--by", "soon"),
        ("promise", "x", "--to", "@nobody"),
        ("promises", "done", "p-nowhere"),
        ("promises", "move", "p-nowhere", "fri"),
    ):
        error = ana.run(*words, code=2).stderr
        assert error.startswith("amity: ")
        assert error.count("\n") == 1
    ana.run("promises", "remove", "p-")
    assert (
        ana.run("promises").stdout == "No promises. Keep one with: amity promise “figures for Ben by fri”\n"
    )


def test_days_that_are_over_or_were_not_understood_are_said(ana: Machine) -> None:
    kept = ana.json("promise", "figures", "--by", "2026-11-20")
    assert "over already" in ana.run("promise", "slides", "--by", "2026-11-20").stderr
    assert "over already" in ana.run("promises", "move", kept["id"], "2026-01-01", code=2).stderr
    assert "No day was understood" in ana.run("promise", "slides by the end of days").stderr
    assert ana.json("promise", "slides until 3 dec")["by"] == "2026-12-03"
    assert ana.run("promise", "call the printers").stderr == ""
