"""The program as others' scripts use it: real processes, two homes, one folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.conftest import NOW


class Machine:
    """One `AMITY_HOME` and what is typed there."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONT"))},
            "AMITY_HOME": str(home),
            "AMITY_NOW": NOW,
        }

    def run(self, *words: str, code: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words],
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def json(self, *words: str) -> Any:
        return orjson.loads(self.run(*words, "--json").stdout)


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


def test_no_team_here(tmp_path: Path) -> None:
    Machine(tmp_path / "eve", tmp_path).run("people", code=3)


@pytest.mark.parametrize("data", [b"", b'{"x"', b"hello", b"{}"], ids=repr)
def test_a_file_that_cannot_be_read_is_left(ana: Machine, data: bytes) -> None:
    file = ana.folder / "amity.json"
    file.write_bytes(data)
    for words in (("people",), ("kudos", "give", "@ben", "x")):
        assert "amity.json" in ana.run(*words, code=4).stderr
    assert file.read_bytes() == data


def test_a_folder_that_is_gone_keeps_the_change(ana: Machine, tmp_path: Path) -> None:
    ana.folder.rename(tmp_path / "gone")
    assert "safe on this machine" in ana.run("kudos", "give", "@ben", "Said offline").stderr
    (tmp_path / "gone").rename(ana.folder)
    assert ana.json("sync")["sent"] == 1
    assert b"Said offline" in (ana.folder / "amity.json").read_bytes()


def test_people_come_from_a_history(ana: Machine, tmp_path: Path) -> None:
    repository = tmp_path / "history"
    git = ["git", "-C", str(repository), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    (repository / ".mailmap").write_text("Zoë Krüger <zoe@example.org> <old@example.org>\n", "utf-8")
    authors = ("zoe <old@example.org>", "李 雷 <li@example.org>", "Король Алексей <k@example.org>")
    for author in (*authors, authors[0], "dependabot[bot] <d@example.org>", "Ana <ana@example.org>"):
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x", "--author", author], check=True)
    added = ana.json("people", "import", "--git", str(repository))
    assert [p["name"] for p in added["added"]] == ["Zoë Krüger", "Король Алексей", "李 雷"]
    assert [p["handle"] for p in added["known"]] == ["ana"]
    assert ana.json("people", "import", "--git", str(repository))["added"] == []
    assert b"example.org" not in (ana.folder / "amity.json").read_bytes()


def test_people_come_from_csv(ana: Machine, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_bytes("\ufeffName;Handle;Timezone\nChloé;chloe;Europe/Paris\nBen Ødegård;;\n".encode())
    added = ana.json("people", "import", "--csv", str(table))
    assert [(p["handle"], p["timezone"]) for p in added["added"]] == [("chloe", "Europe/Paris")]
    table.write_text("name,timezone\nX,Nowhere/Land\n", "utf-8")
    assert "Line 2" in ana.run("people", "import", "--csv", str(table), code=2).stderr


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["kudos", "list"], ["today"], ["roles"], ["sync"]]
)
def test_no_command_imports_textual(ana: Machine, words: list[str]) -> None:
    program = (
        "import sys; from tui.cli import run; run(sys.argv[1:]); "
        "sys.exit(any(m in sys.modules for m in ('textual', 'rich')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=ana.environment, capture_output=True, check=False
    )
    assert done.returncode == 0
