"""The thanks of a week or a month, to read aloud or to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final, Literal

from store.exchange.markdown import plain, quoted
from store.exchange.page import Page, as_html
from store.exchange.thanks import (
    Chapter,
    Teller,
    Thanks,
    chapters,
    day_heading,
    days_between,
    month_of,
    week_heading,
)
from store.records import Kudos, Snapshot
from store.text import listed
from store.wall import since
from store.zones import zone

EMPTY: Final = (
    "Nobody has put thanks on the wall for these days. If someone made them a little easier for you, "
    "tell them: it is never too late."
)

Kind = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a digest, both ends included."""

    kind: Kind
    first: date
    last: date

    @property
    def before(self) -> Span:
        """The week or month before."""
        day = self.first - timedelta(days=1)
        return span_of(self.kind, day, self.first.isoweekday())

    @property
    def after(self) -> Span:
        """The week or month after."""
        day = self.last + timedelta(days=1)
        return span_of(self.kind, day, self.first.isoweekday())

    @property
    def words(self) -> str:
        """The days in words: "16 to 22 November 2026", "November 2026"."""
        if self.kind == "month":
            return f"{self.first:%B} {self.first.year}"
        return days_between(self.first, self.last)


def span_of(kind: Kind, day: date, week_start: int = 1) -> Span:
    """The week or the month that a day is in. `week_start` is an ISO weekday."""
    if kind == "month":
        return Span("month", *month_of(day))
    first = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    return Span("week", first, first + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class Digest:
    """The thanks of some days, oldest first: of a week by day, of a month by week.

    An answer stands behind the thanks that it replies to, whenever it was given. Each is there once.
    """

    team: str
    span: Span
    chapters: tuple[Chapter, ...]

    @property
    def title(self) -> str:
        """What it is: "The week’s thanks"."""
        return f"The {self.span.kind}’s thanks"


def kudos_of(snapshot: Snapshot, span: Span, timezone: str) -> list[Kudos]:
    """The kudos that were given in those days of a time zone, oldest first."""
    first, end = (
        datetime.combine(day, time(), zone(timezone)).astimezone(UTC)
        for day in (span.first, span.last + timedelta(days=1))
    )
    recent = since(snapshot.kudos, first - timedelta(microseconds=1))
    return [kudos for kudos in recent if kudos.given < end][::-1]


def digest(snapshot: Snapshot, span: Span, timezone: str, week_start: int = 1) -> Digest:
    """The digest of those days, as the clocks of `timezone` show them."""
    teller = Teller(snapshot, timezone)
    threads = [
        [teller.tell(kudos, answers=place > 0) for place, kudos in enumerate(thread)]
        for thread in _threads(kudos_of(snapshot, span, timezone))
    ]
    heading = day_heading if span.kind == "week" else partial(week_heading, week_start=week_start)
    return Digest(snapshot.name, span, chapters(threads, heading))


def _threads(found: Sequence[Kudos]) -> Iterator[list[Kudos]]:
    """Each kudos with the answers to it behind it, and the answers to those behind them."""
    known = {kudos.id for kudos in found}
    answers: dict[str, list[Kudos]] = defaultdict(list)
    for kudos in found:
        if kudos.reply in known:
            answers[kudos.reply].append(kudos)
    told: set[str] = set()
    roots = [kudos for kudos in found if kudos.reply not in known]
    for root in [*roots, *found]:  # a file may hold two that answer each other
        thread, waiting = [], [root]
        while waiting:
            kudos = waiting.pop()
            if kudos.id not in told:
                told.add(kudos.id)
                thread.append(kudos)
                waiting += reversed(answers[kudos.id])
        if thread:
            yield thread


def as_text(told: Digest) -> str:
    """The digest as somebody would read it aloud: names first, then the words."""
    parts = [f"{told.title} at {told.team}, {told.span.words}."]
    for chapter in told.chapters:
        parts += [spoken_days(chapter.heading), *map(spoken, chapter.thanks)]
    return "\n\n".join(parts if told.chapters else [*parts, EMPTY]) + "\n"


def spoken_days(heading: str) -> str:
    """The days of a chapter as one says them: "On Monday 16 November:", "From 16 to 22 November:"."""
    return f"{'From' if ' to ' in heading else 'On'} {heading}:"


def opening(thanks: Thanks) -> str:
    """Who thanks whom, and for what: "Ana thanks Ben and Zoë, for craft:"."""
    theme = f", for {thanks.theme}" if thanks.theme else ""
    return f"{thanks.giver} {thanks.verb} {listed(thanks.to)}{theme}:"


def joining(thanks: Thanks) -> str:
    """Who joined in: "Dee and Li join in."; "" for nobody."""
    names = thanks.all_joined
    return f"{listed(names)} {'joins' if len(names) == 1 else 'join'} in." if names else ""


def spoken(thanks: Thanks) -> str:
    """One of the thanks, to read aloud."""
    return "\n".join(filter(None, (opening(thanks), f"“{thanks.text}”", joining(thanks))))


def as_markdown(told: Digest) -> str:
    """The digest in Markdown, for a chat or a wiki. Nothing that people wrote is taken for markup."""
    parts = [f"# {told.title}: {told.span.words}", plain(told.team)]
    for chapter in told.chapters:
        parts += [f"## {chapter.heading}", *map(item, chapter.thanks)]
    return "\n\n".join(parts if told.chapters else [*parts, EMPTY]) + "\n"


def item(thanks: Thanks, when: str = "") -> str:
    """One of the thanks in Markdown: who and whom, the words, then the link and who joined in."""
    to = listed([f"**{plain(name)}**" for name in thanks.to])
    theme = f" · {plain(thanks.theme)}" if thanks.theme else ""
    joined = " · ".join(f"{plain(emoji)} {plain(', '.join(names))}" for emoji, names in thanks.joined)
    lines = [f"**{plain(thanks.giver)}** {thanks.verb} {to}{theme}{when and ' · ' + when}"]
    lines += [quoted(thanks.text), f"<{thanks.link}>" if thanks.link else "", joined]
    return "\n\n".join(filter(None, lines))


def as_page(told: Digest) -> str:
    """The digest as a whole HTML page of the same look as the wall's."""
    return as_html(Page(f"{told.title}", told.team, told.span.words, told.chapters, EMPTY))
