"""Thanks as one HTML page that needs nothing else: no script, no picture, no request to anywhere.

It is safe twice: whatever people wrote is escaped, and the page forbids itself everything but its own style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from store.exchange.thanks import Chapter, Thanks
from store.text import listed

SHOWN_LINK: Final = 60
"""Characters of an address that are shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """The weeks of a month, under a heading such as "November 2026". `key` names its place."""

    heading: str
    key: str
    chapters: Sequence[Chapter]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its title, whose it is and of when, then the thanks; `empty` if there are none."""

    title: str
    team: str
    when: str
    parts: Sequence[Part | Chapter]
    empty: str


def as_html(page: Page) -> str:
    """The page, as HTML of the living standard in UTF-8."""
    return "".join(_pieces(page))


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and its hash by which the page lets it in."""
    text = "\n" + files("store.exchange").joinpath("page.css").read_text("utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def _pieces(page: Page) -> Iterator[str]:
    style, fingerprint = _style()
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    nav = [part for part in page.parts if isinstance(part, Part)]
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(f"{page.title} · {page.team}")}</title>
<style>{style}</style>
</head>
<body>
"""
    if len(nav) > 1:
        yield '<a class="skip" href="#thanks">To the thanks</a>\n'
    yield f"""<header>
<p class="team"><bdi>{escape(page.team)}</bdi></p>
<h1>{escape(page.title)}</h1>
<p class="when">{escape(page.when)}</p>
</header>
"""
    if len(nav) > 1:
        yield from _nav(nav)
    yield '<main id="thanks">\n'
    for part in page.parts:
        yield from _part(part) if isinstance(part, Part) else _chapter(part, 2)
    if not page.parts:
        yield f'<p class="empty">{escape(page.empty)}</p>\n'
    yield "</main>\n</body>\n</html>\n"


def _nav(parts: Sequence[Part]) -> Iterator[str]:
    """Where the months of each year are."""
    yield '<nav aria-label="Months">\n<ul>\n'
    for year, months in groupby(parts, lambda part: part.heading.rpartition(" ")[2]):
        yield f"<li><span>{escape(year)}</span>\n<ul>\n"
        for part in months:
            yield f'<li><a href="#{part.key}">{escape(part.heading.rpartition(" ")[0])}</a></li>\n'
        yield "</ul>\n</li>\n"
    yield "</ul>\n</nav>\n"


def _part(part: Part) -> Iterator[str]:
    yield f'<section id="{part.key}" aria-labelledby="h-{part.key}">\n'
    yield f'<h2 id="h-{part.key}">{escape(part.heading)}</h2>\n'
    for chapter in part.chapters:
        yield from _chapter(chapter, 3)
    yield "</section>\n"


def _chapter(chapter: Chapter, level: int) -> Iterator[str]:
    yield f'<h{level} class="days">{escape(chapter.heading)}</h{level}>\n<div class="cards">\n'
    for thanks in chapter.thanks:
        yield from _card(thanks, level + 1)
    yield "</div>\n"


def _card(thanks: Thanks, level: int) -> Iterator[str]:
    yield f"<article>\n<h{level}>{_names((thanks.giver,))} {thanks.verb} {_names(thanks.to)}"
    yield f"</h{level}>\n"
    for paragraph in thanks.text.split("\n\n"):
        words = escape(paragraph.strip()).replace("\n", "<br>")
        yield f'<p class="words" dir="auto" lang="">{words}</p>\n'
    if thanks.link:
        shown = thanks.link.partition("://")[2]
        shown = shown if len(shown) <= SHOWN_LINK else shown[: SHOWN_LINK - 1] + "…"
        yield f'<p class="link"><a href="{escape(thanks.link)}" rel="noopener noreferrer">'
        yield f"{escape(shown)}</a></p>\n"
    when = f"{thanks.given:%A} {thanks.given.day} {thanks.given:%B, %H:%M}"
    time = f'<time datetime="{thanks.given.isoformat(timespec="minutes")}">{when}</time>'
    theme = f'<bdi class="theme">{escape(thanks.theme)}</bdi> · ' if thanks.theme else ""
    yield f'<p class="foot">{theme}{time}</p>\n'
    if thanks.joined:
        joined = (f"<li>{escape(emoji)} {_names(names)}</li>" for emoji, names in thanks.joined)
        yield f'<ul class="joined">{"".join(joined)}</ul>\n'
    yield "</article>\n"


def _names(names: Sequence[str]) -> str:
    """Names as one says them, each with its own direction of writing."""
    return listed([f"<bdi>{escape(name)}</bdi>" for name in names])
