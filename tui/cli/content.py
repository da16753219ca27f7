"""content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from store.content import Action, Question
from store.content.folder import check_file, own_words
from store.content.own import ACTIONS, FOLDER, QUESTIONS, OwnWords, example
from tui.cli.groups import Group
from tui.cli.session import answer, session

NONE = (
    f"No words of your own yet. They go into the folder {FOLDER} beside the team file. "
    "An example to begin with: amity content example actions"
)


class ContentGroup(Group):
    """`amity content` means `amity content show`."""

    default = "show"


@click.group(cls=ContentGroup)
def content() -> None:
    """Actions and questions that the team made for itself."""


def _document(words: OwnWords) -> dict[str, Any]:
    return {
        "actions": [{"id": a.id, "text": a.text, "minutes": a.minutes} for a in words.actions],
        "questions": [{"id": q.id, "text": q.text, "level": q.level} for q in words.asked],
        "problems": [{"file": p.file, "line": p.line or None, "problem": p.text} for p in words.problems],
    }


def _listed(words: OwnWords) -> list[str]:
    entries: tuple[Action | Question, ...] = (*words.actions, *words.asked)
    lines = [f"  {one.id}\n    {one.text}" for one in entries]
    return lines + [str(problem) for problem in words.problems]


@content.command()
def show() -> None:
    """Show the team's own words, and what keeps some of them from being used."""
    with session() as now:
        words = own_words(now.team.folder, fresh=True)
        answer(_document(words), lambda: "\n".join(_listed(words)) or NONE)


@content.command("example")
@click.argument("kind", type=click.Choice(["actions", "questions"]))
def print_example(kind: str) -> None:
    """Print a small file to begin with."""
    file = ACTIONS if kind == "actions" else QUESTIONS
    answer({"file": f"{FOLDER}/{file}", "text": example(file)}, lambda: example(file).rstrip("\n"))


@content.command()
@click.argument("files", metavar="[FILE…]", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check the team's own words, or those in FILE; each problem with its file and line.

    Ends with 2 if there is a problem. With FILE no team is needed.
    """
    if files:
        found = [check_file(path, str(path)) for path in files]
    else:
        with session() as now:
            found = [own_words(now.team.folder, fresh=True)]
    documents = [_document(words) for words in found]
    document = {key: [one for each in documents for one in each[key]] for key in documents[0]}
    told = [str(problem) for words in found for problem in words.problems]
    answer(document, lambda: "\n".join(told) or _sound(found))
    if told:
        ctx.exit(2)


def _sound(found: list[OwnWords]) -> str:
    actions = sum(len(words.actions) for words in found)
    asked = sum(len(words.asked) for words in found)
    if not actions + asked:
        return NONE
    return f"All is well: {_many(actions, 'action')}, {_many(asked, 'question')}."


def _many(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
