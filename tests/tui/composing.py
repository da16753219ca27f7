"""Helpers for the tests of the composer."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from store.records import Member
from store.team import Team
from tests.tui.walls import press, settle
from tui.app import AmityApp
from tui.screens.compose import ComposeScreen

KIND = "You stayed calm while the import broke."


def wish(team: Team, member: Member, thanks: str) -> None:
    """Writes on that member's card how they like to be thanked."""
    me, team.me = team.me, member.id
    team.set_profile({"thanks": thanks})
    team.me = me


def composer(app: AmityApp) -> ComposeScreen:
    assert isinstance(app.screen, ComposeScreen)
    return app.screen


def hint(app: AmityApp) -> str:
    return str(composer(app).hint.content)


def names(app: AmityApp) -> list[str]:
    return [chip.words.removesuffix(" ✕ ").strip() for chip in composer(app).receivers.chips.chips]


def write(app: AmityApp, text: str) -> None:
    composer(app).words.text = text


def said(app: AmityApp) -> str:
    return " ".join(notice.message for notice in app._notifications)


async def open_composer(pilot: Pilot[None]) -> None:
    await settle(pilot)
    await press(pilot, "k")


def holding(root: Path, text: bytes) -> list[Path]:
    """All files below a folder that hold these bytes."""
    return [path for path in root.rglob("*") if path.is_file() and text in path.read_bytes()]
