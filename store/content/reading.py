"""Reading our TOML files with care: every entry has all its fields, of the right kind, and its own id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from store.errors import StoreError

Check = Callable[[Any], bool]
Shape = Mapping[str, Check]
"""What each field of an entry must be; all are required and there are no others."""


SHOWN: Final = 60
"""Characters of a value that does not fit."""


class ContentError(StoreError):
    """A file of words that comes with amity, or one made by a team, does not fit its schema."""


def text(value: object) -> bool:
    """Whether it is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def flag(value: object) -> bool:
    """Whether it is true or false."""
    return isinstance(value, bool)


def whole(low: int, high: int) -> Check:
    """Whether it is a whole number from `low` to `high`."""
    return lambda value: type(value) is int and low <= value <= high


def one_of(*options: str) -> Check:
    """Whether it is one of these texts."""
    return lambda value: isinstance(value, str) and value in options


def some_of(*options: str) -> Check:
    """Whether it is a list, not empty, of different ones of these texts."""

    def check(value: object) -> bool:
        return (
            isinstance(value, list)
            and bool(value)
            and all(isinstance(v, str) and v in options for v in value)
            and len(set(value)) == len(value)
        )

    return check


def lines(value: object) -> bool:
    """Whether it is a list of texts that say something."""
    return isinstance(value, list) and all(text(v) for v in value)


class Fault(NamedTuple):
    """What does not fit, in words, and where: the `number`-th entry of a table (from 1), and its field.

    `table` "" is the document as a whole, `key` "" an entry as a whole.
    """

    words: str
    table: str = ""
    number: int = 0
    key: str = ""
    label: str = ""

    def __str__(self) -> str:
        return f"{self.table} {self.label}: {self.words}" if self.number else self.words


def entries(source: str, file: str, shapes: Mapping[str, Shape]) -> dict[str, list[dict[str, Any]]]:
    """The tables of a TOML text, each a list of entries that fit their shape.

    `file` is the name to speak of. Raises ContentError, naming file and entry, at the first thing that does
    not fit.
    """
    try:
        document = load(source)
    except ValueError as error:
        raise ContentError(f"{file} is not valid TOML: {error}.") from None
    fault = next(faults(document, shapes), None)
    if fault is not None:
        raise ContentError(f"{file}{', ' if fault.number else ' '}{fault}")
    return {name: document[name] for name in shapes}


def load(source: str) -> dict[str, Any]:
    """The document of a TOML text. Raises ValueError for what is none."""
    import tomllib  # 15 ms that only those pay who read the words

    try:
        return tomllib.loads(source)
    except RecursionError:
        raise ValueError("It is nested too deeply") from None


def faults(document: Mapping[str, Any], shapes: Mapping[str, Shape]) -> Iterator[Fault]:
    """All that does not fit in a document; without any, its tables are lists of entries of their shape."""
    if document.get("schema_version") != 1:
        yield Fault("needs the line schema_version = 1.")
    for name in sorted(document.keys() - shapes.keys() - {"schema_version", "language"}):
        yield Fault(f"has a part “{name}” that is not known.")
    for name, shape in shapes.items():
        yield from _faults(document.get(name), name, shape)


def _faults(found: object, name: str, shape: Shape) -> Iterator[Fault]:
    if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
        yield Fault(f"needs at least one [[{name}]].")
        return
    seen: set[str] = set()
    for number, entry in enumerate(found, 1):
        label = entry.get("id")
        fault = partial(Fault, table=name, number=number, label=label if text(label) else str(number))
        for key in shape:
            if key not in entry:
                yield fault(f"“{key}” is missing.")
        for key, value in entry.items():
            if key not in shape:
                yield fault(f"“{key}” is not known.", key=key)
            elif not shape[key](value):
                yield fault(f"“{key}” cannot be {_shown(value)}.", key=key)
        if text(label):
            if label in seen:
                yield fault("the id is there twice.", key="id")
            seen.add(label)


def _shown(value: object) -> str:
    words = repr(value)
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def frozen(entry: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The entry with its lists as tuples, in the order of a record's fields."""
    return {name: tuple(entry[name]) if isinstance(entry[name], list) else entry[name] for name in names}
