"""Text in columns: as wide as the terminal draws it, whatever script or emoji it is written in."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content


def cell(text: str | Content, width: int, style: str = "") -> Content:
    """The text in exactly `width` cells: cut with an ellipsis, or filled up with blanks."""
    content = Content(text) if isinstance(text, str) else text
    content = content.truncate(max(0, width), ellipsis=True)
    if style:
        content = content.stylize(style)
    return content.pad_right(max(0, width - content.cell_length))


def widest(texts: Iterable[str], least: int = 0, most: int = 80) -> int:
    """The cells that a column needs for these texts, within bounds."""
    return min(most, max([least, *(Content(text).cell_length for text in texts)]))


def hanging(label: Content, text: str, indent: int, width: int, style: str = "") -> list[Content]:
    """A label and a text beside it, wrapped so that every line of the text begins at `indent`."""
    wrapped = Content(text).wrap(max(8, width - indent)) or [Content("")]
    first, *rest = (line.stylize(style) if style else line for line in wrapped)
    return [Content.assemble(cell(label, indent), first), *(line.pad_left(indent) for line in rest)]
