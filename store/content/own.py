"""The words that a team makes for itself: their files, read as strictly as ours, and with ours together.

They go into the folder `amity-content` beside the team file (docs/own-words.md). A file with a problem is
left out as a whole, so that everyone has the same words; what is wrong is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from store import content
from store.content import ACTION, QUESTION, SLUG, Action, Catalogue, Question, problems, records
from store.content.reading import Fault, Shape, faults, load
from store.text import LINE_LIMIT, NAME_LIMIT, clean

FOLDER: Final = "amity-content"
"""The folder for them, in the team's shared folder."""

ACTIONS, QUESTIONS = "actions.toml", "questions.toml"
"""The files in it; either may be missing."""

BYTES: Final = 128 * 1024
"""Size that a file may have."""

ENTRIES: Final = 200
"""So many actions, and so many questions, may a team make."""

DEPTH: Final = 5
"""Tables and lists within each other; three are enough for any entry."""

TOLD: Final = 20
"""So many problems of a file are told."""

SENTENCE: Final = 240
"""Characters of a problem: it quotes what others wrote."""

_SHAPES: Final[Mapping[str, Mapping[str, Shape]]] = {
    ACTIONS: {"action": ACTION},
    QUESTIONS: {"question": QUESTION},
}


class Problem(NamedTuple):
    """What keeps a file from being used. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All words that can be suggested and asked: ours, and those that the team made.

    `actions` and `asked` are the team's own actions and questions, which `catalogue` and `questions` hold as
    well. `problems` are why a file is not used.
    """

    catalogue: Catalogue = field(default_factory=content.catalogue)
    questions: tuple[Question, ...] = field(default_factory=content.questions)
    actions: tuple[Action, ...] = ()
    asked: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()


@cache
def ours() -> OwnWords:
    """What everyone has: the words that come with amity."""
    return OwnWords()


def together(actions: tuple[Action, ...], asked: tuple[Question, ...], told: tuple[Problem, ...]) -> OwnWords:
    """Ours and the team's own."""
    if not (actions or asked or told):
        return ours()
    base = ours()
    catalogue = base.catalogue
    if actions:
        every = MappingProxyType({**catalogue.actions, **{action.id: action for action in actions}})
        catalogue = Catalogue(catalogue.principles, every, catalogue.starters)
    return OwnWords(catalogue, (*base.questions, *asked), actions, asked, told)


def read_actions(data: bytes, file: str = ACTIONS) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """The actions of a file, or none of them and the problems that it has. `file` is the name to tell."""
    source, document, told = _document(data, file, _SHAPES[ACTIONS])
    if told:
        return (), told
    found = records(Action, document["action"])
    known = ours().catalogue
    wrong = [
        Fault(words, "action", number, key, action.id)
        for number, action in enumerate(found, 1)
        for key, words in (
            *problems(action, known.principles),
            *_clash(action.id, action.id in known.actions),
        )
    ]
    return ((), _told(wrong, source, file)) if wrong else (found, ())


def read_questions(data: bytes, file: str = QUESTIONS) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """The questions of a file, or none of them and the problems that it has."""
    source, document, told = _document(data, file, _SHAPES[QUESTIONS])
    if told:
        return (), told
    found = records(Question, document["question"])
    known = {question.id for question in ours().questions}
    wrong = [
        Fault(words, "question", number, key, question.id)
        for number, question in enumerate(found, 1)
        for key, words in (*_misnamed(question), *_clash(question.id, question.id in known))
    ]
    return ((), _told(wrong, source, file)) if wrong else (found, ())


def example(file: str) -> str:
    """A small file to begin with: `ACTIONS` or `QUESTIONS`."""
    return Path(__file__).with_name(f"example_{file}").read_text(encoding="utf-8")


def holds_questions(data: bytes) -> bool:
    """Whether a file of any name means to hold questions: its first table says so."""
    first = re.search(rb"^\s*\[\[\s*(\w+)\s*\]\]", data[:BYTES], re.MULTILINE)
    return first is not None and first[1] == b"question"


