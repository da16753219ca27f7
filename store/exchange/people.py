"""Bringing in people: from a git history, or from a CSV file. E-mail addresses are read, never kept."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from store.errors import UsageError
from store.records import Snapshot
from store.team.people import NewMember
from store.text import NAME_LIMIT, check_handle, clean, fold
from store.zones import is_zone

GIT_SECONDS: Final = 60.0
"""How long reading a history may take."""

CSV_LIMIT: Final = 1 << 20
"""Bytes of a CSV file."""

_BOT = re.compile(
    r"\[bot\]|\bbots?$|-bot\b"
    r"|^(?:dependabot|renovate|github[ -]actions?|greenkeeper|pre-commit[. -]ci|(?:hosted )?weblate"
    r"|semantic-release|snyk|codecov|allcontributors|transifex|travis(?:[ -]ci)?|jenkins|gitlab|root)$",
    re.IGNORECASE,
)


def from_git(repository: Path, since: str | None = None) -> list[NewMember]:
    """The authors of a repository's commits, the most frequent first; mailmap honoured, bots left out.

    Someone with several addresses or spellings of one name counts once. Raises `UsageError` with a sentence.
    """
    command = [
        "git",
        "-C",
        str(repository),
        "log",
        "--use-mailmap",
        "--no-show-signature",
        "--encoding=UTF-8",
        "--format=%aN%x00%aE",
    ]
    if since:
        command.append(f"--since={since}")
    if not repository.is_dir():
        raise UsageError(f"There is no folder {repository}.")
    try:
        done = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed here; install it, or import people with --csv.") from None
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"git took longer than {GIT_SECONDS:.0f} seconds; ask for less with --since."
        ) from None
    if done.returncode:
        raise UsageError(f"{repository} is no git repository with commits.")
    authors: dict[str, list[str]] = {}
    commits: dict[str, int] = {}
    by_mail: dict[str, str] = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        raw, _, mail = line.partition("\0")
        name = clean(raw.partition("@")[0] if re.fullmatch(r"\S+@\S+", raw) else raw, NAME_LIMIT)
        if not name or _BOT.search(name) or "[bot]" in mail:
            continue
        key = (
            by_mail.setdefault(mail.casefold(), fold(name))
            if "@" in mail and "localhost" not in mail
            else fold(name)
        )
        commits[key] = commits.get(key, 0) + 1
        authors.setdefault(key, []).append(name)
    ordered = sorted(authors, key=lambda key: (-commits[key], key))
    return [NewMember(max(set(authors[key]), key=lambda n: (authors[key].count(n), n))) for key in ordered]


def from_csv(path: Path) -> list[NewMember]:
    """The people of a CSV file with the columns name, handle and timezone (the latter two as one likes).

    Without a header the first column is the name. Raises `UsageError` that names the line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or 'unknown').lower()}.") from None
    if len(data) > CSV_LIMIT:
        raise UsageError(f"{path} is larger than a list of people can be.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV file: {error}.") from None
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if "name" not in header:
        header, rows = ["name", "handle", "timezone"], [[], *rows]
    return [
        _row(dict(zip(header, row, strict=False)), number)
        for number, row in enumerate(rows[1:], 2)
        if any(row)
    ]


def _row(row: dict[str, str], number: int) -> NewMember:
    name = clean(row.get("name", ""), NAME_LIMIT)
    if not name:
        raise UsageError(f"Line {number} has no name.")
    zone = row.get("timezone", "").strip()
    if zone and not is_zone(zone):
        raise UsageError(f"Line {number}: “{clean(zone, 60)}” is no time zone, such as Europe/Berlin.")
    handle = row.get("handle", "").strip()
    return NewMember(name, check_handle(handle) if handle else None, zone or None)


def unknown(people: Iterable[NewMember], snapshot: Snapshot) -> tuple[list[NewMember], list[str]]:
    """Those whom the team does not have yet, and the ids of those whom it has, by name or by handle."""
    by_name = {fold(m.name): m.id for m in snapshot.members.values()}
    by_handle = {m.handle: m.id for m in snapshot.members.values()}
    fresh: list[NewMember] = []
    known: list[str] = []
    seen: set[str] = set()
    for person in people:
        found = by_name.get(fold(person.name)) or (by_handle.get(person.handle) if person.handle else None)
        if found is not None:
            known.append(found)
        elif fold(person.name) not in seen:
            fresh.append(person)
            seen.add(fold(person.name))
    return fresh, list(dict.fromkeys(known))


__all__: Sequence[str] = ("from_csv", "from_git", "unknown")
