"""A real browser without a window, an HTML validator and an accessibility checker."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.needs import needs

MODULES: Final = Path(__file__).parent / "node_modules"
AXE: Final = MODULES / "axe-core" / "axe.min.js"
VALIDATOR: Final = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

_BASE: Final = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    *("--disable-dev-shm-usage", "--run-all-compositor-stages-before-draw"),
)
_TALL: Final = 9000
"""Pixels; what of a page is farther down is not drawn, and so not checked."""

_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n')


class Look(NamedTuple):
    """How a page is looked at: how wide in CSS pixels, and in which colours."""

    width: int
    dark: bool


def needs_modules(file: Path) -> None:
    """Goes on if that file of the checkers is here. Else says how to get it; the gate fails."""
    if file.is_file():
        return
    sentence = f"needs {file.name}: npm ci --prefix tests/page (with npm, Debian: apt-get install npm)"
    if os.environ.get("AMITY_ENGINES"):
        pytest.fail(sentence)
    pytest.skip(sentence)


class Browser:
    """Chromium, started anew for each call with a profile of its own below `place`."""

    def __init__(self, place: Path) -> None:
        needs("chromium")
        self.place = place
        self._profiles = 0

    def _run(self, *words: str) -> str:
        self._profiles += 1
        profile = self.place / f"profile-{self._profiles}"
        done = subprocess.run(
            [*_BASE, f"--user-data-dir={profile}", *words],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def dom(self, address: str, *words: str) -> str:
        """The page as HTML after its scripts have run, and those that they started."""
        return self._run("--virtual-time-budget=30000", *words, "--dump-dom", address)

    def pages(self, file: Path) -> bytes:
        """The page as it is printed, as PDF."""
        printed = self.place / "printed.pdf"
        self._run("--no-pdf-header-footer", f"--print-to-pdf={printed}", file.as_uri())
        return printed.read_bytes()

    def ask(self, page: str, script: str, look: Look) -> Any:
        """What an asynchronous JavaScript expression gives that looks at the page as `view` and `page`.

        The page is shown in a frame of that width, since a window cannot be as narrow as a phone; the script
        runs outside of it, so that the page's own policy holds.
        """
        outer = f"""<!DOCTYPE html><html lang="en"><title>x</title><body style="margin:0"><pre></pre>
            <iframe title="page" style="width:{look.width}px;height:{_TALL}px;border:0"
            srcdoc="{html.escape(page)}"></iframe><script>onload = async () => {{
                const view = frames[0], page = view.document, said = document.querySelector("pre")
                try {{ said.textContent = JSON.stringify(await ({script})) }}
                catch (error) {{ said.textContent = JSON.stringify(String(error)) }}
            }}</script>"""
        file = self.place / "asked.html"
        file.write_text(outer, "utf-8")
        scheme = f"--blink-settings=preferredColorScheme={0 if look.dark else 1}"
        dom = self.dom(file.as_uri(), scheme, f"--window-size={max(look.width, 500)},{_TALL + 200}")
        said = re.search(r"<pre>(.*?)</pre>", dom, re.DOTALL)
        assert said is not None
        return json.loads(html.unescape(said[1]))

    def check(self, page: str, look: Look) -> Any:
        """What axe finds in the page, as its own result object."""
        needs_modules(AXE)
        axe = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
        run = "view.axe.run(page, {resultTypes: ['violations', 'incomplete']})"
        # Of what is laid out only once it comes into view it cannot tell what lies over what.
        whole = without_policy(page).replace("content-visibility: auto", "content-visibility: visible")
        return self.ask(whole, f"(view.eval({axe}), {run})", look)


def without_policy(page: str) -> str:
    """The page without the rule that forbids it scripts and requests, so that escaping alone must hold."""
    bare, removed = _POLICY.subn("", page)
    assert removed == 1
    return bare


def validate(*files: Path) -> list[str]:
    """What the Nu validator of the W3C says about HTML files, warnings included."""
    needs("java")
    needs_modules(VALIDATOR)
    done = subprocess.run(
        [
            "java",
            "-jar",
            str(VALIDATOR),
            "--stdout",
            "--format",
            "json",
            "--exit-zero-always",
            *map(str, files),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return [f"{said['url']}: {said['message']}" for said in json.loads(done.stdout)["messages"]]