def _clash(identity: str, known: bool) -> Iterator[tuple[str, str]]:
    if known:
        yield "id", f"the id “{identity}” is one of amity's own; take another."


def _misnamed(question: Question) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(rf"{question.level}\.{SLUG}", question.id):
        yield "id", f"the id must begin with “{question.level}.” and go on in a-z, 0-9 and hyphens."


def _document(
    data: bytes, file: str, shapes: Mapping[str, Shape]
) -> tuple[str, dict[str, list[dict[str, Any]]], tuple[Problem, ...]]:
    """The source of a file, its tables with clean texts, and what is wrong with them."""
    if len(data) > BYTES:
        return "", {}, (too_large(file),)
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", {}, (Problem(file, line, "This is not UTF-8, the only way to write TOML."),)
    try:
        document = {key: _clean(value) for key, value in load(source).items()}
    except ValueError as error:
        return source, {}, (_unread(str(error), source, file),)
    wrong = [*faults(document, shapes)]
    if not wrong:
        wrong = [fault for name in shapes for fault in _too_much(document[name], name)]
    return source, document, _told(wrong, source, file)


def _clean(value: Any, depth: int = 0) -> Any:
    """The tables with every text made safe. Raises ValueError for what no entry could need."""
    if depth > DEPTH:
        raise ValueError("It is nested too deeply")
    if isinstance(value, str):
        return clean(value, LINE_LIMIT + 1)  # not yet cut to what is allowed
    if isinstance(value, list):
        return [_clean(one, depth + 1) for one in value[: ENTRIES + 1]]
    return {key: _clean(one, depth + 1) for key, one in value.items()} if isinstance(value, dict) else value


def _too_much(entries: list[dict[str, Any]], name: str) -> Iterator[Fault]:
    if len(entries) > ENTRIES:
        yield Fault(f"more than {ENTRIES} are too many.", name, ENTRIES + 1, label=entries[ENTRIES]["id"])
    for number, entry in enumerate(entries, 1):
        for key, value in entry.items():
            limit = NAME_LIMIT if key == "id" else LINE_LIMIT
            if isinstance(value, str) and len(value) > limit:
                yield Fault(f"“{key}” is longer than {limit} characters.", name, number, key, entry["id"])


def too_large(file: str) -> Problem:
    """The problem of a file that nobody wrote by hand."""
    return Problem(file, 0, f"The file is larger than {BYTES // 1024} KB.")


def _unread(error: str, source: str, file: str) -> Problem:
    """What Python's reader of TOML says, with its line taken out of the sentence."""
    words, _, place = error.partition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else source.count("\n") + 1 if place else 0
    return Problem(file, line, clean(f"This is not valid TOML: {words[:1].lower()}{words[1:]}.", SENTENCE))


def _told(wrong: list[Fault], source: str, file: str) -> tuple[Problem, ...]:
    told = [
        Problem(file, line_of(source, fault), clean(_sentence(fault), SENTENCE)) for fault in wrong[:TOLD]
    ]
    return tuple(sorted(told, key=lambda problem: problem.line))


def _sentence(fault: Fault) -> str:
    return str(fault) if fault.number else f"The file {fault}"


# Where something stands

_MASKED = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_HEADER = re.compile(r"\s*\[\[\s*[\"']?([\w-]+)[\"']?\s*\]\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]")


def line_of(source: str, fault: Fault) -> int:
    """The line of the field that does not fit, else of its entry, else 1; for a text that is sound TOML."""
    number = found = 0
    for line, words in enumerate(_without_long_texts(source).split("\n"), 1):
        if header := _HEADER.match(words):
            if found:
                break
            number += header[1] == fault.table
            found = line if number == fault.number and number else 0
        elif found and fault.key and (key := _KEY.match(words)) and key[1] == fault.key:
            return line
    return found or 1


def _without_long_texts(source: str) -> str:
    """The text with all that stands within texts of several lines blanked, so that nothing there misleads."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0]) if match[0].startswith(('"""', "'''")) else match[0]

    return _MASKED.sub(blank, source)
