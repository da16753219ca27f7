"""The words that come with amity, and what becomes of words that do not fit."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from store import content

CATALOGUE = content.catalogue()

ACTION = """
schema_version = 1
[[principle]]
id = "trust"
number = 1
title = "Trust"
summary = "Be trusted."
[[action]]
id = "trust.keep-word"
principle = "trust"
text = "Keep your word."
minutes = 2
setting = "any"
needs_person = false
depth = 1
trigger = ""
start_small = ""
week_part = ""
why = "It adds up."
"""


def test_there_is_something_for_every_principle() -> None:
    assert len(CATALOGUE.actions) == 136
    untriggered = Counter(a.principle for a in CATALOGUE.actions.values() if not a.trigger)
    assert untriggered.keys() == CATALOGUE.principles.keys()
    assert min(untriggered.values()) >= 12


def test_every_signal_has_an_action_with_and_without_a_person_where_it_may_lack_one() -> None:
    triggers = {(a.trigger, a.needs_person) for a in CATALOGUE.actions.values()}
    assert {t for t, _ in triggers} == set(content.PLACEHOLDERS)
    assert {("commitment_due", True), ("commitment_due", False)} <= triggers


def test_words_are_plain() -> None:
    texts = [t for a in CATALOGUE.actions.values() for t in (a.text, a.why)]
    texts += [q.text for q in content.questions()]
    texts += [t for s in content.starters() for t in (s.situation, s.behaviour, s.impact, s.example)]
    assert not [t for t in texts if re.search(r"[\x00-\x1f]|  |!", t) or t != t.strip()]


def test_questions_starters_and_roles_are_there() -> None:
    assert len(content.questions()) > 50
    assert len(content.themes()) > 3
    assert set(content.themes()) == {s.theme for s in content.starters()}
    roles = content.roles()
    assert [r.order for r in roles.values()] == sorted(r.order for r in roles.values())
    assert {"facilitator", "note_taker", "timekeeper"} <= roles.keys()


def test_a_sound_text_is_read() -> None:
    assert content.parse_catalogue(ACTION).actions["trust.keep-word"].minutes == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 2", "minutes = 16", "“minutes” cannot be 16"),
        ("minutes = 2", 'minutes = "2"', "“minutes” cannot be '2'"),
        ("minutes = 2\n", "", "“minutes” is missing"),
        ("minutes = 2", "minutes = 2\nsecond = 1", "“second” is not known"),
        ('setting = "any"', 'setting = "moon"', "“setting” cannot be 'moon'"),
        ('principle = "trust"', 'principle = "luck"', "there is no principle “luck”"),
        ('id = "trust.keep-word"', 'id = "luck.keep"', "the id must begin with “trust.”"),
        ("Keep your word.", "Keep {item}.", "nothing fills in {item}"),
        ("Keep your word.", "Tell {person}.", "needs_person must be true"),
        ("schema_version = 1", "", "needs the line schema_version = 1"),
        ("schema_version = 1", "schema_version = 1\n[[recipe]]\nid = 'x'", "a part “recipe”"),
        ("[[action]]", "[[action", "is not valid TOML"),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, said: str) -> None:
    assert old in ACTION
    with pytest.raises(content.ContentError, match=re.escape(said)) as error:
        content.parse_catalogue(ACTION.replace(old, new, 1))
    assert "actions.toml" in str(error.value)


def test_no_id_is_there_twice() -> None:
    entry = ACTION[ACTION.index("[[action]]") :]
    with pytest.raises(content.ContentError, match="the id is there twice"):
        content.parse_catalogue(ACTION + entry)
