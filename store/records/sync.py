"""How this machine and the shared folder stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Condition = Literal["in step", "reading", "waiting", "unreachable", "unreadable", "read only"]


@dataclass(frozen=True, slots=True)
class Status:
    """How this machine and the shared folder stand. `waiting` counts documents that the folder lacks.

    `aside` says that a torn team file was set aside and nobody has looked at that yet.
    """

    condition: Condition = "reading"
    waiting: int = 0
    detail: str = ""
    aside: bool = False


SyncEventKind = Literal["received", "sent", "merged", "tidied", "set aside"]


@dataclass(frozen=True, slots=True)
class SyncEvent:
    """Something that happened between this machine and the shared folder.

    `count` are documents ("received", "sent") or files; `name` is the file in the folder, `path` where its
    bytes were kept. A copy of the team file is "merged" and later "tidied" away, a torn one "set aside".
    """

    at: datetime
    kind: SyncEventKind
    count: int = 1
    name: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class FolderNews:
    """What there is to say about the shared folder: where things are, what happened, what was set aside.

    `file`, `own` and `log` are paths: the team file, this machine's copy, the log. `waiting` counts what the
    folder lacks by table. `events` are
    those of this run, `kept` the names of the files set aside in `kept_in`; both the newest first. `ahead` is
    how far the latest change is dated ahead of this machine's clock, if one of the clocks is wrong.
    """

    file: str
    own: str
    log: str
    waiting: Mapping[str, int] = field(default_factory=dict)
    events: tuple[SyncEvent, ...] = ()
    kept_in: str = ""
    kept: tuple[str, ...] = ()
    ahead: timedelta = timedelta()
