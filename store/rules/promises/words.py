"""What is said about a promise: when it is due, and the message that moves it early."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from store.text import fold
from store.when import day_of

_VERBS: Final = re.compile(
    r"add|arrange|ask|attend|bake|bring|build|buy|clean|clear|close|collect|come|compare|"
    r"complete|confirm|contact|continue|convert|cook|correct|create|debug|decide|delete|"
    r"deliver|deploy|describe|discuss|draw|explain|explore|extend|fetch|fill|find|finish|get|"
    r"give|go|implement|improve|install|introduce|invite|investigate|join|keep|learn|let|"
    r"listen|make|meet|mention|merge|migrate|organise|organize|pay|phone|pick|ping|prepare|"
    r"propose|put|raise|remind|remove|rename|respond|rewrite|save|say|schedule|see|select|"
    r"send|set|settle|share|show|speak|submit|suggest|summarise|summarize|take|teach|tell|"
    r"thank|think|tidy|train|translate|verify|write"
)
"""How promises begin that say what I will do; others name a thing."""

_VERBS_OR_THINGS: Final = re.compile(
    r"answer|back|book|call|change|check|copy|cover|design|document|draft|email|file|fix|"
    r"follow|hand|help|index|list|look|mail|measure|message|move|name|open|order|pair|pass|"
    r"plan|post|present|print|publish|push|read|record|release|repair|replace|reply|report|"
    r"research|restart|return|review|run|search|sign|sketch|sort|start|stop|sum|support|talk|"
    r"test|text|try|turn|update|upload|use|visit|walk|watch|water|work|wrap"
)
"""Verbs as well, where something of somebody follows: "review the plan", but "review notes"."""

_ARTICLES: Final = re.compile(r"an?|the|my|our|your|his|her|their|this|that|these|those|some|two|three")
_SOMETHING: Final = re.compile(
    rf"{_ARTICLES.pattern}|your|you|it|us|up|over|to|with|into|at|about|through|everyone"
)
_NO_THING: Final = re.compile(r"[@:“”\"'’]|\b(?:a|an|the|my|our|your|to|with|of|and|for|up|out|into|that)\b")


def first_name(name: str) -> str:
    """How one greets someone: the first word of a name in Latin letters, else all of it."""
    first = name.split()[0] if name.split() else name
    return first if fold(first).isascii() and len(first) > 1 else name


def day_words(day: date, today: date) -> str:
    """A day in full: "Friday 27 November", with the year where it is another one."""
    return day_of(day, "%A", year=day.year != today.year)


def _near(day: date, today: date) -> str:
    """A day of this week by its name alone, further ones in full."""
    return f"{day:%A}" if abs((day - today).days) < 7 else day_words(day, today)


def due_words(by: date | None, today: date) -> str:
    """When it is due, or was: "due today", "was due Friday"; "" without a day."""
    if by is None:
        return ""
    close = {0: "due today", 1: "due tomorrow", -1: "was due yesterday"}
    return close.get((by - today).days) or f"{'was due' if by < today else 'due'} {_near(by, today)}"


def kept_words(done: date, today: date) -> str:
    """When it was kept: "kept today", "kept Friday 20 November"."""
    close = {0: "today", -1: "yesterday"}
    return f"kept {close.get((done - today).days) or day_words(done, today)}"


def moved_words(moved: Iterable[date], by: date | None, today: date) -> str:
    """The days that it had before: "was Friday 27 November"; "" for none."""
    days = [day_words(day, today) for day in sorted(moved) if day != by]
    return f"was {', '.join(days)}" if days else ""


def in_words(text: str, name: str, by: date | None, today: date) -> str:
    """All of a promise in one line: "figures · for Ben · by Friday 27 November"."""
    parts = [text, f"for {name}" if name else "", f"by {day_words(by, today)}" if by is not None else ""]
    return " · ".join(filter(None, parts))


def moved_message(text: str, name: str, handle: str, old: date | None, new: date, today: date) -> str:
    """The message that says that a promise is moved, from me to whom it was made ("" for nobody).

    Said early it leaves room to object; said late it says so once, and begs no pardon.
    """
    hello = f"Hi {first_name(name)}," if name else "Hi,"
    when, deed, thing = day_words(new, today), _as_deed(text, name, handle), _as_thing(text)
    with_whom = "with you" if name else "ready"
    will = f"I will {deed} by {when}" if deed else f"{thing} will be {with_whom} on {when}"
    if old is None or old == new:
        return f"{hello} {will}."
    said = "today" if old == today else _near(old, today)
    if new < old:
        return f"{hello} good news: {will}, earlier than {said}."
    if old < today:
        what = f"that I would {deed} by {said}" if deed else f"{said} for {thing}"
        patience = " Thank you for your patience." if name else ""
        return f"{hello} I had said {what} and did not make it: it will be {when}.{patience}"
    room = " If that makes things hard for you, tell me and we will find a way." if name else ""
    return f"{hello} {will} instead of {said}.{room}"


def _as_deed(text: str, name: str, handle: str) -> str:
    """What I will do, as said to that person: "review your draft"; "" for a text that names a thing."""
    first, _, rest = text.rstrip(".").partition(" ")
    for known in (f"@{handle}", handle, name, first_name(name)) if name else ():
        there = re.escape(known)
        rest = re.sub(rf"(?<!\w){there}['’]s?(?!\w)", "your", rest, flags=re.IGNORECASE)
        rest = re.sub(rf"(?<!\w){there}(?!\w)", "you", rest, flags=re.IGNORECASE)
    verb = first.casefold()
    begins = _SOMETHING.fullmatch(rest.partition(" ")[0].casefold())
    if rest and (_VERBS.fullmatch(verb) or (begins and _VERBS_OR_THINGS.fullmatch(verb))):
        return f"{verb} {rest}"
    return ""


def _as_thing(text: str) -> str:
    """A thing that was promised, with its article; quoted where it may be something else."""
    text = text.rstrip(".") or text
    first = text.partition(" ")[0]
    small = text[:1].lower() + text[1:] if first[1:].islower() else text
    if _ARTICLES.fullmatch(first.casefold()):
        return small
    plain = text[:1].isalnum() and fold(text).isascii() and len(text.split()) <= 3
    plain = plain and not _NO_THING.search(text.casefold())
    return f"the {small}" if plain else f"“{text}”"
