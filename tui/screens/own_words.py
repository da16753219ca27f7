"""The team's own words: where the files go, what is in them, and what keeps one from being used."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from store.content.own import ACTIONS, FOLDER, QUESTIONS, OwnWords
from tui.screens.page import PageScreen

_EMPTY = (
    "Nothing yet. Your team can add actions that Today suggests, and questions of the week, in words of its "
    "own. A small example to begin with: amity content example actions"
)


def own_words_page(folder: Path, words: OwnWords) -> PageScreen:
    """The page as the files are now; `c` copies where they go."""
    place = str(folder / FOLDER)
    parts: list[Content | str | tuple[str, str]] = [
        ("The files go here, for everyone in the team:\n", "$text-muted"),
        f"{place}\n",
        (f"{ACTIONS} for actions, {QUESTIONS} for questions\n", "$text-muted"),
    ]
    if words.problems:
        parts.append(("\nTo be mended; until then amity does without this file\n", "bold $warning"))
        parts += [f"▲ {problem}\n" for problem in words.problems]
    for title, entries in (("Actions", words.actions), ("Questions", words.asked)):
        if entries:
            parts.append((f"\n{title}\n", "bold $text-muted"))
        for entry in entries:
            parts += [f"{entry.text}\n", (f"  {entry.id}\n", "$text-muted")]
    if not (words.problems or words.actions or words.asked):
        parts += ["\n", _EMPTY, "\n"]
    return PageScreen("Our own words", Content.assemble(*parts), copied=place)
