"""Help: what a screen is for, and all its keys."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from tui.commands import EVERYWHERE, commands, hint
from tui.screens.page import PageScreen

_ABOUT: Final = {
    "today": "One small thing that fits you, your team and this day. Do it, ask for another, or leave it: "
    "nothing is counted.",
    "roles": "Who has which role in the next meeting, and why. The turns come from the meetings that were "
    "held, so everyone's machine says the same.",
    "meeting": "For while you meet: the time that is left, who speaks now and next, the roles with what to "
    "do in them, and topics to come back to. Everyone can have it open; only the parking lot is shared.",
    "promises": "What you said that you would do. It is private until you share one on purpose. If a day "
    "will not hold, move it early: the message to send is ready to paste.",
    "notes": "What you noted about your colleagues, and when to come back to it. It is yours alone: it never "
    "enters the shared folder, and {hide} covers it while you share your screen.",
    "note": "A few words about a colleague, and perhaps a day to come back to them. Yours alone.",
    "wishes": "What amity shall not suggest to you, and for how long it shall be quiet. Choose a line of the "
    "last part to take it back.",
    "digest": "What people thanked each other for in these days, oldest first, each once. Read it aloud, "
    "or copy it for the chat.",
    "hand": "Say that you could use a hand, or can lend one. Offers are about time, and a no is fine: "
    "nothing is kept of it. A flag ends by itself, with all its words.",
    "coffee": "Whom you meet for half an hour this round, without an agenda. Only those who wish take part, "
    "and leaving a round out needs no reason.",
    "settings": "What you choose on this machine. Each line says what it means; {undo} takes a change back. "
    "Only what stands under Your week is seen by your team.",
    "own_keys": "Every command with its key. Choose one and press the key that you like better; what cannot "
    "be is said and refused.",
    "people": "Everyone in the team: who is here now, who comes later today, and who is there another day. "
    "Type a few letters of a name.",
    "add_people": "Names as they come: typed, pasted, or from a git history or a CSV file. Below them stands "
    "who is new, and who is here already.",
    "person": "What someone chose to share, when they are there, and what you noted for yourself. Your notes "
    "and reminders never leave this machine.",
    "my_card": "Your card, for the whole team. Leave empty what you would rather not tell; only you can "
    "change it.",
    "question": "One thoughtful question a week. Nothing comes back before its level is through, and "
    "passing is always fine. What you ask or hide is for you alone; a meeting has one opener for everyone.",
    "setup": "Three short steps: a folder that your team shares, you, and the team. Where a team is already, "
    "you join it. All of it can be changed later.",
    "folder": "How this machine and the shared folder stand, and what the doctor finds: each line is fine, "
    "or says the one thing to do. Looking changes nothing.",
    "backups": "What the team was on earlier days, kept on this machine alone. Going back to one is told "
    "first and asked; what was made since stays.",
    "card": "One card with all its words, who joined in, and the answers to it. Whoever is on it may take "
    "it off.",
    "cards": "Cards that several people write, for a farewell or a birthday. Each opens on its day.",
    "group_card": "A card that several people write. Until its day, those for whom it is do not see it here.",
    "sign": "A few lines of yours on the card. You can change them or take them off until it opens.",
    "parking": "Topics that can wait, for everyone to see and to add to. They stay until somebody "
    "takes them off.",
    "compose": "Thank one or more people: what they did, and what it changed. Who likes thanks in private "
    "gets words to copy, and nothing is stored. A draft is kept if you leave.",
    "kudos": "The wall of thanks that everyone shares. Cards have names and words, never numbers.",
}


def help_on(mode: str) -> PageScreen:
    """The help of one tab: a few sentences, then the keys."""
    parts: list[Content | str | tuple[str, str]] = [hint(_ABOUT.get(mode, "")), "\n"]
    taken = {key for command in commands(mode) for key in command.keys.split(",")}
    for title, where in (("On this screen", mode), ("Everywhere", EVERYWHERE)):
        parts.append((f"\n{title}\n", "bold $text-muted"))
        for command in commands(where):
            if command.keys and not (where == EVERYWHERE and command.keys.split(",")[0] in taken):
                parts += [(f"{command.shown_key:>6}", "bold $primary"), f"  {command.title}: "]
                parts += [(command.help, "$text-muted"), "\n"]
    return PageScreen("Help", Content.assemble(*parts))
