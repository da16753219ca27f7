"""People from CSV files, as spreadsheets and people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.exchange.people import sort_out
from store.exchange.tables import SIZE_LIMIT, Table, read_table
from store.records import Snapshot
from store.team import Team
from store.team.people import NewMember

NOBODY = Snapshot("t-1", "Harbour")


def table(tmp_path: Path, data: str | bytes) -> Table:
    path = tmp_path / "people.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path)


def rows(found: Table) -> list[tuple[int, str, str | None, str | None]]:
    return [(line, p.name, p.handle, p.timezone) for p, line in found.people]


@pytest.mark.parametrize(
    "data",
    [
        "name,handle,timezone\nZoë,zoe.k,Europe/Paris\n",
        "\ufeffName;Handle;TIMEZONE\r\nZoë;@zoe.k;Europe/Paris\r\n",
        "NAME\tTimezone\tHandle\nZoë\tEurope/Paris\tZOE.K\n",
        'name,handle,timezone\n"Zoë","zoe.k","Europe/Paris"',
        "mail,name,handle,note,timezone\nz@a.org,Zoë,zoe.k,,Europe/Paris\n",
        " name , handle , timezone \n Zoë , zoe.k , Europe/Paris \n",
        "name,handle,timezone\rZoë,zoe.k,Europe/Paris\r",
    ],
    ids=["plain", "bom and semicolons", "tabs", "quotes", "other columns", "spaces", "old mac"],
)
def test_how_spreadsheets_write(tmp_path: Path, data: str) -> None:
    assert rows(table(tmp_path, data)) == [(2, "Zoë", "zoe.k", "Europe/Paris")]


def test_without_a_header(tmp_path: Path) -> None:
    found = rows(table(tmp_path, "Zoë,zoe\nBen\n"))
    assert found == [(1, "Zoë", "zoe", None), (2, "Ben", None, None)]


def test_a_name_over_two_lines_keeps_the_count(tmp_path: Path) -> None:
    found = table(tmp_path, 'name,handle\n"Zoë\nKrüger",zoe\n\nBen,b e n\nChi,chi\n')
    assert [(line, name) for line, name, *_ in rows(found)] == [(2, "Zoë Krüger"), (6, "Chi")]
    assert [line for line, _ in found.skipped] == [5]


def test_a_bad_row_stops_no_other(tmp_path: Path) -> None:
    found = table(tmp_path, "name,handle,timezone\nA,,Mars/Base\n,b,\nC,-c-,\n\x1b\x07,,\nE,,\n")
    assert [name for _, name, *_ in rows(found)] == ["E"]
    assert [line for line, _ in found.skipped] == [2, 3, 4, 5]
    assert "no time zone" in found.skipped[0].why
    assert "no name" in found.skipped[1].why
    assert "cannot be a handle" in found.skipped[2].why


def test_what_is_no_csv_from_some_line_on(tmp_path: Path) -> None:
    found = table(tmp_path, 'name,handle\nZoë,zoe\n"Ben,ben\nChi,chi\n')
    assert [name for _, name, *_ in rows(found)] == ["Zoë"]
    assert [line for line, _ in found.skipped] == [3]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name\nZo\xeb\n".encode("latin-1"), r"not in UTF-8 \(line 2\)"),
        ("name\nZoë\n".encode("utf-16"), "not in UTF-8"),
        (b"x" * (SIZE_LIMIT + 1), "larger than a list"),
        (b"handle,timezone\nzoe,UTC\n", "no column “name”"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        table(tmp_path, data)


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError, match="There is no file"):
            read_table(path)


def test_an_empty_file_has_nobody(tmp_path: Path) -> None:
    assert table(tmp_path, "") == Table([], [])
    assert table(tmp_path, "name,handle\n") == Table([], [])


def test_lines_about_the_same_person(tmp_path: Path) -> None:
    found = table(tmp_path, "Ben,\nBEN,\nChi,chi\nChi,chi\nChi,chi2\nDee,chi\nEli,\nEli,eli\n")
    sorting = sort_out(found.people, NOBODY)
    assert [(p.name, p.handle) for p in sorting.fresh] == [
        ("Ben", None),
        ("Chi", "chi"),
        ("Chi", "chi2"),
        ("Eli", None),
    ]
    assert [line for line, _ in sorting.skipped] == [2, 4, 6, 8]
    assert sorting.skipped[0].why == "BEN stands in line 1 already."
    assert sorting.skipped[2].why == "@chi stands in line 3 already."


def test_people_of_the_team(tmp_path: Path, team: Team) -> None:
    team.add_members([NewMember("Jan Berg", "jan"), NewMember("Jan Berg", "jan.b")])
    known = {m.handle: m.id for m in team.snapshot().members.values()}
    found = table(tmp_path, "Jan Berg,jan\nJan Berg,jan.b\nJan Berg,jan3\nZoe Kruger,\nOther,ben\n")
    sorting = sort_out(found.people, team.snapshot())
    assert sorting.known == [known["jan"], known["jan.b"], known["zoe"]]
    assert [p.handle for p in sorting.fresh] == ["jan3"]
    assert [(line, why) for line, why in sorting.skipped] == [(5, "Ben has the handle @ben already.")]


def test_a_made_handle_leaves_room_for_one_that_was_asked_for(team: Team) -> None:
    added = team.add_members([NewMember("Jan Berg"), NewMember("Jana", "jan"), NewMember("Jan Falk")])
    assert [m.handle for m in added] == ["jan.berg", "jan", "jan.falk"]
