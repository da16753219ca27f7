"""An .ics file as the parts that matter here: events and time zones, each as its unfolded lines.

One event that makes no sense must not stop the others, and ten thousand of them must not take a minute: so a
file is cut into its components here, and only what is wanted of them is handed to the icalendar library.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import UsageError
from store.exchange.files import read_file

SIZE_LIMIT: Final = 16 << 20
"""Bytes; a calendar of twenty years has five million."""

Lines = list[str]

_NAME = re.compile(r"[A-Za-z0-9-]+")


class Components(NamedTuple):
    """The events of a file, its time zones by TZID, the zone it names for all, and whether it is cut off."""

    events: list[Lines]
    zones: dict[str, Lines]
    zone: str
    torn: bool


def read_components(path: Path) -> Components:
    """The components of an .ics file. Raises `UsageError` for a file that is none."""
    found = Components([], {}, "", torn=False)
    inside: list[str] = []
    part: Lines = []
    begun = False
    for line in _lines(path):
        name, value = name_of(line), value_of(line).strip()
        kind = value.upper()
        if name == "BEGIN":
            begun = begun or kind == "VCALENDAR"
            inside.append(kind)
            part = [] if kind in ("VEVENT", "VTIMEZONE") else part
        elif name == "END" and kind in inside:
            del inside[inside.index(kind) :]
            if kind == "VEVENT":
                found.events.append(part)
            elif kind == "VTIMEZONE":
                found.zones.setdefault(_first(part, "TZID"), part)
        elif inside[-1:] == ["VCALENDAR"] and name == "X-WR-TIMEZONE":
            found = found._replace(zone=value)
        if "VTIMEZONE" in inside or inside[-1:] == ["VEVENT"]:
            part.append(line)
    if not begun:
        raise UsageError(f"{path} is no calendar: an .ics file begins with BEGIN:VCALENDAR.")
    return found._replace(torn=bool(inside))


def name_of(line: str) -> str:
    """The name of the property that a line holds."""
    match = _NAME.match(line)
    return match.group().upper() if match else ""


def value_of(line: str) -> str:
    """The value of the property that a line holds, behind its parameters."""
    if '"' not in line:
        return line.partition(":")[2]
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[place + 1 :]
    return ""


def values(lines: Lines, name: str) -> list[str]:
    """The values of all properties of that name."""
    return [value_of(line).strip() for line in lines if name_of(line) == name]


def _first(lines: Lines, name: str) -> str:
    return next(iter(values(lines, name)), "")


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, put together again where they were folded."""
    data = read_file(path, SIZE_LIMIT, "a calendar")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    # Some programs fold in the middle of a character, so this comes before decoding.
    data = data.replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return filter(None, text.split("\n"))
