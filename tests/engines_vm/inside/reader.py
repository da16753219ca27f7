"""A bystander: reads a file over and over, and counts how often it was not whole.

Run as a process: FILE. It ends when its standard input does, with what it counted.
"""

from __future__ import annotations

import errno
import select
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import orjson

from store.errors import UnreadableError
from store.sync.document import decode
from tests.engines_vm.inside.lines import say

PAUSE: Final = 0.03
"""Seconds between two reads: on SMB the file cannot be replaced while it is open."""


def is_whole(name: str, data: bytes) -> bool:
    """Whether that is a team file with the right sum; for any other name, whether it is JSON."""
    try:
        return decode(data).sound if name == "amity.json" else bool(orjson.loads(data) or True)
    except (UnreadableError, orjson.JSONDecodeError):
        return False


def main() -> None:
    file = Path(sys.argv[1])
    reads, torn = 0, 0
    versions: dict[bytes, bool] = {}
    errors: Counter[str] = Counter()
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        try:
            data = file.read_bytes()
        except OSError as error:
            errors[errno.errorcode.get(error.errno or 0, "?")] += 1
            continue
        if data not in versions:
            versions[data] = is_whole(file.name, data)
        reads += 1
        torn += not versions[data]
    say(reads=reads, torn=torn, versions=len(versions), errors=dict(errors))


if __name__ == "__main__":
    main()
