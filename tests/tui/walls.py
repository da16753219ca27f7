"""Helpers for the tests of the wall: made-up kudos, and an app on a real team."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from textual.pilot import Pilot

from store.clock import Clock
from store.notebook import Notebook
from store.records import Kudos, Member
from store.settings import Home
from store.team import Team
from tui.app import AmityApp
from tui.opening import Desk
from tui.widgets.card import Reader

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)

MEMBERS = {
    member.id: member
    for member in (
        Member("m-ana", "ana", "Ana", date(2026, 1, 5)),
        Member("m-ben", "ben", "Ben", date(2026, 1, 5)),
        Member("m-zoe", "zoe", "Zoë Krüger", date(2026, 1, 5)),
        Member("m-li", "李", "李 雷", date(2026, 1, 5)),
    )
}

READER = Reader(MEMBERS, "m-ana", NOW, "Europe/Berlin")


def kudos(number: int, text: str = "", **fields: Any) -> Kudos:
    """A kudos from Ben to Zoë, the older the higher its number."""
    given = NOW - timedelta(minutes=10 * number + 5)
    fields = {"giver": "m-ben", "to": ("m-zoe",), "given": given, **fields}
    return Kudos(id=f"k-{number:05}", text=text or f"thanks {number}", **fields)


def wall_of(count: int) -> tuple[Kudos, ...]:
    """That many kudos, newest first."""
    return tuple(kudos(number) for number in range(count))


def app_on(team: Team, home: Home, clock: Clock) -> AmityApp:
    """The dashboard on that team."""
    return AmityApp(Desk(team, Notebook.open(home, clock, team.id, team.folder), home, clock))


async def settle(pilot: Pilot[None]) -> None:
    """Waits until the app has done what it was asked to, and painted it.

    Twice: what is asked of a widget may be asked on of its screen, and that of the store.
    """
    for _ in range(2):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[None], fits: Callable[[], object]) -> None:
    """Waits until that holds: on a busy machine what was asked for may be asked on and on."""
    end = Clock.monotonic() + 20
    while not fits() and Clock.monotonic() < end:
        await settle(pilot)
    assert fits()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys one by one, each when all that the one before asked for is done."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def texts(shown: Sequence[Kudos]) -> list[str]:
    """The words of those cards."""
    return [card.text for card in shown]
