"""Whose flag is up and for how long, by their own week; open half hours as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.records import Absence, HelpFlag, Kudos, Member, Offer, Snapshot
from store.rules import calendar, hands
from store.rules.open_hours import OpenHour, open_today, read_open
from tests.soak import examples

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def person(handle: str, **fields: Any) -> Member:
    start: dict[str, Any] = {"joined": date(2020, 1, 1), **fields}
    return Member(id=handle, handle=handle, name=handle.capitalize(), **start)


def team(*changed: Member, **fields: Any) -> Snapshot:
    members = {h: person(h) for h in ("ana", "ben", "dee")} | {m.id: m for m in changed}
    return Snapshot(team="t", name="Team", members=members, **fields)


def flag(owner: str = "dee", **fields: Any) -> HelpFlag:
    start: dict[str, Any] = {"text": "release notes", "since": MONDAY, "until": MONDAY + timedelta(days=4)}
    return HelpFlag(**{"id": f"h-{owner}", "member": owner, **start, **fields})


@pytest.mark.parametrize(
    ("since", "dee", "fields", "last"),
    [
        ("2026-11-23", {}, {}, "2026-11-27"),
        ("2026-11-25", {}, {}, "2026-12-01"),
        ("2026-11-28", {}, {}, "2026-12-04"),  # a Saturday
        ("2026-11-26", {"week": (7, 1, 2, 3, 4)}, {}, "2026-12-02"),  # Sunday to Thursday
        ("2026-11-23", {"week": (1, 2)}, {}, "2026-12-07"),
        ("2026-11-23", {}, {"holidays": frozenset({date(2026, 11, 25)})}, "2026-11-30"),
        (
            "2026-11-23",
            {},
            {"absences": (Absence("a", "dee", date(2026, 11, 24), date(2026, 11, 26)),)},
            "2026-12-02",
        ),
        ("2026-11-23", {}, {"absences": (Absence("a", "dee", date(2026, 11, 24)),)}, "2026-11-27"),
        ("2026-11-23", {"week": ()}, {}, "2026-11-28"),
    ],
)
def test_b4c_the_fifth_working_day_of_its_owner(
    since: str, dee: dict[str, Any], fields: dict[str, Any], last: str
) -> None:
    known = team(person("dee", **dee), **fields)
    assert hands.last_day(known, known.members["dee"], date.fromisoformat(since)) == date.fromisoformat(last)


DAYS = st.dates(MONDAY - timedelta(days=30), MONDAY + timedelta(days=60))


@settings(max_examples=examples(60))
@given(
    week=st.sets(st.integers(1, 7)),
    since=DAYS,
    said=st.integers(-5, 400),
    holidays=st.frozensets(DAYS, max_size=6),
    absences=st.lists(st.tuples(DAYS, st.integers(0, 20) | st.none()), max_size=3),
)
def test_b4c_no_flag_outlives_five_working_days(
    week: set[int],
    since: date,
    said: int,
    holidays: frozenset[date],
    absences: list[tuple[date, int | None]],
) -> None:
    """Whatever its `until` says, by its owner's week, holidays and absences as they are now."""
    away = tuple(
        Absence(f"a-{n}", "dee", first, None if length is None else first + timedelta(days=length))
        for n, (first, length) in enumerate(absences)
    )
    known = team(person("dee", week=tuple(week)), holidays=holidays, absences=away)
    raised = flag(since=since, until=since + timedelta(days=said))
    known = Snapshot("t", "Team", known.members, away, holidays=holidays, help_flags=(raised,))
    noons = (datetime.combine(since + timedelta(days=n), time(12), UTC) for n in range(-3, 400))
    up = [moment.date() for moment in noons if "dee" in hands.flags_up(known, moment)]
    dee = known.members["dee"]
    assert sum(calendar.works_on(known, dee, day) for day in up) <= 5
    assert all(since <= day <= raised.until for day in up)
    assert (since in up) == (said >= 0)
    assert up == sorted(up)


def test_a_flag_is_up_by_its_owners_day() -> None:
    li = person("li", timezone="Asia/Shanghai")
    tuesday = MONDAY + timedelta(days=1)
    known = team(li, help_flags=(flag("li", since=tuesday, until=tuesday),))
    at = datetime.fromisoformat("2026-11-23T17:00:00+01:00")  # Tuesday, half past midnight in Shanghai
    assert [f.member for f in hands.flags_for(known, "ana", at)] == ["li"]
    assert hands.flags_for(known, "ana", at - timedelta(hours=2)) == ()
    assert hands.flags_for(known, "ana", at + timedelta(hours=24)) == ()


def test_a_flag_for_some_is_shown_to_them_alone() -> None:
    known = team(help_flags=(flag(to=("ben",)),))
    shown = {me: len(hands.flags_for(known, me, NOON)) for me in known.members}
    assert shown == {"ana": 0, "ben": 1, "dee": 0}


def test_who_left_has_no_flag_up_and_two_are_one() -> None:
    gone = person("dee", left=MONDAY)
    assert hands.flags_up(team(gone, help_flags=(flag(),)), NOON) == {}
    two = (flag(id="h-1"), flag(id="h-2", text="later"), flag(id="h-3", lowered=MONDAY))
    known = team(help_flags=two)
    assert [f.text for f in hands.flags_for(known, "ana", NOON)] == ["later"]
    assert [f.id for f in hands.over(known, "dee", NOON)] == ["h-1"]


