"""What the list of hands shows, row by row: mine, what was offered to me, that of others, what I offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from textual.content import Content

from store.records import HelpFlag, Snapshot
from store.rules import hands
from store.rules.open_hours import OpenToday, open_today
from store.text import listed
from store.when import time_of
from store.zones import zone
from tui.widgets.card import Reader
from tui.widgets.group_card import on_day

Kind = Literal[
    "head",
    "none",
    "ask",
    "lend",
    "mine",
    "offer",
    "yes",
    "no",
    "lending",
    "thank",
    "flag",
    "free",
    "open",
    "offered",
]


class Row(NamedTuple):
    """A row: what it is, the flag or the person that it is of, and its words."""

    kind: Kind
    of: str
    words: Content

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to choose: it only says something."""
        return self.kind in ("head", "none", "offer")

    @property
    def id(self) -> str:
        """What tells the row from the others."""
        return f"{self.kind} {self.of}"


def rows(snapshot: Snapshot, reader: Reader) -> list[Row]:
    """All rows, under their heads."""
    others, offered = list(_others(snapshot, reader)), list(_offered(snapshot, reader))
    if not others and not offered:
        others = [Row("none", "", Content.styled("Nobody else is asking for a hand now.", "$text-muted"))]
    found = [_head("You"), *_mine(snapshot, reader)]
    for head, group in (("The others", others), ("You offered", offered)):
        if group:
            found += [_head(head), *group]
    return found


def until(day: date, today: date) -> str:
    """The last day of a flag in words."""
    return f"until {on_day(day, today).removeprefix('on ')}"


def _head(words: str) -> Row:
    return Row("head", words, Content.assemble("" if words == "You" else "\n", (words, "bold $secondary")))


def _flag(who: str, flag: HelpFlag, snapshot: Snapshot, reader: Reader, note: str = "") -> Content:
    what = "could use a hand" if flag.kind == "swamped" else "can lend a hand"
    ends = until(hands.ends(snapshot, flag), reader.today)
    parts: list[Content | str | tuple[str, str]] = [
        (f"{who} {what}", "bold"),
        (f"  {ends}{note}", "$text-muted"),
    ]
    if flag.text:
        parts += ["\n  ", Content(flag.text)]
    return Content.assemble(*parts)


def _mine(snapshot: Snapshot, reader: Reader) -> Iterator[Row]:
    mine = hands.flags_up(snapshot, reader.now).get(reader.me)
    if mine is None:
        yield Row("ask", "", Content("Say that you could use a hand …"))
        yield Row("lend", "", Content("Say that you can lend one …"))
    else:
        shown = (
            f" · shown to {listed([reader.name(m) for m in mine.to])}" if mine.to else " · shown to everyone"
        )
        yield Row("mine", mine.id, _flag("You", mine, snapshot, reader, shown))
        for offer in hands.offers_to_answer(snapshot, reader.me, reader.now):
            name = Content.styled(reader.name(offer.member), "bold")
            words = Content.assemble(name, " offers: ", Content(offer.text))
            yield Row("offer", offer.member, words.stylize_before("$foreground"))
            yield Row("yes", offer.member, Content("  → Yes, please"))
            yield Row("no", offer.member, Content("  → Not needed, thanks"))
        for offer in mine.offers:
            if offer.answer == "yes" and offer.member in snapshot.members:
                said = Content.assemble((f"✓ {reader.name(offer.member)}", "bold"), " lends you a hand: ")
                yield Row("lending", offer.member, Content.assemble(said, Content(offer.text)))
    for member in hands.thanks_due(snapshot, reader.me, reader.now):
        yield Row("thank", member, Content(f"→ Thank {reader.name(member)} for the hand …"))


def _others(snapshot: Snapshot, reader: Reader) -> Iterator[Row]:
    flags = hands.flags_for(snapshot, reader.me, reader.now)
    for kind in ("swamped", "free"):
        for flag in (f for f in flags if f.kind == kind):
            helpers = listed([reader.name(m) for m in hands.lending(flag) if m in snapshot.members])
            note = f" · {helpers} {'lend' if ' and ' in helpers else 'lends'} one" if helpers else ""
            words = _flag(reader.name(flag.member), flag, snapshot, reader, note)
            yield Row("flag", flag.id, words) if kind == "swamped" else Row("free", flag.member, words)
    for number, hour in enumerate(open_today(snapshot, reader.me, reader.now)):
        yield Row("open", f"{hour.member} {number}", open_words(hour, reader))


def open_words(hour: OpenToday, reader: Reader) -> Content:
    """An open half hour in my time."""
    begins, ends = (moment.astimezone(zone(reader.timezone)) for moment in (hour.begins, hour.ends))
    when = f"  open today {time_of(begins)} to {time_of(ends)}"
    words = Content(f"\n  {hour.words}") if hour.words else ""
    return Content.assemble((reader.name(hour.member), "bold"), (when, "$text-muted"), words)


def _offered(snapshot: Snapshot, reader: Reader) -> Iterator[Row]:
    for flag, offer in hands.my_offers(snapshot, reader.me, reader.now):
        name = Content.styled(reader.name(flag.member), "bold")
        if offer.answer == "no":
            words = Content.assemble(name, f": {hands.ALL_GOOD}")
        else:
            answer = "Yes, please" if offer.answer == "yes" else "no answer yet"
            about = f"To {reader.name(flag.member)}" + (f", about “{flag.text}”" if flag.text else "")
            below = Content.assemble("\n  ", Content(offer.text))
            words = Content.assemble((about, "bold"), (f"  {answer}", "$text-muted"), below)
        yield Row("offered", flag.id, words)
