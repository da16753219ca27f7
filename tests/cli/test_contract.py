"""docs/command-line.md, held against the real program: shapes, exit codes, where options may stand."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.cli.machine import Machine

PERSON = {"id", "handle", "name", "timezone", "status", "joined"}
KUDOS = {"id", "from", "to", "text", "value", "given", "edited", "reactions", "link", "reply"}
MEETING = {"id", "name", "rule", "time", "timezone", "roles", "members", "next"}
OCCURRENCE = {"meeting", "name", "starts", "state", "roles"}
TODAY = {"date", "suggestion", "roles", "follow_ups", "promises", "cards", "kudos"}
CARD_TO_SIGN = {"id", "to", "for", "opens", "by", "open", "signed", "lines"}
CARD = {
    *PERSON,
    *("pronouns", "week", "hours", "place", "thanks", "suggest", "coffee", "share", "roles", "card"),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A team of three with a meeting and two kudos, which the tests here only add to."""
    place = tmp_path_factory.mktemp("contract")
    machine = Machine(place / "ana", place / "team")
    machine.run(
        *("init", str(machine.folder), "--team", "Harbour", "--me", "Ana", "--timezone", "Europe/Berlin")
    )
    machine.run("people", "add", "Ben Ødegård")
    machine.run("people", "add", "李 雷", "--handle", "lei", "--timezone", "Asia/Shanghai")
    machine.run("meetings", "add", "Standup", "--at", "09:30", "--every", "weekday")
    machine.run("kudos", "give", "@ben", "@lei", "Thank you both", "--for", "help")
    machine.run("kudos", "give", "lei", "-", stdin="From standard\ninput\n")
    return machine


def keys(document: Mapping[str, Any]) -> set[str]:
    return set(document)