def test_what_was_offered_to_whom() -> None:
    offers = (Offer("ben", "now?", NOON), Offer("nobody", "?", NOON), Offer("dee", "to myself", NOON))
    known = team(help_flags=(flag(offers=offers),))
    assert [o.member for o in hands.offers_to_answer(known, "dee", NOON)] == ["ben"]
    assert hands.offers_to_answer(known, "ana", NOON) == ()
    assert hands.flags_for(known, "ben", NOON) == ()
    assert [o.offer.text for o in hands.my_offers(known, "ben", NOON)] == ["now?"]
    assert hands.answers_to_me(known, "ben", NOON) == ()
    answered = team(help_flags=(flag(offers=(Offer("ben", "", NOON, "no"),)),))
    assert hands.offers_to_answer(answered, "dee", NOON) == ()
    assert len(hands.answers_to_me(answered, "ben", NOON)) == 1
    seen = hands.seen_answers(answered, "ben", NOON)
    assert hands.answers_to_me(answered, "ben", NOON, seen) == ()
    assert "no" not in seen.split()


def test_thanks_are_proposed_until_given_or_for_two_weeks() -> None:
    ended = flag(lowered=MONDAY, helped=("ana", "ben", "dee", "ghost"))

    def due(at: datetime, *wall: Kudos) -> tuple[str, ...]:
        return hands.thanks_due(team(help_flags=(ended,), kudos=wall), "dee", at)

    before = Kudos("k-1", "dee", ("ana", "ben"), "For last week", NOON - timedelta(days=1))
    to_ben = Kudos("k-2", "dee", ("ben",), "For the hand", NOON)
    from_ana = Kudos("k-3", "ana", ("dee",), "For asking", NOON)
    assert due(NOON) == ("ana", "ben")
    assert due(NOON, before) == ("ana", "ben")
    assert due(NOON, from_ana, to_ben, before) == ("ana",)
    assert due(NOON + timedelta(days=13)) == ("ana", "ben")
    assert due(NOON + timedelta(days=14)) == ()
    assert hands.thanks_due(team(help_flags=(ended,)), "ana", NOON) == ()
    later = flag(id="h-2", lowered=MONDAY + timedelta(days=2), helped=("ben",))
    twice = team(help_flags=(ended, later), kudos=(to_ben,))
    assert hands.thanks_due(twice, "dee", NOON + timedelta(days=2)) == ("ana", "ben")


def test_dates_of_another_age_break_nothing() -> None:
    odd = (
        flag("ana", since=date.min, until=date.max),
        flag("ben", since=date.max, until=date.max),
        flag("dee", lowered=date.max, helped=("ana",)),
    )
    known = team(help_flags=odd)
    assert hands.flags_up(known, NOON) == {}
    assert [f.member for f in hands.over(known, "ana", NOON)] == ["ana"]
    assert hands.thanks_due(known, "dee", NOON) == ("ana",)


# Open half hours


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Tue 14:00-14:30: bring me a question",
            [({2}, time(14), time(14, 30), "bring me a question")],
        ),
        ("tue 14:00", [({2}, time(14), time(14, 30), "")]),
        ("Tuesdays at 9.15, with tea", [({2}, time(9, 15), time(9, 45), "with tea")]),
        ("mon, thu 9:30", [({1, 4}, time(9, 30), time(10), "")]),
        ("mon-wed and fri 16h00 – 17h00", [({1, 2, 3, 5}, time(16), time(17), "")]),
        ("weekdays 13:00", [({1, 2, 3, 4, 5}, time(13), time(13, 30), "")]),
        ("tue 14:00; thu 10:00-11:00 – ask me", [
            ({2}, time(14), time(14, 30), "ask me"),
            ({4}, time(10), time(11), "ask me"),
        ]),
        ("fri 23:45", [({5}, time(23, 45), time.max, "")]),
        ("fri 15:00-14:00", [({5}, time(15), time(15, 30), "")]),
        ("whenever my door is open", []),
        ("tue 25:00", []),
        ("", []),
    ],
)  # fmt: skip
def test_open_half_hours_as_people_write_them(text: str, found: list[tuple[Any, ...]]) -> None:
    assert read_open(text) == tuple(OpenHour(frozenset(days), *rest) for days, *rest in found)


@settings(max_examples=examples(60))
@given(st.text(max_size=60) | st.text("montuewd ,-:;1290", max_size=400))
def test_any_text_may_stand_on_a_card(text: str) -> None:
    assert all(hour.begins < hour.ends and hour.days for hour in read_open(text))


def test_open_today_in_my_time() -> None:
    ben = person("ben", card={"open": "mon 14:00: bring me a question"}, timezone="America/New_York")
    dee = person("dee", card={"open": "mon 9:00, tue 10:00"}, timezone="Europe/Berlin")
    known = team(ben, dee)
    (found,) = open_today(known, "ana", NOON)
    assert (found.member, found.words) == ("ben", "bring me a question")
    assert found.begins == datetime(2026, 11, 23, 19, tzinfo=UTC)  # in Berlin it was over before noon
    assert open_today(known, "ben", NOON) == ()
    assert len(open_today(known, "ana", NOON - timedelta(hours=6))) == 2
    away = Absence("a-1", "ben", MONDAY, MONDAY)
    assert open_today(team(ben, absences=(away,)), "ana", NOON) == ()


def test_open_tomorrow_there_and_today_here() -> None:
    li = person("li", card={"open": "tue 8:00"}, timezone="Asia/Shanghai")
    me = person("ana", timezone="America/Los_Angeles")
    (found,) = open_today(team(li, me), "ana", datetime(2026, 11, 23, 15, tzinfo=UTC))
    assert found.begins == datetime(2026, 11, 24, 0, tzinfo=UTC)  # Monday at four in Los Angeles
