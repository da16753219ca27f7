"""All that one can do, once. Bindings, key bar, palette, help and docs come from here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.binding import BindingType

EVERYWHERE: Final = "everywhere"


@dataclass(frozen=True, slots=True)
class Command:
    """Something one can do. `id` names the action method (`action_<id>`) of the screen, or of the app.

    `bar` is the short word for the key bar, "" to leave it out there. `key` "" means: palette only.
    """

    id: str
    key: str
    title: str
    help: str
    where: str = EVERYWHERE
    bar: str = ""

    @property
    def name(self) -> str:
        """The name in the settings: `thank`, or with its place, `roles.swap`."""
        return self.id if self.where == EVERYWHERE else f"{self.where}.{self.id}"

    @property
    def keys(self) -> str:
        """The keys as they are now: those that were chosen, else `key`."""
        return _chosen.get(self.name, self.key)

    @property
    def usual_key(self) -> str:
        """The key that it has when nobody chose another, as people write it."""
        return shown(self.key.partition(",")[0])

    @property
    def shown_key(self) -> str:
        """The key, the first if there are several, as people write it."""
        return shown(self.keys.partition(",")[0])


_chosen: dict[str, str] = {}


COMMANDS: Final = (
    Command("today", "1", "Go to Today", "The suggestion, and what else the day holds."),
    Command("roles", "2", "Go to Roles", "Who has which role in the next meeting."),
    Command("kudos", "3", "Go to Kudos", "The wall of thanks that everyone shares."),
    Command("thank", "k", "Thank someone", "Write a kudos, from anywhere.", bar="Thank"),
    Command("undo", "ctrl+z", "Undo my last change", "Takes back what you changed last."),
    Command("hide", "h", "Hide private text", "Covers it while you share your screen."),
    Command("coffee", "C", "Coffee chats", "Whom you meet this round, when, and what to begin with."),
    Command("refresh", "ctrl+r", "Bring the folder in step now", "Reads and writes it at once."),
    Command("people", "E", "Everyone", "Who is here now, who comes later, and everyone's card."),
    Command("my_card", "M", "My card", "What you choose to share; everything is optional."),
    Command("away", "A", "I am away", "From when to when, without a reason; or back today."),
    Command("sync_details", "", "How is the shared folder?", "What happened, what to do."),
    Command("backups", "", "Backups", "Earlier days of the team on this machine; go back to one."),
    Command("hand", "U", "A hand", "Could use a hand, or lend one."),
    Command("kind_words", "", "My kind words", "All that was ever said to you, also without the folder."),
    Command("notes", "N", "Notebook", "What you remember about people, for you alone."),
    Command("note", "", "Note about someone", "Something to remember, for you alone."),
    Command("toggle_wall", "", "Put the wall away, or bring it back", "For you alone: the Kudos tab and its nudges."),
    Command("look_back", "L", "Look back", "Which principles you practised lately: for you alone, no score."),
    Command("motion", "", "Motion on or off", "Whether cards turn over when they change."),
    Command("promises", "P", "Promises", "What you said that you would do; private until you share one."),
    Command("promise", "", "Promise something", "One line, such as “figures for Ben by fri”."),
    Command("help", "question_mark,f1", "Help", "What this screen is for, and all its keys.", bar="Help"),
    Command("command_palette", "ctrl+p", "Commands", "Every command, person and meeting by name.", bar="Commands"),
    Command("change_theme", "", "Change the theme", "Colours, dark and light."),
    Command("settings", "S", "Settings", "Colours, clock, keys, your week, suggestions."),
    Command("leave_team", "", "Leave this team", "Says what happens, and asks before anything does."),
    Command("find_folder", "", "Find the folder again", "Looks where it may be now, if it was moved."),
    Command("another_team", "", "Start or join another team", "In another folder; this one stays as it is."),
    Command("question", "O", "This week's question", "Also one to open your next meeting with."),
    Command("own_words", "", "Our own words", "Actions and questions that your team made for itself."),
    Command("quit", "q", "Quit", "Leaves amity; what waits goes to the folder first.", bar="Quit"),
    # The first start
    Command("next", "ctrl+s", "Next", "Goes on; from the last step, to your first day.", "setup", "Next"),
    Command("back", "escape", "Back", "Goes one step back; nothing that you wrote is lost.", "setup", "Back"),
    Command("quit", "ctrl+q", "Quit", "Leaves amity; nothing was begun.", "setup", "Quit"),
    # Today
    Command("done", "d", "Done", "You did it. Nothing counts it.", "today", "Done"),
    Command("another", "a", "Another one", "Shows another suggestion; up to three a day.", "today", "Another"),
    Command("not_today", "n", "Not today", "Nothing more today, and nothing held against it.", "today", "Not today"),
    Command("why", "w", "Why this?", "The true reasons for this suggestion.", "today", "Why"),
    Command("copy_phrase", "c", "Copy the phrase", "Puts the words to say on the clipboard.", "today"),
    Command("person", "p", "Their card", "How to reach the person of this suggestion.", "today"),
    Command("remind", "r", "Remind me when they are there", "When it is late for the person of the suggestion.", "today"),
    Command("wishes", "x", "Not for me", "Never this one, nothing about someone, or silence for a while.", "today"),
    Command("easy", "l", "Little energy today", "Nothing longer than two minutes; again takes it back.", "today"),
    Command("rows", "down,right", "To the rows beside", "Your day, row by row; each can be acted on.", "today"),
    Command("next_step", "enter", "What follows", "After Done: thank in writing, tick a promise off.", "today"),
    Command("for_you", "f", "For you", "A card opened for you, or your kind words.", "today"),
    Command("another_question", "o", "Another question", "Shows another question for this week.", "today"),
    # The question of the week
    Command("another", "a", "Another question", "This one comes back later.", "question", "Another"),
    Command("used", "u", "I asked it", "For you alone; it rests until its level is through.", "question", "I asked it"),
    Command("never", "x", "Never again", "This question does not come again; ctrl+z takes that back.", "question", "Never"),
    Command("copy", "c", "Copy", "Puts the question on the clipboard.", "question", "Copy"),
    Command("copy_opener", "m", "Copy the opener", "Puts the question for the meeting on the clipboard.", "question", "Opener"),
    Command("leave", "escape,q", "Back", "Goes back.", "question", "Back"),
    # The shared folder
    Command("refresh", "ctrl+r", "Bring the folder in step now", "Reads and writes it at once.", "folder", "In step now"),
    Command("where", "o,c", "Copy where the team file is", "Puts its path on the clipboard.", "folder", "Copy the path"),
    Command("find", "f", "Find the folder again", "Looks where it may be now, if it was moved.", "folder", "Find it"),
    Command("backups", "b", "Backups", "Earlier days of the team on this machine; go back to one.", "folder", "Backups"),
    Command("leave", "escape,q", "Back", "Goes back.", "folder", "Back"),
    # Backups
    Command("look", "enter", "What would change", "Shows what going back to it would change.", "backups", "What would change"),
    Command("restore", "r", "Go back to it", "Asks first; what was made since stays.", "backups", "Go back to it"),
    Command("keep", "n", "Keep one now", "Keeps the team as it is now.", "backups", "Keep one now"),
    Command("leave", "escape,q", "Back", "Goes back.", "backups", "Back"),
    # Not for me
    Command("leave", "escape,q", "Back", "Back to Today.", "wishes", "Back"),
    # Roles
    Command("swap", "s", "Swap a role", "Gives the role to someone else; they trade.", "roles"),
    Command("take", "t", "I'll take it", "Takes the role yourself.", "roles"),
    Command("unavailable", "u", "Cannot come", "Someone cannot come; others keep theirs.", "roles"),
    Command("skip", "x", "Skip this meeting", "No turn is used up; again undoes it.", "roles"),
    Command("copy_roster", "c", "Copy for the chat", "Puts who has which role on the clipboard.", "roles"),
    Command("meeting_mode", "m", "Meeting mode", "For during the meeting: clock, who speaks, roles, parking lot.", "roles", "Meet"),
    Command("speaking", "o", "Speaking order", "Who speaks when: another order in every meeting.", "roles"),
    Command("parking", "p", "Parking lot", "Topics to come back to, for everyone to see and to add to.", "roles"),
    Command("checklist", "b", "Tick the boxes", "Goes to the checklist of your role, and back.", "roles"),
    Command("turns", "f", "How fair it has been", "Turns in the role in the last 60 days; no ranking.", "roles"),
    Command("previous_meeting", "left", "Previous meeting", "Shows the meeting before.", "roles"),
    Command("next_meeting", "right", "Next meeting", "Shows the meeting after.", "roles", "Meeting"),
    Command("previous_day", "-", "Day before", "Shows the roles of the day before.", "roles"),
    Command("next_day", "+,=", "Day after", "Shows the roles of the day after.", "roles", "Day"),
    Command("edit_meeting", "e", "Edit this meeting", "Name, days, time, zone, roles and people.", "roles", "Edit"),
    Command("add_meeting", "n", "New meeting", "Adds a meeting with its days, time and roles.", "roles", "New"),
    # The notebook
    Command("edit", "e,enter", "Open", "Shows the whole note, to read or to change it.", "notes", "Open"),
    Command("new", "n", "New note", "Writes down something to remember about someone.", "notes", "New"),
    Command("done", "d", "Done", "You came back to it; the note stays. Again: it is open.", "notes", "Done"),
    Command("move", "m", "Another day", "Comes back to it on another day.", "notes", "Later"),
    Command("search", "slash", "Search", "Finds words and names as you type.", "notes", "Search"),
    Command("remove", "x,delete", "Delete for good", "Also from the earlier files on this machine.", "notes", "Delete"),
    Command("export", "w", "Save as a file", "Writes the notes to a file that only you may read.", "notes", "Save"),
    Command("leave", "escape,q", "Back", "Ends the search, or goes back.", "notes", "Back"),
    # A note of the notebook
    Command("save", "ctrl+s,ctrl+enter", "Save", "Keeps the note, for you alone.", "note", "Save"),
    Command("leave", "escape", "Keep for later", "Closes, and keeps what you wrote as a draft.", "note", "Keep for later"),
    # Kudos
    Command("open", "enter", "Open the card", "The whole text, who reacted, when exactly.", "kudos", "Open"),
    Command("react", "r", "React", "Adds an emoji of yours to the card, or takes it back.", "kudos", "React"),
    Command("me_too", "m", "Me too", "Adds your name to the card, or takes it back.", "kudos"),
    Command("search", "slash", "Search", "Finds words, themes and names as you type.", "kudos", "Search"),
    Command("show_all", "a", "Everyone's", "The whole wall; takes every filter off.", "kudos", "All"),
    Command("show_for_me", "f", "For me", "Thanks that you were given.", "kudos", "For me"),
    Command("show_from_me", "b", "From me", "Thanks that you gave.", "kudos"),
    Command("pick_person", "p", "By person", "Thanks to and from one person.", "kudos"),
    Command("pick_theme", "t", "By theme", "Thanks for one theme.", "kudos"),
    Command("pick_time", "w", "By time", "Thanks of a week, a month or a year.", "kudos"),
    Command("newest", "g,home", "To the newest", "Takes in what is new, back to the top.", "kudos"),
    Command("reply", "y", "Reply with thanks", "Thanks whoever gave it, in answer.", "kudos"),
    Command("edit", "e", "Edit", "Changes the words of a kudos that you gave.", "kudos"),
    Command("remove", "x,delete", "Take off the wall", "A card that you gave or were given.", "kudos"),
    Command("digest", "d", "The week's thanks", "To read aloud or copy; a month's as well.", "kudos"),
    Command("cards", "c", "Cards to sign", "For a farewell or birthday, by several.", "kudos"),
    Command("balance", "n", "Not thanked lately", "Names by the alphabet, for you alone.", "kudos"),
    # Promises
    Command("edit", "enter,e", "Edit", "Corrects the words, the person or the day; what you typed is added.", "promises", "Edit"),
    Command("finish", "d", "Done", "You kept it. It goes to the bottom, and nothing counts it.", "promises", "Done"),
    Command("move", "m", "Move it early", "Asks for the new day; copies a kind message that says so.", "promises", "Move it"),
    Command("share", "s", "Share, or keep to yourself", "Shows its words, person and day to the team, or takes that back.", "promises", "Share"),
    Command("remove", "x,delete", "Remove for good", "Its words leave every file, also the team's.", "promises", "Remove"),
    Command("new", "n", "New", "Goes to the line on top.", "promises", "New"),
    Command("leave", "escape", "Back", "Goes back; what you typed is kept.", "promises", "Back"),
    Command("reopen", "u", "Open again", "Takes back that it was kept.", "promises"),
    Command("copy_message", "c", "Copy the message again", "The one about its new day, for your chat.", "promises"),
    Command("by_parts", "ctrl+o", "Part by part", "Words, person and day in a form, as they were understood.", "promises"),
    # The week's thanks
    Command("further", "space", "Further", "Goes one page on.", "digest", "Further"),
    Command("before", "left", "Before", "Shows the week or the month before.", "digest", "Before"),
    Command("after", "right", "After", "Shows the week or the month after.", "digest", "After"),
    Command("week_or_month", "m", "Week or month", "Shows the whole month, or a week of it.", "digest", "Week or month"),
    Command("copy", "c", "Copy", "Puts all of it on the clipboard as Markdown, for a chat or a wiki.", "digest", "Copy"),
    Command("leave", "escape", "Back", "Back to the wall.", "digest", "Back"),
    # A hand
    Command("act", "enter", "Open", "Does what the chosen line is for.", "hand", "Open"),
    Command("say_yes", "y", "Yes, please", "Takes the hand that was offered to you.", "hand", "Yes, please"),
    Command("say_no", "n", "Not needed, thanks", "They see “All good, thank you.”; nothing is kept of it.", "hand", "Not needed"),
    Command("offer", "o", "Offer a hand", "In words about your time; a no is fine.", "hand", "Offer"),
    Command("thank_helper", "k", "Thank for the hand", "Opens the composer with them filled in.", "hand", "Thank"),
    Command("lower", "d", "Lower your flag", "Asks who helped; its words are gone then.", "hand", "Lower"),
    Command("take_back", "x,delete", "Take back", "Your offer; or lets a proposal to thank go.", "hand", "Take back"),
    Command("ask", "r", "You could use a hand", "Tells everyone, or some; ends by itself.", "hand", "Ask for one"),
    Command("lend", "l", "You can lend a hand", "Tells everyone, or some; ends by itself.", "hand", "Lend one"),
    Command("leave", "escape,q", "Back", "Back to where you were.", "hand", "Back"),
    # An opened card
    Command("react", "r", "React", "Adds an emoji of yours to the card, or takes it back.", "card", "React"),
    Command("reply", "y", "Reply with thanks", "Thanks whoever gave this card, in answer to it.", "card", "Reply"),
    Command("me_too", "m", "Me too", "Adds your name to the card, or takes it back.", "card", "Me too"),
    Command("edit", "e", "Edit", "Changes the words of a kudos that you gave.", "card", "Edit"),
    Command("remove", "x,delete", "Take off the wall", "Takes a kudos that you gave or got off it.", "card", "Take off"),
    Command("older", "right", "Card after", "Opens the next card of the wall, an older one.", "card", "Next"),
    Command("newer", "left", "Card before", "Opens the card before, a newer one.", "card"),
    Command("close", "escape,enter,q", "Back", "Back to the wall.", "card", "Back"),
    # People
    Command("open", "enter", "Open the card", "What they share, and when they are there.", "people", "Open the card"),
    Command("add", "ctrl+n", "Add people", "By name, from a list, a git history or a CSV file.", "people", "Add people"),
    Command("show_left", "ctrl+l", "Who left", "Shows those who left as well, or hides them again.", "people", "Who left"),
    Command("leave", "escape", "Back", "Goes back.", "people", "Back"),
    # Adding people
    Command("save", "ctrl+s", "Add them", "Nobody is added twice.", "add_people", "Add them"),
    Command("leave", "escape", "Back", "Goes back; nobody is added.", "add_people", "Back"),
    # Someone's card
    Command("thank", "k", "Thank them", "Opens the composer with them filled in.", "person", "Thank"),
    Command("note", "n", "Note", "A private note about them, to come back to.", "person", "Note"),
    Command("remind", "r", "Remind me when they are there", "You see it when their next working day begins.", "person", "Remind me"),
    Command("remind_at", "R", "Remind me at another time", "Your own words, and a time by their clock.", "person"),
    Command("done", "d", "Done with the reminder", "Marks your first reminder about them as done.", "person"),
    Command("copy", "c", "Copy how to reach them", "Puts it on the clipboard.", "person", "Copy"),
    Command("absent", "a", "They are away", "From when to when, without a reason; or back today.", "person", "Away"),
    Command("suggest", "s", "Suggest them to me, or not", "No suggestion about them for you, or again some; nobody else knows.", "person"),
    Command("edit", "e", "Change my card", "What you share; only you can change it.", "person", "Change"),
    Command("same", "m", "Joined twice", "Makes one of two entries for one person, or parts them again.", "person"),
    Command("part", "x", "They have left, or are back", "What they gave stays; ctrl+z takes it back.", "person"),
    Command("previous_person", "left", "Card before", "The card before, by the alphabet.", "person"),
    Command("next_person", "right", "Card after", "The card after, by the alphabet.", "person", "Next"),
    Command("leave", "escape,q,enter", "Back", "Goes back.", "person", "Back"),
    # My card
    Command("save", "ctrl+s,ctrl+enter", "Save", "Everyone sees your card as it is then.", "my_card", "Save"),
    Command("take_back", "x,delete", "Take back", "A day that you share, or days away, where the list has the focus.", "my_card", "Take back"),
    Command("leave", "escape", "Keep for later", "Closes, and keeps what you typed as a draft.", "my_card", "Keep for later"),
    # Cards to sign
    Command("open", "enter", "Open", "Shows the card: who wrote, and from its day on what.", "cards", "Open"),
    Command("new_card", "n", "Begin a card", "Asks for whom it is, for what, and on which day it opens.", "cards", "Begin a card"),
    Command("leave", "escape,q", "Back", "Back to the wall.", "cards", "Back"),
    # A card to sign
    Command("write", "w,enter", "Write", "Writes your lines on the card, or changes them.", "group_card", "Write"),
    Command("unsign", "x", "Take mine off", "Takes your lines off the card.", "group_card", "Take mine off"),
    Command("change", "e", "Change", "Changes the occasion or the day of a card that you began.", "group_card", "Change"),
    Command("remove", "delete", "Take away", "Takes away the card with all that was written on it.", "group_card", "Take away"),
    Command("copy", "c", "Copy", "Puts the card as text on the clipboard.", "group_card", "Copy"),
    Command("leave", "escape,q", "Back", "Back to the cards.", "group_card", "Back"),
    # Your lines on a card
    Command("save", "ctrl+s,ctrl+enter", "Put it on the card", "Your lines are on the card.", "sign", "Put it on the card"),
    Command("leave", "escape", "Keep for later", "Closes, and keeps what you wrote as a draft.", "sign", "Keep for later"),
    # Settings
    Command("usual", "x,delete", "As usual", "Takes the line back to what is usual.", "settings", "As usual"),
    Command("leave", "escape,q", "Back", "Goes back.", "settings", "Back"),
    # Keys of one's own
    Command("usual", "x,delete", "As usual", "Gives the command its usual key again.", "own_keys", "As usual"),
    Command("all_usual", "ctrl+r", "All as usual", "Gives every command its usual key again.", "own_keys", "All as usual"),
    Command("leave", "escape", "Back", "Goes back.", "own_keys", "Back"),
    # Coffee chats
    Command("copy", "c", "Copy a message", "Puts a ready message to whom you meet on the clipboard.", "coffee", "Copy"),
    Command("met", "m", "We met", "Says that you met; either of you can.", "coffee", "We met"),
    Command("missed", "x", "It did not happen", "No matter: you can be drawn again.", "coffee", "Not met"),
    Command("skip", "s", "Leave it out", "Leaves out this round or the next; again takes that back.", "coffee", "Leave out"),
    Command("take_part", "o", "Take part, or not", "Only those who wish are drawn.", "coffee", "In or out"),
    Command("settings", "e", "Pause, and how often", "A pause of yours; for the team, how often and how many.", "coffee", "More"),
    Command("leave", "escape,q", "Back", "Back to where you were.", "coffee", "Back"),
    # Meeting mode
    Command("next_speaker", "space,enter", "Who speaks next", "Gives the word to the next.", "meeting", "Next"),
    Command("previous_speaker", "backspace,left", "Back to who spoke", "Gives the word back.", "meeting"),
    Command("parking", "p", "Parking lot", "Topics to come back to, for everyone to see and to add to.", "meeting", "Park"),
    Command("checklist", "b", "Tick the boxes", "Goes to the checklist of your role, and back.", "meeting", "Boxes"),
    Command("thank_holder", "k", "Thank someone who had a role", "Opens the composer with them filled in.", "meeting", "Thank"),
    Command("copy_notes", "c", "Copy what is parked", "Puts it on the clipboard, for the chat.", "meeting"),
    Command("role_above", "up", "Role above", "Shows its checklist.", "meeting"),
    Command("role_below", "down", "Role below", "Shows its checklist.", "meeting"),
    Command("leave", "escape", "Back", "Back to Roles; the round stays where it is.", "meeting", "Back"),
    # A parking lot
    Command("add_line", "enter", "Add", "Adds the line that you typed.", "parking", "Add"),
    Command("remove_line", "x,delete", "Take back", "Takes the chosen line back, if you wrote it.", "parking", "Take back"),
    Command("leave", "escape", "Back", "Goes back; what you typed is kept.", "parking", "Back"),
    # The composer
    Command("send", "ctrl+s,ctrl+enter", "Send", "Puts the thanks on the wall.", "compose", "Send"),
    Command("starter", "ctrl+t", "A way to begin", "The next way to begin; your words stay.", "compose", "A way to begin"),
    Command("prompts", "ctrl+o", "Three questions, or one text", "When, what they did, what changed: becomes one sentence.", "compose", "Three questions"),
    Command("leave", "escape", "Keep for later", "Closes, and keeps what you wrote as a draft.", "compose", "Keep for later"),
)  # fmt: skip

PLACES: Final = {
    EVERYWHERE: "Everywhere",
    "setup": "The first start",
    "today": "Today",
    "question": "The question of the week",
    "wishes": "Not for me",
    "folder": "The shared folder",
    "backups": "Backups",
    "roles": "Roles",
    "notes": "The notebook",
    "note": "A note",
    "kudos": "Kudos",
    "promises": "Promises",
    "digest": "The week's thanks",
    "hand": "A hand",
    "card": "An opened card",
    "people": "Everyone",
    "add_people": "Adding people",
    "person": "Someone's card",
    "my_card": "My card",
    "cards": "Cards to sign",
    "group_card": "A card to sign",
    "sign": "Your lines on a card",
    "settings": "Settings",
    "own_keys": "Keys of your own",
    "coffee": "Coffee chats",
    "meeting": "Meeting mode",
    "parking": "A parking lot",
    "compose": "The composer",
}
"""Where commands are, by their titles."""

_SHOWN = {"question_mark": "?", "slash": "/", "left": "◂", "right": "▸", "delete": "del", "escape": "esc"}


def shown(key: str) -> str:
    """A key as people write it: `^p` for ctrl+p, `?` for question_mark."""
    return _SHOWN.get(key, key.replace("ctrl+", "^"))


def choose_keys(keys: Mapping[str, str]) -> None:
    """Takes other keys for the commands of those names, and the usual ones for all others.

    They hold for the whole process, as a language would: it shows one dashboard.
    """
    _chosen.clear()
    _chosen.update(keys)


def key_of(name: str) -> str:
    """The key of the command of that name as it is now, as people write it."""
    return next(command.shown_key for command in COMMANDS if command.name == name)


_NAMED = re.compile(r"\{([a-z_.]+)\}")


def hint(sentence: str) -> str:
    """A sentence of ours with the keys of the commands that it names, as they are now: "Press {roles.skip}."."""
    keys = {command.name: command.keys.partition(",")[0] for command in COMMANDS}

    def key(found: re.Match[str]) -> str:
        named = keys.get(found[1], found[0])
        return _SHOWN.get(named, named)

    return _NAMED.sub(key, sentence)


def commands(*where: str) -> tuple[Command, ...]:
    """The commands of those places, in order."""
    return tuple(c for c in COMMANDS if c.where in where)


def bindings(where: str) -> list[BindingType]:
    """The bindings of a place, each with an id so that a keymap can name it.

    What has no key by itself has one that nobody can press, since a keymap only exchanges keys.
    """
    from textual.binding import Binding

    return [
        Binding(c.key or f"<{c.id}>", c.id, c.title, show=bool(c.bar), tooltip=c.help, id=c.name)
        for c in commands(where)
    ]


def page() -> str:
    """The page of all keys, in Markdown (docs/keys.md)."""
    lines = ["# The keys", "", "Made from the registry: `python -m tui.commands > docs/keys.md`.", ""]
    for where, title in PLACES.items():
        lines += [f"## {title}", "", "| key | command | what it does |", "| --- | --- | --- |"]
        lines += [
            f"| {f'`{c.usual_key}`' if c.key else 'palette'} | {c.title} | {c.help} |"
            for c in commands(where)
        ]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
