"""The roles screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from store.records import Private, Snapshot
from tui.commands import bindings
from tui.screens.base import AmityScreen


class RolesScreen(AmityScreen):
    """The roles tab."""

    mode = "roles"
    BINDINGS: ClassVar[list[BindingType]] = bindings("roles")

    def body(self) -> Iterable[Widget]:
        """Nothing yet."""
        yield Static("…")

    def show(self, snapshot: Snapshot, private: Private) -> None:
        """Shows the team as it is now."""
