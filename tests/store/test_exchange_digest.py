"""The thanks of a week or a month: which ones, in which order, in which words."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.exchange.digest import (
    EMPTY,
    Span,
    as_markdown,
    as_page,
    as_text,
    digest,
    kudos_of,
    span_of,
)
from store.exchange.thanks import Teller, days_between, web_link, week_heading
from store.records import Kudos, Member, Reaction, Snapshot
from store.text import clean, listed
from tests.hostile import HOSTILE

JOINED = date(2026, 1, 5)
MEMBERS = {
    member.id: member
    for member in (
        Member("m-ana", "ana", "Ana", JOINED),
        Member("m-ben", "ben", "Ben", JOINED),
        Member("m-ben2", "ben2", "Ben", JOINED),
        Member("m-zoe", "zoe", "Zoë Krüger", JOINED, left=date(2026, 11, 1)),
    )
}
WEEK = Span("week", date(2026, 11, 16), date(2026, 11, 22))
BERLIN = "Europe/Berlin"


def kudos(number: int, given: datetime, text: str = "", **fields: Any) -> Kudos:
    fields = {"giver": "m-ana", "to": ("m-ben",), **fields}
    return Kudos(id=f"k-{number}", text=text or f"thanks {number}", given=given, **fields)


def wall(*thanks: Kudos) -> Snapshot:
    newest_first = tuple(sorted(thanks, key=lambda one: one.given, reverse=True))
    return Snapshot("t-1", "Harbour", members=MEMBERS, kudos=newest_first)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of November 2026 in UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "day", "week_start", "first", "last"),
    [
        ("week", "2026-11-23", 1, "2026-11-23", "2026-11-29"),
        ("week", "2026-11-22", 1, "2026-11-16", "2026-11-22"),
        ("week", "2026-11-22", 7, "2026-11-22", "2026-11-28"),
        ("week", "2026-11-21", 7, "2026-11-15", "2026-11-21"),
        ("week", "2027-01-01", 6, "2026-12-26", "2027-01-01"),
        ("month", "2026-11-22", 7, "2026-11-01", "2026-11-30"),
        ("month", "2028-02-29", 1, "2028-02-01", "2028-02-29"),
        ("month", "2026-12-31", 1, "2026-12-01", "2026-12-31"),
    ],
)
def test_days_of_a_span(kind: Any, day: str, week_start: int, first: str, last: str) -> None:
    span = span_of(kind, date.fromisoformat(day), week_start)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@given(st.sampled_from(["week", "month"]), st.dates(date(1901, 1, 1), date(2998, 1, 1)), st.integers(1, 7))
def test_spans_follow_each_other_without_a_gap(kind: Any, day: date, week_start: int) -> None:
    span = span_of(kind, day, week_start)
    assert span.first <= day <= span.last
    assert span.after.first == span.last + timedelta(days=1)
    assert span.before.last == span.first - timedelta(days=1)
    assert span.after.before == span.before.after == span


def test_words_of_days() -> None:
    assert WEEK.words == "16 to 22 November 2026"
    assert span_of("week", date(2026, 12, 1)).words == "30 November to 6 December 2026"
    assert span_of("week", date(2027, 1, 1)).words == "28 December 2026 to 3 January 2027"
    assert span_of("month", date(2027, 1, 1)).words == "January 2027"
    assert days_between(date(2026, 11, 1), date(2026, 11, 1)) == "1 November 2026"
    assert week_heading(date(2026, 12, 1)) == "1 to 6 December"
    assert week_heading(date(2026, 11, 30)) == "30 November"


def test_a_week_begins_and_ends_at_midnight_of_the_reader() -> None:
    inside = [kudos(1, at(15, 23)), kudos(2, at(22, 22, 59))]  # Berlin is an hour ahead of UTC
    outside = [kudos(3, at(15, 22, 59)), kudos(4, at(22, 23))]
    assert kudos_of(wall(*inside, *outside), WEEK, BERLIN) == inside
    assert [k.id for k in kudos_of(wall(*inside, *outside), WEEK, "UTC")] == ["k-2", "k-4"]


def test_a_week_by_day_and_a_month_by_week_oldest_first() -> None:
    snapshot = wall(kudos(1, at(16)), kudos(2, at(18)), kudos(3, at(18, 9)), kudos(4, at(2)))
    week = digest(snapshot, WEEK, BERLIN)
    assert [(c.heading, [t.text for t in c.thanks]) for c in week.chapters] == [
        ("Monday 16 November", ["thanks 1"]),
        ("Wednesday 18 November", ["thanks 3", "thanks 2"]),
    ]
    month = digest(snapshot, span_of("month", date(2026, 11, 5)), BERLIN, week_start=7)
    assert [c.heading for c in month.chapters] == ["1 to 7 November", "15 to 21 November"]


def test_an_answer_stands_behind_what_it_answers() -> None:
    first, other = kudos(1, at(16), "You helped."), kudos(2, at(17), "Between.")
    answer = kudos(3, at(18), "Gladly.", giver="m-ben", to=("m-ana",), reply="k-1")
    second = kudos(5, at(20), "Me too.", giver="m-ben2", to=("m-ana",), reply="k-1")
    of_another_week = kudos(4, at(19), "Late.", reply="k-0")
    told = digest(wall(first, other, answer, second, of_another_week), WEEK, BERLIN)
    assert [(t.verb, t.text) for c in told.chapters for t in c.thanks] == [
        ("thanks", "You helped."),
        ("answers", "Gladly."),
        ("answers", "Me too."),
        ("thanks", "Between."),
        ("thanks", "Late."),
    ]


@given(st.lists(st.tuples(st.integers(14, 24), st.integers(0, 12)), max_size=12))
def test_each_is_told_once_whoever_answers_whom(made: list[tuple[int, int]]) -> None:
    thanks = [kudos(n, at(day, minute=n), reply=f"k-{reply}") for n, (day, reply) in enumerate(made)]
    told = digest(wall(*thanks), WEEK, BERLIN)
    wanted = [k.text for k in thanks if 16 <= k.given.day <= 22]
    assert Counter(t.text for c in told.chapters for t in c.thanks) == Counter(wanted)


def test_the_text_reads_as_a_person_speaks() -> None:
    snapshot = wall(
        kudos(
            1,
            at(16),
            "You stayed.\n\nUntil the end.",
            to=("m-zoe", "m-ben", "m-gone"),
            theme="help",
            reactions=(Reaction("👏", "m-ben2"), Reaction("🎉", "m-ben2"), Reaction("🎉", "m-zoe")),
        ),
        kudos(2, at(17), reactions=(Reaction("👏", "m-zoe"),)),
    )
    assert as_text(digest(snapshot, WEEK, BERLIN)) == (
        "The week’s thanks at Harbour, 16 to 22 November 2026.\n\n"
        "On Monday 16 November:\n\n"
        "Ana thanks Zoë Krüger, Ben @ben and someone, for help:\n"
        "“You stayed.\n\nUntil the end.”\n"
        "Ben @ben2 and Zoë Krüger join in.\n\n"
        "On Tuesday 17 November:\n\n"
        "Ana thanks Ben @ben:\n“thanks 2”\nZoë Krüger joins in.\n"
    )


def test_the_markdown_has_the_link_and_who_joined_in() -> None:
    joined = (Reaction("👏", "m-ben2"), Reaction("👏", "m-zoe"))
    one = kudos(1, at(16), "One\ntwo", theme="help", link="https://example.org/a_b?c=*d*", reactions=joined)
    html = MarkdownIt("gfm-like").render(as_markdown(digest(wall(one), WEEK, BERLIN))).replace("\u2060", "")
    assert html == (
        "<h1>The week’s thanks: 16 to 22 November 2026</h1>\n<p>Harbour</p>\n<h2>Monday 16 November</h2>\n"
        "<p><strong>Ana</strong> thanks <strong>Ben @ben</strong> · help</p>\n"
        "<blockquote>\n<p>One<br />\ntwo</p>\n</blockquote>\n"
        '<p><a href="https://example.org/a_b?c=%2Ad%2A">https://example.org/a_b?c=*d*</a></p>\n'
        "<p>👏 Ben @ben2, Zoë Krüger</p>\n"
    )


def test_hostile_text_anywhere_is_no_markup_in_the_markdown() -> None:
    """Also in names, themes, links and reactions."""
    texts = [shown for text in HOSTILE if (shown := clean(text, 60))]
    members = {f"m-{n}": Member(f"m-{n}", f"h{n}", text, JOINED) for n, text in enumerate(texts)}
    thanks = tuple(
        kudos(n, at(17, minute=n), text, giver=f"m-{n}", to=(f"m-{n - 1}", f"m-{n}"), theme=text, link=text)
        for n, text in enumerate(texts)
    )
    snapshot = Snapshot("t-1", texts[0], members=members, kudos=thanks[::-1])
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(as_markdown(digest(snapshot, WEEK, BERLIN)))
    children = [child for token in tokens for child in token.children or ()]
    assert {t.type.rpartition("_")[0] or t.type for t in tokens} == {
        "heading",
        "paragraph",
        "inline",
        "blockquote",
    }
    assert {c.type for c in children} <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}


@pytest.mark.parametrize("form", [as_text, as_markdown, as_page])
def test_a_week_without_thanks_is_a_kind_sentence(form: Any) -> None:
    assert EMPTY in form(digest(wall(), WEEK, BERLIN))


def test_names_as_one_says_them() -> None:
    assert [listed("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert Teller(wall(), "UTC").name("m-zoe") == "Zoë Krüger"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://example.org", "https://example.org"),
        (" HTTP://Example.ORG:8080/a b?q=1&r=%zz#x#y ", "http://example.org:8080/a%20b?q=1&r=%25zz#x%23y"),
        ("https://müller.example/ä", "https://xn--mller-kva.example/%C3%A4"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/)](javascript:x)", "https://example.org/%29%5D%28javascript:x%29"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://example.org/%0aalert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//example.org", ""),
        ("example.org", ""),
        ("https://", ""),
        ("https://paypal.com@evil.example", ""),
        ("https://exa mple.org", ""),
        ("https://example.org:99999", ""),
        ("https://[::1", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_links(link: str, shown: str) -> None:
    assert web_link(link) == shown


@given(st.text(max_size=40).map(lambda rest: f"https://{rest}"))
def test_no_link_holds_what_ends_one(link: str) -> None:
    shown = web_link(link)
    assert shown.isascii()
    assert not set(shown) & set(" \t\n\"'<>()[]{}\\`*|^")
