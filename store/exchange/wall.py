"""The wall of thanks as a page, as Markdown, and for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from store.exchange.digest import item
from store.exchange.markdown import plain
from store.exchange.page import Page, Part, as_html
from store.exchange.thanks import Thanks, chapters, days_between, month_heading, week_heading

COLUMNS: Final = ("given", "from", "to", "for", "text", "link", "joined in")

EMPTY: Final = "Nothing is on the wall here yet. Someone made your week a little easier: tell them."

# Programs differ in what they take for the end of a cell, so what could begin a formula is made harmless
# behind everything that might be one. OWASP, "CSV Injection".
_FORMULA = re.compile(r"(^|[,;|\t\r\n\"])([^\S\t\r\n]*)(?=[=+\-@\t\r＝＋－＠﹢﹣﹦﹫])")


def as_csv(wall: Iterable[Thanks]) -> bytes:
    """A table of RFC 4180 in UTF-8, every cell in quotes. Nothing in it is a formula.

    It begins with a byte order mark: without it Excel shows names of other scripts as nonsense.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for thanks in wall:
        joined = "; ".join(f"{emoji} {', '.join(names)}" for emoji, names in thanks.joined)
        cells = (thanks.giver, ", ".join(thanks.to), thanks.theme, thanks.text, thanks.link, joined)
        writer.writerow((thanks.given.isoformat(timespec="seconds"), *map(harmless, cells)))
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could take for the start of a formula."""
    return _FORMULA.sub(r"\1\2'", cell)


def as_markdown(wall: Sequence[Thanks], title: str, team: str) -> str:
    """The wall in Markdown, by month, newest first. Nothing that people wrote is taken for markup."""
    parts = [f"# {plain(title)}", plain(team)]
    for month in chapters(([one] for one in wall), month_heading):
        parts.append(f"## {month.heading}")
        parts += [item(one, f"{one.given.day} {one.given:%B %Y}") for one in month.thanks]
    return "\n\n".join(parts if wall else [*parts, EMPTY]) + "\n"


def as_page(wall: Sequence[Thanks], title: str, team: str, week_start: int = 1) -> str:
    """The wall as a whole HTML page: cards by month and week, newest first."""
    when = days_between(wall[-1].given.date(), wall[0].given.date()) if wall else ""
    weeks = partial(week_heading, week_start=week_start)
    parts = [
        Part(
            month.heading,
            f"{month.thanks[0].given:m%Y-%m}",
            chapters(([one] for one in month.thanks), weeks),
        )
        for month in chapters(([one] for one in wall), month_heading)
    ]
    return as_html(Page(title, team, when, parts, EMPTY))
