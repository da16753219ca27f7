"""What a person's card says, as rows of a title and words. Other people's words stay plain text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from store.records import Member, Private, Snapshot
from store.rules import calendar
from store.rules.milestones import coming
from store.rules.presence import again_words, day_words, local_time, outside_hours, presence
from store.rules.reminders import open_reminders, their_time
from store.team.profile import CARD_FIELDS, THANKS
from store.text import clean
from store.zones import zone
from tui.commands import hint

NOTES: Final = 4
"""So many of my notes stand on a card, the newest."""

COVERED: Final = "Covered. Press {hide} to show what is for you alone."

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TITLES: Final = {field.id: field.title for field in CARD_FIELDS}
_PLACED: Final = ("say", "focus", "open", "channel", "feedback", "thanks_words", "ask_me_about", "holidays")
"""Fields of the card that have a place of their own; the free ones follow."""


class Row(NamedTuple):
    """A line of a card; without words its title is a heading. `style` is for the words."""

    title: str
    words: str = ""
    style: str = ""


def now_words(snapshot: Snapshot, member: Member, now: datetime, here: str) -> str:
    """Whether someone is there, and their clock: "21:40 for Li, their day begins at 09:00"."""
    found = presence(snapshot, member, now)
    if found.state == "left":
        return found.words
    clock = local_time(member, now, here)
    outside = outside_hours(snapshot, member, now)
    if outside is None:
        return f"{clock} · {found.words}"
    begins = again_words(member, outside.moment, now)
    if found.state == "later":
        return f"{clock}, their day begins at {begins}"
    return f"{clock} · {found.words}, there again at {begins}"


def card_rows(snapshot: Snapshot, member: Member, now: datetime) -> Iterator[Row]:
    """What someone chose to share; what they left empty is not there."""
    today = now.astimezone(zone(member.timezone)).date()
    card = member.card
    facts = (
        ("Time zone", member.timezone),
        ("Hours", member.hours),
        ("This week", week_words(snapshot, member, today)),
        ("Focus hours", card.get("focus", "")),
        ("Open half hours", card.get("open", "")),
        ("Best channel", card.get("channel", "")),
        ("Feedback", card.get("feedback", "")),
        ("Thanks", " · ".join(filter(None, (THANKS[member.thanks], card.get("thanks_words", ""))))),
        ("Ask me about", card.get("ask_me_about", "")),
        ("Coffee", "likes a coffee chat" if member.coffee else ""),
        *((_TITLES.get(name, name), words) for name, words in card.items() if name not in _PLACED),
    )
    yield from (Row(title, words) for title, words in facts if words)
    for number, (day, milestone) in enumerate(coming(snapshot, member.id, today)):
        yield Row("" if number else "Coming", f"{day_words(day, today)}: {milestone.text}")


def week_words(snapshot: Snapshot, member: Member, today: date) -> str:
    """Where someone is on the days of this week that they work: "Mon, Tue office · Wed remote · Thu away"."""
    begin = today - timedelta(days=(today.isoweekday() - member.week_start) % 7)
    found: list[tuple[str, list[str]]] = []
    for number in range(7):
        day = begin + timedelta(days=number)
        if day.isoweekday() not in member.week:
            continue
        where = member.place_on(day)
        state = where if calendar.works_on(snapshot, member, day) or day < member.joined else "away"
        name = _DAYS[day.isoweekday() - 1]
        if found and found[-1][0] == state:
            found[-1][1].append(name)
        else:
            found.append((state, [name]))
    return " · ".join(f"{_span(days)} {state}" for state, days in found)


def _span(days: list[str]) -> str:
    """Days that follow on each other in the week: "Mon", "Mon, Tue", "Mon–Fri"."""
    ends = (_DAYS.index(days[-1]) - _DAYS.index(days[0])) % 7
    return f"{days[0]}–{days[-1]}" if len(days) > 2 and ends == len(days) - 1 else ", ".join(days)


def own_rows(private: Private, member: Member, now: datetime, here: str, hidden: bool) -> Iterator[Row]:
    """What I noted about someone, newest first, and what I want to be reminded of: for me alone."""
    notes = sorted((n for n in private.notes if n.member == member.id), key=lambda n: n.written, reverse=True)
    reminders = open_reminders(private, member.id)
    muted = member.id in private.muted_members
    if not (notes or reminders or muted):
        return
    yield Row("For you alone")
    if hidden:
        yield Row("", hint(COVERED), "$text-muted")
        return
    today = now.astimezone(zone(here)).date()
    for reminder in reminders:
        when = "now" if reminder.at <= now else their_time(reminder.at, member, now)
        yield Row("Reminder", f"{reminder.text} · {when}")
    for note in sorted(notes[:NOTES], key=lambda n: n.follow_up is None or n.done is not None):
        due = note.follow_up is not None and note.done is None
        when = f" · come back to it {_by(note.follow_up, today)}" if due and note.follow_up else ""
        yield Row("Note", clean(note.text) + when)
    if muted:
        yield Row("Suggestions", "none about them for you; s takes that back", "$text-muted")


def _by(day: date, today: date) -> str:
    return "now" if day <= today else day_words(day, today)


def reach_words(snapshot: Snapshot, member: Member, now: datetime, here: str) -> str:
    """How to reach someone, for the clipboard."""
    lines = [f"{member.name} (@{member.handle})"]
    lines += [member.card["channel"]] if member.card.get("channel") else []
    lines += [f"Hours: {member.hours} ({member.timezone})" if member.hours else f"Zone: {member.timezone}"]
    lines += [f"Now: {now_words(snapshot, member, now, here)}"]
    return "\n".join(lines)
