"""One's own card: what each field means, what is allowed in it, and how it stands in the file.

Everything is optional and self-written; the screen and the command line both go through here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from store.errors import UsageError
from store.records import Member
from store.rules.dates import WEEKDAY_NAMES, weekday
from store.sync.merge import Keys
from store.team.people import PeopleCommands
from store.text import LINE_LIMIT, NAME_LIMIT, check_text, clean
from store.zones import is_zone


class CardField(NamedTuple):
    """A field that amity gives a meaning to: its name, its title, what it is for, what one could write."""

    id: str
    title: str
    help: str
    example: str = ""


CARD_FIELDS: Final = (
    CardField("name", "Name", "What you are called here.", "Ana Petrović"),
    CardField("say", "How to say it", "So that nobody has to guess.", "AH-na"),
    CardField("pronouns", "Pronouns", "In your own words, or nothing.", "she/her"),
    CardField("timezone", "Time zone", "Everyone sees what time it is for you.", "Europe/Berlin"),
    CardField("week", "Days you work", "Your week begins on the first one named.", "mon-fri"),
    CardField("hours", "Hours", "When you are usually there, by your clock.", "9-17"),
    CardField("place", "Place", "Where you work, by weekday.", "remote:mon,fri"),
    CardField("focus", "Focus hours", "When you would rather not be interrupted.", "9-11"),
    CardField("open", "Open half hours", "When anyone may bring you a question.", "tue 14:00"),
    CardField("channel", "Best channel", "How to reach you.", "chat; phone if it burns"),
    CardField("feedback", "Feedback", "How you like to get it.", "in writing, then a talk"),
    CardField("thanks", "Thanks", "Where they may stand: wall, private, or ask first.", "wall"),
    CardField("thanks_words", "More about thanks", "How you like to be thanked.", "a quiet word is plenty"),
    CardField("ask_me_about", "Ask me about", "What you like to talk about or help with.", "maps, sourdough"),
    CardField("holidays", "Public holidays", "The region of yours: a country or a part of it.", "DE-BE"),
    CardField("suggest", "Suggest me", "How often others' suggestions are about you.", "yes"),
    CardField("coffee", "Coffee chats", "Whether you would like to be drawn for them.", "yes"),
    CardField("share", "Roles", "1, or 2 for half time: each turn counts double.", "1"),
)
"""In the order in which one fills them in; `role.ROLE` besides, and any other name is free."""

SUGGEST: Final = {
    "yes": ("often as usual", "Others' suggestions are about you like about anyone."),
    "rarely": ("rarely", "About you only now and then."),
    "light": ("keep it light", "Only small and easy things, nothing personal."),
    "no": ("not at all", "No suggestion is about you."),
}
"""What the wishes for suggestions are called, and what each means."""

THANKS: Final = {
    "wall": "on the wall is fine",
    "private": "in private, please",
    "ask": "ask first whether it may go on the wall",
}
"""What the wishes for thanks mean."""

_NAMES: Final = frozenset(field.id for field in CARD_FIELDS)
_OWN_WORDS: Final = ("say", "focus", "open", "channel", "feedback", "thanks_words", "ask_me_about")
"""Those that stand in the file as words on the card, like the free ones."""

_CHOICES: Final[Mapping[str, Mapping[str, Any]]] = {
    "thanks": {word: word for word in THANKS},
    "suggest": {word: word for word in SUGGEST},
    "coffee": {"yes": True, "no": False},
    "share": {"1": 1, "2": 2},
}
_WISHES: Final = {word: word for word in ("in", "out", "learn")}
_FREE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
FREE_FIELDS: Final = 30
"""Free fields for which a card has room."""

_SHORT: Final = tuple(day[:3] for day in WEEKDAY_NAMES)


class ProfileCommands(PeopleCommands):
    """What one can do about one's own card, and nobody else's."""

    def write_card(self, values: Mapping[str, str]) -> Member:
        """Writes fields of my card as people write them, all in one change; "" takes words off.

        Raises `UsageError` for the first that cannot be, and then changes nothing.
        """
        snapshot = self.snapshot()
        used = {role for meeting in snapshot.meetings.values() for role in meeting.roles}
        roles = sorted({*snapshot.roles, *used})
        fields: dict[str, Any] = {}
        for name, value in values.items():
            for field, written in as_written(name, value, snapshot.members[self.me], roles).items():
                both = isinstance(written, Keys) and field in fields
                fields[field] = Keys({**fields[field], **written}) if both else written
        if region := fields.get("card", {}).get("holidays"):
            from store.exchange.holidays import public_holidays

            public_holidays(region, self.clock.now().year)  # one that nobody knows is said before the change
        return self.set_profile(fields)

    def note_public_holidays(self) -> bool:
        """Works out the public holidays of my region for the whole team. False where that cannot be done."""
        from store.exchange.holidays import public_holidays

        me = self.myself()
        region = me.card.get("holidays", "")
        days = public_holidays(region, self.clock.today(me.timezone).year) if region else {}
        if days:
            self.set_public_holidays(region, days)
        return days is not None


def as_written(field: str, value: str, me: Member, roles: Collection[str] = ()) -> dict[str, Any]:
    """The fields of the document that a field of the card stands for. Raises `UsageError`.

    `roles` are the ids for which one can have a wish.
    """
    word = value.strip().casefold()
    if field == "name":
        return {"name": check_text(value, "The name", NAME_LIMIT)}
    if field in ("pronouns", "hours"):
        return {field: check_text(value, f"The field {field}", NAME_LIMIT) if word else None}
    if field == "timezone":
        if not is_zone(value.strip()):
            raise UsageError(f"“{clean(value, 60)}” is no time zone; write one such as Europe/Berlin.")
        return {"timezone": value.strip()}
    if field == "week":
        days = read_days(word)
        return {"week": sorted(days), "week_start": days[0]}
    if field == "holidays":
        return {"card": Keys({"holidays": _region(value) if word else None})}
    if field == "place":
        return {"places": _places(word)}
    if field in _CHOICES:
        return {field: _one_of(field, word, _CHOICES[field])}
    if field.startswith("role."):
        return {"roles": Keys({_role(field[5:], roles): _one_of(field, word, _WISHES)})}
    name = field if field in _OWN_WORDS else _free(field, me)
    return {"card": Keys({name: check_text(value, field, LINE_LIMIT) if word else None})}


def value_of(member: Member, field: str) -> str:
    """What stands in a field of someone's card, as `as_written` takes it; "" for nothing."""
    match field:
        case "name" | "pronouns" | "timezone" | "hours" | "thanks" | "suggest":
            return str(getattr(member, field))
        case "week":
            return week_of(member)
        case "place":
            return place_of(member)
        case "coffee":
            return "yes" if member.coffee else "no"
        case "share":
            return str(member.share)
        case _:
            return member.card.get(field, "")


