"""Text in Markdown is what it is, and nothing else, for real parsers with all that chats and wikis add."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from store.exchange.markdown import JOINER, plain, quoted
from store.text import clean
from tests.hostile import HOSTILE

PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": True})
"""GitHub's flavour with raw HTML, and with every address taken for a link that looks like one."""

MENTION = re.compile(r"(?:^|(?<=\W))[@#!%]\w")
"""What GitHub, GitLab, Mattermost and the like make links of, once all markup is done."""

TRICKS = (
    *(
        "# heading",
        "heading\n===",
        "heading\n---",
        "> quote",
        "- a\n- b",
        "+ a",
        "* a",
        "1. a",
        "2) b",
        "***",
    ),
    *("*em* __strong__ ~~gone~~ ==mark== ^up^ $x^2$ {{ site.secret }} {% include x %}", "`code` ```fence"),
    *("    indented", "\tcode", "| a | b |\n| - | - |\n| 1 | 2 |", "a[^1]\n\n[^1]: note", "term\n: meaning"),
    *("[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "[x]: https://evil.example", "[x][x]"),
    *(
        "<https://evil.example>",
        "https://evil.example/?a=b",
        "www.evil.example",
        "evil.example",
        "a@evil.example",
    ),
    *("mailto:a@evil.example", "ftp://evil.example", "//evil.example", "xmpp:a@evil.example", "例え.テスト"),
    *(
        "@everyone",
        "@channel @ana",
        "<!channel> <@U12>",
        "#12 GH-12 !3 %4",
        "(@all)",
        "\\@ana \\*a\\*",
        "&lt;b&gt;",
    ),
    *(
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<!-- x",
        "<a href='//evil.example'>x</a>",
    ),
    *("a\\", "a  \nb", "a\n\n# b", "]( https://evil.example )", "**", "_", "~", "-", "=", "1.", ":::", ":--"),
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*TRICKS, " ", "\n", "\n\n", "a", "\\", "ä", "1", "."]), max_size=6).map(
        "".join
    ),
    st.text(alphabet="ab1 \n\\`*_{}[]()<>#|~&$^+-=.:!@/\"'", max_size=40),
)


def inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def check(markdown: str, text: str, *around: str) -> None:
    """What the parser sees there is nothing but that text, in blocks of these kinds alone."""
    tokens = PARSER.parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline", *around}
    children = inline(tokens)
    assert {child.type for child in children} <= {"text", "text_special", "softbreak", "hardbreak"}
    seen = "".join("\n" if child.type.endswith("break") else child.content for child in children)
    assert re.sub(r"\s", "", seen.replace(JOINER, "")) == re.sub(r"\s", "", text)
    assert not MENTION.search(seen)


@pytest.mark.parametrize("text", [clean(text, lines=True) for text in (*HOSTILE, *TRICKS)])
def test_nothing_of_a_hostile_text_is_markup(text: str) -> None:
    check(plain(text), text)
    check(quoted(text), text, "blockquote_open", "blockquote_close")


@given(TEXTS.map(lambda text: clean(text, lines=True)))
def test_no_text_is_markup(text: str) -> None:
    check(plain(text), text)
    check(quoted(text), text, "blockquote_open", "blockquote_close")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a^b^", "a^⁠b^".replace("^", "\\^")),
        ("term\n: meaning", "term\n\\: meaning"),
        ("{{ site.secret }}", "\\{\\{ site⁠.secret \\}\\}"),
        ("cost $5 or $6", "cost \\$⁠5 or \\$⁠6"),
    ],
)
def test_what_only_some_programs_know_is_no_markup_either(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_lines_of_a_quote_stay_apart() -> None:
    html = PARSER.render(quoted("one\ntwo\n\nthree"))
    assert html == "<blockquote>\n<p>one<br />\ntwo</p>\n<p>three</p>\n</blockquote>\n"


def test_usual_words_stay_as_they_are() -> None:
    text = "Danke, Zoë: you said (kindly) that it’s late, twice; 3 hours saved, 100 % calm? 谢谢 👏"
    assert plain(text) == text
