"""Taking an edit made with other means than amity (an editor, plain TinyDB) as an edit, not as damage."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from store.clock import Stamper
from store.sync.document import META, STAMPS, TOMBSTONES, Doc, State, Table, canonical, key_of
from store.sync.merge import Keys, edited, stamps_in


def adopt(edit: State, known: Mapping[str, Table], stamper: Stamper) -> State:
    """The edited state with stamps that make its changes ones of now.

    A field that differs from what is known at the same stamp was changed now; one that is missing although
    the stamps are the same was removed now; a document without an id gets one from its content.
    """
    return {name: _adopt_any(name, table, known.get(name, {}), stamper) for name, table in edit.items()}


def _adopt_any(name: str, table: Table, known: Table, stamper: Stamper) -> Table:
    if name == TOMBSTONES:
        return table
    if name == META:  # which has no ids: the team's name may be edited, too
        return {key: _adopt_document(doc, known.get(key, doc), stamper) for key, doc in table.items()}
    return _adopt_table(table, known, stamper)


def _adopt_table(table: Table, known: Table, stamper: Stamper) -> Table:
    adopted: Table = {}
    for doc in table.values():
        identity = doc.get("id")
        if not isinstance(identity, str) or not identity:
            identity = "h-" + blake2b(canonical(doc), digest_size=12).hexdigest()
            doc = {**doc, "id": identity}
        home = key_of(identity)
        adopted[home] = _adopt_document(doc, known.get(home), stamper)
    return adopted


def _adopt_document(doc: Doc, known: Doc | None, stamper: Stamper) -> Doc:
    if known is None:
        if isinstance(doc.get(STAMPS), dict):
            return doc
        fields = {k: v for k, v in doc.items() if k not in (STAMPS, "id")}
        return {**edited(None, fields, stamper.next()), "id": doc["id"]}
    if canonical(doc.get(STAMPS)) != canonical(known.get(STAMPS)):
        return doc
    stamps = known[STAMPS] if isinstance(known.get(STAMPS), dict) else {}
    changes: dict[str, object] = {}
    for field in {*doc, *known} - {STAMPS, "id"}:
        old, new = known.get(field), doc.get(field)
        if canonical(old) == canonical(new):
            continue
        if isinstance(stamps.get(field), dict):
            before, after = (v if isinstance(v, dict) else {} for v in (old, new))
            changes[field] = Keys(
                {
                    k: after.get(k)
                    for k in {*before, *after}
                    if canonical(before.get(k)) != canonical(after.get(k))
                }
            )
        else:
            changes[field] = new
    return edited(known, changes, stamper.next(*stamps_in(known))) if changes else known
