"""A card of the wall: who thanks whom, the words, when, and who joined in. Names, never numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from textual.content import Content

from store.finding import occurrences
from store.records import Kudos, Member
from store.when import day_of, time_of
from store.zones import zone
from tui.widgets.columns import cell

State = Literal["plain", "chosen", "focused"]

WIDE = 60
"""Cells from which on a card is wide: few lines hold much then."""

LONGEST = 1500
"""Characters of a text that a card lays out; far more than it can show."""

AROUND = 4
"""Lines of a card beside its words: the edges, the people, the foot."""

_HARD_BREAK = re.compile(r"(?<=[^\n]{45})\n(?=[^\W\d_])")
"""A line that some mail program broke: it is long, and the next goes on with a word."""

_BORDERS: Mapping[State, tuple[list[str], str]] = {
    "plain": (list("╭─╮│╰╯"), "$border"),
    "chosen": (list("┏━┓┃┗┛"), "$text-muted"),
    "focused": (list("┏━┓┃┗┛"), "bold $primary"),
}


class Reader(NamedTuple):
    """Who looks at the wall, and when: cards say "you" and "an hour ago" accordingly."""

    members: Mapping[str, Member]
    me: str
    now: datetime
    timezone: str

    @property
    def today(self) -> date:
        """The day that it is for who looks."""
        return self.now.astimezone(zone(self.timezone)).date()

    def name(self, member: str) -> str:
        """How the card calls someone."""
        if member == self.me:
            return "you"
        known = self.members.get(member)
        return known.name if known else "someone"

    def names(self, members: Iterable[str]) -> str:
        """Several people: "Dee, Ben"."""
        return ", ".join(self.name(member) for member in members)


def ago(moment: datetime, now: datetime) -> str:
    """How long ago that was, in words. A clock that is ahead of ours makes it "just now"."""
    import arrow

    return arrow.get(min(moment, now)).humanize(now)


def exactly(moment: datetime, timezone: str) -> str:
    """The moment in full, in that zone: "Monday 23 November 2026, 09:12"."""
    local = moment.astimezone(zone(timezone))
    return f"{day_of(local, '%A', year=True)}, {time_of(local)}"


def marked(text: str, words: Iterable[str]) -> Content:
    """The text with the words that were searched for standing out."""
    content = Content(text)
    for start, end in occurrences(text, words):
        content = content.stylize("bold underline $primary", start, end)
    return content


def people(kudos: Kudos, reader: Reader, words: Iterable[str] = ()) -> Content:
    """Who thanks whom: "Ana → Dee, Ben"."""
    words = tuple(words)
    giver, to = marked(reader.name(kudos.giver), words), marked(reader.names(kudos.to), words)
    return Content.assemble(giver.stylize("bold"), (" → ", "$text-muted"), to.stylize("bold"))


def reactions(kudos: Kudos, reader: Reader) -> str:
    """Who joined in, by emoji in the order they came: "👏 Dee, Zoë  🎉 you"."""
    return "  ".join(f"{emoji} {reader.names(members)}" for emoji, members in kudos.joined.items())


def height_of(kudos: Kudos, width: int, words: Iterable[str] = ()) -> int:
    """The lines that a card of that width takes: as many as its words, within bounds."""
    most = 8 if width < WIDE else 5
    return AROUND + len(_body(kudos.text, max(1, width - 4), most, tuple(words)))


def draw(
    kudos: Kudos, reader: Reader, width: int, height: int, words: Iterable[str] = (), state: State = "plain"
) -> list[Content]:
    """The card as `height` lines of `width` cells. What does not fit ends in an ellipsis."""
    words = tuple(words)
    inner = max(1, width - 4)
    lines = [cell(people(kudos, reader, words), inner)]
    lines += _body(kudos.text, inner, height - AROUND, words)
    lines += [cell("", inner)] * (height - 3 - len(lines))
    lines.append(_foot(kudos, reader, inner, words))

    (left, top, right, side, low_left, low_right), colour = _BORDERS[state]
    edge = Content.styled(side, colour)
    return [
        Content.styled(left + top * (width - 2) + right, colour),
        *(Content.assemble(edge, " ", line, " ", edge) for line in lines),
        Content.assemble(
            (low_left, colour), _joined(kudos, reader, width - 2, top, colour), (low_right, colour)
        ),
    ]


def _body(text: str, width: int, height: int, words: tuple[str, ...]) -> list[Content]:
    """The first lines of the words, or those around what was searched for when it stands further down."""
    shown = _HARD_BREAK.sub(" ", text).replace("\n\n", "\n")
    found = occurrences(shown[: LONGEST * 4], words)
    if found and min(found)[0] > width * (height - 1):
        shown = "…" + shown[shown.rfind(" ", 0, max(1, min(found)[0] - width // 2)) + 1 :]
    lines = marked(shown[:LONGEST], words).wrap(width)
    if len(lines) > height or len(shown) > LONGEST:
        lines = lines[:height]
        lines[-1] = Content.assemble(lines[-1].rstrip().truncate(width - 1), "…")
    return [cell(line, width) for line in lines]


def _foot(kudos: Kudos, reader: Reader, width: int, words: tuple[str, ...]) -> Content:
    """For what it was, and how long ago; the theme gives way. Marks tell of an answer and of a link."""
    marks = "".join(f" {mark}" for mark, on in (("↩", kudos.reply), ("↗", kudos.link)) if on)
    when = Content.styled(f"{ago(kudos.given, reader.now)}{marks}", "$text-muted")
    if not kudos.theme:
        return cell(when, width)
    theme = marked(kudos.theme, words).stylize("$secondary")
    theme = theme.truncate(max(4, width - when.cell_length - 3), ellipsis=True)
    return cell(Content.assemble(theme, (" · ", "$text-muted"), when), width)


def _joined(kudos: Kudos, reader: Reader, width: int, line: str, colour: str) -> Content:
    """The lower edge between its corners, with those who joined in on it."""
    names = Content(reactions(kudos, reader)).truncate(max(0, width - 4), ellipsis=True)
    if not names:
        return Content.styled(line * width, colour)
    rest = line * (width - names.cell_length - 3)
    return Content.assemble((line, colour), " ", names, " ", (rest, colour))
