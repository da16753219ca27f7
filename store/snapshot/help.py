"""Who could use a hand, and who offered one; promises that were shared on purpose."""

from __future__ import annotations

from contextlib import suppress

from store.fields import PEOPLE_LIMIT, Unfit, day, identities, identity, line, mapping, moment, needed, one_of
from store.records import HelpFlag, Offer, SharedPromise
from store.sync.document import Doc
from store.text import LINE_LIMIT


def help_flag(doc: Doc) -> HelpFlag:
    """A flag with the offers that came, and the answers that its owner gave them."""
    helped = mapping(doc.get("helped", {}))
    return HelpFlag(
        id=identity(doc["id"]),
        member=identity(doc.get("member")),
        text=line(doc.get("text", ""), LINE_LIMIT),
        since=day(doc.get("since")),
        until=day(doc.get("until")),
        to=identities(doc.get("to", [])),
        kind=one_of(doc.get("kind", "swamped"), "swamped", "free"),
        lowered=day(doc["lowered"]) if "lowered" in doc else None,
        offers=_offers(doc.get("offers"), doc.get("answers")),
        helped=tuple(sorted(identity(m) for m, on in helped.items() if on is True)),
    )


def _offers(value: object, answers: object) -> tuple[Offer, ...]:
    """What was offered, by member; what does not fit is passed over."""
    found = []
    answered = answers if isinstance(answers, dict) else {}
    for member, entry in value.items() if isinstance(value, dict) else ():
        with suppress(Unfit, ValueError, TypeError, OverflowError):
            fields, said = mapping(entry), answered.get(member)
            text, at = line(fields.get("text", ""), LINE_LIMIT), moment(fields.get("at"))
            found.append(Offer(identity(member), text, at, said if said in ("yes", "no") else ""))
    return tuple(sorted(found, key=lambda offer: (offer.at, offer.member))[:PEOPLE_LIMIT])


def promise(doc: Doc) -> SharedPromise:
    """A promise that everyone may see."""
    return SharedPromise(
        id=identity(doc["id"]),
        member=identity(doc.get("member")),
        text=needed(doc.get("text"), LINE_LIMIT),
        to=identity(doc["to"]) if doc.get("to") else "",
        by=day(doc["by"]) if "by" in doc else None,
        done=day(doc["done"]) if "done" in doc else None,
    )