def test_init_and_join(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "team"
    first = Machine(tmp_path / "first", folder)
    begun = first.json("init", str(folder), "--team", "Quay", "--me", "Zoë", "--handle", "z")
    assert keys(begun) == {"team", "me", "file"}
    assert keys(begun["team"]) == {"id", "name"}
    assert begun["me"] == {"id": begun["me"]["id"], "handle": "z", "name": "Zoë"}
    assert begun["file"] == str(folder / "amity.json")
    assert "already" in first.run("init", str(folder), "--team", "Quay", "--me", "Zoë", code=2).stderr
    second = Machine(tmp_path / "second", folder)
    assert second.json("join", str(folder), "--me", "Zoë")["me"]["id"] == begun["me"]["id"]
    third = Machine(tmp_path / "third", folder)
    assert third.json("join", str(folder), "--me", "Newcomer")["me"]["handle"] == "newcomer"
    Machine(tmp_path / "fourth", folder).run("join", str(folder), "--me", "@nobody", code=2)
    Machine(tmp_path / "fifth", folder).run("people", code=3)
    assert len(first.json("people")["people"]) == 2


def test_people(ana: Machine) -> None:
    found = ana.json("people")
    assert keys(found) == {"people"}
    assert [keys(p) for p in found["people"]] == [PERSON] * 3
    assert {p["handle"]: p["name"] for p in found["people"]} == {
        "ana": "Ana",
        "ben": "Ben Ødegård",
        "lei": "李 雷",
    }
    added = ana.json("people", "add", "Gone Soon")
    assert added == {**added, "handle": "gone", "status": "here", "joined": "2026-11-23"}
    assert ana.json("people", "remove", "@gone")["status"] == "left"
    assert len(ana.json("people", "list")["people"]) == 3
    text = ana.run("people").stdout.splitlines()
    assert text[1].split() == ["@ben", "Ben", "Ødegård", "Europe/Berlin", "here", "2026-11-23"]
    assert text[2].index("Asia") == text[1].index("Europe") - 2  # two characters of double width


def test_people_come_from_a_table(ana: Machine, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Name;Handle;Timezone\nChloé;chloe;Mars/Base\n;x;\nLEI;lei;\nBen Ødegård;;\n", "utf-8")
    done = ana.run("people", "import", "--csv", str(table), "--json")
    found = orjson.loads(done.stdout)
    assert keys(found) == {"added", "known", "skipped"}
    assert [p["handle"] for p in found["known"]] == ["ben"]
    assert [s["line"] for s in found["skipped"]] == [2, 3, 4]
    assert [line.partition(" of ")[0] for line in done.stderr.splitlines()] == [
        *("amity: Line 2", "amity: Line 3", "amity: Line 4")
    ]
    table.write_text("name;timezone\n" + "Zoe;Mars/Base\n" * 24, "utf-8")
    said = ana.run("people", "import", "--csv", str(table), code=2).stderr.splitlines()
    assert (len(said), said[20]) == (22, "amity: So were 4 more.")
    table.write_text("name\n\x1b\n", "utf-8")
    assert "Nobody could be taken" in ana.run("people", "import", "--csv", str(table), code=2).stderr
    ana.run("people", "import", code=2)
    ana.run("people", "import", "--csv", str(table), "--since", "today", code=2)
    ana.run("people", "import", "--git", str(tmp_path), code=2)


def test_absences(ana: Machine) -> None:
    away = ana.json("away", "@ben", "today", "fri")
    assert away == {"id": away["id"], "person": "ben", "from": "2026-11-23", "to": "2026-11-27"}
    assert {p["handle"]: p["status"] for p in ana.json("people")["people"]}["ben"] == "away"
    assert ana.json("back", "ben")["status"] == "here"
    assert "was not away" in ana.run("back", "@ben").stdout
    assert ana.json("away", "@lei", "2027-01-01")["to"] is None
    ana.run("away", "@ben", "tomorrow", "today", code=2)


def test_profile(ana: Machine) -> None:
    assert keys(ana.json("profile")) == CARD
    assert ana.json("profile", "@lei")["handle"] == "lei"
    wanted = {
        "name": "Ana B.",
        "pronouns": "she/her",
        "timezone": "Europe/Lisbon",
        "week": "sun-thu",
        "hours": "8–16",
        "place": "remote:mon,wed",
        "thanks": "ask",
        "suggest": "light",
        "share": 2,
    }
    for field, value in wanted.items():
        card = ana.json("profile", "set", field, str(value))
    assert {field: card[field] for field in wanted} == wanted
    assert ana.json("profile", "set", "coffee", "yes")["coffee"] is True
    assert ana.json("profile", "set", "role.note_taker", "out")["roles"] == {"note_taker": "out"}
    assert ana.json("profile", "set", "ask_me_about", "boats")["card"] == {"ask_me_about": "boats"}
    assert ana.json("profile", "set", "ask_me_about", "")["card"] == {}
    assert ana.json("profile", "set", "week", "mon,tue,thu")["week"] == "mon,tue,thu"
    for field, value in (
        ("timezone", "Europe/Berlin"),
        ("week", "mon-fri"),
        ("place", "office"),
        ("name", "Ana"),
    ):
        ana.run("profile", "set", field, value)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("timezone", "Mars/Base", "no time zone"),
        ("timezon", "UTC", "Did you mean timezone"),
        ("week", "mon-", "no week"),
        ("place", "moon", "no place"),
        ("thanks", "loud", "wall or private or ask"),
        ("share", "3", "1 or 2"),
        ("role.juggler", "in", "There are:"),
        ("name", " ", "empty"),
        ("a b", "x", "cannot be a field"),
    ],
)
def test_impossible_cards(ana: Machine, field: str, value: str, said: str) -> None:
    assert said in ana.run("profile", "set", field, value, code=2).stderr


