"""The pages say what the program does."""

from __future__ import annotations

from pathlib import Path

from tui.commands import page

ROOT = Path(__file__).parents[2]


def test_the_page_of_keys_is_the_registry() -> None:
    assert (ROOT / "docs/keys.md").read_text("utf-8") == page()


def test_the_readme_shows_every_picture() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [p.name for p in (ROOT / "screenshots").glob("*-80x24.svg") if p.name not in readme]
    large = ("today", "roles", "meeting", "kudos")  # shown at 120x40
    assert set(missing) <= {f"{name}-80x24.svg" for name in large}
