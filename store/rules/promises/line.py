"""A promise as one types it: "figures for Ben by fri".

What is taken out of the text is a date, and the person that stands behind "for" or "to"; both only where they
are nothing else, since words that are lost are worse than a date that has to be typed again. A person who is
only mentioned ("call Chi", "Noor's draft") is linked, and the words stay.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from store.errors import UsageError
from store.records import WEEKDAYS, Member, Snapshot
from store.rules.dates import WEEKDAY_NAMES, read_day
from store.text import NAME_LIMIT, TEXT_LIMIT, clean, fold


class Span(NamedTuple):
    """Where a part stood in the line: from the character `start` up to `end`."""

    kind: Literal["to", "by"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What a line says: the text without what was taken out of it, a member's id ("" for nobody), a day.

    `namesakes` are the members who may be meant where a name is that of several; it stays in the text.
    `spans` are where person and day stood in the line.
    """

    text: str
    to: str = ""
    by: date | None = None
    namesakes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class _Word(NamedTuple):
    """A word of the line: as it is, folded and without the marks around it, and where it stands."""

    raw: str
    key: str
    start: int
    end: int


_DEADLINE: Final = frozenset(("by", "due", "until", "till"))
"""They lead to a date wherever they stand."""

_BEFORE_DATE: Final = frozenset(("by", "due", "on", "until", "till"))
"""They belong to the date that follows them, where that ends the line."""

_NO_DATE_AFTER: Final = re.compile(
    r"for|of|from|since|after|before|to|the|a|an|my|our|your|his|her|its|their|last|"
    r"every|each|about|no|by|due|on|until|till"
)
"""Behind them a day belongs to the text: "the plan for Monday", "call Li after tomorrow"."""

_BEGINS_A_PART: Final = re.compile(r"for|to|the|an?|my|our|your|some")
"""Before them a day may stand: "send by friday the figures"; in "by friday noon" it stays."""

_VERB_WITH_BY: Final = re.compile(r"abide|come|drop|go|pass|put|stand|stop|swing")

_UNSURE_DAYS: Final = frozenset(("sun", "sat", "wed"))
"""Words of their own as well: a day only behind "by", "on" or "next"."""

_STAYS_BEHIND: Final = re.compile(
    r"talk|speak|write|reply|respond|back|listen|apologise|apologize|answer|say|hi|hello|"
    r"over|out|in|up|look|ask|wait|vote|search|cover|care|go|come|get|due|thanks|next|close"
)
"""Without the person who follows, these would mean something else: "talk to Li", "fill in for Ben"."""

_ALSO_VERBS: Final = re.compile(r"bill|chase|drew|frank|grant|mark|nick|pat|rob|skip|sue|will")
"""Names that are verbs: "to mark" in small letters is no person."""

_ADDRESSES: Final = re.compile(
    r"answer|ask|brief|call|email|give|help|invite|mail|meet|message|phone|ping|remind|send|"
    r"show|tell|text|thank|update|visit|with"
)
"""Behind them a name may be written small: "call chi"."""

_NOT_TO_THEM: Final = re.compile(r"about|by|every|from|in|last|like|next|of|since|than|this|until|without")
"""Behind them stands someone, or a month, to whom nothing is promised: "the script by Ben", "in May"."""

