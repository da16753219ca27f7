"""The first step: a folder, as a path or out of a tree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from store.exchange.places import FoundTeam, Place, subfolders
from store.sync.folder import answered
from tui.screens.setup.begin import Look, look_into
from tui.screens.setup.step import Step, people_of
from tui.widgets.folder_field import FolderField
from tui.widgets.folder_tree import FolderTree, Root

PATIENCE: Final = 2.0
"""Seconds that a folder gets to say what is in it."""


class FolderStep(Step):
    """Where the team's file shall be, or is."""

    folder = getters.query_one("#folder", Input)
    folders = getters.query_one("#tree", FolderTree)

    def __init__(self, own: Path) -> None:
        super().__init__("step-folder")
        self._own = own
        self._places: list[Place] = []
        self.look = Look()
        self._looked_at = ""
        self._asked = False

    def compose(self) -> ComposeResult:
        """A line for the path, the folders as a tree, what was found."""
        yield Static(
            "A folder that your team shares: by Dropbox, Syncthing, a network drive …",
            classes="about",
            markup=False,
        )
        folder = FolderField("such as ~/Dropbox/Harbour", id="folder")
        folder.tooltip = Content(
            "The path of the folder; right takes what is offered. It is made if it is missing."
        )
        yield Horizontal(Label("Folder"), folder, classes="field")
        tree = FolderTree(partial(_subfolders), id="tree")
        tree.tooltip = Content("Arrow keys or clicks move, right opens, enter takes the folder.")
        yield tree
        yield Static(id="found", classes="said", markup=False)

    def offer(self, places: list[Place], teams: list[FoundTeam]) -> None:
        """Shows teams that are there already, then where folders are shared, then all the rest."""
        self._places = places
        roots = [
            Root(
                found.folder,
                found.team.name,
                f"{people_of(found.team)} · {self.short(found.folder)}",
                leaf=True,
            )
            for found in teams
        ]
        roots += [
            Root(
                place.path,
                place.path.name if place.shared else place.product,
                self._where(place),
                not place.shared,
            )
            for place in places
        ]
        roots.append(Root(self._own, "Your own folder", self.short(self._own), opened=not roots))
        roots.append(Root(Path(self._own.anchor), "This computer", self._own.anchor))
        typed = self.folder.value
        self.folders.begin(roots)
        if typed:
            self.folder.value = typed

    def _where(self, place: Place) -> str:
        shown = self.short(place.path)
        return f"{place.product} · {shown}" if place.shared else shown

    def short(self, path: Path) -> str:
        """The path as people write it."""
        if path == self._own:
            return "~"
        return f"~/{path.relative_to(self._own).as_posix()}" if path.is_relative_to(self._own) else str(path)

    @property
    def path(self) -> Path:
        """The folder that stands there, whole."""
        return Path(self.folder.value.strip()).expanduser()

    @on(FolderTree.Moved)
    def _moved(self, event: FolderTree.Moved) -> None:
        if self.folders.has_focus or not self.folder.value:
            self.folder.value = self.short(event.path)

    @property
    def _is_whole(self) -> bool:
        """Whether it is all of a disk, of one's own, or of what a program carries: rarely a team's."""
        whole = (self._own, Path(self._own.anchor), *(p.path for p in self._places if not p.shared))
        return self.path in whole

    def ask_for_one_in_it(self) -> bool:
        """Whether the path is all of a disk or a program's; then once asks for a folder in it."""
        if not self._is_whole or self.look.team is not None or self._asked:
            return False
        self._asked = True
        return not self.take(self.path)

    def take(self, path: Path) -> bool:
        """Takes a folder from the tree. False for one in which another is to be named first."""
        self.folder.value = self.short(path)
        if self._is_whole and self.look.team is None:
            self.folder.value = f"{self.short(path).rstrip('/')}/"
            self.folder.focus()
            self.folder.cursor_position = len(self.folder.value)
            return False
        return True

    def on_key(self, event: events.Key) -> None:
        """Whoever begins to type while the tree is in hand means a path."""
        if self.folders.has_focus and event.character and event.is_printable and event.key != "space":
            event.stop()
            self.folder.focus()
            self.folder.value = event.character
            self.folder.cursor_position = 1

    @on(Input.Changed, "#folder")
    def _typed(self) -> None:
        self.after_typing(self.look_around)

    def look_around(self, then: Callable[[], None] | None = None) -> None:
        """Looks what is in the folder, beside the event loop: a folder may hang. Then calls `then`."""
        text = self.folder.value.strip()
        if text == self._looked_at:
            if then is not None:
                then()
            return

        def show(look: Look) -> None:
            if text == self.folder.value.strip():  # else it is about a path of a moment ago
                self._show(text, look)
                if then is not None:
                    then()

        self.app.do(lambda: look_into(Path(text), self._own) if text else Look(), show)

    def _show(self, text: str, look: Look) -> None:
        self.look, self._looked_at = look, text
        if look.error:
            self.say("#found", look.error, wrong=True)
        elif look.team is not None:
            name = look.team.name
            self.say(
                "#found",
                Content.assemble((name, "bold"), f" is there: {people_of(look.team)}. You will join it."),
            )
        elif text and self._is_whole:
            self.say("#found", "Choose a folder in it that your team shares, or write the name of a new one.")
        elif text:
            self.say(
                "#found", "A new team begins there. Whoever has the folder can read what the team shares."
            )
        else:
            self.say("#found", "")
        self.post_message(self.Changed())

    def missing(self) -> tuple[Widget, str] | None:
        """A folder, and one in which a team is or can be."""
        if not self.folder.value.strip():
            return self.folder, "Which folder does your team share?"
        return (self.folder, self.look.error) if self.look.error else None

    def start(self) -> Widget:
        """The tree."""
        return self.folders


def _subfolders(path: Path) -> list[Path]:
    return answered(path, PATIENCE, partial(subfolders, path))
