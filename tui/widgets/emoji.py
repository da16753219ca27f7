"""Emoji by name, such as `:tada:`: which name is being typed, what it may mean, and what it stands for."""

from __future__ import annotations

import re
from typing import NamedTuple

OFFERED = 6
"""Emoji offered at once."""

FEWEST = 2
"""Letters of a name from which on emoji are offered."""

_USUAL = (
    "tada 🎉, clap 👏, thumbsup 👍, thanks 🙏, thank_you 🙏, pray 🙏, raised_hands 🙌, muscle 💪, "
    "heart 💛, blue_heart 💙, green_heart 💚, purple_heart 💜, orange_heart 🧡, sparkling_heart 💖, "
    "hug 🤗, handshake 🤝, smile 😄, grin 😁, joy 😂, rofl 🤣, wink 😉, blush 😊, smiling 🙂, cool 😎, "
    "star_struck 🤩, relieved 😌, party 🥳, cry 😢, thinking 🤔, wow 😮, salute 🫡, eyes 👀, wave 👋, "
    "ok_hand 👌, fist_bump 👊, crossed_fingers 🤞, sparkles ✨, star ⭐, glowing_star 🌟, fire 🔥, "
    "rocket 🚀, trophy 🏆, medal 🏅, gift 🎁, balloon 🎈, confetti 🎊, cake 🎂, cookie 🍪, coffee ☕, "
    "tea 🍵, pizza 🍕, beer 🍺, sun 🌞, rainbow 🌈, flower 🌸, bouquet 💐, sunflower 🌻, clover 🍀, "
    "seedling 🌱, tree 🌳, bulb 💡, idea 💡, bug 🐛, wrench 🔧, hammer 🔨, package 📦, ship 🚢, anchor ⚓, "
    "lighthouse 🗼, memo 📝, book 📖, chart 📈, calendar 📅, clock 🕐, mag 🔍, lock 🔒, key 🔑, link 🔗, "
    "check ✅, done ✅, hundred 💯, music 🎵, art 🎨, brain 🧠, owl 🦉, turtle 🐢, unicorn 🦄, cat 🐱, "
    "dog 🐶, bee 🐝, earth 🌍, house 🏠, lifebuoy 🛟, umbrella ☔, zap ⚡, bell 🔔, mega 📣, speech 💬, "
    "zzz 💤"
)
"""What thanks are adorned with. Each is two cells wide in every terminal: none needs a variation selector."""

USUAL = dict(pair.split() for pair in _USUAL.split(", "))
"""Emoji by the names that are offered."""

# Not after a letter, digit, slash or another colon: that is a time, an address, a path or code.
_NAME = r"(?<![A-Za-z0-9_:/@.\\-]):([a-z+\d][a-z\d_+-]*)"
_BEGUN = re.compile(rf"{_NAME}$", re.IGNORECASE)
_WHOLE = re.compile(rf"{_NAME}:$", re.IGNORECASE)


class Emoji(NamedTuple):
    """An emoji and its name, without colons."""

    name: str
    sign: str


def begun(before: str) -> str:
    """The name that is being typed at the end of the text before the cursor; "" if none."""
    found = _BEGUN.search(before)
    return found[1].casefold() if found and not _is_address(before) else ""


def written(before: str) -> tuple[int, str] | None:
    """Where the whole `:name:` at the end of that text begins, and what it stands for; None if nothing."""
    found = _WHOLE.search(before)
    sign = sign_of(found[1].casefold()) if found and not _is_address(before) else ""
    return (found.start(), sign) if found and sign else None


def sign_of(name: str) -> str:
    """The emoji of that name, also of one that is not offered; "" if there is none."""
    if name in USUAL:
        return USUAL[name]
    from rich.emoji import Emoji as Known

    shown = Known.replace(f":{name}:")
    return "" if shown.startswith(":") else shown


def offers(name: str) -> tuple[Emoji, ...]:
    """The usual emoji that a begun name may mean: those that begin so, then those with such a word."""
    if len(name) < FEWEST:
        return ()
    first = [known for known in USUAL if known.startswith(name)]
    later = [known for known in USUAL if any(word.startswith(name) for word in known.split("_")[1:])]
    found = {USUAL[known]: known for known in reversed([*first, *later])}  # each sign once, by its first name
    return tuple(Emoji(known, sign) for sign, known in reversed(found.items()))[:OFFERED]


def _is_address(before: str) -> bool:
    words = before.split()
    return bool(words) and "://" in words[-1] and not before[-1].isspace()
