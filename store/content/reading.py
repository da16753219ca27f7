"""Reading our TOML files with care: every entry has all its fields, of the right kind, and its own id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.errors import StoreError

Check = Callable[[Any], bool]
Shape = Mapping[str, Check]
"""What each field of an entry must be; all are required and there are no others."""


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


def entries(source: str, file: str, shapes: Mapping[str, Shape]) -> dict[str, list[dict[str, Any]]]:
    """The tables of a TOML text, each a list of entries that fit their shape.

    `file` is the name to speak of. Raises ContentError, naming file and entry, at the first thing that does
    not fit.
    """
    import tomllib  # 15 ms that only those pay who read the words

    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{file} is not valid TOML: {error}.") from None
    if document.get("schema_version") != 1:
        raise ContentError(f"{file} needs the line schema_version = 1.")
    for name in document.keys() - shapes.keys() - {"schema_version", "language"}:
        raise ContentError(f"{file} has a part “{name}” that is not known.")
    return {name: _table(document.get(name), file, name, shape) for name, shape in shapes.items()}


def _table(found: object, file: str, name: str, shape: Shape) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
        raise ContentError(f"{file} needs at least one [[{name}]].")
    seen: set[str] = set()
    for number, entry in enumerate(found, 1):
        label = entry.get("id")
        where = f"{file}, {name} {label if text(label) else number}"
        for key in shape:
            if key not in entry:
                raise ContentError(f"{where}: “{key}” is missing.")
        for key, value in entry.items():
            if key not in shape:
                raise ContentError(f"{where}: “{key}” is not known.")
            if not shape[key](value):
                raise ContentError(f"{where}: “{key}” cannot be {value!r}.")
        if entry["id"] in seen:
            raise ContentError(f"{where}: the id is there twice.")
        seen.add(entry["id"])
    return found


def frozen(entry: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The entry with its lists as tuples, in the order of a record's fields."""
    return {name: tuple(entry[name]) if isinstance(entry[name], list) else entry[name] for name in names}
