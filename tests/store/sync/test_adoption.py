"""An edit made with other means counts as one of now, whatever is in the file and whatever clocks said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import Clock, Stamper
from store.sync.adoption import adopt
from store.sync.document import META, STAMPS, TOMBSTONES, State, canonical, encode, key_of
from store.sync.merge import merge
from tests.soak import examples
from tests.store.sync.odd import VALUES, documents, states

SOME = settings(max_examples=examples(1_000, 20_000), deadline=None)


def stamper() -> Stamper:
    return Stamper(Clock(datetime(2026, 11, 24, tzinfo=UTC)), machine="cccccc")


@SOME
@given(states(), states())
def test_whatever_decodes_is_taken_in_and_has_ids(edit: State, known: State) -> None:
    adopted = adopt(edit, known, stamper())
    union = merge(known, adopted)
    assert encode(merge(union, adopted)) == encode(union)
    for name, table in adopted.items():
        if name not in (META, TOMBSTONES):
            assert all(key == key_of(doc["id"]) for key, doc in table.items())


@SOME
@given(documents("k-1"), st.sampled_from(["f", "g", "new"]), st.sampled_from(VALUES))
def test_invariant_10_an_edit_beats_what_its_author_saw(doc: dict[str, Any], field: str, value: Any) -> None:
    """Also where the stamps are from the future, or none at all."""
    doc = {**doc, "id": "k-1"}
    known: State = {"kudos": {key_of("k-1"): doc}}
    edit: State = {"kudos": {key_of("k-1"): {**doc, field: value}}}
    adopted = adopt(edit, known, stamper())
    if canonical(doc.get(field)) == canonical(value):
        return
    found = merge(known, adopted)["kudos"][key_of("k-1")]
    stamps = doc.get(STAMPS)
    if isinstance(stamps, dict) and isinstance(stamps.get(field), dict):
        assert canonical(_said(found.get(field))) == canonical(_said(value))
    else:
        assert canonical(found.get(field)) == canonical(value)


def _said(value: object) -> dict[str, Any]:
    """The keys of a map that say something: there a null is like no key, and what is no map says nothing."""
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else {}


@SOME
@given(states())
def test_what_was_not_edited_is_not_changed(known: State) -> None:
    own = {name: {k: {**d, "id": "k-1"} for k, d in t.items()} for name, t in known.items() if name != META}
    own = {name: {key_of("k-1"): next(iter(table.values()))} for name, table in own.items()}
    adopted = adopt(own, own, stamper())
    assert adopted == own
    assert all(adopted[name][key] is doc for name, table in own.items() for key, doc in table.items())
