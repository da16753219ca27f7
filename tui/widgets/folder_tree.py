"""Folders as a tree, each read when it is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

MOST = 300
"""Folders that are shown below one."""


class Root(NamedTuple):
    """Where the tree begins: a path, what stands there, and a few quiet words about it.

    `opened` shows what is in it at once; a `leaf` is not opened at all.
    """

    path: Path
    title: str
    note: str = ""
    opened: bool = False
    leaf: bool = False


class FolderTree(Tree[Path]):
    """Arrow keys move, `right` opens, `left` closes, `enter` chooses; so do clicks.

    `read` gives the folders in a folder: it may block, and raises what a folder raises that does not answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", show=False),
        Binding("right", "open", "Open", show=False),
        Binding("left", "close", "Close", show=False),
    ]

    class Chosen(Message):
        """A folder was chosen with `enter`."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path
            """The folder."""

    class Moved(Message):
        """Another folder is in hand."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path
            """The folder."""

    def __init__(self, read: Callable[[Path], Sequence[Path]], id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.guide_depth = 3
        self.auto_expand = False
        self._read = read
        self._seen: set[int] = set()

    def begin(self, roots: Sequence[Root]) -> None:
        """Shows these roots, the first in hand."""
        self.clear()
        self._seen.clear()
        for root in roots:
            label = Text.assemble((root.title, "bold"), f"  {root.note}" if root.note else "")
            node = self.root.add(label, root.path, allow_expand=not root.leaf)
            if root.opened:
                node.expand()
        self.cursor_line = 0

    @on(Tree.NodeExpanded)
    def _opened(self, event: Tree.NodeExpanded[Path]) -> None:
        node = event.node
        if node.data is not None and node.id not in self._seen:
            self._seen.add(node.id)
            self.run_worker(self._fill(node, node.data), group="folders")

    async def _fill(self, node: TreeNode[Path], path: Path) -> None:
        try:
            found = await asyncio.to_thread(partial(self._read, path))
        except Exception as error:  # whatever a folder raises is said where it was asked for
            node.add_leaf(Text(str(error), "italic"))
            return
        for folder in found[:MOST]:
            node.add(Text(folder.name), folder)
        if not found:
            node.allow_expand = False
        elif len(found) > MOST:
            node.add_leaf(Text("and more: type the path above", "italic"))

    @on(Tree.NodeHighlighted)
    def _moved(self, event: Tree.NodeHighlighted[Path]) -> None:
        if event.node.data is not None:
            self.post_message(self.Moved(event.node.data))

    def action_choose(self) -> None:
        """Takes the folder in hand."""
        if self.cursor_node is not None and self.cursor_node.data is not None:
            self.post_message(self.Chosen(self.cursor_node.data))

    def action_open(self) -> None:
        """Shows what is in the folder, or goes to the first in it."""
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        elif node is not None and node.is_expanded:
            self.action_cursor_down()

    def action_close(self) -> None:
        """Closes the folder, or goes to the one that it is in."""
        node = self.cursor_node
        if node is not None and node.is_expanded:
            node.collapse()
        elif node is not None and node.parent not in (None, self.root):
            self.action_cursor_parent()
