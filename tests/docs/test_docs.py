"""The pages are built without a warning, and what they say of commands and keys is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.needs import needs
from tui.cli import amity
from tui.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
HAND_WRITTEN = [page for page in PAGES if page.name != "keys.md"]
NAMES = [str(page.relative_to(ROOT)) for page in HAND_WRITTEN]

PLAIN_KEYS = {"enter", "esc", "tab", "up", "down", "left", "right", "space", *("^c", "^w", "^t", "^n")}
"""Keys of fields, lists and windows that the registry does not know, and those of terminals and browsers."""

KEY = re.compile(r"(?:\^|ctrl\+)?[a-zA-Z/?]|f\d+|esc|enter|tab|space|up|down|left|right")


def sphinx(builder: str, into: Path) -> None:
    words = ["-W", "--keep-going", "-q", "-n", "-b", builder, "-d", str(into / "trees"), str(DOCS), str(into)]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_pages_are_built_without_a_warning_and_have_their_pictures(tmp_path: Path) -> None:
    sphinx("html", tmp_path)
    for page in DOCS.rglob("*.md"):
        built = tmp_path / page.relative_to(DOCS).with_suffix(".html")
        html = built.read_text("utf-8")
        for picture in re.findall(r'<img[^>]* src="([^"]+\.svg)"', html):
            assert (built.parent / picture).is_file(), f"{page}: {picture}"
        assert not re.search(
            r'(?:src|href)="https?://(?!github\.com|keepachangelog)[^"]*\.(?:js|css|woff2?)', html
        )
    assert len(list((tmp_path / "_images").iterdir())) > 10


def test_the_man_page_is_the_one_that_the_pages_make(tmp_path: Path) -> None:
    sphinx("man", tmp_path)
    made = (tmp_path / "amity.1").read_text("utf-8")
    assert made == (DOCS / "amity.1").read_text("utf-8"), "make man writes it anew"
    needs("groff")
    words = [
        "groff",
        "-t",
        "-man",
        "-Kutf8",
        "-Tutf8",
        "-P-cbou",
        "-wmac",
        "-wchar",
        "-wsyntax",
        "-Wbreak",
        str(tmp_path / "amity.1"),
    ]
    done = subprocess.run(words, capture_output=True, check=True)
    assert done.stderr == b""
    assert "amity kudos give" in " ".join(done.stdout.decode().split())


# Commands


def calls(page: Path) -> Iterator[str]:
    """What the page tells one to type that begins with the program's name."""
    text = page.read_text("utf-8")
    for block in re.findall(r"^```(?:bash|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from (line.split("  #")[0].strip() for line in block.splitlines() if line.startswith("amity"))
    spans = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = re.sub(r"^#.*$", "", spans, flags=re.MULTILINE)  # usage lines have a test of their own
    yield from re.findall(r"`(amity(?: [a-z-][^`]*)?)`", spans.replace("\n", " "))


def find(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words name, and the words behind it. Raises `AssertionError` for none."""
    command: click.Command = amity
    context = click.Context(amity, info_name="amity")
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        alternatives = words[0].split("|")
        found = [command.get_command(context, name) for name in alternatives]
        if None in found and getattr(command, "default", None):
            break  # what follows belongs to the command that the group runs without one
        assert None not in found, f"there is no {words[0]}"
        assert found[-1] is not None
        command, words = found[-1], words[1:]
    return command, words


def options_of(command: click.Command) -> set[str]:
    """The options that a command takes, and where it is a group, that of what it runs by itself."""
    taken = {
        option for p in command.params if isinstance(p, click.Option) for option in p.opts + p.secondary_opts
    }
    default = getattr(command, "default", None)
    if isinstance(command, click.Group) and default:
        inner = command.get_command(click.Context(command), default)
        assert inner is not None
        taken |= options_of(inner)
    return taken | {"--help", "-h", "--json", "--folder", "--version"}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_in_the_pages_is_one(name: str) -> None:
    for call in calls(ROOT / name):
        words = shlex.split(call)[1:]
        command, rest = find(words)
        unknown = (
            {word.split("=")[0] for word in rest if word.startswith("-")} - options_of(command) - {"-", "--"}
        )
        assert not unknown, f"{call}: {unknown}"


# Keys


def shown(key: str) -> str:
    return key.replace("ctrl+", "^")


def test_the_tables_of_keys_say_what_the_keys_do() -> None:
    known = {(command.shown_key, command.title) for command in COMMANDS}
    seen = 0
    for page in HAND_WRITTEN:
        for table in re.findall(
            r"^\| key \| command \|\n\|[- |]+\n((?:\|.*\n)+)", page.read_text("utf-8"), re.M
        ):
            for key, title in re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|$", table, re.MULTILINE):
                assert (shown(key), title) in known, f"{page.name}: {key} {title}"
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("name", NAMES)
def test_every_key_in_the_pages_is_one(name: str) -> None:
    known = {shown(key) for command in COMMANDS for key in (command.shown_key, *command.key.split(","))}
    text = re.sub(r"^```.*?^```", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for span in re.findall(r"`([^`\n]+)`", text):
        if KEY.fullmatch(span):
            assert shown(span) in known | PLAIN_KEYS, f"`{span}` is no key"
