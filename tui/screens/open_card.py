"""A whole card: all its words, when it was given, and who reacted, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.records import Kudos
from store.zones import zone


class OpenCard(ModalScreen[None]):
    """One kudos, whole."""

    DEFAULT_CSS = """
    OpenCard { align: center middle; }
    OpenCard VerticalScroll {
        width: 72; max-width: 96%; height: auto; max-height: 90%;
        border: round $primary; background: $surface; padding: 1 2;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", "Close")]

    def __init__(self, kudos: Kudos, names: Mapping[str, str], timezone: str) -> None:
        super().__init__()
        self._kudos = kudos
        self._people = names
        self._timezone = timezone

    def compose(self) -> ComposeResult:
        """The words and what belongs to them."""
        with VerticalScroll() as frame:
            frame.border_subtitle = Content("esc closes")
            yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        kudos, given = self._kudos, self._kudos.given.astimezone(zone(self._timezone))
        to = ", ".join(self._people.get(m, "someone") for m in kudos.to)
        parts: list[Content | str | tuple[str, str]] = [
            (f"{self._people.get(kudos.giver, 'Someone')} → {to}", "bold $primary"),
            "\n\n",
            Content(kudos.text),
            "\n\n",
            (
                " · ".join(filter(None, (kudos.theme, f"{given:%A} {given.day} {given:%B %Y, %H:%M}"))),
                "$text-muted",
            ),
        ]
        for reaction in kudos.reactions:
            parts.append(f"\n{reaction.emoji} {self._people.get(reaction.member, 'someone')}")
        return Content.assemble(*parts)
