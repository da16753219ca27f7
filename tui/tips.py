"""What everything that can have the focus is for: the tooltips, in one place to be read together.

A widget that says more by itself (a card its exact time, a chip its filter) keeps its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from store.team.profile import CARD_FIELDS

_SCROLLS: Final = "Arrow keys and page keys move through it"
_CHOOSES: Final = "Arrow keys move, enter or a click chooses"
_SAVES: Final = "Keeps what stands here; so does ctrl+s"
_BACK: Final = "Goes back; so does esc"
_FINDS: Final = "Type a few letters; up and down move, enter chooses"

EVERYWHERE: Final = {
    "VerticalScroll": _SCROLLS,
    "OptionList": _CHOOSES,
    "#save": _SAVES,
    "#leave": _BACK,
    "RoleRows": "Up and down go from role to role; s swaps, t takes it",
    "RoleCard": "The checklist: up and down move, space ticks",
    "DayList": "Your day: up and down move, the key bar says what each row can do",
    "Wall": "Arrow keys go from card to card, enter opens one",
    "CommandInput": "Type what you want to do",
}
"""By the kind of widget, wherever it is."""

SCREENS: Final[Mapping[str, Mapping[str, str]]] = {
    "TodayScreen": {"#page": "Today's suggestion; the keys below say what to do with it"},
    "PickPersonScreen": {"Field": _FINDS},
    "PickThemeScreen": {"Field": "Type a theme; enter takes it, or adds a new one"},
    "PeopleScreen": {"Field": _FINDS},
    "PromisesScreen": {
        "Line": "A promise in one line, such as “figures for Ben by fri”",
        "Entries": "Your promises: up and down move, enter ticks one off",
    },
    "MoveScreen": {"Input": "The new day, such as fri, +2w or 3 dec"},
    "NotesScreen": {"OptionList": "Your notes: up and down move, enter opens one", "Input": _FINDS},
    "LaterScreen": {"Input": "The day to come back to it, such as fri, +2w or 3 dec"},
    "SaveAsScreen": {"Input": "The path of the file; only you may read it"},
    "WriteNoteScreen": {
        "TextArea": "What to remember; only you ever see it",
        "Input": "When to come back to it, such as “after her vacation”; empty for never",
    },
    "ComposeScreen": {
        "NameField": "Whom to thank: type two letters, enter takes the first",
        "Words": "Your words: what they did, and what it changed",
        "#theme": "What it is for, such as help or craft; may stay empty",
        "#link": "Where the work can be seen; may stay empty",
        "Input": "One of three questions that become a sentence; any may stay empty",
    },
    "SignScreen": {"Words": "Your lines for the card"},
    "CardFormScreen": {"Input": "What the card is for, and the day on which it opens"},
    "ReactScreen": {
        "EmojiRow": "Left and right move, enter adds it or takes it back",
        "Input": "Any emoji, or its name",
    },
    "FlagFormScreen": {"Input": "In a few words; everyone whom it is for can read it", "Select": _CHOOSES},
    "OfferScreen": {"Input": "In words about time, such as “I have half an hour this afternoon”"},
    "HelpersScreen": {"OptionList": "Space ticks who helped, enter goes on"},
    "ParkingScreen": {
        "Line": "A topic to come back to; enter parks it for everyone to see",
        "Lines": "What is parked: up and down move, x takes a line off",
    },
    "MeetingFormScreen": {
        "#name": "What the meeting is called",
        "#repeats": "How often it takes place",
        "#days": "On which days of the week: left and right move, space ticks",
        "#rule": "A rule as calendars have it, such as FREQ=WEEKLY;BYDAY=MO",
        "#first": "The first day on which it takes place",
        "#time": "When it starts, such as 09:30",
        "#zone": "The time zone that this time is in",
        "#minutes": "How long it lasts, in minutes",
        "#roles": "The roles that go round in it: space ticks",
        "#people": "Who belongs to it: space ticks; nobody ticked means everyone",
        "#remove": "Ends the meeting; ctrl+z takes it back",
    },
    "AwayScreen": {
        "#first": "The first day away, such as today or 3 dec",
        "#last": "The last day away; empty while it is not known",
        "#back": "They are back today",
    },
    "RemindScreen": {"#text": "What to be reminded of", "#at": "When, by their clock"},
    "MyCardScreen": {
        **{f"#{field.id}": f"{field.title}: {field.help}" for field in CARD_FIELDS},
        "#shared-day": "A day to share, such as 24 May; only what you write here",
        "#shared-text": "What the day is",
        "#share-it": "Shares that day with the team",
        "#milestones": "Days that you share: enter takes one back",
        "#absences": "When you are away: enter ends or takes back",
        "#away": "Says from when to when you are away",
        "#over": "Says that you are back today",
        "Weekdays": "Where you work: left and right move, space changes a day",
        "Input": "In your own words; may stay empty",
        "Select": _CHOOSES,
    },
}
"""By screen and selector."""


def give_tips(screen: Screen[object]) -> None:
    """Gives each widget of the screen that can have the focus its words, unless it has some."""
    tips = {**EVERYWHERE, **SCREENS.get(type(screen).__name__, {})}
    for selector, words in reversed(tips.items()):  # what is said of one screen comes before the general
        for widget in screen.query(selector):
            _give(widget, words)


def _give(widget: Widget, words: str) -> None:
    if widget.can_focus and widget.tooltip is None:
        widget.tooltip = Content(words)
