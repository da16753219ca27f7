"""In which order promises stand, and which of the team's concern me."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from store.records import Promise, SharedPromise

LATELY: Final = timedelta(days=14)
"""How long a promise that was kept is still shown."""


def open_promises(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Those still to keep, the late and the due ones first, those without a day last."""
    found = (promise for promise in promises if promise.done is None)
    return tuple(sorted(found, key=lambda p: (p.by is None, p.by or date.max, p.made, p.id)))


def done_lately(promises: Iterable[Promise], today: date, lately: timedelta = LATELY) -> tuple[Promise, ...]:
    """Those kept in the last two weeks, the latest first."""
    found = ((p.done, p) for p in promises if p.done is not None and p.done > today - lately)
    return tuple(
        p for _, p in sorted(found, key=lambda pair: (pair[0], pair[1].made, pair[1].id), reverse=True)
    )


def promised_to(promises: Iterable[SharedPromise], me: str, today: date) -> tuple[SharedPromise, ...]:
    """What colleagues promised to me, or to nobody in particular: open ones by day, then those just kept."""
    mine = [p for p in promises if p.member != me and p.to in ("", me)]
    lately = [p for p in mine if p.done is None or p.done > today - LATELY]
    return tuple(
        sorted(lately, key=lambda p: (p.done is not None, p.to != me, p.by is None, p.by or date.max, p.id))
    )
