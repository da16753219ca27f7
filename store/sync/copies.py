"""Names in a shared folder: which files are never a copy of the team file, and which copies engines named.

What a file holds decides whether it is a copy; its name decides only whether it may be tidied away once all
that it holds is elsewhere. The names are those that each product was seen or is documented to give: Dropbox
in many languages, Maestral, Syncthing, Nextcloud and ownCloud, OneDrive on Linux, Seafile, Synology, pCloud,
Unison, rclone bisync.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FILE_NAME: Final = "amity.json"
"""The team file."""

PENDING: Final = "amity (pending "
"""Begins the names of files that hold what could not be written into the team file itself."""

# What engines, editors and file systems leave lying about while they work.
_IGNORED = re.compile(
    r"^[.~]|\.(?:tmp|part|partial|filepart|crdownload|swp|bak|lock|!sync|icloud)$|^desktop\.ini$",
    re.IGNORECASE,
)

_WORDS = (
    r"conflicted copy|conflicting copy|case conflict|unicode(?: encoding)? conflict|selective sync conflict"
    r"|copie en conflit|copia en conflicto|copia in conflitto|c[oó]pia em conflito|in konflikt stehende kopie"
    r"|konfliktkopie|競合コピー|충돌하는 (?:사본|복사본)|충돌 복사본|冲突的?副本|衝突的?複本"
    r"|sfconflict|conflict(?: #\d+)?_on_\d{4}-\d\d-\d\d|conflicted"
)
_END = r"(?P<end>\.[^.]+)?$"
_GIVEN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<stem>.+?) ?[\(（\[][^\)）\]]*?(?:{_WORDS})[^\)）\]]*[\)）\]]{_END}",
        rf"^(?P<stem>.+)\.sync-conflict-\d{{8}}-\d{{6}}(?:-[A-Z2-7]{{7}})?{_END}",
        rf"^(?P<stem>.+)_conflict-(?:.+-)?\d{{8}}-\d{{6}}{_END}",
        rf"^(?P<stem>.+)-.+-(?:safeBackup|backup)-\d{{4}}{_END}",
        rf"^(?P<stem>.+)_.+_[A-Z][a-z]{{2}}-\d\d-\d{{4}}-\d{{4}}(?:_\w*Conflict)?(?:_\d+)?{_END}",
        r"^(?P<stem>.+?)(?P<end>\.[^.]+)?\.(?:\.path[12]|conflict\d+|conflicted)$",
        r"^(?P<stem>.+?)\.conflict\d+(?P<end>\.[^.]+)$",
    )
)
# Resilio gives this name to files whose case clashes; removing one removes the real file at the others.
_KEPT = re.compile(r"\.Conflict\d*(?:\.[^.]+)?$")


def may_be_copy(name: str) -> bool:
    """Whether a file of that name may hold the team: not hidden, not somebody's temporary file."""
    return _IGNORED.search(name) is None


def named_by_engine(name: str) -> bool:
    """Whether a sync engine gave that name to a copy of the team file, so that nobody misses it later.

    Copies clash as well: Unison was seen to make a copy of a copy.
    """
    plain = unicodedata.normalize("NFC", name)
    if _KEPT.search(plain):
        return False
    for pattern in _GIVEN:
        found = pattern.match(plain)
        if found:
            original = f"{found['stem']}{found['end'] or ''}"
            if original.casefold() == FILE_NAME or named_by_engine(original):
                return True
    return False
