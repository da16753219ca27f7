"""Remembered details: which notes are about whom, which say some words, which are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from store.records import Member, Note
from store.text import fold


def newest_first(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, the last written first."""
    return tuple(sorted(notes, key=lambda note: (note.written, note.id), reverse=True))


def about(notes: Iterable[Note], member: str) -> tuple[Note, ...]:
    """Those about one member, newest first."""
    return newest_first(note for note in notes if note.member == member)


def last_spoken_of(notes: Iterable[Note], member: str) -> Note | None:
    """The last thing that I noted about a member, to see what we spoke of; None where there is none."""
    return next(iter(about(notes, member)), None)


def is_open(note: Note) -> bool:
    """Whether there is a day to come back to it, and that was not done yet."""
    return note.follow_up is not None and note.done is None


def due(notes: Iterable[Note], day: date) -> tuple[Note, ...]:
    """Those to come back to by that day, the longest due first."""
    found = [note for note in notes if is_open(note) and note.follow_up and note.follow_up <= day]
    return tuple(sorted(found, key=lambda note: (note.follow_up or day, note.written, note.id)))


def saying(notes: Iterable[Note], words: str, members: Mapping[str, Member]) -> tuple[Note, ...]:
    """Those with all of the words, in their text or in the person's name; case and accents do not matter."""
    wanted = fold(words).split()

    def says(note: Note) -> bool:
        person = members.get(note.member)
        text = fold(f"{note.text} {person.name} @{person.handle}" if person else note.text)
        return all(word in text for word in wanted)

    return tuple(filter(says, notes))


def by_person(notes: Iterable[Note], members: Mapping[str, Member]) -> Sequence[tuple[str, tuple[Note, ...]]]:
    """The notes by person, whoever I noted something about last first; each person's newest first."""
    groups: dict[str, list[Note]] = {}
    for note in newest_first(notes):
        groups.setdefault(note.member if note.member in members else "", []).append(note)
    return [(member, tuple(found)) for member, found in groups.items()]