def week_of(member: Member) -> str:
    """The days worked, as one writes them: from the day on which their week begins."""
    days = sorted(member.week, key=lambda day: (day - member.week_start) % 7)
    names = [_SHORT[day - 1] for day in days]
    unbroken = all((after - before) % 7 == 1 for before, after in pairwise(days))
    return f"{names[0]}-{names[-1]}" if unbroken and len(days) > 2 else ",".join(names)


def place_of(member: Member) -> str:
    """Where someone works, as one writes it."""
    remote = [name for name, place in zip(_SHORT, member.places, strict=True) if place == "remote"]
    return {0: "office", 7: "remote"}.get(len(remote), f"remote:{','.join(remote)}")


def _one_of(field: str, word: str, allowed: Mapping[str, Any]) -> Any:
    if word not in allowed:
        raise UsageError(f"“{clean(word, 60)}” cannot be {field}; write {' or '.join(allowed)}.")
    return allowed[word]


def read_days(word: str) -> list[int]:
    """ISO weekdays of `mon-fri`, `sun-thu` or `mon,tue,thu`, in the order in which they were said.

    Raises `UsageError`.
    """
    found: list[int] = []
    for part in word.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        begin, end = weekday(first), weekday(last if dash else first)
        if begin is None or end is None:
            raise UsageError(f"“{clean(word, 60)}” is no week; write days such as mon-fri or mon,tue,thu.")
        found += [(begin + step - 1) % 7 + 1 for step in range((end - begin) % 7 + 1)]
    return list(dict.fromkeys(found))


def _places(word: str) -> list[str]:
    where, colon, days = (piece.strip() for piece in word.partition(":"))
    if where not in ("office", "remote"):
        raise UsageError(f"“{clean(word, 60)}” is no place; write office, remote, or remote:mon,fri.")
    there = read_days(days) if colon else list(range(1, 8))
    other = "remote" if where == "office" else "office"
    return [where if day in there else other for day in range(1, 8)]


def _region(value: str) -> str:
    from store.exchange.holidays import check_region

    return check_region(value)


def _role(word: str, known: Collection[str]) -> str:
    wanted = word.replace("-", "_").replace(" ", "_")
    if wanted not in known:
        raise UsageError(f"No meeting here has a role “{clean(word, 60)}”. There are: {', '.join(known)}.")
    return wanted


def _free(field: str, me: Member) -> str:
    """The name of a free field. Raises `UsageError` for one that looks like another one misspelt."""
    if not _FREE.fullmatch(field):
        raise UsageError(f"“{clean(field, 60)}” cannot be a field; write letters, such as ask_me_about.")
    if field not in me.card:
        from difflib import get_close_matches

        near = get_close_matches(field, _NAMES, n=1, cutoff=0.7)
        if near:
            raise UsageError(f"There is no field “{field}”. Did you mean {near[0]}?")
        if len(me.card) >= FREE_FIELDS:
            raise UsageError(f"A card has room for {FREE_FIELDS} free fields; empty one of them first.")
    return field
