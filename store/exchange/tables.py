"""People from a CSV file, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import UsageError
from store.exchange.files import read_file
from store.exchange.people import Found, Skipped, first_name_first
from store.team.people import NewMember
from store.text import NAME_LIMIT, check_handle, clean
from store.zones import is_zone

SIZE_LIMIT: Final = 1 << 20
"""Bytes; what is larger is no list of people."""

COLUMNS: Final = ("name", "handle", "timezone")


class Table(NamedTuple):
    """The people of a file, and the lines that could not be used."""

    people: list[Found]
    skipped: list[Skipped]


def read_table(path: Path) -> Table:
    """The people of a CSV file with the columns name, handle and timezone, the latter two as one likes.

    UTF-8, with commas, semicolons or tabs. Without a header the columns stand in that order. A row that makes
    no sense stops no other; `UsageError` is for the file as a whole.
    """
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = Table([], [])
    header: list[str] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                names = [cell.strip().casefold() for cell in row]
                if header:
                    _take(found, header, row, line)
                elif "name" in names:
                    header = names
                elif set(COLUMNS) & set(names):
                    raise UsageError(f"{path} has no column “name”.")
                else:
                    header = list(COLUMNS)
                    _take(found, header, row, line)
            line = reader.line_num + 1
    except csv.Error as error:
        found.skipped.append(Skipped(line, f"From here on this is no CSV: {error}."))
    return found


def _text(path: Path) -> str:
    data = read_file(path, SIZE_LIMIT, "a list of people")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path} is not in UTF-8 (line {line}). Save it as “CSV UTF-8” and try again."
        ) from None


def _take(found: Table, header: list[str], row: list[str], line: int) -> None:
    try:
        person = _person(dict(zip(header, row, strict=False)))
    except UsageError as error:
        found.skipped.append(Skipped(line, str(error)))
    else:
        found.people.append(Found(person, line))


def _person(cells: dict[str, str]) -> NewMember:
    name = first_name_first(clean(cells.get("name", ""), NAME_LIMIT))
    if not name:
        raise UsageError("There is no name.")
    zone = cells.get("timezone", "").strip()
    if zone and not is_zone(zone):
        raise UsageError(f"“{clean(zone, 60)}” is no time zone, such as Europe/Berlin.")
    handle = cells.get("handle", "").strip()
    return NewMember(name, check_handle(handle) if handle else None, zone or None)
