"""What the composer says about those whom one wants to thank, and what it asks them."""

from __future__ import annotations

from collections.abc import Sequence

from store.records import Member
from store.text import listed

REASSURANCE = "Such words please people more than one expects."
RESTORED = "Your draft is back. Empty it to throw it away."
SHORT = "Short and kind. What did they do, and what changed? Send again to keep it as it is."
SLOT_LEFT = "There is still a [slot] to fill in. Send again if it is meant to stay."
NO_LINK = "A link begins with https:// and has no spaces. Mend it, or empty the field."


def refusal(member: Member, me: str) -> str:
    """Why that member cannot be thanked on the wall by me; "" if they can."""
    if member.id == me:
        return "It is good to be content with yourself; the wall is for thanking others."
    if member.left is not None:
        return f"{member.name} has left the team and would not see it; write to them directly."
    return ""


def about(people: Sequence[Member], me: str, asked: bool) -> str:
    """What to know before sending: who is no one to thank here, who wants it otherwise. "" if nothing."""
    for member in people:
        if why := refusal(member, me):
            return why
    if private := wishing(people, "private"):
        rest = " Take them off to thank the others on the wall." if len(private) < len(people) else ""
        return (
            f"{listed(private)} would rather be thanked in private: sending copies your words "
            f"for a direct message and stores nothing.{rest}"
        )
    to_ask = wishing(people, "ask")
    if to_ask and asked:
        return f"You have asked {listed(to_ask)}. Once they say yes, send it: it goes on the wall."
    if to_ask:
        return (
            f"{listed(to_ask)} would like to be asked first: sending copies a question with your words, "
            "and puts nothing on the wall."
        )
    return ""


def wishing(people: Sequence[Member], how: str) -> list[str]:
    """Names of those who would like to be thanked that way: "private", "ask"."""
    return [member.name for member in people if member.thanks == how]


def question(text: str, link: str) -> str:
    """What to ask someone who wants to be asked, with the words that would go on the wall."""
    words = "\n".join([text, link] if link else [text])
    may_i = "May I put them on our wall? A no is fine too."
    return f"I would like to thank you, in these words:\n\n{words}\n\n{may_i}"


def about_group(shy: Sequence[str], too_many: bool, limit: int) -> str:
    """What to say when a group was asked for; "" when all of it was simply added."""
    if too_many:
        return (
            f"One kudos can thank up to {limit} people, and these would be more. Choose some of them by name."
        )
    if not shy:
        return ""
    likes = "likes" if len(shy) == 1 else "like"
    return f"Without {listed(shy)}, who {likes} to be thanked in private: a direct message is for them."
