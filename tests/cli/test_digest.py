"""The digest and the exports of the wall, and thanks from standard input, as commands."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.cli.machine import Machine

TEXT = "When the import broke,\nyou stayed.\n\n=1+1 <b>@all</b>"


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A team of three with thanks of this week, of the week before, and of October."""
    place = tmp_path_factory.mktemp("digest")
    machine = Machine(place / "ana", place / "team")
    begin = ("init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    machine.run(*begin)
    machine.run("people", "add", "Ben Ødegård")
    machine.run("people", "add", "李 雷", "--handle", "lei")
    for day, words in (
        ("2026-11-23T09:00:00+01:00", ("@ben", "This week")),
        ("2026-11-22T23:59:59+01:00", ("@ben", "@lei", TEXT, "--for", "help")),
        ("2026-11-02T09:00:00+01:00", ("@lei", "Early in the month")),
        ("2026-10-31T09:00:00+01:00", ("@ben", "The month before")),
    ):
        earlier = Machine(place / "ana", place / "team", AMITY_NOW=day)
        earlier.run("kudos", "give", *words)
    return machine


def test_a_digest_reads_as_a_person_speaks(ana: Machine) -> None:
    assert ana.run("kudos", "digest").stdout == (
        "The week’s thanks at Harbour, 23 to 29 November 2026.\n\n"
        "On Monday 23 November:\n\nAna thanks Ben Ødegård:\n“This week”\n"
    )
    assert ana.run("kudos", "digest", "--week", "--date", "sun").stdout == (
        "The week’s thanks at Harbour, 16 to 22 November 2026.\n\n"
        f"On Sunday 22 November:\n\nAna thanks Ben Ødegård and 李 雷, for help:\n“{TEXT}”\n"
    )
    month = ana.run("kudos", "digest", "--month").stdout
    headings = ["From 2 to 8 November:", "From 16 to 22 November:", "From 23 to 29 November:"]
    assert [line for line in month.splitlines() if line.startswith(("On ", "From "))] == headings
    assert "never too late" in ana.run("kudos", "digest", "--date", "2026-11-10").stdout
    ana.run("kudos", "digest", "--date", "soon", code=2)
    ana.run("kudos", "digest", "--format", "pdf", code=2)


def test_a_week_begins_when_my_card_says_so(ana: Machine) -> None:
    ana.run("profile", "set", "week", "sun-thu")
    try:
        found = ana.json("kudos", "digest")
        assert (found["first"], found["last"], len(found["kudos"])) == ("2026-11-22", "2026-11-28", 2)
    finally:
        ana.run("profile", "set", "week", "mon-fri")


def test_a_digest_in_json_and_in_a_file(ana: Machine, tmp_path: Path) -> None:
    found = ana.json("kudos", "digest", "--month", "--format", "md")
    assert set(found) == {"period", "first", "last", "kudos", "format", "file", "text"}
    assert (found["period"], found["first"], found["last"]) == ("month", "2026-11-01", "2026-11-30")
    assert [one["text"] for one in found["kudos"]] == ["Early in the month", TEXT, "This week"]
    wall = ana.json("kudos", "--since", "2026-11-01")["kudos"]
    assert found["kudos"] == wall[::-1]
    assert found["text"].startswith("# The month’s thanks: November 2026\n\nHarbour\n")
    assert "\\<b\\>@\u2060all" in found["text"]
    file = tmp_path / "week.html"
    done = ana.run("kudos", "digest", "--format", "html", "-o", str(file))
    assert done.stdout == f"The week’s thanks are in {file}.\n"
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>\n")


def test_the_wall_in_all_formats(ana: Machine, tmp_path: Path) -> None:
    documents = orjson.loads(ana.run("export", "kudos", "--format", "json").stdout)
    assert documents == {"kudos": ana.json("kudos")["kudos"]}
    rows = list(csv.DictReader(io.StringIO(ana.run("export", "kudos", "--format", "csv").stdout[1:])))
    assert [row["to"] for row in rows] == ["Ben Ødegård", "Ben Ødegård, 李 雷", "李 雷", "Ben Ødegård"]
    assert rows[1]["given"] == "2026-11-22T23:59:59+01:00"
    assert "\n'=1+1 <b>@all</b>" in rows[1]["text"]
    markdown = ana.run("export", "kudos", "--format", "md").stdout
    assert re.findall("^## (.*)", markdown, re.MULTILINE) == ["November 2026", "October 2026"]
    page = ana.run("export", "kudos", "--format", "html").stdout
    assert "&lt;b&gt;@all&lt;/b&gt;" in page
    assert page.count("<article>") == 4
    file = tmp_path / "wall.csv"
    answered = ana.json("export", "kudos", "--format", "csv", "-o", str(file))
    assert answered == {"format": "csv", "file": str(file), "text": None}
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ana.json("export", "kudos", "--format", "md") == {"format": "md", "file": None, "text": markdown}
    ana.run("export", "kudos", code=2)
    ana.run("export", "kudos", "--format", "md", "--to", "@nobody", code=2)


@pytest.mark.parametrize("form", ["md", "html", "csv", "json"])
def test_an_export_of_some_of_the_wall(ana: Machine, form: str) -> None:
    def found(*words: str) -> str:
        return ana.run("export", "kudos", "--format", form, *words).stdout

    assert "Early in the month" in found("--to", "@lei", "--since", "2026-11-01")
    assert "The month before" not in found("--to", "@lei")
    assert "Early in the month" not in found("--since", "sun")
    assert "Early in the month" in found("--from", "ana")
    assert "Early in the month" not in found("--from", "ben")
    if form in ("md", "html"):
        assert "Thanks from Ana to 李 雷" in found("--to", "@lei", "--from", "@ana")


def test_no_export_has_a_number_of_thanks(ana: Machine) -> None:
    """Also none that stands beside it: how many were for one person is nobody's to know."""
    for form in ("md", "html", "csv", "json"):
        answered = ana.json("export", "kudos", "--format", form, "--to", "@ben")
        assert set(answered) == {"format", "file", "text"}
    assert set(orjson.loads(answered["text"])) == {"kudos"}


def test_thanks_from_standard_input(ana: Machine) -> None:
    given = orjson.loads(
        ana.run(
            *("kudos", "give", "@ben", "-", "--json"), stdin="\ufeffDanke, Zoë\r\nund 李 雷\n\n\n\nEnde\n"
        ).stdout
    )
    assert given["text"] == "Danke, Zoë\nund 李 雷\n\nEnde"
    ana.run("kudos", "remove", given["id"])
    assert "is empty" in ana.run("kudos", "give", "@ben", "-", stdin=" \n\n", code=2).stderr
    with ana.start("kudos", "give", "@ben", "-", encoding="latin-1") as program:
        _, said = program.communicate("Grüße")
    assert program.returncode == 2
    assert "not in UTF-8" in said


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_who_types_thanks_in_a_terminal_is_told_how_to_end_them(ana: Machine) -> None:
    import pty

    ours, theirs = pty.openpty()
    with ana.start("kudos", "give", "@ben", "-", stdin=theirs) as program:
        os.write(ours, b"Typed by hand\n\x04")
        out, said = program.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert (program.returncode, out) == (0, "Your thanks to Ben Ødegård are on the wall.\n")
    assert "ctrl+d on a line of its own ends it" in said


def test_no_standard_input_is_a_sentence(ana: Machine) -> None:
    done: Any = None
    with ana.start("kudos", "give", "@ben", "-", stdin=None, preexec_fn=lambda: os.close(0)) as program:
        done = program.communicate(timeout=30)
    assert program.returncode == 2
    assert "no standard input" in done[1]
