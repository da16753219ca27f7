"""What the three steps of the first start have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from store.records import Member, Snapshot

if TYPE_CHECKING:
    from tui.app import AmityApp

TYPING: Final = 0.3
"""Seconds without a key after which what was typed is looked at."""

SHOWN: Final = 6
"""Names that are told one by one."""


class Step(Vertical):
    """One step. `missing` names the first thing in it without which there is no going on."""

    class Changed(Message):
        """Something that other steps want to know is another now."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="step")
        self._pause: Timer | None = None

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def missing(self) -> tuple[Widget, str] | None:
        """The widget that wants something, and what: a sentence."""
        raise NotImplementedError

    def start(self) -> Widget:
        """What has the focus when the step comes."""
        raise NotImplementedError

    def after_typing(self, act: Callable[[], None]) -> None:
        """Waits for a pause, so that not every letter costs a look at the disk."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(TYPING, act)

    def say(self, where: str, words: str | Content, *, wrong: bool = False) -> None:
        """Shows a sentence below a field, or nothing."""
        said = self.query_one(where, Static)
        said.update(words if isinstance(words, Content) else Content(words))
        said.display = bool(words)
        said.set_class(wrong, "-wrong")


def still_in(team: Snapshot) -> list[Member]:
    """Those who have not left."""
    return [m for m in team.members.values() if m.left is None]


def people_of(team: Snapshot) -> str:
    """Their names, in a few words."""
    return told([m.name for m in still_in(team)])


def told(names: list[str]) -> str:
    """Some names, and how many more."""
    if len(names) <= SHOWN:
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    return f"{', '.join(names[: SHOWN - 1])} and {len(names) - SHOWN + 1} more"