_LONGEST_DATE: Final = 5
_LONGEST_NAME: Final = 6
_MOST_WORDS: Final = 800
_WORD = re.compile(r"\S+")
_EDGES: Final = ' \t,;:.!?()[]"“”„«»…'
_AROUND: Final = " \t,;:·–—-"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_OF_MONTH = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)? [a-z]{3,9}")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_PARTS_OF_NAMES = re.compile(r"[\s\-‐‑'’.]+")


def others(snapshot: Snapshot, me: str, day: date) -> tuple[Member, ...]:
    """The people to whom I can promise something on that day."""
    return tuple(member for member in snapshot.active(day) if member.id != me)


def read_promise(
    line: str, people: Iterable[Member], today: date, week: Sequence[int] = WEEKDAYS, week_start: int = 1
) -> PromiseLine:
    """What a line says. Its text is empty only when the line says nothing; nothing is ever refused.

    `people` are those who can be meant. "End of week" is the last day of `week` after `week_start`.
    """
    words = _words(line)
    whole = clean(line, TEXT_LIMIT)
    if len(words) > _MOST_WORDS or not whole:
        return PromiseLine(whole)
    return _Reading(words, whole, _Names(people), today, (tuple(week), week_start)).result()


def people_named(name: str, people: Iterable[Member]) -> tuple[str, ...]:
    """The ids of all who may be meant by a name or a handle."""
    words = _words(name)[:_LONGEST_NAME]
    return _Names(people).meant(words) if words else ()


def _words(line: str) -> list[_Word]:
    found = _WORD.finditer(line)
    return [_Word(w[0], fold(w[0][:NAME_LIMIT].strip(_EDGES)), *w.span()) for w in found]


class _Reading:
    """One line, and what was found in it so far."""

    def __init__(
        self, words: list[_Word], whole: str, names: _Names, today: date, week: tuple[tuple[int, ...], int]
    ) -> None:
        self._left = self._all = words
        self._whole = whole
        self._names = names
        self._today = today
        self._week = week
        self._gap: int | None = None
        """Before which of the words that are left a date was taken out."""
        self._by: date | None = None
        self._people: tuple[str, ...] = ()
        self._spans: list[Span] = []

    def result(self) -> PromiseLine:
        """Looks for a date, a person, and once more for a date that stood before the person."""
        self._find_day()
        self._find_person()
        if self._by is None:
            self._find_day()
        if not self._people:
            self._find_mention()
        text = self._text()
        one = len(self._people) == 1
        return PromiseLine(
            text=text,
            to=self._people[0] if one else "",
            by=self._by,
            namesakes=() if one else self._people,
            spans=tuple(sorted(self._spans, key=lambda span: span.start)),
        )

    def _text(self) -> str:
        if self._left is self._all:
            return self._whole
        return clean(" ".join(word.raw for word in self._left), TEXT_LIMIT).strip(_AROUND)

    def _take(self, kind: Literal["to", "by"], first: int, end: int) -> bool:
        """Takes words out of the text, unless nothing would be left of it."""
        rest = [*self._left[:first], *self._left[end:]]
        if not clean(" ".join(word.raw for word in rest), TEXT_LIMIT).strip(_AROUND + _EDGES):
            return False
        self._mark(kind, first, end)
        self._left = rest
        return True

    def _mark(self, kind: Literal["to", "by"], first: int, end: int) -> None:
        self._spans.append(Span(kind, self._left[first].start, self._left[end - 1].end))

    # The day

    def _find_day(self) -> None:
        words, last = self._left, len(self._left)
        for at in range(last - 1, -1, -1):
            begin = at
            while begin >= 0 and words[begin].key in _BEFORE_DATE:
                begin -= 1  # "due by friday"
            leads = {word.key for word in words[begin + 1 : at + 1]}
            for end in range(min(last, at + 1 + _LONGEST_DATE), at + 1, -1) if leads else ():
                if end < last and not leads & _DEADLINE:
                    continue
                day = self._read(words[at + 1 : end])
                if day is not None:
                    self._keep_day(day, begin + 1, end)
                    return
        for first in range(max(0, last - _LONGEST_DATE), last):
            if first and (_NO_DATE_AFTER.fullmatch(words[first - 1].key) or _is_possessive(words[first - 1])):
                continue
            if last - first == 1 and words[first].key in _UNSURE_DAYS:
                continue
            day = self._read(words[first:])
            if day is not None:
                self._keep_day(day, first, last)
                return
        for end in range(min(last, _LONGEST_DATE), 0, -1):
            day = self._read(words[:end]) if _ends_a_part(words[end - 1]) else None
            if day is not None:
                self._keep_day(day, 0, end)
                return

    def _keep_day(self, day: date, first: int, end: int) -> None:
        """Takes the words of a day out of the text, if nothing hangs on them."""
        words = self._left
        if first and words[first].key == "by" and _VERB_WITH_BY.fullmatch(words[first - 1].key):
            first += 1  # "drop by on friday"
        free = end == len(words) or _ends_a_part(words[end - 1]) or _BEGINS_A_PART.fullmatch(words[end].key)
        if free and self._take("by", first, end):
            self._by, self._gap = day, first
        elif not free:
            self._by = day
            self._mark("by", first, end)

    def _read(self, words: Sequence[_Word]) -> date | None:
        """The day that exactly these words name."""
        phrase = " ".join(word.key for word in words)
        phrase = phrase.removeprefix("the ") if phrase.startswith("the end") else phrase
        phrase = phrase.removeprefix("this ")
        try:
            if phrase in ("eow", "end of week", "end of the week"):
                return self._end_of_week()
            if phrase in ("eom", "end of month", "end of the month"):
                return self._today.replace(day=monthrange(self._today.year, self._today.month)[1])
            if phrase in ("eod", "end of day", "end of the day"):
                return self._today
            if phrase[:1].isdigit() and not (_ISO.fullmatch(phrase) or _DAY_OF_MONTH.fullmatch(phrase)):
                return None  # a number of something else
            if phrase.startswith("in ") and phrase.endswith("m"):
                return None  # metres, perhaps
            return read_day(phrase, self._today)
        except (UsageError, ValueError, OverflowError):
            return None

    def _end_of_week(self) -> date:
        """The last day of my week on which I work: today, or the next such day."""
        days, start = self._week
        last = max(days or WEEKDAYS, key=lambda number: (number - start) % 7)
        return read_day(WEEKDAY_NAMES[(last - 1) % 7], self._today)

    # The person

    def _find_person(self) -> None:
        ends = [len(self._left), *([self._gap] if self._gap is not None else [])]
        for end in dict.fromkeys(ends):
            for first in range(max(1, end - _LONGEST_NAME), end):
                leads, name = self._left[first - 1], self._left[first:end]
                if leads.key not in ("for", "to"):
                    continue
                if leads.key == "to" and _ALSO_VERBS.fullmatch(name[0].raw):
                    continue
                found = self._names.meant(name)
                if found:
                    self._people = found
                    stays = len(found) > 1 or self._belongs_to_text(first - 1)
                    if stays or not self._take("to", first - 1, end):
                        self._mark("to", first - 1, end)
                    return

    def _belongs_to_text(self, leads: int) -> bool:
        """Whether what stands before "for" or "to" needs the person to mean something."""
        before = self._left[:leads]
        if not before or _STAYS_BEHIND.fullmatch(before[-1].key):
            return True
        return self._left[leads].key == "to" and len(before) == 1

    def _find_mention(self) -> None:
        """Who is named anywhere, if it is one person."""
        found: dict[tuple[str, ...], tuple[int, int]] = {}
        at = 0
        while at < len(self._left):
            end = next(
                (e for e in range(min(len(self._left), at + _LONGEST_NAME), at, -1) if self._named(at, e)), at
            )
            if end > at:
                found.setdefault(self._named(at, end), (at, end))
            at = max(end, at + 1)
        if len(found) == 1:
            ((self._people, (first, end)),) = found.items()
            self._mark("to", first, end)

    def _named(self, first: int, end: int) -> tuple[str, ...]:
        """Who is mentioned by exactly these words."""
        words = self._left[first:end]
        before = self._left[first - 1].key if first else ""
        if words[0].raw.lstrip(_EDGES).startswith("@"):
            return self._names.meant(words)
        owner = _is_possessive(words[-1])
        if _NOT_TO_THEM.fullmatch(before) or (not first and not owner):
            return ()
        if words[0].raw.lstrip(_EDGES)[:1].islower() and (owner or not _ADDRESSES.fullmatch(before)):
            return ()
        return self._names.meant(words)


def _is_possessive(word: _Word) -> bool:
    return _POSSESSIVE.search(word.raw.rstrip(_EDGES)) is not None


def _ends_a_part(word: _Word) -> bool:
    return word.raw.endswith((",", ":", ";"))


class _Names:
    """Who may be meant by a name or a handle, whatever its case and accents."""

    def __init__(self, people: Iterable[Member]) -> None:
        self._handles: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        for member in people:
            self._handles[fold(member.handle)] = member.id
            words = member.name.split()
            names = [member.handle, member.name, "".join(words), *words[:1]]
            names += [word for word in words[1:] if not word[0].islower()][-1:]
            for name in names:
                self._names.setdefault(_name_key(name), set()).add(member.id)

    def meant(self, words: Sequence[_Word]) -> tuple[str, ...]:
        """The ids of all who can be meant, in order."""
        keys = [word.key for word in words]
        keys[-1] = fold(_POSSESSIVE.sub("", keys[-1]))
        if keys[0].startswith("@"):
            member = self._handles.get(keys[0][1:]) if len(keys) == 1 else None
            return (member,) if member is not None else ()
        return tuple(sorted(self._names.get(_name_key(" ".join(keys)), ())))


def _name_key(name: str) -> str:
    return _PARTS_OF_NAMES.sub(" ", fold(name)).strip()