def test_meetings_and_roles(ana: Machine) -> None:
    (meeting,) = ana.json("meetings")["meetings"]
    assert keys(meeting) == MEETING
    assert MOMENT.fullmatch(meeting["next"])
    added = ana.json(
        *("meetings", "add", "Retro", "--at", "14:00", "--every", "2weeks", "--on", "wed"),
        *("--roles", "facilitator,note_taker", "--people", "@ana,@ben", "--timezone", "Europe/London"),
    )
    assert keys(added) == MEETING
    assert (added["roles"], added["members"]) == (["facilitator", "note_taker"], ["ana", "ben"])
    assert added["next"] == "2026-11-25T14:00:00+00:00"
    found = ana.json("roles", "stand", "--count", "3")
    assert [keys(o) for o in found["occurrences"]] == [OCCURRENCE] * 3
    assert {"role", "person", "why"} == keys(found["occurrences"][0]["roles"][0])
    assert ana.json("roles", "--from", "mon")["occurrences"][0]["starts"].startswith("2026-11-23")
    assert keys(ana.json("roles", "swap", "Retro", "facilitator", "@ben", "--on", "wed")) == OCCURRENCE
    assert ana.json("roles", "confirm", "Standup", "today")["state"] == "held"
    assert ana.json("roles", "skip", "Standup", "tomorrow")["state"] == "skipped"
    moved = ana.json("roles", "move", "Retro", "wed", "thu", "--at", "9:15")
    assert keys(moved) == OCCURRENCE
    assert moved["starts"] == "2026-11-26T09:15:00+00:00"
    assert moved["roles"][0]["person"] == "ben"
    assert ana.json("roles", "Retro")["occurrences"] == [moved]
    assert ana.json("roles", "move", "Retro", "thu", "wed")["starts"] == "2026-11-25T14:00:00+00:00"
    for words in (("sat", "fri"), ("wed", "2029-01-01"), ("wed", "fri", "--at", "25:00")):
        ana.run("roles", "move", "Retro", *words, code=2)
    fair = ana.json("roles", "fairness", "Standup", "--days", "30")
    assert keys(fair) == {"meeting", "days", "counts", "spread"}
    ana.run("roles", "confirm", "Standup", "sat", code=2)


def test_roles_once_is_today_in_a_few_lines(ana: Machine) -> None:
    call = ("meetings", "add", "Call", "--at", "01:00", "--every", "day", "--timezone", "Pacific/Auckland")
    ana.run(*call, "--roles", "facilitator")
    ana.run("roles", "swap", "Standup", "timekeeper", "@ana", "--on", "today")
    said = [line.split() for line in ana.run("roles", "--once").stdout.splitlines()]
    assert said[0] == ["Harbour", "·", "Monday", "23", "November"]
    assert said[1][:2] == ["09:30", "Standup"]
    assert ["Timekeeper", "you"] in said
    assert said[-1][:3] == ["13:00", "Call", "Facilitator"]  # Tuesday's there, today's here
    found = ana.json("roles", "--once")["occurrences"]
    assert [keys(o) for o in found] == [OCCURRENCE] * 2
    ana.run("roles", "skip", "Standup", "today")
    assert "not held this time" in ana.run("roles", "Standup", "--once").stdout


def test_meetings_come_from_a_calendar(ana: Machine, tmp_path: Path) -> None:
    file = tmp_path / "team.ics"
    begin, end = "BEGIN:VEVENT", "END:VEVENT"
    weekly = (begin, "UID:u-1", "SUMMARY:Planning", "DTSTART;TZID=W. Europe Standard Time:20261102T140000")
    lunch = (begin, "UID:u-2", "SUMMARY:Lunch", "DTSTART:20261124T110000Z", end)
    lines = ("BEGIN:VCALENDAR", *weekly, "RRULE:FREQ=WEEKLY", end, *lunch, "END:VCALENDAR")
    file.write_text("\r\n".join(lines), "utf-8")
    found = ana.json("meetings", "import", str(file), "--roles", "facilitator")
    assert keys(found) == {"added", "skipped"}
    assert [keys(meeting) for meeting in found["added"]] == [MEETING]
    (planning,) = found["added"]
    assert (planning["name"], planning["roles"]) == ("Planning", ["facilitator"])
    assert (planning["timezone"], planning["next"]) == ("Europe/Berlin", "2026-11-23T14:00:00+01:00")
    assert found["skipped"] == [{"summary": "Lunch", "why": "It is not recurring."}]
    again = ana.json("meetings", "import", str(file))
    assert again["added"] == []
    assert again["skipped"][0] == {"summary": "Planning", "why": "It is in the team already."}
    said = ana.run("meetings", "import", str(file)).stdout.splitlines()
    assert said[0] == "Added 0, left out 2."
    file.write_text("Dear team, this is no calendar.", "utf-8")
    assert "BEGIN:VCALENDAR" in ana.run("meetings", "import", str(file), code=2).stderr
    ana.run("meetings", "import", str(tmp_path / "none.ics"), code=2)
    ana.run("meetings", "import", str(file), "--roles", "<b>", code=2)


