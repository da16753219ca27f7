"""How long the engine waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds.

    `gather` (± 30 %): writes that follow each other go out together: each costs an engine a transfer.
    `poll`: between looks at the folder; on network folders nobody else tells of a change.
    `audit`: after a push, until the folder is read again to see that it stayed.
    `reread`: until the file is read although its marks did not move.
    `read_pauses`: before a file that makes no sense, or is not there, is read again.
    `heal`: for so long a torn team file must stay the same until it is written anew.
    `tidy`: for so long all that a conflict copy holds must have been in the team file before it is removed.
    """

    gather: float = 5.0
    poll: float = 2.0
    audit: float = 2.0
    reread: float = 60.0
    read_pauses: tuple[float, ...] = (0.2, 0.5)
    heal: float = 10.0
    tidy: float = 20.0
