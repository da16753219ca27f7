"""The program as others' scripts use it: real processes, two homes, one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.machine import Machine


@pytest.fixture
def ana(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ana", tmp_path / "team")
    machine.run(
        "init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin"
    )
    machine.run("people", "add", "Ben Ødegård")
    return machine


@pytest.fixture
def ben(ana: Machine, tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "ben", ana.folder)
    joined = machine.json("join", str(ana.folder), "--me", "@ben")
    assert joined["me"]["name"] == "Ben Ødegård"
    assert joined["file"] == str(ana.folder / "amity.json")
    return machine


def test_thanks_travel(ana: Machine, ben: Machine) -> None:
    given = ana.json("kudos", "give", "@ben", "Thank you for [b]this[/b] 👏", "--for", "help")
    assert (given["from"], given["to"], given["value"]) == ("ana", ["ben"], "help")
    ben.run("kudos", "react", given["id"], "🎉")
    wall = ana.json("kudos")
    assert wall["total"] == 1
    assert wall["kudos"][0]["reactions"] == {"🎉": ["ben"]}
    assert wall["kudos"][0]["text"] == "Thank you for [b]this[/b] 👏"
    assert ben.json("kudos", "--search", "THIS", "--to", "@ben")["total"] == 1
    ben.run("kudos", "edit", given["id"], "not mine", code=2)
    ana.run("kudos", "edit", given["id"], "Thank you, Ben")
    assert ben.json("kudos")["kudos"][0]["edited"] is not None
    ana.run("kudos", "remove", given["id"])
    assert ben.json("kudos") == {"kudos": [], "total": 0}


def holding(root: Path, words: str) -> list[Path]:
    """All files below `root` in whose bytes the words are."""
    return [path for path in root.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_receiver_takes_a_kudos_off_and_no_file_holds_it(
    ana: Machine, ben: Machine, tmp_path: Path
) -> None:
    first = ana.json("kudos", "give", "@ben", "Erster Wurf")
    ben.run("kudos")
    ana.run("kudos", "edit", first["id"], "Zweiter Wurf")
    ben.run("kudos")
    assert holding(tmp_path, "Zweiter Wurf")
    assert not holding(tmp_path, "Erster Wurf")
    assert ben.json("kudos", "remove", first["id"])["text"] == "Zweiter Wurf"
    assert ana.json("kudos", "list") == ben.json("kudos", "list") == {"kudos": [], "total": 0}
    assert not holding(tmp_path, "Zweiter Wurf")
    ana.run("kudos", "remove", first["id"], code=2)


def test_a_receiver_takes_only_their_name_off(ana: Machine, ben: Machine) -> None:
    ana.run("people", "add", "Cem")
    ana.run("people", "add", "Dia")
    given = ana.json("kudos", "give", "@ben", "@cem", "To both")
    assert ben.run("kudos", "remove", given["id"], "--my-name").stdout == "Your name is off it.\n"
    assert [k["to"] for k in ana.json("kudos")["kudos"]] == [["cem"]]
    assert (
        "Your name is not on this kudos."
        in ben.run("kudos", "remove", given["id"], "--my-name", code=2).stderr
    )
    assert "Only the people on it" in ben.run("kudos", "remove", given["id"], code=2).stderr
    alone = ana.json("kudos", "give", "@ben", "To you")
    assert ben.run("kudos", "remove", alone["id"], "--my-name").stdout == "Taken off the wall.\n"
    assert ana.json("kudos")["total"] == 1


def test_a_folder_that_is_away_keeps_no_words_here(ana: Machine, ben: Machine, tmp_path: Path) -> None:
    given = ana.json("kudos", "give", "@ben", "Für später")
    away = ana.folder.with_name("away")
    ana.folder.rename(away)
    ana.run("kudos", "remove", given["id"])
    assert not holding(tmp_path / "ana", "Für später")
    away.rename(ana.folder)
    ana.run("sync")
    ben.run("kudos")
    assert not holding(tmp_path, "Für später")


def test_roles_are_the_same_on_both(ana: Machine, ben: Machine) -> None:
    meeting = ana.json("meetings", "add", "Standup", "--at", "09:30", "--every", "weekday")
    assert meeting["next"] == "2026-11-23T09:30:00+01:00"
    plan = ana.json("roles", "Standup", "--count", "4")
    assert plan == ben.json("roles", "Standup", "--count", "4")
    first = plan["occurrences"][0]
    assert {role["person"] for role in first["roles"]} == {"ana", "ben"}
    swapped = ben.json("roles", "swap", "Standup", "facilitator", "@ben")
    assert {r["role"]: r["person"] for r in swapped["roles"]}["facilitator"] == "ben"
    assert ana.json("roles", "Standup")["occurrences"][0] == swapped
    assert ana.json("roles", "confirm", "Standup")["state"] == "held"
    assert ana.json("roles", "skip", "Standup", "tomorrow")["state"] == "skipped"
    ana.run("roles", "swap", "Standup", "juggler", "@ben", code=2)


def test_today(ana: Machine) -> None:
    today = ana.json("today")
    assert today["date"] == "2026-11-23"
    assert today["suggestion"]["state"] == "open"
    assert ana.json("today") == today
    other = ana.json("today", "another")
    assert other["suggestion"]["id"] != today["suggestion"]["id"]
    assert ana.json("today", "done")["suggestion"]["state"] == "done"
    ana.run("today", "done", code=2)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("kudos", "give", "@nobody", "x"), 2),
        (("kudos", "give", "@ana", "x"), 2),
        (("kudos", "give", "@ben", " "), 2),
        (("frobnicate",), 2),
        (("people", "add", "\x1b"), 2),
        (("meetings", "add", "X", "--at", "25:00", "--every", "day"), 2),
        (("meetings", "add", "X", "--at", "09:00", "--rrule", "FREQ=NEVER"), 2),
        (("people", "import", "--git", "/nonexistent"), 2),
        (("--folder", "/nonexistent", "people"), 3),
    ],
)
def test_errors_are_sentences(ana: Machine, words: tuple[str, ...], code: int) -> None:
    done = ana.run(*words, code=code)
    assert done.stderr.startswith("amity: ")
    assert done.stdout == ""


def test_a_folder_that_is_gone_keeps_the_change(ana: Machine, tmp_path: Path) -> None:
    ana.folder.rename(tmp_path / "gone")
    assert "safe on this machine" in ana.run("kudos", "give", "@ben", "Said offline").stderr
    (tmp_path / "gone").rename(ana.folder)
    assert ana.json("sync")["sent"] == 1
    assert b"Said offline" in (ana.folder / "amity.json").read_bytes()