def test_holidays(ana: Machine, tmp_path: Path) -> None:
    assert ana.json("profile", "set", "holidays", "de-be")["card"]["holidays"] == "DE-BE"
    assert b'"DE-BE:2026-12-25"' in (ana.folder / "amity.json").read_bytes()
    assert "No public holidays" in ana.run("profile", "set", "holidays", "XX", code=2).stderr
    assert "is no region" in ana.run("profile", "set", "holidays", "Berlin", code=2).stderr
    assert ana.json("profile", "set", "holidays", "")["card"] == {}
    file = tmp_path / "holidays.ics"
    days = ("SUMMARY:Christmas", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227")
    noon = ("BEGIN:VEVENT", "SUMMARY:Noon", "DTSTART:20261224T110000Z", "END:VEVENT")
    file.write_text(
        "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *days, "END:VEVENT", *noon, "END:VCALENDAR"])
    )
    found = ana.json("meetings", "holidays", str(file))
    assert found == {
        "holidays": ["2026-12-25", "2026-12-26"],
        "added": ["2026-12-25", "2026-12-26"],
        "skipped": [{"summary": "Noon", "why": "It does not last all day."}],
    }
    assert ana.json("meetings", "holidays", str(file))["added"] == []
    assert ana.json("meetings", "holidays", "--remove", "2026-12-26")["holidays"] == ["2026-12-25"]
    assert "2026-12-25" in ana.run("meetings", "holidays").stdout
    assert "no holiday on" in ana.run("meetings", "holidays", "--remove", "fri", code=2).stderr
    ana.run("meetings", "holidays", str(tmp_path), code=2)


def test_without_the_package_for_holidays_the_region_is_kept(ana: Machine, tmp_path: Path) -> None:
    (tmp_path / "holidays.py").write_text("raise ImportError\n", "utf-8")
    home = Path(ana.environment["AMITY_HOME"])
    bare = Machine(home, ana.folder, PYTHONPATH=str(tmp_path))
    done = bare.run("profile", "set", "holidays", "FR", "--json")
    assert orjson.loads(done.stdout)["card"] == {"holidays": "FR"}
    assert "pipx inject amity holidays" in done.stderr
    ana.run("profile", "set", "holidays", "")


def test_export_of_roles(ana: Machine, tmp_path: Path) -> None:
    printed = ana.run("export", "roles", "--format", "md").stdout
    assert printed.startswith("# Harbour\n\n## ")
    found = ana.json("export", "roles", "--format", "md")
    assert found == {**found, "format": "md", "file": None, "text": printed}
    assert found["count"] >= 40
    file = tmp_path / "roles.ics"
    written = ana.json("export", "roles", "--format", "ics", "-o", str(file))
    assert written == {"format": "ics", "count": found["count"], "file": str(file), "text": None}
    assert file.read_bytes().count(b"\r\nBEGIN:VEVENT\r\n") == found["count"]
    assert ana.run("export", "roles", "--format", "ics").stdout == file.read_text("utf-8")
    assert (
        "cannot be written"
        in ana.run("export", "roles", "--format", "md", "-o", str(tmp_path), code=1).stderr
    )
    ana.run("export", "roles", code=2)
    ana.run("export", code=2)


def test_kudos(ana: Machine) -> None:
    wall = ana.json("kudos")
    assert keys(wall) == {"kudos", "total"}
    assert [keys(k) for k in wall["kudos"]] == [KUDOS] * wall["total"]
    texts = {k["text"]: k for k in wall["kudos"]}
    assert "From standard\ninput" in texts
    both = texts["Thank you both"]
    assert (both["from"], both["to"], both["value"]) == ("ana", ["ben", "lei"], "help")
    assert MOMENT.fullmatch(both["given"])
    assert ana.json("kudos", "--limit", "1")["total"] == wall["total"]
    assert ana.json("kudos", "--to", "@ben", "--from", "ana", "--search", "BOTH thank")["total"] == 1
    assert ana.json("kudos", "--search", "BOTH ben help")["total"] == 1  # a text, a name and a theme
    assert "fits all of this" in ana.run("kudos", "--search", "nobody-wrote-that").stdout
    assert ana.json("kudos", "--since", "mon")["total"] == wall["total"]
    assert ana.json("kudos", "--since", "tomorrow")["total"] == 0
    given = ana.json("kudos", "give", "@ben", "Once more")
    assert keys(given) == KUDOS
    assert ana.json("kudos", "react", given["id"], "🎉")["reactions"] == {"🎉": ["ana"]}
    assert ana.json("kudos", "react", given["id"], "🎉", "--off")["reactions"] == {}
    assert ana.json("kudos", "edit", given["id"], "Twice")["text"] == "Twice"
    assert ana.json("kudos", "remove", given["id"])["id"] == given["id"]
    ana.run("kudos", "remove", given["id"], code=2)


def test_a_kudos_with_a_link_that_answers_another(ana: Machine) -> None:
    first = ana.json("kudos", "give", "@lei", "For the plan")
    assert (first["link"], first["reply"]) == (None, None)
    link = "https://example.org/12"
    given = ana.json("kudos", "give", "@ben", "For yours", "--link", link, "--reply", first["id"][:20])
    assert (given["link"], given["reply"]) == (link, first["id"])
    changed = ana.json("kudos", "edit", given["id"], "For yours", "--link", "", "--for", "craft")
    assert (changed["link"], changed["reply"], changed["value"]) == (None, first["id"], "craft")
    for words in (("--link", "ftp://example.org"), ("--reply", "k-nothing")):
        assert ana.run("kudos", "give", "@ben", "Thanks", *words, code=2).stderr
    ana.run("kudos", "remove", given["id"])
    ana.run("kudos", "remove", first["id"])


def test_the_themes_of_a_team(ana: Machine) -> None:
    before = ana.json("kudos", "themes")["themes"]
    assert "craft" in before
    assert ana.json("kudos", "themes", "add", "Mentoring")["themes"] == [*before, "Mentoring"]
    assert ana.json("kudos", "themes", "remove", "mentoring")["themes"] == before
    assert "craft" in ana.run("kudos", "themes").stdout.splitlines()
    assert "Say which theme" in ana.run("kudos", "themes", "add", code=2).stderr
    assert "no theme" in ana.run("kudos", "themes", "remove", "gold", code=2).stderr


def test_me_too_and_kind_words(ana: Machine, tmp_path: Path) -> None:
    given = ana.json("kudos", "give", "@ben", "For the map")
    assert ana.json("kudos", "react", given["id"], "me-too")["reactions"] == {"🙌": ["ana"]}
    assert ana.json("kudos", "react", given["id"], "me-too", "--off")["reactions"] == {}
    ben = Machine(tmp_path / "ben", ana.folder)
    ben.run("join", str(ana.folder), "--me", "@ben")
    card = ana.json("cards", "new", "@ben", "--for", "Birthday", "--opens", "today")
    ana.run("cards", "sign", card["id"], "Many happy returns")
    mine = ben.json("kudos", "mine")
    assert keys(mine) == {"kudos", "cards"}
    assert "For the map" in {k["text"] for k in mine["kudos"]}
    assert [keys(k) for k in mine["kudos"]] == [KUDOS] * len(mine["kudos"])
    assert mine["cards"][0]["lines"][0]["text"] == "Many happy returns"
    text = ben.run("kudos", "mine").stdout
    assert "For the map\n— Ana, 2026-11-23\n" in text
    assert "Many happy returns\n— Ana\n" in text
    assert "Nothing yet" in ana.run("kudos", "mine").stdout
    assert ben.json("today")["cards"] == [{"id": card["id"], "for": "Birthday", "opens": "2026-11-23"}]
    assert f"amity cards show {card['id'][:10]}" in ben.run("today").stdout
    assert ana.json("today")["cards"] == []
    ana.run("cards", "remove", card["id"])


def test_cards(ana: Machine, tmp_path: Path) -> None:
    assert ana.json("cards") == {"cards": []}
    assert "amity cards new" in ana.run("cards").stdout
    card = ana.json("cards", "new", "@ben", "--for", "Farewell", "--opens", "fri")
    assert keys(card) == CARD_TO_SIGN
    assert card == {
        **card,
        "to": "ben",
        "for": "Farewell",
        "opens": "2026-11-27",
        "by": "ana",
        "open": False,
        "signed": [],
        "lines": [],
    }
    short = card["id"][:10]
    done = ana.run("cards", "sign", short, "-", stdin="Fair winds,\n*Ben*\n")
    assert "whoever can read the folder" in done.stdout
    ben, lei = (Machine(tmp_path / name, ana.folder) for name in ("ben", "lei"))
    for machine, handle in ((ben, "@ben"), (lei, "@lei")):
        machine.run("join", str(ana.folder), "--me", handle)
    assert ben.json("cards") == {"cards": []}
    nobody = ben.run("cards", "show", short, code=2).stderr
    assert nobody == ben.run("cards", "show", "c-none", code=2).stderr.replace("c-none", short)
    seen = lei.json("cards", "show", short)
    assert (seen["signed"], seen["lines"]) == (["ana"], [])
    assert "Fair winds" not in lei.run("cards", "show", short).stdout
    assert "Fair winds" not in lei.run("cards", "show", short, "--format", "md").stdout
    assert set(lei.json("cards", "sign", short, "Bye")["signed"]) == {"ana", "lei"}
    lei.run("cards", "change", short, "--opens", "mon", code=2)
    lei.run("cards", "remove", short, code=2)
    assert lei.json("cards", "sign", short, "--off")["signed"] == ["ana"]
    for words in ((), ("Text", "--off")):
        lei.run("cards", "sign", short, *words, code=2)
    ana.run("cards", "change", short, "--opens", "2026-11-22", code=2)
    assert ana.json("cards", "change", short, "--for", "Bon voyage", "--opens", "today")["open"]
    assert ben.json("cards", "show", short)["lines"] == [
        {"from": "ana", "text": "Fair winds,\n*Ben*", "at": "2026-11-23T09:12:00+01:00"}
    ]
    assert ben.run("cards", "show", short).stdout == (
        "For Ben Ødegård · Bon voyage · Monday 23 November 2026\n\nFair winds,\n*Ben*\n— Ana\n"
    )
    assert "> \\*Ben\\*\\\n> — Ana" in ben.run("cards", "show", short, "--format", "md").stdout
    assert ben.json("cards", "remove", short)["id"] == card["id"]
    assert ana.json("cards") == {"cards": []}


def test_the_wall_can_be_switched_off(ana: Machine) -> None:
    assert ana.json("kudos", "off") == {"team": False, "me": True}
    assert "in person" in ana.run("kudos", "give", "@ben", "x", code=2).stderr
    assert "in person" not in ana.run("kudos").stdout
    assert ana.json("kudos", "on") == {"team": True, "me": True}
    assert ana.json("kudos", "off", "--me") == {"team": True, "me": False}
    assert ana.json("kudos", "on", "--me") == {"team": True, "me": True}


def test_today(ana: Machine) -> None:
    today = ana.json("today")
    assert keys(today) == TODAY
    assert keys(today["suggestion"]) == {
        *("id", "principle", "title", "text", "say", "minutes", "person", "why", "state")
    }
    other = ana.json("today", "another", "--note", "too many people")
    assert other["suggestion"]["id"] != today["suggestion"]["id"]
    done = ana.json("today", "done", "--note", "went well")
    assert done["suggestion"]["state"] == "done"
    notes = Path(ana.environment["AMITY_HOME"], "data", "notebooks").glob("t-*/notebook.json")
    assert sum(file.read_text("utf-8").count("went well") for file in notes) >= 1
    assert b"went well" not in (ana.folder / "amity.json").read_bytes()
    assert "no open suggestion" in ana.run("today", "later", code=2).stderr


def test_sync(ana: Machine) -> None:
    assert ana.json("sync") == {
        "state": "in step",
        "received": 0,
        "sent": 0,
        "merged_copies": [],
        "set_aside": [],
        "clock_ahead": 0,
    }


@pytest.mark.parametrize(
    "words",
    [
        "--json people",
        "people --json",
        "people --json list",
        "people list --json",
        "--json --folder FOLDER people",
        "people --folder FOLDER --json",
        "people --folder=FOLDER list --json",
    ],
)
def test_options_stand_anywhere(ana: Machine, words: str) -> None:
    typed = [word.replace("FOLDER", str(ana.folder)) for word in words.split()]
    assert len(orjson.loads(ana.run(*typed).stdout)["people"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("peple", "Did you mean people?"),
        ("people lst", "Did you mean list?"),
        ("kudos gvie @ben x", "Did you mean give?"),
        ("roles shwo", "Or did you mean amity roles show?"),
        ("people list extra", "extra"),
        ("frobnicate", "There is no command “frobnicate” in amity."),
        ("people --jsn", "--json"),
        ("kudos give @bne x", "@ben"),
        ("kudos give ben hello there", "needs quotes"),
        ("kudos give hello", "whom you thank"),
        ("--json", "goes with a command"),
        ("away @ben monkey", "is no date"),
        ("away @ben 9999-12-31", "too far away"),
        ("kudos --limit 0", "0 is not in the range"),
        ("completions tcsh", "tcsh"),
        ("init X --team T", "--me"),
    ],
)
def test_wrong_usage_is_a_sentence(ana: Machine, words: str, said: str) -> None:
    done = ana.run(*words.split(), code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("amity: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("AMITY_NOW", "yesterday", 2),
        ("AMITY_NOW", "2026-11-23T09:12:00", 2),
        ("AMITY_NOW", "0001-01-01T00:00:00+00:00", 2),
        ("AMITY_FOLDER", "/nonexistent", 3),
        ("AMITY_FOLDER", "", 0),
    ],
)
def test_the_environment(ana: Machine, variable: str, value: str, code: int) -> None:
    odd = Machine(Path(ana.environment["AMITY_HOME"]), ana.folder, **{variable: value})
    assert (variable in odd.run("people", code=code).stderr) == (variable == "AMITY_NOW")


def test_a_folder_named_outright_beats_the_environment(ana: Machine) -> None:
    odd = Machine(Path(ana.environment["AMITY_HOME"]), ana.folder, AMITY_FOLDER="/nonexistent")
    odd.run("people", "--folder", str(ana.folder))


def test_a_team_goes_out_and_comes_into_a_new_folder(ana: Machine, tmp_path: Path) -> None:
    file, folder = tmp_path / "team.json", tmp_path / "again"
    assert ana.json("export", "team", "--format", "json", "-o", str(file)) == {
        "format": "json",
        "file": str(file),
        "text": None,
    }
    assert ana.run("export", "team", "--format", "json").stdout == file.read_text("utf-8")
    new = Machine(tmp_path / "new", folder)
    card = new.json("import", "team", str(file), str(folder), "--me", "@ben", "--team", "Crew")
    assert (card["team"]["name"], card["me"]["handle"]) == ("Crew", "ben")
    assert card["file"] == str(folder / "amity.json")
    assert new.json("people") == ana.json("people")
    again = new.run("import", "team", str(file), str(folder), "--me", "@ben", code=2)
    assert "There is a team" in again.stderr
    nothing = new.run("import", "team", str(tmp_path / "no.json"), str(folder), "--me", "@ben", code=1)
    assert "cannot be read" in nothing.stderr


def test_two_entries_for_one_person(ana: Machine) -> None:
    second = ana.json("people", "add", "Ben O", "--handle", "ben2")
    kudos = ana.json("kudos", "give", "@ben2", "For the quiet help with the release notes.")
    assert ana.json("people", "merge", "@ben", "@ben2")["handle"] == "ben"
    assert second["id"] not in {p["id"] for p in ana.json("people")["people"]}
    (found,) = [k for k in ana.json("kudos", "--to", "@ben")["kudos"] if k["id"] == kudos["id"]]
    assert found["to"] == ["ben"]
    assert "one entry already" in ana.run("people", "merge", "@ben", "@ben", code=2).stderr
    assert [p["handle"] for p in ana.json("people", "split", "@ben")["people"]] == ["ben2"]
    assert "one entry alone" in ana.run("people", "split", "@ben", code=2).stderr
    ana.run("kudos", "remove", kudos["id"])
    ana.run("people", "remove", "@ben2")


def test_backups_and_going_back(ana: Machine, tmp_path: Path) -> None:
    file = tmp_path / "harbour.json"
    assert ana.json("backup", "-o", str(file)) == {"file": str(file)}
    assert b"notes" not in file.read_bytes()
    usual = ana.json("profile")["timezone"]
    ana.run("profile", "set", "timezone", "Europe/Paris")
    kept = ana.json("backup")["file"]
    listed = ana.json("backup", "list")["backups"]
    assert [keys(one) for one in listed] == [{"file", "day", "at", "bytes"}] * len(listed)
    assert kept in [one["file"] for one in listed]
    ana.run("profile", "set", "timezone", "UTC")
    found = ana.json("restore", kept)
    assert found == {**found, "restored": False, "before": None, "more": 0}
    assert len(found["changes"]) == 1
    assert found["changes"][0].endswith("timezone becomes Europe/Paris")
    assert "add --yes" in ana.run("restore", Path(kept).stem).stdout
    assert ana.json("profile")["timezone"] == "UTC"
    done = ana.json("restore", kept, "--yes")
    assert done["restored"] is True
    assert ana.json("profile")["timezone"] == "Europe/Paris"
    ana.run("restore", Path(done["before"]).stem, "--yes")
    assert ana.json("profile")["timezone"] == "UTC"
    assert "There is no backup of 2026-01-01" in ana.run("restore", "2026-01-01", code=2).stderr
    assert "cannot be read" in ana.run("restore", "nothing.json", code=2).stderr
    ana.run("profile", "set", "timezone", usual)


def test_the_doctor_answers_whatever_is_broken(ana: Machine, tmp_path: Path) -> None:
    found = ana.json("doctor")
    assert keys(found) == {"checks"}
    assert [keys(check) for check in found["checks"]] == [{"name", "ok", "detail", "fix"}] * len(
        found["checks"]
    )
    assert all(check["ok"] for check in found["checks"])
    told = ana.run("doctor").stdout
    assert "✓ fine" in told
    assert told.endswith("All is well. Nothing was changed.\n")
    broken = Machine(tmp_path / "home", tmp_path / "none")
    (tmp_path / "home" / "config").mkdir(parents=True, mode=0o700)
    (tmp_path / "home" / "config" / "settings.toml").write_text("theme = [")
    told = broken.run("doctor", "--folder", str(tmp_path / "none"), code=1).stdout
    assert "▲ to do" in told
    assert "3 things to do" in told
    assert sorted(tmp_path.rglob("*")) == sorted(
        tmp_path / "home" / name for name in (".", "config", "config/settings.toml")
    )


HEADLESS = (
    *("--version", "--help", "people", "people --help", "profile", "meetings", "roles", "kudos", "today"),
    *(
        "sync",
        "completions bash",
        "people add Nia",
        "people merge @ben @nia",
        "people split @ben",
        "doctor",
        "completions bash",
        "people add Nia",
        "people remove @nia",
        "away @lei today",
        "back @lei",
    ),
    *("kudos give @ben x", "roles confirm Standup", "profile set hours 9-17", "roles fairness Standup"),
    *(
        "export roles --format md",
        "export team --format json",
        "cards",
        "kudos mine",
        "kudos off",
        "kudos on",
    ),
    *("today --once", "today easy", "note @ben x --follow-up fri", "notes", "promise figures --by fri"),
    *("promises", "status swamped x", "status", "coffee join", "coffee", "questions", "content check"),
    *(
        "remind @ben x",
        "settings set keys.thank f5",
        "settings",
        "reminders",
        "milestones add 05-24 x",
        "milestones",
    ),
    *("teams", "teams open Harbour"),
)


def test_no_command_imports_textual(ana: Machine) -> None:
    program = (
        "import sys; from tui.cli import run\n"
        "for words in sys.argv[1:]:\n"
        "    run(words.split())\n"
        "    found = [m for m in ('textual', 'rich', 'icalendar', 'holidays') if m in sys.modules]\n"
        "    assert not found, (words, found)\n"
    )
    command = [sys.executable, "-c", program, *HEADLESS]
    done = subprocess.run(command, env=ana.environment, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
