"""The filters of the wall as chips."""

from __future__ import annotations

from dataclasses import replace

from store.finding import View
from tui.widgets.chips import Chip

LONGEST = 20
"""Characters of a name or a theme on a chip."""


def filter_chips(view: View, person: str, query: str = "") -> tuple[Chip, ...]:
    """The filters; each stands for the action that its click runs.

    `person` is the name of the view's, `query` what was typed for its words.

    Those in use stand between marks, since colour alone says nothing.
    """
    plain = replace(view, words=()) == View()
    return (
        _chip("show_all", "All", plain, "Key a: the whole wall"),
        _whose("show_for_me", "For me", view.who == "for_me", "Key f: thanks that you were given"),
        _whose("show_from_me", "From me", view.who == "from_me", "Key b: thanks that you gave"),
        _choice("person", person, "Key p: thanks to and from one person"),
        _choice("theme", view.theme, "Key t: thanks for one theme"),
        _choice("time", view.period.capitalize(), "Key w: thanks of a week, a month or a year"),
        _taken_off("words", f"“{query}”" if query else "/ search")
        if view.words
        else _chip("search", "/ search", False, "Key /: words, themes and names"),
    )


def _chip(action: str, words: str, chosen: bool, tip: str) -> Chip:
    if chosen:
        return Chip(action, f"▌{words}▐", "bold $primary", tip)
    return Chip(action, f" {words} ", "$text-muted", tip)


def _whose(action: str, words: str, chosen: bool, tip: str) -> Chip:
    return _chip(action, f"{words} ✕" if chosen else words, chosen, tip)


def _choice(name: str, value: str, tip: str) -> Chip:
    if value:
        return _taken_off(name, value)
    return _chip(f"pick_{name}", f"{name.capitalize()} ▾", False, tip)


def _taken_off(name: str, value: str) -> Chip:
    short = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    return _chip(f"drop('{name}')", f"{short} ✕", True, "Click to take this filter off")
