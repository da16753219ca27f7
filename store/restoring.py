"""Going back to an earlier day of a team: what has to be changed for it, and in plain words what that is.

What was there on that day is as it was again. What was made since stays; so do other people's cards, whatever
a person took back, took off or said otherwise since, and what was removed for good. All of it is edits of
now, which merge like any others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from store.sync.document import META, STAMPS, TOMBSTONES, Doc, State, canonical, key_of
from store.sync.merge import Keys
from store.sync.replica import Edit
from store.text import NAME_LIMIT, clean

SHOWN: Final = 12
"""Lines of a preview; the rest is counted."""

_OWN_WORDS: Final = {"kudos", "cards", "help", "promises", "milestones", "members", "absences"}
"""Tables of what people say of themselves and to each other: what they took away stays away."""

_OWN_LINES: Final = {"parked"}
"""Maps of such words in other tables."""

_ENDS: Final = ("deleted", "ended")
"""Fields that say that something is no longer there."""

THINGS: Final = {
    "kudos": ("kudos", "kudos"),
    "members": ("person's card", "people's cards"),
    "absences": ("absence", "absences"),
    "milestones": ("shared day", "shared days"),
    "meetings": ("meeting", "meetings"),
    "occurrences": ("meeting's roles", "meetings' roles"),
    "cards": ("card to sign", "cards to sign"),
    "coffee": ("round of coffee chats", "rounds of coffee chats"),
    "promises": ("shared promise", "shared promises"),
    "help": ("flag", "flags"),
    "holidays": ("holiday", "holidays"),
    "public_holidays": ("public holiday", "public holidays"),
    "team": ("setting of the team", "settings of the team"),
    "_tombstones": ("thing taken back", "things taken back"),
}
"""What the tables hold, one and several."""

_OTHERS: Final = ("other thing", "other things")


def things(table: str, count: int) -> str:
    """A number of things of a table as people say it: "2 kudos", "1 absence"."""
    return f"{count} {THINGS.get(table, _OTHERS)[count != 1]}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What going back would do: some lines for people, and how many more there are."""

    lines: tuple[str, ...]
    more: int = 0

    @property
    def told(self) -> tuple[str, ...]:
        """All of it as lines."""
        rest = (f"and {self.more} more" if self.more else "",)
        return (*self.lines, *filter(None, rest)) or ("All that was there on that day is as it was.",)


class Step(NamedTuple):
    """An edit, and the document as it was then and as it is now, if it is there."""

    edit: Edit
    then: Doc
    now: Doc | None

    @property
    def comes_back(self) -> bool:
        """Whether something is there again that is not there now."""
        return self.now is None or any(self.now.get(f) and self.edit.fields.get(f, 0) is None for f in _ENDS)


def steps(then: State, now: State, me: str = "") -> Iterator[Step]:
    """The edits that bring back what was there then, to a state of now; none when nothing is to be done.

    What people say of themselves on their card is theirs: of those who are there only that of `me` goes back.

    What has a tombstone never comes back.
    """
    stones = now.get(TOMBSTONES, {})
    for table in sorted(then.keys() - {META, TOMBSTONES}):
        present = now.get(table, {})
        for key, doc in then[table].items():
            identity = doc.get("id")
            if not isinstance(identity, str) or key_of(identity) != key or key in stones:
                continue
            known = present.get(key)
            if known is doc or (table == "members" and known is not None and identity != me):
                continue
            fields = _changes(table, doc, known)
            if fields:
                yield Step(Edit(table, identity, fields), doc, known)


def _changes(table: str, then: Doc, now: Doc | None) -> dict[str, Any]:
    if now is None:
        # What was taken back then already is nothing that anyone misses.
        return {} if any(then.get(field) for field in _ENDS) else dict(_all(then))
    fields: dict[str, Any] = {}
    stays = table in _OWN_WORDS
    for name in sorted({*then, *now} - {STAMPS, "id", ""}):
        old, new = then.get(name), now.get(name)
        if _is_map(now, name):
            if _is_map(then, name) and (keys := _entries(old, new, stays or name in _OWN_LINES)):
                fields[name] = Keys(keys)
        elif _is_map(then, name):
            if isinstance(old, dict) and not stays:
                fields[name] = Keys(old)
        elif not _same(old, new) and not (stays and (old is None or new is None)):
            fields[name] = old
    return fields


def _all(doc: Doc) -> Iterator[tuple[str, Any]]:
    for name, value in doc.items():
        if name not in (STAMPS, "id", "") and value is not None:
            yield name, Keys(value) if _is_map(doc, name) and isinstance(value, dict) else value


def _entries(old: Any, new: Any, stays: bool) -> dict[str, Any]:
    """The entries of a map that are other ones now; what came in since stays."""
    then, now = (value if isinstance(value, dict) else {} for value in (old, new))
    return {
        key: value
        for key, value in then.items()
        if not _same(value, now.get(key)) and not (stays and now.get(key) is None)
    }


def _is_map(doc: Doc, name: str) -> bool:
    stamps = doc.get(STAMPS)
    return isinstance(stamps, dict) and isinstance(stamps.get(name), dict)


def _same(one: object, other: object) -> bool:
    return canonical(one) == canonical(other)


# In plain words


def preview(found: Iterable[Step], names: Mapping[str, str]) -> Preview:
    """What these steps do; `names` are those of things by their id."""
    back: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    changed: dict[str, list[str]] = {}
    people: list[str] = []
    for step in found:
        table, fields = step.edit.table, step.edit.fields
        name = clean(str(step.then.get("name") or names.get(step.edit.id, "")), NAME_LIMIT)
        if step.comes_back:
            back.setdefault(table, []).append(name)
        elif any(fields.get(field) for field in _ENDS):
            gone.setdefault(table, []).append(name)
        elif table == "members" and step.now is not None:
            people += _card(step.now, fields)
        else:
            changed.setdefault(table, []).append(name)
    lines = [_line(table, of, "comes back", "come back") for table, of in back.items()]
    lines += people
    lines += [_line(table, of, "is as it was", "are as they were") for table, of in changed.items()]
    lines += [_line(table, of, "is taken back again", "are taken back again") for table, of in gone.items()]
    return Preview(tuple(lines[:SHOWN]), len(lines[SHOWN:]))


def _line(table: str, names: list[str], one: str, several: str) -> str:
    named = sorted(filter(None, names), key=str.casefold)[:3]
    listed = f": {', '.join(named)}{' …' if len(names) > len(named) else ''}" if named else ""
    return f"{things(table, len(names))} {one if len(names) == 1 else several}{listed}"


def _card(now: Doc, fields: Mapping[str, Any]) -> Iterator[str]:
    """What changes on a person's card."""
    who = clean(str(now.get("name", "")), NAME_LIMIT) or "Someone"
    for field, value in fields.items():
        if isinstance(value, str):
            yield f"{who}'s {clean(field, 20)} becomes {clean(value, NAME_LIMIT)}"
    others = [clean(field, 20) for field, value in fields.items() if not isinstance(value, str)]
    if others:
        yield f"{who}'s {', '.join(others[:4])} {'is' if len(others) == 1 else 'are'} as on that day"
