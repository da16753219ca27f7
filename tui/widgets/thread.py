"""What a card answers, and what answers it: who, and the first words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from store.records import Kudos
from tui.widgets.card import Reader

SHOWN = 3
"""Answers that a card shows, the latest ones."""

_FIRST = 120
"""Characters of another card that are looked at."""


def thread(answered: Kudos | None, answers: Sequence[Kudos], reader: Reader, width: int) -> list[Content]:
    """A line for the card that is answered, and for each of the latest answers, no wider than `width`."""
    lines = [] if answered is None else [_line("in reply to ", answered, reader, width)]
    earlier = [Content.styled("↳ and earlier replies", "$text-muted")] if len(answers) > SHOWN else []
    return [*lines, *earlier, *(_line("↳ ", answer, reader, width) for answer in answers[-SHOWN:])]


def _line(lead: str, kudos: Kudos, reader: Reader, width: int) -> Content:
    words = Content(f"“{' '.join(kudos.text[:_FIRST].split())}”")
    who = Content(reader.name(kudos.giver))
    line = Content.assemble((lead, "$text-muted"), who.stylize("bold"), ": ", words.stylize("$text-muted"))
    return line.truncate(max(1, width), ellipsis=True)
