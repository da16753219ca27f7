"""Time: now, today, zones and stamps. The only place that reads a clock or the environment's idea of one."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from store.errors import StoreError, UsageError
from store.zones import is_zone, zone

AHEAD = timedelta(minutes=5)
"""A stamp further ahead than this is someone's wrong clock and never moves ours (docs/format.md)."""

NO_STAMP = ""
"""Sorts before every stamp: the age of a field that nobody stamped."""


_MOMENT = "%Y%m%dT%H%M%S.%f"
# Years from 9000 on are no stamps: there must be room for a later one.
_STAMP = re.compile(
    r"[0-8]\d{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\.\d{3}"
    r"-[0-9a-f]{4}-[0-9a-z]{6,15}",
    re.ASCII,
)
_LAST_YEAR = "8999"
"""No clock runs there: such a stamp was written by hand. It is beaten where it stands, and moves no clock."""

_NODE_AT = len("20261123T225336.350-0001-")


class Clock:
    """The moment that the program takes for now: the system's, or a fixed one in tests and demonstrations."""

    def __init__(self, fixed: datetime | None = None) -> None:
        if fixed is not None and fixed.tzinfo is None:
            raise UsageError("A fixed time needs an offset, such as 2026-11-23T09:12:00+01:00.")
        self.fixed = fixed

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Clock:
        """The clock that `AMITY_NOW` (ISO 8601 with an offset) asks for, else the system's."""
        text = environment.get("AMITY_NOW", "")
        if not text:
            return cls()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = datetime.min
        if moment.tzinfo is None or not 1970 <= moment.year < 3000:
            raise UsageError(f"AMITY_NOW is “{text[:60]}”; write a time such as 2026-11-23T09:12:00+01:00.")
        return cls(moment)

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return (self.fixed or datetime.now(UTC)).astimezone(UTC)

    def today(self, timezone: str) -> date:
        """The calendar day in that zone."""
        return self.now().astimezone(zone(timezone)).date()

    @staticmethod
    def monotonic() -> float:
        """Seconds for measuring waits; unrelated to `now`."""
        return time.monotonic()


def seconds_since(nanoseconds: int) -> float:
    """How long ago the time of a file was (as `os.stat` gives it), by this machine's clock."""
    return time.time() - nanoseconds / 1e9


def local_zone() -> str:
    """The IANA name of this machine's time zone, UTC if it has none."""
    from tzlocal import get_localzone_name

    try:
        name = str(get_localzone_name() or "UTC")
    except (LookupError, OSError, ValueError):
        return "UTC"
    return name if is_zone(name) else "UTC"


def stamp_time(stamp: str) -> datetime | None:
    """The UTC moment that a stamp names, None when it names none."""
    try:
        return datetime.strptime(stamp[:19], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def wrong_clock(ahead: timedelta) -> str:
    """A sentence for people about a change that is dated so far ahead."""
    minutes = round(ahead.total_seconds()) // 60
    units = ((minutes // 1440, "day"), (minutes // 60, "hour"), (minutes, "minute"))
    count, unit = next((pair for pair in units if pair[0]), units[-1])
    distance = f"{count} {unit}{'s' if count != 1 else ''}"
    return (
        f"A change is dated {distance} ahead of this machine: a clock in the team is wrong, perhaps this "
        "one. Nothing is lost by it."
    )


class Stamper:
    """Makes the stamps that order changes: `20261123T225336.350-0001-3ce33d`.

    UTC to the millisecond, a counter, then this machine's characters and six random ones per process start;
    sorts as text. A new stamp is later than the clock, than the last one made here and than what it replaces
    (a hybrid logical clock after Kulkarni et al., 2014; docs/format.md).
    """

    def __init__(self, clock: Clock, last: str = NO_STAMP, machine: str = "") -> None:
        self.clock = clock
        self.last = last
        self.machine = machine
        self._node = machine + os.urandom(3).hex()

    def next(self, *replaced: str) -> str:
        """A stamp later than all of those and than every earlier one of ours. `StoreError` if none can be."""
        now = self.clock.now().strftime(_MOMENT)[:19]
        latest = max((self.last, *replaced))
        place = f"{now}-0000" if latest[:19] < now else _place_after(latest)
        made = f"{place}-{self._node}"
        if made < _LAST_YEAR:
            self.last = made
        return made

    def witness(self, stamps: Iterable[str]) -> None:
        """Takes note of stamps that were made, but for those of another machine whose clock is far ahead.

        Our own ones count always: after a restart with the clock set back, a new one must still be later.
        """
        limit = (self.clock.now() + AHEAD).strftime(_MOMENT)
        seen = (s for s in stamps if s <= limit or (self._is_ours(s) and s < _LAST_YEAR))
        self.last = max(self.last, max(seen, default=NO_STAMP))

    def _is_ours(self, stamp: str) -> bool:
        return bool(self.machine) and stamp.startswith(self.machine, _NODE_AT)


def _place_after(stamp: str) -> str:
    """The moment and counter that follow those of a stamp."""
    counter = int(stamp[20:24], 16) + 1
    if counter <= 0xFFFF:
        return f"{stamp[:19]}-{counter:04x}"
    if moment := stamp_time(stamp):
        following = (moment + timedelta(milliseconds=1)).strftime(_MOMENT)[:19]
    else:  # the 30th of February: the month after it
        year, month = int(stamp[:4]), int(stamp[4:6])
        following = f"{year + month // 12:04}{month % 12 + 1:02}01T000000.000"
    if following >= "9":
        raise StoreError(
            "By its stamp this was last changed in the year 8999, and no change can follow that."
        )
    return f"{following}-0000"


def is_stamp(value: object) -> bool:
    """Whether a value from a file is a stamp: bounded, and of the right shape."""
    return isinstance(value, str) and _STAMP.fullmatch(value) is not None
