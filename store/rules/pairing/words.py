"""What is said about a chat: when, to whom, and a message to send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from store.content import Question
from store.records import Member
from store.rules.pairing.times import Times
from store.rules.suggestion.morning import digest
from store.text import listed
from store.when import DAY_NAMES, time_of
from store.zones import zone


def moment_words(moment: datetime, timezone: str) -> str:
    """A moment as the people in that zone say it: "Tuesday 24 at 15:00"."""
    there = moment.astimezone(zone(timezone))
    return f"{DAY_NAMES[there.weekday()]} {there.day} at {time_of(there)}"


def times_words(moment: datetime, me: Member, others: Sequence[Member]) -> str:
    """A moment in my time, with that of those who live by another clock: "… · for Li 22:00"."""
    mine = moment.astimezone(zone(me.timezone))
    parts = [moment_words(moment, me.timezone)]
    for other in others:
        theirs = moment.astimezone(zone(other.timezone))
        if theirs.utcoffset() != mine.utcoffset():
            day = "" if theirs.date() == mine.date() else f"{DAY_NAMES[theirs.weekday()]} "
            parts.append(f"for {other.name} {day}{time_of(theirs)}")
    return " · ".join(parts)


def invitation(me: Member, others: Sequence[Member], times: Times | None, question: Question | None) -> str:
    """A ready message to whom I meet: two times, an easy way out, and something to begin with."""
    names = listed([other.name for other in others])
    lines = [f"Hi {names}, amity drew us for a coffee chat."]
    if times is not None and times.moments:
        said = " or ".join(times_words(moment, me, others) for moment in times.moments)
        lines.append(f"Would {said} suit you?")
    lines.append("Another time is fine as well, and so is leaving it out this round.")
    if question is not None:
        lines.append(f"To begin with: {question.text}")
    return " ".join(lines)


def chat_question(round_id: str, group: Sequence[str], questions: Sequence[Question]) -> Question | None:
    """A light question to begin a chat with, the same for everyone in the group; None without any."""
    fit = [q for q in questions if q.level == "light" and q.depth == 1 and "pair" in q.good_for]
    return min(fit, key=lambda q: digest(round_id, *sorted(group), q.id), default=None)
