"""Reading a promise from a line, and what is said about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from store.records import Member, Promise, SharedPromise
from store.rules.promises import (
    done_lately,
    due_words,
    in_words,
    kept_words,
    moved_message,
    moved_words,
    open_promises,
    promised_to,
    read_promise,
)
from store.text import TEXT_LIMIT, clean
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 25)
"""A Wednesday."""
FRIDAY, TUESDAY = date(2026, 11, 27), date(2026, 12, 1)

PEOPLE = tuple(
    Member(f"m-{handle}", handle, name, date(2026, 1, 5))
    for handle, name in (
        ("ben", "Ben Ødegård"),
        ("chi", "Chi Nwosu"),
        ("li", "李 雷"),
        ("noor", "Noor Haddad"),
        ("zoe", "Zoë Krüger"),
        ("am", "Anne-Marie Dupont"),
        ("mark", "Mark Twain"),
        ("amit", "अमित वर्मा"),
        ("olga", "Ольга Смирнова"),
        ("sam", "Sam Okafor"),
        ("sam2", "Sam Brandt"),
        ("may", "May de Vries"),
    )
)

LINES = [
    ("figures for Ben by fri", "figures", "ben", FRIDAY),
    ("review Noor's draft by tomorrow", "review Noor's draft", "noor", date(2026, 11, 26)),
    ("call @chi +2w", "call @chi", "chi", date(2026, 12, 9)),
    ("slides until 3 dec", "slides", "", date(2026, 12, 3)),
    ("slides by dec 3rd", "slides", "", date(2026, 12, 3)),
    ("buy 3 apples", "buy 3 apples", "", None),
    ("numbers by eod", "numbers", "", date(2026, 11, 25)),
    ("send the notes to Li next mon", "send the notes", "li", date(2026, 11, 30)),
    ("send the notes to 李 next mon", "send the notes", "li", date(2026, 11, 30)),
    ("figures by fri", "figures", "", FRIDAY),
    ("Tidy up the wiki", "Tidy up the wiki", "", None),
    # Dates
    ("figures today", "figures", "", TODAY),
    ("figures in 3 days", "figures", "", date(2026, 11, 28)),
    ("figures in two weeks for zoe", "figures", "zoe", date(2026, 12, 9)),
    ("figures by 2026-12-01", "figures", "", TUESDAY),
    ("figures due tue", "figures", "", TUESDAY),
    ("figures due by this friday.", "figures", "", FRIDAY),
    ("figures by end of week", "figures", "", FRIDAY),
    ("figures by the end of the week", "figures", "", FRIDAY),
    ("figures eow", "figures", "", FRIDAY),
    ("figures by eom", "figures", "", date(2026, 11, 30)),
    ("by fri: the figures", "the figures", "", FRIDAY),
    ("send by fri the figures to Chi", "send the figures", "chi", FRIDAY),
    ("call the bank on thursday", "call the bank", "", date(2026, 11, 26)),
    ("figures by wed", "figures", "", TODAY),
    ("by fri, the figures for Ben", "the figures", "ben", FRIDAY),
    ("tomorrow: call Chi", "call Chi", "chi", date(2026, 11, 26)),
    ("drop by on friday", "drop by", "", FRIDAY),
    ("stand by today", "stand by", "", TODAY),
    # A day on which more hangs is known, and its words stay
    ("figures by fri noon", "figures by fri noon", "", FRIDAY),
    ("ship by fri or sat", "ship by fri or sat", "", FRIDAY),
    ("figures by tue 1 for Ben", "figures by tue 1", "ben", TUESDAY),
    # Nobody and no day
    ("next week planning", "next week planning", "", None),
    ("slides for tomorrow", "slides for tomorrow", "", None),
    ("move it from mon to tue", "move it from mon to tue", "", None),
    ("sign it by hand", "sign it by hand", "", None),
    ("notes for the release", "notes for the release", "", None),
    ("a list of what is to be", "a list of what is to be", "", None),
    ("enjoy the sun", "enjoy the sun", "", None),
    ("two people wed", "two people wed", "", None),
    ("the plan for monday", "the plan for monday", "", None),
    ("the sum of tuesday", "the sum of tuesday", "", None),
    ("close ticket 20261130", "close ticket 20261130", "", None),
    ("put the sensor in 3 m", "put the sensor in 3 m", "", None),
    ("a script by Ben", "a script by Ben", "", None),
    ("homework to mark", "homework to mark", "", None),
    ("what we did in May", "what we did in May", "", None),
    ("numbers from Noor by fri", "numbers from Noor", "", FRIDAY),
    ("call @nobody by fri", "call @nobody", "", FRIDAY),
    ("ask Ben and Chi by fri", "ask Ben and Chi", "", FRIDAY),
    # Nothing would be left
    ("by fri", "by fri", "", None),
    ("tomorrow", "tomorrow", "", None),
    ("for Ben", "for Ben", "ben", None),
    ("for Ben by fri", "for Ben", "ben", FRIDAY),
    ("- by fri", "- by fri", "", None),
    # People
    ("figures for @ben, by fri", "figures", "ben", FRIDAY),
    ("figures for ODEGARD", "figures", "ben", None),
    ("figures for ben odegard by fri", "figures", "ben", FRIDAY),
    ("figures by fri for zoe", "figures", "zoe", FRIDAY),
    ("figures for Anne-Marie", "figures", "am", None),
    ("figures for anne marie dupont", "figures", "am", None),
    ("figures for 李雷 by fri", "figures", "li", FRIDAY),
    ("figures for अमित by fri", "figures", "amit", FRIDAY),
    ("figures for ольга by fri", "figures", "olga", FRIDAY),
    ("figures for Mark by fri", "figures", "mark", FRIDAY),
    ("notes to Mark by fri", "notes to Mark", "mark", FRIDAY),
    ("talk to Chi by fri", "talk to Chi", "chi", FRIDAY),
    ("get back to chi tomorrow", "get back to chi", "chi", date(2026, 11, 26)),
    ("fill in for Ben on mon", "fill in for Ben", "ben", date(2026, 11, 30)),
    ("tell Chi about the move", "tell Chi about the move", "chi", None),
    ("call chi", "call chi", "chi", None),
    ("Zoë’s slides by fri", "Zoë’s slides", "zoe", FRIDAY),
    ("figures for sam brandt by fri", "figures", "sam2", FRIDAY),
    ("figures for @sam by fri", "figures", "sam", FRIDAY),
]


@pytest.mark.parametrize(("line", "text", "to", "by"), LINES, ids=[line for line, *_ in LINES])
def test_a_line(line: str, text: str, to: str, by: date | None) -> None:
    found = read_promise(line, PEOPLE, TODAY)
    assert (found.text, found.to, found.by) == (text, f"m-{to}" if to else "", by)
    assert found.namesakes == ()


def test_it_says_where_each_part_stood() -> None:
    line = "figures for Ben Ødegård, by next fri."
    found = read_promise(line, PEOPLE, TODAY)
    assert [(s.kind, line[s.start : s.end]) for s in found.spans] == [
        ("to", "for Ben Ødegård,"),
        ("by", "by next fri."),
    ]


def test_a_name_of_several_is_left_in_the_text_and_asked_about() -> None:
    found = read_promise("figures for Sam by fri", PEOPLE, TODAY)
    assert (found.text, found.to, found.by) == ("figures for Sam", "", FRIDAY)
    assert found.namesakes == ("m-sam", "m-sam2")
    one = read_promise("figures for Sam by fri", [p for p in PEOPLE if p.id != "m-sam"], TODAY)
    assert (one.text, one.to) == ("figures", "m-sam2")


@pytest.mark.parametrize(
    ("week", "start", "today", "last"),
    [
        ((1, 2, 3, 4, 5), 1, date(2026, 11, 28), date(2026, 12, 4)),  # on a Saturday: of the next one
        ((1, 2, 3, 4, 7), 7, TODAY, date(2026, 11, 26)),
        ((1, 2, 4, 5), 1, date(2026, 11, 23), FRIDAY),
        ((1, 2, 3), 1, TODAY, TODAY),
    ],
)
def test_a_week_ends_with_my_last_day(week: tuple[int, ...], start: int, today: date, last: date) -> None:
    assert read_promise("figures by eow", PEOPLE, today, week, start).by == last


_LINE = (
    "figures by for to fri +2w Ben @ben @chi Sam Noor's next in 3 days the 李 雷 2026-12-01 eow end of "
    "week . - ’s tomorrow due this on 99999 +999m @ for. BY"
)
_words = st.sampled_from(_LINE.split())


@hypothesis_settings(max_examples=60)
@given(st.one_of(st.text(max_size=60), st.lists(_words, max_size=9).map(" ".join)), st.dates())
def test_nothing_is_refused_and_no_word_is_lost(line: str, today: date) -> None:
    found = read_promise(line, PEOPLE, today)
    assert bool(found.text) == bool(clean(line))
    assert found.to == "" or not found.namesakes
    kept = clean(line).split()
    assert all(word in kept or any(word in raw for raw in kept) for word in found.text.split())
    taken = " ".join(line[s.start : s.end] for s in found.spans)
    known = {word.strip(",;:·–—-") for word in ["", *f"{found.text} {clean(taken)}".split()]}
    assert all(word.strip(",;:·–—-") in known for word in kept)
    assert all(0 <= s.start < s.end <= len(line) for s in found.spans)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_hostile_lines(text: str) -> None:
    found = read_promise(f"{text} for Ben by fri", PEOPLE, TODAY)
    assert found.text
    assert found.text == clean(found.text, TEXT_LIMIT)


# Lists


def _promise(name: str, by: date | None = None, done: date | None = None) -> Promise:
    return Promise(f"p-{name}", name, datetime(2026, 11, 20, 9, tzinfo=UTC), by=by, done=done)


def test_the_late_and_the_due_come_first() -> None:
    days = {"late": date(2026, 11, 20), "due": TODAY, "soon": FRIDAY}
    made = [
        _promise("some day"),
        *(_promise(n, d) for n, d in reversed(days.items())),
        _promise("x", done=TODAY),
    ]
    assert [p.text for p in open_promises(made)] == ["late", "due", "soon", "some day"]


def test_what_was_kept_stays_for_two_weeks() -> None:
    made = [_promise(str(n), done=TODAY - timedelta(n)) for n in (13, 14, 0)]
    assert [p.text for p in done_lately([*made, _promise("open")], TODAY)] == ["0", "13"]


def test_what_was_promised_to_me() -> None:
    def shared(name: str, to: str = "m-me", member: str = "m-ben", **more: date) -> SharedPromise:
        return SharedPromise(name, member, name, to, **more)

    known = [
        shared("old", done=TODAY - timedelta(20)),
        shared("kept", done=TODAY),
        shared("no day"),
        shared("team", to=""),
        shared("first", by=FRIDAY),
        shared("mine", member="m-me"),
        shared("other", to="m-chi"),
    ]
    assert [p.text for p in promised_to(known, "m-me", TODAY)] == ["first", "no day", "team", "kept"]


def test_a_shared_record_is_known_by_its_id() -> None:
    def is_of(identity: str) -> bool:
        return SharedPromise(identity, "m-ben", "x").is_of("p-12")

    assert [is_of(identity) for identity in ("p-12", "p-12.2", "p-123")] == [True, True, False]


# Words


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (None, ""),
        (TODAY, "due today"),
        (date(2026, 11, 26), "due tomorrow"),
        (FRIDAY, "due Friday"),
        (date(2026, 12, 2), "due Wednesday 2 December"),
        (date(2026, 11, 24), "was due yesterday"),
        (date(2026, 11, 20), "was due Friday"),
        (date(2026, 11, 13), "was due Friday 13 November"),
        (date(2027, 1, 5), "due Tuesday 5 January 2027"),
    ],
)
def test_when_it_is_due(by: date | None, words: str) -> None:
    assert due_words(by, TODAY) == words


def test_the_days_before_are_shown() -> None:
    assert moved_words([FRIDAY], TUESDAY, TODAY) == "was Friday 27 November"
    assert moved_words([TUESDAY, FRIDAY], None, TODAY) == "was Friday 27 November, Tuesday 1 December"
    assert moved_words([TUESDAY], TUESDAY, TODAY) == ""


def test_when_it_was_kept() -> None:
    days = [TODAY, TODAY - timedelta(1), date(2026, 11, 20)]
    assert [kept_words(d, TODAY) for d in days] == ["kept today", "kept yesterday", "kept Friday 20 November"]


def test_all_of_it_in_a_line() -> None:
    assert in_words("figures", "Ben", FRIDAY, TODAY) == "figures · for Ben · by Friday 27 November"
    assert in_words("figures", "", None, TODAY) == "figures"


ROOM = " If that makes things hard for you, tell me and we will find a way."
WHEN = "on Tuesday 1 December"
PATIENCE = "and did not make it: it will be Tuesday 1 December. Thank you for your patience."
MESSAGES = [
    ("figures", FRIDAY, f"the figures will be with you {WHEN} instead of Friday.{ROOM}"),
    ("Figures.", TODAY, f"the figures will be with you {WHEN} instead of today.{ROOM}"),
    ("call ben", FRIDAY, f"I will call you by {WHEN[3:]} instead of Friday.{ROOM}"),
    ("review Ben's draft", FRIDAY, f"I will review your draft by {WHEN[3:]} instead of Friday.{ROOM}"),
    ("call @ben", FRIDAY, f"I will call you by {WHEN[3:]} instead of Friday.{ROOM}"),
    ("review notes", None, f"the review notes will be with you {WHEN}."),
    ("my notes", None, f"my notes will be with you {WHEN}."),
    ("写报告", None, f"“写报告” will be with you {WHEN}."),
    (
        "the deck",
        date(2026, 12, 9),
        f"good news: the deck will be with you {WHEN}, earlier than Wednesday 9 December.",
    ),
    ("figures", date(2026, 11, 20), f"I had said Friday for the figures {PATIENCE}"),
    ("call Ben", date(2026, 11, 2), f"I had said that I would call you by Monday 2 November {PATIENCE}"),
]


@pytest.mark.parametrize(("text", "old", "words"), MESSAGES)
def test_the_message(text: str, old: date | None, words: str) -> None:
    said = moved_message(text, "Ben Ødegård", "ben", old, TUESDAY, TODAY)
    assert said == f"Hi Ben, {words}"
    assert "sorry" not in said.casefold()
    assert "!" not in said


def test_the_message_to_other_names_and_to_nobody() -> None:
    assert moved_message("figures", "李 雷", "li", FRIDAY, TUESDAY, TODAY).startswith(
        "Hi 李 雷, the figures will"
    )
    assert moved_message("figures", "", "", FRIDAY, TUESDAY, TODAY) == (
        "Hi, the figures will be ready on Tuesday 1 December instead of Friday."
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_a_message_about_hostile_words(text: str) -> None:
    shown = clean(text, 80) or "x"
    assert moved_message(shown, shown, "h", FRIDAY, TUESDAY, TODAY).startswith("Hi ")
