"""Coffee chats."""

from __future__ import annotations

from store.fields import day, identities, identity, mapping
from store.records import CoffeeRound
from store.sync.document import Doc


def coffee_round(doc: Doc) -> CoffeeRound:
    """A draw of coffee chats, and who met."""
    groups = tuple(identities(g, 4) for g in doc.get("groups", []))
    marks = mapping(doc.get("met", {}))
    by_key = {"+".join(sorted(g)): g for g in groups}
    return CoffeeRound(
        id=identity(doc["id"]),
        monday=day(doc.get("monday")),
        groups=groups,
        met=tuple(by_key[k] for k, v in sorted(marks.items()) if v is True and k in by_key),
        missed=tuple(by_key[k] for k, v in sorted(marks.items()) if v is False and k in by_key),
    )
